//! A view: one reader's sight of one snapshot. Rights are read in the same snapshot as the rows.

use std::collections::{BTreeSet, HashMap};

use access::window::Window;
use access::{Actor, Scope, scope, scope_through};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::marking::{Mark, SecurityPolicy};
use kernel::{Codes, Duty, FieldKind, FieldType, Head, Id, Level, Record, RecordId, Register, RegisterDef, Value, fold, limits};

use crate::crypto::Key;
use crate::db::{Connection, Row, Spent};
use crate::query::{self, Lens, Query};
use crate::store::{Meta, RawRecord};
use crate::{Error, Manifest};

/// Whose eyes.
#[derive(Clone, Debug)]
pub enum Sight {
    /// A person's, through their scope.
    Actor(Actor),
    /// A person's, through a window with one of their duties.
    Window(Actor, Duty),
    /// A rule's: facts that decide a command but are never shown.
    Rule,
}

impl Sight {
    /// Who looks, unless a rule does.
    pub const fn actor(&self) -> Option<&Actor> {
        match self {
            Self::Actor(actor) | Self::Window(actor, _) => Some(actor),
            Self::Rule => None,
        }
    }

    /// What they may see of a register; none means all of it.
    pub fn scope(&self, def: &RegisterDef, day: Date) -> Option<Scope> {
        match self {
            Self::Actor(actor) => Some(scope(actor, def, day)),
            Self::Window(actor, duty) => Some(scope_through(actor, def, day, *duty)),
            Self::Rule => None,
        }
    }
}

/// One reader's sight of one snapshot.
pub struct View<'a> {
    pub(crate) conn: &'a mut dyn Connection,
    /// The registers.
    pub manifest: &'a Manifest,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
    /// The office's time zone.
    pub zone: &'a jiff::tz::TimeZone,
    /// Unwraps the keys of what is sealed and shown.
    pub(crate) master: &'a Key,
    /// Whose eyes.
    pub sight: Sight,
    /// Today.
    pub today: Date,
    /// Now.
    pub now: Timestamp,
    pub(crate) known: Option<i64>,
    pub(crate) seen: Seen,
}

/// The labels of what was handed over to whoever looks, each once: what is shown is marked by all of it. What only decides is not counted.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<(i64, Codes, Codes)>);

impl Seen {
    fn count(&mut self, rank: i64, caveats: &Codes, releasable: &Codes) {
        if !self.0.iter().any(|(r, c, p)| *r == rank && c == caveats && p == releasable) {
            self.0.push((rank, caveats.clone(), releasable.clone()));
        }
    }
    fn count_head(&mut self, head: &Head) {
        self.count(head.rank, &head.label.caveats, &head.label.releasable);
    }
    /// Counts a row that begins with the columns of [`LABEL`].
    fn count_label(&mut self, row: &Row) {
        let codes = |at: usize| Codes::from_value(row.get(at).unwrap_or(&Value::Null)).unwrap_or_default();
        self.count(row.first().and_then(Value::int).unwrap_or(i64::MAX), &codes(1), &codes(2));
    }
}

/// What a row's marking is counted by.
const LABEL: &[&str] = &["rank", "caveats", "releasable"];

/// What a register page asks for.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// A declared view; none means by title.
    pub view: Option<String>,
    /// Field = value.
    pub filters: Vec<(String, Value)>,
    /// Words, each the beginning of a word of the record.
    pub search: String,
    /// Go on after this (order value, id).
    pub after: Option<(Value, RecordId)>,
    /// Rows wanted.
    pub limit: usize,
    /// Whether void records are listed too.
    pub with_void: bool,
    /// Only what was valid on this day, in registers with a validity.
    pub valid_on: Option<Date>,
}

/// A page of a register.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<RawRecord>,
    /// Where the next page starts.
    pub next: Option<(Value, RecordId)>,
    /// How many there are, at most `limits::COUNT_MAX` + 1.
    pub count: i64,
}

/// One line of a record's history.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// Entry number.
    pub seq: i64,
    /// Microseconds.
    pub time: i64,
    /// Who.
    pub actor: RecordId,
    /// On behalf of whom.
    pub behalf: Option<RecordId>,
    /// Whose duty a deputy used.
    pub holder: Option<RecordId>,
    /// What.
    pub command: String,
    /// The duty that allowed it.
    pub duty: String,
    /// The version it made.
    pub record: RawRecord,
}

/// A record version written by one entry, with what stands now and what stood before.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its register.
    pub def: RegisterDef,
    /// Whether what was written stands, untouched or given back since.
    pub stands: bool,
    /// What stands now.
    pub current: RawRecord,
    /// The values that stood before; none when the record was made.
    pub before: Option<Vec<Value>>,
}

