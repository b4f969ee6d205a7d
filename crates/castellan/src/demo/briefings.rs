//! Briefings of the demo: a campaign that runs, two of whose people are late; a condition that is not met; a change that a holder reported.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{RecordId, Value};
use ledger::Error;
use spine::briefings::invitations::JOB;
use spine::briefings::queries::{asked, turning};
use spine::briefings::rules::Turn;
use spine::clearances::{Decision, DecisionKind};

use super::{Event, Maker, Plant, What};

/// Whose acknowledgement is missing when the demo begins; the others have answered.
const LATE: usize = 2;
/// Days before the end of the history on which the campaign starts.
const DAYS: i64 = 30;

/// So many people the authority grants something with conditions.
const CONDITIONAL: usize = 8;
/// Days until a condition that is kept rather than met is looked at again.
const KEPT_DAYS: i64 = 180;

impl Maker<'_> {
    /// Starts a campaign a month before the end of the history; answered by all but two once its days are over.
    pub(super) fn campaign(&self) -> Result<(), Error> {
        let today = self.ledger.today();
        let day = |days: i64| Value::from(today.saturating_add(days.days()));
        let input = [
            ("title", Value::from("Refresher: handling of NATO information")),
            ("kind", "nato".into()),
            ("due_before", day(60)),
            ("text_version", "NATO briefing, edition 4".into()),
            ("instructions", "Security pages of the intranet, or room 12 on Tuesdays".into()),
            ("remind_on", day(10)),
            ("answer_by", day(20)),
            ("escalate_on", day(25)),
        ];
        let campaign = match self.does("paul", "briefing_campaigns.start", &input) {
            // A small agency may have nobody who is due.
            Err(Error::Refused(refused)) if refused.codes() == ["campaign-asks-nobody"] => return Ok(()),
            started => Self::made(&started?)?,
        };
        let account = self.user("paul");
        let all = self.ledger.read(account, move |view| asked(view, kernel::Id::new(campaign))).wait()?;
        let lapsed = |person: RecordId| self.people.iter().any(|p| p.id == person && p.plant == Plant::BriefingLapsed);
        // Whose briefing was planted as lapsed stays so.
        let (late, mut signs): (Vec<_>, Vec<_>) = all.iter().map(|a| a.invitation.body.person.raw()).partition(|person| lapsed(*person));
        signs.truncate(signs.len().saturating_sub(LATE.saturating_sub(late.len())));
        for person in signs {
            let signed = [
                ("person", Value::from(person)),
                ("kind", "nato".into()),
                ("given_on", today.into()),
                ("language", "en".into()),
                ("text_version", "NATO briefing, edition 4".into()),
                ("signed_how", "On paper, in the refresher of the unit".into()),
            ];
            self.does("paul", "briefings.record", &signed)?;
        }
        Ok(())
    }

    /// What the system does about invitations on the day of the history it has come to.
    pub(super) fn reminders(&self) -> Result<(), Error> {
        for (invitation, turn) in self.ledger.read_as_rule(turning).wait()? {
            let command = match turn {
                Turn::Remind => "briefing_invitations.remind",
                Turn::Escalate => "briefing_invitations.escalate",
            };
            self.ledger.work(JOB, command, vec![invitation.into()], None).wait()?;
        }
        Ok(())
    }

    /// A condition that is due today and not met, one change that waits, and what the holder is asked for.
    pub(super) fn aftercare(&self) -> Result<(), Error> {
        let today = self.ledger.today();
        let account = self.user("paul");
        let conditional =
            self.ledger.read(account, |view| view.having::<Decision>("kind", DecisionKind::GrantWithConditions.code())).wait()?;
        if let Some(decision) = conditional.first() {
            let set = [
                ("decision", Value::from(decision.head.id)),
                ("title", "Yearly statement of debts to the authority".into()),
                ("colleague", "marie".into()),
                ("due_on", today.into()),
            ];
            self.does("paul", "conditions.set", &set)?;
            // The rules of two nations let no condition be told; of the others one is told to the firm.
            if !["EST", "NOR"].contains(&decision.body.nation.0.as_str()) {
                let told = [
                    ("decision", Value::from(decision.head.id)),
                    ("title", "Journeys outside the member nations are announced a month before".into()),
                    ("due_on", today.saturating_add(KEPT_DAYS.days()).into()),
                    ("for_employer", Value::Int(1)),
                ];
                self.does("paul", "conditions.set", &told)?;
                let firm = [("record", decision.body.person.raw().into()), ("register", "people".into()), ("realm", "SENTINEL".into())];
                self.both("anna", "helene", "realms.assign", &firm)?;
            }
        }
        let holder = self.people.iter().find(|p| p.id != RecordId::NIL && p.plant == Plant::Nothing);
        if let Some(holder) = holder {
            let change = [
                ("person", Value::from(holder.id)),
                ("change", "change_partner".into()),
                ("changed_on", moved(today).into()),
                ("text", "Invented: married last week; the spouse has another nationality.".into()),
            ];
            self.does("marie", "change_reports.enter", &change)?;
        }
        // The holder at the screen is asked for two, so that one can be acknowledged in each language.
        let noor: RecordId = self.ledger.read(self.user("noor"), |view| Ok(view.person())).wait()?;
        for kind in ["travel", "courier"] {
            let ask = [
                ("person", Value::from(noor)),
                ("kind", kind.into()),
                ("text_version", "Edition 2".into()),
                ("instructions", "Security pages of the intranet".into()),
                ("remind_on", today.saturating_add(14.days()).into()),
                ("answer_by", today.saturating_add(21.days()).into()),
                ("escalate_on", today.saturating_add(28.days()).into()),
            ];
            self.does("paul", "briefing_invitations.invite", &ask)?;
        }
        Ok(())
    }

    /// Puts the days of the campaign into the history, counted from its end: it starts, the system reminds, the head of office is told.
    pub(super) fn plan_campaign(&mut self) {
        for (before, starts) in [(DAYS, true), (DAYS - 10, false), (DAYS - 25, false)] {
            self.turn += 1;
            let at = self.end.as_microsecond() - before * 86_400_000_000;
            self.events.push(Reverse(Event { at, turn: self.turn, what: What::Campaign(starts) }));
        }
    }

    /// How an authority decides that does not refuse: about a few with conditions.
    pub(super) fn outcome(&self, at: usize) -> &'static str {
        let first = self.people.len() * 4 / 5;
        if (first..first + CONDITIONAL).contains(&at) { "grant_with_conditions" } else { "grant" }
    }
}

fn moved(today: Date) -> Date {
    today.saturating_sub(7.days())
}
