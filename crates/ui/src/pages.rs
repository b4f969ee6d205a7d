//! Whole pages: plain data in, HTML out.

use askama::Template;

use crate::chart::{BarChart, SpanChart};
use crate::parts::{
    AsOf, Choice, Difference, DifferencesView, ErrorsView, FactGroup, FactsView, FieldGroup, Link, Need, Notice, Reason, Section, Stage,
    StagesView, Table, Tone,
};
use crate::shell::Shell;

/// A page that can be sent.
pub trait Page {
    /// The whole document.
    fn html(&self) -> String;
}

macro_rules! page {
    ($($type:ty),+ $(,)?) => {
        $(impl Page for $type {
            fn html(&self) -> String {
                // Writing to a string fails only when a `Display` of ours does.
                self.render().unwrap_or_else(|error| error.to_string())
            }
        })+
    };
}

page!(
    SignInPage,
    TodayPage,
    DeskHomePage,
    RegisterPage,
    RecordPage,
    FormPage,
    TablePage,
    FindPage,
    ImportUploadPage,
    ImportMappingPage,
    ImportFindingsPage,
    ConfirmPage,
    LacksPage,
    GatePage,
    TimeMachinePage,
    ApprovalPage,
    ProofPage,
    MessagePage,
);

/// Sign-in: user, password, one-time code.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where to go afterwards.
    pub back: String,
    /// The user name entered before.
    pub user: String,
    /// Why it failed, never saying which part was wrong.
    pub error: Option<String>,
    /// Where reports without a name are taken, if they are.
    pub tell: Option<Link>,
    /// The demo's users.
    pub demo_users: Vec<DemoUser>,
}

/// A user of the demo with everything needed to sign in.
#[derive(Debug, Clone, Default)]
pub struct DemoUser {
    /// Family and given name.
    pub name: String,
    /// The duty.
    pub duty: String,
    /// What to try as this user.
    pub tries: String,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
    /// The code of now.
    pub code: String,
}

/// My day.
#[derive(Debug, Clone, Template)]
#[template(path = "today.html")]
pub struct TodayPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The date, spelled out.
    pub date: String,
    /// What waits, most urgent section first.
    pub sections: Vec<TodaySection>,
    /// The demo's guided tour; empty elsewhere.
    pub tour: Vec<TourStep>,
}

impl TodayPage {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_good_day(&self) -> bool {
        self.sections.iter().all(|section| section.rows.is_empty())
    }
}

/// A group of things that wait.
#[derive(Debug, Clone, Default)]
pub struct TodaySection {
    /// The heading.
    pub title: String,
    /// Where the others are, when there are more than are shown.
    pub more: Option<Link>,
    /// The most urgent ones.
    pub rows: Vec<ActionRow>,
    /// What to say when there is none.
    pub empty: String,
}

/// Something that waits for me.
#[derive(Debug, Clone, Default)]
pub struct ActionRow {
    /// The record.
    pub reference: Link,
    /// What it is about.
    pub what: String,
    /// When it is due, or since when it waits; `2026-11-22`.
    pub due: String,
    /// How it stands.
    pub tone: Tone,
    /// The same in words: “late by 3 days”.
    pub word: String,
    /// What to do: the button.
    pub action: Option<Link>,
}

/// A step of the guided tour.
#[derive(Debug, Clone, Default)]
pub struct TourStep {
    /// What to look at.
    pub link: Link,
    /// What there is to find.
    pub text: String,
}

/// A desk's home.
#[derive(Debug, Clone, Template)]
#[template(path = "desk_home.html")]
pub struct DeskHomePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Six figures.
    pub figures: Vec<Figure>,
    /// Cases by stage with their ages.
    pub pipeline: BarChart,
    /// The queue.
    pub queue: Section,
    /// The next twelve months.
    pub outlook: BarChart,
    /// What is wrong with the data.
    pub findings: Vec<FindingLine>,
    /// What to begin here: “New case”, “Register mail”.
    pub actions: Vec<Link>,
}

/// A figure with its target and trend.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The figure, formatted.
    pub value: String,
    /// The target in words.
    pub target: String,
    /// The trend in words.
    pub trend: String,
    /// How it stands, in words.
    pub word: String,
    /// How it stands.
    pub tone: Tone,
    /// The rows behind it.
    pub href: String,
}

