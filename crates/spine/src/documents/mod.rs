//! Attachments, exports and controlled documents. Attachments: bytes sealed under the subject's key, with a random id; their hash is a protected field of the record.

pub mod checks;
pub mod controlled;

use jiff::civil::{Date, Weekday};
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register, RegisterDef, ViewDef, limits};
use ledger::changes::NewBlob;
use ledger::crypto::{hex, sha256};
use ledger::transition::Micros;
use ledger::{Changes, Command, Context, Error, Loader, View};

use crate::OFFICE;

/// A file that hangs on a record.
#[derive(Clone, Debug, Register)]
#[register(name = "attachments", prefix = "att", title = &["name"], subject = Some("person"), bytes = Some(("blob", "digest")),
           seen_by = OFFICE)]
pub struct Attachment {
    /// The record it hangs on.
    pub record: RecordId,
    /// The person it is about.
    pub person: Option<RecordId>,
    /// File name as it was given.
    #[field(list)]
    pub name: String,
    /// Length in bytes.
    #[field(list)]
    pub bytes: i64,
    /// SHA-256 in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
    /// The sealed bytes.
    pub blob: RecordId,
}

/// Adds a file to the changes of a command.
pub fn attach(
    changes: &mut Changes,
    cx: &Context<'_>,
    record: RecordId,
    person: Option<RecordId>,
    name: &str,
    bytes: Vec<u8>,
) -> Id<Attachment> {
    let blob = cx.new_id();
    let attachment = Attachment { record, person, name: name.to_owned(), bytes: bytes.len() as i64, digest: hex(&sha256(&[&bytes])), blob };
    let id = changes.insert(cx.new_id(), &attachment);
    changes.blobs.push(NewBlob { id: blob, subject: person, bytes });
    id
}

kernel::choices! {
    /// The form of an export.
    pub enum ExportFormat { Csv = "csv", Xlsx = "xlsx", Json = "json", Pdf = "pdf", Slides = "slides", Xml = "xml", Proof = "proof" }
}

kernel::choices! {
    /// Where an export stands.
    pub enum ExportStatus { Granted = "export_granted", Taken = "export_taken" }
}

/// An export: who took what, when; and, where a second person approved it, who did and until when it may be taken. Its id stands in the file.
#[derive(Clone, Debug, Register)]
#[register(name = "exports", prefix = "exp", title = &["register", "format"], marking = "U", seen_by = &[Duty::Auditor, Duty::Head],
           views = &[ViewDef { name: "newest", by: "taken_at", descending: true }])]
pub struct Export {
    /// What was exported.
    #[field(list)]
    pub register: String,
    /// How it was narrowed.
    #[field(long)]
    pub query: Option<String>,
    /// Its form.
    #[field(list)]
    pub format: ExportFormat,
    /// How many rows; those that were asked for, until it is taken.
    #[field(list)]
    pub rows: i64,
    /// The marking of the file, in words; none until it is taken.
    #[field(list)]
    pub marked: Option<String>,
    /// Where it stands.
    #[field(list)]
    pub status: ExportStatus,
    /// Who took it, or may.
    #[field(list)]
    pub taken_by: Id<ledger::identity::Account>,
    /// When it was taken, or approved.
    #[field(list)]
    pub taken_at: Micros,
    /// Who approved it, where it took a second person.
    pub approved_by: Option<Id<ledger::identity::Account>>,
    /// Entries of the log as of which it was approved.
    pub entries: Option<i64>,
    /// Last day on which it may be taken.
    pub fetch_until: Option<Date>,
}

/// Records an export; the file is made once this is committed.
#[derive(Clone, Debug, Fields)]
pub struct RecordExport {
    /// What is exported.
    pub register: String,
    /// How it is narrowed.
    #[field(long)]
    pub query: Option<String>,
    /// Its form.
    pub format: ExportFormat,
    /// How many rows.
    pub rows: i64,
    /// The marking of the file, in words.
    pub marking: Option<String>,
}

impl Command for RecordExport {
    const NAME: &'static str = "exports.record";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const PURPOSE: &'static str = "export";
    type Loaded = ();

    fn load(&self, _: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        taken(&mut changes, cx, (&self.register, self.query.clone()), self.format, (self.rows, self.marking.clone()));
        Ok(changes)
    }
}

/// Records that something leaves: a register and how it is narrowed, in a form, so many rows under a marking.
pub fn taken(
    changes: &mut Changes,
    cx: &Context<'_>,
    (register, query): (&str, Option<String>),
    format: ExportFormat,
    (rows, marking): (i64, Option<String>),
) {
    let export = Export {
        register: register.to_owned(),
        query,
        format,
        rows,
        marked: marking,
        status: ExportStatus::Taken,
        taken_by: Id::new(cx.account),
        taken_at: cx.micros(),
        approved_by: None,
        entries: None,
        fetch_until: None,
    };
    changes.insert(cx.new_id(), &export);
}

/// Who lacks what their post requires, as an export names it.
pub const WHO_LACKS: &str = "who_lacks";
/// The rows behind a key figure, as an export names them.
pub const MEASURE_ROWS: &str = "measure_rows";
/// What goes back to personnel, as an export names it.
pub const HR_FEED: &str = "hr_feed";
/// Everything held about one person, as an export names it.
pub const PERSON_FILE: &str = "person_file";
/// What is exported beside registers: what is computed or gathered from many.
pub const LISTS: &[&str] = &[WHO_LACKS, MEASURE_ROWS, HR_FEED, PERSON_FILE];

/// Whether an export of so many rows takes a second person: more than may be taken freely, or of a register that holds something sealed.
pub fn needs_two(def: &RegisterDef, rows: usize) -> bool {
    rows > limits::EXPORT_ROWS_FREE || def.has_sealed()
}

