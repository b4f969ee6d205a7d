//! Pieces of pages: links, badges, tables, stages, notices, reason trees, form fields.

use askama::Template;

use crate::shell::Shell;

/// A link: words and address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub text: String,
    /// The address.
    pub href: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// How something stands: each tone has its colour and its shape; the words come from the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Neutral,
    /// In progress, or worth knowing.
    Info,
    /// As it should be.
    Good,
    /// Needs attention soon.
    Warn,
    /// Needs attention now.
    Bad,
}

impl Tone {
    /// The end of the class name.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }

    /// The shape that says the same as the colour.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Neutral => "circle",
            Self::Info => "circle-half-2",
            Self::Good => "circle-check",
            Self::Warn => "alert-triangle",
            Self::Bad => "circle-x",
        }
    }
}

/// A sentence above the content: what happened, or what to know.
#[derive(Debug, Clone, Default)]
pub struct Notice {
    /// How serious.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// What to do about it, such as “Undo” or “See the findings”.
    pub link: Option<Link>,
}

/// What a cell holds besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Text.
    #[default]
    Text,
    /// A number: right-aligned.
    Number,
    /// A date or a reference: tabular figures, never broken.
    Fixed,
    /// A state: a word with shape and colour.
    Badge(Tone),
    /// Less important text.
    Quiet,
    /// Text of several words that may stand on several lines.
    Prose,
    /// The reader may not see the value; `text` is ignored.
    Withheld,
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The text; a dash is shown when empty.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// What it is.
    pub kind: CellKind,
}

impl Cell {
    /// A text that may stand on several lines.
    #[must_use]
    pub fn prose(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, kind: CellKind::Prose }
    }
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number, already formatted for the language.
    #[must_use]
    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: CellKind::Number, ..Self::default() }
    }

    /// A date or a reference.
    #[must_use]
    pub fn fixed(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: CellKind::Fixed, ..Self::default() }
    }

    /// A state.
    #[must_use]
    pub fn badge(tone: Tone, word: impl Into<String>) -> Self {
        Self { text: word.into(), kind: CellKind::Badge(tone), ..Self::default() }
    }

    /// Less important text.
    #[must_use]
    pub fn quiet(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: CellKind::Quiet, ..Self::default() }
    }

    /// What the reader may not see.
    #[must_use]
    pub fn withheld() -> Self {
        Self { kind: CellKind::Withheld, ..Self::default() }
    }

    /// The same cell as a link.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Whether it stands right-aligned.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.kind == CellKind::Number
    }
}

/// The order of a sorted column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The heading.
    pub label: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// The link that sorts by it, when it can be sorted.
    pub sort: Option<String>,
    /// How the table is sorted by it now.
    pub sorted: Option<Order>,
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: true, ..Self::default() }
    }

    /// The same column with a link that sorts by it.
    #[must_use]
    pub fn sort(mut self, href: impl Into<String>, sorted: Option<Order>) -> Self {
        self.sort = Some(href.into());
        self.sorted = sorted;
        self
    }

    /// The value of `aria-sort`.
    #[must_use]
    pub const fn aria_sort(&self) -> Option<&'static str> {
        match self.sorted {
            None => None,
            Some(Order::Ascending) => Some("ascending"),
            Some(Order::Descending) => Some("descending"),
        }
    }
}

/// A row of a table. The first cell is its heading.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The cells, one for each column.
    pub cells: Vec<Cell>,
    /// What a bulk action sends for this row.
    pub select: Option<String>,
}

impl Row {
    /// A row.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, select: None }
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What the table lists, for readers who cannot see it.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What to say when there is no row.
    pub empty: String,
    /// Whether rows carry boxes for bulk actions; needs [`Row::select`].
    pub selectable: bool,
}

impl Table {
    /// The table as markup.
    #[must_use]
    pub fn view<'a>(&'a self, shell: &'a Shell) -> TableView<'a> {
        TableView { shell, table: self }
    }
}

/// A table as markup.
#[derive(Template)]
#[template(path = "parts/table.html")]
pub struct TableView<'a> {
    shell: &'a Shell,
    table: &'a Table,
}

/// A titled table within a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// A sentence under the heading, or nothing.
    pub intro: String,
    /// The table.
    pub table: Table,
    /// Links beside the heading, such as “Add a case”.
    pub links: Vec<Link>,
}

/// Where a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// Behind us.
    Done,
    /// Where we are.
    Current,
    /// Ahead.
    #[default]
    Todo,
    /// Where the path ended early.
    Stopped,
}