/// A kind of fault in the data.
#[derive(Debug, Clone, Default)]
pub struct FindingLine {
    /// How serious.
    pub tone: Tone,
    /// The same in a word.
    pub word: String,
    /// What is wrong, leading to the rows.
    pub link: Link,
    /// How many.
    pub count: String,
}

/// A register: filters, table, totals, paging, bulk actions.
#[derive(Debug, Clone, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence about the register; may be empty.
    pub intro: String,
    /// What narrows the rows.
    pub filters: Filters,
    /// The rows.
    pub table: Table,
    /// “1,000+ cases”, or the exact count.
    pub total: String,
    /// Counts exactly, when the total is not.
    pub count_exactly: Option<String>,
    /// What the order costs, when it is bounded.
    pub order_note: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Actions on the chosen rows, each leading to a preview.
    pub bulk: Vec<BulkAction>,
    /// Exports of exactly what is filtered.
    pub exports: Vec<Link>,
    /// Import into this register.
    pub import: Option<Link>,
    /// A new record.
    pub create: Option<Link>,
}

/// What narrows the rows of a register; all of it lives in the address.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// The page's path without the query.
    pub action: String,
    /// The search text.
    pub search: String,
    /// What the search looks at.
    pub search_label: String,
    /// Lists to choose from.
    pub lists: Vec<FilterList>,
    /// Filters in force, each with the address without it.
    pub chips: Vec<Link>,
    /// The past in question.
    pub as_of: AsOf,
    /// Whether the register can show its past.
    pub has_past: bool,
    /// What else the address holds: sort and columns.
    pub keep: Vec<(String, String)>,
    /// Saved views.
    pub views: Vec<SavedView>,
}

/// A list to filter by.
#[derive(Debug, Clone, Default)]
pub struct FilterList {
    /// The name in the address.
    pub name: String,
    /// The label.
    pub label: String,
    /// What there is to choose.
    pub choices: Vec<Choice>,
    /// What is chosen; empty means all.
    pub value: String,
}

/// A saved view.
#[derive(Debug, Clone, Default)]
pub struct SavedView {
    /// Its name and address.
    pub link: Link,
    /// Whether it is what the page shows.
    pub active: bool,
}

/// An action on the chosen rows.
#[derive(Debug, Clone, Default)]
pub struct BulkAction {
    /// What it does.
    pub label: String,
    /// Where the preview is.
    pub action: String,
}

/// A record with everything about it.
#[derive(Debug, Clone, Template)]
#[template(path = "record.html")]
pub struct RecordPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The kind of record, such as “Clearance case”.
    pub kind: String,
    /// The reference, such as `PSC-2026-0147`.
    pub reference: String,
    /// The marking of the record, in words; may be empty.
    pub marking: String,
    /// The state's path; empty for records without one.
    pub stages: Vec<Stage>,
    /// Who has the ball: “with the authority (NSA Belgium)”.
    pub holder: String,
    /// Since when, with the time passed.
    pub since: String,
    /// The clocks.
    pub clocks: Vec<ClockView>,
    /// What to know first.
    pub notices: Vec<Notice>,
    /// What can be done now.
    pub transitions: Vec<TransitionView>,
    /// The facts, in two columns.
    pub facts: Vec<FactGroup>,
    /// What belongs to it.
    pub related: Vec<Section>,
    /// Everything that happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// All of it, when the timeline shows only the newest.
    pub timeline_more: Option<Link>,
    /// The form that changes the record.
    pub edit: Option<String>,
    /// Other links: proof of the record, one-page summary, export.
    pub links: Vec<Link>,
    /// The page's path without the query, for the past.
    pub path: String,
    /// The past in question.
    pub as_of: AsOf,
}

/// A clock of a case.
#[derive(Debug, Clone, Default)]
pub struct ClockView {
    /// Whose clock: office, authority, subject.
    pub label: String,
    /// The time passed: “12 wd”.
    pub value: String,
    /// The target in words; may be empty.
    pub target: String,
    /// How it stands.
    pub tone: Tone,
    /// The same in a word.
    pub word: String,
}

/// Something that can be done with a record.
#[derive(Debug, Clone, Default)]
pub struct TransitionView {
    /// What the button says.
    pub label: String,
    /// The form that does it; empty when it cannot be done now.
    pub href: String,
    /// Whether it is the next thing to do.
    pub primary: bool,
    /// What will happen.
    pub effect: String,
    /// What it needs.
    pub needs: Vec<Need>,
}

