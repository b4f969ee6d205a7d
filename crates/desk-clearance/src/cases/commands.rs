//! The moves of a case. Each loads the case and its evidence, and refuses with what is missing and where to add it.

use exchange::normalise::nations::member_since;
use jiff::civil::Date;
use kernel::{Codes, Duty, FieldType, Fields, Id, Level, Record, RecordId, Refusal, Refused, Register};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, View, transition};
use spine::briefings::rules::next_due;
use spine::cases::Priority;
use spine::cases::queue::lane_of;
use spine::cases::urgency::carried;
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::record::SCOPE_CHARS_MAX;
use spine::clearances::{
    AccessAuthorisation, BriefingKind, BriefingLanguage, BriefingRecord, Certificate, CertificateModel, Decision, DecisionKind, Facts,
    Need, Topic, rules,
};
use spine::mail::MailItem;
use spine::organisations::{Authority, AuthorityKind};
use spine::people::Person;
use spine::policy::{PROGRAMME_CHARS_MAX, Rulebook};
use spine::posts::{Assignment, AssignmentKind, staff_category};
use spine::series;

use super::certificates::DraftCertificates;
use super::exits::{AuthorityDiscontinues, AuthorityTold, CloseDeceased, CloseDuplicate, TransferOut};
use super::forms::{Complete, Dispatch, InviteSubject, ReturnForCorrection};
use super::reasons::{CancelReason, NeedEnd, WithdrawalReason};
use super::reopen::Reopen;
use super::short::{CloseAppeal, Extend, FileCertificate, GiveAccess, IssueCertificate};
use super::{CaseKind, CaseState, LIFECYCLE, PscCase};
use crate::authorisations::commands::{GIVERS, PERMITS};

pub(crate) const WORKERS: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician];

/// The commands on cases.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Open>(),
        CommandDef::of::<ConfirmNeed>(),
        CommandDef::of::<InviteSubject>(),
        CommandDef::of::<HandOverForms>(),
        CommandDef::of::<ReturnForCorrection>(),
        CommandDef::of::<Resubmit>(),
        CommandDef::of::<Complete>(),
        CommandDef::of::<Dispatch>(),
        CommandDef::of::<SendRequest>(),
        CommandDef::of::<Acknowledge>(),
        CommandDef::of::<BeginInvestigation>(),
        CommandDef::of::<AuthorityAsks>(),
        CommandDef::of::<AuthorityAsksSubject>(),
        CommandDef::of::<SubjectAnswers>(),
        CommandDef::of::<AnswerAuthority>(),
        CommandDef::of::<ReceiveDecision>(),
        CommandDef::of::<RecordDecision>(),
        CommandDef::of::<AuthoriseAccess>(),
        CommandDef::of::<AcknowledgeBriefing>(),
        CommandDef::of::<FileCertificate>(),
        CommandDef::of::<Extend>(),
        CommandDef::of::<GiveAccess>(),
        CommandDef::of::<IssueCertificate>(),
        CommandDef::of::<CloseAppeal>(),
        CommandDef::of::<AuthorityTold>(),
        CommandDef::of::<CloseRefused>(),
        CommandDef::of::<SubjectWithdraws>(),
        CommandDef::of::<NeedCeases>(),
        CommandDef::of::<Cancel>(),
        CommandDef::of::<TransferOut>(),
        CommandDef::of::<AuthorityDiscontinues>(),
        CommandDef::of::<CloseDeceased>(),
        CommandDef::of::<CloseDuplicate>(),
        CommandDef::of::<Reopen>(),
        CommandDef::of::<DraftCertificates>(),
    ]
}

