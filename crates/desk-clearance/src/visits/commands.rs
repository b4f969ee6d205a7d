//! The moves of a request for visit. What stands in its way refuses it, all at once, when it is validated and again when it is sent.

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::{Codes, Duty, Fields, Id, Job, Level, Record, RecordId, Refusal, Refused, Register, fold, limits};
use ledger::transition::{begin, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::mail::MailItem;
use spine::organisations::Authority;
use spine::people::{IdentityDocument, Person};
use spine::series;

use super::lifecycle::WRITTEN;
use super::queries::{Standards, standards, trip};
use super::rules::{Fault, Trip};
use super::{
    AmendmentKind, InitiatedBy, Initiative, Pertains, VisitAmendment, VisitKind, VisitRequest, VisitSite, VisitState, Visitor,
    VisitorAnswer,
};
use crate::cases::commands::WORKERS;

/// The commands on requests for visit.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Prepare>(),
        CommandDef::of::<Edit>(),
        CommandDef::of::<AddSite>(),
        CommandDef::of::<DropSite>(),
        CommandDef::of::<AddVisitor>(),
        CommandDef::of::<DropVisitor>(),
        CommandDef::of::<Validate>(),
        CommandDef::of::<Rewrite>(),
        CommandDef::of::<SendToOwnNsa>(),
        CommandDef::of::<SendToHost>(),
        CommandDef::of::<Forwarded>(),
        CommandDef::of::<Approve>(),
        CommandDef::of::<ApprovePartly>(),
        CommandDef::of::<Refuse>(),
        CommandDef::of::<Amend>(),
        CommandDef::of::<Begin>(),
        CommandDef::of::<TookPlace>(),
        CommandDef::of::<Expire>(),
        CommandDef::of::<Cancel>(),
    ]
}

/// Name of the series requests are numbered in.
const SERIES: &str = "RFV";
const PURPOSE: &str = "visits";

/// Declares a move of a request that needs nothing but the request.
macro_rules! of_visit {
    ($(#[$meta:meta])* $name:ident = $command:literal { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? }
     |$this:ident, $loaded:ident, $cx:ident| $decide:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The request.
            #[field(hidden)]
            pub request: Id<VisitRequest>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }

        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = WORKERS;
            const ON: Option<&'static str> = Some(VisitRequest::NAME);
            const PURPOSE: &'static str = PURPOSE;
            type Loaded = Record<VisitRequest>;

            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                Ok(moved(loader, self.request)?.0)
            }

            fn decide(&self, $loaded: Self::Loaded, $cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                $decide
            }
        }
    };
}

/// What a request for visit says of itself.
#[derive(Clone, Debug, Fields)]
pub struct Details {
    /// How often, and how soon.
    pub kind: VisitKind,
    /// The authority of the nation that is visited.
    pub host: Id<Authority>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_until: Date,
    /// The highest level that is expected to be seen.
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// What it is about.
    pub subject: String,
    /// Why it must take place.
    #[field(long)]
    pub justification: String,
    /// On whose account.
    pub initiative: Initiative,
    /// Who wanted it first.
    pub initiated_by: InitiatedBy,
    /// What it pertains to.
    pub pertains_to: Pertains,
    /// Its reference.
    #[field(max = 120)]
    pub pertains_reference: Option<String>,
    /// Last day of the contract it is made under.
    pub contract_until: Option<Date>,
    /// Why it cannot wait for the lead.
    #[field(long)]
    pub emergency_reason: Option<String>,
    /// The requester's security officer.
    #[field(max = 200)]
    pub security_officer: String,
    /// Remarks.
    #[field(long)]
    pub remarks: Option<String>,
}

