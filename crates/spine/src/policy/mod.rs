//! Policy packs: dated rules of any kind, adopted by two people. No number of any authority stands in code.

pub mod commands;

use jiff::civil::Date;
use kernel::{Duty, Register};
use serde::Deserialize;

use crate::OFFICE;
use crate::clearances::{AuthorisationKind, Decision};
use crate::posts::AssignmentKind;

kernel::choices! {
    /// What a pack rules.
    pub enum PackKind {
        AuthorityRules = "authority_rules", ServiceStandards = "service_standards", MeasureTargets = "measure_targets", Retention = "retention",
        Renewals = "renewals", VisitRules = "visit_rules", AuditChecklists = "audit_checklists",
        HoldingRules = "holding_rules", Processing = "processing",
    }
}

kernel::choices! {
    /// Where a pack stands.
    pub enum PackState { InForce = "in_force", Superseded = "superseded" }
}

/// An adopted set of rules.
#[derive(Clone, Debug, Register)]
#[register(name = "policy_packs", prefix = "pol", title = &["name", "edition"], marking = "U", seen_by = OFFICE)]
pub struct PolicyPack {
    /// What it rules.
    #[field(list)]
    pub kind: PackKind,
    /// Its name.
    #[field(search, list)]
    pub name: String,
    /// Its edition, rising.
    #[field(list)]
    pub edition: i64,
    /// First day it applies to.
    #[field(list)]
    pub valid_from: Date,
    /// Where it stands.
    #[field(list)]
    pub state: PackState,
    /// Where the rules come from.
    #[field(long)]
    pub source: String,
    /// The rules, as JSON.
    #[field(long, max = RULES_CHARS_MAX)]
    pub rules: String,
    /// Who proposed it.
    pub recorded_by: kernel::RecordId,
    /// Who approved it.
    pub verified_by: kernel::RecordId,
}

/// Most days for which a rule may let access in scope last.
pub const ACCESS_DAYS_MAX: i32 = 3_660;

/// Longest name of a programme, in characters.
pub const PROGRAMME_CHARS_MAX: usize = 20;

/// Most days a rule may give a certificate to come back.
pub const RETURN_DAYS_MAX: i32 = 730;

/// Longest text of a pack.
pub const RULES_CHARS_MAX: usize = 500_000;

/// What counts as the start of a validity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The day of the decision.
    Decision,
    /// The day it was notified.
    Notification,
}

/// One authority's rule for one level, for a programme and a category of staff or for all that have none of their own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRule {
    /// The authority's nation.
    pub nation: String,
    /// The level.
    pub level: String,
    /// The programme it is for, by the office's short name such as EU; any when left out.
    #[serde(default)]
    pub programme: Option<String>,
    /// The quality in which the post is held, the code of an [`AssignmentKind`]; any when left out.
    #[serde(default)]
    pub staff_category: Option<String>,
    /// How long a grant holds, in months.
    pub validity_months: i32,
    /// From when that is counted.
    pub validity_anchor: Anchor,
    /// Whether the printed last day still counts.
    pub until_inclusive: bool,
    /// How long before the end a renewal starts, in months.
    pub renewal_lead_months: i32,
    /// How long a briefing counts, in months.
    pub refresher_months: i32,
    /// Whether access needs the certificate on file.
    pub certificate_needed: bool,
    /// How long the authority usually takes, in days.
    pub decision_target_days: i32,
    /// The lowest level that needs a clearance; where a nation's rules differ, the lowest of them counts.
    pub psc_from_level: String,
    /// How many days after the end of a clearance its certificate must be back; the office's own working days count when left out.
    #[serde(default)]
    pub certificate_return_days: Option<i32>,
    /// A grant is confirmed anew when service begins so many months after it; it is not when left out.
    #[serde(default)]
    pub start_gap_max_months: Option<i32>,
    /// A grant is confirmed anew when service was broken for so many months; it is not when left out.
    #[serde(default)]
    pub service_gap_max_months: Option<i32>,
    /// Whether a condition of a grant may be told to the holder's employer; it may not when left out.
    #[serde(default)]
    pub conditions_shared: bool,
    /// How often a holder is appraised, in months; not at all when left out.
    #[serde(default)]
    pub appraisal_months: Option<i32>,
    /// How many days provisional access may last; such access is not given when left out. The same below.
    #[serde(default)]
    pub provisional_max_days: Option<i32>,
    /// How many days one-time access may last.
    #[serde(default)]
    pub one_time_max_days: Option<i32>,
    /// How many days emergency access may last.
    #[serde(default)]
    pub emergency_max_days: Option<i32>,
    /// How many days access for a meeting may last.
    #[serde(default)]
    pub meeting_max_days: Option<i32>,
    /// Which facts each kind of access in scope may lack; none when left out.
    #[serde(default)]
    pub may_lack: Vec<MayLack>,
    /// Whether a grant is extended when its renewal was filed in time; it is not when left out.
    #[serde(default)]
    pub auto_extend: Option<AutoExtend>,
    /// What a change in a holder's life leads to, kind by kind; the office decides about kinds that are left out.
    #[serde(default)]
    pub report_duties: Vec<ReportDuty>,
}

