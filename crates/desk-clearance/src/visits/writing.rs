//! Writing a request for visit: what it says, its sites, its visitors. Drafts are kept with their faults; only what is under way is not written over.

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Codes, Duty, Fields, Id, Level, Record, Refusal, Refused, Register};
use ledger::command::Offered;
use ledger::transition::begin;
use ledger::{Changes, Command, Context, Error, Loader};
use spine::organisations::{Authority, Organisation};
use spine::people::{IdentityDocument, Person};
use spine::series;

use super::commands::{PURPOSE, moved};
use super::lifecycle::WRITTEN;
use super::{InitiatedBy, Initiative, Pertains, VisitKind, VisitRequest, VisitSite, VisitState, Visitor, VisitorAnswer};
use crate::cases::commands::WORKERS;
use crate::limits;

/// Name of the series requests are numbered in.
const SERIES: &str = "RFV";

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
    /// The organisation that asks, with its address and whom to ask for there.
    pub requesting_organisation: Option<Id<Organisation>>,
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
    /// Whether the organisation that asks is one.
    fn asker(&self, loader: &mut Loader<'_, '_>) -> Result<(), Error> {
        self.requesting_organisation.map(|asker| loader.named("requesting_organisation", asker)).transpose().map(drop)
    }

    /// What cannot be written down at all; everything else is told while it is a draft.
    fn defects(&self, cx: &Context<'_>) -> Vec<Refusal> {
        let mut wrong: Vec<Refusal> = days_in_order(Some(self.valid_from), Some(self.valid_until), "valid_until").into_iter().collect();
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
        request.requesting_organisation = it.requesting_organisation;
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
            requesting_organisation: it.requesting_organisation,
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
    const ADDS: Option<&'static str> = Some(VisitRequest::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.named("host", self.details.host)?;
        self.details.asker(loader)?;
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
    const OFFERED: Offered = &[("state", WRITTEN)];
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<VisitRequest>, Record<Authority>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        self.details.asker(loader)?;
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
    const OFFERED: Offered = &[("state", WRITTEN)];
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
    const OFFERED: Offered = &[("state", WRITTEN)];
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
