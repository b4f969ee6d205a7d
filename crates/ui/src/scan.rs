//! The page of a scan: a field that a scanner types into, and every item with a word and a shape for how it stands. It works without a
//! script; with one it works cut off from the network.

use askama::Template;

use crate::pages::{Figure, Page};
use crate::parts::{Link, Notice, Tone};
use crate::shell::Shell;

/// The page of a scan.
#[derive(Debug, Clone, Template)]
#[template(path = "scan.html")]
pub struct ScanPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence or two above.
    pub intro: String,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// What to know first.
    pub notices: Vec<Notice>,
    /// The scan's outward id: lines that wait in the browser are kept under it.
    pub session: String,
    /// What the script says as it goes, hidden until it does.
    pub said: Vec<Said>,
    /// Where codes are entered; none once the scan is closed.
    pub entry: Option<Entry>,
    /// The place and those within it.
    pub places: Vec<ScanPlace>,
    /// How many of each outcome.
    pub figures: Vec<Figure>,
    /// Heading of the table.
    pub heading: String,
    /// Headings of its columns: code, item, home, seen, outcome.
    pub columns: [String; 5],
    /// The items, by code.
    pub rows: Vec<ScanRow>,
    /// What stands there when there is none.
    pub empty: String,
    /// Every outcome, for the script.
    pub outcomes: Vec<Said>,
    /// Codes that belong elsewhere with their places, a line each, for the script.
    pub elsewhere: String,
    /// Whether there are more of them than the page carries.
    pub cut: bool,
}

/// Where codes are entered.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where lines are sent.
    pub action: String,
    /// Label of the field.
    pub label: String,
    /// Hint of the field.
    pub hint: String,
    /// Label of the place.
    pub here: String,
    /// What the button says.
    pub submit: String,
}

/// A code with its word and tone.
#[derive(Debug, Clone)]
pub struct Said {
    /// The code.
    pub code: String,
    /// Its tone.
    pub tone: Tone,
    /// Its word.
    pub word: String,
}

/// A place that can be read at.
#[derive(Debug, Clone)]
pub struct ScanPlace {
    /// Its code.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// It and the places it is in, by code, with spaces between.
    pub around: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// An item of the scan.
#[derive(Debug, Clone)]
pub struct ScanRow {
    /// Its code.
    pub code: String,
    /// The record, where the reader may see it.
    pub dossier: Option<Link>,
    /// Where the register has it.
    pub home: String,
    /// That place and those it is in, by code, with spaces between.
    pub around: String,
    /// Where it was read.
    pub seen: Vec<String>,
    /// The outcome it would have where the register has it.
    pub found: &'static str,
    /// How it stands.
    pub tone: Tone,
    /// In a word.
    pub word: String,
}

impl Page for ScanPage {
    fn html(&self) -> String {
        self.render().unwrap_or_else(|error| error.to_string())
    }
}
