//! A few concerns, as invented as everything here: sealed, inside their compartment, one of them concluded.

use kernel::{RecordId, Value};
use ledger::Error;

use super::Maker;

/// Channel, topic, text, and how it ended.
const CONCERNS: [(&str, &str, &str, Option<&str>); 3] = [
    (
        "own_report",
        "finances",
        "Invented: reports debts from the renovation of a house, with a plan of repayment.",
        Some("resolved_no_effect"),
    ),
    ("third_party", "foreign_contacts", "Invented: a colleague mentions regular contacts that were not reported.", None),
    ("anonymous_report", "handling_of_information", "Invented: a note says that papers were taken home.", None),
];

impl Maker<'_> {
    /// Records them about people who have been there from the start.
    pub(super) fn concerns(&self) -> Result<(), Error> {
        let today = self.ledger.today();
        let people: Vec<RecordId> = self.people.iter().map(|p| p.id).filter(|id| *id != RecordId::NIL).collect();
        for ((channel, topic, text, ended), person) in CONCERNS.into_iter().zip(people.into_iter().skip(3).step_by(5)) {
            let input = [
                ("person", Value::from(person)),
                ("received_on", today.into()),
                ("channel", channel.into()),
                ("topic", topic.into()),
                ("text", text.into()),
            ];
            let concern = Self::made(&self.does("anna", "concerns.record", &input)?)?;
            if let Some(ended) = ended {
                self.does("helene", "concerns.conclude", &[("concern", concern.into()), ("concluded_as", ended.into())])?;
            }
        }
        Ok(())
    }
}