/// Something that happened.
#[derive(Debug, Clone, Default)]
pub struct TimelineEntry {
    /// When: `2026-11-22 09:14`.
    pub when: String,
    /// Who.
    pub who: String,
    /// On whose behalf; may be empty.
    pub on_behalf: String,
    /// What: the command in words.
    pub what: String,
    /// Why; may be empty.
    pub reason: String,
    /// What changed.
    pub differences: Vec<Difference>,
    /// Why it was allowed.
    pub permit: String,
    /// The number of its entry in the log.
    pub entry: String,
    /// Its proof.
    pub proof: String,
}

/// A form.
#[derive(Debug, Clone, Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence or two above the fields; may be empty.
    pub intro: String,
    /// What must be there beside the form's own answers, and where to add it.
    pub needs: Vec<Need>,
    /// What it would do to other records, before it is asked for.
    pub changes: Vec<Section>,
    /// Where the form is sent.
    pub action: String,
    /// Whether it carries files.
    pub multipart: bool,
    /// The fields.
    pub groups: Vec<FieldGroup>,
    /// What travels along: version, idempotency key, way back.
    pub hidden: Vec<(String, String)>,
    /// Errors that belong to no field.
    pub errors: Vec<String>,
    /// Somebody else changed the record meanwhile.
    pub conflict: Option<Conflict>,
    /// What will happen when it is sent.
    pub effect: String,
    /// What the button says.
    pub submit: String,
    /// The way back without sending.
    pub cancel: Link,
}

impl FormPage {
    fn problems(&self) -> ErrorsView<'_> {
        ErrorsView::new(self.groups.iter().flat_map(|group| &group.fields), &self.errors, &self.shell)
    }
}

/// Names and a label, and for each name yes or no and why.
#[derive(Debug, Clone, Template)]
#[template(path = "gate.html")]
pub struct GatePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence or two above the fields.
    pub intro: String,
    /// Where the form is sent.
    pub action: String,
    /// The fields.
    pub groups: Vec<FieldGroup>,
    /// Errors that belong to no field.
    pub errors: Vec<String>,
    /// What the button says.
    pub submit: String,
    /// What was asked, in a sentence; empty before anything was.
    pub sentence: String,
    /// How many of each answer.
    pub figures: Vec<Figure>,
    /// The answers, in the order of the list.
    pub lines: Vec<GateLine>,
    /// As what files the answers can be taken: what is sent, and what the button says.
    pub files: Vec<(String, String)>,
    /// What goes with it: labels read from a file, certificates drafted for those answered yes.
    pub links: Vec<Link>,
}

impl GatePage {
    fn problems(&self) -> ErrorsView<'_> {
        ErrorsView::new(self.groups.iter().flat_map(|group| &group.fields), &self.errors, &self.shell)
    }
}

/// The answer to one name.
#[derive(Debug, Clone, Default)]
pub struct GateLine {
    /// As it was asked.
    pub asked: String,
    /// Who it is.
    pub person: Option<Link>,
    /// How it stands.
    pub tone: Tone,
    /// The answer in a word.
    pub word: String,
    /// Until when it holds; may be empty.
    pub until: String,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Both versions of a record that two people changed.
#[derive(Debug, Clone, Default)]
pub struct Conflict {
    /// Who changed it.
    pub who: String,
    /// When.
    pub when: String,
    /// The fields in which the versions differ.
    pub rows: Vec<ConflictRow>,
}

/// A field in which two versions differ.
#[derive(Debug, Clone, Default)]
pub struct ConflictRow {
    /// The field's name.
    pub field: String,
    /// What stands in the register now.
    pub theirs: String,
    /// What the reader entered.
    pub mine: String,
}

/// Sections of tables under one heading.
#[derive(Debug, Clone, Template)]
#[template(path = "table.html")]
pub struct TablePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence about the page; may be empty.
    pub intro: String,
    /// The sections.
    pub sections: Vec<Section>,
    /// Links beside the heading.
    pub links: Vec<Link>,
}

/// Sections of tables under one question, which stands in the address.
#[derive(Debug, Clone, Template)]
#[template(path = "find.html")]
pub struct FindPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence about the page; may be empty.
    pub intro: String,
    /// The page's path without the query.
    pub path: String,
    /// Name of the question in the address.
    pub name: String,
    /// Whether a day is asked for, rather than words.
    pub day: bool,
    /// What is asked for.
    pub label: String,
    /// What was asked.
    pub value: String,
    /// The word on the button.
    pub submit: String,
    /// What to know first.
    pub notices: Vec<Notice>,
    /// The sections.
    pub sections: Vec<Section>,
    /// Links beside the heading.
    pub links: Vec<Link>,
}

