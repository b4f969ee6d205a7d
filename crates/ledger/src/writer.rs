//! The writer: one thread, many waiting jobs in one transaction and one flush, each job in its own savepoint. A commit that was answered
//! is on the disk; one that failed is told to all who waited for it.

use std::borrow::Cow;
use std::sync::Arc;

use access::{Actor, Permit, permit};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use kernel::{FieldKind, Head, Job, Label, Level, RecordId, Refusal, Refused, Value, limits};

use crate::approval::{self, Approval, ApprovalState, Approve};
use crate::attempts::{self, Attempt};
use crate::ceremony::TwoPeople;
use crate::changes::{Change, Step};
use crate::command::{Command, CommandDef, Context, Order, Reach, Receipt, heads};
use crate::crypto::{self, Key, Signer};
use crate::db::Connection;
use crate::keys::{self, SubjectKeys};
use crate::log::checkpoint::Checkpoint;
use crate::log::commitment;
use crate::log::leaf::Entry;
use crate::log::tree::{self, Frontier};
use crate::node::Shared;
use crate::rights::realm::Assign;
use crate::store::{self, Meta};
use crate::transition::Micros;
use crate::view::{Sight, View};
use crate::{Changes, Error, markings, rights};

/// Something for the writer to do within the batch's transaction, and somebody to tell once it is committed.
pub(crate) trait Work: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Error>;
    fn finish(self: Box<Self>, commit: Result<(), Error>);
}

/// What the writer keeps between batches.
pub(crate) struct Writer {
    pub shared: Arc<Shared>,
    pub conn: Box<dyn Connection>,
    pub keys: SubjectKeys,
    pub signer: Signer,
    pub jobs: Receiver<Box<dyn Work>>,
    pub signed: (u64, i64),
}

/// The transaction of a batch.
pub(crate) struct Tx<'a> {
    pub shared: &'a Shared,
    pub conn: &'a mut dyn Connection,
    pub keys: &'a mut SubjectKeys,
    head: LogHead,
    signer: &'a Signer,
    sign: bool,
    /// What the job at work attempted in vain; entered once the job is undone.
    attempt: Option<Attempt>,
}

/// A row about to be written.
struct Ready<'c> {
    /// Its place among the changes.
    at: usize,
    meta: &'c Meta,
    head: Head,
    values: Cow<'c, [Value]>,
    /// The version it follows; none for a new record.
    before: Option<i64>,
    /// The key of its commitment.
    key: Key,
}

impl Ready<'_> {
    /// Whether both are new records of one register.
    fn added_with(&self, other: &Self) -> bool {
        self.before.is_none() && other.before.is_none() && self.meta.def.name == other.meta.def.name
    }
}

/// The items of an entry, each with its place among the changes.
fn commitments(ready: &[Ready<'_>]) -> Vec<(usize, String)> {
    ready.iter().map(|row| (row.at, commitment::item(&row.key, &row.meta.def, &row.head, &row.values))).collect()
}

#[derive(Clone)]
struct LogHead {
    frontier: Frontier,
    time: i64,
}

impl Writer {
    pub(crate) fn run(mut self) {
        let idle = std::time::Duration::from_secs(limits::CHECKPOINT_SECONDS.unsigned_abs());
        loop {
            let mut batch = match self.jobs.recv_timeout(idle) {
                Ok(job) => vec![job],
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            batch.extend(self.jobs.try_iter().take(limits::BATCH_COMMANDS_MAX - 1));
            let result = self.batch(&mut batch);
            if result.is_err() {
                self.keys.forget();
            }
            for job in batch {
                job.finish(result.as_ref().copied().map_err(Error::again));
            }
        }
    }

    fn batch(&mut self, batch: &mut [Box<dyn Work>]) -> Result<(), Error> {
        self.conn.begin_write()?;
        let done = self.fill(batch);
        match done {
            Ok(signed) => {
                if let Err(error) = self.conn.commit() {
                    // A commit that failed may leave its transaction open; the next batch must not fall over it.
                    let _ = self.conn.rollback();
                    return Err(error);
                }
                self.signed = signed.unwrap_or(self.signed);
                // It is committed, whatever becomes of the memory.
                let _ = self.conn.room(false);
                Ok(())
            }
            Err(error) => {
                self.conn.rollback()?;
                self.conn.room(false)?;
                Err(error)
            }
        }
    }

    fn fill(&mut self, batch: &mut [Box<dyn Work>]) -> Result<Option<(u64, i64)>, Error> {
        let head = read_head(self.conn.as_mut())?;
        let (before, since) = (head.frontier.size(), head.time);
        let mut tx = Tx {
            shared: &self.shared,
            conn: self.conn.as_mut(),
            keys: &mut self.keys,
            head,
            signer: &self.signer,
            sign: false,
            attempt: None,
        };
        for job in batch.iter_mut() {
            tx.conn.execute("SAVEPOINT job", &[])?;
            let saved = tx.head.clone();
            // A job that panics is undone like one that failed; the writer lives on.
            let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job.run(&mut tx)));
            match run.unwrap_or_else(|_| Err(Error::Stored("a command panicked".to_owned()))) {
                Ok(()) => tx.conn.execute("RELEASE SAVEPOINT job", &[])?,
                Err(_) => {
                    tx.head = saved;
                    tx.keys.forget();
                    tx.conn.execute("ROLLBACK TO SAVEPOINT job", &[])?;
                    tx.conn.execute("RELEASE SAVEPOINT job", &[])?
                }
            };
            if let Some(attempt) = tx.attempt.take() {
                tx.enter(&attempt)?;
            }
        }
        tx.close(before, since, self.signed)
    }
}

