//! Who opens files: each opening of a person's file is noted, unusual reading raises an alarm, and so does opening a decoy. Openings are kept in
//! an operational table, one line an account, person and hour; alarms are records with their entries, and what damages files raises one too.

use kernel::{Duty, Id, Job, RecordId, Refusal, Refused, Register, Value, ViewDef, limits};

use crate::command::{Command, CommandDef, Context, Loader, Order};
use crate::identity::Account;
use crate::node::{Ledger, Pending};
use crate::transition::Micros;
use crate::view::View;
use crate::writer::Tx;
use crate::{Changes, Error};

/// The job that watches who reads what.
pub const JOB: Job = Job::named("watch");
/// Duties that hear alarms.
pub const LISTENERS: &[Duty] = &[Duty::Head, Duty::Auditor];
/// An hour, in microseconds.
const HOUR: i64 = 3_600_000_000;

kernel::choices! {
    /// What raised an alarm.
    pub enum AlarmKind { UnusualReading = "unusual_reading", Decoy = "decoy_opened", Damaged = "file_damaged" }
}

/// An alarm about somebody's reading, or about files of a record that are not what they were.
#[derive(Clone, Debug, Register)]
#[register(name = "alarms", prefix = "alm", title = &["kind", "number"], marking = "R", seen_by = LISTENERS,
           views = &[ViewDef { name: "newest", by: "raised_at", descending: true }])]
pub struct Alarm {
    /// What raised it.
    #[field(list)]
    pub kind: AlarmKind,
    /// Whose reading.
    #[field(list)]
    pub account: Option<Id<Account>>,
    /// How many files: opened within the hour, or damaged.
    #[field(list)]
    pub files: i64,
    /// Of which register the record is whose files are damaged.
    #[field(list)]
    pub register: Option<String>,
    /// Its number.
    #[field(list)]
    pub number: Option<String>,
    /// The record.
    pub record: Option<RecordId>,
    /// When.
    #[field(list)]
    pub raised_at: Micros,
    /// What was found, once somebody looked at it.
    #[field(long)]
    pub outcome: Option<String>,
    /// Since when it has been looked at; waiting when empty.
    #[field(list)]
    pub settled_at: Option<Micros>,
}

/// A file nobody has a reason to open: an invented person. Opening it raises an alarm.
#[derive(Clone, Debug, Register)]
#[register(name = "decoys", prefix = "dcy", title = &[], seen_by = LISTENERS, unique = &[&["person"]])]
pub struct Decoy {
    /// The invented person.
    #[field(list)]
    pub person: RecordId,
    /// Why it was placed.
    #[field(list, long)]
    pub reason: String,
}

/// Raises an alarm; the system alone does.
#[derive(Clone, Debug, kernel::Fields)]
pub struct Raise {
    /// What raised it.
    pub kind: AlarmKind,
    /// Whose reading.
    pub account: RecordId,
    /// How many files within the hour.
    pub files: i64,
}

impl Command for Raise {
    const NAME: &'static str = "alarms.raise";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "access";
    type Loaded = ();

    fn load(&self, _: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let alarm = Alarm {
            kind: self.kind,
            account: Some(Id::new(self.account)),
            files: self.files,
            register: None,
            number: None,
            record: None,
            raised_at: cx.micros(),
            outcome: None,
            settled_at: None,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &alarm);
        Ok(changes)
    }
}

on_record! {
    /// Says what was found about an alarm.
    Settle = "alarms.settle" on alarm: Alarm, by LISTENERS, for "access", {
        /// What was found.
        #[field(long)]
        outcome: String,
    }
    |this, alarm, cx| {
        if alarm.body.settled_at.is_some() {
            return Err(Refusal::new("alarm-settled").into());
        }
        if alarm.body.account.is_some_and(|account| account.raw() == cx.account) {
            return Err(Refusal::new("alarm-about-you").into());
        }
        let mut changes = Changes::new();
        let outcome = Some(this.outcome.clone());
        changes.update(&alarm.head, &Alarm { outcome, settled_at: Some(cx.micros()), ..alarm.body.clone() });
        Ok(changes)
    }
}

/// Places a decoy: an invented person, made before like any other.
#[derive(Clone, Debug, kernel::Fields)]
pub struct PlaceDecoy {
    /// The invented person.
    pub person: RecordId,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for PlaceDecoy {
    const NAME: &'static str = "decoys.place";
    const DUTIES: &'static [Duty] = LISTENERS;
    const PURPOSE: &'static str = "access";
    type Loaded = ();

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get_raw("people", self.person).map(|_| ())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &Decoy { person: self.person, reason: self.reason.clone() });
        Ok(changes)
    }
}

