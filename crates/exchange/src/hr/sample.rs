//! Writes files as [`super::read`] reads them: for the demonstration and for tests, since no public sample exists.

use std::fmt::Write as _;

use super::segments::{CONTROL_RECORD, DATA_RECORD, HEAD, Layout, infotype, kept, layout};

/// A record of a message.
struct Line {
    segment: String,
    fields: Vec<(&'static str, String)>,
}

/// A message with its records.
pub struct Message {
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: String,
    lines: Vec<Line>,
}

impl Message {
    /// An empty HRMD_A message.
    #[must_use]
    pub fn new(number: &str) -> Self {
        Self { number: number.to_owned(), kind: "HRMD_A".to_owned(), lines: Vec::new() }
    }

    /// Adds a time slice of a person: number, infotype, first and last day, fields.
    pub fn slice(&mut self, number: &str, infotype: &str, begin: &str, end: &str, fields: &[(&'static str, &str)]) -> &mut Self {
        self.record(&format!("E1P{infotype}"), number, "", "", begin, end, fields)
    }

    /// Adds a record with its subtype and its lock.
    #[expect(clippy::too_many_arguments, reason = "they are the columns of the record, in its order")]
    pub fn record(
        &mut self,
        segment: &str,
        number: &str,
        subtype: &str,
        lock: &str,
        begin: &str,
        end: &str,
        fields: &[(&'static str, &str)],
    ) -> &mut Self {
        let head = [("PERNR", number), ("SUBTY", subtype), ("SPRPS", lock), ("ENDDA", end), ("BEGDA", begin)];
        let fields = head.iter().chain(fields).map(|(name, text)| (*name, (*text).to_owned())).collect();
        self.lines.push(Line { segment: segment.to_owned(), fields });
        self
    }
}

fn put(layout: Layout, get: impl Fn(&str) -> Option<String>) -> String {
    let cell = |(name, width): &(&str, usize)| {
        let text: String = get(name).unwrap_or_default().chars().take(*width).collect();
        format!("{text:<width$}")
    };
    layout.iter().map(cell).collect()
}

/// Messages as records of fixed width.
#[must_use]
pub fn flat(messages: &[&Message]) -> Vec<u8> {
    let mut out = String::new();
    for message in messages {
        let control = put(CONTROL_RECORD, |name| match name {
            "TABNAM" => Some("EDI_DC40".to_owned()),
            "MANDT" => Some("100".to_owned()),
            "DOCNUM" => Some(message.number.clone()),
            "IDOCTYP" => Some("HRMD_A07".to_owned()),
            "MESTYP" => Some(message.kind.clone()),
            _ => None,
        });
        out.push_str(control.trim_end());
        out.push_str("\r\n");
        for (at, line) in message.lines.iter().enumerate() {
            let before = put(DATA_RECORD, |name| match name {
                "SEGNAM" => Some(format!("{}001", line.segment.replacen("E1P", "E2P", 1))),
                "MANDT" => Some("100".to_owned()),
                "DOCNUM" => Some(message.number.clone()),
                "SEGNUM" => Some(format!("{:06}", at + 1)),
                "PSGNUM" => Some("000000".to_owned()),
                "HLEVEL" => Some("03".to_owned()),
                _ => None,
            });
            let kind = infotype(&line.segment).unwrap_or_default();
            let get = |name: &str| {
                let said = line.fields.iter().rev().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
                if name == "INFTY" { Some(kind.to_owned()) } else { said }
            };
            let data = format!("{}{}", put(HEAD, get), put(layout(kind), get));
            // Senders leave out what is blank at the end, never the head.
            let (head, rest) = data.split_at(data.char_indices().nth(super::segments::HEAD_CHARS_MIN).map_or(data.len(), |(at, _)| at));
            let _ = write!(out, "{before}{head}{}\r\n", rest.trim_end());
        }
    }
    out.into_bytes()
}

/// Messages as XML.
#[must_use]
pub fn xml(messages: &[&Message]) -> Vec<u8> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<HRMD_A07>\n");
    for message in messages {
        let _ = writeln!(
            out,
            "<IDOC BEGIN=\"1\"><EDI_DC40 SEGMENT=\"1\"><TABNAM>EDI_DC40</TABNAM><DOCNUM>{}</DOCNUM><MESTYP>{}</MESTYP></EDI_DC40>",
            message.number, message.kind
        );
        out.push_str("<E1PLOGI SEGMENT=\"1\"><E1PITYP SEGMENT=\"1\">\n");
        for line in &message.lines {
            let _ = write!(out, "<{} SEGMENT=\"1\">", line.segment);
            for (name, text) in line.fields.iter().filter(|(_, text)| !text.is_empty()) {
                let _ = write!(out, "<{name}>{}</{name}>", quick_xml::escape::escape(text.as_str()));
            }
            let _ = writeln!(out, "</{}>", line.segment);
        }
        out.push_str("</E1PITYP></E1PLOGI></IDOC>\n");
    }
    out.push_str("</HRMD_A07>\n");
    out.into_bytes()
}

/// Messages as a text table.
#[must_use]
pub fn table(messages: &[&Message]) -> Vec<u8> {
    let mut columns = vec!["PERNR", "INFTY", "SUBTY", "SPRPS", "BEGDA", "ENDDA"];
    for kind in ["0000", "0001", "0002", "0105", "0016"] {
        columns.extend(kept(kind));
    }
    let mut out = format!("{}\r\n", columns.join(";"));
    for line in messages.iter().flat_map(|message| &message.lines).filter(|line| line.segment.starts_with('E')) {
        let kind = infotype(&line.segment).unwrap_or_default();
        let cell = |name: &&str| match *name {
            "INFTY" => kind.to_owned(),
            name => line.fields.iter().rev().find(|(known, _)| *known == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        };
        out.push_str(&columns.iter().map(cell).collect::<Vec<_>>().join(";"));
        out.push_str("\r\n");
    }
    out.into_bytes()
}
