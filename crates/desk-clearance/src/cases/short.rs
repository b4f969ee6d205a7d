//! What ends the cases that need no questionnaire and no investigation: a certificate on the grant that stands, an extension, access in scope, a
//! certificate for a meeting, the answer to an appeal.

use jiff::civil::Date;
use kernel::{Codes, Duty, Fields, Id, Record, Refusal, Refused, Register};
use ledger::{Changes, Command, Context, Error, Loader};
use spine::clearances::commands::outgoing_letter;
use spine::clearances::queries::{facts, rulebook, standing_grant};
use spine::clearances::rules::{granted_until, months, throughout};
use spine::clearances::{AuthorisationKind, Certificate, CertificateModel, Decision, Facts, Need, Purpose, ScopeKind, scoped};
use spine::mail::MailItem;
use spine::people::Person;
use spine::policy::{AutoExtend, Rulebook};

use super::commands::{WORKERS, plain_move, step};
use super::{CaseKind, PscCase};
use crate::authorisations::commands::{Asked, GIVERS, Ground, Named, PERMITS, Wish, given, ground};

/// The new certificate is filed: a reissue ends well.
#[derive(Clone, Debug, Fields)]
pub struct FileCertificate {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Number of the certificate or confirmation.
    #[field(max = 80)]
    pub certificate_number: String,
    /// Name as printed.
    pub name_printed: Option<String>,
    /// Where it is kept.
    pub held_at: String,
}

impl Command for FileCertificate {
    const NAME: &'static str = "case.file_certificate";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Option<Record<Decision>>, Rulebook);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let grant = standing_grant(loader.view(), case.body.person)?;
        Ok((case, grant, loader.facts(rulebook)?))
    }

    fn decide(&self, (case, grant, rulebook): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let of = grant.as_ref().map(Record::id);
        let mut changes = step(&case, cx, None, of.map(Id::raw), |c| c.decision = of)?;
        let grant = grant.ok_or_else(|| Refusal::new("no-standing-grant"))?;
        let certificate = Certificate {
            person: case.body.person,
            decision: Some(grant.id()),
            model: CertificateModel::Rev8Confirmation,
            number: self.certificate_number.clone(),
            name_printed: self.name_printed.clone(),
            level: grant.body.level.clone(),
            categories: grant.body.categories.clone(),
            valid_from: cx.today,
            valid_until: granted_until(&grant.body, rulebook.of(&grant.body, grant.body.decided_on)),
            held_at: Some(self.held_at.clone()),
            returned_on: None,
        };
        changes.insert(cx.new_id(), &certificate);
        Ok(changes)
    }
}

/// Records that a grant is extended because its renewal was filed in time; one records, another verifies.
#[derive(Clone, Debug, Fields)]
pub struct Extend {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The outgoing letter by which the renewal was filed.
    pub filed_by: Id<MailItem>,
    /// Until when it is extended.
    pub extended_until: Date,
}

/// What an extension is judged by.
pub struct ToExtend {
    case: Record<PscCase>,
    mail: Record<MailItem>,
    decisions: Vec<Record<Decision>>,
    cases: Vec<Record<PscCase>>,
    rulebook: Rulebook,
}

impl Command for Extend {
    const NAME: &'static str = "case.extend";
    const DUTIES: &'static [Duty] = WORKERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToExtend;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = loader.named("filed_by", self.filed_by)?;
        let person = case.body.person.raw();
        let decisions = loader.view().having::<Decision>("person", person)?;
        let cases = loader.view().having::<PscCase>("person", person)?;
        // The permit is asked about each grant, for one of them is written.
        for decision in decisions.iter().filter(|d| d.body.kind.grants()) {
            loader.get(decision.id())?;
        }
        Ok(ToExtend { case, mail, decisions, cases, rulebook: loader.facts(rulebook)? })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToExtend { case, mail, decisions, cases, rulebook } = loaded;
        outgoing_letter(&mail, Some(case.body.person.raw()), "filed_by")?;
        let rule = |d: &Decision| rulebook.of(d, d.decided_on);
        // What is extended is the grant as it was given: an extension adds nothing to an extension.
        let ends = |d: &Decision| granted_until(&Decision { extended_until: None, ..d.clone() }, rule(d));
        // Nor is anything extended in whose place another came, or that was cancelled or transferred.
        let over = |grant: &Decision| {
            let later = decisions.iter().map(|d| &d.body).filter(|d| (d.decided_on, d.valid_from) > (grant.decided_on, grant.valid_from));
            later.filter(|d| !d.claimed).any(|d| d.supersedes || d.kind.lapse().is_some())
        };
        let grants = decisions.iter().filter(|d| d.body.kind.grants() && !d.body.claimed && !over(&d.body));
        let last = grants.filter_map(|d| Some((ends(&d.body)?, d))).max_by_key(|(until, d)| (*until, d.body.decided_on));
        let moved = step(&case, cx, None, Some(mail.head.id), |c| c.decision = last.map(|(_, grant)| grant.id()))?;
        let (until, grant) = last.ok_or_else(|| Refusal::new("no-grant-to-extend"))?;
        let mut wrong = Vec::new();
        let known = Facts { decisions: decisions.iter().map(|d| d.body.clone()).collect(), ..Facts::default() };
        if let Some((_, since)) = scoped::barred(&known, &grant.body.level, cx.today, cx.policy) {
            wrong.push(Refusal::new("access-after-refusal").with("date", since.to_string()));
        }
        // The letter must be the one a renewal of this person went with, and no later than the last day.
        let filed = cases.iter().any(|c| c.body.kind == CaseKind::Renewal && c.body.sent_by == Some(mail.id()));
        if !filed || mail.body.document_date > until {
            wrong.push(Refusal::new("filing-not-in-time").at("filed_by").with("date", until.to_string()));
        }
        if self.extended_until <= until {
            wrong.push(Refusal::new("extension-adds-nothing").at("extended_until").with("date", until.to_string()));
        }
        match rule(&grant.body).and_then(|rule| rule.auto_extend) {
            None => wrong.push(Refusal::new("extension-without-rule").with("nation", grant.body.nation.0.as_str())),
            Some(AutoExtend::UntilDecision) => {}
            Some(AutoExtend::MaxMonths(most)) => {
                let latest = until.checked_add(months(most)).unwrap_or(Date::MAX);
                if self.extended_until > latest {
                    wrong.push(Refusal::new("extension-too-long").at("extended_until").with("date", latest.to_string()));
                }
            }
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        changes.update(&grant.head, &Decision { extended_until: Some(self.extended_until), ..grant.body.clone() });
        changes.followed_by(moved);
        changes.answer_with(case.id());
        Ok(changes)
    }
}