impl Step {
    /// The class of the step.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "step-done",
            Self::Current => "step-current",
            Self::Todo => "step-todo",
            Self::Stopped => "step-stopped",
        }
    }

    /// The key of the word for it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Done => "ui-step-done",
            Self::Current => "ui-step-current",
            Self::Todo => "ui-step-todo",
            Self::Stopped => "ui-step-stopped",
        }
    }
}

/// A stage of a stage bar.
#[derive(Debug, Clone, Default)]
pub struct Stage {
    /// The state's name.
    pub label: String,
    /// Where it stands.
    pub step: Step,
    /// When it was entered, or how long it usually takes; may be empty.
    pub note: String,
}

/// Stages as markup.
#[derive(Template)]
#[template(path = "parts/stages.html")]
pub struct StagesView<'a> {
    shell: &'a Shell,
    stages: &'a [Stage],
}

impl<'a> StagesView<'a> {
    /// A stage bar.
    #[must_use]
    pub fn new(stages: &'a [Stage], shell: &'a Shell) -> Self {
        Self { shell, stages }
    }
}

/// Something a transition or an approval needs.
#[derive(Debug, Clone, Default)]
pub struct Need {
    /// Whether it is there.
    pub met: bool,
    /// What it is.
    pub text: String,
    /// Where to add it when it is missing, or to see it.
    pub link: Option<Link>,
}

/// How a line of a reason tree stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// Fulfilled.
    #[default]
    Ok,
    /// Not fulfilled: this is why not.
    Missing,
    /// Said for completeness; decides nothing.
    Note,
}

impl Verdict {
    /// The class of the line.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-good",
            Self::Missing => "tone-bad",
            Self::Note => "tone-neutral",
        }
    }

    /// The shape of the line.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Ok => "circle-check",
            Self::Missing => "circle-x",
            Self::Note => "info-circle",
        }
    }

    /// The key of the word for it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ok => "ui-reason-ok",
            Self::Missing => "ui-reason-missing",
            Self::Note => "ui-reason-note",
        }
    }
}

/// A line of a reason tree with the lines that explain it.
#[derive(Debug, Clone, Default)]
pub struct Reason {
    /// How it stands.
    pub verdict: Verdict,
    /// The sentence.
    pub text: String,
    /// The record or rule behind it.
    pub link: Option<Link>,
    /// What explains it.
    pub because: Vec<Reason>,
}

impl Reason {
    /// The line and all below it as markup.
    #[must_use]
    pub fn view<'a>(&'a self, shell: &'a Shell) -> ReasonView<'a> {
        ReasonView { shell, reason: self }
    }
}

/// A reason tree as markup: a list item with lists inside.
#[derive(Template)]
#[template(path = "parts/reason.html")]
pub struct ReasonView<'a> {
    shell: &'a Shell,
    reason: &'a Reason,
}

/// What a fact shows.
#[derive(Debug, Clone, Default)]
pub enum FactValue {
    /// Nothing recorded.
    #[default]
    Empty,
    /// The reader may not see it.
    Withheld,
    /// A text.
    Text(String),
    /// A link.
    Link(Link),
    /// A state.
    Badge(Tone, String),
}

/// A named value of a record.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// The field's name.
    pub label: String,
    /// Its value.
    pub value: FactValue,
}

impl Fact {
    /// A fact with a text; an empty text counts as nothing recorded.
    #[must_use]
    pub fn text(label: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { label: label.into(), value: if value.is_empty() { FactValue::Empty } else { FactValue::Text(value) } }
    }

    /// A fact with a link.
    #[must_use]
    pub fn link(label: impl Into<String>, text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), value: FactValue::Link(Link::new(text, href)) }
    }
}

/// Facts under a heading.
#[derive(Debug, Clone, Default)]
pub struct FactGroup {
    /// The heading; may be empty.
    pub title: String,
    /// The facts.
    pub facts: Vec<Fact>,
}

/// A list of facts as markup.
#[derive(Template)]
#[template(path = "parts/facts.html")]
pub struct FactsView<'a> {
    shell: &'a Shell,
    facts: &'a [Fact],
}

impl<'a> FactsView<'a> {
    /// A list of facts.
    #[must_use]
    pub fn new(facts: &'a [Fact], shell: &'a Shell) -> Self {
        Self { shell, facts }
    }
}

/// A change of one field.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// The field's name.
    pub field: String,
    /// Before; none when there was nothing, or the reader may not see it.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// Differences as markup.
