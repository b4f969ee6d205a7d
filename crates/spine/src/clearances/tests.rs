//! Effective access: never above any of the five facts, and the days on which it begins and ends.

use jiff::civil::{Date, date};
use kernel::entropy::SeededEntropy;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Entropy, Id, Level, Nation, RecordId};

use super::renewals::Lead;
use super::rules::needs_clearance;
use super::*;
use crate::contracts::{Contract, ContractMember};
use crate::policy::{PackKind, PackState, PolicyPack, Rulebook};
use crate::posts::{Assignment, AssignmentKind, Post};

const WORLDS: usize = 30_000;
const LEVELS: [&str; 4] = ["R", "C", "S", "TS"];
const MEETINGS: [&str; 2] = ["Quarterly review", "NAC(2026)7"];
const CATEGORIES: [&str; 3] = ["ATOMAL", "BOHEMIA", "CRYPTO"];
pub(crate) const TODAY: Date = date(2026, 3, 2);

pub(crate) fn policy() -> SecurityPolicy {
    exchange::spif::read(crate::SECURITY_POLICY.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

/// Two nations that need a certificate, one whose last printed day no longer counts, one that needs no certificate. What access in scope may lack
/// differs: nothing at all in the second, and the third knows no such access.
pub(crate) fn rulebook() -> Rulebook {
    let rule = |nation: &str, level: &str, inclusive: bool, certificate: bool, more: &str| {
        format!(
            r#"{{"nation":"{nation}","level":"{level}","validity_months":60,"validity_anchor":"notification","until_inclusive":{inclusive},
                "renewal_lead_months":6,"refresher_months":12,"certificate_needed":{certificate},"decision_target_days":90,"psc_from_level":"C"{more}}}"#
        )
    };
    let scoped = r#","provisional_max_days":20,"one_time_max_days":10,"emergency_max_days":3,"meeting_max_days":10,"may_lack":[
        {"access":"provisional","facts":["decision","certificate"]},{"access":"one_time","facts":["decision_one_level","certificate"]},
        {"access":"emergency","facts":["certificate"]}]"#;
    let strict = r#","one_time_max_days":15,"meeting_max_days":15"#;
    let rules: Vec<String> = LEVELS
        .iter()
        .flat_map(|level| {
            [rule("ROU", level, true, true, scoped), rule("EST", level, false, true, strict), rule("NOR", level, true, false, "")]
        })
        .collect();
    let pack = PolicyPack {
        kind: PackKind::AuthorityRules,
        name: "Rules".into(),
        edition: 1,
        valid_from: date(2000, 1, 1),
        state: PackState::InForce,
        source: "a test".into(),
        rules: format!(r#"{{"name":"Rules","source":"a test","rules":[{}]}}"#, rules.join(",")),
        recorded_by: RecordId::NIL,
        verified_by: RecordId::NIL,
    };
    Rulebook::new(&[pack])
}

fn decision(kind: DecisionKind, level: &str, on: Date, until: Option<Date>) -> Decision {
    let of = (Id::new(RecordId::NIL), Nation("ROU".into()));
    let what = Need::new(Level(level.into()), Codes::default());
    let nobody = (RecordId::NIL, RecordId::NIL);
    Decision { valid_until: until, ..Decision::made(Id::new(RecordId::NIL), of, kind, what, on, nobody) }
}

pub(crate) fn briefing(kind: BriefingKind, given_on: Date, next_due: Option<Date>) -> BriefingRecord {
    BriefingRecord::given(Id::new(RecordId::NIL), kind, given_on, next_due)
}

/// Somebody for whom all is in order: S ATOMAL BOHEMIA from 2025 on.
pub(crate) fn in_order() -> Facts {
    let post: Id<Post> = Id::new(RecordId([1; 16]));
    let (from, until) = (date(2025, 1, 1), Some(date(2027, 12, 31)));
    let categories = || Codes::new(["ATOMAL".to_owned(), "BOHEMIA".to_owned()]);
    let level = || Level("S".into());
    Facts {
        assignments: vec![Assignment {
            person: Id::new(RecordId::NIL),
            post,
            kind: AssignmentKind::Staff,
            valid_from: from,
            valid_until: None,
            expected_end: None,
            end_reason: None,
        }],
        engagements: Vec::new(),
        requirements: vec![ClearanceRequirement {
            post: Some(post),
            contract: None,
            level: level(),
            categories: categories(),
            reason: None,
            approved_by: None,
            valid_from: from,
            valid_until: None,
        }],
        decisions: vec![Decision { categories: categories(), ..decision(DecisionKind::Grant, "S", from, until) }],
        certificates: vec![Certificate {
            person: Id::new(RecordId::NIL),
            decision: None,
            model: CertificateModel::Rev8Confirmation,
            number: "1".into(),
            name_printed: None,
            level: level(),
            categories: categories(),
            valid_from: from,
            valid_until: until,
            held_at: None,
            returned_on: None,
        }],
        authorisations: vec![AccessAuthorisation::full(
            Id::new(RecordId::NIL),
            Need::new(level(), categories()),
            (from, until),
            (RecordId::NIL, RecordId::NIL),
        )],
        briefings: vec![
            briefing(BriefingKind::Nato, from, Some(date(2026, 12, 31))),
            briefing(BriefingKind::Atomal, from, Some(date(2026, 3, 2))),
            briefing(BriefingKind::Bohemia, from, None),
        ],
    }
}

fn access(facts: &Facts, on: Date) -> EffectiveAccess {
    effective_access(facts, on, None, &rulebook(), &policy())
}

fn shown(facts: &Facts, on: Date) -> String {
    let access = access(facts, on);
    access.level.map_or_else(|| "none".to_owned(), |l| format!("{} {}", l.0, access.categories.joined()).trim().to_owned())
}

fn why_not(facts: &Facts, on: Date) -> Vec<&'static str> {
    access(facts, on).reasons.iter().filter(|r| !r.good).map(|r| r.code).collect()
}

#[test]
fn cl_02_all_in_order_gives_what_all_five_facts_give() {
    assert_eq!(shown(&in_order(), TODAY), "S ATOMAL BOHEMIA");
    let access = access(&in_order(), TODAY);
    assert_eq!(access.until, Some(date(2026, 12, 31)));
    assert!(access.covers(&Need::new(Level("C".into()), Codes::new(["ATOMAL".to_owned()])), &policy()));
    assert!(!access.covers(&Need::new(Level("TS".into()), Codes::default()), &policy()));
    assert!(!access.covers(&Need::new(Level("C".into()), Codes::new(["CRYPTO".to_owned()])), &policy()));
    // A level nobody knows is not covered, and covers nothing.
    assert!(!access.covers(&Need::new(Level("XX".into()), Codes::default()), &policy()));
    let odd = EffectiveAccess { level: Some(Level("XX".into())), ..access };
    assert!(!odd.covers(&Need::new(Level("R".into()), Codes::default()), &policy()));
}

