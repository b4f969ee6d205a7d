//! Commands: the only way to change anything. Page, API, command line, import and job build the same value; the writer loads what it
//! declares, runs its pure `decide`, and commits the changes with their entry.

use std::borrow::Cow;
use std::cell::RefCell;

use access::{Actor, CommandRule, Permit, permit};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::{
    Duty, Entropy, FieldDef, FieldKind, Fields, Head, Id, Job, Label, Record, RecordId, Refusal, Refused, Register, RegisterDef, Value,
};

use crate::changes::Change;
use crate::store::RawRecord;
use crate::view::View;
use crate::{Changes, Error};

/// Fields of a record and the codes they hold.
pub type Offered = &'static [(&'static str, &'static [&'static str])];

/// A command: a list of fields, what it loads, and how it is decided.
pub trait Command: Fields {
    /// Name: register or concept, dot, verb.
    const NAME: &'static str;
    /// Any of these duties may give it.
    const DUTIES: &'static [Duty];
    /// Any of these jobs of the system may give it too, without a person.
    const JOBS: &'static [Job] = &[];
    /// Whether anybody who is signed in may give it for themselves, without any duty. It names nobody else and loads through [`Loader::facts`] only
    /// what is about who gives it.
    const OWN: bool = false;
    /// Whether a second person must approve it, unchanged.
    const FOUR_EYES: bool = false;
    /// Any of these duties may approve it; those that may give it, when nothing else is said.
    const APPROVERS: &'static [Duty] = Self::DUTIES;
    /// Register of the record it acts on, found in its first field.
    const ON: Option<&'static str> = None;
    /// Register whose records it makes: its page offers the command, and a table of such records is read as one command a row.
    const ADDS: Option<&'static str> = None;
    /// It is offered on that record's page where each of these fields holds one of these codes; the decision looks again in any case.
    const OFFERED: Offered = &[];
    /// Whether a person gives it in a browser only: then the code of what a key for scripts is refused with.
    const IN_BROWSER: Option<&'static str> = None;
    /// Whether a fresh one-time code is asked for before it is given.
    const FRESH_CODE: bool = false;
    /// Purpose code of its entry.
    const PURPOSE: &'static str = "office";
    /// What `decide` needs.
    type Loaded;

    /// Loads what the decision needs, through the actor's scope.
    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error>;
    /// Decides; pure: the same input gives the same changes or refusals.
    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused>;
}

/// What a decision may know of its surroundings.
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// Today at the office.
    pub today: Date,
    /// The account that acts; the approver when a frozen request is carried out.
    pub account: RecordId,
    /// The person that acts; nobody when the system does.
    pub person: RecordId,
    /// The person whose frozen request is carried out.
    pub requester: Option<RecordId>,
    /// Their account.
    pub requester_account: Option<RecordId>,
    /// The security policy in force.
    pub policy: &'a SecurityPolicy,
    /// The command.
    pub command: &'static str,
    entropy: RefCell<&'a dyn Entropy>,
}

impl<'a> Context<'a> {
    /// For the writer and for tests of pure decisions.
    pub fn new(
        now: Timestamp,
        today: Date,
        (account, person): (RecordId, RecordId),
        requester: Option<(RecordId, RecordId)>,
        policy: &'a SecurityPolicy,
        command: &'static str,
        entropy: &'a dyn Entropy,
    ) -> Self {
        let (requester_account, requester) = requester.unzip();
        Self { now, today, account, person, requester, requester_account, policy, command, entropy: RefCell::new(entropy) }
    }
    /// A fresh id.
    pub fn new_id(&self) -> RecordId {
        self.entropy.borrow().id()
    }
    /// The job, when it is the system that acts.
    pub fn job(&self) -> Option<Job> {
        Job::of(self.account)
    }
    /// The label of a record of this marking about something that is marked so: as closed as that, and never more open than its own register.
    pub fn as_closed_as(&self, marking: &str, about: &Label) -> Label {
        let rank = |level: &str| self.policy.rank(&kernel::Level(level.to_owned())).unwrap_or(i64::MAX);
        let level = if rank(&about.level) >= rank(marking) { about.level.clone() } else { marking.to_owned() };
        Label { level, ..about.clone() }
    }
    /// The person who recorded: the requester of a frozen request, else the actor.
    pub fn recorder(&self) -> RecordId {
        self.requester.unwrap_or(self.person)
    }
    /// The account of who recorded.
    pub fn recorder_account(&self) -> RecordId {
        self.requester_account.unwrap_or(self.account)
    }
}

