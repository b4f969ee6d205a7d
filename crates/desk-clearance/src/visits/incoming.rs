//! Who comes: a visitor to the agency, attested by their own body, answered, on the list of the gate, in and out (CL-07).

use jiff::civil::Date;
use kernel::marking::SecurityPolicy;
use kernel::register::days_in_order;
use kernel::{ClockOwner, Codes, Duty, Fields, Id, Level, Lifecycle, Move, Record, Refusal, Refused, Register, State, ViewDef};
use ledger::transition::{Micros, begin_on, step};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, on_record};
use spine::OFFICE;
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::clearances::queries::facts;
use spine::clearances::rules::needs_clearance;
use spine::clearances::visits::VisitRules;
use spine::clearances::{Need, effective_access};
use spine::mail::MailItem;
use spine::people::{IdentityDocument, Person};
use spine::policy::Rulebook;
use spine::series;

use super::commands::{JOB, PURPOSE};
use super::queries::{Guest, Standards, standards};
use crate::cases::commands::WORKERS;

kernel::choices! {
    /// Where an incoming visit stands.
    pub enum IncomingState {
        Received = "incoming_received", Checked = "incoming_checked", HostConsulted = "incoming_host_consulted", Answered = "incoming_answered",
        OnGateList = "incoming_on_gate_list", In = "incoming_in", Out = "incoming_out", Ended = "incoming_ended", Refused = "incoming_refused",
        TurnedAway = "incoming_turned_away", Cancelled = "incoming_cancelled",
    }
}

kernel::choices! {
    /// How a visitor goes about the house.
    pub enum Badge { Unescorted = "unescorted", Escorted = "escorted" }
}

/// Received, checked, the host asked, answered, on the list, in and out; turned away at the gate when what was true is true no more.
pub static LIFECYCLE: Lifecycle = Lifecycle {
    states: &[
        State::on_path("incoming_received", ClockOwner::Office),
        State::on_path("incoming_checked", ClockOwner::Office),
        State::on_path("incoming_host_consulted", ClockOwner::Requester),
        State::on_path("incoming_answered", ClockOwner::Office),
        State::on_path("incoming_on_gate_list", ClockOwner::Subject),
        State::on_path("incoming_in", ClockOwner::Subject),
        State::on_path("incoming_out", ClockOwner::Subject),
        State::end("incoming_ended"),
        State::exit("incoming_refused"),
        State::exit("incoming_turned_away"),
        State::exit("incoming_cancelled"),
    ],
    moves: &[
        Move::by("incoming.check", &["incoming_received", "incoming_checked"], "incoming_checked", &[]),
        // What is attested may change until the last day; the gate looks again in any case.
        Move::by("incoming.check", &["incoming_host_consulted"], "incoming_host_consulted", &[]),
        Move::by("incoming.check", &["incoming_answered"], "incoming_answered", &[]),
        Move::by("incoming.check", &["incoming_on_gate_list"], "incoming_on_gate_list", &[]),
        Move::by("incoming.check", &["incoming_out"], "incoming_out", &[]),
        Move::by("incoming.consult_host", &["incoming_checked"], "incoming_host_consulted", &[]),
        Move::by("incoming.answer", &["incoming_checked", "incoming_host_consulted"], "incoming_answered", &["outgoing-mail"]),
        Move::by("incoming.list", &["incoming_answered"], "incoming_on_gate_list", &[]),
        Move::by("incoming.let_in", &["incoming_on_gate_list", "incoming_out"], "incoming_in", &[]),
        Move::by("incoming.let_out", &["incoming_in"], "incoming_out", &[]),
        Move::by("incoming.end", &["incoming_on_gate_list", "incoming_out"], "incoming_ended", &[]),
        Move::by("incoming.refuse", &["incoming_received", "incoming_checked", "incoming_host_consulted"], "incoming_refused", &["reason"]),
        Move::by("incoming.turn_away", &["incoming_on_gate_list", "incoming_out"], "incoming_turned_away", &["reason"]),
        Move::by(
            "incoming.cancel",
            &["incoming_received", "incoming_checked", "incoming_host_consulted", "incoming_answered", "incoming_on_gate_list"],
            "incoming_cancelled",
            &["reason"],
        ),
    ],
};

/// Whom the gate expects: in these states.
pub const EXPECTED: &[&str] = &["incoming_on_gate_list", "incoming_in", "incoming_out"];

/// A visitor to the agency.
#[derive(Clone, Debug, Register)]
#[register(name = "incoming_visits", spans = &[("valid_from", "valid_until")], prefix = "inv", title = &["number"], subject = Some("person"), seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           unique = &[&["number"]], indexes = &["state"],
           views = &[ViewDef { name: "starting", by: "valid_from", descending: false }, ViewDef { name: "newest", by: "number", descending: true }])]