#[test]
fn cl_02_each_missing_fact_alone_takes_all_access() {
    type Edit = fn(&mut Facts);
    let missing: [(&str, Edit); 16] = [
        ("employment-none", |f| f.assignments[0].valid_until = Some(date(2026, 3, 1))),
        ("requirement-none", |f| f.requirements.clear()),
        ("decision-none", |f| f.decisions.clear()),
        ("decision-claimed", |f| f.decisions[0].claimed = true),
        ("decision-expired", |f| f.decisions[0].valid_until = Some(date(2026, 3, 1))),
        ("decision-suspended", |f| f.decisions.push(decision(DecisionKind::Suspend, "S", TODAY, None))),
        ("decision-withdrawn", |f| f.decisions.push(decision(DecisionKind::Withdraw, "S", TODAY, None))),
        ("decision-cancelled", |f| f.decisions.push(decision(DecisionKind::Cancel, "C", TODAY, None))),
        ("decision-transferred", |f| f.decisions.push(decision(DecisionKind::Transfer, "S", TODAY, None))),
        ("decision-refused", |f| f.decisions.push(decision(DecisionKind::Refuse, "C", TODAY, None))),
        ("certificate-none", |f| f.certificates.clear()),
        ("certificate-expired", |f| f.certificates[0].valid_until = Some(date(2026, 3, 1))),
        ("certificate-returned", |f| f.certificates[0].returned_on = Some(TODAY)),
        ("authorisation-none", |f| f.authorisations[0].kind = AuthorisationKind::Provisional),
        ("authorisation-ended", |f| f.authorisations[0].valid_until = Some(date(2026, 3, 1))),
        ("briefing-lapsed", |f| f.briefings[0].next_due = Some(date(2026, 3, 1))),
    ];
    for (code, edit) in missing {
        let mut facts = in_order();
        edit(&mut facts);
        assert_eq!(shown(&facts, TODAY), "none", "{code}");
        assert!(why_not(&facts, TODAY).contains(&code), "{code}: {:?}", why_not(&facts, TODAY));
    }
    let mut debriefed = in_order();
    debriefed.briefings[0].debriefed_on = Some(TODAY);
    assert_eq!((shown(&debriefed, date(2026, 3, 1)), shown(&debriefed, TODAY)), ("S ATOMAL BOHEMIA".into(), "none".into()));
}

#[test]
fn cl_02_a_suspension_acts_at_once_and_its_lifting_gives_back_what_was_there() {
    let mut facts = in_order();
    facts.decisions.push(decision(DecisionKind::Suspend, "S", date(2026, 2, 1), None));
    facts.decisions.push(decision(DecisionKind::LiftSuspension, "S", date(2026, 2, 20), None));
    let days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 19), date(2026, 2, 20)];
    assert_eq!(days.map(|d| shown(&facts, d) != "none"), [true, false, false, true]);
    // A withdrawal ends the suspension with the clearance; a new grant is not suspended.
    facts.decisions.push(decision(DecisionKind::Suspend, "S", date(2026, 2, 21), None));
    facts.decisions.push(decision(DecisionKind::Withdraw, "S", date(2026, 2, 22), None));
    assert!(why_not(&facts, date(2026, 2, 22)).contains(&"decision-withdrawn"));
    facts.decisions.push(decision(DecisionKind::Grant, "C", date(2026, 2, 25), Some(date(2030, 1, 1))));
    assert_eq!((shown(&facts, date(2026, 2, 24)), shown(&facts, date(2026, 2, 25))), ("none".into(), "C".into()));
}

#[test]
fn cl_02_a_clearance_that_is_cancelled_ends_on_its_day_and_a_suspension_does_not_end_with_it() {
    let mut facts = in_order();
    facts.briefings[0].next_due = None;
    // Told before the last day of service: the clearance holds until then.
    let cancelled = Decision {
        valid_from: date(2026, 4, 1),
        reference: Some("ASO/2026/OUT/000007".into()),
        ..decision(DecisionKind::Cancel, "C", TODAY, None)
    };
    facts.decisions.push(cancelled);
    assert_eq!([TODAY, date(2026, 3, 31), date(2026, 4, 1)].map(|d| shown(&facts, d) != "none"), [true, true, false]);
    let line = access(&facts, date(2026, 5, 1)).reasons.into_iter().find(|r| r.code == "decision-cancelled");
    assert_eq!(line.map(|r| (r.date, r.letter)), Some((Some(date(2026, 4, 1)), Some("ASO/2026/OUT/000007".into()))));
    assert_eq!(rules::turning_days(&facts, &rulebook(), TODAY, date(2026, 4, 1)).last(), Some(&date(2026, 4, 1)));
    // It was held until the day before; of a grant that ran out sooner, or was extended, the end that it really had.
    let last_held = |facts: &Facts, by: Date| rules::last_held(facts, by, &rulebook());
    assert_eq!((last_held(&facts, date(2026, 3, 31)), last_held(&facts, date(2026, 4, 1))), (None, Some(date(2026, 3, 31))));
    let mut extended = in_order();
    extended.decisions[0].valid_until = Some(date(2026, 2, 1));
    assert_eq!(last_held(&extended, TODAY), Some(date(2026, 2, 1)));
    extended.decisions[0].extended_until = Some(date(2026, 3, 1));
    assert_eq!(last_held(&extended, TODAY), Some(date(2026, 3, 1)));
    extended.decisions[0].extended_until = Some(TODAY);
    assert_eq!(last_held(&extended, TODAY), None, "it is held today");
    // What the office ends does not lift what the authority suspended; what it grants anew does not depend on what was cancelled.
    facts.decisions.push(Decision { categories: Codes::default(), ..decision(DecisionKind::Grant, "S", date(2026, 5, 1), None) });
    assert_eq!(shown(&facts, date(2026, 5, 1)), "S");
    facts.decisions.push(decision(DecisionKind::Suspend, "S", date(2026, 3, 1), None));
    assert_eq!(shown(&facts, date(2026, 5, 1)), "none");
}

