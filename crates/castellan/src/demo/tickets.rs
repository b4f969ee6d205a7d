//! What is asked of the office, and what becomes of it.

use jiff::ToSpan;
use kernel::{Clock, RecordId, Value};
use ledger::Error;

use super::{Maker, What};

/// A ticket of the demo.
pub struct Ticket {
    title: &'static str,
    requester: &'static str,
    desk: &'static str,
    /// So many days before the end it is opened.
    pub before: i64,
    /// After how many days each what becomes of it.
    then: &'static [(i64, &'static str)],
}

/// The tickets of the demo.
pub const TICKETS: &[Ticket] = &[
    Ticket {
        title: "Where the request of the new liaison officer stands",
        requester: "Programme office",
        desk: "desk_clearance",
        before: 12,
        then: &[(1, "tickets.take"), (2, "tickets.resolve"), (2, "tickets.close")],
    },
    Ticket {
        title: "Which form an engineer on loan needs",
        requester: "Procurement",
        desk: "desk_clearance",
        before: 9,
        then: &[(1, "tickets.take"), (1, "tickets.ask")],
    },
    Ticket {
        title: "A copy of the covering letter of May",
        requester: "Head office",
        desk: "desk_registry",
        before: 6,
        then: &[(2, "tickets.take")],
    },
    Ticket {
        title: "Holders at the annex, for the move",
        requester: "Facilities",
        desk: "desk_clearance",
        before: 4,
        then: &[(1, "tickets.make_urgent")],
    },
    Ticket { title: "Wording of the notice on retention", requester: "Legal office", desk: "desk_policy", before: 2, then: &[] },
];

impl Maker<'_> {
    pub(super) fn asked(&mut self, at: usize) -> Result<(), Error> {
        let Ticket { title, requester, desk, .. } = TICKETS[at];
        let input = [("title", Value::from(title)), ("requester", requester.into()), ("desk", desk.into())];
        let ticket = self.does("tomas", "tickets.open", &input)?;
        self.then(Self::made(&ticket)?, at, 0);
        Ok(())
    }

    fn then(&mut self, ticket: RecordId, at: usize, step: usize) {
        if let Some((days, _)) = TICKETS[at].then.get(step) {
            let day = (self.clock.now().as_microsecond() - self.start.as_microsecond()) / 86_400_000_000 + days;
            self.at(day, What::Answered { ticket, at, step });
        }
    }

    pub(super) fn answered(&mut self, ticket: RecordId, at: usize, step: usize) -> Result<(), Error> {
        let command = TICKETS[at].then[step].1;
        let on = ("ticket", Value::Id(ticket));
        match command {
            "tickets.make_urgent" => {
                let until = self.ledger.today().checked_add(14.days()).unwrap_or_else(|_| self.ledger.today());
                let input = [
                    on,
                    ("level", "urgent".into()),
                    ("requester", TICKETS[at].requester.into()),
                    ("reason", "The vans are booked".into()),
                    ("expires_on", until.into()),
                ];
                self.both("paul", "anna", command, &input)?;
            }
            "tickets.ask" => drop(self.does("paul", command, &[on, ("reason", "For which site?".into())])?),
            "tickets.resolve" => drop(self.does("paul", command, &[on, ("reply", "With the authority since March".into())])?),
            _ => drop(self.does("paul", command, &[on])?),
        }
        self.then(ticket, at, step + 1);
        Ok(())
    }
}
