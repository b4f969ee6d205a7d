//! The planted defects, and the key that names them.

use kernel::{RecordId, Register, Value};
use ledger::Error;
use spine::people::Person;

use super::on_call::Gap;
use super::{Maker, NATIONS, Plant};

impl Maker<'_> {
    pub(super) fn planted(&self, at: usize) -> Result<(), Error> {
        let (person, today) = (self.people[at].id, self.ledger.today());
        match self.people[at].plant {
            Plant::Suspended => {
                let authority = NATIONS
                    .iter()
                    .position(|n| *n == self.people[at].nation)
                    .and_then(|i| self.authorities.get(i))
                    .copied()
                    .unwrap_or(RecordId::NIL);
                let mail = self.letter(person, at, "incoming", "decision", "Notice of an authority")?;
                let input = [
                    ("person", Value::Id(person)),
                    ("kind", "suspend".into()),
                    ("authority", authority.into()),
                    ("level", self.people[at].required.into()),
                    ("decided_on", today.into()),
                    ("reason_code", "under_review".into()),
                    ("source", mail.into()),
                ];
                self.both("paul", "anna", "clearances.record_adverse", &input)?;
            }
            Plant::BelowRequirement => {
                let read = self.ledger.read(self.user("marie"), move |view| view.having::<spine::posts::Assignment>("person", person));
                let higher = if self.people[at].required == "C" { "S" } else { "TS" };
                let category = (self.people[at].required == "TS").then_some("ATOMAL");
                for assignment in read.wait()? {
                    let input = [
                        ("post", Value::Id(assignment.body.post.raw())),
                        ("level", higher.into()),
                        ("categories", category.map_or(Value::Null, Value::from)),
                        ("reason", "The post handles new holdings".into()),
                        ("valid_from", today.into()),
                    ];
                    self.does("anna", "clearance_requirements.add", &input)?;
                }
            }
            Plant::CertificateReturned => self.on_certificates(person, &[("returned_on", today.into())])?,
            _ => {}
        }
        Ok(())
    }

    /// Writes more on each certificate of somebody.
    pub(super) fn on_certificates(&self, person: RecordId, more: &[(&'static str, Value)]) -> Result<(), Error> {
        let read = self.ledger.read(self.user("marie"), move |view| view.having::<spine::clearances::Certificate>("person", person));
        for certificate in read.wait()? {
            let body = &certificate.body;
            let stands = [
                ("record", certificate.head.id.into()),
                ("version", certificate.head.version.into()),
                ("person", person.into()),
                ("decision", body.decision.map_or(Value::Null, |d| Value::Id(d.raw()))),
                ("model", body.model.code().into()),
                ("number", body.number.as_str().into()),
                ("level", body.level.0.as_str().into()),
                ("valid_from", body.valid_from.into()),
                ("valid_until", body.valid_until.map_or(Value::Null, Value::from)),
            ];
            self.does("marie", "certificates.change", &[stands.as_slice(), more].concat())?;
        }
        Ok(())
    }

    /// Who lacks what today, and why: the key against which the product's own answer is held.
    pub(super) fn answer_key(&self) -> String {
        let planted = self.people.iter().filter(|s| s.plant != Plant::Nothing && s.id != RecordId::NIL);
        let lines = planted.map(|s| serde_json::json!({"person": s.id.outward(Person::DEF.prefix), "name": format!("{} {}", s.name.0, s.name.1), "defect": s.plant.code()}));
        serde_json::to_string_pretty(
            &serde_json::json!({"lacking": lines.collect::<Vec<_>>(), "on_call": self.gap.iter().map(Gap::key).collect::<Vec<_>>(), "cabinet": self.cabinet.key(), "holdings": self.holdings.key(), "quality": self.quality_key(), "ideas": self.ideas_key()}),
        )
        .unwrap_or_default()
    }
}
