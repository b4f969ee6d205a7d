//! The audit: every record of every register that a rule asks about, read once, one query a register, never held in memory.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use kernel::{Fields, RecordId, Refusal, Register, RegisterDef, Value};
use ledger::crypto::{hex, sha256};
use ledger::{Error, View};
use spine::cabinet::Place;
use spine::clearances::queries::{Needs, rulebook};
use spine::clearances::{ClearanceRequirement, Decision, Facts};
use spine::contracts::ContractMember;
use spine::people::IdentityDocument;
use spine::policy::{PackState, PolicyPack};
use spine::posts::Assignment;

use super::rules::{Known, QualityRule, RULES, Subject, Verdict};
use super::{Found, QualityRun};
use crate::audits::queries::checklists;
use crate::leavers::Departure;

/// A record that failed a rule.
#[derive(Clone, Debug)]
pub struct Failing {
    /// Its register.
    pub def: RegisterDef,
    /// Which.
    pub id: RecordId,
    /// Why, where the rule itself does not say it all.
    pub why: Vec<Refusal>,
}

/// What a rule found.
pub struct Outcome {
    /// The rule.
    pub rule: &'static QualityRule,
    /// Records it was asked of.
    pub looked_at: i64,
    /// Of these, those that failed.
    pub failing: i64,
    /// The first of them, as many as were wanted, register by register.
    pub first: Vec<Failing>,
}

/// Asks the rules of the records the reader may see, keeping the first that fail, so many a rule. What a rule needs to know beside the record is read
/// as a rule reads it, and never shown.
///
/// # Errors
/// Those of the database. A record that cannot be read as its type is a failure that is counted, not an error.
pub fn audit(view: &mut View<'_>, rules: &[&'static QualityRule], keep: usize) -> Result<Vec<Outcome>, Error> {
    let mut outcomes: Vec<Outcome> = rules.iter().map(|rule| Outcome { rule, looked_at: 0, failing: 0, first: Vec::new() }).collect();
    let known = view.facts(known)?;
    let manifest = view.manifest;
    for def in manifest.registers().iter().map(|meta| meta.def) {
        if !view.opens(def.name) || !rules.iter().any(|rule| rule.asks(def.name)) {
            continue;
        }
        view.each_raw(def.name, &mut |record| {
            let subject = Subject { def: &def, record: &record };
            for outcome in outcomes.iter_mut().filter(|outcome| outcome.rule.asks(def.name)) {
                match outcome.rule.judge(&subject, &known) {
                    Verdict::NotAsked => continue,
                    Verdict::Sound => {}
                    Verdict::Fails(why) => {
                        outcome.failing += 1;
                        if outcome.first.len() < keep {
                            outcome.first.push(Failing { def, id: record.head.id, why });
                        }
                    }
                }
                outcome.looked_at += 1;
            }
            Ok(())
        })?;
    }
    Ok(outcomes)
}

/// Every rule.
pub fn every_rule() -> Vec<&'static QualityRule> {
    RULES.iter().collect()
}

fn known<'a>(view: &mut View<'a>) -> Result<Known<'a>, Error> {
    let mut facts: HashMap<RecordId, Facts> = HashMap::new();
    let mut needs = Needs::default();
    readable(view, |it: ClearanceRequirement| needs.add(it))?;
    readable(view, |it: Assignment| needs.hold(facts.entry(it.person.raw()).or_default(), it))?;
    readable(view, |it: ContractMember| needs.engage(facts.entry(it.person.raw()).or_default(), it))?;
    readable(view, |it: Decision| facts.entry(it.person.raw()).or_default().decisions.push(it))?;
    let (mut documents, mut departed) = (HashMap::new(), HashMap::new());
    let latest = |of: &mut HashMap<RecordId, Date>, person: RecordId, day: Date| {
        let last = of.entry(person).or_insert(day);
        *last = (*last).max(day);
    };
    readable(view, |it: IdentityDocument| latest(&mut documents, it.person.raw(), it.valid_until))?;
    readable(view, |it: Departure| latest(&mut departed, it.person.raw(), it.last_day))?;
    let mut places = HashSet::new();
    view.each_raw(Place::NAME, &mut |place| {
        places.insert(place.head.id);
        Ok(())
    })?;
    Ok(Known {
        today: view.today,
        policy: view.policy,
        rules: rulebook(view)?,
        facts,
        documents,
        departed,
        places,
        obsolete_after_days: checklists(view)?.0.quality.obsolete_after_days,
    })
}

