//! Retention rules are read or refused, and say when a file is due.

use jiff::civil::{Date, date};
use kernel::entropy::SeededEntropy;
use kernel::{Entropy, Head, Id, Label, Nation, Record, RecordId, Refused};
use ledger::{Changes, Command, Context};

use super::commands::{Dispose, ToDispose};
use super::queries::Remains;
use super::rules::Keeping;
use super::*;
use crate::limits;
use crate::people::PersonStatus;

const PACK: &str = r#"{"name": "Rules", "source": "test", "backups_months": 13, "rules": [
    {"trigger": "left", "months": 60, "source": "a"},
    {"trigger": "left", "months": 12, "nation": "ISL", "source": "b"},
    {"trigger": "refused", "months": 24, "source": "c"},
    {"trigger": "expired", "months": 36, "source": "d"},
    {"trigger": "not_taken_up", "months": 12, "source": "e"}]}"#;

fn rules() -> Rules {
    Rules::parse(PACK).unwrap()
}

fn left(on: Date) -> Story {
    Story { nation: "BEL".to_owned(), left: Some(on), ..Story::default() }
}

fn hold(from: Date, until: Option<Date>) -> RetentionHold {
    RetentionHold {
        person: Id::new(RecordId::NIL),
        reason: HoldReason::Proceedings,
        reference: None,
        valid_from: from,
        valid_until: until,
        released_on: None,
        recorded_by: RecordId::NIL,
        released_by: None,
        approved_by: None,
    }
}

fn due_on(story: &Story) -> Option<(Trigger, Date)> {
    match standing(story, &rules(), &[], Date::MAX) {
        Standing::Due(period) => Some((period.rule.trigger, period.due_on)),
        _ => None,
    }
}

#[test]
fn cl_10_a_file_is_due_on_the_day_its_period_ends_and_not_a_day_before() {
    let story = left(date(2020, 2, 29));
    let (before, on) = (date(2025, 2, 27), date(2025, 2, 28));
    assert!(matches!(standing(&story, &rules(), &[], before), Standing::Running(period) if period.due_on == on));
    assert!(
        matches!(standing(&story, &rules(), &[], on), Standing::Due(period) if period.rule.months == 60 && period.triggered_on == date(2020, 2, 29))
    );
}

#[test]
fn cl_10_a_nations_own_rule_goes_before_everybodys_and_the_period_that_ends_last_counts() {
    let icelandic = Story { nation: "ISL".to_owned(), ..left(date(2020, 1, 1)) };
    assert_eq!(due_on(&icelandic), Some((Trigger::Left, date(2021, 1, 1))));
    // Where the nation has no rule of its own everybody's applies, and it may end later.
    let refused = Story { refused: Some(date(2020, 6, 1)), ..icelandic };
    assert_eq!(due_on(&refused), Some((Trigger::Refused, date(2022, 6, 1))));
    let all = Story { expired: Some(date(2021, 1, 1)), not_taken_up: Some(date(2024, 1, 1)), ..left(date(2019, 6, 1)) };
    assert_eq!(due_on(&all), Some((Trigger::NotTakenUp, date(2025, 1, 1))));
    assert_eq!(due_on(&Story::default()), None);
    assert_eq!(standing(&Story::default(), &rules(), &[], Date::MAX), Standing::NoPeriod);
}

#[test]
fn cl_10_what_is_in_use_is_never_due_and_a_hold_stops_what_is() {
    let story = left(date(2010, 1, 1));
    let day = date(2026, 3, 2);
    for used in [Story { in_post: true, ..story.clone() }, Story { cleared: true, ..story.clone() }, Story { open: true, ..story.clone() }]
    {
        assert_eq!(standing(&used, &rules(), &[], day), Standing::InUse);
    }
    let stands = |hold: RetentionHold| matches!(standing(&story, &rules(), &[hold], day), Standing::Held(_, HoldReason::Proceedings));
    assert!(stands(hold(date(2020, 1, 1), None)));
    assert!(stands(hold(day, Some(day))), "its first and last day count");
    assert!(!stands(hold(date(2026, 3, 3), None)), "not yet");
    assert!(!stands(hold(date(2020, 1, 1), Some(date(2026, 3, 1)))), "over");
    assert!(!stands(RetentionHold { released_on: Some(date(2026, 1, 1)), ..hold(date(2020, 1, 1), None) }), "released");
}

