//! Markings of records: raised by one person, lowered by two. The writer lets nothing else take from what closes a record.

use kernel::{Codes, Duty, Head, Label, Level, RecordId, Refusal, Refused, Register, Value};

use crate::approval::Approval;
use crate::changes::Change;
use crate::command::{Command, CommandDef, Context, Loader};
use crate::store::RawRecord;
use crate::{Changes, Error};

pub(crate) fn commands() -> [CommandDef; 2] {
    [CommandDef::of::<RaiseMarking>(), CommandDef::of::<LowerMarking>()]
}

/// A record whose marking changes, whole, with its register.
pub struct Marked {
    register: &'static str,
    pub(crate) record: RawRecord,
}

pub(crate) fn load(register: &str, id: RecordId, loader: &mut Loader<'_, '_>) -> Result<Marked, Error> {
    // The permit is checked on what the actor sees; written again is the whole record, also what is withheld.
    loader.get_raw(register, id)?;
    let def = loader.view().meta(register)?.def;
    // What watches the office is not hidden from those who watch: requests, and what no desk sees.
    if def.name == Approval::NAME || !def.seen_by.iter().any(|d| d.at_a_desk()) {
        return Err(Refusal::new("marking-of-oversight").at("record").into());
    }
    let register = def.name;
    let record = loader.facts(|view| view.get_raw(register, id))?;
    Ok(Marked { register, record })
}

/// The marking a record is to have.
#[derive(Clone, Debug, kernel::Fields)]
pub struct NewMarking {
    /// Its level.
    pub level: Level,
    /// All its caveats.
    pub caveats: Codes,
    /// All parties it is releasable to; without one it is not limited to any.
    pub releasable: Codes,
}

impl NewMarking {
    /// The label a record then has, which is another one, or all that is wrong with it.
    fn label(&self, head: &Head, cx: &Context<'_>) -> Result<Label, Refused> {
        let Self { level, caveats, releasable } = self;
        let all = Codes::new(caveats.iter().chain(releasable.iter()).map(str::to_owned));
        let at = |refusal: Refusal| match refusal.code {
            code if code.starts_with("level-") => refusal.at("level"),
            _ => refusal.at("caveats"),
        };
        let mut wrong: Vec<Refusal> = cx.policy.faults(level, &all).into_iter().map(at).collect();
        let label = Label { level: level.0.clone(), caveats: caveats.clone(), releasable: releasable.clone(), ..head.label.clone() };
        wrong.extend(cx.policy.missorted(&label));
        Refused::unless_empty(wrong)?;
        if label == head.label { Err(Refusal::new("marking-unchanged").into()) } else { Ok(label) }
    }
}

pub(crate) fn relabelled(marked: Marked, label: Label) -> Changes {
    let Marked { register, record } = marked;
    let mut changes = Changes::new();
    changes.answer = Some((register, record.head.id));
    changes.rows.push(Change::Update { register, head: Head { label, ..record.head }, values: record.values });
    changes
}

/// Marks a record higher: a higher level, more caveats, fewer parties it is releasable to.
#[derive(Clone, Debug, kernel::Fields)]
pub struct RaiseMarking {
    /// Register of the record.
    #[field(hidden)]
    pub register: String,
    /// The record.
    #[field(hidden)]
    pub record: RecordId,
    /// What it is to be marked.
    #[field(flatten)]
    pub marking: NewMarking,
}

impl Command for RaiseMarking {
    const NAME: &'static str = "markings.raise";
    const DUTIES: &'static [Duty] = Duty::COLLEAGUES;
    const PURPOSE: &'static str = "marking";
    /// And whether the giver reaches that marking.
    type Loaded = (Marked, bool);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let view = loader.view();
        let rank = view.policy.rank(&self.marking.level);
        let covers = |g: &access::Grant| rank.is_none_or(|rank| rank <= g.reach.rank) && g.reach.held.holds_all(&self.marking.caveats);
        let reaches = view.grants().iter().any(covers);
        Ok((load(&self.register, self.record, loader)?, reaches))
    }

    fn decide(&self, (marked, reaches): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let head = &marked.record.head;
        let label = self.marking.label(head, cx)?;
        // Nobody puts a record where they do not reach themselves.
        if !reaches {
            return Err(Refusal::new("marking-beyond-yours").at("level").into());
        }
        if !cx.policy.keeps_closed(&head.label, &label) {
            return Err(Refusal::new("downgrade-needs-two").into());
        }
        Ok(relabelled(marked, label))
    }
}

/// Marks a record lower: a lower level, fewer caveats, more parties it is releasable to. A second person approves.
#[derive(Clone, Debug, kernel::Fields)]
pub struct LowerMarking {
    /// Register of the record.
    #[field(hidden)]
    pub register: String,
    /// The record.
    #[field(hidden)]
    pub record: RecordId,
    /// What it is to be marked.
    #[field(flatten)]
    pub marking: NewMarking,
    /// Why, and on whose authority.
    #[field(long)]
    pub reason: String,
}

impl Command for LowerMarking {
    const NAME: &'static str = LOWER;
    const DUTIES: &'static [Duty] = Duty::COLLEAGUES;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "marking";
    type Loaded = Marked;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        load(&self.register, self.record, loader)
    }

    fn decide(&self, marked: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let head = &marked.record.head;
        let label = self.marking.label(head, cx)?;
        if cx.policy.keeps_closed(&head.label, &label) {
            return Err(Refusal::new("marking-not-lower").into());
        }
        Ok(relabelled(marked, label))
    }
}

/// The command that lowers a marking; with it `realms.assign` alone may take from what closes a record, and that takes two people as well.
pub(crate) const LOWER: &str = "markings.lower";

/// The register that the input of one of these commands names.
pub(crate) fn register_of(def: &CommandDef, values: &[Value]) -> Option<String> {
    let at = def.fields.iter().position(|f| f.hidden && f.name == "register")?;
    values.get(at).and_then(Value::text).map(str::to_owned)
}