/// Moves a case along the path of its kind, and puts it where it stands in the queue.
pub(super) fn step(
    case: &Record<PscCase>,
    cx: &Context<'_>,
    reason: Option<&str>,
    evidence: Option<RecordId>,
    edit: impl FnOnce(&mut PscCase),
) -> Result<Changes, Refused> {
    let changes = transition::step(case, cx, reason, evidence, |body| {
        (body.priority, body.urgent_until) = carried(body.priority, body.urgent_until, cx.today);
        body.lane = lane_of(&LIFECYCLE, body.state.code(), body.paused || body.priority != Priority::Routine);
        edit(body);
    })?;
    // The table of moves says what follows what; the table of paths which of it a case of this kind walks.
    let from = case.body.state.code();
    let goes = LIFECYCLE.step(cx.command, from).is_some_and(|step| case.body.kind.path().goes(cx.command, from, step.to));
    if goes { Ok(changes) } else { Err(Refusal::new("case-walks-another-path").with("kind", case.body.kind.code()).into()) }
}

/// Declares a move whose input is the case and nothing that must be loaded beside it.
macro_rules! plain_move {
    ($(#[$meta:meta])* $name:ident = $command:literal { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? } |$this:ident, $case:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The case.
            #[field(hidden)]
            pub case: Id<PscCase>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = WORKERS;
            const ON: Option<&'static str> = Some(PscCase::NAME);
            const PURPOSE: &'static str = "clearance";
            type Loaded = Record<PscCase>;
            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                loader.get(self.case)
            }
            fn decide(&self, $case: Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $decide
            }
        }
    };
}

/// Declares a move that rests on a registered letter.
macro_rules! letter_move {
    ($(#[$meta:meta])* $name:ident = $command:literal, $check:path { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:ident, $case:ident, $mail:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The case.
            #[field(hidden)]
            pub case: Id<PscCase>,
            /// The registered letter.
            pub mail_item: Id<MailItem>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }
        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = WORKERS;
            const ON: Option<&'static str> = Some(PscCase::NAME);
            const PURPOSE: &'static str = "clearance";
            type Loaded = (Record<PscCase>, Record<MailItem>);
            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                Ok((loader.get(self.case)?, loader.named("mail_item", self.mail_item)?))
            }
            fn decide(&self, ($case, $mail): Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $check(&$mail, Some($case.body.person.raw()), "mail_item")?;
                $decide
            }
        }
    };
}

pub(super) use {letter_move, plain_move};

/// Opens a case for a person.
#[derive(Clone, Debug, Fields)]
pub struct Open {
    /// About whom.
    pub person: Id<Person>,
    /// What for.
    pub kind: CaseKind,
    /// The level asked for.
    pub level: Level,
    /// The categories asked for.
    pub categories: Codes,
    /// The authority it goes to, such as one for industrial security; that of the person's nation when left out.
    pub authority: Option<Id<Authority>>,
    /// How urgent it is.
    pub priority: Priority,
    /// Why it is urgent.
    #[field(long)]
    pub priority_reason: Option<String>,
    /// Wanted by this day.
    pub target_on: Option<Date>,
    /// The programme it is for, where the authority's rules tell programmes apart.
    #[field(max = PROGRAMME_CHARS_MAX)]
    pub programme: Option<String>,
    /// The decision an appeal is against.
    pub appealed: Option<Id<Decision>>,
    /// The meeting a certificate is for, as it is called.
    #[field(max = SCOPE_CHARS_MAX)]
    pub event: Option<String>,
    /// Its first day.
    pub event_from: Option<Date>,
    /// Its last day.
    pub event_until: Option<Date>,
}

impl Open {
    /// A routine case for a level and its categories.
    pub fn routine(person: Id<Person>, kind: CaseKind, (level, categories): (Level, Codes), target_on: Option<Date>) -> Self {
        Self {
            person,
            kind,
            level,
            categories,
            authority: None,
            priority: Priority::Routine,
            priority_reason: None,
            target_on,
            programme: None,
            appealed: None,
            event: None,
            event_from: None,
            event_until: None,
        }
    }
}

/// What opening a case needs to know.
pub struct ToOpen {
    person: Record<Person>,
    authority: Option<Record<Authority>>,
    others: Vec<Record<PscCase>>,
    appealed: Option<Record<Decision>>,
    rulebook: Rulebook,
    series: series::Standing,
}

