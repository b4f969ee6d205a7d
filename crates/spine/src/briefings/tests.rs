//! What is owed follows from the facts and from nothing else, and never contradicts the access that follows from them.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::entropy::SeededEntropy;
use kernel::marking::SecurityPolicy;
use kernel::{Head, Id, Label, Record, RecordId};
use ledger::transition::Micros;

use super::rules::{BriefingStage, Day, Obligation, Turn, asks, obligations, turn};
use super::*;
use crate::clearances::tests::{TODAY, briefing, in_order, policy, random_facts, rulebook};
use crate::clearances::{FactKind, Facts, effective_access};
use crate::limits;
use crate::policy::Rulebook;

const WORLDS: usize = 20_000;

#[test]
fn cl_06_the_lifecycles_have_no_defects() {
    assert_eq!(CAMPAIGNS.defects(), Vec::<String>::new());
    assert_eq!(INVITATIONS.defects(), Vec::<String>::new());
    for state in InvitationState::ALL {
        let open = INVITATIONS.state(state.code()).map(|s| s.open);
        assert_eq!(open, Some(*state != InvitationState::Excused), "{}", state.code());
    }
    let states: Vec<_> = CAMPAIGNS.states.iter().map(|s| s.code).collect();
    assert_eq!(states, CampaignState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

/// Somebody asked on a day, with the days of reminder, answer and escalation counted from it.
fn invitation(kind: BriefingKind, invited_on: Date, (remind, answer, escalate): (i64, i64, i64)) -> Record<BriefingInvitation> {
    let after = |days: i64| invited_on.saturating_add(days.days());
    let body = BriefingInvitation {
        person: Id::new(RecordId::NIL),
        kind,
        category: None,
        campaign: None,
        state: InvitationState::Invited,
        since: Micros(0),
        invited_on,
        answer_by: after(answer),
        remind_on: after(remind),
        escalate_on: after(escalate),
        text_version: "4".to_owned(),
        instructions: None,
        reason: None,
    };
    let head = Head { id: RecordId([7; 16]), version: 1, label: Label::at("R"), rank: 1, subject: None, void: false };
    Record { head, body }
}

/// The rules and the policy of every question, read once.
struct Ground {
    rules: Rulebook,
    policy: SecurityPolicy,
}

impl Ground {
    fn new() -> Self {
        Self { rules: rulebook(), policy: policy() }
    }

    /// What somebody owes today; who left is debriefed within a week.
    fn owed(&self, facts: &Facts, invitations: &[Record<BriefingInvitation>]) -> Vec<Obligation> {
        let debrief_by = |last: Date| last.saturating_add(7.days());
        obligations(facts, invitations, &Day { on: TODAY, rules: &self.rules, policy: &self.policy, debrief_by: &debrief_by })
    }
}

fn base(all: &[Obligation]) -> Option<(BriefingStage, Option<Date>)> {
    all.iter().find(|o| o.kind == BriefingKind::Nato).map(|o| (o.stage, o.due))
}

#[test]
fn cl_06_from_due_over_invited_and_acknowledged_to_debriefed() {
    let ground = Ground::new();
    let day = |days: i64| TODAY.saturating_add(days.days());
    let mut facts = in_order();
    facts.briefings.clear();
    let granted = facts.decisions[0].decided_on;
    assert_eq!(base(&ground.owed(&facts, &[])), Some((BriefingStage::Due, Some(granted))));
    let asked = invitation(BriefingKind::Nato, day(-3), (1, 3, 5));
    assert_eq!(base(&ground.owed(&facts, std::slice::from_ref(&asked))).map(|(stage, _)| stage), Some(BriefingStage::Invited));
    let late = invitation(BriefingKind::Nato, day(-4), (1, 3, 5));
    assert_eq!(base(&ground.owed(&facts, std::slice::from_ref(&late))).map(|(stage, _)| stage), Some(BriefingStage::Overdue));
    let stage = |facts: &Facts| base(&ground.owed(facts, std::slice::from_ref(&late))).map(|(stage, _)| stage);
    for (due, expected) in [
        (Some(day(limits::BRIEFING_AHEAD_DAYS + 1)), BriefingStage::Acknowledged),
        (None, BriefingStage::Acknowledged),
        (Some(day(limits::BRIEFING_AHEAD_DAYS)), BriefingStage::RefreshDue),
        (Some(TODAY), BriefingStage::RefreshDue),
        (Some(day(-1)), BriefingStage::Overdue),
    ] {
        facts.briefings = vec![briefing(BriefingKind::Nato, day(-1), due)];
        assert_eq!(stage(&facts), Some(expected), "{due:?}");
    }
    // The last day of service is a day of service.
    facts.briefings = vec![briefing(BriefingKind::Nato, day(-9), None)];
    facts.assignments[0].valid_until = Some(TODAY);
    assert_eq!(base(&ground.owed(&facts, &[])).map(|(stage, _)| stage), Some(BriefingStage::Acknowledged));
    facts.assignments[0].valid_until = Some(day(-1));
    assert_eq!(base(&ground.owed(&facts, &[])), Some((BriefingStage::DebriefDue, Some(day(6)))));
    facts.briefings[0].debriefed_on = Some(TODAY);
    assert_eq!(base(&ground.owed(&facts, &[])), Some((BriefingStage::Debriefed, Some(TODAY))));
    facts.briefings[0].debrief_refusal = Some("No time".to_owned());
    assert_eq!(base(&ground.owed(&facts, &[])), Some((BriefingStage::DebriefRefused, Some(TODAY))));
}

#[test]
fn cl_06_a_category_is_briefed_where_it_is_required_and_granted() {
    let ground = Ground::new();
    let mut facts = in_order();
    facts.briefings.clear();
    let kinds = |facts: &Facts| ground.owed(facts, &[]).iter().map(|o| o.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&facts), [BriefingKind::Nato, BriefingKind::Atomal, BriefingKind::Bohemia]);
    facts.requirements[0].categories = kernel::Codes::new(["ATOMAL".to_owned()]);
    assert_eq!(kinds(&facts), [BriefingKind::Nato, BriefingKind::Atomal]);
    facts.decisions[0].categories = kernel::Codes::default();
    assert_eq!(kinds(&facts), [BriefingKind::Nato]);
    facts.decisions.clear();
    assert_eq!(kinds(&facts), [], "who is not cleared is not briefed");
}

#[test]
fn inv_cl_06_what_is_owed_never_contradicts_the_access_that_follows() {
    let ground = Ground::new();
    let random = SeededEntropy::new(61);
    let mut seen = std::collections::BTreeMap::new();
    for world in 0..WORLDS {
        let facts = random_facts(&random);
        let asked: Vec<_> = (0..random.below(3))
            .map(|_| {
                let kinds = [BriefingKind::Nato, BriefingKind::Atomal];
                let days = (random.below(3) as i64, 3 + random.below(3) as i64, 6);
                invitation(*random.pick(&kinds), TODAY.saturating_sub((random.below(9) as i64).days()), days)
            })
            .collect();
        let all = ground.owed(&facts, &asked);
        let kinds: Vec<_> = all.iter().map(|o| o.kind as u8).collect();
        assert!(kinds.is_sorted() && kinds.windows(2).all(|two| two[0] != two[1]), "{world}: one line a kind");
        let line =
            effective_access(&facts, TODAY, None, &ground.rules, &ground.policy).reasons.into_iter().find(|r| r.fact == FactKind::Briefing);
        let (good, code) = line.map(|r| (r.good, r.code)).unwrap_or_default();
        if let Some((stage, _)) = base(&all) {
            *seen.entry(stage.code()).or_insert(0) += 1;
            match stage {
                BriefingStage::Acknowledged | BriefingStage::RefreshDue => assert!(good, "{world}: {stage:?} without a current briefing"),
                BriefingStage::Due => assert!(["briefing-none", "briefing-debriefed"].contains(&code), "{world}: {code}"),
                BriefingStage::Debriefed | BriefingStage::DebriefRefused => assert_eq!(code, "briefing-debriefed", "{world}"),
                BriefingStage::DebriefDue => assert!(["briefing", "briefing-lapsed"].contains(&code), "{world}: {code}"),
                BriefingStage::Overdue | BriefingStage::Invited => {}
            }
            // Whoever must be briefed and whose briefing lapsed is told to be overdue, whatever was asked meanwhile.
            assert!(!(code == "briefing-lapsed" && stage.owed() && stage != BriefingStage::Overdue), "{world}: lapsed and {stage:?}");
        }
        // Signed today, for long: nothing of it waits, and nobody is asked for it again.
        if all.iter().any(|o| o.kind == BriefingKind::Nato && o.stage.owed()) {
            let mut after = facts.clone();
            after.briefings.retain(|b| b.given_on < TODAY);
            after.briefings.push(briefing(BriefingKind::Nato, TODAY, Some(TODAY.saturating_add(400.days()))));
            let told = ground.owed(&after, &asked);
            // Who was only asked and need not be briefed owes nothing more.
            assert!(base(&told).is_none_or(|(stage, _)| stage == BriefingStage::Acknowledged), "{world}: {:?}", base(&told));
            assert!(!told.iter().any(|o| asks(o, &BriefingKind::Nato.into(), TODAY)), "{world}");
        }
        // In any order.
        let mut turned = facts.clone();
        turned.briefings.reverse();
        turned.assignments.reverse();
        turned.requirements.reverse();
        turned.decisions.reverse();
        assert_eq!(
            ground.owed(&turned, &asked).iter().map(|o| (o.kind, o.stage, o.due)).collect::<Vec<_>>(),
            all.iter().map(|o| (o.kind, o.stage, o.due)).collect::<Vec<_>>(),
            "{world}"
        );
    }
    // The worlds come to every stage often enough.
    let often = ["overdue", "debrief_due", "due", "invited", "refresh_due", "acknowledged", "debriefed"];
    assert!(often.iter().all(|stage| seen.get(format!("briefing_stage_{stage}").as_str()).is_some_and(|n| *n > WORLDS / 500)), "{seen:?}");
}

#[test]
fn cl_06_each_is_reminded_once_and_escalated_once_until_they_answer() {
    let random = SeededEntropy::new(62);
    let mut seen = (0, 0);
    for world in 0..2_000 {
        let days = (random.below(5) as i64, 5 + random.below(5) as i64, 10 + random.below(5) as i64);
        let mut asked = invitation(BriefingKind::Nato, TODAY, days).body;
        let answers = random.below(20) as i64;
        let mut told = Vec::new();
        for day in 0..20 {
            // A day on which the system did not run is made good on the next.
            if random.chance(20) {
                continue;
            }
            let on = TODAY.saturating_add(day.days());
            let signed = briefing(BriefingKind::Nato, TODAY.saturating_add(answers.days()), None);
            let known: Vec<_> = (day >= answers).then_some(signed).into_iter().collect();
            while let Some(turned) = turn(&asked, on, &known) {
                assert!(day < answers, "{world}: somebody who answered is left alone");
                assert!(day >= if turned == Turn::Remind { days.0 } else { days.2 }, "{world}");
                asked.state = if turned == Turn::Remind { InvitationState::Reminded } else { InvitationState::Escalated };
                told.push(turned);
            }
        }
        assert!(
            [&[][..], &[Turn::Remind], &[Turn::Escalate], &[Turn::Remind, Turn::Escalate]].contains(&told.as_slice()),
            "{world}: {told:?}"
        );
        seen.0 += usize::from(told.contains(&Turn::Remind));
        seen.1 += usize::from(told.contains(&Turn::Escalate));
    }
    assert!(seen.0 > 10 && seen.1 > 10, "worlds in which somebody was reminded, and told of: {seen:?}");
}

#[test]
fn cl_06_a_special_area_without_a_kind_of_its_own_is_briefed_on_by_its_name() {
    let ground = Ground::new();
    let mut facts = in_order();
    let areas = || kernel::Codes::new(["ATOMAL", "STARLIGHT"].map(str::to_owned));
    facts.requirements[0].categories = areas();
    facts.decisions[0].categories = areas();
    facts.certificates[0].categories = areas();
    facts.authorisations[0].categories = areas();
    let held = |facts: &Facts| effective_access(facts, TODAY, None, &ground.rules, &ground.policy).categories.joined();
    let special = |facts: &Facts| {
        let owed = ground.owed(facts, &[]).into_iter().filter(|o| o.kind == BriefingKind::Special);
        owed.map(|o| (o.category, o.stage)).collect::<Vec<_>>()
    };
    // Granted and required, and nobody briefed them on it: it is owed, and not held.
    assert_eq!(held(&facts), "ATOMAL");
    assert_eq!(special(&facts), [(Some("STARLIGHT".to_owned()), BriefingStage::Due)]);
    // A briefing on another area gives nothing of this one.
    let on = |category: &str| BriefingRecord::given(Id::new(RecordId::NIL), Topic::of_category(category), TODAY, None);
    facts.briefings.push(on("MOONLIGHT"));
    assert_eq!(held(&facts), "ATOMAL");
    facts.briefings.push(on("STARLIGHT"));
    assert_eq!(held(&facts), "ATOMAL STARLIGHT");
    let acknowledged = |area: &str| (Some(area.to_owned()), BriefingStage::Acknowledged);
    assert!(special(&facts).contains(&acknowledged("STARLIGHT")));
    // An invitation to one is answered by that one.
    let mut asked = invitation(BriefingKind::Special, TODAY, (1, 2, 3)).body;
    asked.category = Some("NIGHTFALL".to_owned());
    assert!(asked.waits(&facts.briefings));
    facts.briefings.push(on("NIGHTFALL"));
    assert!(!asked.waits(&facts.briefings));
}

#[test]
fn cl_06_a_form_names_the_area_where_it_must_and_only_there() {
    let mut policy = policy();
    let mut area = policy.categories.iter().find(|c| c.code == "CRYPTO").cloned().unwrap_or_else(|| panic!("an area"));
    area.code = "STARLIGHT".to_owned();
    policy.categories.push(area);
    let said = |kind, category| Topic::said(kind, category, &policy).ok();
    assert_eq!(said(BriefingKind::Nato, None), Some(BriefingKind::Nato.into()));
    assert_eq!(said(BriefingKind::Special, Some("STARLIGHT")), Some(Topic::of_category("STARLIGHT")));
    assert_eq!(said(BriefingKind::Crypto, Some("CRYPTO")), Some(BriefingKind::Crypto.into()), "named though it need not be");
    // Nothing named, an area with its own kind, one that nobody knows, a party it may be released to, another kind's.
    let wrong = [(BriefingKind::Special, None), (BriefingKind::Special, Some("CRYPTO")), (BriefingKind::Special, Some("SUNLIGHT"))];
    for (kind, category) in wrong.into_iter().chain([(BriefingKind::Special, Some("BEL")), (BriefingKind::Nato, Some("STARLIGHT"))]) {
        assert_eq!(said(kind, category), None, "{kind:?} {category:?}");
    }
}