/// Asks for an export above the quota. What is approved is frozen: the register, how it is narrowed, the form, and the log as of which it is read.
#[derive(Clone, Debug, Fields)]
pub struct AskExport {
    /// What is exported.
    pub register: String,
    /// How it is narrowed.
    #[field(long)]
    pub query: Option<String>,
    /// Its form.
    pub format: ExportFormat,
    /// How many rows there are.
    pub rows: i64,
    /// Entries of the log as of which it is read.
    pub entries: i64,
    /// What it is for.
    #[field(long)]
    pub reason: String,
}

impl Command for AskExport {
    const NAME: &'static str = "exports.ask";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const FOUR_EYES: bool = true;
    const APPROVERS: &'static [Duty] = &[Duty::Head, Duty::Auditor];
    const PURPOSE: &'static str = "export";
    type Loaded = i64;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        if !LISTS.contains(&self.register.as_str()) && !loader.view().meta(&self.register).is_ok_and(|meta| meta.def.listed) {
            return Err(Refusal::new("export-register-unknown").at("register").into());
        }
        loader.facts(|view| view.position()).map(|(size, _)| size)
    }

    fn decide(&self, size: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if !matches!(self.format, ExportFormat::Csv | ExportFormat::Xlsx | ExportFormat::Json | ExportFormat::Proof) {
            wrong.push(Refusal::new("format-unknown").at("format").with("formats", "csv, xlsx, json, proof"));
        }
        if !(1..=limits::EXPORT_ROWS_MAX as i64).contains(&self.rows) {
            wrong.push(Refusal::new("export-quota").at("rows").with("max", limits::EXPORT_ROWS_MAX.to_string()));
        }
        if !(1..=size).contains(&self.entries) {
            wrong.push(Refusal::new("export-entries").at("entries").with("size", size.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let export = Export {
            register: self.register.clone(),
            query: self.query.clone(),
            format: self.format,
            rows: self.rows,
            marked: None,
            status: ExportStatus::Granted,
            taken_by: Id::new(cx.recorder_account()),
            taken_at: cx.micros(),
            approved_by: Some(Id::new(cx.account)),
            entries: Some(self.entries),
            fetch_until: Some(working_days_after(cx.today, limits::EXPORT_FETCH_DAYS)),
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &export);
        Ok(changes)
    }
}

/// The day so many working days (Monday to Friday) later.
pub(crate) fn working_days_after(day: Date, days: usize) -> Date {
    let works = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    day.series(jiff::Span::new().days(1)).skip(1).filter(works).nth(days.saturating_sub(1)).unwrap_or(Date::MAX)
}

/// An approved export of whoever looks; to everybody else it is not there.
pub fn granted(view: &mut View<'_>, id: RecordId) -> Result<Record<Export>, Error> {
    let account = view.account();
    let export = view.facts(|view| view.get::<Export>(Id::new(id)))?;
    if export.body.taken_by.raw() == account && export.body.approved_by.is_some() { Ok(export) } else { Err(Error::NotFound) }
}

/// The exports that were approved for whoever looks, newest first.
pub fn granted_to(view: &mut View<'_>) -> Result<Vec<Record<Export>>, Error> {
    let account = view.account();
    let mut all = view.facts(|view| view.having::<Export>("taken_by", account))?;
    all.retain(|export| export.body.approved_by.is_some());
    all.sort_by_key(|export| std::cmp::Reverse(export.body.taken_at.0));
    Ok(all)
}

/// Records that an approved export is taken; the file is made once this is committed, and there is no second.
#[derive(Clone, Debug, Fields)]
pub struct TakeExport {
    /// The approved export.
    #[field(hidden)]
    pub export: RecordId,
    /// How many rows.
    pub rows: i64,
    /// The marking of the file, in words.
    pub marking: Option<String>,
}

impl Command for TakeExport {
    const NAME: &'static str = "exports.take";
    const DUTIES: &'static [Duty] = Duty::ALL;
    const PURPOSE: &'static str = "export";
    type Loaded = Record<Export>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        granted(loader.view(), self.export)
    }

    fn decide(&self, export: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if export.body.status != ExportStatus::Granted {
            return Err(Refusal::new("export-taken-already").into());
        }
        if export.body.fetch_until.is_none_or(|last| last < cx.today) {
            return Err(Refusal::new("export-lapsed").into());
        }
        let (status, taken_at) = (ExportStatus::Taken, cx.micros());
        let body = Export { status, taken_at, rows: self.rows, marked: self.marking.clone(), ..export.body.clone() };
        let mut changes = Changes::new();
        changes.update(&export.head, &body);
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::FieldDef;

    use super::*;

    #[test]
    fn sp_05_an_export_takes_a_second_person_above_the_quota_or_where_something_is_sealed() {
        assert!(!needs_two(&Export::DEF, limits::EXPORT_ROWS_FREE));
        assert!(needs_two(&Export::DEF, limits::EXPORT_ROWS_FREE + 1));
        const FIELDS: &[FieldDef] = &[FieldDef { sealed: true, ..Export::FIELDS[0] }];
        assert!(needs_two(&RegisterDef { fields: FIELDS, ..Export::DEF }, 1));
    }

    #[test]
    fn sp_05_working_days_leave_out_the_week_end() {
        let after = |day| working_days_after(day, limits::EXPORT_FETCH_DAYS);
        assert_eq!(after(date(2026, 3, 2)), date(2026, 3, 9));
        assert_eq!(after(date(2026, 3, 6)), date(2026, 3, 13));
        assert_eq!(after(date(2026, 3, 7)), date(2026, 3, 13));
    }
}