/// A fact that access in scope may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// The authority's decision.
    Decision,
    /// One level of it: the decision may stand one level below the access.
    DecisionOneLevel,
    /// The certificate.
    Certificate,
}

/// What one kind of access in scope may lack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MayLack {
    /// The code of the kind, an [`AuthorisationKind`] other than full.
    pub access: String,
    /// The facts.
    pub facts: Vec<Lack>,
}

/// How far a grant is extended when its renewal was filed in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoExtend {
    /// Until the authority decides.
    UntilDecision,
    /// At most so many months beyond its last day.
    MaxMonths(i32),
}

kernel::choices! {
    /// What somebody with a clearance reports.
    pub enum ChangeKind {
        Partner = "change_partner", PartnerEnded = "change_partner_ended", Cohabitant = "change_cohabitant", Address = "change_address",
        Nationality = "change_nationality", Name = "change_name", ForeignContact = "change_foreign_contact", ForeignTravel = "change_foreign_travel",
        Arrest = "change_arrest", Other = "change_other",
    }
}

kernel::choices! {
    /// What follows from it, the least first.
    pub enum Consequence { None = "consequence_none", Notification = "consequence_notification", NewRequest = "consequence_new_request" }
}

/// What an authority wants done about one kind of change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDuty {
    /// The code of the change, a [`ChangeKind`].
    pub change: String,
    /// The code of what follows, a [`Consequence`].
    pub consequence: String,
}

impl AuthorityRule {
    /// How closely it is drawn: a rule for a programme goes before one for a category of staff, and both before one for all.
    const fn closeness(&self) -> u8 {
        2 * self.programme.is_some() as u8 + self.staff_category.is_some() as u8
    }

    /// Whom it is for, in the words of a pack.
    fn whose(&self) -> String {
        let parts = [Some(&self.nation), Some(&self.level), self.programme.as_ref(), self.staff_category.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// How many days access of a kind may last; none when it is not given, or not limited by days because it is full.
    pub const fn most_days(&self, kind: AuthorisationKind) -> Option<i32> {
        match kind {
            AuthorisationKind::Full => None,
            AuthorisationKind::Provisional => self.provisional_max_days,
            AuthorisationKind::OneTime => self.one_time_max_days,
            AuthorisationKind::Emergency => self.emergency_max_days,
            AuthorisationKind::Meeting => self.meeting_max_days,
        }
    }

    /// Whether access of a kind may lack a fact.
    pub fn may_lack(&self, kind: AuthorisationKind, lack: Lack) -> bool {
        self.may_lack.iter().any(|row| row.access == kind.code() && row.facts.contains(&lack))
    }

    /// What a change leads to; none when the authority says nothing about it.
    pub fn consequence(&self, change: ChangeKind) -> Option<Consequence> {
        let duty = self.report_duties.iter().find(|duty| duty.change == change.code())?;
        Consequence::from_code(&duty.consequence)
    }
}

/// The text of a pack of authority rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityRules {
    /// Name of the pack.
    pub name: String,
    /// Where the rules come from.
    pub source: String,
    /// The rules.
    pub rules: Vec<AuthorityRule>,
}

impl AuthorityRules {
    /// Reads a pack; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pack: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = std::collections::HashSet::new();
        for rule in &pack.rules {
            if !seen.insert((&rule.nation, &rule.level, &rule.programme, &rule.staff_category)) {
                return Err(format!("{} has two rules", rule.whose()));
            }
            if rule.programme.as_ref().is_some_and(|name| name.is_empty() || name.chars().count() > PROGRAMME_CHARS_MAX) {
                return Err(format!("{}: the name of a programme has 1 to {PROGRAMME_CHARS_MAX} characters", rule.whose()));
            }
            if rule.staff_category.as_deref().is_some_and(|code| AssignmentKind::from_code(code).is_none()) {
                return Err(format!("{}: there is no such category of staff", rule.whose()));
            }
            if rule.certificate_return_days.is_some_and(|days| !(0..=RETURN_DAYS_MAX).contains(&days)) {
                return Err(format!("{}: days of return must be between 0 and {RETURN_DAYS_MAX}", rule.whose()));
            }
            let gaps = [rule.start_gap_max_months, rule.service_gap_max_months];
            if gaps.into_iter().flatten().any(|months| !(1..=600).contains(&months)) {
                return Err(format!("{}: months must be between 1 and 600", rule.whose()));
            }
            if !(1..=600).contains(&rule.validity_months) || !(1..=600).contains(&rule.refresher_months) {
                return Err(format!("{}: months must be between 1 and 600", rule.whose()));
            }
            if rule.appraisal_months.is_some_and(|months| !(1..=600).contains(&months)) {
                return Err(format!("{}: months must be between 1 and 600", rule.whose()));
            }
            let days = [rule.provisional_max_days, rule.one_time_max_days, rule.emergency_max_days, rule.meeting_max_days];
            if days.into_iter().flatten().any(|days| !(1..=ACCESS_DAYS_MAX).contains(&days)) {
                return Err(format!("{}: days of access must be between 1 and {ACCESS_DAYS_MAX}", rule.whose()));
            }
            if matches!(rule.auto_extend, Some(AutoExtend::MaxMonths(months)) if !(1..=600).contains(&months)) {
                return Err(format!("{}: months must be between 1 and 600", rule.whose()));
            }
            let mut lacking = std::collections::HashSet::new();
            for row in &rule.may_lack {
                let known = AuthorisationKind::from_code(&row.access).is_some_and(AuthorisationKind::is_scoped);
                if !known || !lacking.insert(&row.access) {
                    return Err(format!("{}: may_lack {} is no access in scope or stands twice", rule.whose(), row.access));
                }
            }
            let mut said = std::collections::HashSet::new();
            for duty in &rule.report_duties {
                let known = ChangeKind::from_code(&duty.change).is_some() && Consequence::from_code(&duty.consequence).is_some();
                if !known || !said.insert(&duty.change) {
                    return Err(format!("{}: report duty {} {} is unknown or stands twice", rule.whose(), duty.change, duty.consequence));
                }
            }
        }
        // The first that fits is the one drawn most closely.
        pack.rules.sort_by_key(|rule| std::cmp::Reverse(rule.closeness()));
        Ok(pack)
    }
}

