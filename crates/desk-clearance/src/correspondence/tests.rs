//! When an authority is asked, and when again.

use jiff::civil::{Date, date};
use kernel::{Level, RecordId};
use spine::policy::{PackKind, PackState, PolicyPack, Rulebook};
use spine::posts::AssignmentKind;

use super::CHASER_CADENCE_DAYS;
use super::rules::{Asked, Waiting, is_due};

/// The rule book says 120 days for this nation and level.
fn rules() -> Rulebook {
    Rulebook::new(&[pack()])
}

fn pack() -> PolicyPack {
    PolicyPack {
        kind: PackKind::AuthorityRules,
        name: "Rules".to_owned(),
        edition: 1,
        valid_from: date(2020, 1, 1),
        state: PackState::InForce,
        source: "test".to_owned(),
        rules: spine::DEMO_AUTHORITY_RULES.to_owned(),
        recorded_by: RecordId::NIL,
        verified_by: RecordId::NIL,
    }
}

fn case(level: &str) -> Waiting {
    Waiting {
        case: RecordId::NIL,
        number: "PSC/2026/00001".to_owned(),
        person: RecordId::NIL,
        level: Level(level.to_owned()),
        their_reference: None,
        sent_on: date(2026, 1, 1),
        authority: RecordId::NIL,
        nation: "ALB".to_owned(),
        programme: None,
        staff: None,
        cadence: CHASER_CADENCE_DAYS,
    }
}

fn on(day: i64) -> Date {
    date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap_or(Date::MAX)
}

#[test]
fn cl_04_an_authority_is_asked_when_its_own_time_is_over_and_not_a_day_before() {
    let rules = rules();
    assert!(!is_due(&case("S"), Asked::default(), &rules, on(120)));
    assert!(is_due(&case("S"), Asked::default(), &rules, on(121)));
    // No rule, no time that could be over.
    assert!(!is_due(&Waiting { nation: "XXX".to_owned(), ..case("S") }, Asked::default(), &rules, on(900)));
}

#[test]
fn cl_04_the_rule_drawn_most_closely_says_when_an_authority_is_asked() {
    let row = |days: i32, more: &str| {
        format!(
            r#"{{"nation": "ALB", "level": "S", "validity_months": 60, "validity_anchor": "decision", "until_inclusive": true,
            "renewal_lead_months": 8, "refresher_months": 12, "certificate_needed": true, "decision_target_days": {days}, "psc_from_level": "C"{more}}}"#
        )
    };
    let rules = [row(120, ""), row(60, r#", "programme": "EU""#), row(20, r#", "staff_category": "contractor""#)].join(",");
    let rules = Rulebook::new(&[PolicyPack { rules: format!(r#"{{"name": "T", "source": "T", "rules": [{rules}]}}"#), ..pack() }]);
    let asked = |case: Waiting| case.asked_from(&rules);
    assert_eq!(asked(case("S")), Some(on(121)));
    assert_eq!(asked(Waiting { programme: Some("EU".to_owned()), ..case("S") }), Some(on(61)));
    assert_eq!(asked(Waiting { staff: Some(AssignmentKind::Contractor), ..case("S") }), Some(on(21)));
}

#[test]
fn cl_04_it_is_asked_again_at_the_cadence_and_never_twice_at_once() {
    let rules = rules();
    let asked = |day: i64| Asked { last: Some(on(day)), drafted: false };
    assert!(!is_due(&case("S"), asked(121), &rules, on(121 + CHASER_CADENCE_DAYS - 1)));
    assert!(is_due(&case("S"), asked(121), &rules, on(121 + CHASER_CADENCE_DAYS)));
    // One that is asked every week is asked every week.
    let weekly = Waiting { cadence: 7, ..case("S") };
    assert!(!is_due(&weekly, asked(121), &rules, on(127)) && is_due(&weekly, asked(121), &rules, on(128)));
    assert!(!is_due(&case("S"), Asked { last: None, drafted: true }, &rules, on(500)));
}
