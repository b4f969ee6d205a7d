use spine::policy::{AuthorityRules, ChangeKind, Consequence};

use super::{LIFECYCLE, ReportState};

#[test]
fn sp_06_the_lifecycle_of_reports_has_no_defects() {
    assert_eq!(LIFECYCLE.defects(), Vec::<String>::new());
    for state in ReportState::ALL {
        assert_eq!(LIFECYCLE.state(state.code()).map(|s| s.open), Some(*state == ReportState::Received), "{}", state.code());
    }
}

/// A pack with one rule, and these report duties.
fn pack(duties: &str) -> Result<AuthorityRules, String> {
    let rule = r#""nation": "BEL", "level": "S", "validity_months": 60, "validity_anchor": "decision", "until_inclusive": true,
        "renewal_lead_months": 7, "refresher_months": 12, "certificate_needed": true, "decision_target_days": 90, "psc_from_level": "C""#;
    AuthorityRules::parse(&format!(r#"{{"name": "Test", "source": "Test", "rules": [{{{rule}{duties}}}]}}"#))
}

#[test]
fn sp_06_what_a_change_leads_to_is_a_row_of_the_authority() {
    let row = |change: &str, consequence: &str| format!(r#"{{"change": "{change}", "consequence": "{consequence}"}}"#);
    let of = |rows: &[String]| pack(&format!(r#", "report_duties": [{}]"#, rows.join(", ")));
    let good = of(&[row("change_partner", "consequence_new_request"), row("change_address", "consequence_notification")]);
    let good = good.unwrap_or_else(|e| panic!("{e}"));
    let found = [ChangeKind::Partner, ChangeKind::Address, ChangeKind::Arrest].map(|kind| good.rules[0].consequence(kind));
    assert_eq!(found, [Some(Consequence::NewRequest), Some(Consequence::Notification), None]);
    // A pack from before there were such rows says nothing about any change.
    assert_eq!(pack("").map(|p| p.rules[0].consequence(ChangeKind::Partner)), Ok(None));
    for wrong in [
        of(&[row("change_of_heart", "consequence_none")]),
        of(&[row("change_partner", "banishment")]),
        of(&[row("change_partner", "consequence_none"), row("change_partner", "consequence_none")]),
        pack(r#", "appraisal_months": 0"#),
        pack(r#", "appraisal_months": 601"#),
    ] {
        assert!(wrong.is_err(), "{wrong:?}");
    }
    assert_eq!(pack(r#", "appraisal_months": 12"#).map(|p| p.rules[0].appraisal_months), Ok(Some(12)));
}