impl ToOpen {
    /// Loads it for a person and a kind of case; of their other cases those that the view shows. Whoever granted renews; all else goes to the authority
    /// of their nation, and so does a renewal of whom became another nation's.
    pub fn load(view: &mut View<'_>, person: Record<Person>, kind: CaseKind) -> Result<Self, Error> {
        let nation = person.body.nationality.0.clone();
        let (authorities, rulebook) = view.facts(|view| Ok((view.having::<Authority>("nation", nation)?, rulebook(view)?)))?;
        let granted_by = if kind == CaseKind::Renewal {
            let facts = view.facts(|view| facts(view, person.id()))?;
            rules::standing(&facts, view.today, &rulebook, view.policy).map(|grant| grant.authority)
        } else {
            None
        };
        let decides = |a: &&Record<Authority>| a.body.kind != AuthorityKind::Delegation && granted_by == Some(a.id());
        let nsa = |a: &&Record<Authority>| a.body.kind == AuthorityKind::Nsa;
        let year = i64::from(view.today.year());
        Ok(Self {
            authority: authorities.iter().find(decides).or_else(|| authorities.iter().find(nsa)).cloned(),
            others: view.having::<PscCase>("person", person.head.id)?,
            appealed: None,
            rulebook,
            series: series::load(view, "PSC", year)?,
            person,
        })
    }

    /// The same for another authority than that of the person's nation.
    pub fn with(self, authority: Record<Authority>) -> Self {
        Self { authority: Some(authority), ..self }
    }

    /// The nation whose rules count: that of the authority.
    fn nation(&self) -> &str {
        self.authority.as_ref().map_or(&self.person.body.nationality.0, |authority| &authority.body.nation.0)
    }

    /// Whether the rules of the authority it would go to tell a programme apart at a level.
    pub fn tells_apart(&self, level: &Level, programme: &str, on: Date) -> bool {
        unknown_programme(&self.rulebook, (self.nation(), level), Some(programme), on).is_none()
    }

    /// Opens a case, or says all that stands against it.
    pub fn open(self, ask: &Open, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        let nation = self.person.body.nationality.0.as_str();
        match &self.authority {
            None => wrong.push(Refusal::new("authority-missing").at("person").with("nation", nation)),
            Some(authority) if authority.body.kind == AuthorityKind::Delegation => {
                wrong.push(Refusal::new("authority-decides-nothing").at("authority"))
            }
            Some(_) => {}
        }
        wrong.extend(unknown_programme(&self.rulebook, (self.nation(), &ask.level), ask.programme.as_deref(), cx.today));
        for category in cx.policy.misplaced(&ask.level, &ask.categories) {
            wrong.push(Refusal::new("category-misplaced").at("categories").with("category", category));
        }
        if ask.priority != Priority::Routine {
            wrong.push(Refusal::new("urgency-needs-two").at("priority"));
        }
        let open = |c: &&Record<PscCase>| LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open);
        // What is decided by the office itself, or asked of the authority beside all else, stands in nobody's way.
        let conflicts = |c: &&Record<PscCase>| !ask.kind.path().beside && !c.body.kind.path().beside;
        if let Some(other) = self.others.iter().filter(open).find(conflicts) {
            wrong.push(Refusal::new("case-open-already").at("person").with("number", other.body.number.as_str()));
        }
        wrong.extend(self.appeal(ask));
        wrong.extend(event(ask));
        wrong.extend(of_a_member(ask.kind, nation, cx.today));
        let Some(authority) = self.authority.filter(|_| wrong.is_empty()) else { return Err(Refused(wrong)) };
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&self.series, "PSC", year, cx.new_id(), &mut changes);
        let case = requested(number, self.person.id(), authority.id(), ask, cx);
        let id = transition::begin(&mut changes, cx.new_id(), &case, ask.priority_reason.as_deref(), cx);
        changes.answer_with(id);
        Ok(changes)
    }

    /// An appeal is against a decision about the person that goes against them, and nothing else is.
    fn appeal(&self, ask: &Open) -> Option<Refusal> {
        let against = self.appealed.as_ref().filter(|d| d.body.person == self.person.id() && !d.body.claimed).is_some_and(|d| {
            matches!(d.body.kind, DecisionKind::Refuse | DecisionKind::Withdraw | DecisionKind::Suspend | DecisionKind::GrantWithConditions)
        });
        let sound = if ask.kind == CaseKind::Appeal { against } else { ask.appealed.is_none() };
        (!sound).then(|| Refusal::new("appeal-against-decision").at("appealed"))
    }
}

