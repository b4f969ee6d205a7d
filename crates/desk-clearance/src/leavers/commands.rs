//! Recording by hand that somebody leaves; and, on the day after their last, that they have left.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Record, Refusal, Refused};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View};
use spine::people::Person;
use spine::posts::{Assignment, EndReason};

use super::queries::known;
use super::rules::{Known, Leaving, end_posts, ending, has_gone, is_news, left, open};
use super::{Departure, DepartureSource};
use crate::cases::commands::WORKERS;

/// The commands on leavers.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<RecordEnd>(), CommandDef::of::<MarkLeft>()]
}

/// The job that marks who has left.
pub const JOB: Job = Job::named("leavers");

/// Records that somebody leaves, and opens what follows.
#[derive(Clone, Debug, Fields)]
pub struct RecordEnd {
    /// Who.
    #[field(hidden)]
    pub person: Id<Person>,
    /// Last day of service.
    pub last_day: Date,
    /// Why it ends.
    pub end_reason: EndReason,
}

impl Command for RecordEnd {
    const NAME: &'static str = "departures.record";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some("people");
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<Person>, Known);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.get(self.person)?;
        let known = loader.facts(|view| known(view, &[self.person.raw()], self.last_day))?;
        Ok((person, known))
    }

    fn decide(&self, (person, known): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let leaving = Leaving {
            person: person.head.id,
            last_day: self.last_day,
            reason: self.end_reason,
            source: DepartureSource::Hand,
            learned_on: cx.today,
        };
        let none = super::rules::Standing::default();
        let standing = known.people.get(&person.head.id).unwrap_or(&none);
        if !is_news(standing, &leaving) {
            return Err(Refusal::new("departure-known").at("last_day").into());
        }
        let ends = ending(standing, &leaving).next().is_some();
        if !ends && !standing.assignments.iter().any(|a| a.body.valid_until == Some(self.last_day)) {
            return Err(Refusal::new("no-post-to-leave").at("last_day").into());
        }
        let mut changes = Changes::new();
        end_posts(standing, &leaving, &mut changes);
        let after = left(&person.body, self.last_day, cx.today);
        if after.status != person.body.status {
            changes.update(&person.head, &after);
        }
        open(&[leaving], &known, cx, &mut changes)?;
        changes.answer_with(person.id());
        Ok(changes)
    }
}

/// A departure with the person, and the posts they hold and held.
type Gone = (Record<Departure>, Record<Person>, Vec<Record<Assignment>>);

fn leaving(view: &mut View<'_>, departure: Id<Departure>) -> Result<Gone, Error> {
    let departure = view.get(departure)?;
    let person = view.get(departure.body.person)?;
    let posts = view.having::<Assignment>("person", person.head.id)?;
    Ok((departure, person, posts))
}

ledger::by_day! {
    /// The last day in service is past: the person has left.
    MarkLeft = "departures.mark_left" on departure: Departure, as JOB, for "clearance", with Gone = leaving,
    |(departure, person, posts), cx| {
        let after = left(&person.body, departure.body.last_day, cx.today);
        if after.status == person.body.status || !has_gone(&departure.body, posts.iter().map(|post| &post.body), cx.today) {
            return Err(Refusal::new("has-not-left").into());
        }
        let mut changes = Changes::new();
        changes.update(&person.head, &after);
        changes.answer_with(person.id());
        Ok(changes)
    }
}