impl<'a> View<'a> {
    /// What its connection has done so far: what is asked between two looks at it costs the difference.
    #[must_use]
    pub fn spent(&self) -> Spent {
        self.conn.spent()
    }

    /// The same eyes on what was known at an instant.
    pub fn known_at(&mut self, time: Timestamp) -> Result<(), Error> {
        let sql = "SELECT seq FROM entry WHERE time <= $1 ORDER BY time DESC, seq DESC LIMIT 1";
        self.known =
            Some(self.conn.first(sql, &[time.as_microsecond().into()])?.and_then(|row| row.first().and_then(Value::int)).unwrap_or(-1));
        Ok(())
    }

    /// The same eyes on what was known when the log had so many entries.
    pub const fn known_to(&mut self, entries: i64) {
        self.known = Some(entries - 1);
    }

    /// No later than when the log had so many entries, whatever moment was asked for.
    pub fn no_later_than(&mut self, entries: i64) {
        self.known = Some(self.known.map_or(entries - 1, |known| known.min(entries - 1)));
    }

    /// How many entries the log has at what is looked at, and the root over them: what figures were made from.
    pub fn position(&mut self) -> Result<(i64, crate::crypto::Hash), Error> {
        let last = match self.known {
            Some(seq) => seq,
            None => self.conn.first("SELECT max(seq) FROM entry", &[])?.and_then(|row| row.first().and_then(Value::int)).unwrap_or(-1),
        };
        let size = last + 1;
        Ok((size, crate::log::proof::root_at(self.conn, size.unsigned_abs())?))
    }

    /// The high-water mark of every record that was handed over to whoever looks.
    pub fn mark(&self) -> Mark {
        let of = |(rank, caveats, parties): &(i64, Codes, Codes)| Mark::of(self.policy, *rank, caveats.iter().chain(parties.iter()));
        self.seen.0.iter().fold(Mark::nothing(self.policy), |mark, seen| mark.join(&of(seen)))
    }

    /// Counts a record of a register as handed over, where figures of several stand for them.
    pub fn saw(&mut self, def: &RegisterDef) {
        let rank = self.policy.rank(&Level(def.marking.to_owned())).unwrap_or(i64::MAX);
        self.seen.count(rank, &Codes::default(), &Codes::default());
    }

    /// Counts a record that was read for a decision and is shown all the same.
    pub fn shows(&mut self, head: &Head) {
        self.seen.count_head(head);
    }

    /// Counts what a named query brought: each record whose id stands in a row, and what its registers hold by default.
    fn saw_rows(&mut self, query: &Query, rows: &[Row]) -> Result<(), Error> {
        if rows.is_empty() || matches!(self.sight, Sight::Rule) {
            return Ok(());
        }
        let mut ids: Vec<RecordId> = rows.iter().flatten().filter_map(Value::id).collect();
        ids.sort_unstable();
        ids.dedup();
        for register in query.registers() {
            let def = self.meta(register)?.def;
            self.saw(&def);
            for some in ids.chunks(limits::PAGE_ROWS_MAX) {
                self.heads(&def, some)?;
            }
        }
        Ok(())
    }

    /// Counts those of the records that stand in a register and that this reader may see, as they were and as they are.
    fn heads(&mut self, def: &RegisterDef, ids: &[RecordId]) -> Result<(), Error> {
        if matches!(self.sight, Sight::Rule) {
            return Ok(());
        }
        let Some((mut params, places)) = listed(ids.iter().map(|id| Value::Id(*id)).collect()) else { return Ok(()) };
        let source = query::source(def, &self.lens(), &mut params, true);
        self.count_labels(&format!("{source} AS r"), &places, &params)?;
        self.now_too(def, ids)
    }

    /// Counts what records of the past are marked today: they are as high as the higher of then and now.
    fn now_too(&mut self, def: &RegisterDef, ids: &[RecordId]) -> Result<(), Error> {
        if self.known.is_some() { self.refers(def, ids) } else { Ok(()) }
    }

    /// Counts records whose ids are told, whether this reader may see them or not.
    pub fn refers(&mut self, def: &RegisterDef, ids: &[RecordId]) -> Result<(), Error> {
        if matches!(self.sight, Sight::Rule) {
            return Ok(());
        }
        for some in ids.chunks(limits::PAGE_ROWS_MAX) {
            let Some((params, places)) = listed(some.iter().map(|id| Value::Id(*id)).collect()) else { continue };
            self.count_labels(&format!("\"{}\"", def.name), &places, &params)?;
        }
        Ok(())
    }