/// One piece of work in the transaction that is open on a connection, where no writer runs; the log is signed at its end.
pub(crate) fn alone<T>(shared: &Shared, conn: &mut dyn Connection, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
    let head = read_head(conn)?;
    let before = head.frontier.size();
    let mut keys = SubjectKeys::new(shared.master.master);
    let mut tx = Tx { shared, conn, keys: &mut keys, head, signer: &shared.master.signer()?, sign: true, attempt: None };
    let done = work(&mut tx)?;
    tx.close(before, 0, (0, 0))?;
    Ok(done)
}

fn read_head(conn: &mut dyn Connection) -> Result<LogHead, Error> {
    let row =
        conn.first("SELECT size, time, frontier FROM log_head", &[])?.ok_or_else(|| Error::Stored("the log has no head".to_owned()))?;
    let (Some(size), Some(time)) = (row.first().and_then(Value::int), row.get(1).and_then(Value::int)) else {
        return Err(Error::Stored("the log's head is damaged".to_owned()));
    };
    let bytes: &[u8] = match row.get(2) {
        Some(Value::Bytes(bytes)) => bytes,
        _ => &[],
    };
    let frontier = Frontier::from_bytes(size.unsigned_abs(), bytes).ok_or_else(|| Error::Stored("the log's head is damaged".to_owned()))?;
    Ok(LogHead { frontier, time })
}

