//! Pages of figures: a period to choose, figures, charts with their table twins, tables, and how a figure is defined.

use askama::Template;

use crate::chart::BarChart;
use crate::pages::{BulkAction, Figure, Page};
use crate::parts::{Fact, FactsView, Link, Notice, Section};
use crate::shell::Shell;

/// A page of figures.
#[derive(Debug, Clone, Template)]
#[template(path = "numbers.html")]
pub struct NumbersPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence about the page; may be empty.
    pub intro: String,
    /// The page's path without the query.
    pub path: String,
    /// The period, as it stands in the address; empty when the page asks for none.
    pub period: String,
    /// The day as known on which; may be empty.
    pub known: String,
    /// The periods before and after.
    pub around: Vec<Link>,
    /// What to know first.
    pub notices: Vec<Notice>,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The charts.
    pub charts: Vec<BarChart>,
    /// The tables.
    pub sections: Vec<Section>,
    /// How the figure is defined; may be empty.
    pub facts: Vec<Fact>,
    /// The rows before.
    pub previous: Option<String>,
    /// The rows after.
    pub next: Option<String>,
    /// Links beside the heading.
    pub links: Vec<Link>,
    /// What can be done with the rows that are chosen.
    pub bulk: Option<BulkAction>,
}

impl NumbersPage {
    /// An empty one.
    #[must_use]
    pub fn new(shell: Shell, path: impl Into<String>) -> Self {
        Self {
            shell,
            intro: String::new(),
            path: path.into(),
            period: String::new(),
            known: String::new(),
            around: Vec::new(),
            notices: Vec::new(),
            figures: Vec::new(),
            charts: Vec::new(),
            sections: Vec::new(),
            facts: Vec::new(),
            previous: None,
            next: None,
            links: Vec::new(),
            bulk: None,
        }
    }
}

impl Page for NumbersPage {
    fn html(&self) -> String {
        self.render().unwrap_or_else(|error| error.to_string())
    }
}