#[derive(Template)]
#[template(path = "parts/differences.html")]
pub struct DifferencesView<'a> {
    shell: &'a Shell,
    differences: &'a [Difference],
}

impl<'a> DifferencesView<'a> {
    /// A table of differences.
    #[must_use]
    pub fn new(differences: &'a [Difference], shell: &'a Shell) -> Self {
        Self { shell, differences }
    }
}

/// “As it was on” and “as known on”, as fields of a form that reads.
#[derive(Debug, Clone, Default)]
pub struct AsOf {
    /// Valid on, `2026-11-22`; empty means today.
    pub on: String,
    /// As known on; empty means now.
    pub known: String,
}

impl AsOf {
    /// Whether the page shows a past.
    #[must_use]
    pub fn is_past(&self) -> bool {
        !self.on.is_empty() || !self.known.is_empty()
    }
}

/// A choice of a list.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means, in smaller print; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }
}

/// What a field asks for.
#[derive(Debug, Clone, Default)]
pub enum FieldKind {
    /// One line of text, `width` characters wide on paper (0: full width).
    #[default]
    Text,
    /// A short text such as a code or a number.
    Short,
    /// Several lines.
    Long,
    /// A date.
    Date,
    /// A date with its time of day, `2026-03-02T08:00`.
    Time,
    /// A whole number.
    Integer,
    /// Yes or no: one box, labelled by the field's label.
    Bool,
    /// One of many: a list.
    Choice(Vec<Choice>),
    /// One of few: radio buttons.
    Radios(Vec<Choice>),
    /// A record found by typing part of its name. `value` is what was typed. When the server found several, `matches` lists them and
    /// the chosen one is sent as `NAME_id`.
    Reference {
        /// What was found; one of them is to be chosen.
        matches: Vec<Choice>,
        /// The id chosen so far.
        chosen: String,
        /// Where matches come from while typing: answers `?q=` with `<option value="…">`.
        lookup: String,
    },
    /// A file; `accept` as in HTML.
    File {
        /// The allowed endings, `.xlsx,.csv`.
        accept: String,
    },
    /// A password.
    Password {
        /// For a password being set rather than entered.
        new: bool,
    },
    /// A one-time code.
    Code,
    /// A value that travels with the form.
    Hidden,
    /// A value shown but not asked.
    Shown,
}

/// A field of a form.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The name sent; also the id that the error summary links to.
    pub name: String,
    /// The label above.
    pub label: String,
    /// The hint under the label; may be empty.
    pub hint: String,
    /// What was entered, kept after an error.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it may stay empty; said in words.
    pub optional: bool,
    /// What it asks for.
    pub kind: FieldKind,
    /// The `autocomplete` attribute; empty means off.
    pub autocomplete: &'static str,
}

impl Field {
    /// A field.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Self {
        Self { name: name.into(), label: label.into(), kind, ..Self::default() }
    }

    /// The same field with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same field with what was entered.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same field with what is wrong.
    #[must_use]
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = Some(error.into());
        self
    }

    /// The same field, which may stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The ids that describe the field, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.name));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.name));
        }
        ids.join(" ")
    }

    /// The field as markup.
    #[must_use]
    pub fn view<'a>(&'a self, shell: &'a Shell) -> FieldView<'a> {
        FieldView { shell, field: self }
    }
}

/// A field as markup.
#[derive(Template)]
#[template(path = "parts/field.html")]
pub struct FieldView<'a> {
    shell: &'a Shell,
    field: &'a Field,
}

/// Fields under a common legend.
#[derive(Debug, Clone, Default)]
pub struct FieldGroup {
    /// The legend; may be empty.
    pub legend: String,
    /// The fields.
    pub fields: Vec<Field>,
}

/// The error summary on top of a form as markup.
#[derive(Template)]
#[template(path = "parts/errors.html")]
pub struct ErrorsView<'a> {
    shell: &'a Shell,
    lines: Vec<(String, String)>,
}

impl<'a> ErrorsView<'a> {
    /// The errors of the fields, and those that belong to no field.
    #[must_use]
    pub fn new<'f>(fields: impl IntoIterator<Item = &'f Field>, general: &[String], shell: &'a Shell) -> Self {
        let mut lines: Vec<(String, String)> = general.iter().map(|text| (String::new(), text.clone())).collect();
        lines.extend(fields.into_iter().filter_map(|field| Some((field.name.clone(), field.error.clone()?))));
        Self { shell, lines }
    }

    /// Whether there is anything to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