/// The rules that apply, by the day they apply from.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    packs: Vec<(Date, AuthorityRules)>,
}

impl Rulebook {
    /// From the packs in force; a pack that cannot be read was never adopted.
    pub fn new(packs: &[PolicyPack]) -> Self {
        let mut packs: Vec<_> = packs
            .iter()
            .filter(|p| p.kind == PackKind::AuthorityRules)
            .filter_map(|p| Some((p.valid_from, AuthorityRules::parse(&p.rules).ok()?)))
            .collect();
        packs.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
        Self { packs }
    }

    /// The same with another pack of rules, as if it were adopted: it replaces those that apply from its first day or later.
    pub fn with(&self, valid_from: Date, rules: AuthorityRules) -> Self {
        let earlier = self.packs.iter().filter(|(from, _)| *from < valid_from).cloned();
        Self { packs: std::iter::once((valid_from, rules)).chain(earlier).collect() }
    }

    /// The days from which packs apply.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.packs.iter().map(|(from, _)| *from)
    }

    fn on(&self, day: Date) -> &[AuthorityRule] {
        self.packs.iter().find(|(from, _)| *from <= day).map_or(&[], |(_, pack)| &pack.rules)
    }

    /// The rule of an authority for a level on a day, where nothing is known of programme and staff.
    pub fn rule(&self, nation: &str, level: &str, on: Date) -> Option<&AuthorityRule> {
        self.closest((nation, level), (None, None), on)
    }

    /// The rule of an authority for a level on a day, the one drawn most closely for a programme and a category of staff.
    pub fn closest(
        &self,
        (nation, level): (&str, &str),
        (programme, staff): (Option<&str>, Option<AssignmentKind>),
        on: Date,
    ) -> Option<&AuthorityRule> {
        let fits = |wanted: &Option<String>, is: Option<&str>| wanted.as_deref().is_none_or(|wanted| is == Some(wanted));
        self.on(on).iter().find(|rule| {
            rule.nation == nation
                && rule.level == level
                && fits(&rule.programme, programme)
                && fits(&rule.staff_category, staff.map(AssignmentKind::code))
        })
    }

    /// The rule under which a decision was given, as it is on a day.
    pub fn of(&self, decision: &Decision, on: Date) -> Option<&AuthorityRule> {
        let whom = (decision.programme.as_deref(), decision.staff_category);
        self.closest((&decision.nation.0, &decision.level.0), whom, on)
    }

    /// Whether a rule of a nation for a level speaks of a programme on a day.
    pub fn has_programme(&self, (nation, level): (&str, &str), programme: &str, on: Date) -> bool {
        self.on(on).iter().any(|rule| rule.nation == nation && rule.level == level && rule.programme.as_deref() == Some(programme))
    }

    /// The levels from which a nation wants a clearance, as its rules say on a day.
    pub fn clearance_from(&self, nation: &str, on: Date) -> impl Iterator<Item = &str> {
        self.on(on).iter().filter(move |rule| rule.nation == nation).map(|rule| rule.psc_from_level.as_str())
    }
}

/// Duties that adopt packs.
pub const ADOPTERS: &[Duty] = &[Duty::PolicyOfficer, Duty::Head];