#[test]
fn cl_02_a_state_is_derived_from_what_was_decided_and_stored_nowhere() {
    let (before, later) = (date(2026, 1, 5), date(2026, 2, 1));
    let state = |kind: Option<DecisionKind>| {
        let mut facts = in_order();
        facts.decisions.extend(kind.map(|kind| decision(kind, "TS", later, None)));
        access(&facts, TODAY).clearance()
    };
    assert_eq!(state(None), Some("valid"));
    for (kind, told) in [
        (DecisionKind::Suspend, "suspended"),
        (DecisionKind::Withdraw, "withdrawn"),
        (DecisionKind::Cancel, "cancelled"),
        (DecisionKind::Transfer, "transferred"),
        (DecisionKind::GrantWithConditions, "valid_conditional"),
    ] {
        assert_eq!(state(Some(kind)), Some(told), "{kind:?}");
    }
    let alone = |decided: Vec<Decision>| access(&Facts { decisions: decided, ..in_order() }, TODAY).clearance();
    assert_eq!(alone(Vec::new()), None, "nobody has decided");
    assert_eq!(alone(vec![decision(DecisionKind::Grant, "S", before, Some(later))]), Some("expired"));
    assert_eq!(alone(vec![decision(DecisionKind::Refuse, "S", before, None)]), Some("refused"));
    let claimed = Decision { claimed: true, ..decision(DecisionKind::Grant, "S", before, None) };
    assert_eq!(alone(vec![claimed]), Some("claimed_unverified"));
}

#[test]
fn cl_02_a_refusal_leaves_lower_levels_standing() {
    let mut facts = in_order();
    facts.decisions.push(decision(DecisionKind::Refuse, "TS", TODAY, None));
    assert_eq!(shown(&facts, TODAY), "S ATOMAL BOHEMIA");
}

#[test]
fn cl_02_a_lapsed_category_briefing_removes_that_category_only() {
    let facts = in_order();
    assert_eq!(shown(&facts, date(2026, 3, 3)), "S BOHEMIA");
    let reasons = access(&facts, date(2026, 3, 3)).reasons;
    let lost = reasons.iter().find(|r| r.code == "category-not-briefed");
    assert_eq!(lost.map(|r| (r.categories.joined(), r.date)), Some(("ATOMAL".into(), Some(date(2026, 3, 2)))));
}

#[test]
fn cl_02_whether_the_printed_last_day_counts_is_the_rules_business() {
    for (nation, last_good) in [("ROU", date(2027, 6, 30)), ("EST", date(2027, 6, 29)), ("XXX", date(2027, 6, 30))] {
        let mut facts = in_order();
        facts.briefings[0].next_due = None;
        facts.decisions[0].nation = Nation(nation.into());
        facts.decisions[0].valid_until = Some(date(2027, 6, 30));
        let next = last_good.tomorrow().unwrap_or(last_good);
        assert_eq!((shown(&facts, last_good).as_str(), shown(&facts, next).as_str()), ("S BOHEMIA", "none"), "{nation}");
        assert_eq!(access(&facts, TODAY).until, Some(last_good), "{nation}");
    }
}

#[test]
fn cl_02_no_certificate_is_asked_for_where_the_rule_needs_none() {
    let mut facts = in_order();
    facts.certificates.clear();
    facts.decisions[0].nation = Nation("NOR".into());
    assert_eq!(shown(&facts, TODAY), "S ATOMAL BOHEMIA");
    // What is only claimed brings no rule with it.
    let mut claimed = in_order();
    claimed.certificates.clear();
    claimed.decisions.push(Decision { nation: Nation("NOR".into()), claimed: true, ..decision(DecisionKind::Grant, "S", TODAY, None) });
    assert_eq!(shown(&claimed, TODAY), "none");
}

#[test]
fn cl_02_months_are_counted_to_the_last_day_of_a_short_month() {
    let mut rule = rulebook().rule("ROU", "S", TODAY).cloned().unwrap_or_else(|| panic!("a rule"));
    let mut ends = |months: i32, decided: Date, notified: Option<Date>| {
        rule.validity_months = months;
        rules::ends(decided, notified, &rule).map(|d| d.to_string()).unwrap_or_default()
    };
    assert_eq!(ends(6, date(2025, 8, 31), None), "2026-02-28");
    assert_eq!(ends(6, date(2027, 8, 31), None), "2028-02-29");
    assert_eq!(ends(12, date(2024, 2, 29), None), "2025-02-28");
    assert_eq!(ends(48, date(2024, 2, 29), None), "2028-02-29");
    assert_eq!(ends(600, date(9990, 1, 1), None), "");
    // Counted from the notification where the rule says so.
    assert_eq!(ends(60, date(2025, 1, 1), Some(date(2025, 3, 31))), "2030-03-31");
}

#[test]
fn cl_03_a_renewal_starts_at_the_soonest_of_rule_history_and_latest_start() {
    let until = date(2027, 8, 31);
    let lead = |months, authority| Lead { months, authority, office: Some(10), subject: None };
    let start = |lead: Lead| lead.start(until, 6).map(|d| d.to_string()).unwrap_or_default();
    assert_eq!(start(lead(9, None)), "2026-11-30", "without history the rule alone");
    assert_eq!(start(lead(2, None)), "2027-02-28", "never later than six months before the end");
    assert_eq!(start(lead(9, Some(100))), "2026-11-30", "history that is shorter than the rule");
    assert_eq!(start(lead(9, Some(355))), "2026-08-31", "history that is longer: 365 days");
    assert_eq!(start(lead(9, Some(i64::MAX / 2))), "", "a span that leads nowhere gives no day");
}

