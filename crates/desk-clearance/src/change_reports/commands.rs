//! Reporting a change, entering one, and what the office makes of it.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Codes, Duty, Fields, Id, Level, Record, RecordId, Refusal, Refused, Register, Sealed};
use ledger::transition::{begin_in, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View, on_record};
use spine::briefings::rules::rule_of;
use spine::clearances::Facts;
use spine::clearances::commands::outgoing_letter;
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::rules::{required, standing};
use spine::mail::MailItem;
use spine::people::Person;
use spine::policy::Rulebook;
use spine::series;

use super::{ChangeKind, ChangeReport, Consequence, ReportChannel, ReportState};
use crate::cases::commands::{Open, ToOpen, WORKERS};
use crate::cases::{CaseKind, LIFECYCLE as CASES, PscCase};
use crate::limits;

const PURPOSE: &str = "clearance";
/// Name of the series reports are numbered in.
const SERIES: &str = "CHR";

/// The commands on reports of change.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Report>(),
        CommandDef::of::<Enter>(),
        CommandDef::of::<OpenCase>(),
        CommandDef::of::<Notify>(),
        CommandDef::of::<File>(),
    ]
}

/// What a report needs to know: the grant and its rule, the number.
pub struct Ground {
    person: Record<Person>,
    facts: Facts,
    rulebook: Rulebook,
    series: series::Standing,
}

impl Ground {
    fn load(view: &mut View<'_>, person: Id<Person>) -> Result<Self, Error> {
        let year = i64::from(view.today.year());
        let series = series::load(view, SERIES, year)?;
        Ok(Self { facts: facts(view, person)?, person: view.get(person)?, rulebook: rulebook(view)?, series })
    }

    /// Writes the report down, with what follows by the rule of today.
    fn received(
        &self,
        (change, changed_on): (ChangeKind, Date),
        text: &Sealed,
        reported_how: ReportChannel,
        cx: &Context<'_>,
    ) -> Result<Changes, Refused> {
        // Some are reported before they happen: a marriage, a move, a journey.
        if changed_on > cx.today.saturating_add(limits::OBLIGATION_DAYS_MAX.days()) {
            return Err(Refusal::new("change-too-far-ahead").at("changed_on").with("days", limits::OBLIGATION_DAYS_MAX.to_string()).into());
        }
        let rule = rule_of(&self.facts, cx.today, &self.rulebook, cx.policy);
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&self.series, SERIES, year, cx.new_id(), &mut changes);
        let report = ChangeReport {
            number: format!("{SERIES}/{year}/{number:04}"),
            person: self.person.id(),
            change,
            changed_on,
            reported_on: cx.today,
            reported_how,
            text: text.clone(),
            consequence: rule.and_then(|rule| rule.consequence(change)),
            state: ReportState::Received,
            since: cx.micros(),
            case: None,
            told_by: None,
            reason: None,
            recorded_by: cx.person,
        };
        // As closed as the file it belongs to.
        let label = cx.as_closed_as(ChangeReport::DEF.marking, &self.person.head.label);
        let id = begin_in(&mut changes, cx.new_id(), &report, label, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Reports a change in one's own life.
#[derive(Clone, Debug, Fields)]
pub struct Report {
    /// What changed.
    pub change: ChangeKind,
    /// When it changed, or will.
    pub changed_on: Date,
    /// What there is to say.
    pub text: Sealed,
}

impl Command for Report {
    const NAME: &'static str = "change_reports.report";
    const DUTIES: &'static [Duty] = &[];
    const OWN: bool = true;
    const IN_BROWSER: Option<&'static str> = Some("reported-in-browser");
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Ground, usize);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let me: RecordId = loader.view().person();
        loader.facts(|view| {
            let earlier = view.having_any::<ChangeReport>("person", &[me])?;
            let waiting = earlier.iter().filter(|r| r.body.state == ReportState::Received && r.body.recorded_by == me).count();
            Ok((Ground::load(view, Id::new(me))?, waiting))
        })
    }

    fn decide(&self, (ground, waiting): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if waiting >= limits::OWN_REPORTS_OPEN_MAX {
            return Err(Refusal::new("too-many-reports").with("max", limits::OWN_REPORTS_OPEN_MAX.to_string()).into());
        }
        let mut changes = ground.received((self.change, self.changed_on), &self.text, ReportChannel::Own, cx)?;
        // One's own record is closed to one: there is nothing to be shown next.
        changes.answer = None;
        Ok(changes)
    }
}