/// A slip of the pen would put a decision under the rule for all.
fn unknown_programme(rulebook: &Rulebook, (nation, level): (&str, &Level), programme: Option<&str>, on: Date) -> Option<Refusal> {
    let unknown = programme.filter(|name| !rulebook.has_programme((nation, &level.0), name, on))?;
    Some(Refusal::new("programme-unknown").at("programme").with("programme", unknown).with("nation", nation))
}

/// Nationals of a member have a case of an ordinary kind from the day it joined. The other way about nothing is refused: what an office does for others
/// under a programme of their own is not known here (see [`CaseKind::is_odd_for`]).
fn of_a_member(kind: CaseKind, nation: &str, on: Date) -> Option<Refusal> {
    let since = member_since(nation, on).filter(|_| kind == CaseKind::NonNatoNational)?;
    Some(Refusal::new("nation-is-member").at("kind").with("nation", nation).with("since", since.to_string()))
}

/// A meeting certificate names its meeting and the days of it, and nothing else does.
fn event(ask: &Open) -> Option<Refusal> {
    let sound = match (&ask.event, ask.event_from, ask.event_until) {
        (Some(_), Some(from), Some(until)) => ask.kind == CaseKind::MeetingCertificate && from <= until,
        (None, None, None) => ask.kind != CaseKind::MeetingCertificate,
        _ => false,
    };
    (!sound).then(|| Refusal::new("meeting-of-certificate").at("event"))
}

/// A case as it is opened, under a number of this year.
pub(crate) fn requested(number: i64, person: Id<Person>, authority: Id<Authority>, ask: &Open, cx: &Context<'_>) -> PscCase {
    PscCase {
        number: format!("PSC/{}/{number:05}", cx.today.year()),
        person,
        kind: ask.kind,
        state: CaseState::Requested,
        since: cx.micros(),
        priority: ask.priority,
        priority_reason: ask.priority_reason.clone(),
        urgent_until: None,
        paused: false,
        lane: lane_of(&LIFECYCLE, CaseState::Requested.code(), false),
        authority,
        level: ask.level.clone(),
        categories: ask.categories.clone(),
        programme: ask.programme.clone(),
        opened_at: cx.micros(),
        target_on: ask.target_on,
        need: None,
        consent_notice: None,
        checked_by: None,
        sent_by: None,
        authority_reference: None,
        received_by: None,
        decision: None,
        appealed: ask.appealed,
        event: ask.event.clone(),
        event_from: ask.event_from,
        event_until: ask.event_until,
    }
}

impl Command for Open {
    const NAME: &'static str = "case.open";
    const DUTIES: &'static [Duty] = WORKERS;
    const ADDS: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToOpen;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.named("person", self.person)?;
        let appealed = self.appealed.map(|id| loader.named("appealed", id)).transpose()?;
        let authority = self.authority.map(|id| loader.named("authority", id)).transpose()?;
        let opening = ToOpen { appealed, ..ToOpen::load(loader.view(), person, self.kind)? };
        Ok(authority.into_iter().fold(opening, ToOpen::with))
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        loaded.open(self, cx)
    }
}

/// Confirms that the clearance is needed: a post requires it, or there is proof.
#[derive(Clone, Debug, Fields)]
pub struct ConfirmNeed {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Proof of the need, when no post requires it.
    #[field(long)]
    pub proof: Option<String>,
}

