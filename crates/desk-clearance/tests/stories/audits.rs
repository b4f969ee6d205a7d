//! Audits of files: a plan that comes round by itself, a sample that can be drawn again, findings that are followed until somebody who had no part
//! in them has looked.

use desk_clearance::audits;
use desk_clearance::audits::queries::{due, progress};
use desk_clearance::audits::{AuditPlan, AuditSample, AuditedFile, FileState};
use desk_clearance::limits;
use desk_clearance::reports::commands::make_monthly;
use jiff::Span;
use kernel::measure::Period;
use kernel::{Id, Record, RecordId, Value};
use ledger::crypto::{hex, sha256};
use spine::dossiers::Dossier;
use spine::findings;
use spine::findings::queries::ended;
use spine::findings::{CorrectiveAction, Extension, Finding, RiskAcceptance, Verification};
use testkit::{Backend, World};

on_both!(
    cl_08_an_audit_is_drawn_by_itself_worked_through_and_closed_with_what_it_says,
    cl_08_a_sample_is_drawn_again_from_its_start_value,
    xd_05_a_finding_is_planned_done_and_closed_by_somebody_who_had_no_part_in_it,
    sp_07_handing_on_makes_nobody_independent,
    sp_07_a_serious_finding_takes_two_or_a_look_on_the_spot,
    sp_07_a_due_day_moves_by_an_extension_only,
    sp_07_what_is_accepted_for_a_time_is_open_again_the_day_after,
    sp_07_a_finding_is_contested_upheld_or_withdrawn,
    cl_08_nobody_audits_their_own_file_and_limits_hold,
    cl_08_cl_13_the_figure_counts_files_in_use_and_those_looked_at,
);

struct Files {
    world: World,
    dossiers: Vec<RecordId>,
}