/// Import, first step: the file.
#[derive(Debug, Clone, Template)]
#[template(path = "import_upload.html")]
pub struct ImportUploadPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The steps.
    pub steps: Vec<Stage>,
    /// Where the form is sent.
    pub action: String,
    /// The fields: what is imported, and the file.
    pub groups: Vec<FieldGroup>,
    /// Errors that belong to no field.
    pub errors: Vec<String>,
    /// The limits in words.
    pub limits: String,
    /// What helps: an empty table to fill in, other ways in.
    pub links: Vec<Link>,
    /// Earlier imports.
    pub earlier: Section,
}

impl ImportUploadPage {
    fn problems(&self) -> ErrorsView<'_> {
        ErrorsView::new(self.groups.iter().flat_map(|group| &group.fields), &self.errors, &self.shell)
    }
}

/// Import, second step: which column is what.
#[derive(Debug, Clone, Template)]
#[template(path = "import_mapping.html")]
pub struct ImportMappingPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The steps.
    pub steps: Vec<Stage>,
    /// Where the form is sent.
    pub action: String,
    /// The file, its sheet and its size in words.
    pub file: String,
    /// The columns.
    pub columns: Vec<MappingRow>,
    /// The fields a column can become.
    pub fields: Vec<Choice>,
    /// Errors: a field chosen twice, a required one missing.
    pub errors: Vec<String>,
    /// The way back.
    pub back: Link,
}

/// A column of the file.
#[derive(Debug, Clone, Default)]
pub struct MappingRow {
    /// The name the choice is sent under, such as `column-3`.
    pub name: String,
    /// The heading in the file.
    pub header: String,
    /// A few of its values.
    pub samples: String,
    /// The chosen field; empty leaves the column out.
    pub chosen: String,
    /// How sure the guess is.
    pub tone: Tone,
    /// The same in words: “recognised”, “please check”, “left out”.
    pub word: String,
}

/// Import, third step: what would happen.
#[derive(Debug, Clone, Template)]
#[template(path = "import_findings.html")]
pub struct ImportFindingsPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The steps.
    pub steps: Vec<Stage>,
    /// The file in words.
    pub file: String,
    /// New, changed, unchanged, not importable.
    pub figures: Vec<Figure>,
    /// The findings.
    pub findings: Section,
    /// What would change, row by row.
    pub changes: Section,
    /// The findings to download, and the rows that failed.
    pub downloads: Vec<Link>,
    /// Where the request is sent; empty when it cannot be.
    pub action: String,
    /// What the request needs.
    pub needs: Vec<Need>,
    /// The fields of the request: the reason.
    pub groups: Vec<FieldGroup>,
    /// What is sent along unseen.
    pub hidden: Vec<(String, String)>,
    /// What will happen.
    pub effect: String,
    /// The way back.
    pub back: Link,
}

impl ImportFindingsPage {
    fn problems(&self) -> ErrorsView<'_> {
        ErrorsView::new(self.groups.iter().flat_map(|group| &group.fields), &[], &self.shell)
    }
}

/// Who lacks what.
#[derive(Debug, Clone, Template)]
#[template(path = "lacks.html")]
pub struct LacksPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// A sentence about the list.
    pub intro: String,
    /// What narrows the rows.
    pub filters: Filters,
    /// The people.
    pub people: Vec<Lack>,
    /// How many.
    pub total: String,
    /// What to say when there is nobody.
    pub empty: String,
    /// Exports of exactly what is filtered.
    pub exports: Vec<Link>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// What can be done for those chosen; none when the reader may not.
    pub bulk: Option<BulkAction>,
}

/// A person who lacks something.
#[derive(Debug, Clone, Default)]
pub struct Lack {
    /// The person.
    pub person: Link,
    /// The post.
    pub post: Link,
    /// What the post requires.
    pub requires: String,
    /// What the person holds.
    pub holds: String,
    /// What is missing, in words.
    pub lacks: String,
    /// Since when: `2026-11-22`.
    pub since: String,
    /// How urgent.
    pub tone: Tone,
    /// Why, as a tree.
    pub reasons: Vec<Reason>,
    /// What to do.
    pub action: Option<Link>,
    /// What a bulk action sends for this person; none when it does not concern them.
    pub select: Option<String>,
}