    fn count_labels(&mut self, from: &str, places: &str, params: &[Value]) -> Result<(), Error> {
        for row in self.conn.query(&format!("SELECT DISTINCT {} FROM {from} WHERE id IN ({places})", LABEL.join(", ")), params)? {
            self.seen.count_label(&row);
        }
        Ok(())
    }

    /// Whether the past is looked at.
    pub const fn is_past(&self) -> bool {
        self.known.is_some()
    }

    /// Runs a named query under the scope.
    pub fn rows(&mut self, query: &Query, params: &[Value]) -> Result<Vec<Row>, Error> {
        let mut params = params.to_vec();
        let sql = query::expand(query.sql, &self.lens(), &mut params)?;
        let rows = self.conn.query(&sql, &params)?;
        self.saw_rows(query, &rows)?;
        Ok(rows)
    }

    /// Runs a named query under the scope and hands over its rows one by one, for figures that are made from very many. They count as what
    /// their registers hold by default; whoever shows single rows reads those by their ids.
    pub fn each(&mut self, query: &Query, params: &[Value], take: &mut dyn FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        let mut params = params.to_vec();
        let sql = query::expand(query.sql, &self.lens(), &mut params)?;
        for register in query.registers() {
            let def = self.meta(register)?.def;
            self.saw(&def);
        }
        self.conn.each(&sql, &params, take)
    }

    /// Every record of a register in no order, for what is computed whole: none is left out, however many there are.
    pub fn each_of<R: Register>(&mut self, take: &mut dyn FnMut(R)) -> Result<(), Error> {
        let meta = self.meta(R::NAME)?;
        let mut params = Vec::new();
        let source = query::whole(&meta.def, &self.lens(), &mut params);
        let sql = format!("SELECT {} FROM {source} AS r", meta.columns);
        // What is withheld from this reader is withheld here as on every other way.
        let (sight, today, seen) = (&self.sight, self.today, &mut self.seen);
        self.conn.each(&sql, &params, &mut |row| {
            let raw = meta.parse(row)?;
            if !matches!(sight, Sight::Rule) {
                seen.count_head(&raw.head);
            }
            take(withhold(sight, today, meta, raw).typed::<R>()?.body);
            Ok(())
        })
    }

    /// Every record of a register as it is stored, in no order and one by one, whether it can be read as its type or not: for figures that are made
    /// from very many. They count as what the register holds by default; whoever shows single ones reads those by their ids.
    pub fn each_raw(&mut self, register: &str, take: &mut dyn FnMut(RawRecord) -> Result<(), Error>) -> Result<(), Error> {
        let meta = self.meta(register)?;
        let mut params = Vec::new();
        let source = query::whole(&meta.def, &self.lens(), &mut params);
        let sql = format!("SELECT {} FROM {source} AS r", meta.columns);
        let (sight, today, mut any) = (&self.sight, self.today, false);
        self.conn.each(&sql, &params, &mut |row| {
            any = true;
            take(withhold(sight, today, meta, meta.parse(row)?))
        })?;
        if any && !matches!(self.sight, Sight::Rule) {
            self.saw(&meta.def);
        }
        Ok(())
    }

    /// A record by id; `NotFound` whether it is absent or hidden.
    pub fn get<R: Register>(&mut self, id: Id<R>) -> Result<Record<R>, Error> {
        self.get_raw(R::NAME, id.raw())?.typed()
    }

    /// A record by register name and id.
    pub fn get_raw(&mut self, register: &str, id: RecordId) -> Result<RawRecord, Error> {
        let meta = self.meta(register)?;
        let (sql, params) = self.record_sql(meta, id);
        let row = self.conn.first(&sql, &params)?;
        let record = self.hand_over(meta, meta.parse(row.ok_or(Error::NotFound)?)?);
        self.now_too(&meta.def, &[id])?;
        Ok(record)
    }