impl std::ops::Deref for Files {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

fn files(on: Backend, many: usize) -> Files {
    let world = World::new(on);
    world.adopt("audit_checklists", spine::STARTER_AUDIT_CHECKLISTS);
    let fields = [("code", "B2-S1".into()), ("name", "Shelf".into()), ("kind", "place_shelf".into())];
    let place = world.as_("technician").makes("places.add", &fields);
    let dossier = |at: usize| {
        let person = world.person(&format!("Kask{at}"), "Robin", "EST");
        let fields = [("person", person.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
        world.as_("technician").makes("dossier.open", &fields)
    };
    let dossiers = (0..many).map(dossier).collect();
    Files { world, dossiers }
}

impl Files {
    fn in_days(&self, days: i64) -> Value {
        self.today().saturating_add(Span::new().days(days)).into()
    }
    fn plan_fields(&self, sample: Option<i64>) -> Vec<(&'static str, Value)> {
        vec![
            ("name", "Monthly sample".into()),
            ("scope", "audit_active".into()),
            ("every_months", 1.into()),
            ("sample", sample.map_or(Value::Null, Value::Int)),
            ("series", "series_clearance".into()),
            ("checklist", "clearance_file".into()),
            ("days", 20.into()),
            ("next_on", self.in_days(0)),
            ("colleague", "technician".into()),
        ]
    }
    fn plan(&self, sample: Option<i64>) -> RecordId {
        self.as_("officer").makes("audits.plan", &self.plan_fields(sample))
    }
    fn draws(&self, plan: RecordId) -> RecordId {
        self.as_("officer").makes("audits.draw", &[("plan", plan.into())])
    }
    fn drawn(&self, sample: RecordId) -> Vec<Record<AuditedFile>> {
        self.as_("officer").sees(move |view| view.having::<AuditedFile>("sample", sample))
    }
    fn checks(&self, file: RecordId, defects: &[&str]) {
        self.as_("officer").does("audits.check", &[("file", file.into()), ("answers", answers(defects).into())]);
    }
    fn found_in(&self, sample: RecordId) -> Vec<Record<Finding>> {
        let mut all = self.as_("head").sees(move |view| view.having::<Finding>("arose_in", sample));
        all.sort_by(|a, b| a.body.number.cmp(&b.body.number));
        all
    }
    fn finding(&self, id: RecordId) -> Finding {
        self.as_("head").record::<Finding>(id).body
    }
    fn state(&self, id: RecordId) -> &'static str {
        self.finding(id).state.code()
    }
    fn does(&self, who: &str, command: &str, finding: RecordId, more: &[(&str, Value)]) {
        self.as_(who).does(command, &[&[("finding", finding.into())], more].concat());
    }
    fn refused(&self, who: &str, command: &str, finding: RecordId, more: &[(&str, Value)]) -> Vec<&'static str> {
        self.as_(who).refused(command, &[&[("finding", finding.into())], more].concat())
    }
    /// A finding issued to the technician.
    fn issued(&self, severity: &str) -> RecordId {
        let fields = [
            ("title_en", Value::from("The key has no second place")),
            ("title_fr", "La clé n’a pas de second lieu".into()),
            ("area", "area_physical".into()),
            ("severity", severity.into()),
            ("colleague", "technician".into()),
        ];
        let id = self.as_("officer").makes("findings.raise", &fields);
        self.does("officer", "findings.issue", id, &[]);
        id
    }
    fn plans(&self, finding: RecordId) -> RecordId {
        let fields = [("finding", finding.into()), ("title", "Take a second key".into()), ("kind", "action_corrective".into())];
        self.as_("technician").makes("findings.plan_action", &[&fields[..], &[("due_on", self.in_days(10))]].concat())
    }
    fn action(&self, id: RecordId) -> CorrectiveAction {
        self.as_("head").record::<CorrectiveAction>(id).body
    }
    fn claims(&self, action: RecordId) {
        self.as_("technician").does("corrective_actions.claim", &[("action", action.into()), ("evidence", "Receipt of the key".into())]);
    }
    /// What was issued is planned, done and closed.
    fn put_right(&self, id: RecordId) {
        self.carried_out(id);
        self.does("officer", "findings.verify", id, &[("method", "method_on_site".into()), ("seen", "It is so".into())]);
    }
    /// A finding whose plan was carried out.
    fn claimed(&self, severity: &str) -> (RecordId, RecordId) {
        let id = self.issued(severity);
        (id, self.carried_out(id))
    }
    fn carried_out(&self, id: RecordId) -> RecordId {
        let action = self.plans(id);
        self.does("technician", "findings.submit_plan", id, &[("root_cause", "cause_procedure".into())]);
        self.does("officer", "findings.accept_plan", id, &accepted());
        self.claims(action);
        self.does("technician", "findings.claim_complete", id, &[]);
        action
    }
}

fn accepted() -> [(&'static str, Value); 6] {
    ["relevant", "comprehensive", "detailed", "specific", "realistic", "consistent"].map(|tick| (tick, 1.into()))
}

fn answers(defects: &[&str]) -> String {
    let lists = spine::clearances::audits::AuditChecklists::parse(spine::STARTER_AUDIT_CHECKLISTS).unwrap();
    let list = lists.find("clearance_file").unwrap();
    let line = |code: &str| if defects.contains(&code) { format!("{code} point_defect Not so\n") } else { format!("{code} point_right\n") };
    list.points.iter().map(|p| line(&p.code)).collect()
}

/// The system does what is due on the day; how often something was written.
fn day(world: &World) -> usize {
    let due = world.ledger().read_as_rule(due).wait().unwrap();
    let over = world.ledger().read_as_rule(ended).wait().unwrap();
    let draw = due.into_iter().map(|plan| (audits::commands::JOB, "audits.draw", plan));
    let all = draw.chain(over.into_iter().map(|finding| (findings::commands::JOB, "findings.reopen", finding)));
    all.filter(|(job, command, record)| world.ledger().work(*job, command, vec![(*record).into()], None).wait().is_ok()).count()
}

fn cl_08_an_audit_is_drawn_by_itself_worked_through_and_closed_with_what_it_says(on: Backend) {
    let files = files(on, 4);
    let mut later = files.plan_fields(None);
    later.retain(|(name, _)| *name != "next_on");
    let plan = files.as_("officer").makes("audits.plan", &[&later[..], &[("next_on", files.in_days(3))]].concat());
    assert_eq!(day(&files), 0, "not before its day");
    files.days_pass(3);
    assert_eq!((day(&files), day(&files)), (1, 0), "once");
    let body = files.as_("officer").record::<AuditPlan>(plan).body;
    let next_on = body.next_on;
    assert_eq!(next_on, files.today().saturating_add(Span::new().months(1)));
    let sample = files.as_("officer").sees(move |view| view.having::<AuditSample>("plan", plan)).pop().unwrap();
    assert_eq!((sample.body.number.as_str(), sample.body.population, sample.body.drawn), ("AUD/2026/001", 4, 4));
    assert_eq!(sample.body.sampling_seed, None, "all of them is no draw");
    let drawn = files.drawn(sample.head.id);
    files.checks(drawn[0].head.id, &["briefing", "decision"]);
    files.checks(drawn[1].head.id, &[]);
    let told = files.as_("officer").sees(progress)[&sample.id()];
    assert_eq!((told.files, told.checked, told.faulty), (4, 2, 1));
    let close = [("sample", sample.head.id.into())];
    assert_eq!(files.as_("officer").refused("audits.close", &close), ["audit-files-open", "audit-drafts-left"]);
    files.checks(drawn[2].head.id, &["cover"]);
    files.checks(drawn[3].head.id, &[]);
    assert_eq!(
        files.as_("officer").refused("audits.check", &[("file", drawn[3].head.id.into()), ("answers", answers(&[]).into())]),
        ["state-not-allowed"],
        "a file is looked at once"
    );
    // Each defect is a draft with an owner, in both languages and neutral; one of them was none.
    let found = files.found_in(sample.head.id);
    let told: Vec<_> = found.iter().map(|f| (f.body.number.as_str(), f.body.severity.code(), f.body.state.code())).collect();
    let drafts =
        [("FND/2026/0001", "severity_serious"), ("FND/2026/0002", "severity_non_compliant"), ("FND/2026/0003", "severity_improvement")];
    assert_eq!(told, drafts.map(|(number, severity)| (number, severity, "finding_draft")));
    assert!(found[0].body.title_en.starts_with("DOS/2026/") && !found[0].body.title_en.contains("Kask"));
    assert!(found.iter().all(|f| f.body.title_fr.is_some() && f.body.owner.raw() == files.as_("technician").account));
    assert_eq!(files.refused("technician", "findings.withdraw", found[2].head.id, &[("reason", "Mine".into())]), ["finding-is-yours"]);
    files.does("officer", "findings.withdraw", found[2].head.id, &[("reason", "The label was only turned".into())]);
    files.as_("officer").does("findings.issue_all", &[("arose_in", sample.head.id.into())]);
    assert_eq!(files.as_("officer").refused("findings.issue_all", &[("arose_in", sample.head.id.into())]), ["no-drafts"]);
    files.as_("officer").does("audits.close", &close);
    let body = files.as_("officer").record::<AuditSample>(sample.head.id).body;
    assert_eq!((body.state.code(), body.findings, body.faulty, body.faulty_at_most), ("audit_closed", Some(2), Some(1), Some(1)));
    // A report tells the plan with what came of it; outside the office nothing of so few files.
    for (outside, told) in [(false, [Some(4), Some(2), Some(1)]), (true, [None, None, None])] {
        let now = files.ledger().now().as_microsecond();
        let year = Period::parse("2026").unwrap();
        let made = files.as_("officer").sees(move |view| make_monthly(view, year, now, outside));
        let [line] = &made.programme[..] else { panic!("{:?}", made.programme) };
        assert_eq!(
            (line.series.as_str(), line.scope.as_str(), line.every_months, line.sample),
            ("series_clearance", "audit_active", 1, None)
        );
        assert_eq!((line.audits, line.closed, [line.files, line.findings, line.faulty]), (1, 1, told));
        assert_eq!(line.next_on.as_deref(), Some(next_on.to_string().as_str()));
    }
    // The next round finds two points of the same file again. What is still open stays one record; what was put right and is found again weighs one
    // step more and names what it repeats.
    files.put_right(found[1].head.id);
    let again = files.draws(plan);
    assert_eq!(
        files.as_("officer").record::<AuditPlan>(plan).body.next_on,
        next_on,
        "drawn early, it does not stand for the round that comes"
    );
    let same = files.drawn(again).into_iter().find(|f| f.body.dossier == drawn[0].body.dossier).unwrap();
    files.checks(same.head.id, &["briefing", "decision"]);
    let repeated = files.found_in(again);
    assert_eq!((repeated.len(), files.as_("officer").record::<AuditedFile>(same.head.id).body.defects), (1, Some(2)));
    assert_eq!((repeated[0].body.severity.code(), repeated[0].body.recurrence_of), ("severity_serious", Some(found[1].id())));
    assert_eq!(files.as_("officer").refused("audits.draw", &[("plan", plan.into())]), ["audit-open-already"]);
    let request = files.as_("officer").asks("audits.give_up", &[("sample", again.into()), ("reason", "Too soon".into())]);
    assert_eq!(files.as_("officer").may_not_approve(request), ["same-person"], "nobody draws until a sample pleases");
    files.as_("head").approves(request);
    files.as_("officer").does("audits.end_plan", &[("plan", plan.into()), ("reason", "Another plan".into())]);
    files.days_pass(60);
    assert_eq!(day(&files), 0, "what has ended does not come round");
    files.verified();
}

fn cl_08_a_sample_is_drawn_again_from_its_start_value(on: Backend) {
    let files = files(on, 9);
    let sample = files.draws(files.plan(Some(4)));
    let body = files.as_("auditor").record::<AuditSample>(sample).body;
    let (codes, seed) = (body.codes.unwrap(), body.sampling_seed.unwrap());
    assert_eq!((body.population, body.drawn, codes.lines().count()), (9, 4, 9));
    assert_eq!(hex(&sha256(&[codes.as_bytes()])), body.codes_digest);
    // By hand, from what stands in the record alone.
    let mut order: Vec<_> = codes.lines().map(|code| (sha256(&[format!("{seed}:{code}").as_bytes()]), code)).collect();
    order.sort_unstable();
    let mut expected: Vec<&str> = order.iter().take(4).map(|(_, code)| *code).collect();
    expected.sort_unstable();
    let dossiers: Vec<RecordId> = files.drawn(sample).iter().map(|f| f.body.dossier.raw()).collect();
    let drawn = files.as_("officer").sees(move |view| view.having_any::<Dossier>("id", &dossiers));
    let mut drawn: Vec<&str> = drawn.iter().map(|d| d.body.label_code.as_str()).collect();
    drawn.sort_unstable();
    assert_eq!(drawn, expected);
    // None found in four of nine: of four faulty ones a draw of four misses all with 4 %, of three with 12 %. So three at most, with 95 % confidence.
    for file in files.drawn(sample) {
        files.checks(file.head.id, &[]);
    }
    files.as_("officer").does("audits.close", &[("sample", sample.into())]);
    let body = files.as_("auditor").record::<AuditSample>(sample).body;
    assert_eq!((body.faulty, body.faulty_at_most), (Some(0), Some(3)));
}

fn xd_05_a_finding_is_planned_done_and_closed_by_somebody_who_had_no_part_in_it(on: Backend) {
    let files = files(on, 0);
    let id = files.issued("severity_non_compliant");
    let cause = [("root_cause", Value::from("cause_procedure"))];
    assert_eq!(files.refused("technician", "findings.submit_plan", id, &cause), ["plan-without-action"]);
    assert_eq!(files.refused("officer", "findings.submit_plan", id, &cause), ["finding-not-yours"]);
    let action = files.plans(id);
    files.does("technician", "findings.submit_plan", id, &cause);
    assert_eq!(files.refused("technician", "findings.accept_plan", id, &accepted()), ["plan-is-yours"]);
    files.does("officer", "findings.return_plan", id, &[("reason", "And who keeps it?".into())]);
    // One action may serve two findings.
    let other = files.issued("severity_improvement");
    files.does("technician", "findings.serve", other, &[("action", action.into())]);
    assert_eq!(files.refused("technician", "findings.serve", other, &[("action", action.into())]), ["action-serves-already"]);
    files.does("technician", "findings.submit_plan", id, &cause);
    assert_eq!(
        files.refused("officer", "findings.accept_plan", id, &[&accepted()[1..], &[("relevant", 0.into())]].concat()),
        ["plan-not-whole"]
    );
    files.does("officer", "findings.accept_plan", id, &accepted());
    assert_eq!(files.refused("technician", "findings.claim_complete", id, &[]), ["action-not-done"]);
    assert_eq!(files.refused("officer", "findings.claim_complete", id, &[]), ["finding-not-yours"]);
    assert_eq!(files.as_("technician").refused("corrective_actions.claim", &[("action", action.into())]), ["field-required"]);
    assert_eq!(
        files.as_("registry").refused("corrective_actions.claim", &[("action", action.into()), ("evidence", "x".into())]),
        ["action-not-yours"]
    );
    files.claims(action);
    assert_eq!(files.as_("officer").refused("corrective_actions.verify", &[("action", action.into())]), ["action-verified-with-finding"]);
    files.does("technician", "findings.claim_complete", id, &[]);
    let look = [("method", Value::from("method_document")), ("seen", "The receipt".into())];
    assert_eq!(files.refused("technician", "findings.verify", id, &look), ["verifier-had-part"]);
    // What is sent back since it was claimed keeps the finding open.
    files.as_("officer").does("corrective_actions.send_back", &[("action", action.into()), ("reason", "No receipt".into())]);
    assert_eq!(files.refused("officer", "findings.verify", id, &look), ["action-not-done"]);
    files.claims(action);
    // It is looked at, fails, and everything that was claimed is open again.
    files.does("officer", "findings.fail", id, &look);
    assert_eq!(
        (files.state(id), files.action(action).state.code(), files.action(action).evidence),
        ("finding_in_implementation", "action_open", None)
    );
    files.claims(action);
    files.does("technician", "findings.claim_complete", id, &[]);
    files.does("officer", "findings.verify", id, &look);
    let told = files.action(action);
    assert_eq!(
        (files.state(id), told.state.code(), told.verified_by),
        ("finding_verified_closed", "action_verified", Some(files.as_("officer").person))
    );
    let looks = files.as_("auditor").sees(move |view| view.having::<Verification>("finding", id));
    let mut looks: Vec<_> = looks.iter().map(|v| (v.body.round, v.body.holds)).collect();
    looks.sort_unstable();
    assert_eq!(looks, [(1, false), (2, true)]);
    files.verified();
}

fn sp_07_handing_on_makes_nobody_independent(on: Backend) {
    let files = files(on, 0);
    let (id, action) = files.claimed("severity_improvement");
    let look = [("method", Value::from("method_document")), ("seen", "The receipt".into())];
    files.does("officer", "findings.fail", id, &look);
    // The owner gives the finding and its action to a colleague and comes back as the one who looks.
    files.does("technician", "findings.assign", id, &[("colleague", "officer2".into()), ("reason", "Leave".into())]);
    let hand = [("action", Value::from(action)), ("colleague", "officer2".into()), ("reason", "Leave".into())];
    files.as_("technician").does("corrective_actions.hand_over", &hand);
    files.as_("officer2").does("corrective_actions.claim", &[("action", action.into()), ("evidence", "Receipt".into())]);
    files.does("officer2", "findings.claim_complete", id, &[]);
    for who in ["technician", "officer2"] {
        assert_eq!(files.refused(who, "findings.verify", id, &look), ["verifier-had-part"], "{who}");
        assert_eq!(files.refused(who, "findings.fail", id, &look), ["verifier-had-part"], "{who}");
    }
    files.does("officer", "findings.verify", id, &look);
    // The head of office accepts nothing they answer for, now or before.
    let own = files.issued("severity_improvement");
    files.does("technician", "findings.assign", own, &[("colleague", "head".into()), ("reason", "Theirs".into())]);
    files.does("head", "findings.assign", own, &[("colleague", "technician".into()), ("reason", "Not mine".into())]);
    let accept = [("finding", Value::from(own)), ("reason", "Until we move".into()), ("accepted_until", files.in_days(30))];
    let request = files.as_("officer").asks("findings.accept_risk", &accept);
    assert_eq!(files.as_("head").may_not_approve(request), ["finding-is-yours"]);
    files.verified();
}

fn sp_07_a_serious_finding_takes_two_or_a_look_on_the_spot(on: Backend) {
    let files = files(on, 0);
    let (id, _) = files.claimed("severity_serious");
    let look = |method: &'static str| [("method", Value::from(method)), ("seen", "Both keys".into())];
    assert_eq!(files.refused("officer", "findings.verify", id, &look("method_document")), ["serious-needs-two"]);
    let together = [&[("finding", Value::from(id))][..], &look("method_document")].concat();
    let request = files.as_("officer").asks("findings.verify_together", &together);
    assert_eq!(files.as_("officer").may_not_approve(request), ["same-person"]);
    assert_eq!(files.as_("technician").may_not_approve(request), ["verifier-had-part"]);
    files.as_("head").approves(request);
    assert_eq!(files.state(id), "finding_verified_closed");
    let look_of = files.as_("auditor").sees(move |view| view.having::<Verification>("finding", id)).pop().unwrap().body;
    assert_eq!((look_of.verified_by, look_of.together_with), (files.as_("officer").person, Some(files.as_("head").person)));
    let (id, _) = files.claimed("severity_serious");
    files.does("officer", "findings.verify", id, &look("method_on_site"));
    assert_eq!(files.state(id), "finding_verified_closed");
}

fn sp_07_a_due_day_moves_by_an_extension_only(on: Backend) {
    let files = files(on, 0);
    let id = files.issued("severity_improvement");
    let action = files.plans(id);
    let ask = |days: i64| [("action", Value::from(action)), ("due_on", files.in_days(days)), ("reason", "The smith is ill".into())];
    assert_eq!(files.as_("technician").refused("corrective_actions.extend", &ask(10)), ["extension-not-later"]);
    assert_eq!(files.as_("technician").refused("corrective_actions.extend", &ask(limits::ACTION_DAYS_MAX + 1)), ["due-too-far"]);
    let request = files.as_("officer").asks("corrective_actions.extend", &ask(20));
    assert_eq!(files.as_("technician").may_not_approve(request), ["action-is-yours"], "who does it does not allow it");
    files.as_("officer2").approves(request);
    let body = files.action(action);
    assert_eq!((Value::from(body.first_due_on), Value::from(body.due_on)), (files.in_days(10), files.in_days(20)));
    let moved = files.as_("auditor").sees(move |view| view.having::<Extension>("action", action)).pop().unwrap().body;
    assert_eq!((moved.asked_by, moved.allowed_by), (files.as_("officer").person, files.as_("officer2").person));
    files
        .as_("technician")
        .does("corrective_actions.hand_over", &[("action", action.into()), ("colleague", "officer".into()), ("reason", "Leave".into())]);
    assert_eq!(
        files.as_("officer").refused("corrective_actions.drop", &[("action", action.into()), ("reason", "x".into())]),
        ["action-is-yours"]
    );
    // Who handed it on had part in it, and drops it as little as who has it now.
    assert_eq!(
        files.as_("technician").refused("corrective_actions.drop", &[("action", action.into()), ("reason", "x".into())]),
        ["action-is-yours"]
    );
    files.as_("head").does("corrective_actions.drop", &[("action", action.into()), ("reason", "The lock is changed".into())]);
    assert_eq!(
        files.refused("technician", "findings.submit_plan", id, &[("root_cause", "cause_training".into())]),
        ["plan-without-action"]
    );
}

fn sp_07_what_is_accepted_for_a_time_is_open_again_the_day_after(on: Backend) {
    let files = files(on, 0);
    let id = files.issued("severity_improvement");
    let accept = [("finding", Value::from(id)), ("reason", "Until we move".into()), ("accepted_until", files.in_days(30))];
    let request = files.as_("officer").asks("findings.accept_risk", &accept);
    assert_eq!(files.as_("officer2").may_not_approve(request), ["duty-missing"]);
    files.as_("head").approves(request);
    assert_eq!(files.state(id), "finding_risk_accepted");
    let kept = files.as_("auditor").sees(move |view| view.having::<RiskAcceptance>("finding", id)).pop().unwrap().body;
    assert_eq!(Value::from(kept.accepted_until), files.in_days(30));
    files.days_pass(30);
    assert_eq!((day(&files), files.state(id)), (0, "finding_risk_accepted"), "its last day counts");
    files.days_pass(1);
    assert_eq!((day(&files), files.state(id), day(&files)), (1, "finding_issued", 0));
    assert_eq!(Value::from(files.finding(id).plan_due_on.unwrap()), files.in_days(limits::FINDING_PLAN_DAYS));
    files.verified();
}

fn sp_07_a_finding_is_contested_upheld_or_withdrawn(on: Backend) {
    let files = files(on, 0);
    let id = files.issued("severity_improvement");
    let why = [("reason", Value::from("There is one in the safe"))];
    assert_eq!(files.refused("officer", "findings.contest", id, &why), ["finding-not-yours"]);
    files.does("technician", "findings.contest", id, &why);
    assert_eq!(files.refused("technician", "findings.withdraw", id, &why), ["finding-is-yours"]);
    files.does("officer", "findings.uphold", id, &why);
    assert_eq!(files.state(id), "finding_issued");
    files.does("technician", "findings.contest", id, &why);
    files.does("officer", "findings.withdraw", id, &why);
    assert_eq!(files.refused("officer", "findings.issue", id, &[]), ["state-not-allowed"]);
    // In one language it is not issued.
    let fields = [("title_en", "Dust".into()), ("area", "area_physical".into()), ("severity", "severity_improvement".into())];
    let draft = files.as_("officer").makes("findings.raise", &fields);
    assert_eq!(files.refused("officer", "findings.issue", draft, &[]), ["finding-one-language"]);
    files.does("officer", "findings.assign", draft, &[("colleague", "registry".into()), ("reason", "Their shelf".into())]);
    files.does("officer", "findings.issue", draft, &[("title_fr", "De la poussière".into())]);
    assert_eq!(files.finding(draft).title_fr.as_deref(), Some("De la poussière"));
}

fn cl_08_nobody_audits_their_own_file_and_limits_hold(on: Backend) {
    let files = files(on, 1);
    let own = files.as_("officer").person;
    let place = files.as_("technician").sees(|view| view.every::<spine::cabinet::Place>()).pop().unwrap().head.id;
    let fields = [("person", own.into()), ("series", "series_clearance".into()), ("level", "C".into()), ("place", place.into())];
    let dossier = files.as_("technician").makes("dossier.open", &fields);
    let sample = files.draws(files.plan(None));
    let drawn = files.as_("technician").sees(move |view| view.having::<AuditedFile>("sample", sample));
    let of = |dossier: RecordId| drawn.iter().find(|f| f.body.dossier == Id::new(dossier)).unwrap().head.id;
    let check = [("file", Value::from(of(dossier))), ("answers", answers(&[]).into())];
    assert_eq!(files.as_("officer").refused("audits.check", &check), ["not-found"], "their own file is not shown to them");
    files.as_("technician").does("audits.check", &check);
    // What cannot be looked at says why, and says nothing of the whole.
    let other = of(files.dossiers[0]);
    files.as_("officer").does("audits.skip", &[("file", other.into()), ("reason", "Sent to another office".into())]);
    files.as_("officer").does("audits.close", &[("sample", sample.into())]);
    assert_eq!(files.as_("officer").record::<AuditSample>(sample).body.faulty_at_most, Some(1), "of two files one was looked at");
    assert_eq!(files.as_("registry").refused("audits.check", &check), ["duty-missing"]);
    let left = files
        .as_("technician")
        .sees(move |view| view.having::<AuditedFile>("sample", sample))
        .iter()
        .filter(|f| f.body.state == FileState::ToCheck)
        .count();
    assert_eq!(left, 0);
    let with = |name: &'static str, value: Value| {
        let mut fields = files.plan_fields(None);
        fields.retain(|(field, _)| *field != name);
        [fields, vec![(name, value)]].concat()
    };
    let refused = |name, value| files.as_("officer").refused("audits.plan", &with(name, value));
    assert_eq!(refused("sample", (limits::AUDIT_FILES_MAX as i64 + 1).into()), ["number-out-of-range"]);
    assert_eq!(refused("sample", 0.into()), ["number-out-of-range"]);
    assert_eq!(refused("every_months", 37.into()), ["number-out-of-range"]);
    assert_eq!(refused("days", 367.into()), ["number-out-of-range"]);
    assert_eq!(refused("next_on", files.in_days(-1)), ["date-in-past"]);
    assert_eq!(refused("checklist", "no_such".into()), ["checklist-unknown"]);
    files.as_("officer").makes("audits.plan", &with("sample", (limits::AUDIT_FILES_MAX as i64).into()));
}

fn cl_08_cl_13_the_figure_counts_files_in_use_and_those_looked_at(on: Backend) {
    let files = files(on, 5);
    let sample = files.draws(files.plan(Some(2)));
    let drawn = files.drawn(sample);
    files.checks(drawn[0].head.id, &["cover", "identity"]);
    files.checks(drawn[1].head.id, &[]);
    files.as_("officer").does("findings.issue_all", &[("arose_in", sample.into())]);
    files.as_("officer").does("audits.close", &[("sample", sample.into())]);
    // One that was not looked at is archived, and is no file in use any more; another only after the month.
    let looked: Vec<RecordId> = drawn.iter().map(|f| f.body.dossier.raw()).collect();
    let mut others = files.dossiers.iter().filter(|d| !looked.contains(d));
    let archive = |dossier: RecordId| {
        let place = files.as_("technician").sees(|view| view.every::<spine::cabinet::Place>()).pop().unwrap().head.id;
        let fields = [("dossier", Value::from(dossier)), ("place", place.into()), ("reason", "The post has ended".into())];
        files.as_("technician").does("dossier.archive", &fields);
    };
    files.days_pass(1);
    archive(*others.next().unwrap());
    let month = kernel::measure::Period::month_of(files.today());
    let later = *others.next().unwrap();
    files.days_pass(40);
    archive(later);
    let figure = move |period| {
        files.as_("officer").sees(move |view| {
            let now = view.now.as_microsecond();
            let book = desk_clearance::measures::whole_book(view, period, now)?;
            desk_clearance::measures::audits::coverage(view, &book, period)
        })
    };
    let told = figure(month);
    assert_eq!((told.numerator, told.denominator), (2, 4));
    let part = told.parts.iter().find(|part| part.key == "part:findings-per-hundred").unwrap();
    assert_eq!((part.numerator, part.denominator), (2, 4), "of files in use");
}
