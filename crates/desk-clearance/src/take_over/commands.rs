//! Taking a staged tracker over: two people.

use std::collections::HashSet;

use exchange::tracker::TrackerRow;
use kernel::{Duty, Fields, Id, RecordId, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use serde::{Deserialize, Serialize};
use spine::documents;
use spine::imports::{BatchKind, BatchState, ImportBatch, digest};
use spine::mail::commands::{Book, load_book, number};
use spine::mail::{Channel, Direction, MailItem, MailKind, MailStatus};

use super::plan::{Plan, Setting, plan};
use super::queries::{Known, known};
use super::{IMPORTERS, quality};

/// The command of taking over.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<TakeOver>()]
}

/// What was staged beside the rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Staged {
    /// How the sheet was read.
    pub mapping: exchange::tracker::Mapping,
    /// What was found.
    pub findings: Vec<exchange::Finding>,
}

impl Staged {
    /// Rows with an error, which are not taken.
    pub fn refused(&self) -> HashSet<u32> {
        self.findings.iter().filter(|f| f.severity == exchange::Severity::Error).filter_map(|f| f.row).collect()
    }
}

/// Takes a staged tracker over.
#[derive(Clone, Debug, Fields)]
pub struct TakeOver {
    /// The staged import.
    #[field(hidden)]
    pub staged: RecordId,
    /// The hash both people put their name to.
    #[field(hidden)]
    pub digest: String,
    /// The office attests that holders in force were authorised and briefed.
    pub attest: bool,
}

/// What taking over needs.
pub struct ToTake {
    name: String,
    file: Vec<u8>,
    staged: Staged,
    rows: Vec<TrackerRow>,
    digest: String,
    known: Known,
    book: Book,
}

impl Command for TakeOver {
    const NAME: &'static str = "import.take_over";
    const DUTIES: &'static [Duty] = IMPORTERS;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "import";
    type Loaded = ToTake;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let damaged = |_| Error::Stored("a staged import is damaged".to_owned());
        let (_, name, text, file) = loader.view().staged_import(self.staged)?;
        let rows = loader.view().staged_rows(self.staged)?;
        let digest = digest(&text, &file, &rows);
        Ok(ToTake {
            name,
            file,
            staged: serde_json::from_str(&text).map_err(damaged)?,
            rows: rows.iter().map(|(_, row)| serde_json::from_str(row)).collect::<Result<_, _>>().map_err(damaged)?,
            digest,
            known: loader.facts(known)?,
            book: load_book(loader, Direction::Incoming, None)?,
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if loaded.digest != self.digest {
            return Err(Refusal::new("request-changed").into());
        }
        let mut changes = Changes::new();
        let (register, number, reference) = number(&loaded.book, Direction::Incoming, cx, &mut changes);
        let mail: Id<MailItem> = Id::new(cx.new_id());
        let item = MailItem {
            register,
            number,
            reference,
            direction: Direction::Incoming,
            kind: MailKind::TakeOver,
            subject: loaded.name.chars().take(kernel::limits::TEXT_CHARS_MAX).collect(),
            document_date: cx.today,
            received_on: Some(cx.today),
            authority: None,
            correspondent: Some(spine::mail::commands::BODY.to_owned()),
            their_reference: None,
            channel: Channel::ByHand,
            letter_level: None,
            medium: None,
            copies: None,
            pages: None,
            enclosures: None,
            tracking_number: None,
            reply_due: None,
            concerns: None,
            person: None,
            status: MailStatus::Issued,
            corrected_because: None,
            void_reason: None,
            registered_at: cx.micros(),
        };
        changes.insert(mail.raw(), &item);
        documents::attach(&mut changes, cx, mail.raw(), None, &loaded.name, loaded.file);
        let own: Vec<RecordId> = std::iter::once(cx.person).chain(cx.requester).collect();
        let refused = loaded.staged.refused();
        let setting = Setting {
            known: &loaded.known,
            refused: &refused,
            own: &own,
            attest: self.attest,
            today: cx.today,
            policy: cx.policy,
            source: mail,
            people: (cx.recorder(), cx.person),
        };
        let Plan { rows, changes: planned } = plan(&loaded.rows, &setting, &|| cx.new_id());
        if planned.rows.is_empty() {
            return Err(Refusal::new("nothing-to-import").into());
        }
        let came = quality::of_sheet(&loaded.rows, &loaded.staged.findings);
        let count = |code: &str| rows.iter().filter(|r| r.outcome.code() == code).count() as i64;
        let batch = ImportBatch {
            name: item.subject.clone(),
            digest: loaded.digest,
            rows_taken: count("new") + count("changed"),
            rows_refused: count("refused"),
            rows_unchanged: count("unchanged"),
            state: BatchState::Applied,
            applied_at: cx.micros(),
            of: BatchKind::Tracker,
            register: None,
            columns: None,
            row_marks: None,
            rows_faulty: Some(came.faulty),
            faults: Some(came.lines()),
            mail_item: Some(mail),
            recorded_by: cx.recorder(),
            verified_by: cx.person,
        };
        let id = changes.insert(cx.new_id(), &batch);
        changes.rows.extend(planned.rows);
        changes.answer_with(id);
        Ok(changes)
    }
}
