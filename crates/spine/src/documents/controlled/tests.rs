//! References, the lifecycle, and that of all versions of a document at most one is in force on any day.

use jiff::civil::{Date, date};
use kernel::{Id, RecordId};
use ledger::transition::Micros;
use proptest::prelude::*;

use super::rules::{has_our_form, in_force_on, lose_force, next_number, own_reference, read_by, series, take_force, version_reference};
use super::{DocumentKind, DocumentVersion, LIFECYCLE, VersionKind, VersionState};

#[test]
fn sp_09_the_lifecycle_of_versions_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, VersionState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

#[test]
fn sp_08_references_of_our_own_are_told_from_those_of_others() {
    assert_eq!(own_reference("SOP", 2026, 3), "SOP/2026/003");
    assert_eq!(series(DocumentKind::Sop, "R", "R"), "SOP");
    assert_eq!(series(DocumentKind::Sop, "C", "R"), "SOP-C");
    for ours in ["SOP/2026/003", "SOP-C/2026/001", "sop/2026/17", "DIR/1999/0001"] {
        assert!(has_our_form(ours), "{ours}");
    }
    for theirs in ["AC/35-D/2002-REV4", "C-M(2002)49", "SOP/2026", "SOP/26/003", "SOP/2026/003/A", "SOPX/2026/003", "SOP/2026/", ""] {
        assert!(!has_our_form(theirs), "{theirs}");
    }
}

#[test]
fn sp_08_a_version_is_called_by_its_kind_and_number() {
    let called = |kind, number| version_reference("SOP/2026/003", kind, number);
    assert_eq!(called(VersionKind::Number, 1), "SOP/2026/003");
    assert_eq!(called(VersionKind::Number, 2), "SOP/2026/003-2");
    assert_eq!(called(VersionKind::Revision, 1), "SOP/2026/003-REV1");
    assert_eq!(called(VersionKind::Corrigendum, 2), "SOP/2026/003-COR2");
    assert_eq!(called(VersionKind::Addendum, 12), "SOP/2026/003-ADD12");
    let versions = [version(VersionKind::Revision, 4), version(VersionKind::Corrigendum, 1)];
    assert_eq!(next_number(&versions, VersionKind::Revision), 5);
    assert_eq!(next_number(&versions, VersionKind::Addendum), 1);
}

#[test]
fn sp_09_a_text_is_read_so_many_days_after_both_it_holds_and_binds() {
    let day = |d| date(2026, 3, d);
    assert_eq!(read_by(day(1), day(5), 7), day(12));
    assert_eq!(read_by(day(5), day(1), 0), day(5));
    assert_eq!(read_by(Date::MAX, day(1), 7), Date::MAX);
}

fn version(kind: VersionKind, kind_number: i64) -> DocumentVersion {
    DocumentVersion {
        reference: "SOP/2026/003".to_owned(),
        document: Id::new(RecordId::NIL),
        kind,
        kind_number,
        position: 1,
        state: VersionState::Validated,
        since: Micros(0),
        what_changed: None,
        author: Id::new(RecordId::NIL),
        author_person: RecordId::NIL,
        text: None,
        digest: None,
        validated_by: None,
        validated_on: None,
        valid_from: None,
        valid_until: None,
    }
}

/// What happens to a document: so many days pass, then a new version comes into force, or that which is in force is withdrawn.
fn history() -> impl Strategy<Value = Vec<(i64, bool)>> {
    prop::collection::vec((-2i64..6, prop::bool::weighted(0.75)), 1..40)
}

proptest! {
    /// Days may go by, stand still, or go back, as hosts' clocks do.
    #[test]
    fn sp_08_on_every_day_at_most_one_version_is_in_force(steps in history()) {
        let start = date(2026, 1, 31);
        let mut day = start;
        let mut versions: Vec<DocumentVersion> = Vec::new();
        let mut held: Option<usize> = None;
        let onward = steps.iter().all(|(days, _)| *days >= 0);
        for (days, comes) in steps {
            day = day.saturating_add(jiff::Span::new().days(days));
            if let Some(former) = held.take() {
                lose_force(&mut versions[former], day);
                versions[former].state = if comes { VersionState::Superseded } else { VersionState::Withdrawn };
            }
            if comes {
                let mut next = version(VersionKind::Number, versions.len() as i64 + 1);
                take_force(&mut next, day, &versions);
                next.state = VersionState::InForce;
                held = Some(versions.len());
                versions.push(next);
            }
        }
        let first = start.saturating_sub(jiff::Span::new().days(100));
        for at in 0..400 {
            let on = first.saturating_add(jiff::Span::new().days(at));
            let count = versions.iter().filter(|v| in_force_on(v, on)).count();
            prop_assert!(count <= 1, "{count} on {on}");
            // What was in force when the last day came is so on it, unless it was withdrawn.
            if on == day && onward {
                prop_assert_eq!(count == 1, held.is_some());
            }
        }
    }
}