pub struct IncomingVisit {
    /// Its number, such as INV/2026/0012.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Who comes.
    #[field(list)]
    pub person: Id<Person>,
    /// Where it stands.
    #[field(list)]
    pub state: IncomingState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// Their employer.
    #[field(search, list, max = 200)]
    pub employer: String,
    /// Why they come.
    #[field(search, max = 200)]
    pub subject: String,
    /// Who receives them.
    #[field(list, max = 200)]
    pub hosted_by: String,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day.
    #[field(list)]
    pub valid_until: Date,
    /// The highest level they would see.
    #[field(list)]
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// The reference of those who asked.
    #[field(search, max = 80)]
    pub their_reference: Option<String>,
    /// The letter it was asked with.
    pub asked_by: Id<MailItem>,
    /// What they show at the gate.
    pub document: Option<Id<IdentityDocument>>,
    /// The level their own body attests.
    pub attested_level: Option<Level>,
    /// The categories it attests.
    pub attested_categories: Codes,
    /// Until when.
    pub attested_until: Option<Date>,
    /// Who attests: a body through its security officer, a firm through its authority.
    #[field(max = 200)]
    pub attested_by: Option<String>,
    /// The letter it was answered with.
    pub answered_by: Option<Id<MailItem>>,
    /// The badge they were given last.
    #[field(list)]
    pub badge: Option<Badge>,
}

/// Reasons by which a clearance was taken away, not merely ended.
pub const TAKEN_AWAY: &[&str] = &["decision-suspended", "decision-withdrawn", "decision-refused"];

/// Everything that stands in the way of a visitor on a day; what the gate looks at before it opens.
pub fn faults(guest: &Guest, today: Date, rules: &Rulebook, policy: &SecurityPolicy) -> Vec<Refusal> {
    let Guest { visit, nation, facts, document } = guest;
    let visit = &visit.body;
    let mut faults = Vec::new();
    let rank = |level: &Level| policy.rank(level).unwrap_or(-1);
    let last = visit.valid_until;
    if last < today {
        faults.push(Refusal::new("incoming-over").at("valid_until").with("date", last.to_string()));
    }
    let need = Need::new(visit.level.clone(), visit.categories.clone());
    if needs_clearance(&need, nation, today, rules, policy) {
        match &visit.attested_level {
            None => faults.push(Refusal::new("incoming-not-attested").at("attested_level")),
            Some(level) if rank(level) < rank(&visit.level) => {
                faults.push(Refusal::new("incoming-attested-too-low").at("attested_level").with("level", visit.level.0.as_str()));
            }
            Some(_) => {}
        }
        match visit.attested_until {
            None if visit.attested_level.is_some() => faults.push(Refusal::new("incoming-attested-without-end").at("attested_until")),
            Some(until) if until < last => {
                faults.push(Refusal::new("incoming-attested-ends").at("attested_until").with("date", until.to_string()));
            }
            None | Some(_) => {}
        }
        for category in visit.categories.iter().filter(|category| !visit.attested_categories.contains(category)) {
            faults.push(Refusal::new("incoming-category-missing").at("attested_categories").with("category", category));
        }
    }
    // Somebody the office has decisions about: what took a clearance away is known here before any body attests anew.
    let access = effective_access(facts, today, Some(&need), rules, policy);
    if access.reasons.iter().any(|why| TAKEN_AWAY.contains(&why.code)) {
        faults.push(Refusal::new("incoming-suspended").at("person"));
    }
    match document {
        None => faults.push(Refusal::new("incoming-without-document").at("document")),
        Some(document) if document.valid_until < last => {
            faults.push(Refusal::new("incoming-document-ends").at("document").with("date", document.valid_until.to_string()));
        }
        Some(_) => {}
    }
    faults
}

/// The badge of a visitor in whose way nothing stands: without escort from the office's level up, while that is attested.
pub fn badge(visit: &IncomingVisit, rules: &VisitRules, policy: &SecurityPolicy) -> Badge {
    let from = policy.rank(&Level(rules.unescorted_from_level.clone()));
    let holds = visit.attested_until.is_some_and(|until| until >= visit.valid_until);
    let attested = visit.attested_level.as_ref().filter(|_| holds).and_then(|level| policy.rank(level));
    if from.is_some() && attested >= from { Badge::Unescorted } else { Badge::Escorted }
}

