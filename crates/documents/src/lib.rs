//! Documents: what the office issues on paper, as plain data in and PDF out. Nothing else sees the typesetter: a document is a title, a
//! marking, a proof and parts; its texts are texts from beginning to end and never markup.
//!
//! The PDF is tagged (PDF/UA-1 and PDF/A-2a at once, or PDF/A-3a where its label for machines goes along, which the typesetter enforces), carries its marking and proof on every page, embeds its
//! fonts, and is the same byte for byte whenever the same document is made again.

mod docx;
mod labels;
mod world;

pub use docx::docx;
pub use labels::label;

use jiff::Timestamp;
use kernel::Lang;
use serde::Serialize;

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Its title, also in the file's properties.
    pub title: String,
    /// A line beneath the title.
    pub subtitle: String,
    /// The office that issues it.
    pub author: String,
    /// Its main language.
    #[serde(serialize_with = "world::lang")]
    pub lang: Lang,
    /// Its marking in words, for header and footer of every page.
    pub marking: String,
    /// Its marking as a label for machines (ADatP-4774); it goes along inside the file. Empty where nothing says it.
    #[serde(skip)]
    pub label: String,
    /// What is said at the foot of every page: who issued it, when, under which number.
    pub footer: String,
    /// The log it can be checked against: size and root.
    pub proof: String,
    /// What stands across every page, faint and behind all else: who took it, when, under which number. No screen reader reads it. Empty where it does
    /// not leave.
    pub watermark: String,
    /// Its pages.
    pub layout: Layout,
    /// Sender and addressee, when it is a letter; its title is then its subject.
    pub letterhead: Option<Letterhead>,
    /// Its parts in order.
    pub parts: Vec<Part>,
    /// What it stably is, such as its reference: it becomes the file's own identifier.
    #[serde(skip)]
    pub ident: String,
    /// When it was issued.
    #[serde(skip)]
    pub issued: Timestamp,
}

/// The pages of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// Sheets of paper.
    Upright,
    /// Sheets of paper on their side.
    Landscape,
    /// Slides for a meeting: as wide as a screen, in large letters; every part begins one.
    Slides,
}

/// The top of a letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letterhead {
    /// Name and address of the office, line by line.
    pub sender: Vec<String>,
    /// To whom, line by line.
    pub addressee: Vec<String>,
    /// Date, references: a label and a value each.
    pub facts: Vec<(String, String)>,
}

/// A part in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its language; hyphens and a screen reader's voice follow it.
    #[serde(serialize_with = "world::lang")]
    pub lang: Lang,
    /// Whether it begins on a page of its own.
    pub new_page: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a part.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading under the title; a level that skips one is taken for the next.
    Heading {
        /// Its level: 2 or 3; the title alone is of level 1.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph; its line breaks stay.
    Paragraph {
        /// Its text.
        text: String,
    },
    /// A list of points.
    Points {
        /// One text each.
        points: Vec<String>,
    },
    /// Labels with their values.
    Facts {
        /// Label and value.
        facts: Vec<(String, String)>,
    },
    /// A table; its header is repeated on every page.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows, each as wide as there are columns.
        rows: Vec<Vec<String>>,
    },
    /// A drawing.
    Figure {
        /// The drawing, as SVG without references to anything outside.
        #[serde(rename = "image")]
        svg: String,
        /// What it shows, for those who cannot see it.
        alt: String,
        /// What stands beneath.
        caption: String,
    },
    /// Labels to cut out, three in a row.
    Labels {
        /// One each; made by [`label`].
        labels: Vec<Label>,
    },
    /// The next piece begins a page.
    PageBreak,
}

/// How a code is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbology {
    /// A square.
    Qr,
    /// Bars.
    Code128,
}

/// A label: a code as a picture that scanners read and as a text that people read, and where it goes.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// The code.
    pub code: String,
    /// What stands beneath, such as the place the thing belongs to.
    pub note: String,
    /// Whether the picture is bars, which stand above the texts, and not a square beside them.
    wide: bool,
    /// The picture, as SVG.
    picture: String,
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers, which stand on the right.
    pub number: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: false }
    }
    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: true }
    }
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into() }
    }
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
}

/// Why no PDF came out: a drawing that is none, a document too large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed(pub String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

/// Makes the PDF.
///
/// # Errors
/// What the typesetter refused, and why.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Failed> {
    world::pdf(document)
}
