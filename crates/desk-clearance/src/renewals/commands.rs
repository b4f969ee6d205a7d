//! What the system does for renewals: it writes down how long files take, and opens the cases that are due.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Level, Nation, Record, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::renewals::RenewalRules;
use spine::clearances::rules::granted_until;
use spine::clearances::{Decision, Facts, Need};
use spine::people::Person;
use spine::policy::Rulebook;

use super::LeadTime;
use super::checks::WriteRenewalCheck;
use super::queries::renewal_rules;
use super::rules::to_renew;
use crate::cases::CaseKind;
use crate::cases::commands::{Open, ToOpen};

/// The job that learns lead times and opens the cases that are due.
pub const JOB: Job = Job::named("renewals");

/// The commands on renewals.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Learn>(), CommandDef::of::<Start>(), CommandDef::of::<WriteRenewalCheck>()]
}

/// Writes down how long files of an authority for a level take; the system alone does.
#[derive(Clone, Debug, Fields)]
pub struct Learn {
    /// The authority's nation.
    pub nation: Nation,
    /// The level.
    pub level: Level,
    /// Days by which nine in ten files were decided.
    pub authority_days: i64,
    /// Days of the office.
    pub office_days: Option<i64>,
    /// Days of the person.
    pub subject_days: Option<i64>,
    /// Files it was learned from.
    pub files_seen: i64,
}

impl Command for Learn {
    const NAME: &'static str = "renewals.learn";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "clearance";
    type Loaded = ();

    fn load(&self, _: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(())
    }

    fn decide(&self, (): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut changes = Changes::new();
        changes.insert(
            cx.new_id(),
            &LeadTime {
                nation: self.nation.clone(),
                level: self.level.clone(),
                learned_on: cx.today,
                authority_days: self.authority_days,
                office_days: self.office_days,
                subject_days: self.subject_days,
                files_seen: self.files_seen,
            },
        );
        Ok(changes)
    }
}

/// Opens the renewal of a clearance on the day it starts; the system alone does, and only what is still so.
#[derive(Clone, Debug, Fields)]
pub struct Start {
    /// Whose clearance.
    pub person: Id<Person>,
    /// The level of the grant that ends.
    pub level: Level,
    /// Its last day.
    pub until: Date,
}

/// What starting a renewal needs to know.
pub struct ToStart {
    opening: ToOpen,
    facts: Facts,
    rulebook: Rulebook,
    rules: RenewalRules,
}

impl Command for Start {
    const NAME: &'static str = "renewals.start";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToStart;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| {
            let person: Record<Person> = view.get(self.person)?;
            Ok(ToStart {
                facts: facts(view, person.id())?,
                rulebook: rulebook(view)?,
                rules: renewal_rules(view)?,
                opening: ToOpen::load(view, person, CaseKind::Renewal)?,
            })
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !loaded.rules.start_by_itself {
            return Err(Refusal::new("renewals-not-by-itself").into());
        }
        let until = |g: &Decision| granted_until(g, loaded.rulebook.of(g, g.decided_on));
        let same = |(g, _): &(&Decision, Need)| g.level == self.level && until(g) == Some(self.until);
        // What is renewed is what the post requires today, which may be less than what was granted.
        let found = to_renew(&loaded.facts, cx.today, &loaded.rulebook, cx.policy).filter(same);
        let Some((grant, need)) = found else { return Err(Refusal::new("renewal-no-longer-due").into()) };
        // Whoever became another nation's goes to an authority that may know no such programme.
        let told_apart = |name: &&str| loaded.opening.tells_apart(&need.level, name, cx.today);
        let programme = grant.programme.as_deref().filter(told_apart).map(str::to_owned);
        let ask = Open { programme, ..Open::routine(self.person, CaseKind::Renewal, (need.level, need.categories), Some(self.until)) };
        loaded.opening.open(&ask, cx)
    }
}
