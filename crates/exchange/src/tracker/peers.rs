//! What one row shows only beside the others: the same name, the same number,
//! the same post with another requirement, the same row twice.

use std::collections::HashMap;

use super::read::TrackerRow;
use crate::finding::{Code, Finding, Severity};
use crate::normalise::names::fold;

/// Rows seen so far, by what could be the same.
#[derive(Default)]
pub(super) struct Peers {
    names: HashMap<String, Peer>,
    numbers: HashMap<String, (u32, String)>,
    rows: HashMap<String, u32>,
    posts: HashMap<String, (u32, String, bool)>,
}

struct Peer {
    row: u32,
    number: Option<String>,
    birth: Option<jiff::civil::Date>,
}

impl Peers {
    /// Compares a row with the earlier ones and remembers it.
    pub(super) fn meet(&mut self, row: &TrackerRow, findings: &mut Vec<Finding>) {
        let whole = row.raw.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>().join("\u{1f}");
        if let Some(earlier) = self.rows.get(&whole) {
            findings.push(Finding::new(Code::DuplicateRow).row(row.row).meaning(earlier.to_string()));
            return;
        }
        self.rows.insert(whole, row.row);
        let name = row.folded_name();
        self.meet_number(row, &name, findings);
        self.meet_name(row, name, findings);
        self.meet_post(row, findings);
    }

    fn meet_number(&mut self, row: &TrackerRow, name: &str, findings: &mut Vec<Finding>) {
        let Some(number) = &row.personnel_number else {
            return;
        };
        match self.numbers.get(&fold(number)) {
            None => drop(self.numbers.insert(fold(number), (row.row, name.to_owned()))),
            Some((earlier, other)) => {
                // The same person may have a line for each clearance.
                let severity = if other == name { Severity::Warning } else { Severity::Error };
                findings.push(
                    Finding::new(Code::DuplicatePersonnelNumber).row(row.row).severity(severity).value(number).meaning(earlier.to_string()),
                );
            }
        }
    }

    fn meet_name(&mut self, row: &TrackerRow, name: String, findings: &mut Vec<Finding>) {
        if name.is_empty() {
            return;
        }
        let Some(earlier) = self.names.get(&name) else {
            let peer = Peer { row: row.row, number: row.personnel_number.clone(), birth: row.birth_date };
            self.names.insert(name, peer);
            return;
        };
        let differ = |known: bool, same: bool| known && !same;
        let namesake = differ(earlier.birth.is_some() && row.birth_date.is_some(), earlier.birth == row.birth_date)
            || differ(earlier.number.is_some() && row.personnel_number.is_some(), earlier.number == row.personnel_number);
        let finding = Finding::new(Code::SameNameAsEarlier).row(row.row).value(row.shown_name()).meaning(earlier.row.to_string());
        findings.push(if namesake { finding.severity(Severity::Info) } else { finding });
    }

    /// One finding for a post, at the first row that disagrees.
    fn meet_post(&mut self, row: &TrackerRow, findings: &mut Vec<Finding>) {
        let (Some(post), Some(level)) = (&row.post, &row.level_required) else {
            return;
        };
        let (earlier, first, told) = self.posts.entry(fold(post)).or_insert((row.row, level.code.clone(), false));
        if *first != level.code && !*told {
            *told = true;
            findings.push(
                Finding::new(Code::ConflictingRequirement)
                    .row(row.row)
                    .value(format!("{post}: {} ≠ {}", level.code, first))
                    .meaning(earlier.to_string()),
            );
        }
    }
}
