//! Lifecycle, and what is made of slices.

use exchange::hr::read;
use exchange::hr::sample::{Message, flat};
use jiff::civil::date;
use spine::posts::EndReason;

use super::plan::said;
use super::{LIFECYCLE, RowState};

#[test]
fn sp_12_the_lifecycle_of_waiting_rows_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    let states: Vec<_> = LIFECYCLE.states.iter().map(|s| s.code).collect();
    assert_eq!(states, RowState::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
}

#[test]
fn sp_12_of_time_slices_the_one_of_the_day_counts_and_of_actions_the_last() {
    let today = date(2026, 3, 2);
    let mut message = Message::new("1");
    message
        .slice("00000001", "0002", "19800101", "20200531", &[("NACHN", "Kask"), ("VORNA", "Liis"), ("NATIO", "EE")])
        .slice(
            "00000001",
            "0002",
            "20200601",
            "99991231",
            &[("NACHN", "Tamm"), ("VORNA", "Liis"), ("NATIO", "EE"), ("GBDAT", "19800101"), ("GBORT", "Tartu"), ("GBLND", "EE")],
        )
        .slice("00000001", "0001", "20100101", "20251231", &[("PLANS", "50000001")])
        .slice("00000001", "0001", "20260101", "20260630", &[("PLANS", "50000002"), ("ORGEH", "50001000")])
        .slice("00000001", "0001", "20260701", "99991231", &[("PLANS", "99999999")])
        .slice("00000001", "0000", "20100101", "20260630", &[("STAT2", "3")])
        .slice("00000001", "0000", "20260701", "99991231", &[("STAT2", "0")])
        .slice("00000002", "0000", "20250101", "20251231", &[("STAT2", "0")])
        .slice("00000002", "0000", "20260101", "99991231", &[("STAT2", "3")])
        .slice("00000003", "0000", "20260401", "99991231", &[("STAT2", "2")]);
    let file = read(&flat(&[&message])).unwrap_or_else(|f| panic!("{f}"));
    let [leaver, back, retired] = [0, 1, 2].map(|at| said(&file.people[at], today));
    assert_eq!((leaver.surname.as_deref(), leaver.nationality.as_deref()), (Some("Tamm"), Some("EST")));
    assert_eq!((leaver.birth_place.as_deref(), leaver.birth_country.as_deref()), (Some("Tartu"), Some("EST")));
    assert_eq!(leaver.posts, [("50000002".to_owned(), Some("50001000".to_owned()), date(2026, 1, 1), Some(date(2026, 6, 30)))]);
    assert_eq!((leaver.end, leaver.employed), (Some((date(2026, 6, 30), EndReason::Left)), false));
    assert_eq!((back.end, back.employed), (None, true));
    assert_eq!(retired.end, Some((date(2026, 3, 31), EndReason::Retired)));
}