    /// Whether all these records are there for whoever looks; a hidden one is as one that is absent.
    pub(crate) fn sees_all(&mut self, records: &[(&'static str, Head)]) -> Result<bool, Error> {
        let mut wanted: HashMap<&'static str, BTreeSet<RecordId>> = HashMap::new();
        for (register, head) in records {
            wanted.entry(register).or_default().insert(head.id);
        }
        for (register, ids) in wanted {
            let def = self.meta(register)?.def;
            let ids: Vec<RecordId> = ids.into_iter().collect();
            for some in ids.chunks(limits::PAGE_ROWS_MAX) {
                let Some((mut params, places)) = listed(some.iter().map(|id| Value::Id(*id)).collect()) else { continue };
                let source = query::source(&def, &self.lens(), &mut params, true);
                let sql = format!("SELECT count(*) FROM {source} AS r WHERE id IN ({places})");
                if self.conn.number(&sql, &params)? < some.len() as i64 {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The statement that reads one record.
    pub fn record_sql(&self, meta: &Meta, id: RecordId) -> (String, Vec<Value>) {
        let mut params = vec![id.into()];
        let source = query::source(&meta.def, &self.lens(), &mut params, true);
        (format!("SELECT {} FROM {source} AS r WHERE id = $1", meta.columns), params)
    }

    /// The records whose field has this value, by title; at most `limits::PAGE_ROWS_MAX`.
    pub fn having<R: Register>(&mut self, field: &str, value: impl Into<Value>) -> Result<Vec<Record<R>>, Error> {
        let query = ListQuery { filters: vec![(field.to_owned(), value.into())], limit: limits::PAGE_ROWS_MAX, ..ListQuery::default() };
        self.rows_of(R::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
    }

    /// The records whose field has one of these values, as many as a page shows; one query for them all.
    pub fn having_any<R: Register>(&mut self, field: &str, values: &[impl Clone + Into<Value>]) -> Result<Vec<Record<R>>, Error> {
        let known = field == "id" || self.meta(R::NAME)?.def.field(field).is_some();
        if !known {
            return Ok(Vec::new());
        }
        self.whose(field, values.iter().cloned().map(Into::into).collect())
    }

    /// The same of a register that is known by its name alone.
    pub fn having_any_raw(&mut self, register: &str, field: &str, values: &[impl Clone + Into<Value>]) -> Result<Vec<RawRecord>, Error> {
        let meta = self.meta(register)?;
        self.raw_whose(meta, field, values.iter().cloned().map(Into::into).collect())
    }

    /// The records called by one of these titles, told without regard to case and accents; as many titles as a page shows, one query for them
    /// all.
    pub fn titled<R: Register>(&mut self, titles: &[String]) -> Result<Vec<Record<R>>, Error> {
        self.whose("sort_key", titles.iter().map(|title| Value::Text(kernel::fold::fold(title))).collect())
    }

    /// The records whose column holds one of these values.
    fn whose<R: Register>(&mut self, field: &str, values: Vec<Value>) -> Result<Vec<Record<R>>, Error> {
        let meta = self.meta(R::NAME)?;
        self.raw_whose(meta, field, values)?.into_iter().map(RawRecord::typed).collect()
    }

    fn raw_whose(&mut self, meta: &'a Meta, field: &str, values: Vec<Value>) -> Result<Vec<RawRecord>, Error> {
        let Some((mut params, places)) = listed(values) else { return Ok(Vec::new()) };
        let source = query::source(&meta.def, &self.lens(), &mut params, false);
        let sql = format!("SELECT {} FROM {source} AS r WHERE \"{field}\" IN ({places}) ORDER BY sort_key, id", meta.columns);
        let rows = self.conn.query(&sql, &params)?;
        let records = rows.into_iter().map(|row| Ok(self.hand_over(meta, meta.parse(row)?))).collect::<Result<Vec<_>, Error>>()?;
        self.now_too(&meta.def, &records.iter().map(|record| record.head.id).collect::<Vec<_>>())?;
        Ok(records)
    }

    /// Every record of a register; for registers that stay small, and for what is computed whole.
    pub fn every<R: Register>(&mut self) -> Result<Vec<Record<R>>, Error> {
        let query = ListQuery { limit: limits::COMMAND_ROWS_MAX, ..ListQuery::default() };
        self.rows_of(R::NAME, &query)?.into_iter().map(RawRecord::typed).collect()
    }

    /// Facts that a figure or a rule needs and that are never shown themselves, without the reader's scope.
    pub fn facts<T>(&mut self, look: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let sight = std::mem::replace(&mut self.sight, Sight::Rule);
        let result = look(self);
        self.sight = sight;
        result
    }

    /// A page of a register, with its count.
    pub fn list(&mut self, register: &str, query: &ListQuery) -> Result<Page, Error> {
        let mut wanted = query.clone();
        wanted.limit = query.limit.clamp(1, limits::PAGE_ROWS_MAX) + 1;
        let mut rows = self.rows_of(register, &wanted)?;
        let more = rows.len() >= wanted.limit;
        rows.truncate(wanted.limit - 1);
        let meta = self.meta(register)?;
        let next = rows.last().filter(|_| more).map(|last| (order_value(&meta.def, query, last), last.head.id));
        let (sql, params) = self.count_sql(meta, query, limits::COUNT_MAX)?;
        let count = if more || query.after.is_some() { self.conn.number(&sql, &params)? } else { rows.len() as i64 };
        Ok(Page { rows, next, count })
    }

    /// How many records a query finds, counted to one above the most.
    pub fn count(&mut self, register: &str, query: &ListQuery, most: usize) -> Result<usize, Error> {
        let (sql, params) = self.count_sql(self.meta(register)?, query, most as i64)?;
        Ok(usize::try_from(self.conn.number(&sql, &params)?).unwrap_or(usize::MAX))
    }

    /// The statement that counts what a page is of, to one above the most.
    pub fn count_sql(&self, meta: &Meta, query: &ListQuery, most: i64) -> Result<(String, Vec<Value>), Error> {
        let (condition, mut params) = self.condition(meta, query)?;
        let source = query::source(&meta.def, &self.lens(), &mut params, query.with_void);
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {source} AS r WHERE {condition} LIMIT {}) AS c", most + 1);
        Ok((sql, params))
    }

    /// The rows of a page without the count.
    pub fn rows_of(&mut self, register: &str, query: &ListQuery) -> Result<Vec<RawRecord>, Error> {
        let meta = self.meta(register)?;
        let (sql, params) = self.rows_sql(meta, query)?;
        let rows = self.conn.query(&sql, &params)?;
        let records: Vec<RawRecord> =
            rows.into_iter().map(|row| Ok(self.hand_over(meta, meta.parse(row)?))).collect::<Result<_, Error>>()?;
        self.now_too(&meta.def, &records.iter().map(|record| record.head.id).collect::<Vec<_>>())?;
        Ok(records)
    }

    /// The first record of a register in its view `newest`, of those that are seen; none where there is none.
    pub fn newest<R: Register>(&mut self) -> Result<Option<Record<R>>, Error> {
        let query = ListQuery { view: Some("newest".to_owned()), limit: 1, ..ListQuery::default() };
        self.rows_of(R::NAME, &query)?.pop().map(RawRecord::typed).transpose()
    }

    /// The statement that reads the rows of a page.
    pub fn rows_sql(&self, meta: &Meta, query: &ListQuery) -> Result<(String, Vec<Value>), Error> {
        let (mut condition, mut params) = self.condition(meta, query)?;
        let (by, descending) = order(&meta.def, query);
        if let Some((value, id)) = &query.after {
            params.push(value.clone());
            params.push((*id).into());
            let (than, at) = (if descending { "<" } else { ">" }, params.len());
            condition.push_str(&format!(" AND ({by}, id) {than} (${}, ${at})", at - 1));
        }
        let way = if descending { " DESC" } else { "" };
        params.push(Value::Int(query.limit.min(limits::COMMAND_ROWS_MAX) as i64));
        let limit = params.len();
        let source = query::source(&meta.def, &self.lens(), &mut params, query.with_void);
        let sql = format!("SELECT {} FROM {source} AS r WHERE {condition} ORDER BY {by}{way}, id{way} LIMIT ${limit}", meta.columns);
        Ok((sql, params))
    }

    /// Every version of a record that this reader may see now, newest first.
    pub fn timeline(&mut self, register: &str, id: RecordId) -> Result<Vec<TimelineEntry>, Error> {
        self.get_raw(register, id)?;
        let meta = self.meta(register)?;
        let (sql, params) = self.timeline_sql(meta, id);
        let rows = self.conn.query(&sql, &params)?;
        rows.into_iter()
            .map(|mut row| {
                let record = self.hand_over(meta, meta.parse(row.split_off(7))?);
                let mut cells = row.into_iter();
                let mut next = || cells.next().unwrap_or_default();
                Ok(TimelineEntry {
                    seq: next().int().unwrap_or(0),
                    time: next().int().unwrap_or(0),
                    actor: next().id().unwrap_or(RecordId::NIL),
                    behalf: next().id(),
                    holder: next().id(),
                    command: next().text().unwrap_or("").to_owned(),
                    duty: next().text().unwrap_or("").to_owned(),
                    record,
                })
            })
            .collect()
    }

    /// The statement that reads a record's versions; today's rights apply to each version's own marking.
    pub fn timeline_sql(&self, meta: &Meta, id: RecordId) -> (String, Vec<Value>) {
        let mut params = vec![id.into(), self.known.unwrap_or(i64::MAX).into()];
        let columns: String = meta.columns.split(", ").map(|c| format!(", r.{c}")).collect();
        let visible = query::visible(&meta.def, &self.lens(), "r.", &mut params);
        let sql = format!(
            "SELECT e.seq, e.time, e.actor, e.behalf, e.holder, e.command, e.duty{columns} FROM \"{}_rev\" r JOIN entry e ON e.seq = r.rev_from \
             WHERE r.id = $1 AND r.rev_from <= $2 AND {visible} ORDER BY r.rev_from DESC LIMIT {}",
            meta.def.name,
            limits::PAGE_ROWS_MAX
        );
        (sql, params)
    }

    /// What these records said in each version that the reader may see, as it was known, oldest first; one query for as many as a page shows.
    pub fn versions<R: Register>(&mut self, ids: &[RecordId]) -> Result<HashMap<RecordId, Vec<R>>, Error> {
        let meta = self.meta(R::NAME)?;
        let mut all: HashMap<RecordId, Vec<R>> = HashMap::new();
        for part in ids.chunks(limits::PAGE_ROWS_MAX) {
            let Some((sql, params)) = self.versions_sql(meta, part) else { continue };
            for row in self.conn.query(&sql, &params)? {
                let record = self.hand_over(meta, meta.parse(row)?);
                all.entry(record.head.id).or_default().push(record.typed::<R>()?.body);
            }
        }
        Ok(all)
    }

    /// The statement that reads the versions of some records; none for none.
    pub fn versions_sql(&self, meta: &Meta, ids: &[RecordId]) -> Option<(String, Vec<Value>)> {
        let (mut params, places) = listed(ids.iter().map(|id| Value::Id(*id)).collect())?;
        params.push(self.known.unwrap_or(i64::MAX).into());
        let known = params.len();
        let columns = meta.columns.split(", ").map(|c| format!("r.{c}")).collect::<Vec<_>>().join(", ");
        let visible = query::visible(&meta.def, &self.lens(), "r.", &mut params);
        let sql = format!(
            "SELECT {columns} FROM \"{}_rev\" r WHERE r.id IN ({places}) AND r.rev_from <= ${known} AND {visible} ORDER BY r.id, r.rev_from",
            meta.def.name
        );
        Some((sql, params))
    }

    /// The state changes of a record this reader may see, as they were known, oldest first.
    pub fn transitions(&mut self, register: &str, id: RecordId) -> Result<Vec<Record<crate::transition::Transition>>, Error> {
        self.get_raw(register, id)?;
        let meta = self.meta("transitions")?;
        let (sql, params) = self.transitions_sql(meta, id);
        let rows = self.conn.query(&sql, &params)?;
        rows.into_iter().map(|row| self.hand_over(meta, meta.parse(row)?).typed()).collect()
    }

    /// The statement that reads a record's state changes; whoever sees the record sees them.
    pub fn transitions_sql(&self, meta: &Meta, id: RecordId) -> (String, Vec<Value>) {
        let mut params = vec![id.into()];
        let lens = Lens { sight: &Sight::Rule, ..self.lens() };
        let source = query::source(&meta.def, &lens, &mut params, false);
        // In the order of the log: clocks can stand still or go back.
        let sql = format!(
            "SELECT {} FROM {source} AS r WHERE record = $1 \
             ORDER BY (SELECT v.rev_from FROM transitions_rev v WHERE v.id = r.id AND v.version = 1), id LIMIT {}",
            meta.columns,
            limits::PAGE_ROWS_MAX
        );
        (sql, params)
    }

    /// Everything written by the entry that made this record and by so many that follow it, in the order in which it was written.
    pub fn written_with(&mut self, register: &str, id: RecordId, following: i64) -> Result<Vec<Written>, Error> {
        self.get_raw(register, id)?;
        let seq = self.conn.number(&format!("SELECT rev_from FROM \"{register}_rev\" WHERE id = $1 AND version = 1"), &[id.into()])?;
        let mut all = Vec::new();
        for meta in self.manifest.registers() {
            let name = meta.def.name;
            let columns = |alias: &str| meta.columns.split(", ").map(|c| format!("{alias}.{c}")).collect::<Vec<_>>().join(", ");
            // The three share a width: what stands now, what was written, what stood before.
            let sql = format!(
                "SELECT w.rev_from, w.rev_ord, {}, {}, {} FROM \"{name}_rev\" w JOIN \"{name}\" n ON n.id = w.id \
                 LEFT JOIN \"{name}_rev\" b ON b.id = w.id AND b.rev_to = w.rev_from WHERE w.rev_from BETWEEN $1 AND $2 ORDER BY w.rev_from, w.rev_ord",
                columns("n"),
                columns("w"),
                columns("b")
            );
            let width = crate::schema::HEAD.len() + meta.def.fields.len();
            for mut row in self.conn.query(&sql, &[seq.into(), (seq + following).into()])? {
                let mut before = row.split_off(2 + 2 * width);
                let wrote = meta.parse(row.split_off(2 + width))?;
                let current = meta.parse(row.split_off(2))?;
                let closed = |record: &RawRecord| (record.head.label.clone(), record.head.void);
                let stands = wrote.values == current.values && closed(&wrote) == closed(&current);
                let current = self.hand_over(meta, current);
                let [from, ord] = [0, 1].map(|at| row.get(at).and_then(Value::int).unwrap_or(0));
                let before = (!before[0].is_null()).then(|| before.split_off(crate::schema::HEAD.len()));
                all.push(((from, ord), Written { def: meta.def, stands, current, before }));
            }
        }
        all.sort_by_key(|(order, _)| *order);
        Ok(all.into_iter().map(|(_, written)| written).collect())
    }

    /// The first records of a register that match what somebody types.
    pub fn suggest(&mut self, register: &str, typed: &str) -> Result<Vec<RawRecord>, Error> {
        self.rows_of(register, &ListQuery { search: typed.to_owned(), limit: limits::SUGGESTIONS_MAX, ..ListQuery::default() })
    }

    /// The names by which people know records, for as many ids as a page shows, one query a register. Hidden ones are absent.
    pub fn titles(&mut self, register: &str, ids: &[RecordId]) -> Result<HashMap<RecordId, String>, Error> {
        let meta = self.meta(register)?;
        let Some((mut params, places)) = listed(ids.iter().map(|id| Value::Id(*id)).collect()) else { return Ok(HashMap::new()) };
        let source = query::source(&meta.def, &self.lens(), &mut params, true);
        let columns = [LABEL, &["id"], meta.def.title].concat().join(", ");
        let rows = self.conn.query(&format!("SELECT {columns} FROM {source} AS r WHERE id IN ({places})"), &params)?;
        if !matches!(self.sight, Sight::Rule) {
            rows.iter().for_each(|row| self.seen.count_label(row));
            self.now_too(&meta.def, ids)?;
        }
        let named = |row: &Row| Some((row.get(LABEL.len())?.id()?, kernel::register::titled(row.iter().skip(LABEL.len() + 1))));
        Ok(rows.iter().filter_map(named).collect())
    }

    /// The account that looks.
    pub const fn account(&self) -> RecordId {
        match self.sight.actor() {
            Some(actor) => actor.account,
            None => RecordId::NIL,
        }
    }

    /// The person that looks.
    pub const fn person(&self) -> RecordId {
        match self.sight.actor() {
            Some(actor) => actor.person,
            None => RecordId::NIL,
        }
    }

    /// The duties in force of who looks.
    pub fn duties(&self) -> Vec<Duty> {
        self.grants().iter().map(|g| g.duty).collect()
    }

    /// The grants in force of who looks.
    pub fn grants(&self) -> Vec<access::Grant> {
        self.sight.actor().map(|actor| actor.in_force(self.today).cloned().collect()).unwrap_or_default()
    }

    /// Whether who looks broke the glass.
    pub fn emergency(&self) -> bool {
        self.sight.actor().is_some_and(|actor| actor.emergency)
    }

    /// Looks through a window with one of the duties in force of who looks; refused when that duty has none.
    pub fn through<T>(&mut self, window: &Window, duty: Duty, look: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let actor = self.sight.actor().filter(|a| window.duties.contains(&duty) && a.in_force(self.today).any(|g| g.duty == duty)).cloned();
        let duties = || window.duties.iter().map(|d| d.code()).collect::<Vec<_>>().join(", ");
        let actor = actor.ok_or_else(|| kernel::Refusal::new("duty-missing").with("duties", duties()))?;
        let sight = std::mem::replace(&mut self.sight, Sight::Window(actor, duty));
        let result = look(self);
        self.sight = sight;
        result
    }

    /// Whether who looks is in a compartment, at one of these duties.
    pub fn is_member(&self, duties: &[kernel::Duty], compartment: &str) -> bool {
        self.grants().iter().any(|g| duties.contains(&g.duty) && g.reach.compartments.contains(compartment))
    }

    /// The names colleagues know accounts by; the accounts of a page at once.
    pub fn account_names(&mut self, ids: &[RecordId]) -> Result<HashMap<RecordId, String>, Error> {
        let Some((params, places)) = listed(ids.iter().map(|id| Value::Id(*id)).collect()) else { return Ok(HashMap::new()) };
        let def = self.meta(crate::identity::Account::NAME)?.def;
        self.refers(&def, ids)?;
        let rows = self.conn.query(&format!("SELECT id, name FROM accounts WHERE id IN ({places})"), &params)?;
        Ok(rows.into_iter().filter_map(|row| Some((row.first()?.id()?, row.get(1)?.text()?.to_owned()))).collect())
    }

    /// Whether something of a register could be seen at all.
    pub fn opens(&self, register: &str) -> bool {
        let Some(meta) = self.manifest.register(register) else { return false };
        self.sight.scope(&meta.def, self.today).is_none_or(|scope| !scope.is_nothing())
    }

    /// A register of the manifest.
    pub fn meta(&self, register: &str) -> Result<&'a Meta, Error> {
        self.manifest.register(register).ok_or(Error::NotFound)
    }

    fn lens(&self) -> Lens<'_> {
        Lens { manifest: self.manifest, sight: &self.sight, today: self.today, known: self.known }
    }

    /// What every record goes through on its way to whoever looks.
    fn hand_over(&mut self, meta: &Meta, raw: RawRecord) -> RawRecord {
        if !matches!(self.sight, Sight::Rule) {
            self.seen.count_head(&raw.head);
        }
        withhold(&self.sight, self.today, meta, raw)
    }

    fn condition(&self, meta: &Meta, query: &ListQuery) -> Result<(String, Vec<Value>), Error> {
        let mut conditions = vec!["1 = 1".to_owned()];
        let mut params = Vec::new();
        for (name, value) in &query.filters {
            // A group that is withheld from some cannot be asked about, or the answer would tell.
            let open = |field: &&kernel::FieldDef| !field.sealed && !meta.def.groups.iter().any(|g| g.name == field.group);
            let field =
                meta.def.field(name).filter(open).ok_or_else(|| kernel::Refusal::new("filter-unknown").with("field", name.as_str()))?;
            if value.is_null() {
                conditions.push(format!("\"{}\" IS NULL", field.name));
                continue;
            }
            params.push(value.clone());
            conditions.push(format!("\"{}\" = ${}", field.name, params.len()));
        }
        if let (Some(day), Some(_), Some(_)) = (query.valid_on, meta.def.field("valid_from"), meta.def.field("valid_until")) {
            params.push(day.into());
            let at = params.len();
            conditions.push(format!("valid_from <= ${at} AND (valid_until IS NULL OR valid_until >= ${at})"));
        }
        let search: String = query.search.chars().take(limits::SEARCH_CHARS_MAX).collect();
        for word in fold::words(&search) {
            params.push(Value::from(meta.def.name));
            params.push(Value::Text(word.clone()));
            params.push(Value::Text(format!("{word}\u{10FFFF}")));
            let at = params.len();
            conditions.push(format!(
                "id IN (SELECT record FROM search_token WHERE register = ${} AND token >= ${} AND token < ${at})",
                at - 2,
                at - 1
            ));
        }
        Ok((conditions.join(" AND "), params))
    }
}

/// The filter value of an address or API parameter, read as the field's kind.
pub fn filter_value(def: &RegisterDef, field: &str, text: &str) -> Option<Value> {
    let field = def.field(field)?;
    Some(match field.kind {
        FieldKind::Int | FieldKind::Time | FieldKind::Bool => Value::Int(text.parse().ok()?),
        FieldKind::Ref(_) => Value::Id(RecordId::parse(text)?),
        FieldKind::Bytes => return None,
        _ => Value::from(text),
    })
}

fn order(def: &RegisterDef, query: &ListQuery) -> (String, bool) {
    let view = query.view.as_deref().and_then(|name| def.views.iter().find(|v| v.name == name));
    view.map_or_else(|| ("sort_key".to_owned(), false), |v| (format!("\"{}\"", v.by), v.descending))
}

fn order_value(def: &RegisterDef, query: &ListQuery, last: &RawRecord) -> Value {
    let view = query.view.as_deref().and_then(|name| def.views.iter().find(|v| v.name == name));
    view.map_or_else(|| Value::Text(fold::fold(&def.title_of(&last.values))), |v| last.value(def, v.by).clone())
}

/// Values as parameters and their places in an IN list, each once, as many as a page shows; none when there is none.
pub(crate) fn listed(mut params: Vec<Value>) -> Option<(Vec<Value>, String)> {
    params.sort_unstable();
    params.dedup();
    params.truncate(limits::PAGE_ROWS_MAX);
    let places = (1..=params.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    (!params.is_empty()).then_some((params, places))
}

/// Takes away the groups of fields that are withheld from whoever looks.
fn withhold(sight: &Sight, today: Date, meta: &Meta, mut raw: RawRecord) -> RawRecord {
    if meta.def.groups.is_empty() {
        return raw;
    }
    let Some(scope) = sight.scope(&meta.def, today) else { return raw };
    for group in meta.def.groups {
        if scope.withholds(group.name, &raw.head) {
            raw.withheld.push(group.name);
            let closed = meta.def.fields.iter().zip(raw.values.iter_mut()).filter(|(f, _)| f.group == group.name);
            closed.for_each(|(_, value)| *value = Value::Null);
        }
    }
    raw
}
