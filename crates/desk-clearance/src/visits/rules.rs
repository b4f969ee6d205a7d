//! Whether a visit can be made as it stands; pure. Asked on every reading, when it is validated, sent and answered, and at the gate: the rules are the
//! same each time, so that nothing which changed since can be overlooked.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::marking::SecurityPolicy;
use kernel::{Id, RecordId, Refusal, fold};
use spine::clearances::rules::{lasts_with_grant, months, needs_clearance, throughout};
use spine::clearances::visits::VisitRules;
use spine::clearances::{Certificate, EffectiveAccess, FactKind, Facts, Need, Purpose, ScopeKind};
use spine::organisations::Organisation;
use spine::people::IdentityDocument;
use spine::policy::Rulebook;

use super::incoming::TAKEN_AWAY;
use super::lifecycle::WRITTEN;
use super::{VisitKind, VisitRequest, VisitSite, Visitor, VisitorAnswer};

/// What a recurring visit's subject begins with, folded.
const RECURRING: [&str; 2] = ["recurring visits", "visites recurrentes"];

/// A request with everything it is judged by.
#[derive(Clone, Debug)]
pub struct Trip {
    /// The request.
    pub id: Id<VisitRequest>,
    /// What it says.
    pub request: VisitRequest,
    /// Nation of the host.
    pub nation: String,
    /// The organisation that asks.
    pub asker: Option<Organisation>,
    /// Where it goes.
    pub sites: Vec<VisitSite>,
    /// Who goes.
    pub party: Vec<Member>,
}

/// Somebody who visits, with everything they are judged by.
#[derive(Clone, Debug)]
pub struct Member {
    /// The line of the request.
    pub id: Id<Visitor>,
    /// What it says.
    pub visitor: Visitor,
    /// Family name and given names.
    pub name: String,
    /// Their nationality.
    pub nation: String,
    /// Where they were born, for those who may see it.
    pub birth_place: Option<String>,
    /// What is known of their clearance.
    pub facts: Facts,
    /// What they show at the gate.
    pub document: Option<IdentityDocument>,
}

/// What the rules are held against.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The day that is asked about.
    pub today: Date,
    /// How visits are asked for.
    pub visits: &'a VisitRules,
    /// How authorities grant.
    pub rules: &'a Rulebook,
    /// The security policy.
    pub policy: &'a SecurityPolicy,
}

impl Moment<'_> {
    /// How many characters a text of the form may have and has, where it has more.
    fn too_long(self, field: &str, text: &str) -> Option<(usize, usize)> {
        let (most, count) = (*self.visits.characters.get(field)?, text.chars().count());
        (count > most).then_some((most, count))
    }
}

/// Something that stands in the way, or should be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// About whom of the party; nobody when it is about the request.
    pub member: Option<RecordId>,
    /// What, in words that also refuse.
    pub refusal: Refusal,
    /// Whether the visit cannot be made so.
    pub grave: bool,
}

impl Fault {
    fn of_request(code: &'static str, field: &str) -> Self {
        Self { member: None, refusal: Refusal::new(code).at(field), grave: true }
    }
    fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        Self { refusal: self.refusal.with(name, value.into()), ..self }
    }
}

/// The lead of a request: the host's working days from a day to the first, and how many the host wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Working days between, both days left out.
    pub given: usize,
    /// What the host wants; none when nobody has entered it.
    pub wanted: Option<usize>,
}

impl Lead {
    /// Of a request that is sent on a day.
    pub fn of(request: &VisitRequest, nation: &str, sent: Date, host: &Calendar, rules: &VisitRules) -> Self {
        let rule = rules.host(nation);
        let wanted = match (request.amendments > 0, request.kind) {
            (true, _) => rule.map(|r| r.amendment_lead_days),
            (false, VisitKind::Recurring) => rule.map(|r| r.recurring_lead_days),
            (false, VisitKind::OneTime | VisitKind::Emergency) => rule.map(|r| r.lead_days),
        };
        Self { given: host.open_days_between(sent, request.valid_from), wanted }
    }

    /// Whether it is as long as the host wants; what nobody has entered cannot be missed.
    pub fn met(self) -> bool {
        self.wanted.is_none_or(|wanted| self.given >= wanted)
    }
}