/// The commands on incoming visits.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<Receive>(),
        CommandDef::of::<Check>(),
        CommandDef::of::<ConsultHost>(),
        CommandDef::of::<Answer>(),
        CommandDef::of::<List>(),
        CommandDef::of::<LetIn>(),
        CommandDef::of::<LetOut>(),
        CommandDef::of::<End>(),
        CommandDef::of::<Refuse>(),
        CommandDef::of::<TurnAway>(),
        CommandDef::of::<Cancel>(),
    ]
}

/// Who stands at the gate.
const GATE: &[Duty] = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry];
/// Name of the series incoming visits are numbered in.
const SERIES: &str = "INV";

/// Writes down who asks to come.
#[derive(Clone, Debug, Fields)]
pub struct Receive {
    /// Who comes.
    pub person: Id<Person>,
    /// Their employer.
    #[field(max = 200)]
    pub employer: String,
    /// Why they come.
    #[field(max = 200)]
    pub subject: String,
    /// Who receives them.
    #[field(max = 200)]
    pub hosted_by: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_until: Date,
    /// The highest level they would see.
    pub level: Level,
    /// The categories.
    pub categories: Codes,
    /// The reference of those who ask.
    #[field(max = 80)]
    pub their_reference: Option<String>,
    /// The letter they ask with.
    pub asked_by: Id<MailItem>,
    /// What they show at the gate.
    pub document: Option<Id<IdentityDocument>>,
}

impl Command for Receive {
    const NAME: &'static str = "incoming.receive";
    const DUTIES: &'static [Duty] = WORKERS;
    const ADDS: Option<&'static str> = Some(IncomingVisit::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<Person>, Record<MailItem>, Option<Record<IdentityDocument>>, series::Standing);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let person = loader.named("person", self.person)?;
        let mail = loader.named("asked_by", self.asked_by)?;
        let document = self.document.map(|id| loader.named("document", id)).transpose()?;
        let year = i64::from(loader.view().today.year());
        Ok((person, mail, document, series::load(loader.view(), SERIES, year)?))
    }

    fn decide(&self, (person, mail, document, standing): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong: Vec<Refusal> = incoming_letter(&mail, Some(self.person.raw()), "asked_by").err().into_iter().collect();
        wrong.extend(days_in_order(Some(self.valid_from), Some(self.valid_until), "valid_until"));
        if self.valid_until < cx.today {
            wrong.push(Refusal::new("date-in-past").at("valid_until"));
        }
        for category in cx.policy.misplaced(&self.level, &self.categories) {
            wrong.push(Refusal::new("category-misplaced").at("categories").with("category", category));
        }
        if document.as_ref().is_some_and(|document| document.body.person != person.id()) {
            wrong.push(Refusal::new("document-of-another").at("document"));
        }
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let visit = IncomingVisit {
            number: format!("{SERIES}/{year}/{number:04}"),
            person: person.id(),
            state: IncomingState::Received,
            since: cx.micros(),
            employer: self.employer.clone(),
            subject: self.subject.clone(),
            hosted_by: self.hosted_by.clone(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            level: self.level.clone(),
            categories: self.categories.clone(),
            their_reference: self.their_reference.clone(),
            asked_by: mail.id(),
            document: document.map(|document| document.id()),
            attested_level: None,
            attested_categories: Codes::default(),
            attested_until: None,
            attested_by: None,
            answered_by: None,
            badge: None,
        };
        // The letter is what the visit rests on from its first day.
        let id = begin_on(&mut changes, cx.new_id(), &visit, mail.head.id, cx);
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Writes down what their own body attests.
#[derive(Clone, Debug, Fields)]
pub struct Check {
    /// The visit.
    #[field(hidden)]
    pub visit: Id<IncomingVisit>,
    /// The level.
    pub attested_level: Option<Level>,
    /// The categories.
    pub attested_categories: Codes,
    /// Until when.
    pub attested_until: Option<Date>,
    /// Who attests.
    #[field(max = 200)]
    pub attested_by: String,
    /// What they show at the gate.
    pub document: Option<Id<IdentityDocument>>,
}

impl Command for Check {
    const NAME: &'static str = "incoming.check";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(IncomingVisit::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Record<IncomingVisit>, Option<Record<IdentityDocument>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let visit = loader.get(self.visit)?;
        let document = self.document.map(|id| loader.named("document", id)).transpose()?;
        Ok((visit, document))
    }

    fn decide(&self, (visit, document): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if document.as_ref().is_some_and(|document| document.body.person != visit.body.person) {
            return Err(Refusal::new("document-of-another").at("document").into());
        }
        step(&visit, cx, None, None, |v| {
            v.attested_level = self.attested_level.clone();
            v.attested_categories = self.attested_categories.clone();
            v.attested_until = self.attested_until;
            v.attested_by = Some(self.attested_by.clone());
            v.document = document.map(|document| document.id()).or(v.document);
        })
    }
}

on_record! {
    /// Asks whoever receives them.
    ConsultHost = "incoming.consult_host" on visit: IncomingVisit, by WORKERS, for PURPOSE, {}
    |_this, visit, cx| step(&visit, cx, None, None, |_| {})
}

/// A visit with everything the gate looks at.
type Seen = (Guest, Standards);

fn seen(loader: &mut Loader<'_, '_>, id: Id<IncomingVisit>) -> Result<Seen, Error> {
    let visit = loader.get(id)?;
    let (person, document) = (visit.body.person, visit.body.document);
    let guest = loader.facts(|view| {
        let document = document.map(|id| view.get(id)).transpose()?.map(|document| document.body);
        Ok(Guest { visit, nation: view.get(person)?.body.nationality.0, facts: facts(view, person)?, document })
    })?;
    Ok((guest, standards(loader.view())?))
}

fn stands((guest, standards): &Seen, cx: &Context<'_>) -> Result<(), Refused> {
    Refused::unless_empty(faults(guest, cx.today, &standards.rules, cx.policy))
}

/// Tells those who asked that the visitor may come; refused while anything stands in the way.
#[derive(Clone, Debug, Fields)]
pub struct Answer {
    /// The visit.
    #[field(hidden)]
    pub visit: Id<IncomingVisit>,
    /// The outgoing letter.
    pub mail_item: Id<MailItem>,
}

impl Command for Answer {
    const NAME: &'static str = "incoming.answer";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(IncomingVisit::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = (Seen, Record<MailItem>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        Ok((seen(loader, self.visit)?, loader.named("mail_item", self.mail_item)?))
    }

    fn decide(&self, (seen, mail): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        outgoing_letter(&mail, Some(seen.0.visit.body.person.raw()), "mail_item")?;
        stands(&seen, cx)?;
        step(&seen.0.visit, cx, None, Some(mail.head.id), |v| v.answered_by = Some(mail.id()))
    }
}