impl Command for ConfirmNeed {
    const NAME: &'static str = "case.confirm_need";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Facts);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let facts = facts(loader.view(), case.body.person)?;
        Ok((case, facts))
    }

    fn decide(&self, (case, facts): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let rank = |level: &Level| cx.policy.rank(level).unwrap_or(-1);
        let required = rules::required(&facts, cx.today, cx.policy);
        let asked = &case.body;
        let needed = required.is_some_and(|need| rank(&need.level) >= rank(&asked.level) && need.categories.holds_all(&asked.categories));
        if !needed && self.proof.is_none() {
            return Err(Refusal::new("need-not-shown").at("proof").with("level", case.body.level.0.as_str()).into());
        }
        step(&case, cx, self.proof.as_deref(), None, |c| c.need = self.proof.clone())
    }
}

plain_move! {
    /// The person has the national forms.
    HandOverForms = "case.hand_over_forms" {}
    |_this, case, cx| step(&case, cx, None, None, |_| {})
}

plain_move! {
    /// The person handed the corrected forms in.
    Resubmit = "case.resubmit" {}
    |_this, case, cx| step(&case, cx, None, None, |_| {})
}

letter_move! {
    /// A request that needs no questionnaire went to the authority.
    SendRequest = "case.send_request", outgoing_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |c| c.sent_by = Some(mail.id()))
}

plain_move! {
    /// The authority acknowledged.
    Acknowledge = "case.acknowledge" {
        /// Its reference.
        #[field(max = 80)]
        authority_reference: String,
    }
    |this, case, cx| step(&case, cx, None, None, |c| c.authority_reference = Some(this.authority_reference.clone()))
}

plain_move! {
    /// The authority began its investigation.
    BeginInvestigation = "case.begin_investigation" {}
    |_this, case, cx| step(&case, cx, None, None, |_| {})
}

letter_move! {
    /// The authority has a question to the office.
    AuthorityAsks = "case.authority_asks", incoming_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |_| {})
}

letter_move! {
    /// The authority has a question that only the person can answer.
    AuthorityAsksSubject = "case.authority_asks_subject", incoming_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |_| {})
}

plain_move! {
    /// The person answered; the office sends it on.
    SubjectAnswers = "case.subject_answers" {}
    |_this, case, cx| step(&case, cx, None, None, |_| {})
}

letter_move! {
    /// The question was answered.
    AnswerAuthority = "case.answer_authority", outgoing_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |_| {})
}

letter_move! {
    /// The authority's decision came in.
    ReceiveDecision = "case.receive_decision", incoming_letter {}
    |_this, case, mail, cx| step(&case, cx, None, Some(mail.head.id), |c| c.received_by = Some(mail.id()))
}

kernel::choices! {
    /// How the authority decided.
    pub enum Outcome {
        Grant = "grant", GrantWithConditions = "grant_with_conditions", NoObjection = "no_objection", Refuse = "refuse",
    }
}

/// Records the authority's decision. One person records, another verifies, unchanged.
#[derive(Clone, Debug, Fields)]
pub struct RecordDecision {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// How it was decided.
    pub outcome: Outcome,
    /// The authority's reference.
    #[field(max = 80)]
    pub reference: String,
    /// The level decided on.
    pub level: Level,
    /// The categories granted.
    pub categories: Codes,
    /// When it was decided.
    pub decided_on: Date,
    /// When it was notified.
    pub notified_on: Option<Date>,
    /// The last day as printed on the decision.
    pub valid_until: Option<Date>,
    /// Why the printed day differs from the rule.
    #[field(long)]
    pub difference_reason: Option<String>,
    /// Conditions of the grant.
    #[field(long)]
    pub conditions: Option<String>,
    /// The programme it is for, where the authority's rules tell programmes apart; that of the case when left out.
    #[field(max = PROGRAMME_CHARS_MAX)]
    pub programme: Option<String>,
}

impl RecordDecision {
    /// The programme it is for: the one that is said, else that of the case where the authority's rules tell it apart at the level decided on.
    pub fn programme<'a>(&'a self, case: &'a PscCase, nation: &str, rulebook: &Rulebook) -> Option<&'a str> {
        let told_apart = |name: &&str| rulebook.has_programme((nation, &self.level.0), name, self.decided_on);
        self.programme.as_deref().or_else(|| case.programme.as_deref().filter(told_apart))
    }