impl Trip {
    /// What a visitor must hold on every day, for this visit.
    pub fn need(&self) -> Need {
        let purpose = Purpose::record(ScopeKind::Visit, self.id.raw());
        Need::new(self.request.level.clone(), self.request.categories.clone()).only_for(purpose)
    }

    /// Everything that stands in its way on a day: of the request first, then of each visitor whom the host has not refused.
    pub fn faults(&self, at: Moment<'_>, lead: Lead) -> Vec<Fault> {
        let mut faults = self.of_request(at, lead);
        for member in self.party.iter().filter(|m| m.visitor.answer != VisitorAnswer::Refused) {
            faults.extend(self.of_member(member, at));
        }
        faults
    }

    fn of_request(&self, at: Moment<'_>, lead: Lead) -> Vec<Fault> {
        let request = &self.request;
        let mut faults = Vec::new();
        let mut add = |fault: Fault| faults.push(fault);
        if self.sites.is_empty() {
            add(Fault::of_request("visit-without-site", "sites"));
        }
        if self.party.is_empty() {
            add(Fault::of_request("visit-without-visitor", "visitors"));
        }
        let longest = match request.kind {
            VisitKind::OneTime | VisitKind::Emergency => at.visits.one_time_months,
            VisitKind::Recurring => {
                let host = at.visits.host(&self.nation).and_then(|host| host.recurring_months);
                host.map_or(at.visits.recurring_months, |months| months.min(at.visits.recurring_months))
            }
        };
        // A visit of a year ends the day before the same day of the next year.
        if request.valid_from.checked_add(months(longest)).is_ok_and(|end| request.valid_until >= end) {
            add(Fault::of_request("visit-too-long", "valid_until").with("months", longest.to_string()));
        }
        if let Some(end) = request.contract_until.filter(|end| *end < request.valid_until) {
            add(Fault::of_request("visit-past-contract", "valid_until").with("date", end.to_string()));
        }
        if request.kind == VisitKind::Recurring && !RECURRING.iter().any(|words| fold::fold(&request.subject).starts_with(words)) {
            add(Fault::of_request("visit-recurring-subject", "subject"));
        }
        let asker = |of: fn(&Organisation) -> Option<&String>| self.asker.as_ref().and_then(of);
        let mut texts = vec![
            ("subject", Some(&request.subject)),
            ("justification", Some(&request.justification)),
            ("security_officer", Some(&request.security_officer)),
            ("remarks", request.remarks.as_ref()),
            ("pertains_reference", request.pertains_reference.as_ref()),
            ("emergency_reason", request.emergency_reason.as_ref()),
            ("requester_name", asker(|asker| Some(&asker.name_en))),
            ("requester_address", asker(|asker| asker.address.as_ref())),
            ("requester_contact", asker(|asker| asker.point_of_contact.as_ref())),
        ];
        for site in &self.sites {
            texts.extend([("site_name", Some(&site.name)), ("site_address", Some(&site.address)), ("site_contact", Some(&site.contact))]);
            texts.push(("site_security_officer", site.security_officer.as_ref()));
        }
        for (field, text) in texts {
            if let Some((most, count)) = text.and_then(|text| at.too_long(field, text)) {
                add(Fault::of_request("visit-text-too-long", field).with("most", most.to_string()).with("count", count.to_string()));
            }
        }
        // Once it is sent, the lead is what it was.
        if WRITTEN.contains(&request.state.code()) || request.state.code() == "visit_validated" {
            if request.requesting_organisation.is_none() {
                add(Fault::of_request("visit-without-requester", "requesting_organisation"));
            }
            if request.valid_from < at.today && request.amendments == 0 {
                add(Fault::of_request("visit-begins-in-past", "valid_from"));
            }
            match (request.kind, &request.emergency_reason) {
                (VisitKind::Emergency, None) => add(Fault::of_request("visit-emergency-reason", "emergency_reason")),
                (VisitKind::Emergency, Some(_)) => {}
                // What changes while the visit is under way has no first day ahead to be counted to.
                (VisitKind::OneTime | VisitKind::Recurring, _) if request.amendments > 0 && request.valid_from <= at.today => {}
                (VisitKind::OneTime | VisitKind::Recurring, _) => match lead.wanted {
                    Some(wanted) if !lead.met() => add(Fault::of_request("visit-lead-short", "valid_from")
                        .with("given", lead.given.to_string())
                        .with("wanted", wanted.to_string())),
                    Some(_) => {}
                    None => {
                        add(Fault { grave: false, ..Fault::of_request("visit-lead-unknown", "host").with("nation", self.nation.as_str()) })
                    }
                },
            }
        }
        faults
    }