impl Tx<'_> {
    /// Carries out a command, and keeps in mind what a person attempted in vain.
    pub(crate) fn carry_out(&mut self, order: &Order, job: Option<Job>) -> Result<Receipt, Error> {
        let shared = self.shared;
        let def = shared
            .manifest
            .command(&order.command)
            .ok_or_else(|| Refusal::new("command-unknown").with("command", order.command.as_str()))?;
        let done = self.settle(def, order, job);
        if let (Err(Error::Refused(refused)), None) = (&done, job) {
            self.attempt = Attempt::of(def, order, refused);
        }
        done
    }

    /// Idempotency, rights, decision, four eyes, changes, entry.
    fn settle(&mut self, def: &CommandDef, order: &Order, job: Option<Job>) -> Result<Receipt, Error> {
        let shared = self.shared;
        // A key for scripts is not a person in front of a page.
        if let (true, Some(code)) = (order.by_key, def.in_browser) {
            return Err(Refusal::new(code).into());
        }
        let frozen = approval::freeze(&def.fields, &order.values);
        if let Some(receipt) = self.repeated(order, &frozen)? {
            return Ok(receipt);
        }
        let now = shared.now();
        let actor = match job {
            Some(job) => Actor::system(job),
            None => self.actor(order.account, order.by_key)?,
        };
        let receipt = if def.name == Approve::NAME {
            self.approve(def, order, &actor, now)?
        } else if def.four_eyes {
            self.propose(def, order, &actor, frozen.clone(), now)?
        } else {
            let (changes, permit, _) = self.decide(def, &order.values, &actor, None, now)?;
            let receipt = self.append(def.name, def.purpose, order, &permit, permit.behalf(), &changes, now)?;
            self.follow(&changes.steps, order, &actor, None, now)?;
            receipt
        };
        self.remember(order, &frozen, &receipt, now)?;
        Ok(receipt)
    }

    /// Whoever is at an account, with the rights of this moment.
    fn actor(&mut self, account: RecordId, by_key: bool) -> Result<Actor, Error> {
        let actor = rights::load_actor(self.conn, self.shared, account, by_key)?;
        // A broken glass is for reading.
        Ok(Actor { emergency: false, ..actor })
    }

    fn decide(
        &mut self,
        def: &CommandDef,
        values: &[Value],
        actor: &Actor,
        requester: Option<(RecordId, RecordId)>,
        now: i64,
    ) -> Result<(Changes, Permit, Reach), Error> {
        let shared = self.shared;
        let (stamp, today) = (kernel::clock::from_micros(now), shared.today(now));
        let ids = (actor.account, actor.person);
        let cx = Context::new(stamp, today, ids, requester, &shared.policy, def.name, shared.entropy.as_ref());
        def.decide(actor, values, &mut self.view(actor, now), &cx)
    }

    /// What somebody sees at this moment of the transaction.
    fn view(&mut self, actor: &Actor, now: i64) -> View<'_> {
        let shared = self.shared;
        View {
            conn: &mut *self.conn,
            manifest: &shared.manifest,
            policy: &shared.policy,
            zone: &shared.zone,
            master: &shared.master.master,
            sight: Sight::Actor(actor.clone()),
            today: shared.today(now),
            now: kernel::clock::from_micros(now),
            known: None,
            seen: crate::view::Seen::default(),
        }
    }

    /// Decides once, so that a hopeless request is refused at once, then stores it frozen.
    fn propose(&mut self, def: &CommandDef, order: &Order, actor: &Actor, frozen: String, now: i64) -> Result<Receipt, Error> {
        let (_, permit, Reach { targets, .. }) = self.decide(def, &order.values, actor, None, now)?;
        let register = def.on.map(str::to_owned).or_else(|| markings::register_of(def, &order.values));
        let target = register.zip(targets.first().map(|(_, head)| head));
        let targets = heads(&targets);
        let target = target.map(|(register, head)| (register, head.clone()));
        // What is asked about by fact, without loading it through the requester's scope, is told by the input alone; what is about several people is
        // about none of them.
        let subjects: std::collections::BTreeSet<_> = targets.iter().filter_map(|head| head.subject).collect();
        let about = match (subjects.len(), def.on) {
            (1, _) => subjects.first().copied(),
            (0, Some("people")) => order.values.first().and_then(Value::id),
            _ => None,
        };
        let request = Approval {
            command: def.name.to_owned(),
            digest: approval::digest(def.name, &frozen),
            input: frozen,
            record: target.as_ref().map(|(_, head)| head.id),
            register: target.map(|(register, _)| register),
            // A request about a restriction must be found by who is to approve it, though the file itself is not.
            person: about.filter(|_| !def.on.is_some_and(rights::restriction::stands_outside)),
            requester: kernel::Id::new(order.account),
            behalf: permit.behalf().map(kernel::Id::new),
            requested_at: Micros(now),
            state: ApprovalState::Pending,
            decided_by: None,
            decided_at: None,
            reason: None,
        };
        let mut changes = Changes::new();
        // The request repeats what the records hold: it is as closed as the highest of them.
        let compartment = targets.iter().find_map(|head| head.label.compartment.as_deref());
        let label = self.shared.policy.derived(&Label::at("R").within(compartment), &self.shared.policy.all(&targets))?;
        let id = self.shared.entropy.id();
        changes.insert_in(id, &request, label);
        let receipt = self.append(approval::ASKED, def.purpose, order, &permit, permit.behalf(), &changes, now)?;
        // What is asked for must still lie there when it is decided.
        crate::operational::stay_for_request(self.conn, &order.values, now)?;
        Ok(Receipt { approval: Some(id), ..receipt })
    }

    /// Approves a frozen request and carries it out, unchanged, in the same entry.
    fn approve(&mut self, def: &CommandDef, order: &Order, actor: &Actor, now: i64) -> Result<Receipt, Error> {
        let (mut changes, _, _) = self.decide(def, &order.values, actor, None, now)?;
        let id = order.values.first().and_then(Value::id).ok_or(Error::NotFound)?;
        let meta = self.shared.manifest.register("approvals").ok_or(Error::NotFound)?;
        let row = self.conn.first(&format!("SELECT {} FROM approvals WHERE id = $1", meta.columns), &[id.into()])?;
        let request = meta.parse(row.ok_or(Error::NotFound)?)?.typed::<Approval>()?.body;
        let frozen_def = self
            .shared
            .manifest
            .command(&request.command)
            .ok_or_else(|| Refusal::new("command-unknown").with("command", request.command.as_str()))?;
        let values = approval::thaw(&frozen_def.fields, &request.input)?;
        let requester = self.actor(request.requester.raw(), false)?;
        let (inner, held) = self.decide_for(frozen_def, &values, actor, &requester, now)?;
        let answer = inner.answer;
        changes.rows.extend(inner.rows);
        changes.blobs.extend(inner.blobs);
        changes.outgoing.extend(inner.outgoing);
        changes.sign_out.extend(inner.sign_out);
        changes.kept.extend(inner.kept);
        changes.unstaged.extend(inner.unstaged);
        changes.erase = inner.erase;
        changes.answer = answer.or(changes.answer);
        let receipt = self.append(frozen_def.name, frozen_def.purpose, order, &held, Some(request.requester.raw()), &changes, now)?;
        self.follow(&inner.steps, order, actor, Some(&requester), now)?;
        Ok(receipt)
    }

    /// Decides what somebody asked for as who approves it. The requester must still hold the right at the moment of the commit, still see what they
    /// asked about, and reach it.
    fn decide_for(
        &mut self,
        def: &CommandDef,
        values: &[Value],
        approver: &Actor,
        requester: &Actor,
        now: i64,
    ) -> Result<(Changes, Permit), Error> {
        let (changes, held, reach) = self.decide(def, values, approver, Some((requester.account, requester.person)), now)?;
        let (rule, today) = (def.rule(), self.shared.today(now));
        permit(requester, &rule, &[], today)?;
        if !self.view(requester, now).sees_all(&reach.targets)? {
            return Err(Refusal::new("requester-sees-no-more").into());
        }
        reach.permits(requester, &rule, today)?;
        Ok((changes, held))
    }

    /// Carries out what follows a command. The first step that is refused refuses all, and says which row it was.
    fn follow(&mut self, steps: &[Step], order: &Order, actor: &Actor, requester: Option<&Actor>, now: i64) -> Result<(), Error> {
        for step in steps {
            self.step(step, order, actor, requester, now).map_err(|error| match refused(error) {
                Ok(Refused(mut reasons)) => {
                    reasons.insert(0, Refusal::new("row-refused").with("row", step.row.to_string()));
                    Refused(reasons).into()
                }
                Err(other) => other,
            })?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step, order: &Order, actor: &Actor, requester: Option<&Actor>, now: i64) -> Result<(), Error> {
        let shared = self.shared;
        let def = shared
            .manifest
            .command(&step.command)
            .filter(|def| def.plain() || def.takes_rows())
            .ok_or_else(|| Refusal::new("command-unknown").with("command", step.command.as_str()))?;
        // It is who asked that gives the command, as it was rehearsed; whoever approves must be able to give it too, and see what it is about.
        let (changes, permit, reach) = self.decide(def, &step.values, requester.unwrap_or(actor), None, now)?;
        let (permit, behalf) = match requester {
            None => {
                let behalf = permit.behalf();
                (permit, behalf)
            }
            Some(requester) => {
                if !self.view(actor, now).sees_all(&reach.targets)? {
                    return Err(Refusal::new("approver-sees-less").into());
                }
                let held = reach.permits(actor, &def.approval_rule(), shared.today(now))?;
                (held, Some(requester.account))
            }
        };
        self.append(def.name, def.purpose, order, &permit, behalf, &changes, now).map(|_| ())
    }

    /// Carries steps out, each by itself, and takes everything back: what each would be refused for, if at all. What an earlier row takes, such as a
    /// number that may stand once, is taken for a later one.
    pub(crate) fn rehearse(&mut self, account: RecordId, by_key: bool, steps: &[Step]) -> Result<Vec<Option<Refused>>, Error> {
        let now = self.shared.now();
        let actor = self.actor(account, by_key)?;
        let order = Order::new(account, "", Vec::new(), self.shared.entropy.id());
        let before = self.head.clone();
        self.conn.execute("SAVEPOINT rehearsal", &[])?;
        let mut found = Vec::with_capacity(steps.len());
        for step in steps {
            let saved = self.head.clone();
            self.conn.execute("SAVEPOINT step", &[])?;
            match self.step(step, &order, &actor, None, now) {
                Ok(()) => found.push(None),
                Err(error) => {
                    let refused = refused(error)?;
                    self.head = saved;
                    self.keys.forget();
                    self.conn.execute("ROLLBACK TO SAVEPOINT step", &[])?;
                    found.push(Some(refused));
                }
            }
            self.conn.execute("RELEASE SAVEPOINT step", &[])?;
        }
        self.head = before;
        self.keys.forget();
        self.conn.execute("ROLLBACK TO SAVEPOINT rehearsal", &[])?;
        self.conn.execute("RELEASE SAVEPOINT rehearsal", &[])?;
        Ok(found)
    }

    /// Writes rows, revisions, search words, attachments and the entry.
    #[expect(clippy::too_many_arguments, reason = "each is a part of the entry")]
    pub(crate) fn append(
        &mut self,
        command: &str,
        purpose: &str,
        order: &Order,
        permit: &Permit,
        behalf: Option<RecordId>,
        changes: &Changes,
        now: i64,
    ) -> Result<Receipt, Error> {
        if changes.rows.len() > limits::COMMAND_ROWS_MAX {
            return Err(Refusal::new("too-many-rows").with("max", limits::COMMAND_ROWS_MAX.to_string()).into());
        }
        let seq = self.head.frontier.size().cast_signed();
        let mut items = self.write_rows(command, &changes.rows, seq)?;
        for blob in &changes.blobs {
            let key = self.keys.get_or_make(self.conn, blob.subject, keys::BLOB, self.shared.entropy.as_ref())?;
            let sealed = crypto::seal(&key, &blob.id.0, &blob.bytes, self.shared.entropy.as_ref())?;
            self.conn.execute(
                "INSERT INTO blob (id, subject, bytes, sealed) VALUES ($1, $2, $3, $4)",
                &[blob.id.into(), blob.subject.map_or(Value::Null, Value::Id), Value::Int(blob.bytes.len() as i64), Value::Bytes(sealed)],
            )?;
        }
        for outgoing in &changes.outgoing {
            self.put_out(outgoing, seq, now)?;
        }
        for staged in &changes.kept {
            self.conn.execute("UPDATE staged_import SET keep_until = NULL WHERE id = $1", &[(*staged).into()])?;
        }
        for staged in &changes.unstaged {
            crate::operational::unstage(self.conn, *staged)?;
        }
        for account in &changes.sign_out {
            self.conn.execute("DELETE FROM session WHERE account = $1", &[(*account).into()])?;
        }
        if let Some(erasure) = &changes.erase {
            items.push(self.erase(erasure, seq)?);
        }
        let entry = self.entry(command, permit.duty(), purpose, order.account, order.request, now);
        let entry = Entry { behalf, holder: permit.behalf(), items, ..entry };
        self.write_entry(&entry)?;
        Ok(Receipt { seq, answer: changes.answer.map(|(register, id)| (register.to_owned(), id)), approval: None, repeated: false })
    }

    /// Enters a refused attempt: who tried what, and the code of the refusal; no record, no text.
    fn enter(&mut self, attempt: &Attempt) -> Result<(), Error> {
        let now = self.shared.now();
        if !attempt.counts(self.conn, now)? {
            return Ok(());
        }
        let entry = self.entry(attempt.command, attempts::REFUSED, attempt.code, attempt.account, attempt.request, now);
        self.write_entry(&entry)
    }

    /// The next entry, as yet without records and in nobody's place.
    fn entry(&self, command: &str, duty: &str, purpose: &str, actor: RecordId, request: RecordId, now: i64) -> Entry {
        Entry {
            seq: self.head.frontier.size().cast_signed(),
            time: now.max(self.head.time),
            suspect: now < self.head.time - limits::CLOCK_SUSPECT_MINUTES * 60_000_000,
            actor,
            behalf: None,
            holder: None,
            command: command.to_owned(),
            duty: duty.to_owned(),
            table: *self.shared.manifest.table(),
            purpose: purpose.to_owned(),
            request,
            items: Vec::new(),
        }
    }

    /// Writes the rows and gives their items for the entry, in the order of the changes.
    fn write_rows(&mut self, command: &str, changes: &[Change], seq: i64) -> Result<Vec<String>, Error> {
        let large = changes.len() > limits::LARGE_COMMAND_ROWS;
        let mut ready = changes.iter().enumerate().map(|(at, change)| self.ready(at, change)).collect::<Result<Vec<_>, _>>()?;
        if large {
            // Register by register and in the order of the keys, so that few index pages are in use at a time; those referred to first, so
            // that no reference has to be looked for again. The entry keeps the order of the changes.
            ready.sort_by_key(|row| (self.shared.manifest.position(row.meta.def.name), row.head.id));
            self.conn.room(true)?;
        }
        let ready = ready.as_slice();
        let mut items = std::thread::scope(|scope| {
            // The commitments of a large command are made beside its writing.
            let aside = large.then(|| scope.spawn(|| commitments(ready)));
            for run in ready.chunk_by(|a, b| a.added_with(b)).flat_map(|run| run.chunks(limits::ROWS_A_RUN)) {
                self.write_run(command, run, seq)?;
            }
            aside.map_or_else(
                || Ok(commitments(ready)),
                |thread| thread.join().map_err(|_| Error::Stored("the making of commitments panicked".to_owned())),
            )
        })?;
        items.sort_by_key(|(at, _)| *at);
        Ok(items.into_iter().map(|(_, item)| item).collect())
    }

    /// Checks a change and gives it what it is written with.
    fn ready<'c>(&mut self, at: usize, change: &'c Change) -> Result<Ready<'c>, Error>
    where
        Self: 'c,
    {
        let register = change.register();
        let shared = self.shared;
        let meta = shared.manifest.register(register).ok_or_else(|| Error::Stored(format!("{register} is no register")))?;
        let def = &meta.def;
        let (head, values, before) = match change {
            Change::Insert { id, label, values, .. } => {
                let subject = def.subject_of(*id, values);
                let rank = self.rank(&label.level)?;
                Refused::unless_empty(shared.policy.missorted(label))?;
                (Head { id: *id, version: 1, rank, label: label.clone(), subject, void: false }, values, None)
            }
            Change::Update { head, values, .. } => {
                let subject = def.subject_of(head.id, values);
                if subject != head.subject && crate::sealed::fields(def).next().is_some() {
                    return Err(Error::Stored(format!("a record of {register} with sealed text cannot be about somebody else")));
                }
                let next = Head { version: head.version + 1, rank: self.rank(&head.label.level)?, subject, ..head.clone() };
                (next, values, Some(head.version))
            }
        };
        // Whoever decided it: what could not be read back as its type is never stored.
        (def.check)(values)?;
        let key = self.keys.get_or_make(self.conn, head.subject, keys::COMMITMENT, shared.entropy.as_ref())?;
        let values = self.sealed_values(meta, &head, values)?;
        Ok(Ready { at, meta, head, values, before, key })
    }

    /// The values with every newly written sealed text encrypted; what is sealed already stays as it is.
    fn sealed_values<'c>(&mut self, meta: &Meta, head: &Head, values: &'c [Value]) -> Result<Cow<'c, [Value]>, Error> {
        let mut values = Cow::Borrowed(values);
        for (at, field) in crate::sealed::fields(&meta.def) {
            if let Some(Value::Text(text)) = values.get(at) {
                let entropy = self.shared.entropy.as_ref();
                let owner = crate::sealed::key_owner(head);
                let key = self.keys.get_or_make(self.conn, Some(owner), keys::SEALED, entropy)?;
                let sealed = crate::sealed::close(&key, meta.def.name, head.id, field.name, text, entropy)?;
                values.to_mut()[at] = sealed;
            }
        }
        Ok(values)
    }

    /// Writes one new version, or several records added to one register.
    fn write_run(&mut self, command: &str, run: &[Ready<'_>], seq: i64) -> Result<(), Error> {
        let Some(Ready { meta, before, head, .. }) = run.first() else { return Ok(()) };
        let mut rows = Vec::new();
        run.iter().for_each(|row| meta.row(&row.head, &row.values, &mut rows));
        match before {
            None => meta.insert.run(self.conn, &rows).map_err(|e| duplicate(e, meta))?,
            Some(version) => {
                rows.push((*version).into());
                let touched = self.conn.execute(&meta.update, &rows).map_err(|e| duplicate(e, meta))?;
                if touched == 0 {
                    self.relabel(command, meta, head, *version, &rows)?;
                }
                self.conn.execute(&meta.close_rev, &[head.id.into(), seq.into()])?;
            }
        }
        rows.clear();
        for row in run {
            meta.row(&row.head, &row.values, &mut rows);
            rows.extend([seq.into(), Value::Int(row.at as i64)]);
        }
        meta.insert_rev.run(self.conn, &rows)?;
        if meta.def.fields.iter().any(|f| f.search) {
            if before.is_some() {
                self.conn.execute("DELETE FROM search_token WHERE record = $1", &[head.id.into()])?;
            }
            let mut words: Vec<_> =
                run.iter().flat_map(|row| meta.tokens(&row.values).into_iter().map(|word| (word, row.head.id))).collect();
            // In the order of the index.
            words.sort_unstable();
            let words: Vec<Value> = words.into_iter().flat_map(|(word, id)| [meta.def.name.into(), word.into(), id.into()]).collect();
            store::SEARCH.run(self.conn, &words)?;
        }
        Ok(())
    }

    /// Writes a version whose label is not the one that stands: higher under any command, lower under those that take two people.
    fn relabel(&mut self, command: &str, meta: &Meta, head: &Head, version: i64, row: &[Value]) -> Result<(), Error> {
        let stored = self.conn.first(&format!("SELECT {} FROM \"{}\" WHERE id = $1", meta.columns, meta.def.name), &[head.id.into()])?;
        let before = meta.parse(stored.ok_or(Error::NotFound)?)?.head;
        if before.version != version {
            return Err(Error::Conflict { current: before.version });
        }
        if ![markings::LOWER, Assign::NAME].contains(&command) && !self.shared.policy.keeps_closed(&before.label, &head.label) {
            return Err(Refusal::new("downgrade-needs-two").into());
        }
        Refused::unless_empty(self.shared.policy.missorted(&head.label))?;
        self.conn.execute(&meta.relabel, row).map_err(|e| duplicate(e, meta))?;
        Ok(())
    }

    fn rank(&self, marking: &str) -> Result<i64, Error> {
        let (policy, level) = (&self.shared.policy, Level(marking.to_owned()));
        match policy.refuses(&level) {
            Some(refusal) => Err(refusal.into()),
            None => Ok(policy.rank(&level).unwrap_or_default()),
        }
    }

    /// An entry of what two people did with the instance itself; no record changes with it.
    pub(crate) fn enter_by_two(&mut self, command: &str, by: &TwoPeople, items: Vec<String>) -> Result<(), Error> {
        let entry = self.entry(command, by.permit.duty(), "access", by.second, self.shared.entropy.id(), self.shared.now());
        self.write_entry(&Entry { behalf: Some(by.first), items, ..entry })
    }

    /// Entries of the log so far; the number of the next one.
    pub(crate) const fn size(&self) -> i64 {
        self.head.frontier.size().cast_signed()
    }

    fn write_entry(&mut self, entry: &Entry) -> Result<(), Error> {
        let leaf = entry.leaf()?;
        let hash = tree::leaf_hash(leaf.as_bytes());
        self.conn.execute(
            "INSERT INTO entry (seq, time, suspect, actor, behalf, holder, command, duty, purpose, request, leaf, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            &[
                entry.seq.into(),
                entry.time.into(),
                Value::Int(i64::from(entry.suspect)),
                entry.actor.into(),
                entry.behalf.map_or(Value::Null, Value::Id),
                entry.holder.map_or(Value::Null, Value::Id),
                entry.command.as_str().into(),
                entry.duty.as_str().into(),
                entry.purpose.as_str().into(),
                entry.request.into(),
                leaf.into(),
                Value::Bytes(hash.to_vec()),
            ],
        )?;
        for (level, index, node) in self.head.frontier.push(hash) {
            self.conn.execute(
                "INSERT INTO tree_node (level, idx, hash) VALUES ($1, $2, $3)",
                &[level.into(), index.into(), Value::Bytes(node.to_vec())],
            )?;
        }
        self.head.time = entry.time;
        Ok(())
    }

    /// Asks for a checkpoint at the end of this batch.
    pub(crate) const fn sign(&mut self) {
        self.sign = true;
    }

    fn close(&mut self, before: u64, since: i64, signed: (u64, i64)) -> Result<Option<(u64, i64)>, Error> {
        let size = self.head.frontier.size();
        if size != before {
            let frontier = self.head.frontier.to_bytes();
            self.conn.execute(
                "UPDATE log_head SET size = $1, time = $2, frontier = $3",
                &[size.cast_signed().into(), self.head.time.into(), Value::Bytes(frontier)],
            )?;
        }
        let _ = since;
        let now = self.shared.now();
        let due = self.sign
            || size - signed.0.min(size) >= limits::CHECKPOINT_ENTRIES
            || now - signed.1 >= limits::CHECKPOINT_SECONDS * 1_000_000;
        if size == signed.0 || size == 0 || !due {
            return Ok(None);
        }
        let checkpoint = Checkpoint { origin: self.shared.origin.clone(), size, root: self.head.frontier.root() };
        let note = checkpoint.sign(self.signer);
        self.conn.execute(
            "INSERT INTO checkpoint (size, time, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
            &[size.cast_signed().into(), now.into(), note.into()],
        )?;
        Ok(Some((size, now)))
    }

    fn repeated(&mut self, order: &Order, frozen: &str) -> Result<Option<Receipt>, Error> {
        let Some(key) = &order.idempotency else { return Ok(None) };
        if key.is_empty() || key.chars().count() > limits::IDEMPOTENCY_KEY_CHARS_MAX {
            return Err(Refusal::new("idempotency-key-bad").into());
        }
        let found = self.conn.first(
            "SELECT request, answer FROM idempotency WHERE account = $1 AND idem = $2",
            &[order.account.into(), key.as_str().into()],
        )?;
        let Some(row) = found else { return Ok(None) };
        if row.first().and_then(Value::text) != Some(self.asked(order, frozen).as_str()) {
            return Err(Refusal::new("idempotency-key-reused").into());
        }
        row.get(1)
            .and_then(Value::text)
            .and_then(receipt_from)
            .map(Some)
            .ok_or_else(|| Error::Stored("a stored answer is damaged".to_owned()))
    }

    /// What an answer is kept for: keyed, so that a short input cannot be guessed from it.
    fn asked(&self, order: &Order, frozen: &str) -> String {
        let parts: [&[u8]; 4] = [b"idempotency\0", order.command.as_bytes(), b"\0", frozen.as_bytes()];
        crypto::b64u(&crypto::hmac_sha256(&self.shared.master.master, &parts))
    }

    fn remember(&mut self, order: &Order, frozen: &str, receipt: &Receipt, now: i64) -> Result<(), Error> {
        let Some(key) = &order.idempotency else { return Ok(()) };
        self.conn.execute("DELETE FROM idempotency WHERE time < $1", &[(now - limits::IDEMPOTENCY_HOURS * 3_600_000_000).into()])?;
        self.conn.execute(
            "INSERT INTO idempotency (account, idem, time, request, answer) VALUES ($1, $2, $3, $4, $5)",
            &[order.account.into(), key.as_str().into(), now.into(), self.asked(order, frozen).into(), receipt_text(receipt).into()],
        )?;
        Ok(())
    }
}