impl Details {
    /// What cannot be written down at all; everything else is told while it is a draft.
    fn defects(&self, cx: &Context<'_>) -> Vec<Refusal> {
        let mut wrong = Vec::new();
        if self.valid_until < self.valid_from {
            wrong.push(Refusal::new("until-before-from").at("valid_until"));
        }
        // What they would see elsewhere may be higher than what this system holds.
        if cx.policy.level(&self.level.0).is_none() {
            wrong.push(Refusal::new("level-unknown").at("level").with("level", self.level.0.as_str()));
        } else {
            let misplaced = cx.policy.misplaced(&self.level, &self.categories).into_iter();
            wrong.extend(misplaced.map(|code| Refusal::new("category-misplaced").at("categories").with("category", code)));
        }
        wrong
    }

    fn put(&self, request: &mut VisitRequest) {
        let it = self.clone();
        request.kind = it.kind;
        request.host = it.host;
        (request.valid_from, request.valid_until) = (it.valid_from, it.valid_until);
        (request.level, request.categories) = (it.level, it.categories);
        (request.subject, request.justification) = (it.subject, it.justification);
        (request.initiative, request.initiated_by) = (it.initiative, it.initiated_by);
        (request.pertains_to, request.pertains_reference) = (it.pertains_to, it.pertains_reference);
        (request.contract_until, request.emergency_reason) = (it.contract_until, it.emergency_reason);
        (request.security_officer, request.remarks) = (it.security_officer, it.remarks);
    }

    fn request(&self, number: String, cx: &Context<'_>) -> VisitRequest {
        let it = self.clone();
        VisitRequest {
            number,
            kind: it.kind,
            state: VisitState::Draft,
            since: cx.micros(),
            host: it.host,
            valid_from: it.valid_from,
            valid_until: it.valid_until,
            level: it.level,
            categories: it.categories,
            subject: it.subject,
            justification: it.justification,
            initiative: it.initiative,
            initiated_by: it.initiated_by,
            pertains_to: it.pertains_to,
            pertains_reference: it.pertains_reference,
            contract_until: it.contract_until,
            emergency_reason: it.emergency_reason,
            security_officer: it.security_officer,
            remarks: it.remarks,
            amendments: 0,
            sent_on: None,
            days_given: None,
            days_wanted: None,
            sent_by: None,
            host_reference: None,
            answered_on: None,
            answered_by: None,
        }
    }
}

/// Begins a request for visit.
#[derive(Clone, Debug, Fields)]
pub struct Prepare {
    /// What it says.
    #[field(flatten)]
    pub details: Details,
}