/// Enters a change the office was told of.
#[derive(Clone, Debug, Fields)]
pub struct Enter {
    /// Whose life.
    #[field(hidden)]
    pub person: Id<Person>,
    /// What changed.
    pub change: ChangeKind,
    /// When it changed, or will.
    pub changed_on: Date,
    /// What was said, and by whom.
    pub text: Sealed,
}

impl Command for Enter {
    const NAME: &'static str = "change_reports.enter";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(Person::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Ground;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.get(self.person)?;
        loader.facts(|view| Ground::load(view, self.person))
    }

    fn decide(&self, ground: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        ground.received((self.change, self.changed_on), &self.text, ReportChannel::Office, cx)
    }
}

/// Refuses less than the authority asks for.
fn enough(report: &ChangeReport, done: Consequence) -> Result<(), Refusal> {
    match report.consequence {
        Some(wanted) if (done as u8) < wanted as u8 => Err(Refusal::new("change-asks-for-more").with("consequence", wanted.code())),
        _ => Ok(()),
    }
}

/// Takes a report into a case: the person's open one, or a revalidation for cause that is opened for it.
#[derive(Clone, Debug, Fields)]
pub struct OpenCase {
    /// The report.
    #[field(hidden)]
    pub report: Id<ChangeReport>,
}

/// What taking a report into a case needs to know.
pub struct ToTake {
    report: Record<ChangeReport>,
    open: Option<Record<PscCase>>,
    opening: ToOpen,
    facts: Facts,
    rulebook: Rulebook,
}

impl Command for OpenCase {
    const NAME: &'static str = "change_reports.open_case";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(ChangeReport::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToTake;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let report = loader.get(self.report)?;
        let person = loader.get(report.body.person)?;
        let cases = loader.view().having::<PscCase>("person", person.head.id)?;
        // What is being cancelled is not looked at again, and what is decided beside looks at nothing.
        let counts = |c: &Record<PscCase>| {
            let path = c.body.kind.path();
            path.states.contains(&"decision_recorded") && !path.beside && CASES.state(c.body.state.code()).is_some_and(|s| s.open)
        };
        let open = cases.into_iter().find(counts);
        let opening = ToOpen::load(loader.view(), person, CaseKind::Revalidation)?;
        let (facts, rulebook) = loader.facts(|view| Ok((facts(view, report.body.person)?, rulebook(view)?)))?;
        Ok(ToTake { report, open, opening, facts, rulebook })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToTake { report, open, opening, facts, rulebook } = loaded;
        let (case, mut changes) = if let Some(case) = open {
            (case.id(), Changes::new())
        } else {
            let need = required(&facts, cx.today, cx.policy).map(|need| (need.level, need.categories));
            let held = || standing(&facts, cx.today, &rulebook, cx.policy).map(|grant| (grant.level.clone(), grant.categories.clone()));
            let (level, categories): (Level, Codes) = need.or_else(held).ok_or_else(|| Refusal::new("nothing-to-revalidate"))?;
            let ask = Open::routine(report.body.person, CaseKind::Revalidation, (level, categories), None);
            let changes = opening.open(&ask, cx)?;
            let (_, case) = changes.answer.ok_or_else(|| Refusal::new("internal"))?;
            (Id::new(case), changes)
        };
        changes.followed_by(step(&report, cx, None, Some(case.raw()), |r| r.case = Some(case))?);
        changes.answer_with(case);
        Ok(changes)
    }
}

/// Says by which letter the authority was told.
#[derive(Clone, Debug, Fields)]
pub struct Notify {
    /// The report.
    #[field(hidden)]
    pub report: Id<ChangeReport>,
    /// The outgoing letter.
    pub mail_item: Id<MailItem>,
}

impl Command for Notify {
    const NAME: &'static str = "change_reports.notify";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(ChangeReport::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<ChangeReport>, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((loader.get(self.report)?, loader.named("mail_item", self.mail_item)?))
    }

    fn decide(&self, (report, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        outgoing_letter(&mail, report.head.subject, "mail_item")?;
        enough(&report.body, Consequence::Notification)?;
        step(&report, cx, None, Some(mail.head.id), |r| r.told_by = Some(mail.id()))
    }
}

on_record! {
    /// Files a report that nothing follows from.
    File = "change_reports.file" on report: ChangeReport, by WORKERS, for PURPOSE, {
        /// Why nothing follows.
        #[field(long)]
        reason: String,
    }
    |this, report, cx| {
        enough(&report.body, Consequence::None)?;
        step(&report, cx, Some(&this.reason), None, |r| r.reason = Some(this.reason.clone()))
    }
}
