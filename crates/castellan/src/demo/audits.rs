//! The demo's audits: a monthly sample that was worked through and closed, one that is under way, findings at every stage - one whose action is late -,
//! and an incident that began with a missing file.

use desk_clearance::audits::rules::{Answer, Verdict, write};
use desk_clearance::audits::{AuditedFile, FileState};
use jiff::ToSpan;
use kernel::{Record, RecordId, Value};
use ledger::Error;
use spine::cabinet::{Discrepancy, Outcome};
use spine::clearances::audits::AuditChecklists;
use spine::findings::{Finding, FindingState};

use super::Maker;

/// Days before the end - three apart, so that no week-end puts two on one day - on which the first sample is drawn, worked through, planned, put right; the second drawn and begun; the incident reported.
pub const DAYS_BEFORE: [i64; 6] = [21, 18, 14, 10, 7, 4];
/// Files of a sample, and those of the second that were looked at.
const SAMPLE: i64 = 12;
const BEGUN: usize = 5;

/// What the demo's audits go on with.
#[derive(Default)]
pub struct Audits {
    plan: Option<RecordId>,
    first: Option<RecordId>,
}

impl Maker<'_> {
    /// The next that happens to the audits.
    pub(super) fn audits(&mut self, step: usize) -> Result<(), Error> {
        match step {
            0 => self.first_sample(),
            1 => self.look_at_first(),
            2 => self.plan_actions(),
            3 => self.put_right(),
            4 => self.second_sample(),
            _ => self.missing_file(),
        }
    }

    fn in_days(&self, days: i64) -> Value {
        let today = self.ledger.today();
        today.checked_add(days.days()).unwrap_or(today).into()
    }

    fn first_sample(&mut self) -> Result<(), Error> {
        let plan = [
            ("name", Value::from("Monthly sample of files in use")),
            ("scope", "audit_active".into()),
            ("every_months", 1.into()),
            ("sample", SAMPLE.into()),
            ("series", "series_clearance".into()),
            ("checklist", "clearance_file".into()),
            ("days", 20.into()),
            ("next_on", self.in_days(0)),
            ("colleague", "marie".into()),
        ];
        let plan = Self::made(&self.does("anna", "audits.plan", &plan)?)?;
        let whole = [
            ("name", Value::from("Yearly audit of archived files")),
            ("scope", "audit_archived".into()),
            ("every_months", 12.into()),
            ("series", "series_clearance".into()),
            ("checklist", "archived_file".into()),
            ("days", 60.into()),
            ("next_on", self.in_days(200)),
            ("colleague", "paul".into()),
        ];
        self.does("anna", "audits.plan", &whole)?;
        self.audits.plan = Some(plan);
        self.audits.first = Some(Self::made(&self.does("anna", "audits.draw", &[("plan", plan.into())])?)?);
        Ok(())
    }

    fn drawn(&self, sample: RecordId) -> Result<Vec<Record<AuditedFile>>, Error> {
        self.ledger.read(self.user("helene"), move |view| view.having::<AuditedFile>("sample", sample)).wait()
    }

    fn findings(&self, sample: RecordId, state: FindingState) -> Result<Vec<Record<Finding>>, Error> {
        let mut all = self.ledger.read(self.user("anna"), move |view| view.having::<Finding>("arose_in", sample)).wait()?;
        all.retain(|finding| finding.body.state == state);
        all.sort_by(|a, b| a.body.number.cmp(&b.body.number));
        Ok(all)
    }

    /// Looks at a file: right but for what is named.
    fn look_at(&self, file: &Record<AuditedFile>, defects: &[(&str, &str)]) -> Result<(), Error> {
        let lists = AuditChecklists::parse(spine::STARTER_AUDIT_CHECKLISTS).map_err(Error::Stored)?;
        let points = lists.find("clearance_file").map(|list| list.points.clone()).unwrap_or_default();
        let answers: Vec<Answer> = points
            .iter()
            .map(|point| {
                let defect = defects.iter().find(|(code, _)| *code == point.code);
                let verdict = if defect.is_some() { Verdict::Defect } else { Verdict::Right };
                Answer { point: point.code.clone(), verdict, note: defect.map(|(_, note)| (*note).to_owned()).unwrap_or_default() }
            })
            .collect();
        let told = [("file", Value::Id(file.head.id)), ("answers", write(&answers).into())];
        // A file that was restricted is the head of office's to look at.
        match self.does("paul", "audits.check", &told) {
            Err(Error::NotFound) => self.does("helene", "audits.check", &told),
            said => said,
        }
        .map(|_| ())
    }

    fn look_at_first(&mut self) -> Result<(), Error> {
        let Some(sample) = self.audits.first else { return Ok(()) };
        for (at, file) in self.drawn(sample)?.iter().enumerate() {
            let defects: &[(&str, &str)] = match at {
                1 => &[("briefing", "The form bears no signature")],
                4 => &[("certificate", "Neither the certificate nor a note of its place")],
                7 => &[("cover", "The label is torn")],
                _ => &[],
            };
            self.look_at(file, defects)?;
        }
        self.does("anna", "findings.issue_all", &[("arose_in", sample.into()), ("plan_due_on", self.in_days(5))])?;
        self.does("anna", "audits.close", &[("sample", sample.into())]).map(|_| ())
    }

    fn plan_actions(&mut self) -> Result<(), Error> {
        let Some(sample) = self.audits.first else { return Ok(()) };
        let plans = [("Have the form signed anew", "cause_procedure", 9), ("Ask the authority for a copy", "cause_handover", 8)];
        // The third waits for its plan: it is late.
        for (finding, (title, cause, days)) in self.findings(sample, FindingState::Issued)?.iter().zip(plans) {
            let on = ("finding", Value::Id(finding.head.id));
            let action = [on.clone(), ("title", title.into()), ("kind", "action_corrective".into()), ("due_on", self.in_days(days))];
            self.does("marie", "findings.plan_action", &action)?;
            self.does("marie", "findings.submit_plan", &[on.clone(), ("root_cause", cause.into())])?;
            let ticks = ["relevant", "comprehensive", "detailed", "specific", "realistic", "consistent"].map(|tick| (tick, 1.into()));
            self.does("anna", "findings.accept_plan", &[&[on][..], &ticks].concat())?;
        }
        Ok(())
    }

    /// The first is put right and closed; the action of the second is forgotten.
    fn put_right(&mut self) -> Result<(), Error> {
        let Some(sample) = self.audits.first else { return Ok(()) };
        let Some(finding) = self.findings(sample, FindingState::InImplementation)?.into_iter().next() else { return Ok(()) };
        let id = finding.head.id;
        let actions = self.ledger.read(self.user("marie"), move |view| spine::findings::queries::actions(view, id)).wait()?;
        for action in actions {
            let said = [("action", Value::Id(action.head.id)), ("evidence", "The signed form is in the file".into())];
            self.does("marie", "corrective_actions.claim", &said)?;
        }
        let on = ("finding", Value::Id(id));
        self.does("marie", "findings.claim_complete", std::slice::from_ref(&on))?;
        let look = [on, ("method", "method_document".into()), ("seen", "The signed form".into())];
        self.does("anna", "findings.verify", &look).map(|_| ())
    }

    fn second_sample(&mut self) -> Result<(), Error> {
        let Some(plan) = self.audits.plan else { return Ok(()) };
        let sample = Self::made(&self.does("anna", "audits.draw", &[("plan", plan.into())])?)?;
        for (at, file) in self.drawn(sample)?.iter().filter(|f| f.body.state == FileState::ToCheck).take(BEGUN).enumerate() {
            let defects: &[(&str, &str)] = if at == 2 { &[("questionnaire", "A copy of the questionnaire lies in the file")] } else { &[] };
            self.look_at(file, defects)?;
        }
        Ok(())
    }

    /// A file that nobody found becomes an incident.
    fn missing_file(&mut self) -> Result<(), Error> {
        let found = self.ledger.read(self.user("paul"), |view| view.every::<Discrepancy>()).wait()?;
        let missing = found.iter().find(|d| d.body.outcome == Outcome::Missing).map(|d| Value::Id(d.head.id));
        let report = [
            ("title", Value::from("A dossier is not in its safe")),
            ("kind", "incident_loss".into()),
            ("desk", "desk_registry".into()),
            ("area", "area_information".into()),
            ("discovered_on", self.in_days(0)),
            ("register", if missing.is_some() { "discrepancies".into() } else { Value::Null }),
            ("concerns", missing.unwrap_or(Value::Null)),
        ];
        let incident = Self::made(&self.does("tomas", "incidents.report", &report)?)?;
        let on = ("incident", Value::Id(incident));
        let weight =
            [("severity", "severity_non_compliant".into()), ("compromise", "compromise_possible".into()), ("colleague", "anna".into())];
        self.does("helene", "incidents.take_up", &[&[on.clone()][..], &weight].concat())?;
        let now = Value::Int(self.ledger.now().as_microsecond());
        let line = [on.clone(), ("happened_at", now), ("happened", "Both safes and the archive were searched".into())];
        self.does("anna", "incidents.log", &line)?;
        let action = [
            on,
            ("title", "Write down every loan at the counter".into()),
            ("kind", "action_preventive".into()),
            ("colleague", "tomas".into()),
            ("due_on", self.in_days(15)),
        ];
        self.does("anna", "incidents.plan_action", &action).map(|_| ())
    }
}
