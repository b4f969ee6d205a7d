//! Reads the comments on cells, old and threaded, which the cell reader does
//! not. A part it cannot follow is left out; a document type is refused.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::container::{Container, part};
use super::{Note, too_large};
use crate::finding::{Code, Finding};
use crate::limits;

/// The comments of every sheet, by the sheet's name.
pub(super) fn read(container: &mut Container<'_>) -> Result<HashMap<String, Vec<Note>>, Finding> {
    let workbook = relations(container, "xl/workbook.xml")?;
    let Some(xml) = part(container, "xl/workbook.xml") else {
        return Ok(HashMap::new());
    };
    let mut names = Vec::new();
    walk(&xml, |event, _| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
        {
            names.push((name, id));
        }
        Ok(())
    })?;
    let mut notes = HashMap::new();
    for (name, id) in names {
        if let Some(relation) = workbook.iter().find(|relation| relation.id == id) {
            notes.insert(name, of_sheet(container, &relation.target)?);
        }
    }
    Ok(notes)
}

fn of_sheet(container: &mut Container<'_>, sheet: &str) -> Result<Vec<Note>, Finding> {
    let relations = relations(container, sheet)?;
    let mut found: Vec<Note> = Vec::new();
    for (kind, element) in [("/threadedComment", "threadedComment"), ("/comments", "comment")] {
        let threaded: Vec<_> = found.iter().map(|note| (note.row, note.column)).collect();
        for relation in relations.iter().filter(|relation| relation.kind.ends_with(kind)) {
            let Some(xml) = part(container, &relation.target) else {
                continue;
            };
            let mut more = comments(&xml, element)?;
            // Beside a thread stands an old comment that only says that there is one.
            more.retain(|note| !threaded.contains(&(note.row, note.column)));
            found.append(&mut more);
        }
    }
    if found.len() > limits::NOTES {
        return Err(too_large("comments", limits::NOTES));
    }
    found.sort_by_key(|note| (note.row, note.column));
    Ok(found)
}

/// The texts of a comments part; `name` is the element that holds one.
fn comments(xml: &str, name: &str) -> Result<Vec<Note>, Finding> {
    let mut notes = Vec::new();
    let mut place = None;
    let mut text = String::new();
    let mut listening = false;
    walk(xml, |event, _| {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                start if start == name => {
                    place = attribute(element, "ref").as_deref().and_then(cell_place);
                    text.clear();
                }
                "t" | "text" => listening = true,
                "rPh" => listening = false,
                _ => {}
            },
            Event::Text(content) if listening => text.push_str(&content.xml10_content()),
            Event::CData(content) if listening => text.push_str(&content.xml10_content()),
            Event::GeneralRef(reference) if listening => text.push_str(&referred(reference)),
            Event::End(element) if element.local_name().as_ref() == "text" => listening = false,
            Event::End(element) if element.local_name().as_ref() == name => {
                let shown: String = text.trim().chars().take(limits::CELL_CHARS).collect();
                if let (Some((row, column)), false) = (place.take(), shown.is_empty()) {
                    notes.push(Note { row, column, text: shown });
                }
            }
            _ => {}
        }
        if notes.len() > limits::NOTES { Err(too_large("comments", limits::NOTES)) } else { Ok(()) }
    })?;
    Ok(notes)
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// What a part refers to, with targets as full paths.
fn relations(container: &mut Container<'_>, path: &str) -> Result<Vec<Relation>, Finding> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(xml) = part(container, &format!("{folder}/_rels/{file}.rels")) else {
        return Ok(Vec::new());
    };
    let mut relations = Vec::new();
    walk(&xml, |event, _| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        {
            relations.push(Relation { id, kind, target: resolve(folder, &target) });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// A target relative to a folder, as a path inside the container.
fn resolve(folder: &str, target: &str) -> String {
    let (from, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = from.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Walks an XML part under our limits.
fn walk(xml: &str, mut on: impl FnMut(&Event<'_>, usize) -> Result<(), Finding>) -> Result<(), Finding> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0usize;
    loop {
        let event = reader.read_event().map_err(|error| Finding::new(Code::WorkbookDamaged).value(error.to_string()))?;
        match &event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(Finding::new(Code::WorkbookDtd)),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits::XML_DEPTH {
            return Err(Finding::new(Code::WorkbookBomb).value("depth").meaning(limits::XML_DEPTH.to_string()));
        }
        on(&event, depth)?;
    }
}

fn attribute(element: &BytesStart<'_>, local: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == local)
        .map(|attribute| quick_xml::escape::unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), Into::into))
}

fn referred(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}

/// The place a reference such as `B12` names: row from 1, column from 0.
fn cell_place(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.split(':').next()?;
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let mut column = 0u32;
    for letter in letters.chars() {
        let digit = letter.to_ascii_uppercase().to_digit(36)?.checked_sub(9)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    let row: u32 = row.parse().ok()?;
    let sane = (1..=limits::SHEET_COLUMNS).contains(&column) && (1..=limits::SHEET_ROWS).contains(&row);
    sane.then(|| (row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        assert_eq!(cell_place("A1"), Some((1, 0)));
        assert_eq!(cell_place("AB12:AC13"), Some((12, 27)));
        for wrong in ["", "1", "A", "A0", "ZZZZZZZZ1", "A99999999999", "é1"] {
            assert_eq!(cell_place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn targets() {
        assert_eq!(resolve("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("xl/worksheets", "/xl/c.xml"), "xl/c.xml");
        assert_eq!(resolve("xl", "../../../etc"), "etc");
    }

    #[test]
    fn rich_text_and_entities() {
        let xml = "<comments><commentList><comment ref=\"B2\"><text><r><t>ASO:</t></r><r><t> A &amp; B &#233;</t></r></text></comment></commentList></comments>";
        let notes = comments(xml, "comment").unwrap();
        assert_eq!(notes, vec![Note { row: 2, column: 1, text: "ASO: A & B é".into() }]);
    }
}
