//! Receiving a file of personnel's, settling what waits, applying with a second person. What was applied is undone as any import is.

use std::collections::{HashMap, HashSet};

use exchange::Finding;
use exchange::hr::{Form, HrFile, Person as HrPerson};
use kernel::{Duty, Fields, Id, Job, Record, RecordId, Refusal, Refused, Register};
use ledger::crypto::{b64u, sha256};
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};
use serde::{Deserialize, Serialize};
use spine::people::Person;

use super::plan::{Setting, leavers, plan};
use super::queries::{documents_known, rows_of};
use super::{HrMessage, HrRow, MessageState, RowState};
use crate::take_over::IMPORTERS;
use crate::take_over::queries::{Known, known};
use crate::{leavers, limits};
use spine::imports::{BatchKind, BatchState, ImportBatch, digest};

/// The commands on what personnel sends.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Receive>(),
        CommandDef::of::<Apply>(),
        CommandDef::of::<MatchRow>(),
        CommandDef::of::<SetRowAside>(),
        CommandDef::of::<LetGo>(),
    ]
}

/// The job that lets the rows go which nothing needs any longer.
pub const JOB: Job = Job::named("personnel");

/// What is staged beside the rows. The file itself is not kept: it may hold what was left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// The form of the file.
    pub form: Form,
    /// Numbers of the messages in it.
    pub documents: Vec<String>,
    /// SHA-256 of the file.
    pub file: String,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Rows as they are staged, by their place.
pub type StagedRows = Vec<(i64, String)>;

/// A file as it is staged: the text beside the rows, and the rows.
///
/// # Errors
/// When it cannot be written.
pub fn stage(file: HrFile, bytes: &[u8]) -> Result<(String, StagedRows), Error> {
    let damaged = |_| Error::Stored("a file of personnel's cannot be staged".to_owned());
    let HrFile { form, documents, people, findings, .. } = file;
    let staged = Staged { form, documents, file: b64u(&sha256(&[bytes])), findings };
    let rows = (0_i64..).zip(&people).map(|(at, person)| serde_json::to_string(person).map(|text| (at, text)));
    Ok((serde_json::to_string(&staged).map_err(damaged)?, rows.collect::<Result<_, _>>().map_err(damaged)?))
}

/// A staged file as it was read.
pub struct Read {
    /// Its name.
    pub name: String,
    /// What stands beside the rows.
    pub staged: Staged,
    /// The people.
    pub people: Vec<HrPerson>,
    /// The hash both people put their name to.
    pub digest: String,
}

/// Reads the staged file of a message.
///
/// # Errors
/// `hr-rows-gone` once its rows were let go.
pub fn rows_read(view: &mut View<'_>, message: &HrMessage) -> Result<Read, Error> {
    let staged = message.staged.ok_or_else(|| Refusal::new("hr-rows-gone").with("days", limits::HR_UNDO_DAYS.to_string()))?;
    read(view, staged)
}

/// Reads a staged file.
pub fn read(view: &mut View<'_>, staged: RecordId) -> Result<Read, Error> {
    let damaged = |_| Error::Stored("a staged file of personnel's is damaged".to_owned());
    let (_, name, text, file) = view.staged_import(staged)?;
    let rows = view.staged_rows(staged)?;
    Ok(Read {
        digest: digest(&text, &file, &rows),
        staged: serde_json::from_str(&text).map_err(damaged)?,
        people: rows.iter().map(|(_, row)| serde_json::from_str(row)).collect::<Result<_, _>>().map_err(damaged)?,
        name,
    })
}

/// Receives a staged file: who is matched, and who waits and why.
#[derive(Clone, Debug, Fields)]
pub struct Receive {
    /// The staged file.
    #[field(hidden)]
    pub staged: RecordId,
    /// The hash of what was staged.
    #[field(hidden)]
    pub digest: String,
}

/// What receiving needs.
pub struct ToReceive {
    read: Read,
    known: Known,
    same: Vec<Record<HrMessage>>,
    documents: HashSet<String>,
}