impl Command for Prepare {
    const NAME: &'static str = "visits.prepare";
    const DUTIES: &'static [Duty] = WORKERS;
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("host", self.details.host)?;
        let year = i64::from(loader.view().today.year());
        series::load(loader.view(), SERIES, year)
    }

    fn decide(&self, standing: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        Refused::unless_empty(self.details.defects(cx))?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let request = self.details.request(format!("{SERIES}/{year}/{number:04}"), cx);
        let id = begin(&mut changes, cx.new_id(), &request, None, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// A request that is being written; what is under way is not changed behind the back of whoever has it.
fn written(request: &Record<VisitRequest>) -> Result<(), Refusal> {
    let state = request.body.state.code();
    if WRITTEN.contains(&state) { Ok(()) } else { Err(Refusal::new("visit-not-written").with("state", state)) }
}

/// Writes a request anew.
#[derive(Clone, Debug, Fields)]
pub struct Edit {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
    /// What it says now.
    #[field(flatten)]
    pub details: Details,
}

impl Command for Edit {
    const NAME: &'static str = "visits.edit";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitRequest::NAME);
    const OFFERED: ledger::command::Offered = &[("state", WRITTEN)];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<VisitRequest>, Record<Authority>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((moved(loader, self.request)?.0, loader.named("host", self.details.host)?))
    }

    fn decide(&self, (request, host): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        written(&request)?;
        let mut wrong = self.details.defects(cx);
        // Who goes elsewhere asks again: one request is for one host.
        if request.body.amendments > 0 && host.id() != request.body.host {
            wrong.push(Refusal::new("visit-other-host").at("host"));
        }
        Refused::unless_empty(wrong)?;
        let mut body = request.body.clone();
        self.details.put(&mut body);
        let mut changes = Changes::new();
        changes.update(&request.head, &body);
        Ok(changes)
    }
}

/// Adds a place that is visited.
#[derive(Clone, Debug, Fields)]
pub struct AddSite {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
    /// Its name.
    #[field(max = 200)]
    pub name: String,
    /// Its address.
    #[field(long)]
    pub address: String,
    /// Whom to ask for there.
    #[field(max = 200)]
    pub contact: String,
    /// Its security officer.
    #[field(max = 200)]
    pub security_officer: Option<String>,
}

impl Command for AddSite {
    const NAME: &'static str = "visits.add_site";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitRequest::NAME);
    const OFFERED: ledger::command::Offered = &[("state", WRITTEN)];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<VisitRequest>, usize);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let request = moved(loader, self.request)?.0;
        Ok((request, loader.view().having::<VisitSite>("request", self.request.raw())?.len()))
    }

    fn decide(&self, (request, sites): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        written(&request)?;
        if sites >= limits::VISIT_SITES_MAX {
            return Err(Refusal::new("too-many-sites").with("max", limits::VISIT_SITES_MAX.to_string()).into());
        }
        let mut changes = Changes::new();
        let site = VisitSite {
            request: request.id(),
            name: self.name.clone(),
            address: self.address.clone(),
            contact: self.contact.clone(),
            security_officer: self.security_officer.clone(),
        };
        changes.insert(cx.new_id(), &site);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

/// Takes a place off a request.
#[derive(Clone, Debug, Fields)]
pub struct DropSite {
    /// The place.
    #[field(hidden)]
    pub site: Id<VisitSite>,
}

impl Command for DropSite {
    const NAME: &'static str = "visits.drop_site";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitSite::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<VisitSite>, Record<VisitRequest>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let site = loader.get(self.site)?;
        let request = moved(loader, site.body.request)?.0;
        Ok((site, request))
    }

    fn decide(&self, (site, request): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        written(&request)?;
        let mut changes = Changes::new();
        changes.void(&site);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

/// Adds somebody who visits.
#[derive(Clone, Debug, Fields)]
pub struct AddVisitor {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
    /// Who.
    pub person: Id<Person>,
    /// What they show at the gate.
    pub document: Option<Id<IdentityDocument>>,
    /// Their employer.
    #[field(max = 200)]
    pub employer: String,
    /// What they are there.
    #[field(max = 200)]
    pub position: String,
}

impl Command for AddVisitor {
    const NAME: &'static str = "visits.add_visitor";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitRequest::NAME);
    const OFFERED: ledger::command::Offered = &[("state", WRITTEN)];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<VisitRequest>, Record<Person>, Option<Record<IdentityDocument>>, Vec<Record<Visitor>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (request, party) = moved(loader, self.request)?;
        let person = loader.named("person", self.person)?;
        let document = self.document.map(|id| loader.named("document", id)).transpose()?;
        Ok((request, person, document, party))
    }

    fn decide(&self, (request, person, document, party): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        written(&request)?;
        let mut wrong = Vec::new();
        if party.iter().any(|visitor| visitor.body.person == person.id()) {
            wrong.push(Refusal::new("visitor-twice").at("person"));
        }
        if document.as_ref().is_some_and(|document| document.body.person != person.id()) {
            wrong.push(Refusal::new("document-of-another").at("document"));
        }
        if party.len() >= limits::VISITORS_MAX {
            wrong.push(Refusal::new("too-many-visitors").at("person").with("max", limits::VISITORS_MAX.to_string()));
        }
        Refused::unless_empty(wrong)?;
        let visitor = Visitor {
            person: person.id(),
            request: request.id(),
            document: document.map(|document| document.id()),
            employer: self.employer.clone(),
            position: self.position.clone(),
            answer: VisitorAnswer::Open,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &visitor);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

/// Takes somebody off a request.
#[derive(Clone, Debug, Fields)]
pub struct DropVisitor {
    /// Who.
    #[field(hidden)]
    pub visitor: Id<Visitor>,
}

impl Command for DropVisitor {
    const NAME: &'static str = "visits.drop_visitor";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(Visitor::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Visitor>, Record<VisitRequest>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let visitor = loader.get(self.visitor)?;
        let request = moved(loader, visitor.body.request)?.0;
        Ok((visitor, request))
    }

    fn decide(&self, (visitor, request): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        written(&request)?;
        let mut changes = Changes::new();
        changes.void(&visitor);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

/// A request that somebody moves, with its party. Who does not see the whole party, their own line among it, does not move it.
fn moved(loader: &mut Loader<'_, '_>, id: Id<VisitRequest>) -> Result<(Record<VisitRequest>, Vec<Record<Visitor>>), Error> {
    let request = loader.get(id)?;
    let party = loader.facts(|view| view.having_any::<Visitor>("request", &[id.raw()]))?;
    if !loader.acts_on(party.iter().map(|visitor| (Visitor::NAME, visitor.head.clone())))? {
        return Err(Refusal::new("visit-not-whole").into());
    }
    Ok((request, party))
}

/// A request as it is judged: by what the actor sees of it, and by the whole truth.
pub struct Judged {
    request: Record<VisitRequest>,
    party: Vec<Record<Visitor>>,
    seen: Trip,
    whole: Trip,
    standards: Standards,
}

fn judged(loader: &mut Loader<'_, '_>, id: Id<VisitRequest>) -> Result<Judged, Error> {
    let (request, party) = moved(loader, id)?;
    let seen = trip(loader.view(), &request)?;
    let (whole, standards) = loader.facts(|view| Ok((trip(view, &request)?, standards(view)?)))?;
    Ok(Judged { request, party, seen, whole, standards })
}

impl Judged {
    /// Refuses what cannot be made so, with everything in its way that the actor may know; of what they may not know, only that it is there.
    fn stands(&self, cx: &Context<'_>) -> Result<(), Refused> {
        let grave = |trip: &Trip| {
            let faults = self.standards.faults(trip, cx.today, cx.policy).into_iter().filter(|fault| fault.grave);
            faults.map(|Fault { refusal, .. }| refusal).collect::<Vec<_>>()
        };
        let (mut wrong, whole) = (grave(&self.seen), grave(&self.whole));
        if wrong.is_empty() && !whole.is_empty() {
            wrong.push(Refusal::new("visit-not-shown"));
        }
        Refused::unless_empty(wrong)
    }
}

/// Checks a request whole; it is ready to be sent.
#[derive(Clone, Debug, Fields)]
pub struct Validate {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
}

impl Command for Validate {
    const NAME: &'static str = "visits.validate";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitRequest::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Judged;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        judged(loader, self.request)
    }

    fn decide(&self, judged: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        judged.stands(cx)?;
        step(&judged.request, cx, None, None, |_| {})
    }
}

of_visit! {
    /// Takes a request that was validated back to be written again.
    Rewrite = "visits.rewrite" {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, request, cx| step(&request, cx, Some(&this.reason), None, |_| {})
}

/// Sends a request: by the letter it leaves with, held against the rules once more, with the lead it really has.
fn send(judged: &Judged, mail: &Record<MailItem>, cx: &Context<'_>) -> Result<Changes, Refused> {
    outgoing_letter(mail, "mail_item")?;
    judged.stands(cx)?;
    let lead = judged.standards.lead(&judged.whole, cx.today);
    let days = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut changes = step(&judged.request, cx, None, Some(mail.head.id), |r| {
        r.sent_on = Some(cx.today);
        r.days_given = Some(days(lead.given));
        r.days_wanted = lead.wanted.map(days);
        r.sent_by = Some(mail.id());
        (r.answered_on, r.answered_by) = (None, None);
    })?;
    // Whoever was answered about before is asked about again with the rest.
    for visitor in judged.party.iter().filter(|visitor| visitor.body.answer != VisitorAnswer::Open) {
        changes.update(&visitor.head, &Visitor { answer: VisitorAnswer::Open, ..visitor.body.clone() });
    }
    Ok(changes)
}

/// Declares one of the ways in which a request leaves.
macro_rules! sends {
    ($(#[$meta:meta])* $name:ident = $command:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The request.
            #[field(hidden)]
            pub request: Id<VisitRequest>,
            /// The outgoing letter it leaves with.
            pub mail_item: Id<MailItem>,
        }

        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = WORKERS;
            const ON: Option<&'static str> = Some(VisitRequest::NAME);
            const PURPOSE: &'static str = PURPOSE;
            type Loaded = (Judged, Record<MailItem>);

            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                Ok((judged(loader, self.request)?, loader.named("mail_item", self.mail_item)?))
            }

            fn decide(&self, (judged, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
                send(&judged, &mail, cx)
            }
        }
    };
}

sends! {
    /// Sends a request to the requester's own authority, which passes it on.
    SendToOwnNsa = "visits.send_to_own_nsa"
}

sends! {
    /// Sends a request to the host itself.
    SendToHost = "visits.send_to_host"
}

of_visit! {
    /// The own authority has passed it on.
    Forwarded = "visits.forwarded" {
        /// Their reference.
        #[field(max = 80)]
        reference: Option<String>,
    }
    |this, request, cx| step(&request, cx, this.reference.as_deref(), None, |_| {})
}

/// Whom of a party a host refuses, by the names in its letter, one a line; all others it approves.
fn answers(trip: &Trip, refused: &str) -> Result<HashSet<RecordId>, Refused> {
    let words = |name: &str| {
        let mut words = fold::words(name);
        words.sort_unstable();
        words
    };
    let mut wrong = Vec::new();
    let mut named = HashSet::new();
    for line in refused.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut of_party = trip.party.iter().filter(|member| words(&member.name) == words(line)).map(|member| member.id.raw());
        match (of_party.next(), of_party.next()) {
            (Some(one), None) => {
                named.insert(one);
            }
            _ => wrong.push(Refusal::new("visitor-not-of-party").at("refused").with("name", line)),
        }
    }
    Refused::unless_empty(wrong)?;
    Ok(named)
}

/// Records what a host answered.
fn answered(
    Judged { request, party, .. }: &Judged,
    mail: &Record<MailItem>,
    reference: Option<&String>,
    answer: impl Fn(RecordId) -> VisitorAnswer,
    cx: &Context<'_>,
) -> Result<Changes, Refused> {
    incoming_letter(mail, "mail_item")?;
    let mut changes = step(request, cx, None, Some(mail.head.id), |r| {
        r.host_reference = reference.cloned().or(r.host_reference.take());
        r.answered_on = Some(cx.today);
        r.answered_by = Some(mail.id());
    })?;
    for visitor in party {
        changes.update(&visitor.head, &Visitor { answer: answer(visitor.head.id), ..visitor.body.clone() });
    }
    Ok(changes)
}

/// Declares an answer of the host.
macro_rules! answer {
    ($(#[$meta:meta])* $name:ident = $command:literal { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? } |$this:ident, $judged:ident| $answer:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Fields)]
        pub struct $name {
            /// The request.
            #[field(hidden)]
            pub request: Id<VisitRequest>,
            /// The incoming letter with the answer.
            pub mail_item: Id<MailItem>,
            /// The host's reference.
            #[field(max = 80)]
            pub host_reference: Option<String>,
            $($(#[$fmeta])* pub $field: $ty,)*
        }

        impl Command for $name {
            const NAME: &'static str = $command;
            const DUTIES: &'static [Duty] = WORKERS;
            const ON: Option<&'static str> = Some(VisitRequest::NAME);
            const PURPOSE: &'static str = PURPOSE;
            type Loaded = (Judged, Record<MailItem>);

            fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
                Ok((judged(loader, self.request)?, loader.named("mail_item", self.mail_item)?))
            }

            fn decide(&self, ($judged, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
                let $this = self;
                let answer = $answer;
                answered(&$judged, &mail, self.host_reference.as_ref(), answer, cx)
            }
        }
    };
}

answer! {
    /// The host approves it as it is.
    Approve = "visits.approve" {}
    |_this, judged| |_| VisitorAnswer::Approved
}

answer! {
    /// The host approves some of the party.
    ApprovePartly = "visits.approve_partly" {
        /// Who is refused, one a line.
        #[field(long)]
        refused: String,
    }
    |this, judged| {
        let named = answers(&judged.seen, &this.refused)?;
        if named.is_empty() || named.len() == judged.party.len() {
            return Err(Refusal::new("visit-partly-all").at("refused").into());
        }
        move |id| if named.contains(&id) { VisitorAnswer::Refused } else { VisitorAnswer::Approved }
    }
}

answer! {
    /// The host refuses it.
    Refuse = "visits.refuse" {}
    |_this, judged| |_| VisitorAnswer::Refused
}

/// Changes what was approved: it is written again, validated and sent with the lead of a change.
#[derive(Clone, Debug, Fields)]
pub struct Amend {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
    /// What changes.
    pub kind: AmendmentKind,
    /// Why.
    #[field(long)]
    pub reason: String,
}

impl Command for Amend {
    const NAME: &'static str = "visits.amend";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(VisitRequest::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Record<VisitRequest>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok(moved(loader, self.request)?.0)
    }

    fn decide(&self, request: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let number = request.body.amendments + 1;
        let mut changes = step(&request, cx, Some(&self.reason), None, |r| r.amendments = number)?;
        let amendment = VisitAmendment { request: request.id(), number, kind: self.kind, reason: self.reason.clone(), begun_on: cx.today };
        changes.insert(cx.new_id(), &amendment);
        changes.answer_with(request.id());
        Ok(changes)
    }
}

/// Its first day has come.
#[derive(Clone, Debug, Fields)]
pub struct Begin {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
}

impl Command for Begin {
    const NAME: &'static str = "visits.begin";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[Job::Visits];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Record<VisitRequest>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| view.get(self.request))
    }

    fn decide(&self, request: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if request.body.valid_from > cx.today {
            return Err(Refusal::new("visit-not-yet").with("date", request.body.valid_from.to_string()).into());
        }
        step(&request, cx, None, None, |_| {})
    }
}

of_visit! {
    /// It took place.
    TookPlace = "visits.took_place" {}
    |_this, request, cx| {
        // Until its last day is past it may still turn red.
        if request.body.valid_until > cx.today {
            return Err(Refusal::new("visit-not-over").with("date", request.body.valid_until.to_string()).into());
        }
        step(&request, cx, None, None, |_| {})
    }
}

/// Its last day is past, and nobody has been there.
#[derive(Clone, Debug, Fields)]
pub struct Expire {
    /// The request.
    #[field(hidden)]
    pub request: Id<VisitRequest>,
}

impl Command for Expire {
    const NAME: &'static str = "visits.expire";
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[Job::Visits];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Record<VisitRequest>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(|view| view.get(self.request))
    }

    fn decide(&self, request: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if request.body.valid_until >= cx.today {
            return Err(Refusal::new("visit-not-over").with("date", request.body.valid_until.to_string()).into());
        }
        step(&request, cx, None, None, |_| {})
    }
}

of_visit! {
    /// It is not made.
    Cancel = "visits.cancel" {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, request, cx| step(&request, cx, Some(&this.reason), None, |_| {})
}