/// Facts about one person, each near the day that is asked about, most of them nearly right.
pub(crate) fn random_facts(random: &SeededEntropy) -> Facts {
    let day = || TODAY.saturating_add(rules::months(0)).saturating_add(jiff::Span::new().days(random.below(40) as i64 - 28));
    let until = || random.chance(70).then(|| TODAY.saturating_add(jiff::Span::new().days(random.below(60) as i64 - 10)));
    let level = || Level((*random.pick(&LEVELS)).to_owned());
    let codes = || Codes::new(CATEGORIES.iter().filter(|_| random.chance(70)).map(|c| (*c).to_owned()));
    let posts: [Id<Post>; 2] = [Id::new(random.id()), Id::new(random.id())];
    let some = |usual: usize| if random.chance(90) { usual + random.below(2) } else { random.below(3) };
    let mut facts = in_order();
    let sound = in_order();
    facts.assignments = (0..some(1))
        .map(|_| Assignment { post: *random.pick(&posts), valid_from: day(), valid_until: until(), ..sound.assignments[0].clone() })
        .collect();
    let contracts: [Id<Contract>; 2] = [Id::new(random.id()), Id::new(random.id())];
    facts.engagements = (0..=random.below(3))
        .map(|_| ContractMember {
            person: sound.assignments[0].person,
            contract: *random.pick(&contracts),
            works_as: "Engineer".to_owned(),
            valid_from: day(),
            valid_until: until(),
        })
        .collect();
    facts.requirements = (0..some(2))
        .map(|_| {
            let contract = random.chance(20).then(|| *random.pick(&contracts));
            ClearanceRequirement {
                post: contract.is_none().then(|| *random.pick(&posts)),
                contract,
                level: level(),
                categories: codes(),
                reason: None,
                approved_by: None,
                valid_from: day(),
                valid_until: until(),
            }
        })
        .collect();
    facts.decisions = (0..some(2))
        .map(|_| {
            let kind = match random.below(12) {
                0 => DecisionKind::Suspend,
                1 => DecisionKind::LiftSuspension,
                2 => DecisionKind::Withdraw,
                3 => DecisionKind::Refuse,
                4 => DecisionKind::GrantWithConditions,
                5 => DecisionKind::NoObjection,
                6 if random.chance(50) => DecisionKind::Cancel,
                6 => DecisionKind::Transfer,
                _ => DecisionKind::Grant,
            };
            let decided = day();
            Decision {
                nation: Nation((*random.pick(&["ROU", "EST", "NOR", "XXX"])).to_owned()),
                categories: codes(),
                claimed: random.chance(10),
                supersedes: random.chance(10),
                extended_until: until().filter(|_| random.chance(25)),
                valid_from: if random.chance(80) { decided } else { day() },
                ..decision(kind, level().0.as_str(), decided, until())
            }
        })
        .collect();
    facts.certificates = (0..some(1))
        .map(|_| Certificate {
            level: level(),
            categories: codes(),
            valid_from: day(),
            valid_until: until(),
            returned_on: until().filter(|_| random.chance(20)),
            ..sound.certificates[0].clone()
        })
        .collect();
    facts.authorisations = (0..some(1))
        .map(|_| AccessAuthorisation {
            kind: if random.chance(80) { AuthorisationKind::Full } else { AuthorisationKind::OneTime },
            level: level(),
            categories: codes(),
            valid_from: day(),
            valid_until: until(),
            ended_on: until().filter(|_| random.chance(10)),
            ..sound.authorisations[0].clone()
        })
        .collect();
    let scoped = [AuthorisationKind::Provisional, AuthorisationKind::OneTime, AuthorisationKind::Emergency, AuthorisationKind::Meeting];
    facts.authorisations.extend((0..random.below(3)).map(|_| AccessAuthorisation {
        kind: *random.pick(&scoped),
        level: level(),
        categories: codes(),
        valid_from: day(),
        valid_until: until(),
        scope: Some(if random.chance(80) { ScopeKind::Meeting } else { ScopeKind::Document }),
        scope_text: Some((*random.pick(&MEETINGS)).to_owned()),
        nation: Some(Nation((*random.pick(&["ROU", "ROU", "EST", "NOR"])).to_owned())),
        ended_on: until().filter(|_| random.chance(10)),
        ..sound.authorisations[0].clone()
    }));
    let kinds = [BriefingKind::Nato, BriefingKind::Nato, BriefingKind::Atomal, BriefingKind::Bohemia, BriefingKind::Crypto];
    facts.briefings = kinds
        .iter()
        .filter(|_| random.chance(85))
        .map(|kind| BriefingRecord { debriefed_on: until().filter(|_| random.chance(20)), ..briefing(*kind, day(), until()) })
        .collect();
    facts
}

/// Until when something counts at most: what was given for as long as a grant lasts may last as long as it is extended.
fn longer(facts: &Facts, on: Date, until: Option<Date>) -> Option<Date> {
    let grants = facts.decisions.iter().filter(|d| d.kind.grants() && !d.claimed && d.decided_on <= on);
    let of = |d: &&Decision| [d.valid_until, d.valid_until.and_then(|last| last.yesterday().ok())].contains(&until);
    let extended = grants.filter(of).filter_map(|d| d.extended_until).max();
    until.map(|until| extended.map_or(until, |extended| extended.max(until)))
}

/// What each fact allows at most, said again in plain words; `None` when the fact is not there.
fn ceilings(facts: &Facts, on: Date) -> [Option<i64>; 4] {
    let policy = policy();
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let inside = |from: Date, until: Option<Date>| from <= on && until.is_none_or(|u| on <= u);
    let grants = || facts.decisions.iter().filter(|d| d.kind.grants() && !d.claimed && d.decided_on <= on);
    let longer = |until: Option<Date>| longer(facts, on, until);
    let held: Vec<_> = facts.assignments.iter().filter(|a| inside(a.valid_from, a.valid_until)).map(|a| a.post).collect();
    let works_on: Vec<_> = facts.engagements.iter().filter(|m| inside(m.valid_from, m.valid_until)).map(|m| m.contract).collect();
    let asks = |r: &&ClearanceRequirement| {
        r.post.is_some_and(|post| held.contains(&post)) || r.contract.is_some_and(|on| !held.is_empty() && works_on.contains(&on))
    };
    let required = facts.requirements.iter().filter(asks).filter(|r| inside(r.valid_from, r.valid_until)).map(|r| rank(&r.level)).max();
    let granted = grants()
        .filter(|d| inside(d.valid_from, d.valid_until) || (d.extended_until.is_some() && inside(d.valid_from, d.extended_until)))
        .map(|d| rank(&d.level))
        .max();
    let certified = facts
        .certificates
        .iter()
        .filter(|c| inside(c.valid_from, longer(c.valid_until)) && c.returned_on.is_none_or(|r| on < r))
        .map(|c| rank(&c.level))
        .max();
    let permitted = facts
        .authorisations
        .iter()
        .filter(|a| a.kind == AuthorisationKind::Full && inside(a.valid_from, longer(a.valid_until)) && a.ended_on.is_none_or(|e| on < e))
        .map(|a| rank(&a.level))
        .max();
    [required, granted, certified, permitted]
}

#[test]
fn cl_02_an_extension_carries_what_was_given_for_as_long_as_the_grant() {
    let (policy, rules) = (policy(), rulebook());
    let mut facts = in_order();
    facts.briefings[0].next_due = None;
    let (given, extended) = (date(2027, 12, 31), date(2028, 6, 30));
    let on = |facts: &Facts, day: Date| effective_access(facts, day, None, &rules, &policy);
    let level = |access: &EffectiveAccess| access.level.as_ref().map(|l| l.0.clone());
    let next = given.tomorrow().unwrap();
    assert_eq!(level(&on(&facts, next)), None);
    facts.decisions[0].extended_until = Some(extended);
    let access = on(&facts, next);
    assert_eq!((level(&access).as_deref(), access.until), (Some("S"), Some(extended)));
    assert_eq!(level(&on(&facts, extended.tomorrow().unwrap())), None);
    // A permission that was given for less ends when it said.
    let mut shorter = facts.clone();
    shorter.authorisations[0].valid_until = Some(given.yesterday().unwrap());
    assert_eq!(level(&on(&shorter, next)), None);
    // One that was given within the extension for less than it ends when it said, too.
    shorter.authorisations[0].valid_until = Some(date(2028, 3, 31));
    assert_eq!(on(&shorter, next).until, Some(date(2028, 3, 31)));
    assert_eq!(level(&on(&shorter, date(2028, 4, 1))), None);
    // So does one that was ended, and a certificate that was given back.
    let mut ended = facts.clone();
    ended.authorisations[0].ended_on = Some(given);
    assert_eq!(level(&on(&ended, next)), None);
    facts.certificates[0].returned_on = Some(given);
    assert_eq!(level(&on(&facts, next)), None);
}

