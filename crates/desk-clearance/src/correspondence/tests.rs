//! When an authority is asked, and when again.

use jiff::civil::{Date, date};
use kernel::{Level, RecordId};
use spine::policy::{PackKind, PackState, PolicyPack, Rulebook};

use super::CHASER_CADENCE_DAYS;
use super::rules::{Asked, Waiting, is_due};

/// The rule book says 120 days for this nation and level.
fn rules() -> Rulebook {
    let pack = PolicyPack {
        kind: PackKind::AuthorityRules,
        name: "Rules".to_owned(),
        edition: 1,
        valid_from: date(2020, 1, 1),
        state: PackState::InForce,
        source: "test".to_owned(),
        rules: spine::DEMO_AUTHORITY_RULES.to_owned(),
        recorded_by: RecordId::NIL,
        verified_by: RecordId::NIL,
    };
    Rulebook::new(&[pack])
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
