//! The daily round of stored files (SP-03): each is opened and held against the hash in its record, so many a day, and the next day goes on where
//! this one ended. What is damaged raises an alarm that names the record it hangs on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Label, RecordId, Refusal, Refused, Register, ViewDef};
use ledger::files::Seen;
use ledger::rights::watch::{Alarm, AlarmKind};
use ledger::transition::Micros;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};

use super::Attachment;
use crate::limits;

/// The job that goes round the files.
pub const JOB: Job = Job::named("files");

/// What a day's part of the round saw. Written by the system; figures only.
#[derive(Clone, Debug, Register)]
#[register(name = "file_checks", prefix = "fck", title = &["checked_on"], marking = "U", unique = &[&["checked_on"]],
           seen_by = &[Duty::Head, Duty::Auditor, Duty::SystemAdmin],
           views = &[ViewDef { name: "newest", by: "checked_on", descending: true }])]
pub struct FileCheck {
    /// The day.
    #[field(list)]
    pub checked_on: Date,
    /// When it ended.
    pub checked_at: Micros,
    /// Files that were opened.
    #[field(list)]
    pub files_opened: i64,
    /// Their bytes.
    #[field(list)]
    pub bytes: i64,
    /// Of the files, those that are gone or are not what they were.
    #[field(list)]
    pub files_damaged: i64,
    /// The last file looked at; empty where the round came to its end.
    pub reached: Option<RecordId>,
}

/// Where today's part begins: after a file, or at the first; nothing where today had its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The file after which it begins.
    pub after: Option<RecordId>,
}

/// What is to be looked at today.
///
/// # Errors
/// Those of the ledger.
pub fn due(view: &mut View<'_>) -> Result<Option<Part>, Error> {
    let last = view.newest::<FileCheck>()?;
    let today = view.today;
    Ok(match last {
        Some(last) if last.body.checked_on >= today => None,
        last => Some(Part { after: last.and_then(|last| last.body.reached) }),
    })
}

/// Writes down what today's part of the round saw; the system alone does.
#[derive(Clone, Debug, Fields)]
pub struct WriteCheck {
    /// Files that were opened.
    pub files_opened: i64,
    /// Their bytes.
    pub bytes: i64,
    /// The last file looked at; empty where the round came to its end.
    pub reached: Option<RecordId>,
    /// The records of files that are damaged, one a line.
    #[field(long, max = limits::DAMAGED_CHARS_MAX)]
    pub damaged: Option<String>,
}

impl WriteCheck {
    /// What was seen, as it is written down.
    pub fn of(seen: &Seen) -> Self {
        let damaged: Vec<String> = seen.damaged.iter().map(|(_, prefix, id)| id.outward(prefix)).collect();
        let damaged = Some(damaged.join("\n")).filter(|lines| !lines.is_empty());
        Self { files_opened: seen.files, bytes: seen.bytes, reached: seen.reached, damaged }
    }
}

/// A record whose files are damaged, by register and number, and how many of them are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurt {
    register: &'static str,
    number: String,
    label: Label,
    files: i64,
}

/// What is to be told: whether today had its part, how many files are damaged, and the records of which no alarm waits.
type Told = (bool, i64, BTreeMap<RecordId, Hurt>);

impl Command for WriteCheck {
    const NAME: &'static str = "file_checks.write";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "registry";
    type Loaded = Told;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let lines = self.damaged.as_deref().unwrap_or_default().lines();
        let named = lines.map(|line| RecordId::parse(line).ok_or_else(|| Error::from(Refusal::new("field-not-text").at("damaged"))));
        let named = named.collect::<Result<Vec<_>, _>>()?;
        loader.facts(|view| {
            let today = view.today;
            let had = !view.having::<FileCheck>("checked_on", today)?.is_empty();
            // Whatever was erased since is nobody's any more.
            let files = view.having_any::<Attachment>("id", &named)?;
            let mut hurt: BTreeMap<RecordId, i64> = BTreeMap::new();
            files.iter().for_each(|file| *hurt.entry(file.body.record).or_default() += 1);
            let records: Vec<RecordId> = hurt.keys().copied().collect();
            for alarm in view.having_any::<Alarm>("record", &records)? {
                if alarm.body.settled_at.is_none() {
                    hurt.retain(|record, _| Some(*record) != alarm.body.record);
                }
            }
            Ok((had, files.len() as i64, whose(view, &hurt)?))
        })
    }

    fn decide(&self, (had, damaged, hurt): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if had {
            return Err(Refusal::new("files-checked-today").into());
        }
        let mut changes = Changes::new();
        let check = FileCheck {
            checked_on: cx.today,
            checked_at: cx.micros(),
            files_opened: self.files_opened,
            bytes: self.bytes,
            files_damaged: damaged,
            reached: self.reached,
        };
        let _: Id<FileCheck> = changes.insert(cx.new_id(), &check);
        for (record, Hurt { register, number, label, files }) in hurt {
            let alarm = Alarm {
                kind: AlarmKind::Damaged,
                account: None,
                files,
                register: Some(register.to_owned()),
                number: Some(number),
                record: Some(record),
                raised_at: cx.micros(),
                outcome: None,
                settled_at: None,
            };
            // Who may not know of a record is not told of it here.
            let _: Id<Alarm> = changes.insert_in(cx.new_id(), &alarm, cx.as_closed_as(Alarm::DEF.marking, &label));
        }
        Ok(changes)
    }
}

/// The registers and numbers of records of any register; of one without a number its id.
fn whose(view: &mut View<'_>, hurt: &BTreeMap<RecordId, i64>) -> Result<BTreeMap<RecordId, Hurt>, Error> {
    let ids: Vec<RecordId> = hurt.keys().copied().collect();
    let mut whose = BTreeMap::new();
    for def in view.manifest.registers().iter().map(|meta| meta.def) {
        if whose.len() == ids.len() {
            break;
        }
        for record in view.having_any_raw(def.name, "id", &ids)? {
            let number = ["number", "reference"].into_iter().find_map(|field| record.value(&def, field).text());
            let number = number.map_or_else(|| record.head.id.outward(def.prefix), str::to_owned);
            let files = hurt.get(&record.head.id).copied().unwrap_or_default();
            whose.insert(record.head.id, Hurt { register: def.name, number, label: record.head.label.clone(), files });
        }
    }
    Ok(whose)
}

/// The commands of the round.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<WriteCheck>()]
}