    fn of_member(&self, member: &Member, at: Moment<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let last = self.request.valid_until;
        let mut add = |code: &'static str, field: &str, args: &[(&'static str, &str)]| {
            let named = Refusal::new(code).at(field).with("name", member.name.as_str());
            let refusal = args.iter().fold(named, |refusal, (name, value)| refusal.with(name, *value));
            faults.push(Fault { member: Some(member.id.raw()), refusal, grave: true });
        };
        let texts = [
            ("employer", Some(&member.visitor.employer)),
            ("position", Some(&member.visitor.position)),
            ("birth_place", member.birth_place.as_ref()),
        ];
        for (field, text) in texts {
            if let Some((most, count)) = text.and_then(|text| at.too_long(field, text)) {
                add("visit-text-too-long", field, &[("most", &most.to_string()), ("count", &count.to_string())]);
            }
        }
        let (access, covers) = self.access(member, at);
        let open = !needs_clearance(&self.need(), &member.nation, self.from(at), at.rules, at.policy);
        if let Some(code) = lacking(&access, covers, open) {
            add(code, "visitors", &[("level", self.request.level.0.as_str())]);
        }
        match &member.document {
            None => add("visit-document-missing", "document", &[]),
            Some(document) if document.valid_until < last => {
                add("visit-document-ends", "document", &[("date", &document.valid_until.to_string()), ("last", &last.to_string())]);
            }
            Some(_) => {}
        }
        if let Some(printed) = misprinted(member, last, at) {
            add("visit-name-differs", "visitors", &[("printed", &printed)]);
        }
        faults
    }

    /// The first day that still counts.
    fn from(&self, at: Moment<'_>) -> Date {
        self.request.valid_from.max(at.today.min(self.request.valid_until))
    }

    /// What a visitor may see for this visit from today, or from its first day, to its last; and whether that is enough throughout.
    pub fn access(&self, member: &Member, at: Moment<'_>) -> (EffectiveAccess, bool) {
        throughout(&member.facts, (self.from(at), self.request.valid_until), &self.need(), at.rules, at.policy)
    }
}

/// Which fact is not enough, as the code of what stands in the way. Where no clearance is needed, only what was taken away and a post that is not
/// held do.
fn lacking(access: &EffectiveAccess, covers: bool, open: bool) -> Option<&'static str> {
    if access.reasons.iter().any(|why| TAKEN_AWAY.contains(&why.code)) {
        return Some("visit-suspended");
    }
    if covers {
        return None;
    }
    let needed = |fact: FactKind| !open || fact == FactKind::Employment;
    let missing = access.reasons.iter().find(|why| !why.good && why.code != "category-not-briefed" && needed(why.fact));
    match missing.map(|why| why.fact) {
        Some(FactKind::Employment) => Some("visit-not-employed"),
        Some(FactKind::Decision) => Some("visit-not-cleared"),
        Some(FactKind::Certificate) => Some("visit-not-certified"),
        Some(FactKind::Authorisation) => Some("visit-not-authorised"),
        Some(FactKind::Briefing) => Some("visit-not-briefed"),
        Some(FactKind::Requirement) | None => (!open).then_some("visit-access-too-low"),
    }
}

/// The name on the certificates that still hold on a day, where none of them shows the name the office knows.
fn misprinted(member: &Member, on: Date, at: Moment<'_>) -> Option<String> {
    let words = |name: &str| {
        let mut words = fold::words(name);
        words.sort_unstable();
        words
    };
    let known = words(&member.name);
    let last = |c: &Certificate| lasts_with_grant(c.valid_until, &member.facts, on, at.rules, at.policy);
    let holds = |c: &Certificate| c.returned_on.is_none() && c.valid_from <= on && last(c).is_none_or(|until| until >= on);
    // A certificate whose print nobody has copied says nothing, neither for nor against the name.
    let copied = member.facts.certificates.iter().filter_map(|c| Some((c, c.name_printed.as_deref()?)));
    let mut printed = copied.filter(|(c, _)| holds(c)).map(|(_, name)| name);
    let first = printed.next()?;
    let fits = std::iter::once(first).chain(printed).any(|name| words(name) == known);
    (!fits).then(|| first.to_owned())
}
