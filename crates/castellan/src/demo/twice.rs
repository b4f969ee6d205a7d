//! What is planted about people kept once: somebody entered twice, once as the passport spells them; somebody found under the name of their birth; and
//! a firm the office speaks with.

use kernel::{RecordId, Value};
use ledger::Error;

use super::Maker;

impl Maker<'_> {
    /// Enters them, as the office would.
    pub(super) fn kept_once(&self) -> Result<(), Error> {
        let entry = |surname: &str, given: &str, number: Value| {
            [
                ("surname", Value::from(surname)),
                ("given", given.into()),
                ("nationality", "DEU".into()),
                ("birth_date", "1984-11-03".into()),
                ("personnel_number", number),
                ("status", "active".into()),
            ]
        };
        Self::made(&self.does("marie", "people.add", &entry("Köhler", "Jürgen", "704411".into()))?)?;
        Self::made(&self.does("paul", "people.add", &entry("Koehler", "Juergen", Value::Null))?)?;
        if let Some(person) = self.people.iter().map(|p| p.id).find(|id| *id != RecordId::NIL) {
            let name = [
                ("person", Value::from(person)),
                ("kind", "name_at_birth".into()),
                ("surname", "Vandermeulen".into()),
                ("given", "Alix".into()),
                ("source", "Certificate of birth".into()),
            ];
            self.does("paul", "person_names.add", &name)?;
        }
        let firm = [
            ("kind", Value::from("firm")),
            ("name_en", "Ardent Systems".into()),
            ("name_fr", "Ardent Systems".into()),
            ("nation", "BEL".into()),
        ];
        let firm = Self::made(&self.does("tomas", "organisations.add", &firm)?)?;
        let contact = [("organisation", Value::from(firm)), ("name", "Lise Carpentier".into()), ("role", "Security officer".into())];
        let contact = Self::made(&self.does("tomas", "contacts.add", &contact)?)?;
        let said = [
            ("happened_on", self.ledger.today().into()),
            ("channel", "by_call".into()),
            ("contact", contact.into()),
            ("subject", "Dates of the yearly visit".into()),
            ("summary", "They propose the second week of the month and send names by Friday.".into()),
        ];
        self.does("marie", "communications.add", &said).map(|_| ())
    }
}