/// A record that was loaded through the actor's scope, and its register.
pub(crate) type Target = (&'static str, Head);

/// What a command turned out to act on, and the commands it comes down to.
#[derive(Default)]
pub(crate) struct Reach {
    pub(crate) targets: Vec<Target>,
    under: Vec<CommandRule>,
}

impl Reach {
    /// Whether `access` lets them, by this rule and by that of every command it comes down to.
    pub(crate) fn permits(&self, actor: &Actor, rule: &CommandRule, day: Date) -> Result<Permit, Refusal> {
        for rule in &self.under {
            permit(actor, rule, &[], day)?;
        }
        permit(actor, rule, &heads(&self.targets), day)
    }
}

/// Loads what a command needs, within its transaction.
pub struct Loader<'a, 'v> {
    view: &'a mut View<'v>,
    reach: Reach,
}

impl<'a, 'v> Loader<'a, 'v> {
    pub(crate) fn new(view: &'a mut View<'v>) -> Self {
        Self { view, reach: Reach::default() }
    }
    pub(crate) fn into_reach(self) -> Reach {
        self.reach
    }

    /// What is asked for comes down to another command: whoever gives, asks for or approves this one must have its duties too.
    pub fn comes_down_to(&mut self, command: &CommandDef) {
        self.reach.under.push(command.rule());
    }

    /// A record the command acts on or refers to; the permit is checked against it.
    pub fn get<R: Register>(&mut self, id: Id<R>) -> Result<Record<R>, Error> {
        self.get_raw(R::NAME, id.raw())?.typed()
    }

    /// A record by register name.
    pub fn get_raw(&mut self, register: &str, id: RecordId) -> Result<RawRecord, Error> {
        let record = self.view.get_raw(register, id)?;
        self.reach.targets.push((self.view.meta(register)?.def.name, record.head.clone()));
        Ok(record)
    }

    /// A record the field names, refused at that field when it is not there: nothing new refers to what was taken back.
    pub fn named<R: Register>(&mut self, field: &str, id: Id<R>) -> Result<Record<R>, Error> {
        match self.get(id) {
            Ok(record) if !record.head.void => Ok(record),
            Ok(_) | Err(Error::NotFound) => Err(Refusal::new("reference-not-found").at(field).into()),
            Err(other) => Err(other),
        }
    }

    /// Records that were found by a fact and that the command acts on: whether the actor sees every one of them. The permit is checked
    /// against them as against those that were asked for.
    pub fn acts_on(&mut self, records: impl IntoIterator<Item = (&'static str, Head)>) -> Result<bool, Error> {
        let records: Vec<Target> = records.into_iter().collect();
        let seen = self.view.sees_all(&records)?;
        if seen {
            self.reach.targets.extend(records);
        }
        Ok(seen)
    }

    /// The actor's own view, for lists and searches.
    pub const fn view(&mut self) -> &mut View<'v> {
        self.view
    }

    /// Facts that decide but are never shown, without the actor's scope.
    pub fn facts<T>(&mut self, look: impl FnOnce(&mut View<'v>) -> Result<T, Error>) -> Result<T, Error> {
        self.view.facts(look)
    }
}

/// A command with its type erased, for pages, API, command line and frozen requests.
#[derive(Clone)]
pub struct CommandDef {
    /// Its name.
    pub name: &'static str,
    /// Its input.
    pub fields: Cow<'static, [FieldDef]>,
    /// Any of these duties.
    pub duties: &'static [Duty],
    /// Any of these jobs of the system.
    pub jobs: &'static [Job],
    /// Whether anybody may give it for themselves.
    pub own: bool,
    /// Whether a second person must approve.
    pub four_eyes: bool,
    /// Any of these duties may approve.
    pub approvers: &'static [Duty],
    /// Where it is offered on the page of the record it acts on.
    pub offered: Offered,
    /// Register of the record it acts on, found in its first field.
    pub on: Option<&'static str>,
    /// The code a key for scripts is refused with, where only a person in a browser gives it.
    pub in_browser: Option<&'static str>,
    /// Whether a fresh one-time code is asked for.
    pub fresh_code: bool,
    /// Register whose records it makes.
    pub adds: Option<&'static str>,
    /// Purpose code.
    pub purpose: &'static str,
    run: Run,
}

type TypedRun = fn(&[Value], &mut Loader<'_, '_>, &Context<'_>) -> Result<Changes, Error>;

#[derive(Clone, Copy)]
enum Run {
    Typed(TypedRun),
    Add(RegisterDef),
    Change(RegisterDef),
}

const HIDDEN: FieldDef = FieldDef {
    name: "record",
    kind: FieldKind::Ref(""),
    required: true,
    max: 0,
    group: "core",
    search: false,
    list: false,
    hidden: true,
    sealed: false,
};

impl CommandDef {
    /// Of a typed command.
    pub const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            fields: Cow::Borrowed(C::FIELDS),
            duties: C::DUTIES,
            jobs: C::JOBS,
            own: C::OWN,
            four_eyes: C::FOUR_EYES,
            approvers: C::APPROVERS,
            offered: C::OFFERED,
            on: C::ON,
            in_browser: C::IN_BROWSER,
            fresh_code: C::FRESH_CODE,
            adds: C::ADDS,
            purpose: C::PURPOSE,
            run: Run::Typed(run::<C>),
        }
    }

    /// The plain command that adds a record.
    pub fn add(def: RegisterDef) -> Self {
        let fields = Cow::Borrowed(def.fields);
        Self {
            name: def.add,
            fields,
            duties: def.edited_by,
            jobs: &[],
            own: false,
            four_eyes: false,
            approvers: def.edited_by,
            offered: &[],
            on: None,
            in_browser: None,
            fresh_code: false,
            adds: Some(def.name),
            purpose: "office",
            run: Run::Add(def),
        }
    }

    /// The plain command that changes a record: its id, the version the form showed, then the fields.
    pub fn change(def: RegisterDef) -> Self {
        let record = FieldDef { kind: FieldKind::Ref(def.name), ..HIDDEN };
        let version = FieldDef { name: "version", kind: FieldKind::Int, ..HIDDEN };
        let fields: Vec<FieldDef> = [record, version].into_iter().chain(def.fields.iter().copied()).collect();
        Self {
            name: def.change,
            fields: Cow::Owned(fields),
            duties: def.edited_by,
            jobs: &[],
            own: false,
            four_eyes: false,
            approvers: def.edited_by,
            offered: &[],
            on: Some(def.name),
            in_browser: None,
            fresh_code: false,
            adds: None,
            purpose: "office",
            run: Run::Change(def),
        }
    }

    /// Whether it is the plain add or change of a register, whose fields are the register's own.
    pub const fn plain(&self) -> bool {
        matches!(self.run, Run::Add(_) | Run::Change(_))
    }

    /// Whether rows of a table become records by it: it makes records alone, by one person's right and in words that may lie in a staged table.
    /// Sealed text never does, and files come one at a time.
    pub fn takes_rows(&self) -> bool {
        let apart = self.four_eyes || self.fresh_code || self.in_browser.is_some();
        let never = |f: &FieldDef| f.kind == FieldKind::Bytes || (f.required && (f.sealed || f.kind == FieldKind::Ref("")));
        self.adds.is_some() && !apart && !self.fields.iter().any(never)
    }

    /// The fields a table may have as columns; see [`Self::takes_rows`]. What a form carries along unseen is one where it names a record.
    pub fn columns(&self) -> impl Iterator<Item = &FieldDef> {
        let named = |f: &FieldDef| matches!(f.kind, FieldKind::Ref(to) if !to.is_empty());
        self.fields.iter().filter(move |f| named(f) || !(f.hidden || f.sealed || matches!(f.kind, FieldKind::Bytes | FieldKind::Ref(_))))
    }

    /// What `access` asks of who gives it.
    pub const fn rule(&self) -> CommandRule {
        CommandRule {
            name: self.name,
            duties: self.duties,
            jobs: self.jobs,
            own: self.own,
            four_eyes: self.four_eyes,
            approvers: self.approvers,
        }
    }

    /// What `access` asks of who approves it.
    pub(crate) const fn approval_rule(&self) -> CommandRule {
        CommandRule { duties: self.approvers, own: false, ..self.rule() }
    }

    /// Whether somebody with these duties may give it, as far as duties go.
    pub fn open_to(&self, duties: &[Duty]) -> bool {
        self.own || self.duties.iter().any(|duty| duties.contains(duty))
    }

    /// Loads and decides.
    pub(crate) fn run(&self, values: &[Value], loader: &mut Loader<'_, '_>, cx: &Context<'_>) -> Result<Changes, Error> {
        match &self.run {
            Run::Typed(run) => run(values, loader, cx),
            Run::Add(def) => add(def, values, loader, cx),
            Run::Change(def) => change(def, values, loader),
        }
    }

    /// A level the policy does not know is refused wherever it stands, together with all else that is wrong.
    fn with_levels(&self, values: &[Value], cx: &Context<'_>, decided: Result<Changes, Error>) -> Result<Changes, Error> {
        let mut unknown = cx.policy.unknown_levels(&self.fields, values);
        match decided {
            Ok(changes) => Refused::unless_empty(unknown).map(|()| changes).map_err(Error::from),
            Err(Error::Refused(Refused(mut others))) => {
                unknown.retain(|refusal| !others.contains(refusal));
                others.extend(unknown);
                Err(Refused(others).into())
            }
            Err(other) if unknown.is_empty() => Err(other),
            Err(_) => Err(Refused(unknown).into()),
        }
    }

    /// Loads, decides and asks `access` whether the actor may, on everything that was loaded.
    pub(crate) fn decide(
        &self,
        actor: &Actor,
        values: &[Value],
        view: &mut View<'_>,
        cx: &Context<'_>,
    ) -> Result<(Changes, Permit, Reach), Error> {
        // A frozen request is carried out by who approves it.
        let rule = if cx.requester.is_some() { self.approval_rule() } else { self.rule() };
        // Who lacks the duty learns that before anything else.
        permit(actor, &rule, &[], cx.today)?;
        let mut loader = Loader::new(view);
        let decided = self.run(values, &mut loader, cx);
        let reach = loader.into_reach();
        let permit = reach.permits(actor, &rule, cx.today)?;
        let mut changes = self.with_levels(values, cx, decided)?;
        // What is made from records is marked as high as they are.
        let from = cx.policy.all(&heads(&reach.targets));
        for row in &mut changes.rows {
            if let Change::Insert { label, .. } = row {
                *label = cx.policy.derived(label, &from)?;
            }
        }
        Ok((changes, permit, reach))
    }
}

/// What the loaded records carry.
pub(crate) fn heads(targets: &[Target]) -> Vec<Head> {
    targets.iter().map(|(_, head)| head.clone()).collect()
}

fn run<C: Command>(values: &[Value], loader: &mut Loader<'_, '_>, cx: &Context<'_>) -> Result<Changes, Error> {
    let command = C::from_values(values)?;
    let loaded = command.load(loader)?;
    Ok(command.decide(loaded, cx)?)
}

fn add(def: &RegisterDef, values: &[Value], loader: &mut Loader<'_, '_>, cx: &Context<'_>) -> Result<Changes, Error> {
    check(def, values, loader)?;
    let mut changes = Changes::new();
    changes.insert_raw(*def, cx.new_id(), Label::at(def.marking), values.to_vec());
    Ok(changes)
}

fn change(def: &RegisterDef, values: &[Value], loader: &mut Loader<'_, '_>) -> Result<Changes, Error> {
    let (Some(id), Some(version)) = (values.first().and_then(Value::id), values.get(1).and_then(Value::int)) else {
        return Err(Refusal::new("field-required").at("record").into());
    };
    let body = values.get(2..).unwrap_or_default();
    let before = loader.get_raw(def.name, id)?;
    check(def, body, loader)?;
    if before.head.version != version {
        return Err(Error::Conflict { current: before.head.version });
    }
    let mut body = body.to_vec();
    // What the editor may not see stays as it is.
    if !before.withheld.is_empty() {
        let whole = loader.facts(|view| view.get_raw(def.name, id))?;
        for ((field, value), old) in def.fields.iter().zip(body.iter_mut()).zip(whole.values) {
            if before.withheld.contains(&field.group) {
                *value = old;
            }
        }
    }
    let mut changes = Changes::new();
    changes.update_raw(*def, before.head, body);
    Ok(changes)
}

fn check(def: &RegisterDef, values: &[Value], loader: &mut Loader<'_, '_>) -> Result<(), Error> {
    Refused::unless_empty(def.faults(values))?;
    Refused::unless_empty(loader.view().policy.unknown_categories(def.fields, values))?;
    for (field, value) in def.fields.iter().zip(values) {
        if let (FieldKind::Ref(register), Value::Id(id)) = (field.kind, value)
            && !register.is_empty()
        {
            loader.get_raw(register, *id).map_err(|_| Refusal::new("reference-not-found").at(field.name))?;
        }
    }
    Ok(())
}

/// A command on its way to the writer.
#[derive(Clone, Debug)]
pub struct Order {
    /// The account that gives it.
    pub account: RecordId,
    /// The command's name.
    pub command: String,
    /// Its input, in the order of its fields.
    pub values: Vec<Value>,
    /// The key that makes a retry harmless.
    pub idempotency: Option<String>,
    /// Request id, as it stands in the entry and in the server's log.
    pub request: RecordId,
    /// Whether it comes with a key for scripts, which proposes and never approves, and opens nothing that was opened to a person.
    pub by_key: bool,
}

impl Order {
    /// From a person, once.
    pub fn new(account: RecordId, command: impl Into<String>, values: Vec<Value>, request: RecordId) -> Self {
        Self { account, command: command.into(), values, idempotency: None, request, by_key: false }
    }
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its entry.
    pub seq: i64,
    /// The record to show next.
    pub answer: Option<(String, RecordId)>,
    /// The request that now waits for a second person, when the command needs one.
    pub approval: Option<RecordId>,
    /// Whether this is the stored answer of an earlier try.
    pub repeated: bool,
}
