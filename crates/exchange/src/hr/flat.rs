//! Records of fixed width: a control record for each message, then its data.

use std::collections::HashMap;

use super::segments::{CONTROL, CONTROL_RECORD, DATA_CHARS, DATA_RECORD, HEAD, HEAD_CHARS_MIN, HEAD_KEPT, Layout, infotype, kept, layout};
use super::{Reading, Record};
use crate::finding::{Code, Finding};

/// Characters before the data of a record.
const BEFORE_DATA: usize = 63;

pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Finding> {
    // The message that is being read, and whether it is one of ours.
    let mut message: Option<(String, bool)> = None;
    for (line, text) in (1_u32..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        if text.starts_with(CONTROL) {
            let of = fields(text, CONTROL_RECORD, &["DOCNUM", "MESTYP"]);
            let (kind, number) = (of.get("MESTYP").cloned().unwrap_or_default(), of.get("DOCNUM").cloned().unwrap_or_default());
            let ours = reading.document(line, kind.trim(), number.trim())?;
            message = Some((number, ours));
            continue;
        }
        let length = text.chars().count();
        if length > BEFORE_DATA + DATA_CHARS {
            reading.finds(Finding::new(Code::HrLineTooLong).row(line).value(length.to_string()));
            continue;
        }
        let before = fields(text, DATA_RECORD, &["SEGNAM", "DOCNUM"]);
        let segment = before.get("SEGNAM").map(|name| name.trim().to_owned()).unwrap_or_default();
        match &message {
            Some((_, false)) => continue,
            Some((number, true)) if before.get("DOCNUM") == Some(number) => {}
            _ => {
                reading.finds(Finding::new(Code::HrOtherDocument).row(line).column("DOCNUM").value(text.get(33..49).unwrap_or_default()));
                continue;
            }
        }
        let Some(kind) = infotype(&segment) else { continue };
        if length < BEFORE_DATA + HEAD_CHARS_MIN {
            reading.finds(Finding::new(Code::HrSegmentCut).row(line).value(&segment));
            continue;
        }
        let data: String = text.chars().skip(BEFORE_DATA).collect();
        let body: String = data.chars().skip(width(HEAD)).collect();
        let mut all = fields(&data, HEAD, HEAD_KEPT);
        all.extend(fields(&body, layout(kind), kept(kind)));
        reading.record(Record { line, segment, fields: all })?;
    }
    Ok(())
}

fn width(layout: Layout) -> usize {
    layout.iter().map(|(_, width)| width).sum()
}

/// The wanted fields of a record. What a sender cut off at the end was blank.
fn fields(text: &str, layout: Layout, wanted: &[&str]) -> HashMap<&'static str, String> {
    let mut letters = text.chars();
    let mut out = HashMap::new();
    for (name, width) in layout {
        let value: String = letters.by_ref().take(*width).collect();
        if wanted.contains(name) {
            out.insert(*name, value);
        }
    }
    out
}