#[test]
fn cl_02_special_areas_confirmed_one_by_one_add_up() {
    let (policy, rules) = (policy(), rulebook());
    let mut facts = in_order();
    let (base, atomal) = (Codes::default(), Codes::new(["ATOMAL".to_owned()]));
    let soon = date(2026, 2, 20);
    facts.briefings[1].next_due = None;
    // The base clearance holds longer than the confirmation of the area.
    let area = |until: Option<Date>| Decision { categories: atomal.clone(), ..decision(DecisionKind::Grant, "S", date(2025, 3, 1), until) };
    facts.decisions[0].categories = base.clone();
    facts.decisions.push(area(Some(soon)));
    facts.certificates[0].categories = base.clone();
    facts.certificates.push(Certificate { categories: atomal.clone(), valid_until: Some(soon), ..facts.certificates[0].clone() });
    facts.authorisations[0].categories = base;
    facts.authorisations.push(AccessAuthorisation { categories: atomal.clone(), ..facts.authorisations[0].clone() });
    let on = |facts: &Facts, day: Date| effective_access(facts, day, None, &rules, &policy);
    let access = on(&facts, soon);
    assert_eq!((&access.categories, access.until), (&atomal, Some(soon)), "{access:#?}");
    let after = on(&facts, soon.tomorrow().unwrap());
    assert_eq!((after.level.map(|l| l.0).as_deref(), after.categories.is_empty()), (Some("S"), true), "the base clearance goes on");
    // Who needs no area is not hurried by its end.
    facts.requirements[0].categories = Codes::default();
    assert!(on(&facts, soon).until > Some(soon));
    // After a downgrade what is confirmed at the new level counts, whatever higher paper is still open.
    let mut lower = facts.clone();
    lower.requirements[0].categories = atomal.clone();
    lower.decisions.push(Decision { supersedes: true, ..decision(DecisionKind::Grant, "C", date(2025, 6, 1), None) });
    lower.decisions.push(Decision { categories: atomal.clone(), ..decision(DecisionKind::Grant, "C", date(2025, 7, 1), None) });
    lower.certificates[1].level = Level("C".into());
    lower.authorisations[1].level = Level("C".into());
    let access = on(&lower, soon);
    assert_eq!((access.level.map(|l| l.0).as_deref(), access.categories), (Some("C"), atomal.clone()));
    // An area confirmed at a lower level is none at the higher.
    facts.requirements[0].categories = atomal;
    facts.decisions[1].level = Level("C".into());
    assert!(on(&facts, soon).categories.is_empty());
}

#[test]
fn cl_02_a_downgrade_takes_the_place_of_what_was_higher() {
    let (policy, rules) = (policy(), rulebook());
    let mut facts = in_order();
    let lower = decision(DecisionKind::Grant, "C", date(2026, 1, 10), Some(date(2030, 1, 9)));
    let level = |facts: &Facts, day: Date| effective_access(facts, day, None, &rules, &policy).level.map(|l| l.0);
    facts.decisions.push(lower);
    assert_eq!(level(&facts, TODAY).as_deref(), Some("S"), "a lower grant beside takes nothing away");
    facts.decisions[1].supersedes = true;
    assert_eq!(level(&facts, TODAY).as_deref(), Some("C"));
    assert_eq!(level(&facts, date(2026, 1, 9)).as_deref(), Some("S"), "the past stays");
}

#[test]
fn cl_07_access_throughout_a_period_is_access_on_each_of_its_days() {
    let random = SeededEntropy::new(707);
    let (policy, rules) = (policy(), rulebook());
    let (mut yes, mut no_later) = (0, 0);
    for world in 0..WORLDS {
        let facts = random_facts(&random);
        let from = TODAY.saturating_add(jiff::Span::new().days(random.below(20) as i64 - 10));
        let until = from.saturating_add(jiff::Span::new().days(random.below(40) as i64));
        let categories = Codes::new(CATEGORIES.iter().filter(|_| random.chance(30)).map(|c| (*c).to_owned()));
        let need = Need::new(Level((*random.pick(&LEVELS)).to_owned()), categories);
        let need = if random.chance(50) { need.only_for(Purpose::named(ScopeKind::Meeting, MEETINGS[random.below(2)])) } else { need };
        let each = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= until);
        let first_bad = each.into_iter().find(|day| {
            let access = effective_access(&facts, *day, Some(&need), &rules, &policy);
            !access.covers(&need, &policy)
        });
        let (access, covers) = rules::throughout(&facts, (from, until), &need, &rules, &policy);
        assert_eq!(covers, first_bad.is_none(), "{world}: {from} to {until}: {first_bad:?}");
        if let Some(day) = first_bad {
            assert_eq!(access, effective_access(&facts, day, Some(&need), &rules, &policy), "{world}: the reasons are those of {day}");
            no_later += i32::from(day > from);
        }
        yes += i32::from(covers);
    }
    assert!(yes > 50 && no_later > 50, "{yes} of {WORLDS} throughout, {no_later} not until the end");
}