/// What will happen to several records, before it does.
#[derive(Debug, Clone, Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// What is about to happen, or happened.
    pub section: Section,
    /// Where the form is sent; empty when there is nothing to confirm.
    pub action: String,
    /// What travels along.
    pub hidden: Vec<(String, String)>,
    /// What will happen when it is sent.
    pub effect: String,
    /// What the button says.
    pub submit: String,
    /// The way back without sending.
    pub cancel: Link,
}

/// What a person may see on a date, as known on a date.
#[derive(Debug, Clone, Template)]
#[template(path = "time_machine.html")]
pub struct TimeMachinePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The page's path without the query.
    pub path: String,
    /// The dates in question.
    pub as_of: AsOf,
    /// What the question carries: a visit, a meeting, a level; may be empty.
    pub question: String,
    /// The answer: “NATO SECRET”.
    pub answer: String,
    /// How it stands.
    pub tone: Tone,
    /// The answer in a sentence, with both dates.
    pub sentence: String,
    /// What was not known then and is now; may be empty.
    pub hindsight: Option<Notice>,
    /// Why, as a tree.
    pub reasons: Vec<Reason>,
    /// The facts over time.
    pub spans: SpanChart,
    /// The facts as rows.
    pub facts: Section,
    /// Other links: print, proof.
    pub links: Vec<Link>,
}

/// A request that a second person decides.
#[derive(Debug, Clone, Template)]
#[template(path = "approval.html")]
pub struct ApprovalPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The reference of the request.
    pub reference: String,
    /// How it stands.
    pub tone: Tone,
    /// The same in a word.
    pub state: String,
    /// Who asks, when, why, until when, the frozen hash.
    pub facts: Vec<FactGroup>,
    /// What will happen when it is approved.
    pub effects: Vec<String>,
    /// What would change.
    pub changes: Vec<Section>,
    /// Whether the reader may decide, and why not.
    pub needs: Vec<Need>,
    /// Where the decision is sent; empty when the reader may not decide.
    pub action: String,
    /// The fields: reason and one-time code.
    pub groups: Vec<FieldGroup>,
    /// What travels along.
    pub hidden: Vec<(String, String)>,
    /// Errors that belong to no field.
    pub errors: Vec<String>,
    /// Decisions so far.
    pub timeline: Vec<TimelineEntry>,
}

impl ApprovalPage {
    fn problems(&self) -> ErrorsView<'_> {
        ErrorsView::new(self.groups.iter().flat_map(|group| &group.fields), &self.errors, &self.shell)
    }
}

/// What a pasted proof proves.
#[derive(Debug, Clone, Template)]
#[template(path = "proof.html")]
pub struct ProofPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// What was pasted.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// What it proves.
    pub result: Option<ProofResult>,
}

/// What a proof proves.
#[derive(Debug, Clone, Default)]
pub struct ProofResult {
    /// Whether it holds.
    pub holds: bool,
    /// The answer in a sentence.
    pub headline: String,
    /// What was checked, step by step.
    pub steps: Vec<Need>,
    /// What it says: entry, time, document, checkpoint.
    pub facts: Vec<FactGroup>,
    /// How to check it without us.
    pub links: Vec<Link>,
}

/// A refusal, an error, something not found: what happened, why, what to do.
#[derive(Debug, Clone, Template)]
#[template(path = "message.html")]
pub struct MessagePage {
    /// What surrounds the page; its title is what happened.
    pub shell: Shell,
    /// How serious.
    pub tone: Tone,
    /// The code, such as `CL-DECISION-ONE-PERSON`.
    pub code: String,
    /// Why.
    pub why: String,
    /// What to do: sentences.
    pub todo: Vec<String>,
    /// Where to go.
    pub links: Vec<Link>,
    /// The request's id, for the person who is asked about it; may be empty.
    pub request: String,
}

/// The people of a time line as markup.
#[derive(Template)]
#[template(path = "parts/timeline.html")]
struct TimelineView<'a> {
    shell: &'a Shell,
    entries: &'a [TimelineEntry],
}

impl<'a> TimelineView<'a> {
    const fn new(entries: &'a [TimelineEntry], shell: &'a Shell) -> Self {
        Self { shell, entries }
    }
}

/// Filters as markup.
#[derive(Template)]
#[template(path = "parts/filters.html")]
struct FiltersView<'a> {
    shell: &'a Shell,
    filters: &'a Filters,
}

impl<'a> FiltersView<'a> {
    const fn new(filters: &'a Filters, shell: &'a Shell) -> Self {
        Self { shell, filters }
    }
}