    /// The last day that the authority's rule gives what is recorded so in a case; none where it is refused or no rule is in force.
    pub fn last_day_by_rule(&self, case: &PscCase, nation: &str, staff: Option<AssignmentKind>, rulebook: &Rulebook) -> Option<Date> {
        let whom = (self.programme(case, nation, rulebook), staff);
        let rule = rulebook.closest((nation, &self.level.0), whom, self.decided_on).filter(|_| self.outcome != Outcome::Refuse);
        rule.and_then(|rule| rules::ends(self.decided_on, self.notified_on, rule))
    }
}

impl Command for RecordDecision {
    const NAME: &'static str = "case.record_decision";
    const DUTIES: &'static [Duty] = WORKERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<Authority>, Vec<Record<Assignment>>, Rulebook);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let authority = loader.get(case.body.authority)?;
        let (posts, rules) = loader.facts(|view| Ok((view.having::<Assignment>("person", case.body.person.raw())?, rulebook(view)?)))?;
        Ok((case, authority, posts, rules))
    }

    fn decide(&self, (case, authority, posts, rulebook): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        let nation = authority.body.nation.0.as_str();
        let programme = self.programme(&case.body, nation, &rulebook);
        let staff_category = staff_category(posts.iter().map(|post| &post.body), self.decided_on);
        wrong.extend(unknown_programme(&rulebook, (nation, &self.level), self.programme.as_deref(), self.decided_on));
        for category in cx.policy.misplaced(&self.level, &self.categories) {
            wrong.push(Refusal::new("category-misplaced").at("categories").with("category", category));
        }
        if self.decided_on > cx.today {
            wrong.push(Refusal::new("date-in-future").at("decided_on"));
        }
        if self.valid_until.is_some_and(|until| until < self.decided_on) {
            wrong.push(Refusal::new("until-before-granted").at("valid_until"));
        }
        if self.outcome == Outcome::GrantWithConditions && self.conditions.is_none() {
            wrong.push(Refusal::new("conditions-missing").at("conditions"));
        }
        let granted = self.outcome != Outcome::Refuse;
        let by_rule = self.last_day_by_rule(&case.body, nation, staff_category, &rulebook);
        if granted && by_rule.is_none() && self.valid_until.is_none() {
            wrong.push(Refusal::new("validity-unknown").at("valid_until").with("nation", nation));
        }
        if let (true, Some(printed), Some(by_rule), None) = (granted, self.valid_until, by_rule, &self.difference_reason)
            && printed != by_rule
        {
            wrong.push(
                Refusal::new("validity-differs")
                    .at("difference_reason")
                    .with("rule", by_rule.to_string())
                    .with("printed", printed.to_string()),
            );
        }
        Refused::unless_empty(wrong)?;
        let decision_id: Id<Decision> = Id::new(cx.new_id());
        let why = self.difference_reason.as_deref();
        let changes = step(&case, cx, why, case.body.received_by.map(Id::raw), |c| c.decision = Some(decision_id))?;
        let kind = match self.outcome {
            Outcome::Grant => DecisionKind::Grant,
            Outcome::GrantWithConditions => DecisionKind::GrantWithConditions,
            Outcome::NoObjection => DecisionKind::NoObjection,
            Outcome::Refuse => DecisionKind::Refuse,
        };
        let what = Need::new(self.level.clone(), self.categories.clone());
        let of = (authority.id(), authority.body.nation.clone());
        let decision = Decision {
            reference: Some(self.reference.clone()),
            notified_on: self.notified_on,
            valid_until: self.valid_until.or(by_rule).filter(|_| granted),
            conditions: self.conditions.clone(),
            difference_reason: self.difference_reason.clone(),
            supersedes: granted && case.body.kind == CaseKind::Downgrade,
            programme: programme.map(str::to_owned),
            staff_category,
            source: case.body.received_by,
            case: Some(case.head.id),
            ..Decision::made(case.body.person, of, kind, what, self.decided_on, (cx.recorder(), cx.person))
        };
        // The decision comes before the case that refers to it.
        let mut all = Changes::new();
        all.insert(decision_id.raw(), &decision);
        all.followed_by(changes);
        all.answer_with(case.id());
        Ok(all)
    }
}