#[test]
fn inv_cl_01_access_is_never_above_any_of_the_five_facts() {
    let random = SeededEntropy::new(2026);
    let (policy, rules) = (policy(), rulebook());
    let (mut given, mut refused) = (0, 0);
    for world in 0..WORLDS {
        let facts = random_facts(&random);
        let access = effective_access(&facts, TODAY, None, &rules, &policy);
        let lines = |fact: FactKind| access.reasons.iter().find(|r| r.fact == fact);
        let Some(level) = &access.level else {
            assert!(access.categories.is_empty() && access.until.is_none(), "{world}");
            assert!(access.reasons.iter().any(|r| !r.good), "{world}: refused without a reason");
            refused += 1;
            continue;
        };
        given += 1;
        let rank = policy.rank(level).unwrap_or(i64::MAX);
        let [required, granted, certified, permitted] = ceilings(&facts, TODAY);
        let no_certificate = lines(FactKind::Certificate).is_some_and(|r| r.code == "certificate-not-needed");
        for (fact, ceiling) in [("requirement", required), ("decision", granted), ("certificate", certified), ("authorisation", permitted)]
        {
            if fact == "certificate" && no_certificate {
                continue;
            }
            assert!(ceiling.is_some_and(|c| rank <= c), "{world}: {} against the {fact}: {ceiling:?} {facts:#?}", level.0);
        }
        // Employed, briefed, not suspended.
        let stands = |from: Date, until: Option<Date>| from <= TODAY && until.is_none_or(|u| TODAY <= u);
        assert!(facts.assignments.iter().any(|a| stands(a.valid_from, a.valid_until)), "{world}");
        let briefed = |kind: BriefingKind| {
            facts.briefings.iter().any(|b| {
                b.kind == kind && b.given_on <= TODAY && b.next_due.is_none_or(|d| TODAY <= d) && b.debriefed_on.is_none_or(|d| TODAY < d)
            })
        };
        assert!(briefed(BriefingKind::Nato), "{world}");
        let effective = |d: &&Decision| !d.claimed && d.decided_on <= TODAY && d.valid_from <= TODAY;
        let last = |kind: DecisionKind| facts.decisions.iter().filter(effective).filter(|d| d.kind == kind).map(|d| d.decided_on).max();
        if let Some(since) = last(DecisionKind::Suspend) {
            let ended = last(DecisionKind::LiftSuspension).max(last(DecisionKind::Withdraw));
            assert!(ended.is_some_and(|e| e >= since), "{world}: suspended since {since}");
        }
        for ended in [DecisionKind::Withdraw, DecisionKind::Cancel, DecisionKind::Transfer] {
            // Of one day's decisions the one that begins to count later is the later one.
            let order = |d: &Decision| (d.decided_on, d.valid_from);
            let Some(since) = facts.decisions.iter().filter(effective).filter(|d| d.kind == ended).map(order).max() else { continue };
            let grants = facts.decisions.iter().filter(effective).filter(|d| d.kind.grants());
            assert!(grants.map(order).max().is_some_and(|g| g > since), "{world}: {} on {since:?}", ended.code());
        }
        // Each category stands in every fact and is briefed.
        for category in access.categories.iter() {
            let required = facts.requirements.iter().any(|r| r.categories.contains(category));
            // In force, and of the level that is given at least.
            let high = |level: &Level| policy.rank(level).is_some_and(|have| have >= rank);
            let granted = facts.decisions.iter().any(|d| {
                let lasts = stands(d.valid_from, d.valid_until.map(|last| d.extended_until.map_or(last, |extended| extended.max(last))));
                d.kind.grants() && !d.claimed && d.decided_on <= TODAY && lasts && high(&d.level) && d.categories.contains(category)
            });
            let held =
                |c: &Certificate| stands(c.valid_from, longer(&facts, TODAY, c.valid_until)) && c.returned_on.is_none_or(|r| TODAY < r);
            let certified = facts.certificates.iter().any(|c| held(c) && high(&c.level) && c.categories.contains(category));
            let certified = no_certificate || certified;
            let permitted = facts.authorisations.iter().any(|a| {
                let lasts = stands(a.valid_from, longer(&facts, TODAY, a.valid_until)) && a.ended_on.is_none_or(|e| TODAY < e);
                a.kind == AuthorisationKind::Full && lasts && high(&a.level) && a.categories.contains(category)
            });
            assert!(required && granted && certified && permitted, "{world}: {category}");
            assert!(BriefingKind::from_code(&category.to_lowercase()).is_some_and(briefed), "{world}: {category} without briefing");
        }
        // It holds until it says, if nothing changes.
        if let Some(until) = access.until {
            assert!(TODAY <= until, "{world}");
            let next = until.tomorrow().unwrap_or(until);
            let later = effective_access(&facts, next, None, &rules, &policy);
            assert!(later.level != access.level || later.until != access.until, "{world}");
        }
    }
    assert_eq!(given + refused, WORLDS);
    assert!(given * 15 > WORLDS, "only {given} of {WORLDS} had any access");
}

/// The access in scope by which an answer was given, as its reason tree says.
fn by_scope(access: &EffectiveAccess) -> bool {
    access.reasons.iter().any(|r| r.code == "authorisation-in-scope")
}

/// How many days the rules of these tests let access last, and which of decision, one level of it and certificate it may lack; said again.
fn let_be(nation: &str, kind: AuthorisationKind) -> Option<(i64, [bool; 3])> {
    match (nation, kind) {
        ("ROU", AuthorisationKind::Provisional) => Some((20, [true, false, true])),
        ("ROU", AuthorisationKind::OneTime) => Some((10, [false, true, true])),
        ("ROU", AuthorisationKind::Emergency) => Some((3, [false, false, true])),
        ("ROU", AuthorisationKind::Meeting) => Some((10, [false; 3])),
        ("EST", AuthorisationKind::OneTime | AuthorisationKind::Meeting) => Some((15, [false; 3])),
        _ => None,
    }
}

