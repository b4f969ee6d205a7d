//! A decision and the moves before it, as whoever verifies and reads them meets them.

use kernel::{RecordId, Value};
use ledger::db::Backend;

use crate::Site;

const RULES: &str = r#"{"name": "Test", "source": "Test", "rules": [{"nation": "ROU", "level": "S", "validity_months": 60,
    "validity_anchor": "decision", "until_inclusive": true, "renewal_lead_months": 7, "refresher_months": 24, "certificate_needed": true,
    "decision_target_days": 90, "psc_from_level": "C"}]}"#;

/// A case whose decision came in.
fn decided(site: &Site, surname: &str) -> RecordId {
    let (world, technician) = (&site.world, site.world.as_("technician"));
    let person = world.person(surname, "Sam", "ROU");
    let ask = [("person", person.into()), ("kind", "downgrade".into()), ("level", "S".into()), ("priority", "routine".into())];
    let case = world.as_("officer").makes("case.open", &ask);
    let on = ("case", Value::from(case));
    let letter = |direction: &str| ("mail_item", Value::from(world.letter(direction, "ROU")));
    technician.does("case.confirm_need", &[on.clone(), ("proof", "Letter".into())]);
    technician.does("case.send_request", &[on.clone(), letter("outgoing")]);
    technician.does("case.acknowledge", &[on.clone(), ("authority_reference", "R-1".into())]);
    technician.does("case.receive_decision", &[on, letter("incoming")]);
    case
}

/// What whoever verifies reads of a grant of the second of March 2026 at a level with this printed last day.
fn read(site: &Site, case: RecordId, level: &str, printed: Option<&str>, why: Option<&str>) -> String {
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let fields = [
        ("case", Value::from(case)),
        ("outcome", "grant".into()),
        ("reference", "R-1/S".into()),
        ("level", level.into()),
        ("decided_on", "2026-03-02".into()),
        ("valid_until", text(printed)),
        ("difference_reason", text(why)),
    ];
    let request = site.world.as_("technician").asks("case.record_decision", &fields);
    site.page(&format!("/approvals/{}", request.outward("apr")), &site.cookie("officer")).body
}

fn the_rules_day_stands_beside_the_printed_one(on: Backend) {
    let site = Site::new(on);
    site.world.adopt("authority_rules", RULES);
    site.world.clock().set(testkit::world::instant("2026-03-10T09:00:00Z"));
    let rule = "Last day by the authority’s rule";
    // Five years, the last day included: as printed, shorter with its reason, or not printed at all.
    let same = read(&site, decided(&site, "Same"), "S", Some("2031-03-02"), None);
    assert!(same.contains(rule) && same.contains("2031-03-02") && !same.contains("not the printed day"), "{same}");
    let shorter = read(&site, decided(&site, "Shorter"), "S", Some("2029-03-02"), Some("Three years only, says the letter"));
    let at = |said: &str| shorter.find(said).unwrap_or_else(|| panic!("{said}: {shorter}"));
    assert!(at("2029-03-02") < at(rule) && at(rule) < at("2031-03-02: not the printed day"));
    assert!(read(&site, decided(&site, "Unprinted"), "S", None, None).contains("2031-03-02"));
    // Where no rule is in force there is nothing to hold the printed day against, and that is said.
    let without = read(&site, decided(&site, "Without"), "TS", Some("2029-03-02"), None);
    assert!(without.contains("no rule of Romania is in force"), "{without}");
}

fn what_was_corrected_stands_in_the_history(on: Backend) {
    let site = Site::new(on);
    let case = decided(&site, "Corrected");
    site.world.days_pass(1);
    let wrong = [
        ("case", Value::from(case)),
        ("moved_to", "need_confirmed".into()),
        ("reason", "Contract 17".into()),
        ("corrected_because", "Another letter was meant".into()),
    ];
    site.world.as_("technician").does("case.correct_reason", &wrong);
    let page = site.page(&format!("/r/psc_cases/{}", case.outward("psc")), &site.cookie("officer")).body;
    assert!(page.contains("Contract 17 · corrected in its words") && page.contains("Another letter was meant"), "{page}");
    assert!(page.contains("Reason of a move corrected") && page.contains("/do/case.correct_time?on="), "{page}");
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    the_rules_day_stands_beside_the_printed_one on
        done_cl_02_the_rules_day_stands_beside_the_printed_one_on_sqlite, done_cl_02_the_rules_day_stands_beside_the_printed_one_on_postgres;
    what_was_corrected_stands_in_the_history on
        sp_01_what_was_corrected_stands_in_the_history_on_sqlite, sp_01_what_was_corrected_stands_in_the_history_on_postgres;
}