/// The head of office permits access after a grant.
#[derive(Clone, Debug, Fields)]
pub struct AuthoriseAccess {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// What for.
    #[field(long)]
    pub need_to_know: Option<String>,
    /// Last day, included; the decision's when empty.
    pub valid_until: Option<Date>,
}

impl Command for AuthoriseAccess {
    const NAME: &'static str = "case.authorise_access";
    const DUTIES: &'static [Duty] = GIVERS;
    const APPROVERS: &'static [Duty] = PERMITS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Option<Record<Decision>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        decided(loader, self.case)
    }

    fn decide(&self, (case, decision): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let decision = decision.filter(|d| d.body.kind.grants()).ok_or_else(|| Refusal::new("no-grant"))?;
        let mut changes = step(&case, cx, self.need_to_know.as_deref(), Some(decision.head.id), |_| {})?;
        let what = Need::new(decision.body.level.clone(), decision.body.categories.clone());
        let period = (cx.today, self.valid_until.or(decision.body.valid_until));
        let authorisation = AccessAuthorisation {
            need_to_know: self.need_to_know.clone(),
            case: Some(case.head.id),
            ..AccessAuthorisation::full(case.body.person, what, period, (cx.recorder(), cx.person))
        };
        changes.insert(cx.new_id(), &authorisation);
        Ok(changes)
    }
}

/// The person acknowledged the briefing and the certificate is filed: the case ends well.
#[derive(Clone, Debug, Fields)]
pub struct AcknowledgeBriefing {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// When it was acknowledged.
    pub given_on: Date,
    /// How it was signed, and before whom.
    pub signed_how: String,
    /// Number of the certificate or confirmation; where the authority's rule needs none there may be none.
    #[field(max = 80)]
    pub certificate_number: Option<String>,
    /// Where it is kept.
    pub held_at: Option<String>,
    /// The name as it is printed on it, where it differs.
    #[field(max = 120)]
    pub name_printed: Option<String>,
    /// In which language it was acknowledged; English when left out.
    pub language: Option<BriefingLanguage>,
    /// Version of the text.
    #[field(max = 80)]
    pub text_version: Option<String>,
    /// Who saw it signed.
    #[field(max = 120)]
    pub witness: Option<String>,
}

impl Command for AcknowledgeBriefing {
    const NAME: &'static str = "case.acknowledge_briefing";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Option<Record<Decision>>, Rulebook);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (case, decision) = decided(loader, self.case)?;
        Ok((case, decision, loader.facts(rulebook)?))
    }

    fn decide(&self, (case, decision, rulebook): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if self.given_on > cx.today {
            return Err(Refusal::new("date-in-future").at("given_on").into());
        }
        let decision = decision.filter(|d| d.body.kind.grants()).ok_or_else(|| Refusal::new("no-grant"))?;
        let rule = rulebook.of(&decision.body, self.given_on);
        let mut changes = step(&case, cx, Some(&self.signed_how), Some(decision.head.id), |_| {})?;
        let briefed_on = std::iter::once(Topic::from(BriefingKind::Nato)).chain(decision.body.categories.iter().map(Topic::of_category));
        for topic in briefed_on {
            let kind = topic.kind;
            let briefing = BriefingRecord {
                language: self.language.unwrap_or(BriefingLanguage::En),
                text_version: self.text_version.clone(),
                signed_how: Some(self.signed_how.clone()),
                witness: self.witness.clone(),
                ..BriefingRecord::given(case.body.person, topic, self.given_on, next_due(kind, self.given_on, rule))
            };
            changes.insert(cx.new_id(), &briefing);
        }
        let (number, held_at) = match (&self.certificate_number, &self.held_at) {
            (Some(number), Some(held_at)) => (number.clone(), held_at.clone()),
            (None, None) if self.name_printed.is_none() && rule.is_some_and(|rule| !rule.certificate_needed) => return Ok(changes),
            (number, held_at) => {
                let missing = [("certificate_number", number.is_none()), ("held_at", held_at.is_none())];
                let missing = missing.into_iter().filter(|(_, missing)| *missing);
                return Err(Refused(missing.map(|(field, _)| Refusal::new("field-required").at(field)).collect()));
            }
        };
        let certificate = Certificate {
            person: case.body.person,
            decision: Some(decision.id()),
            model: CertificateModel::Rev8Confirmation,
            number,
            name_printed: self.name_printed.clone(),
            level: decision.body.level.clone(),
            categories: decision.body.categories.clone(),
            valid_from: decision.body.decided_on,
            valid_until: decision.body.valid_until,
            held_at: Some(held_at),
            returned_on: None,
        };
        changes.insert(cx.new_id(), &certificate);
        Ok(changes)
    }
}