/// Every record of a register that can be read as its type: the others are found by the rule of entry and decide nothing here.
fn readable<R: Register>(view: &mut View<'_>, mut take: impl FnMut(R)) -> Result<(), Error> {
    view.each_raw(R::NAME, &mut |raw| {
        if let Ok(record) = raw.typed::<R>() {
            take(record.body);
        }
        Ok(())
    })
}

/// What the rules are today, as one hash in hexadecimal: those of the program (its version, the fields of each register, the rules of this
/// module with their editions), the security policy, and the packs that apply.
///
/// # Errors
/// Those of the database.
pub fn rules_digest(view: &mut View<'_>) -> Result<String, Error> {
    let mut text = format!("{} {:?}\n", env!("CARGO_PKG_VERSION"), view.policy);
    let mut add = |line: std::fmt::Arguments<'_>| {
        // Writing to a text cannot fail.
        let _ = text.write_fmt(line);
    };
    RULES.iter().for_each(|rule| add(format_args!("{} {}\n", rule.code, rule.edition)));
    view.manifest.registers().iter().for_each(|meta| add(format_args!("{} {:?} {:?}\n", meta.def.name, meta.def.fields, meta.def.spans)));
    let today = view.today;
    let mut packs = view.facts(|view| view.having::<PolicyPack>("state", PackState::InForce.code()))?;
    packs.retain(|pack| pack.body.valid_from <= today);
    packs.sort_by_key(|pack| pack.head.id);
    packs.iter().for_each(|pack| add(format_args!("{:?} {}\n", pack.head.id.0, pack.head.version)));
    Ok(hex(&sha256(&[text.as_bytes()])))
}

/// The last run the reader may see.
///
/// # Errors
/// Those of the database.
pub fn last_run(view: &mut View<'_>) -> Result<Option<QualityRun>, Error> {
    Ok(view.newest()?.map(|run| run.body))
}

/// The runs of today that the reader may see.
///
/// # Errors
/// Those of the database.
pub fn runs_today(view: &mut View<'_>) -> Result<Vec<QualityRun>, Error> {
    let today = view.today;
    Ok(view.having::<QualityRun>("ran_on", today)?.into_iter().map(|run| run.body).collect())
}

/// Whether the rules are to be asked: today they have not been, as they are now.
///
/// # Errors
/// Those of the database.
pub fn is_owed(view: &mut View<'_>) -> Result<bool, Error> {
    let digest = rules_digest(view)?;
    Ok(runs_today(view)?.iter().all(|run| run.found.rules_digest != digest))
}

/// Asks all rules of all records and says it as `quality.run` takes it: what was found rule by rule, the hash of the rules, and the log's place.
///
/// # Errors
/// Those of the database.
pub fn run(view: &mut View<'_>) -> Result<Vec<Value>, Error> {
    let digest = rules_digest(view)?;
    let (size, root) = view.position()?;
    let outcomes = audit(view, &every_rule(), 0)?;
    let line = |outcome: &Outcome| format!("{} {} {}", outcome.rule.code, outcome.looked_at, outcome.failing);
    let by_rule = outcomes.iter().map(line).collect::<Vec<_>>().join("\n");
    Ok(Found { by_rule, rules_digest: digest, log_size: size, log_root: hex(&root) }.to_values())
}
