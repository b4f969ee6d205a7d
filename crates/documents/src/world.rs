//! The typesetter: our layout and a document's data as its only files, our fonts, no clock, no network, no packages.

use std::sync::LazyLock;

use kernel::{Lang, limits};
use serde::Serializer;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Document, Failed};

/// The one layout.
const TEMPLATE: &str = include_str!("template.typ");
/// Families that are used; the other fonts that come along are for formulas.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];
/// How many documents the typesetter remembers its work for; a batch of letters shares most of it.
const REMEMBERED: usize = 8;

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
    all.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// What the typesetter may see of the world.
struct Desk {
    main: Source,
    data: (FileId, Bytes),
    files: Vec<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = std::iter::once(&self.data).chain(&self.files);
        files.find(|(own, _)| *own == id).map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A file's number. The typesetter keeps every name for ever, so there are few of them and always the same.
fn file(name: &str) -> Result<FileId, Failed> {
    let path = VirtualPath::new(name).map_err(|e| Failed(format!("{name}: {e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Writes a language as its code.
pub fn lang<S: Serializer>(lang: &Lang, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(lang.code())
}

/// Makes the PDF.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Failed> {
    let mut data = serde_json::to_value(document).map_err(|e| Failed(e.to_string()))?;
    printable(&mut data);
    headings(&mut data);
    let mut files = figures(&mut data)?;
    if !document.label.is_empty() {
        files.push((file("/label.xml")?, Bytes::new(document.label.clone().into_bytes())));
    }
    data["labelled"] = Value::from(!document.label.is_empty());
    let text = serde_json::to_vec(&data).map_err(|e| Failed(e.to_string()))?;
    let desk =
        Desk { main: Source::new(file("/main.typ")?, TEMPLATE.to_owned()), data: (file("/document.json")?, Bytes::new(text)), files };
    let set = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| failed(&errors));
    let made = set.and_then(|set| typst_pdf::pdf(&set, &options(document)?).map_err(|errors| failed(&errors)));
    comemo::evict(REMEMBERED);
    made
}

/// Both standards at once, a stable identifier and the day of issue: the same document is the same bytes.
fn options(document: &Document) -> Result<PdfOptions, Failed> {
    // Only the third part lets a file go along.
    let archive = if document.label.is_empty() { PdfStandard::A_2a } else { PdfStandard::A_3a };
    let standards = PdfStandards::new(&[archive, PdfStandard::Ua_1]).map_err(|e| Failed(e.message().to_string()))?;
    let at = document.issued.to_zoned(jiff::tz::TimeZone::UTC);
    let number = |n: i8| u8::try_from(n).unwrap_or_default();
    let day = (i32::from(at.year()), number(at.month()), number(at.day()));
    let stamp = Datetime::from_ymd_hms(day.0, day.1, day.2, number(at.hour()), number(at.minute()), number(at.second()));
    Ok(PdfOptions {
        ident: Smart::Custom(document.ident.clone()),
        creator: Smart::Custom(Some("Castellan".to_owned())),
        timestamp: stamp.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

fn failed(errors: &[SourceDiagnostic]) -> Failed {
    let lines =
        errors.iter().map(|e| std::iter::once(&e.message).chain(e.hints.iter().map(|h| &h.v)).map(|m| m.to_string()).collect::<Vec<_>>());
    Failed(lines.flatten().collect::<Vec<_>>().join("; "))
}

/// The pieces of all parts in order.
fn blocks(data: &mut Value) -> impl Iterator<Item = &mut Value> {
    let parts = data.get_mut("parts").and_then(Value::as_array_mut).into_iter().flatten();
    parts.filter_map(|part| part.get_mut("blocks").and_then(Value::as_array_mut)).flatten()
}

/// No level of heading is skipped on the way down: a screen reader's outline would have a hole.
fn headings(data: &mut Value) {
    let mut above = 1;
    for level in blocks(data).filter_map(|block| block.get_mut("level")) {
        above = level.as_u64().unwrap_or(2).clamp(2, (above + 1).min(3));
        *level = Value::from(above);
    }
}

/// Takes the drawings out of the data and puts their numbers in.
fn figures(data: &mut Value) -> Result<Vec<(FileId, Bytes)>, Failed> {
    let mut figures = Vec::new();
    for image in blocks(data).filter_map(|block| block.get_mut("image")) {
        let number = figures.len();
        if number >= limits::DOCUMENT_FIGURES_MAX {
            return Err(Failed(format!("more than {} drawings", limits::DOCUMENT_FIGURES_MAX)));
        }
        let svg = image.as_str().unwrap_or_default().to_owned();
        figures.push((file(&format!("/figure-{number}.svg"))?, Bytes::new(svg.into_bytes())));
        *image = Value::from(number);
    }
    Ok(figures)
}

/// A character that no font can draw is shown by its number, so that nothing is lost unseen and the standards hold.
fn printable(data: &mut Value) {
    match data {
        Value::String(text) if !text.chars().all(drawn) => {
            let shown = |c: char| match c {
                c if drawn(c) => c.to_string(),
                '\u{202f}' | '\u{2007}' => "\u{a0}".to_owned(),
                // Marks of direction and joiners have no shape.
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => String::new(),
                '\t' => " ".to_owned(),
                '\r' => String::new(),
                c => format!("[U+{:04X}]", u32::from(c)),
            };
            *text = text.chars().map(shown).collect();
        }
        Value::Array(items) => items.iter_mut().for_each(printable),
        Value::Object(members) => members.values_mut().for_each(printable),
        _ => {}
    }
}

fn drawn(c: char) -> bool {
    // The upright text font and its fallback; the other cuts of a family cover no less of what is written here.
    let upright = |font: &&Font| !font.info().variant.weight.to_number().gt(&400);
    c == '\n' || matches!(c, ' '..='~') || FONTS.iter().filter(upright).any(|f| f.info().coverage.contains(u32::from(c)) && !c.is_control())
}
