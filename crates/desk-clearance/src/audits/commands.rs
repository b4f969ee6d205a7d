//! Planning audits, drawing samples, looking at files, closing audits.

use jiff::Span;
use jiff::civil::Date;
use kernel::sampling::faulty_at_most;
use kernel::{Duty, Fields, Id, Job, Record, Refusal, Refused, Register};
use ledger::crypto::{hex, sha256};
use ledger::identity::Account;
use ledger::transition::{begin, begin_in, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};
use spine::cabinet::rules::drawn;
use spine::clearances::audits::{AuditChecklists, Checklist};
use spine::dossiers::{Dossier, DossierSeries};
use spine::findings::commands::{Doer, Found, SERIES as FINDINGS, draft};
use spine::findings::{Finding, FindingState};
use spine::policy::PolicyPack;
use spine::series;
use spine::tasks::commands::colleague;

use super::queries::{Drawable, Standing, checklist_of, checklists, population, standing};
use super::rules::{EVERY_MONTHS_MAX, defects, next_round, read, write};
use super::{ANSWERS_CHARS_MAX, AUDITORS, AuditPlan, AuditSample, AuditScope, AuditedFile, FileState, PLANNERS, PlanState, SampleState};
use crate::limits;

/// The commands of audits.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Plan>(),
        CommandDef::of::<EndPlan>(),
        CommandDef::of::<Draw>(),
        CommandDef::of::<Check>(),
        CommandDef::of::<Skip>(),
        CommandDef::of::<Close>(),
        CommandDef::of::<GiveUp>(),
    ]
}

/// The job that draws audits and asks the rules about data.
pub const JOB: Job = Job::named("audits");
const PURPOSE: &str = "audit";
/// Name of the series audits are numbered in.
const SERIES: &str = "AUD";
/// Longest time for working through a sample, in days.
const DAYS_MAX: i64 = 366;

/// Plans an audit that comes round by itself.
#[derive(Clone, Debug, Fields)]
pub struct Plan {
    /// What people call it.
    #[field(max = 100)]
    pub name: String,
    /// Which files.
    pub scope: AuditScope,
    /// Every how many months.
    pub every_months: i64,
    /// How many files are drawn; all of them when left out.
    pub sample: Option<i64>,
    /// Of which series.
    pub series: DossierSeries,
    /// The checklist, by its code in the pack in force.
    #[field(max = 60)]
    pub checklist: String,
    /// Within how many days a sample is worked through.
    pub days: i64,
    /// When the first sample is drawn.
    pub next_on: Date,
    /// Who answers for it; oneself when left out.
    #[field(max = 120)]
    pub colleague: Option<String>,
}

