//! Taking back the end of a case: it stands where it stood before, and the clock and the standard of that step run on. The time in between is nobody's.

use kernel::{Duty, Fields, Id, Record, RecordId, Refusal, Refused, Register};
use ledger::transition::{Transition, step_back};
use ledger::{Changes, Command, Context, Error, Loader};
use spine::cases::queue::reopened;
use spine::cases::urgency::carried;
use spine::clearances::commands::{incoming_letter, outgoing_letter};
use spine::mail::{Direction, MailItem};

use super::commands::WORKERS;
use super::reasons::ReopenReason;
use super::{LIFECYCLE, PscCase};

/// Opens a closed case again, where nothing was decided in it.
#[derive(Clone, Debug, Fields)]
pub struct Reopen {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// Why.
    pub reason_code: ReopenReason,
    /// In words.
    #[field(long)]
    pub reason: String,
    /// What shows it: a letter, a note, a call with its date.
    #[field(long)]
    pub shown_by: String,
    /// The letter, where the end was told or came by letter: out to whom it was told, in from whom it came.
    pub mail_item: Option<Id<MailItem>>,
}

/// What reopening needs to know.
pub struct ToReopen {
    case: Record<PscCase>,
    others: Vec<Record<PscCase>>,
    moves: Vec<Transition>,
    /// Which way the letter went by which it was closed.
    told: Option<Direction>,
    mail: Option<Record<MailItem>>,
}

impl Command for Reopen {
    const NAME: &'static str = "case.reopen";
    const DUTIES: &'static [Duty] = WORKERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "clearance";
    type Loaded = ToReopen;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let mail = self.mail_item.map(|id| loader.named("mail_item", id)).transpose()?;
        let others = loader.view().having::<PscCase>("person", case.body.person.raw())?;
        let moves = loader.view().transitions(PscCase::NAME, case.head.id)?;
        let moves: Vec<Transition> = moves.into_iter().map(|moved| moved.body).collect();
        let evidence: Option<RecordId> = moves.last().and_then(|closing| closing.evidence);
        let letter = evidence.map(|id| loader.facts(|view| view.having_any::<MailItem>("id", &[id]))).transpose()?;
        let told = letter.and_then(|found| found.first().map(|letter| letter.body.direction));
        Ok(ToReopen { case, others, moves, told, mail })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToReopen { case, others, moves, told, mail } = loaded;
        let stood = moves.last().map(|closing| closing.from_state.clone()).unwrap_or_default();
        let changes =
            step_back(&case, &stood, cx, Some(&format!("{} · {}", self.reason, self.shown_by)), self.mail_item.map(Id::raw), |c| {
                (c.priority, c.urgent_until) = carried(c.priority, c.urgent_until, cx.today);
                // How long its step goes on does not follow from when it came back.
                c.lane = reopened(&LIFECYCLE, c.state.code());
            })?;
        let mut wrong = Vec::new();
        if case.body.decision.is_some() {
            wrong.push(Refusal::new("case-decided"));
        }
        let open = |c: &&Record<PscCase>| c.head.id != case.head.id && LIFECYCLE.state(c.body.state.code()).is_some_and(|s| s.open);
        let conflicts = |c: &&Record<PscCase>| !case.body.kind.path().beside && !c.body.kind.path().beside;
        if let Some(other) = others.iter().filter(open).find(conflicts) {
            wrong.push(Refusal::new("case-open-already").with("number", other.body.number.as_str()));
        }
        // What was told by letter is taken back by letter.
        let about = Some(case.body.person.raw());
        match (&mail, told) {
            (None, Some(_)) => wrong.push(Refusal::new("reopened-without-letter").at("mail_item")),
            (Some(mail), Some(Direction::Incoming)) => wrong.extend(incoming_letter(mail, about, "mail_item").err()),
            (Some(mail), Some(Direction::Outgoing)) => wrong.extend(outgoing_letter(mail, about, "mail_item").err()),
            (_, None) => {}
        }
        let closing = moves.last().and_then(|closing| closing.evidence);
        wrong.extend(mail.filter(|mail| closing == Some(mail.head.id)).map(|_| Refusal::new("reopened-by-its-end").at("mail_item")));
        Refused::unless_empty(wrong)?;
        Ok(changes.coded([self.reason_code.code()]))
    }
}
