//! The same messages as XML: one element a segment, one element a field.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::segments::{CONTROL, infotype, named};
use super::{Reading, Record};
use crate::finding::{Code, Finding};
use crate::limits;

/// Encodings a file may say it is in; which of them it is in, its bytes say.
const ENCODINGS: &[&str] = &["utf-8", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"];

/// A segment that is being read.
struct Open {
    name: String,
    line: u32,
    depth: usize,
    fields: HashMap<&'static str, String>,
}

pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Finding> {
    let mut reader = Reader::from_str(text);
    let damaged = |line: u32, why: String| Finding::new(Code::HrDamaged).row(line).value(why);
    let (mut line, mut counted, mut depth) = (1_u32, 0_usize, 0_usize);
    let mut segments: Vec<Open> = Vec::new();
    let mut field: Option<(&'static str, String)> = None;
    let mut control: Option<(u32, String, String)> = None;
    // Whether the message is one of ours; none has begun before its control record.
    let (mut ours, mut root): (Option<bool>, bool) = (None, false);
    loop {
        let event = reader.read_event().map_err(|error| damaged(line, error.to_string()))?;
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        let passed = text.as_bytes().get(counted..at).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        line = line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        counted = at;
        match event {
            Event::Eof => break,
            Event::DocType(_) => return Err(Finding::new(Code::HrDtd).row(line)),
            Event::Decl(declared) => {
                let said = declared.encoding().and_then(Result::ok).map(|name| name.to_lowercase());
                if let Some(other) = said.filter(|name| !ENCODINGS.contains(&name.as_str())) {
                    return Err(Finding::new(Code::WrongEncoding).row(line).value(other));
                }
            }
            Event::Start(element) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    return Err(Finding::new(Code::FileTooLarge).row(line).value("depth").meaning(limits::XML_DEPTH.to_string()));
                }
                let name = element.local_name().as_ref().to_owned();
                root |= depth == 1;
                match name.as_str() {
                    CONTROL => control = Some((line, String::new(), String::new())),
                    _ if infotype(&name).is_some() => segments.push(Open { name, line, depth, fields: HashMap::new() }),
                    "MESTYP" | "DOCNUM" if control.is_some() => {
                        field = Some((if name == "MESTYP" { "MESTYP" } else { "DOCNUM" }, String::new()))
                    }
                    _ => field = named(&name).filter(|_| !segments.is_empty()).map(|name| (name, String::new())),
                }
            }
            Event::End(element) => {
                let name = element.local_name().as_ref().to_owned();
                if let Some((of, text)) = field.take() {
                    match (&mut control, segments.last_mut()) {
                        (Some((_, kind, _)), _) if of == "MESTYP" => *kind = text,
                        (Some((_, _, number)), _) if of == "DOCNUM" => *number = text,
                        (None, Some(open)) if depth == open.depth + 1 => drop(open.fields.insert(of, text)),
                        _ => {}
                    }
                }
                if name == CONTROL
                    && let Some((line, kind, number)) = control.take()
                {
                    ours = Some(reading.document(line, kind.trim(), number.trim())?);
                }
                if segments.last().is_some_and(|open| open.depth == depth)
                    && let Some(open) = segments.pop()
                {
                    match ours {
                        Some(true) => reading.record(Record { line: open.line, segment: open.name, fields: open.fields })?,
                        Some(false) => {}
                        None => reading.finds(Finding::new(Code::HrOtherDocument).row(open.line)),
                    }
                }
                if name == "IDOC" {
                    ours = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(content) => add(&mut field, &content.xml10_content()),
            Event::CData(content) => add(&mut field, &content.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = referred(&reference).ok_or_else(|| damaged(line, "entity".to_owned()))?;
                add(&mut field, &letter);
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err(damaged(line, "an element is not closed".to_owned()));
    }
    if !root || (reading.documents.is_empty() && reading.people.is_empty() && reading.findings.is_empty()) {
        return Err(Finding::new(Code::NotAnHrFile));
    }
    Ok(())
}

/// Adds to the field that is being read, no more than shows that it is too long.
fn add(field: &mut Option<(&'static str, String)>, more: &str) {
    if let Some((_, text)) = field
        && text.len() <= 4 * limits::FIELD_CHARS
    {
        text.extend(more.chars().take(limits::FIELD_CHARS + 1));
    }
}

/// A letter by its number or by one of XML's own names; a file can define no others.
fn referred(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return (!letter.is_control()).then(|| letter.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned)
}
