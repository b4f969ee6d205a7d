//! The same document as a file others edit (Office Open XML). It carries its marking in header and footer; a drawing stands as its words.
//! It proves nothing: what is issued is the PDF.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Block, Document, Failed, Layout};

/// How a file of XML begins.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Makes the file; the same document is the same bytes.
///
/// # Errors
/// Those of the container.
pub fn docx(document: &Document) -> Result<Vec<u8>, Failed> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
                 <Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
                 <Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>";
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let label = if document.label.is_empty() { String::new() } else { relation("r3", "customXml", "../customXml/item1.xml") };
    let relations = |inner: String| format!("<Relationships xmlns=\"{RELATIONS}\">{inner}</Relationships>");
    let marking = |name: &str| format!("<w:{name} xmlns:w=\"{WORD}\">{}</w:{name}>", centred(&document.marking));
    let mut parts = vec![
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", relations(relation("r1", "officeDocument", "word/document.xml"))),
        (
            "word/_rels/document.xml.rels",
            relations(relation("r1", "header", "header1.xml") + &relation("r2", "footer", "footer1.xml") + &label),
        ),
        ("word/header1.xml", marking("hdr")),
        ("word/footer1.xml", marking("ftr")),
        ("word/document.xml", body(document)),
    ];
    // The label for machines, as the part of a document that programs may add.
    if !document.label.is_empty() {
        parts.push(("customXml/item1.xml", document.label.trim_start_matches(DECLARATION).trim_start().to_owned()));
    }
    let failed = |e: zip::result::ZipError| Failed(e.to_string());
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        container.start_file(name, SimpleFileOptions::default()).map_err(failed)?;
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{text}");
        container.write_all(text.as_bytes()).map_err(|e| Failed(e.to_string()))?;
    }
    Ok(container.finish().map_err(failed)?.into_inner())
}

fn body(document: &Document) -> String {
    let mut out = String::new();
    if let Some(head) = &document.letterhead {
        head.sender.iter().chain([&String::new()]).chain(&head.addressee).for_each(|line| out.push_str(&paragraph(line, false, 22)));
        out.push_str(&facts(&head.facts));
    }
    out.push_str(&paragraph(&document.title, true, 30));
    for part in &document.parts {
        if part.new_page {
            out.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        }
        part.blocks.iter().for_each(|block| out.push_str(&piece(block)));
    }
    let (wide, high) = if document.layout != Layout::Upright { (16_838, 11_906) } else { (11_906, 16_838) };
    let page = format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r1\"/><w:footerReference w:type=\"default\" r:id=\"r2\"/>\
         <w:pgSz w:w=\"{wide}\" w:h=\"{high}\"/><w:pgMar w:top=\"1360\" w:right=\"1247\" w:bottom=\"1474\" w:left=\"1247\" w:header=\"600\" \
         w:footer=\"600\" w:gutter=\"0\"/></w:sectPr>"
    );
    format!("<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{OFFICE}\"><w:body>{out}{page}</w:body></w:document>")
}

fn piece(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } => paragraph(text, true, 24),
        Block::Paragraph { text } => paragraph(text, false, 21),
        Block::Points { points } => points.iter().map(|point| paragraph(&format!("– {point}"), false, 21)).collect(),
        Block::Facts { facts: pairs } => facts(pairs),
        Block::Table { caption, columns, rows } => {
            let heads: Vec<&str> = columns.iter().map(|c| c.title.as_str()).collect();
            let lines = rows.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<_>>(), false)).collect::<String>();
            format!("{}{}", paragraph(caption, true, 20), table(&format!("{}{lines}", line(&heads, true))))
        }
        Block::Figure { alt, caption, .. } => paragraph(&format!("{caption} {alt}"), false, 21),
        Block::Labels { labels } => labels.iter().map(|label| paragraph(&format!("{} {}", label.code, label.note), false, 21)).collect(),
        Block::PageBreak => "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
    }
}

fn facts(pairs: &[(String, String)]) -> String {
    let lines = pairs.iter().map(|(label, value)| line(&[label.as_str(), value.as_str()], false)).collect::<String>();
    if lines.is_empty() { lines } else { table(&lines) }
}

fn table(lines: &str) -> String {
    let edge = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:color=\"999999\"/>");
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>{}{}</w:tblBorders></w:tblPr>{lines}</w:tbl><w:p/>",
        edge("bottom"),
        edge("insideH")
    )
}

fn line(cells: &[&str], head: bool) -> String {
    let repeated = if head { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
    let cells = cells.iter().map(|text| format!("<w:tc>{}</w:tc>", paragraph(text, head, 18))).collect::<String>();
    format!("<w:tr>{repeated}{cells}</w:tr>")
}

fn centred(text: &str) -> String {
    format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}</w:p>", run(text, true, 20))
}

fn paragraph(text: &str, bold: bool, half_points: u32) -> String {
    format!("<w:p>{}</w:p>", run(text, bold, half_points))
}

/// Text as text: what markup would take for its own is escaped, and what no file may hold is shown by its number.
fn run(text: &str, bold: bool, half_points: u32) -> String {
    let safe = |line: &str| {
        let one = |c: char| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '\t' => " ".to_owned(),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => format!("[U+{:04X}]", u32::from(c)),
            c => c.to_string(),
        };
        line.chars().map(one).collect::<String>()
    };
    let lines: Vec<String> = text.lines().map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", safe(line))).collect();
    let bold = if bold { "<w:b/>" } else { "" };
    format!("<w:r><w:rPr>{bold}<w:sz w:val=\"{half_points}\"/></w:rPr>{}</w:r>", lines.join("<w:br/>"))
}