#[test]
fn inv_cl_01_access_in_scope_never_exceeds_what_its_rule_lets_it_lack() {
    let random = SeededEntropy::new(20_261);
    let (policy, rules) = (policy(), rulebook());
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let (mut standing, mut scoped) = (0, std::collections::BTreeMap::<&str, usize>::new());
    for world in 0..WORLDS {
        let facts = random_facts(&random);
        let asked = *random.pick(&MEETINGS);
        let need = Need::new(Level((*random.pick(&LEVELS)).to_owned()), Codes::new(["ATOMAL".to_owned()]));
        let plain = effective_access(&facts, TODAY, Some(&need), &rules, &policy);
        let need = need.only_for(Purpose::named(ScopeKind::Meeting, asked));
        let access = effective_access(&facts, TODAY, Some(&need), &rules, &policy);
        // A question for one thing never gives less than the standing one, and a standing one never speaks of access in scope.
        assert!(!by_scope(&plain), "{world}");
        assert!(access.covers(&need, &policy) || !plain.covers(&need, &policy), "{world}");
        assert!(access.level.as_ref().map(rank) >= plain.level.as_ref().map(rank), "{world}");
        let Some(level) = access.level.clone() else { continue };
        if !by_scope(&access) {
            assert_eq!(access, EffectiveAccess { need: access.need.clone(), ..plain }, "{world}");
            standing += 1;
            continue;
        }
        let inside = |from: Date, until: Option<Date>| from <= TODAY && until.is_none_or(|u| TODAY <= u);
        let [_, granted, certified, _] = ceilings(&facts, TODAY);
        // There is an access for this meeting, in its dates and in those of the rule, that lets each fact be as it is.
        let lets = |a: &AccessAuthorisation| {
            let nation = a.nation.as_ref().map_or("", |n| n.0.as_str());
            let Some((days, [no_decision, one_below, no_certificate])) = let_be(nation, a.kind) else { return false };
            let limit = a.valid_from.saturating_add(jiff::Span::new().days(days - 1));
            let dated = inside(a.valid_from, a.valid_until) && TODAY <= limit && a.ended_on.is_none_or(|e| TODAY < e);
            let step =
                LEVELS.iter().position(|l| *l == a.level.0).and_then(|at| at.checked_sub(1)).map(|at| rank(&Level(LEVELS[at].to_owned())));
            let decision = no_decision || granted >= Some(rank(&level)) || (one_below && step.is_some() && granted >= step);
            let needs_none = facts.decisions.iter().any(|d| d.nation.0 == "NOR" && d.kind.grants() && !d.claimed);
            let certificate = no_certificate || needs_none || certified >= Some(rank(&level));
            let same = a.scope == Some(ScopeKind::Meeting) && a.scope_text.as_deref() == Some(asked);
            same && dated && decision && certificate && rank(&a.level) >= rank(&level) && access.until.is_some_and(|u| u <= limit)
        };
        let own: Vec<_> = facts.authorisations.iter().filter(|a| lets(a)).collect();
        assert!(!own.is_empty(), "{world}: {} {facts:#?}", level.0);
        assert!(rank(&level) <= rank(&need.level), "{world}: above what was asked for");
        assert!(access.categories.iter().all(|c| need.categories.contains(c)), "{world}");
        // Employed, briefed, not suspended, and not after a refusal or a withdrawal.
        assert!(facts.assignments.iter().any(|a| inside(a.valid_from, a.valid_until)), "{world}");
        let briefed = facts.briefings.iter().any(|b| {
            b.kind == BriefingKind::Nato
                && b.given_on <= TODAY
                && b.next_due.is_none_or(|d| TODAY <= d)
                && b.debriefed_on.is_none_or(|d| TODAY < d)
        });
        assert!(briefed, "{world}");
        let effective = |d: &&Decision| !d.claimed && d.decided_on <= TODAY && d.valid_from <= TODAY;
        let last = |kind: DecisionKind| facts.decisions.iter().filter(effective).filter(|d| d.kind == kind).map(|d| d.decided_on).max();
        if let Some(since) = last(DecisionKind::Suspend) {
            let ended = last(DecisionKind::LiftSuspension).max(last(DecisionKind::Withdraw));
            assert!(ended.is_some_and(|e| e >= since), "{world}: suspended since {since}");
        }
        for adverse in facts.decisions.iter().filter(effective).filter(|d| {
            d.kind == DecisionKind::Withdraw || (d.kind == DecisionKind::Refuse && own.iter().all(|a| rank(&d.level) <= rank(&a.level)))
        }) {
            let again = |d: &Decision| d.kind.grants() && d.decided_on >= adverse.decided_on && rank(&d.level) >= rank(&level);
            assert!(facts.decisions.iter().filter(effective).any(again), "{world}: after {adverse:?}");
        }
        // What was given before the clearance was cancelled or transferred is not there any more, unless it was granted again.
        for end in facts.decisions.iter().filter(effective).filter(|d| matches!(d.kind, DecisionKind::Cancel | DecisionKind::Transfer)) {
            let again = |d: &Decision| d.kind.grants() && d.decided_on >= end.decided_on && rank(&d.level) >= rank(&level);
            let given_since = own.iter().any(|a| a.valid_from > end.valid_from);
            assert!(given_since || facts.decisions.iter().filter(effective).any(again), "{world}: after {end:?}");
        }
        for kind in own.iter().map(|a| a.kind.code()) {
            *scoped.entry(kind).or_default() += 1;
        }
    }
    assert!(standing > WORLDS / 100, "{standing} by standing access");
    assert!(scoped.len() == 4 && scoped.values().all(|n| *n > 10), "{scoped:?}");
}

#[test]
fn cl_02_the_order_in_which_facts_were_recorded_does_not_matter() {
    let random = SeededEntropy::new(99);
    let (policy, rules) = (policy(), rulebook());
    for world in 0..WORLDS / 3 {
        let mut facts = random_facts(&random);
        let asked = Need::new(Level("S".to_owned()), Codes::default()).only_for(Purpose::named(ScopeKind::Meeting, MEETINGS[0]));
        let asked = Some(&asked).filter(|_| world % 2 == 0);
        let before = effective_access(&facts, TODAY, asked, &rules, &policy);
        facts.assignments.reverse();
        facts.requirements.reverse();
        facts.decisions.reverse();
        facts.certificates.reverse();
        facts.authorisations.reverse();
        facts.briefings.reverse();
        let after = effective_access(&facts, TODAY, asked, &rules, &policy);
        assert_eq!((&before.level, &before.categories, before.until), (&after.level, &after.categories, after.until), "{facts:#?}");
    }
}

#[test]
fn cl_02_more_facts_never_make_a_withdrawn_clearance_stand() {
    let random = SeededEntropy::new(5);
    let (policy, rules) = (policy(), rulebook());
    for _ in 0..WORLDS / 10 {
        let mut facts = random_facts(&random);
        facts.decisions.push(decision(DecisionKind::Withdraw, "S", TODAY, None));
        assert_eq!(shown(&facts, TODAY), "none");
        for asked in MEETINGS {
            let need = Need::new(Level("C".to_owned()), Codes::default()).only_for(Purpose::named(ScopeKind::Meeting, asked));
            assert_eq!(effective_access(&facts, TODAY, Some(&need), &rules, &policy).level, None, "access in scope after a withdrawal");
        }
        let mut facts = random_facts(&random);
        facts.decisions.iter_mut().for_each(|d| d.claimed = true);
        assert_eq!(shown(&facts, TODAY), "none");
    }
}

