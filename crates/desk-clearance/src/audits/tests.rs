//! Answers, rounds and the tables of audits.

use jiff::civil::date;
use proptest::prelude::*;
use spine::clearances::audits::{AuditChecklists, Checklist, Point};

use super::lifecycle::{FILES, PLANS, SAMPLES};
use super::rules::{NOTE_CHARS_MAX, Verdict, defects, next_round, read, write};
use crate::limits::CHECKLIST_POINTS_MAX;

fn checklist() -> Checklist {
    AuditChecklists::parse(spine::STARTER_AUDIT_CHECKLISTS).unwrap().find("archived_file").unwrap().clone()
}

fn codes(text: &str) -> Vec<(&'static str, String)> {
    let refused = read(text, &checklist()).unwrap_err();
    refused
        .0
        .into_iter()
        .map(|r| (r.code, r.args.iter().find(|(name, _)| *name == "point").map(|(_, v)| v.clone()).unwrap_or_default()))
        .collect()
}

#[test]
fn cl_08_the_lifecycles_of_audits_have_no_defects() {
    assert_eq!((PLANS.defects(), SAMPLES.defects(), FILES.defects()), (Vec::new(), Vec::new(), Vec::new()));
}

#[test]
fn cl_08_answers_are_read_point_by_point_and_all_that_is_wrong_is_told() {
    let all = "ended point_right\ndebriefing point_defect No form\nreturned point_not_applicable None was issued\nkept point_right";
    let answers = read(all, &checklist()).unwrap();
    assert_eq!(
        answers.iter().map(|a| a.verdict).collect::<Vec<_>>(),
        [Verdict::Right, Verdict::Defect, Verdict::NotApplicable, Verdict::Right]
    );
    let list = checklist();
    let found: Vec<_> = defects(&answers, &list).map(|(point, note)| (point.code.as_str(), note)).collect();
    assert_eq!(found, [("debriefing", "No form")]);
    assert_eq!(read(&write(&answers), &list).unwrap(), answers);
    assert_eq!(
        codes("ended point_right"),
        [("point-open", "debriefing".into()), ("point-open", "returned".into()), ("point-open", "kept".into())]
    );
    let bad = "ended perhaps\nbriefed point_right\nkept point_right\nkept point_right\nreturned point_defect";
    let expected = [("answer-unknown", "ended"), ("point-unknown", "briefed"), ("point-twice", "kept"), ("answer-needs-note", "returned")];
    assert_eq!(codes(bad), expected.map(|(code, point)| (code, point.to_owned())));
    let long = |n: usize| format!("ended point_defect {}\ndebriefing point_right\nreturned point_right\nkept point_right", "x".repeat(n));
    assert!(read(&long(NOTE_CHARS_MAX), &list).is_ok());
    assert_eq!(codes(&long(NOTE_CHARS_MAX + 1)), [("note-too-long", "ended".to_owned())]);
}

#[test]
fn cl_08_a_round_that_was_missed_is_not_made_up_for() {
    assert_eq!(next_round(date(2026, 1, 31), 1, date(2026, 1, 31)), date(2026, 2, 28));
    assert_eq!(next_round(date(2026, 1, 31), 1, date(2026, 5, 2)), date(2026, 5, 31));
    assert_eq!(next_round(date(2026, 1, 31), 12, date(2025, 12, 1)), date(2027, 1, 31));
}

#[test]
fn cl_08_a_checklist_says_what_is_wrong_with_it() {
    let point =
        |code: &str| format!(r#"{{"code":"{code}","en":"a","fr":"b","area":"area_cis","severity":"severity_serious","basis":null}}"#);
    let pack = |points: &[String]| {
        format!(r#"{{"name":"n","source":"s","checklists":[{{"code":"c","en":"a","fr":"b","points":[{}]}}]}}"#, points.join(","))
    };
    let many = |n: usize| (0..n).map(|at| point(&format!("p{at}"))).collect::<Vec<_>>();
    assert!(AuditChecklists::parse(&pack(&many(CHECKLIST_POINTS_MAX))).is_ok());
    assert!(AuditChecklists::parse(&pack(&many(CHECKLIST_POINTS_MAX + 1))).is_err());
    assert!(AuditChecklists::parse(&pack(&[])).is_err());
    assert!(AuditChecklists::parse(&pack(&[point("a"), point("a")])).is_err());
    assert!(AuditChecklists::parse(&pack(&[point("A b")])).is_err());
    assert!(AuditChecklists::parse(&pack(&[point("a").replace("area_cis", "area_sea")])).is_err());
    assert!(AuditChecklists::parse(&pack(&[point("a").replace("serious", "grave")])).is_err());
}

proptest! {
    #[test]
    fn cl_08_nothing_typed_as_answers_makes_it_panic(text in any::<String>()) {
        let _ = read(&text, &checklist());
    }

    #[test]
    fn cl_08_the_next_round_is_ahead_and_the_last_before_it_is_not(every in 1_i64..37, due in 0_i32..2_000, today in 0_i32..2_000) {
        let day = |n: i32| date(2024, 1, 1).saturating_add(jiff::Span::new().days(n));
        let next = next_round(day(due), every, day(today));
        prop_assert!(next > day(today) && next > day(due));
        // It is one of the rounds, and the one before it has come, or is the one that was due.
        let round = |times: i64| day(due).saturating_add(jiff::Span::new().months(every * times));
        let times = (1..2_000).find(|times| round(*times) == next);
        prop_assert!(times.is_some_and(|times| times == 1 || round(times - 1) <= day(today)));
    }
}

#[test]
fn cl_08_a_point_of_an_adopted_pack_has_an_area_and_a_weight() {
    let pack = AuditChecklists::parse(spine::STARTER_AUDIT_CHECKLISTS).unwrap();
    let points: Vec<&Point> = pack.checklists.iter().flat_map(|list| &list.points).collect();
    assert!(points.iter().all(|p| p.area().code() == p.area && p.severity().code() == p.severity));
}