/// What a step is refused for; an error that is none is given back.
fn refused(error: Error) -> Result<Refused, Error> {
    match error {
        Error::Refused(refused) => Ok(refused),
        Error::Conflict { .. } => Ok(Refusal::new("conflict").into()),
        Error::NotFound => Ok(Refusal::new("reference-not-found").into()),
        other => Err(other),
    }
}

fn duplicate(error: Error, meta: &Meta) -> Error {
    match &error {
        Error::Database(text) if text.contains("UNIQUE constraint failed") || text.contains("duplicate key value") => {
            // Neither says whose value it is: the other record may be hidden from this actor.
            Refusal::new("value-taken").with("register", meta.def.name).into()
        }
        _ => error,
    }
}

fn receipt_text(receipt: &Receipt) -> String {
    let id = |id: &RecordId| crypto::b64u(&id.0);
    serde_json::json!({
        "seq": receipt.seq,
        "answer": receipt.answer.as_ref().map(|(register, record)| (register.clone(), id(record))),
        "approval": receipt.approval.as_ref().map(id),
    })
    .to_string()
}

fn receipt_from(text: &str) -> Option<Receipt> {
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let id = |json: &serde_json::Value| crate::json::value_from(FieldKind::Ref(""), json).and_then(|v| v.id());
    let answer = json.get("answer").and_then(|a| Some((a.get(0)?.as_str()?.to_owned(), id(a.get(1)?)?)));
    Some(Receipt { seq: json.get("seq")?.as_i64()?, answer, approval: json.get("approval").and_then(id), repeated: true })
}
