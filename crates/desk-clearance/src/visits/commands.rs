//! The moves of a request for visit. What stands in its way refuses it, all at once, when it is validated and again when it is sent.

use std::collections::HashSet;

use kernel::{Duty, Fields, Id, Job, Record, RecordId, Refusal, Refused, Register, fold};
use ledger::transition::step;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::mail::MailItem;

use super::queries::{Standards, standards, trip};
use super::rules::{Fault, Trip};
use super::{AmendmentKind, VisitAmendment, VisitRequest, Visitor, VisitorAnswer, checks, writing};
use crate::cases::commands::WORKERS;

/// The commands on requests for visit.
pub fn all() -> Vec<CommandDef> {
    vec![
        CommandDef::of::<writing::Prepare>(),
        CommandDef::of::<writing::Edit>(),
        CommandDef::of::<writing::AddSite>(),
        CommandDef::of::<writing::DropSite>(),
        CommandDef::of::<writing::AddVisitor>(),
        CommandDef::of::<writing::DropVisitor>(),
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
        CommandDef::of::<checks::WriteVisitCheck>(),
        CommandDef::of::<Cancel>(),
    ]
}

/// The job that moves visits on their days.
pub const JOB: Job = Job::named("visits");
pub(super) const PURPOSE: &str = "visits";

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

/// A request that somebody moves, with its party. Who does not see the whole party, their own line among it, does not move it.
pub(super) fn moved(loader: &mut Loader<'_, '_>, id: Id<VisitRequest>) -> Result<(Record<VisitRequest>, Vec<Record<Visitor>>), Error> {
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
    outgoing_letter(mail, None, "mail_item")?;
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
    incoming_letter(mail, None, "mail_item")?;
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

ledger::by_day! {
    /// Its first day has come.
    Begin = "visits.begin" on request: VisitRequest, as JOB, for PURPOSE,
    |request, cx| {
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

ledger::by_day! {
    /// Its last day is past, and nobody has been there.
    Expire = "visits.expire" on request: VisitRequest, as JOB, for PURPOSE,
    |request, cx| {
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
