//! What is protected, as invented as everything here: a few concerns, sealed inside their compartment, one of them concluded; and two who left
//! long ago, one whose file is due for disposal, one whose file is held; and one whose file was disposed of.

use kernel::{Fields, RecordId, Value};
use ledger::{Command, Error};
use spine::concerns::commands::{JOB, TakeReport};
use spine::quarantine::{self, Entrance, Keep};

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
        // And one that came by the open page, about nobody the system knows of.
        let told =
            ["Invented: somebody at the front desk lends the visitors' badges out.", "Whoever is there on Fridays", "Since the summer"];
        self.ledger.work(JOB, TakeReport::NAME, told.map(Value::from).to_vec(), None).wait().map(|_| ())
    }

    /// A file that was refused when somebody brought it, and that waits.
    pub(super) fn refused_file(&self) -> Result<(), Error> {
        let brought_by = self.ledger.read(self.user("tomas"), |view| Ok(view.person())).wait()?;
        let keep = Keep {
            name: "scan.exe".to_owned(),
            entrance: Entrance::Mail,
            brought_by,
            refused_en: "Invented: “scan.exe” is of no type that is taken.".to_owned(),
            refused_fr: "Inventé\u{202f}: «\u{202f}scan.exe\u{202f}» n’est d’aucun type accepté.".to_owned(),
            file: b"MZ: invented, and nothing that runs".to_vec(),
        };
        self.ledger.work(quarantine::JOB, Keep::NAME, keep.to_values(), None).wait().map(|_| ())
    }

    /// Three who left their posts before the office had this system; of one the file is gone.
    pub(super) fn former(&self) -> Result<(), Error> {
        let former = [("Marguerite", "Aubry", "AR-0001"), ("Anselm", "Vogt", "AR-0002"), ("Ernst", "Kolb", "AR-0003")];
        for (at, (given, surname, post)) in former.into_iter().enumerate() {
            let input =
                [("surname", Value::from(surname)), ("given", given.into()), ("nationality", "LUX".into()), ("status", "left".into())];
            let person = Self::made(&self.does("anna", "people.add", &input)?)?;
            let post = Self::made(&self.does("anna", "posts.add", &[("number", post.into()), ("title", "Archivist".into())])?)?;
            let left = [
                ("person", Value::from(person)),
                ("post", post.into()),
                ("kind", "staff".into()),
                ("valid_from", "2011-03-01".into()),
                ("valid_until", "2019-06-30".into()),
            ];
            self.does("anna", "assignments.add", &left)?;
            if at == 2 {
                self.both("anna", "helene", "disposals.dispose", &[("person", person.into())])?;
            }
            if at == 1 {
                let hold =
                    [("person", Value::from(person)), ("reason", "pending_proceedings".into()), ("valid_from", self.ledger.today().into())];
                self.does("helene", "holds.place", &hold)?;
            }
        }
        Ok(())
    }
}