/// Gives the access a case of its kind asks for; one asks, another gives it, and the case ends well.
#[derive(Clone, Debug, Fields)]
pub struct GiveAccess {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// What it is for, and when.
    #[field(flatten)]
    pub asked: Asked,
}

impl Command for GiveAccess {
    const NAME: &'static str = "case.give_access";
    const DUTIES: &'static [Duty] = GIVERS;
    const APPROVERS: &'static [Duty] = PERMITS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<Person>, Named, Ground);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let person = loader.get(case.body.person)?;
        let named = self.asked.load(loader)?;
        let ground = ground(loader, case.body.person)?;
        Ok((case, person, named, ground))
    }

    fn decide(&self, (case, person, named, ground): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let id = cx.new_id();
        let mut changes = step(&case, cx, Some(&self.asked.need_to_know), Some(id), |_| {})?;
        let kind = match case.body.kind {
            CaseKind::OneTime => AuthorisationKind::OneTime,
            CaseKind::Emergency => AuthorisationKind::Emergency,
            // No other kind walks here.
            _ => AuthorisationKind::Provisional,
        };
        let wish = Wish {
            person: &person,
            kind,
            level: &case.body.level,
            categories: &case.body.categories,
            asked: &self.asked,
            named: &named,
            case: Some(case.head.id),
        };
        changes.insert(id, &given(&wish, &ground, cx)?);
        Ok(changes)
    }
}

/// The certificate for a meeting went out with its letter.
#[derive(Clone, Debug, Fields)]
pub struct IssueCertificate {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// The registered letter.
    pub mail_item: Id<MailItem>,
    /// Where the copy is kept.
    pub held_at: Option<String>,
}

impl Command for IssueCertificate {
    const NAME: &'static str = "case.issue_certificate";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = (Record<PscCase>, Record<MailItem>, Facts, Option<Record<Decision>>, Rulebook);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = loader.named("mail_item", self.mail_item)?;
        let facts = facts(loader.view(), case.body.person)?;
        let grant = standing_grant(loader.view(), case.body.person)?;
        Ok((case, mail, facts, grant, loader.facts(rulebook)?))
    }

    fn decide(&self, (case, mail, facts, grant, rulebook): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        outgoing_letter(&mail, Some(case.body.person.raw()), "mail_item")?;
        let certificate_id = cx.new_id();
        let mut changes = step(&case, cx, None, Some(mail.head.id), |c| {
            c.sent_by = Some(mail.id());
            c.decision = grant.as_ref().map(Record::id);
        })?;
        let of = &case.body;
        let (Some(event), Some(from), Some(until)) = (&of.event, of.event_from, of.event_until) else {
            return Err(Refusal::new("meeting-of-certificate").into());
        };
        let need = for_meeting(event, (&of.level, &of.categories));
        if !throughout(&facts, (from, until), &need, &rulebook, cx.policy).1 {
            return Err(Refusal::new("certificate-not-covered").into());
        }
        let certificate = Certificate {
            person: of.person,
            decision: grant.as_ref().map(Record::id),
            model: CertificateModel::MeetingCertificate,
            number: mail.body.reference.clone(),
            name_printed: None,
            level: of.level.clone(),
            categories: of.categories.clone(),
            valid_from: from,
            valid_until: Some(until),
            held_at: self.held_at.clone(),
            returned_on: None,
        };
        changes.insert(certificate_id, &certificate);
        Ok(changes)
    }
}

/// What somebody must hold at a meeting.
pub(crate) fn for_meeting(event: &str, (level, categories): (&kernel::Level, &Codes)) -> Need {
    Need::new(level.clone(), categories.clone()).only_for(Purpose::named(ScopeKind::Meeting, event))
}

plain_move! {
    /// The appeal was decided, and the decision stands on record.
    CloseAppeal = "case.close_appeal" {}
    |_this, case, cx| step(&case, cx, None, case.body.decision.map(Id::raw), |_| {})
}