on_record! {
    /// Puts them on the list of the gate.
    List = "incoming.list" on visit: IncomingVisit, by WORKERS, for PURPOSE, {}
    |_this, visit, cx| step(&visit, cx, None, None, |_| {})
}

/// Lets them in: on a day of the visit, while nothing stands in the way at this very moment.
#[derive(Clone, Debug, Fields)]
pub struct LetIn {
    /// The visit.
    #[field(hidden)]
    pub visit: Id<IncomingVisit>,
}

impl Command for LetIn {
    const NAME: &'static str = "incoming.let_in";
    const DUTIES: &'static [Duty] = GATE;
    const ON: Option<&'static str> = Some(IncomingVisit::NAME);
    const PURPOSE: &'static str = PURPOSE;
    type Loaded = Seen;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        seen(loader, self.visit)
    }

    fn decide(&self, seen: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let visit = &seen.0.visit;
        if !(visit.body.valid_from..=visit.body.valid_until).contains(&cx.today) {
            return Err(Refusal::new("incoming-not-today").into());
        }
        stands(&seen, cx)?;
        let given = badge(&visit.body, &seen.1.visits, cx.policy);
        step(visit, cx, None, None, |v| v.badge = Some(given))
    }
}

on_record! {
    /// They leave the house.
    LetOut = "incoming.let_out" on visit: IncomingVisit, by GATE, for PURPOSE, {}
    |_this, visit, cx| step(&visit, cx, None, None, |_| {})
}

ledger::by_day! {
    /// Its last day is past.
    End = "incoming.end" on visit: IncomingVisit, as JOB, for PURPOSE,
    |visit, cx| {
        if visit.body.valid_until >= cx.today {
            return Err(Refusal::new("visit-not-over").with("date", visit.body.valid_until.to_string()).into());
        }
        step(&visit, cx, None, None, |_| {})
    }
}

on_record! {
    /// They may not come.
    Refuse = "incoming.refuse" on visit: IncomingVisit, by WORKERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, visit, cx| step(&visit, cx, Some(&this.reason), None, |_| {})
}

on_record! {
    /// They stood at the gate and were not let in.
    TurnAway = "incoming.turn_away" on visit: IncomingVisit, by GATE, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, visit, cx| step(&visit, cx, Some(&this.reason), None, |_| {})
}

on_record! {
    /// They do not come after all.
    Cancel = "incoming.cancel" on visit: IncomingVisit, by WORKERS, for PURPOSE, {
        /// Why.
        #[field(long)]
        reason: String,
    }
    |this, visit, cx| step(&visit, cx, Some(&this.reason), None, |_| {})
}