impl Command for Receive {
    const NAME: &'static str = "hr_messages.receive";
    const DUTIES: &'static [Duty] = IMPORTERS;
    const PURPOSE: &'static str = "import";
    type Loaded = ToReceive;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let read = read(loader.view(), self.staged)?;
        let file = read.staged.file.clone();
        loader.facts(|view| {
            Ok(ToReceive { known: known(view)?, same: view.having::<HrMessage>("digest", file)?, documents: documents_known(view)?, read })
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let Read { name, staged, people, digest } = loaded.read;
        if digest != self.digest {
            return Err(Refusal::new("request-changed").into());
        }
        if let Some(same) = loaded.same.first() {
            return Err(Refusal::new("hr-received-already").with("day", same.body.received_on.to_string()).into());
        }
        // The same number with another content is not the message it says it is.
        if let Some(number) = staged.documents.iter().find(|number| loaded.documents.contains(*number)) {
            return Err(Refusal::new("hr-number-taken").with("number", number.as_str()).into());
        }
        if people.is_empty() {
            return Err(Refusal::new("hr-file-names-nobody").into());
        }
        let (none, by_hand) = (HashMap::new(), HashMap::new());
        let setting = Setting {
            known: &loaded.known,
            leavers: &none,
            by_hand: &by_hand,
            numbers: None,
            own: &[cx.person],
            today: cx.today,
            received_on: cx.today,
        };
        let planned = plan(&people, &setting, &|| cx.new_id());
        let (rows, waiting) = (people.len() as i64, planned.waiting.len() as i64);
        let message: Id<HrMessage> = Id::new(cx.new_id());
        let mut changes = Changes::new();
        changes.insert(
            message.raw(),
            &HrMessage {
                name: name.chars().take(kernel::limits::TEXT_CHARS_MAX).collect(),
                documents: Some(staged.documents.join(" ")).filter(|all| !all.is_empty()),
                digest: staged.file,
                received_on: cx.today,
                received_at: cx.micros(),
                rows,
                rows_matched: rows - waiting,
                rows_waiting: waiting,
                status: MessageState::Received,
                staged: Some(self.staged),
                received_by: cx.person,
            },
        );
        for row in planned.waiting {
            wait(&mut changes, message, cx.today, row, cx);
        }
        // Whoever waits is settled from these rows, however late.
        changes.kept.push(self.staged);
        changes.answer_with(message);
        Ok(changes)
    }
}

/// Puts a row where it waits.
fn wait(
    changes: &mut Changes,
    message: Id<HrMessage>,
    received_on: jiff::civil::Date,
    (line, personnel_number, row_reason): (u32, String, super::RowReason),
    cx: &Context<'_>,
) {
    let row = HrRow {
        message,
        line: i64::from(line),
        personnel_number,
        row_reason,
        state: RowState::Waiting,
        since: cx.micros(),
        received_on,
        person: None,
        settled_on: None,
    };
    begin(changes, cx.new_id(), &row, None, cx);
}

/// Whose rows an application takes, and whose those are that somebody settled: of a message that was received all but those that wait; of one
/// that was applied those that were settled since.
pub fn taken_of(status: MessageState, people: &[HrPerson], rows: &[Record<HrRow>]) -> (HashSet<String>, HashMap<String, RecordId>) {
    let number = |row: &Record<HrRow>| row.body.personnel_number.clone();
    let settled = rows.iter().filter(|row| row.body.state == RowState::Matched);
    let by_hand: HashMap<String, RecordId> = settled.filter_map(|row| Some((number(row), row.body.person?.raw()))).collect();
    let waits: HashSet<String> = rows.iter().map(number).collect();
    let free = |number: &String| !waits.contains(number) || by_hand.contains_key(number);
    let numbers = match status {
        MessageState::Received => people.iter().map(|p| p.number.clone()).filter(free).collect(),
        MessageState::Applied => by_hand.keys().cloned().collect(),
    };
    (numbers, by_hand)
}

/// Applies a received file.
#[derive(Clone, Debug, Fields)]
pub struct Apply {
    /// The message.
    #[field(hidden)]
    pub message: Id<HrMessage>,
    /// The hash both people put their name to.
    #[field(hidden)]
    pub digest: String,
}

/// What applying needs.
pub struct ToApply {
    message: Record<HrMessage>,
    read: Read,
    known: Known,
    leavers: leavers::rules::Known,
    rows: Vec<Record<HrRow>>,
}

/// What of those who leave must be known for a plan.
pub fn leavers_of(view: &mut View<'_>, people: &[HrPerson], known: &Known, rows: &[Record<HrRow>]) -> Result<leavers::rules::Known, Error> {
    let (_, by_hand) = taken_of(MessageState::Applied, people, rows);
    let leaving = leavers(people, known, &by_hand, view.today);
    let earliest = leaving.iter().map(|(_, day)| *day).min().unwrap_or(view.today);
    let ids: Vec<RecordId> = leaving.iter().map(|(id, _)| *id).collect();
    leavers::queries::known(view, &ids, earliest)
}

impl Command for Apply {
    const NAME: &'static str = "hr_messages.apply";
    const DUTIES: &'static [Duty] = IMPORTERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(HrMessage::NAME);
    const PURPOSE: &'static str = "import";
    type Loaded = ToApply;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let message = loader.get(self.message)?;
        let read = rows_read(loader.view(), &message.body)?;
        loader.facts(|view| {
            let (known, rows) = (known(view)?, rows_of(view, message.id())?);
            let leavers = leavers_of(view, &read.people, &known, &rows)?;
            Ok(ToApply { message, read, known, leavers, rows })
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToApply { message, read, known, leavers, rows } = loaded;
        if read.digest != self.digest {
            return Err(Refusal::new("request-changed").into());
        }
        let (numbers, by_hand) = taken_of(message.body.status, &read.people, &rows);
        let own: Vec<RecordId> = std::iter::once(cx.person).chain(cx.requester).collect();
        let setting = Setting {
            known: &known,
            leavers: &leavers.people,
            by_hand: &by_hand,
            numbers: Some(&numbers),
            own: &own,
            today: cx.today,
            received_on: message.body.received_on,
        };
        let planned = plan(&read.people, &setting, &|| cx.new_id());
        // What only now turns out to have no place is something, too: it is written down that it waits.
        let news = planned.waiting.iter().any(|(_, number, _)| !by_hand.contains_key(number));
        if planned.changes.rows.is_empty() && planned.leaving.is_empty() && !news {
            return Err(Refusal::new("nothing-to-import").into());
        }
        let mut changes = Changes::new();
        let batch = ImportBatch {
            name: message.body.name.clone(),
            digest: read.digest,
            rows_taken: planned.count("new") + planned.count("changed"),
            rows_refused: planned.count("refused"),
            rows_unchanged: planned.count("unchanged"),
            state: BatchState::Applied,
            applied_at: cx.micros(),
            of: BatchKind::Hr,
            register: None,
            columns: None,
            row_marks: None,
            rows_faulty: None,
            faults: None,
            mail_item: None,
            recorded_by: cx.recorder(),
            verified_by: cx.person,
        };
        let id = changes.insert(cx.new_id(), &batch);
        let waits: HashSet<String> = planned.waiting.iter().map(|(_, number, _)| number.clone()).collect();
        changes.followed_by(planned.changes);
        leavers::rules::open(&planned.leaving, &leavers, cx, &mut changes)?;
        for row in rows.iter().filter(|row| row.body.state == RowState::Matched) {
            if !waits.contains(&row.body.personnel_number) {
                changes.followed_by(step(row, cx, None, None, |body| body.settled_on = Some(cx.today))?);
            }
        }
        // What only now turned out to have no place waits as the rest does; what waits already is there once.
        for row in planned.waiting.into_iter().filter(|(_, number, _)| !by_hand.contains_key(number)) {
            wait(&mut changes, message.id(), message.body.received_on, row, cx);
        }
        if message.body.status == MessageState::Received {
            changes.update(&message.head, &HrMessage { status: MessageState::Applied, ..message.body.clone() });
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Says whose a waiting row is; it is applied with its message, by two people.
#[derive(Clone, Debug, Fields)]
pub struct MatchRow {
    /// The row.
    #[field(hidden)]
    pub row: Id<HrRow>,
    /// Whose it is.
    pub person: Id<Person>,
}

impl Command for MatchRow {
    const NAME: &'static str = "hr_rows.match";
    const DUTIES: &'static [Duty] = IMPORTERS;
    const ON: Option<&'static str> = Some(HrRow::NAME);
    const PURPOSE: &'static str = "import";
    type Loaded = (Record<HrRow>, Record<Person>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.row)?, loader.named("person", self.person)?))
    }

    fn decide(&self, (row, person): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        // One's own file is closed to oneself: nobody finds themselves here.
        step(&row, cx, None, Some(person.head.id), |body| body.person = Some(person.id()))
    }
}

ledger::on_record! {
    /// Says that a waiting row is not for the office.
    SetRowAside = "hr_rows.set_aside" on row: HrRow, by IMPORTERS, for "import", {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, row, cx| step(&row, cx, Some(&this.reason), None, |body| body.settled_on = Some(cx.today))
}

/// A message with its rows that waited, and the imports it came to.
type Settled = (Record<HrMessage>, Vec<Record<HrRow>>, Vec<Record<ImportBatch>>);

fn settled(view: &mut View<'_>, message: Id<HrMessage>) -> Result<Settled, Error> {
    let message = view.get(message)?;
    let read = match message.body.staged.map(|staged| read(view, staged)) {
        Some(Ok(read)) => Some(read),
        // They went with somebody who was erased.
        None | Some(Err(Error::NotFound)) => None,
        Some(Err(error)) => return Err(error),
    };
    let batches = match read {
        Some(read) => view.having::<ImportBatch>("digest", read.digest.as_str())?,
        None => Vec::new(),
    };
    let rows = rows_of(view, message.id())?;
    Ok((message, rows, batches))
}

ledger::by_day! {
    /// Nothing of a message waits and nothing of it can be undone: its rows go, and its record stays.
    LetGo = "hr_messages.let_go" on message: HrMessage, as JOB, for "retention", with Settled = settled,
    |(message, rows, batches), cx| {
        let waits = rows.iter().any(|row| [RowState::Waiting, RowState::Matched].contains(&row.body.state));
        let undone = batches.iter().any(|batch| batch.body.may_be_undone(cx.micros()));
        let staged = message.body.staged.filter(|_| message.body.status == MessageState::Applied && !waits && !undone);
        let staged = staged.ok_or_else(|| Refusal::new("hr-rows-needed"))?;
        let mut changes = Changes::new();
        changes.update(&message.head, &HrMessage { staged: None, ..message.body.clone() });
        changes.unstaged.push(staged);
        changes.answer_with(message.id());
        Ok(changes)
    }
}