/// Closes a case whose decision is a refusal.
#[derive(Clone, Debug, Fields)]
pub struct CloseRefused {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
}

impl Command for CloseRefused {
    const NAME: &'static str = "case.close_refused";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Option<Record<Decision>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        decided(loader, self.case)
    }

    fn decide(&self, (case, decision): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let refusal = decision.filter(|d| d.body.kind == DecisionKind::Refuse).ok_or_else(|| Refusal::new("no-refusal"))?;
        step(&case, cx, None, Some(refusal.head.id), |_| {})
    }
}

plain_move! {
    /// The person withdraws.
    SubjectWithdraws = "case.subject_withdraws" {
        /// Why.
        reason_code: WithdrawalReason,
        /// In their words, or how it was said.
        #[field(long)]
        reason: String,
    }
    |this, case, cx| Ok(step(&case, cx, Some(&this.reason), None, |_| {})?.coded([this.reason_code.code()]))
}

/// The need ended; an authority that already has the file is told by letter.
#[derive(Clone, Debug, Fields)]
pub struct NeedCeases {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Why.
    pub reason_code: NeedEnd,
    /// In words.
    #[field(long)]
    pub reason: String,
    /// The outgoing letter that tells the authority.
    pub mail_item: Option<Id<MailItem>>,
}

impl Command for NeedCeases {
    const NAME: &'static str = "case.need_ceases";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Option<Record<MailItem>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = self.mail_item.map(|id| loader.named("mail_item", id)).transpose()?;
        Ok((case, mail))
    }

    fn decide(&self, (case, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        match (&mail, case.body.sent_by) {
            (None, Some(_)) => return Err(Refusal::new("authority-not-told").at("mail_item").into()),
            (Some(mail), _) => outgoing_letter(mail, Some(case.body.person.raw()), "mail_item")?,
            (None, None) => {}
        }
        Ok(step(&case, cx, Some(&self.reason), mail.map(|m| m.head.id), |_| {})?.coded([self.reason_code.code()]))
    }
}

plain_move! {
    /// The office cancels the case.
    Cancel = "case.cancel" {
        /// Why.
        reason_code: CancelReason,
        /// In words.
        #[field(long)]
        reason: String,
    }
    |this, case, cx| Ok(step(&case, cx, Some(&this.reason), None, |_| {})?.coded([this.reason_code.code()]))
}

fn decided(loader: &mut Loader<'_, '_>, case: Id<PscCase>) -> Result<(Record<PscCase>, Option<Record<Decision>>), Error> {
    let case = loader.get(case)?;
    let decision = case.body.decision.map(|id| loader.get(id)).transpose()?;
    Ok((case, decision))
}

/// The level a person's posts require, as the default of a new case.
pub fn suggested_level(facts: &Facts, on: Date, policy: &kernel::marking::SecurityPolicy) -> Option<Level> {
    rules::required(facts, on, policy).map(|need| need.level).filter(|l| <Level as FieldType>::from_value(&l.to_value()).is_ok())
}
