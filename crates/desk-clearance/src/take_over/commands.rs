//! Taking a staged tracker over, and undoing it: two people each.

use std::collections::HashSet;

use exchange::tracker::TrackerRow;
use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::crypto::{b64u, sha256};
use ledger::view::Written;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use serde::{Deserialize, Serialize};
use spine::documents;
use spine::mail::commands::{Book, load_book, number};
use spine::mail::{Channel, Direction, MailItem, MailKind, MailRegister, MailStatus};
use spine::series::NumberSeries;

use super::plan::{Plan, Setting, plan};
use super::queries::{Known, known};
use super::{BatchKind, BatchState, IMPORTERS, ImportBatch, quality};
use crate::cases::PscCase;

/// The commands of taking over.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<TakeOver>(), CommandDef::of::<Undo>()]
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

/// The hash of a staged tracker: whoever approves puts their name to exactly these rows of this file.
pub fn digest(plan: &str, file: &[u8], rows: &[(i64, String)]) -> String {
    let mut parts: Vec<&[u8]> = vec![plan.as_bytes(), b"\0"];
    let file = sha256(&[file]);
    parts.push(&file);
    for (_, row) in rows {
        parts.extend([row.as_bytes(), b"\0"]);
    }
    b64u(&sha256(&parts))
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
            book: load_book(loader, Direction::Incoming)?,
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
            reply_due: None,
            concerns: None,
            person: None,
            status: MailStatus::Issued,
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

/// Undoes an import: what it made becomes void, what it changed gets its former values back.
#[derive(Clone, Debug, Fields)]
pub struct Undo {
    /// The import.
    #[field(hidden)]
    pub batch: Id<ImportBatch>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

/// Numbers are never given back: the books stay, and so does the tracker's mail entry, as evidence of what happened.
const KEPT: [&str; 6] = [MailRegister::NAME, NumberSeries::NAME, MailItem::NAME, "attachments", "approvals", ImportBatch::NAME];

/// What undoing needs.
pub struct ToUndo {
    batch: Record<ImportBatch>,
    written: Vec<Written>,
    with_cases: HashSet<RecordId>,
}

impl Command for Undo {
    const NAME: &'static str = "import.undo";
    const DUTIES: &'static [Duty] = IMPORTERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some("import_batches");
    const PURPOSE: &'static str = "import";
    type Loaded = ToUndo;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let batch = loader.get(self.batch)?;
        let (written, with_cases) = loader.facts(|view| {
            let mut written = view.written_with(ImportBatch::NAME, batch.head.id)?;
            written.retain(|w| !KEPT.contains(&w.def.name));
            let cases = ledger::ListQuery { limit: kernel::limits::COMMAND_ROWS_MAX, ..ledger::ListQuery::default() };
            let cases = view.rows_of(PscCase::NAME, &cases)?;
            Ok((written, cases.into_iter().filter_map(|c| c.head.subject).collect()))
        })?;
        // Nobody undoes what they may not see, or learns its name by trying: one's own file is among that.
        let followed = |w: &&Written| w.def.listed;
        if !loader.acts_on(written.iter().filter(followed).map(|w| (w.def.name, w.current.head.clone())))? {
            return Err(Refusal::new("import-holds-hidden").into());
        }
        Ok(ToUndo { batch, written, with_cases })
    }

    fn decide(&self, loaded: Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        if loaded.batch.body.state == BatchState::Undone {
            return Err(Refusal::new("import-undone-already").into());
        }
        let mut changes = Changes::new();
        for written in loaded.written {
            if written.current.head.version != written.version {
                return Err(Refusal::new("import-built-upon").with("record", written.def.title_of(&written.current.values)).into());
            }
            if written.def.name == "people" && written.before.is_none() && loaded.with_cases.contains(&written.current.head.id) {
                return Err(Refusal::new("import-built-upon").with("record", written.def.title_of(&written.current.values)).into());
            }
            match written.before {
                Some(before) => changes.update_raw(written.def, written.current.head, before),
                None => {
                    let head = kernel::Head { void: true, ..written.current.head };
                    changes.update_raw(written.def, head, written.current.values);
                }
            }
        }
        changes.update(&loaded.batch.head, &ImportBatch { state: BatchState::Undone, ..loaded.batch.body.clone() });
        changes.answer_with(loaded.batch.id());
        Ok(changes)
    }
}