#[test]
fn sp_18_a_pack_says_soundly_what_access_in_scope_may_be() {
    let read = |more: &str| {
        let rule = format!(
            r#"{{"nation":"ROU","level":"S","validity_months":60,"validity_anchor":"decision","until_inclusive":true,"renewal_lead_months":6,
                "refresher_months":12,"certificate_needed":true,"decision_target_days":90,"psc_from_level":"C"{more}}}"#
        );
        crate::policy::AuthorityRules::parse(&format!(r#"{{"name":"Rules","source":"a test","rules":[{rule}]}}"#)).is_ok()
    };
    let most = crate::policy::ACCESS_DAYS_MAX;
    assert!(read("") && read(&format!(r#","provisional_max_days":{most},"auto_extend":{{"max_months":12}}"#)));
    assert!(!read(&format!(r#","provisional_max_days":{}"#, most + 1)) && !read(r#","meeting_max_days":0"#));
    assert!(!read(r#","auto_extend":{"max_months":0}"#) && !read(r#","auto_extend":"always""#));
    let lacks = |rows: &str| read(&format!(r#","may_lack":[{rows}]"#));
    let row = r#"{"access":"one_time","facts":["certificate"]}"#;
    assert!(lacks(row) && !lacks(&format!("{row},{row}")), "a kind stands once");
    assert!(!lacks(r#"{"access":"full","facts":[]}"#) && !lacks(r#"{"access":"one_time","facts":["briefing"]}"#));
}

/// A rule of Romania's for S, with more.
fn rule_with(more: &str) -> String {
    format!(
        r#"{{"nation":"ROU","level":"S","validity_months":60,"validity_anchor":"decision","until_inclusive":true,"renewal_lead_months":6,
            "refresher_months":12,"certificate_needed":true,"decision_target_days":90{more}}}"#
    )
}

fn book_of(rules: &[String]) -> Result<Rulebook, String> {
    let text = format!(r#"{{"name":"Rules","source":"a test","rules":[{}]}}"#, rules.join(","));
    Ok(Rulebook::default().with(date(2000, 1, 1), crate::policy::AuthorityRules::parse(&text)?))
}

#[test]
fn cl_02_the_rule_drawn_most_closely_counts() {
    let rule = |more: &str, months: u8| {
        rule_with(&format!(r#","psc_from_level":"C"{more}"#)).replace(r#""validity_months":60"#, &format!(r#""validity_months":{months}"#))
    };
    let (eu, contractor) = (r#","programme":"EU""#, r#","staff_category":"contractor""#);
    let all = [rule("", 60), rule(contractor, 36), rule(eu, 120), rule(&[eu, contractor].concat(), 24)];
    let book = book_of(&all).unwrap();
    let months = |programme: Option<&str>, staff| {
        let grant = Decision {
            programme: programme.map(str::to_owned),
            staff_category: staff,
            ..decision(DecisionKind::Grant, "S", date(2025, 1, 1), None)
        };
        book.of(&grant, TODAY).map(|rule| rule.validity_months)
    };
    let contractor = Some(AssignmentKind::Contractor);
    assert_eq!(months(None, Some(AssignmentKind::Staff)), Some(60));
    assert_eq!(months(None, contractor), Some(36));
    assert_eq!(months(Some("EU"), None), Some(120));
    assert_eq!(months(Some("EU"), contractor), Some(24));
    assert_eq!(months(Some("ESA"), contractor), Some(36), "a programme without a rule of its own");
    // Twice the same, nobody's category, a programme without a name: none is adopted.
    assert!(book_of(&[rule("", 60), rule("", 12)]).is_err() && book_of(&[rule(eu, 60), rule(eu, 12)]).is_err());
    assert!(book_of(&[rule(r#","staff_category":"pensioner""#, 60)]).is_err() && book_of(&[rule(r#","programme":"""#, 60)]).is_err());
    // Only rules for others: nothing says how long it holds.
    assert!(book_of(&[rule(r#","staff_category":"intern""#, 60)]).unwrap().rule("ROU", "S", TODAY).is_none());
}

#[test]
fn cl_02_a_grant_falls_when_service_begins_too_late_or_is_broken_too_long() {
    let book = book_of(&[rule_with(r#","psc_from_level":"C","start_gap_max_months":12,"service_gap_max_months":12"#)]).unwrap();
    let serve = |periods: &[(Date, Option<Date>)]| {
        let mut facts = in_order();
        let post = facts.assignments[0].clone();
        facts.assignments =
            periods.iter().map(|(from, until)| Assignment { valid_from: *from, valid_until: *until, ..post.clone() }).collect();
        facts
    };
    let stands = |facts: &Facts| {
        let access = effective_access(facts, TODAY, None, &book, &policy());
        (access.level.is_some(), access.reasons.iter().find(|r| !r.good).map(|r| (r.code, r.date)))
    };
    // Granted on 1 January 2025: service may begin on the same day a year later, and not a day after.
    assert_eq!(stands(&serve(&[(date(2026, 1, 1), None)])), (true, None));
    let late = serve(&[(date(2026, 1, 2), None)]);
    assert_eq!(stands(&late), (false, Some(("decision-service-gap", Some(date(2026, 1, 1))))));
    assert!(effective_access(&late, TODAY, None, &rulebook(), &policy()).level.is_some(), "a rule that says nothing of gaps");
    // Who served when it was granted and comes back after a year and a day.
    let broken = |back: Date| serve(&[(date(2020, 1, 1), Some(date(2025, 2, 10))), (back, None)]);
    assert_eq!(stands(&broken(date(2026, 2, 10))), (true, None));
    assert_eq!(stands(&broken(date(2026, 2, 11))), (false, Some(("decision-service-gap", Some(date(2026, 2, 10))))));
    // A post beside the gap fills it; and what the authority confirms anew stands.
    let filled =
        serve(&[(date(2020, 1, 1), Some(date(2025, 2, 10))), (date(2025, 6, 1), Some(date(2025, 7, 1))), (date(2026, 2, 11), None)]);
    assert_eq!(stands(&filled), (true, None));
    let mut confirmed = broken(date(2026, 2, 11));
    confirmed.decisions.push(decision(DecisionKind::Grant, "S", date(2026, 2, 20), None));
    assert_eq!(stands(&confirmed), (true, None));
    assert!(book_of(&[rule_with(r#","psc_from_level":"C","service_gap_max_months":0"#)]).is_err());
}

#[test]
fn cl_02_from_which_level_a_clearance_is_needed_is_the_nation_s_rule() {
    let national = rule_with(r#","psc_from_level":"R""#).replace("ROU", "LUX");
    let book = book_of(&[rule_with(r#","psc_from_level":"C""#), national]).unwrap();
    let needs = |nation: &str, level: &str, categories: &[&str]| {
        let need = Need::new(Level(level.to_owned()), Codes::new(categories.iter().map(|c| (*c).to_owned())));
        needs_clearance(&need, nation, TODAY, &book, &policy())
    };
    assert!(!needs("ROU", "R", &[]) && needs("ROU", "C", &[]));
    assert!(!needs("LUX", "U", &[]) && needs("LUX", "R", &[]), "from RESTRICTED up");
    assert!(!needs("NOR", "R", &[]) && needs("NOR", "C", &[]), "a nation whose rules nobody entered");
    assert!(needs("ROU", "R", &["CRYPTO"]) && needs("ROU", "XX", &[]));
}
