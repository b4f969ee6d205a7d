//! A text table with one time slice a row, for personnel systems that write no IDocs: headings are the same names of fields.

use std::collections::HashMap;

use super::segments::named;
use super::{Reading, Record};
use crate::finding::{Code, Finding};
use crate::sheet::{Row, read_csv};

/// Headings without which a row says nothing.
const NEEDED: &[&str] = &["PERNR", "INFTY", "BEGDA", "ENDDA"];

pub(super) fn read(bytes: &[u8], reading: &mut Reading) -> Result<(), Finding> {
    let sheets = read_csv(bytes).map_err(|finding| match finding.code {
        Code::WrongEncoding | Code::FileTooLarge => finding,
        _ => Finding::new(Code::NotAnHrFile),
    })?;
    let rows = sheets.first().map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
    let Some((head, rows)) = rows.split_first() else { return Err(Finding::new(Code::NotAnHrFile)) };
    let columns = columns(head);
    if !NEEDED.iter().all(|name| columns.iter().any(|(_, known)| known == name)) {
        return Err(Finding::new(Code::NotAnHrFile));
    }
    for row in rows {
        let fields: HashMap<&'static str, String> =
            columns.iter().map(|(at, name)| (*name, row.cell(*at).text().trim().to_owned())).collect();
        if fields.values().all(String::is_empty) {
            continue;
        }
        let infotype = fields.get("INFTY").map(String::as_str).unwrap_or_default();
        // Spreadsheets take the zeros off.
        let segment = format!("E1P{infotype:0>4}");
        if super::segments::infotype(&segment).is_none() || infotype.is_empty() || infotype.len() > 4 {
            reading.finds(Finding::new(Code::HrNoInfotype).row(row.number).column("INFTY").value(infotype));
            continue;
        }
        let fields = fields.into_iter().map(|(name, text)| (name, if name == "SUBTY" { format!("{text:0>4}") } else { text })).collect();
        reading.record(Record { line: row.number, segment, fields })?;
    }
    Ok(())
}

/// Where each known field stands, by the heading.
fn columns(head: &Row) -> Vec<(usize, &'static str)> {
    let heading = |at: usize| named(head.cell(at).text().trim().to_uppercase().as_str());
    (0..head.cells.len()).filter_map(|at| Some((at, heading(at)?))).collect()
}