pub(super) fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Raise>(), CommandDef::of::<Settle>(), CommandDef::of::<PlaceDecoy>()]
}

impl Ledger {
    /// Notes that an account opened files, and raises what alarms follow from it. The reader does not wait for it.
    pub fn note_openings(&self, account: RecordId, people: Vec<RecordId>) -> Pending<()> {
        self.enqueue(move |tx| note(tx, account, &people))
    }
}

fn note(tx: &mut Tx<'_>, account: RecordId, people: &[RecordId]) -> Result<(), Error> {
    let now = tx.shared.now();
    tx.conn.execute("DELETE FROM file_opening WHERE last < $1", &[(now - limits::OPENINGS_KEPT_DAYS * 24 * HOUR).into()])?;
    let mut decoy = false;
    for person in people {
        tx.conn.execute(
            "INSERT INTO file_opening (account, person, hour, last, times) VALUES ($1, $2, $3, $4, 1) \
             ON CONFLICT (account, person, hour) DO UPDATE SET last = excluded.last, times = file_opening.times + 1",
            &[account.into(), (*person).into(), (now / HOUR).into(), now.into()],
        )?;
        decoy = decoy || tx.conn.first("SELECT 1 FROM decoys WHERE person = $1 AND void = 0", &[(*person).into()])?.is_some();
    }
    let sql = "SELECT count(*) FROM (SELECT DISTINCT person FROM file_opening WHERE account = $1 AND last > $2) AS f";
    let files = tx.conn.number(sql, &[account.into(), (now - HOUR).into()])?;
    if decoy {
        raise(tx, AlarmKind::Decoy, account, files, now)?;
    }
    if files > limits::FILES_AN_HOUR {
        raise(tx, AlarmKind::UnusualReading, account, files, now)?;
    }
    Ok(())
}

/// At most one alarm of a kind an account and hour: what goes on is one thing to look at.
fn raise(tx: &mut Tx<'_>, kind: AlarmKind, account: RecordId, files: i64, now: i64) -> Result<(), Error> {
    let sql = "SELECT 1 FROM alarms WHERE account = $1 AND kind = $2 AND raised_at > $3 AND void = 0 LIMIT 1";
    if tx.conn.first(sql, &[account.into(), kind.code().into(), (now - HOUR).into()])?.is_some() {
        return Ok(());
    }
    let values = vec![kind.code().into(), account.into(), Value::Int(files)];
    let order = Order::new(JOB.actor(), Raise::NAME, values, tx.shared.entropy.id());
    tx.carry_out(&order, Some(JOB)).map(|_| ())
}

/// Somebody opened a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The account.
    pub account: RecordId,
    /// The last time within that hour, in microseconds.
    pub last: i64,
    /// How often within that hour.
    pub times: i64,
}

impl View<'_> {
    /// Who opened one's own file in the days openings are kept, newest first.
    pub fn openings_of_mine(&mut self) -> Result<Vec<Opened>, Error> {
        let sql = "SELECT account, last, times FROM file_opening WHERE person = $1 ORDER BY last DESC LIMIT 500";
        let me = self.person();
        let rows = self.conn.query(sql, &[me.into()])?;
        let number = |row: &[Value], at: usize| row.get(at).and_then(Value::int).unwrap_or(0);
        Ok(rows
            .iter()
            .filter_map(|row| Some(Opened { account: row.first()?.id()?, last: number(row, 1), times: number(row, 2) }))
            .collect())
    }

    /// Whose files were opened on a day of the office's, and how often: what a count is made of, and never shown with names.
    pub fn openings_on(&mut self, day: jiff::civil::Date) -> Result<Vec<(RecordId, i64)>, Error> {
        let midnight = |day: jiff::civil::Date| day.to_zoned(self.zone.clone()).map_or(i64::MAX, |at| at.timestamp().as_microsecond());
        let (from, until) = (midnight(day), day.tomorrow().map_or(i64::MAX, midnight));
        let sql =
            "SELECT person, CAST(sum(times) AS BIGINT) FROM file_opening WHERE hour >= $1 AND hour < $2 GROUP BY person ORDER BY person";
        let rows = self.conn.query(sql, &[(from / HOUR).into(), (until / HOUR).into()])?;
        Ok(rows.iter().filter_map(|row| Some((row.first()?.id()?, row.get(1)?.int()?))).collect())
    }
}