impl Command for Plan {
    const NAME: &'static str = "audits.plan";
    const DUTIES: &'static [Duty] = PLANNERS;
    const ADDS: Option<&'static str> = Some(AuditPlan::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Id<Account>, AuditChecklists);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let owner = colleague(loader, self.colleague.as_deref(), "colleague")?;
        Ok((owner, checklists(loader.view())?.0))
    }

    fn decide(&self, (owner, lists): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        let mut within = |value: i64, max: i64, at: &'static str| {
            if !(1..=max).contains(&value) {
                wrong.push(Refusal::new("number-out-of-range").at(at).with("min", "1").with("max", max.to_string()));
            }
        };
        within(self.every_months, EVERY_MONTHS_MAX, "every_months");
        within(self.days, DAYS_MAX, "days");
        within(self.sample.unwrap_or(1), limits::AUDIT_FILES_MAX as i64, "sample");
        if self.next_on < cx.today {
            wrong.push(Refusal::new("date-in-past").at("next_on"));
        }
        if lists.find(&self.checklist).is_none() {
            let known: Vec<&str> = lists.checklists.iter().map(|list| list.code.as_str()).collect();
            wrong.push(Refusal::new("checklist-unknown").at("checklist").with("known", known.join(", ")));
        }
        Refused::unless_empty(wrong)?;
        let plan = AuditPlan {
            name: self.name.clone(),
            scope: self.scope,
            state: PlanState::InForce,
            since: cx.micros(),
            every_months: self.every_months,
            sample: self.sample,
            series: self.series,
            checklist: self.checklist.clone(),
            days: self.days,
            owner,
            next_on: self.next_on,
        };
        let mut changes = Changes::new();
        let id = begin(&mut changes, cx.new_id(), &plan, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

on_record! {
    /// Ends a plan; an audit that is open goes on.
    EndPlan = "audits.end_plan" on plan: AuditPlan, by PLANNERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, plan, cx| step(&plan, cx, Some(&this.reason), None, |_| {})
}

/// Draws a sample of a plan: the system on the day it is due, or somebody before.
#[derive(Clone, Debug, Fields)]
pub struct Draw {
    /// The plan.
    #[field(hidden)]
    pub plan: Id<AuditPlan>,
}

/// What drawing looks at.
pub struct ToDraw {
    plan: Record<AuditPlan>,
    files: Vec<Drawable>,
    lists: AuditChecklists,
    pack: Option<Id<PolicyPack>>,
    open: bool,
    series: series::Standing,
}

impl Command for Draw {
    const NAME: &'static str = "audits.draw";
    const DUTIES: &'static [Duty] = PLANNERS;
    const JOBS: &'static [Job] = &[JOB];
    const ON: Option<&'static str> = Some(AuditPlan::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToDraw;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        // The system reads nothing of its own: what it works on it finds as a fact.
        let system = Job::of(loader.view().account()).is_some();
        let plan = if system { loader.facts(|view| view.get(self.plan))? } else { loader.get(self.plan)? };
        let view = loader.view();
        let year = i64::from(view.today.year());
        let earlier = view.facts(|view| view.having::<AuditSample>("plan", self.plan.raw()))?;
        let (lists, pack) = checklists(view)?;
        Ok(ToDraw {
            files: population(view, plan.body.scope, plan.body.series)?,
            lists,
            pack,
            open: earlier.iter().any(|sample| sample.body.state == SampleState::Open),
            series: series::load(view, SERIES, year)?,
            plan,
        })
    }

    fn decide(&self, ToDraw { plan, files, lists, pack, open, series }: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if cx.job().is_some() && plan.body.next_on > cx.today {
            return Err(Refusal::new("audit-not-due").into());
        }
        if open {
            return Err(Refusal::new("audit-open-already").with("plan", plan.body.name.as_str()).into());
        }
        let pack = pack.filter(|_| lists.find(&plan.body.checklist).is_some());
        let pack = pack.ok_or_else(|| Refusal::new("checklist-gone").with("checklist", plan.body.checklist.as_str()))?;
        if files.len() > limits::AUDIT_POPULATION_MAX {
            return Err(Refusal::new("audit-too-many").with("max", limits::AUDIT_POPULATION_MAX.to_string()).into());
        }
        let many = plan.body.sample.map_or(files.len(), |many| usize::try_from(many).unwrap_or(0).min(files.len()));
        if many > limits::AUDIT_FILES_MAX {
            return Err(Refusal::new("audit-too-many").with("max", limits::AUDIT_FILES_MAX.to_string()).into());
        }
        let codes = files.iter().map(|file| file.code.as_str()).collect::<Vec<_>>().join("\n");
        let seed = hex(&cx.new_id().0);
        let chosen = drawn(files.iter().map(|file| file.code.as_str()), &seed, many);
        // Drawn before its day, a sample does not stand for the round that comes.
        let due = plan.body.next_on <= cx.today;
        let next_on = if due { next_round(plan.body.next_on, plan.body.every_months, cx.today) } else { plan.body.next_on };
        let mut changes = step(&plan, cx, None, None, |p| p.next_on = next_on)?;
        let year = i64::from(cx.today.year());
        let number = series::next(&series, SERIES, year, cx.new_id(), &mut changes);
        let sample = AuditSample {
            number: format!("{SERIES}/{year}/{number:03}"),
            plan: plan.id(),
            scope: plan.body.scope,
            state: SampleState::Open,
            since: cx.micros(),
            checklist: plan.body.checklist.clone(),
            pack,
            owner: plan.body.owner,
            drawn_on: cx.today,
            due_on: cx.today.checked_add(Span::new().days(plan.body.days)).unwrap_or(Date::MAX),
            population: files.len() as i64,
            drawn: many as i64,
            sampling_seed: (many < files.len()).then_some(seed),
            codes_digest: hex(&sha256(&[codes.as_bytes()])),
            codes: Some(codes).filter(|codes| !codes.is_empty()),
            closed_on: None,
            findings: None,
            faulty: None,
            faulty_at_most: None,
        };
        let id = begin(&mut changes, cx.new_id(), &sample, None, cx);
        for (_, file) in files.iter().enumerate().filter(|(at, _)| chosen.contains(at)) {
            let body = AuditedFile {
                sample: id,
                dossier: Id::new(file.dossier),
                person: Id::new(file.person),
                state: FileState::ToCheck,
                since: cx.micros(),
                answers: None,
                defects: None,
                checked_by: None,
                checked_on: None,
            };
            begin_in(&mut changes, cx.new_id(), &body, cx.as_closed_as(AuditedFile::DEF.marking, &file.label), cx);
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Looks at a file against the checklist; each defect is drafted as a finding.
#[derive(Clone, Debug, Fields)]
pub struct Check {
    /// The file of the audit.
    #[field(hidden)]
    pub file: Id<AuditedFile>,
    /// The answers: a line a point, with its code, the answer and what was seen.
    #[field(long, max = ANSWERS_CHARS_MAX)]
    pub answers: String,
}

/// What looking at a file needs.
pub struct ToCheck {
    file: Record<AuditedFile>,
    sample: Record<AuditSample>,
    dossier: Record<Dossier>,
    owner: Doer,
    checklist: Option<Checklist>,
    before: Vec<Record<Finding>>,
    series: series::Standing,
}

impl Command for Check {
    const NAME: &'static str = "audits.check";
    const DUTIES: &'static [Duty] = AUDITORS;
    const ON: Option<&'static str> = Some(AuditedFile::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = ToCheck;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let file = loader.get(self.file)?;
        let dossier: Record<Dossier> = loader.get(file.body.dossier)?;
        let view = loader.view();
        let sample = view.facts(|view| view.get(file.body.sample))?;
        let before = view.facts(|view| view.having::<Finding>("concerns", file.body.dossier.raw()))?;
        let person = view.facts(|view| view.get(sample.body.owner))?.body.person;
        let year = i64::from(view.today.year());
        Ok(ToCheck {
            checklist: checklist_of(view, &sample.body)?,
            series: series::load(view, FINDINGS, year)?,
            owner: (sample.body.owner, person),
            dossier,
            before,
            sample,
            file,
        })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToCheck { file, sample, dossier, owner, checklist, before, series } = loaded;
        if sample.body.state != SampleState::Open {
            return Err(Refusal::new("state-not-allowed").with("state", sample.body.state.code()).into());
        }
        let checklist = checklist.ok_or_else(|| Refusal::new("checklist-gone").with("checklist", sample.body.checklist.as_str()))?;
        let answers = read(&self.answers, &checklist)?;
        let wrong: Vec<_> = defects(&answers, &checklist).collect();
        let count = wrong.len() as i64;
        let mut changes = step(&file, cx, None, None, |f| {
            f.answers = Some(write(&answers));
            f.defects = Some(count);
            f.checked_by = Some(cx.person);
            f.checked_on = Some(cx.today);
        })?;
        let reference = &dossier.body.reference;
        let ended = [FindingState::VerifiedClosed, FindingState::Withdrawn];
        let found = wrong.iter().filter_map(|(point, note)| {
            let basis = format!("{}.{}", checklist.code, point.code);
            let basis = point.basis.as_ref().map_or_else(|| basis.clone(), |text| format!("{basis}: {text}"));
            let basis: String = basis.chars().take(limits::TEXT_CHARS_MAX).collect();
            let same = before.iter().filter(|f| f.body.basis.as_ref() == Some(&basis) && f.body.state != FindingState::Withdrawn);
            let again = same.max_by_key(|f| (f.body.since, f.head.id));
            // What is open is one record, however often it is found.
            if again.is_some_and(|f| !ended.contains(&f.body.state)) {
                return None;
            }
            // What was put right and is found again weighs one step more than it did, or than the point does.
            let severity = again.map_or(point.severity(), |f| f.body.severity.max(point.severity()));
            Some(Found {
                title_en: format!("{reference}: {}", point.en),
                title_fr: Some(format!("{reference}\u{202f}: {}", point.fr)),
                observed: Some((*note).to_owned()),
                area: point.area(),
                severity,
                owner,
                label: Some(cx.as_closed_as(Finding::DEF.marking, &dossier.head.label)),
                arose_in: Some(sample.head.id),
                concerns: Some(file.body.dossier.raw()),
                person: Some(file.body.person.raw()),
                basis: Some(basis),
                recurrence_of: again.map(Record::id),
            })
        });
        draft(found.collect(), &series, cx, &mut changes);
        changes.answer_with(file.id());
        Ok(changes)
    }
}

/// Closes an audit: every file was looked at, every finding issued or withdrawn. What a sample says of the whole is computed and kept.
#[derive(Clone, Debug, Fields)]
pub struct Close {
    /// The audit.
    #[field(hidden)]
    pub sample: Id<AuditSample>,
}

impl Command for Close {
    const NAME: &'static str = "audits.close";
    const DUTIES: &'static [Duty] = PLANNERS;
    const ON: Option<&'static str> = Some(AuditSample::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<AuditSample>, Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let sample = loader.get(self.sample)?;
        Ok((sample, loader.facts(|view| standing(view, self.sample))?))
    }

    fn decide(&self, (sample, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let (open, drafts) = (standing.file(FileState::ToCheck), standing.finding(FindingState::Draft));
        let mut wrong = Vec::new();
        if open > 0 {
            wrong.push(Refusal::new("audit-files-open").with("count", open.to_string()));
        }
        if drafts > 0 {
            wrong.push(Refusal::new("audit-drafts-left").with("count", drafts.to_string()));
        }
        Refused::unless_empty(wrong)?;
        // What could not be looked at says nothing of the whole; a file whose findings were all withdrawn was in order.
        let looked_at = standing.file(FileState::Checked);
        step(&sample, cx, None, None, |s| {
            s.closed_on = Some(cx.today);
            s.findings = Some(standing.kept());
            s.faulty = Some(standing.faulty);
            s.faulty_at_most = faulty_at_most(s.population, looked_at, standing.faulty);
        })
    }
}

on_record! {
    /// Says that a file cannot be looked at, and why: given away, destroyed, or not found.
    Skip = "audits.skip" on file: AuditedFile, by AUDITORS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, file, cx| step(&file, cx, Some(&this.reason), None, |f| {
        f.checked_by = Some(cx.person);
    })
}

on_record! {
    /// Gives an audit up; what was found stays. Two people: nobody draws until a sample pleases.
    GiveUp = "audits.give_up" on sample: AuditSample, by PLANNERS, for PURPOSE, approved by PLANNERS, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, sample, cx| step(&sample, cx, Some(&this.reason), None, |_| {})
}