#[test]
fn cl_10_a_pack_that_contradicts_itself_or_has_no_bounds_is_refused_with_its_place() {
    let said = |text: String| Rules::parse(&text).expect_err("a defect");
    assert!(said(PACK.replace("\"months\": 24", "\"months\": 0")).contains("trigger_refused: months"));
    assert!(said(PACK.replace("\"months\": 24", "\"months\": 1201")).contains("1200"));
    assert!(Rules::parse(&PACK.replace("\"months\": 24", "\"months\": 1200")).is_ok());
    assert!(said(PACK.replace("\"expired\"", "\"refused\"")).contains("everybody has two rules"));
    assert!(said(PACK.replace("\"expired\"", "\"retired\"")).contains("retired starts no period"));
    assert!(said(PACK.replace("13", "-1")).contains("backups"));
    assert!(said(PACK.replace("\"source\": \"c\"", "\"sauce\": \"c\"")).contains("sauce"));
    assert!(Rules::parse(crate::DEMO_RETENTION_RULES).is_ok_and(|pack| pack.rules.len() >= 4));
}

fn disposed(change: impl FnOnce(&mut ToDispose)) -> Result<Changes, Refused> {
    let entropy = SeededEntropy::new(1);
    let id = entropy.id();
    let body = Person {
        surname: "Abel".to_owned(),
        given: "Ada".to_owned(),
        nationality: Nation("BEL".to_owned()),
        personnel_number: None,
        birth_date: None,
        birth_place: None,
        birth_country: None,
        email: None,
        status: PersonStatus::Left,
        remarks: None,
    };
    let head = Head { id, version: 1, label: Label::at("R"), rank: 1, subject: Some(id), void: false };
    let mut loaded = ToDispose {
        keeping: Keeping { story: left(date(2020, 1, 1)), rules: Some(rules()), holds: Vec::new(), concerned: false, restricted: false },
        paper: false,
        copies: false,
        person: Record { head, body },
        account: false,
        remains: Remains { numbers: vec!["PSC/2019/00001".to_owned()], count: 7, ..Remains::default() },
        series: None,
    };
    change(&mut loaded);
    let now = "2026-03-02T08:00:00Z".parse().unwrap();
    let policy = exchange::spif::read(crate::SECURITY_POLICY.as_bytes()).unwrap();
    let people = (entropy.id(), entropy.id());
    let cx = Context::new(now, date(2026, 3, 2), people, Some((entropy.id(), entropy.id())), &policy, Dispose::NAME, &entropy);
    Dispose { person: Id::new(id) }.decide(loaded, &cx)
}

#[test]
fn cl_10_a_disposal_erases_the_person_and_leaves_a_certificate_and_every_obstacle_has_its_code() {
    let done = disposed(|_| ()).unwrap();
    assert_eq!(done.rows.iter().map(ledger::Change::register).collect::<Vec<_>>(), ["number_series", "destruction_certificates"]);
    assert!(done.erase.is_some());
    let refused = |change: fn(&mut ToDispose)| disposed(change).map(drop).unwrap_err().codes();
    assert_eq!(refused(|l| l.account = true), ["dispose-has-account"]);
    assert_eq!(refused(|l| l.keeping.restricted = true), ["dispose-restricted"]);
    assert_eq!(refused(|l| l.keeping.rules = None), ["dispose-no-rules"]);
    assert_eq!(refused(|l| l.keeping.story.open = true), ["dispose-open"]);
    assert_eq!(refused(|l| l.keeping.story.cleared = true), ["dispose-cleared"]);
    assert_eq!(refused(|l| l.keeping.story.in_post = true), ["dispose-in-post"]);
    assert_eq!(refused(|l| l.keeping.story.left = None), ["dispose-no-period"]);
    assert_eq!(refused(|l| l.keeping.story.left = Some(date(2021, 3, 3))), ["dispose-not-due"]);
    assert_eq!(refused(|l| l.keeping.concerned = true), ["dispose-held"]);
    assert_eq!(refused(|l| l.keeping.holds = vec![hold(date(2026, 1, 1), None)]), ["dispose-held"]);
    assert_eq!(refused(|l| l.paper = true), ["dispose-paper"]);
    assert_eq!(refused(|l| l.copies = true), ["dispose-holds-copies"]);
    // The list of numbers at its limit and one above.
    assert!(disposed(|l| l.remains.numbers = vec!["x".repeat(limits::CERTIFICATE_NUMBERS_CHARS_MAX)]).is_ok());
    assert_eq!(refused(|l| l.remains.numbers = vec!["x".repeat(limits::CERTIFICATE_NUMBERS_CHARS_MAX + 1)]), ["dispose-too-many"]);
}
