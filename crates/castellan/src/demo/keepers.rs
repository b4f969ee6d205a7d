//! The keepers of the demo's registries are cleared: each by a case of their own, worked through by colleagues, so that they may hold what is CONFIDENTIAL.

use jiff::ToSpan;
use kernel::{Id, RecordId, Value};
use ledger::Error;
use spine::people::Person;

use super::{Maker, NATIONS, USERS};

/// Who is cleared, and who works on it; nobody handles their own file.
const KEEPERS: [(&str, &str); 3] = [("tomas", "marie"), ("paul", "marie"), ("marie", "paul")];
/// The level of their posts.
const LEVEL: &str = "S";

impl Maker<'_> {
    /// The cases of all keepers, from the request to the briefing.
    pub(super) fn keepers_cleared(&self) -> Result<(), Error> {
        KEEPERS.into_iter().try_for_each(|(keeper, by)| self.cleared(keeper, by))
    }

    /// Their refreshers.
    pub(super) fn keepers_briefed(&self) -> Result<(), Error> {
        let today = self.ledger.today();
        let due = today.checked_add(spine::clearances::rules::months(12)).unwrap_or(today);
        for (keeper, by) in KEEPERS {
            let person: RecordId = self.ledger.read(self.user(keeper), |view| Ok(view.person())).wait()?;
            let given = [
                ("person", Value::from(person)),
                ("kind", "nato".into()),
                ("language", "en".into()),
                ("given_on", today.into()),
                ("next_due", due.into()),
                ("signed_how", "Annual refresher, signed".into()),
            ];
            self.does(by, "briefings.record", &given)?;
        }
        Ok(())
    }

    fn cleared(&self, keeper: &str, by: &str) -> Result<(), Error> {
        let today = self.ledger.today();
        let person: RecordId = self.ledger.read(self.user(keeper), |view| Ok(view.person())).wait()?;
        let stood = self.ledger.read(self.user(by), move |view| view.get::<Person>(Id::new(person))).wait()?;
        let known = [
            ("record", Value::from(person)),
            ("version", stood.head.version.into()),
            ("surname", stood.body.surname.as_str().into()),
            ("given", stood.body.given.as_str().into()),
            ("nationality", stood.body.nationality.0.as_str().into()),
            ("personnel_number", format!("SO-{keeper}").into()),
            ("birth_date", "1979-04-02".into()),
            ("status", "active".into()),
        ];
        self.does(by, "people.change", &known)?;
        let post = [("number", Value::from(format!("SO-{keeper}"))), ("unit", "Security office".into())];
        let post = Self::made(&self.does(by, "posts.add", &post)?)?;
        let needs = [("post", Value::from(post)), ("level", LEVEL.into()), ("valid_from", today.into())];
        self.does(by, "clearance_requirements.add", &needs)?;
        let holds = [("person", Value::from(person)), ("post", post.into()), ("kind", "staff".into()), ("valid_from", today.into())];
        self.does(by, "assignments.add", &holds)?;
        let wish = [("person", Value::from(person)), ("kind", "initial".into()), ("level", LEVEL.into()), ("priority", "routine".into())];
        let case = Self::made(&self.does(by, "case.open", &wish)?)?;
        let on = || ("case", Value::from(case));
        self.does(by, "case.confirm_need", &[on()])?;
        self.does(by, "case.invite_subject", &[on(), ("consent_notice", "Notice 3 (2024)".into())])?;
        self.does(by, "case.hand_over_forms", &[on()])?;
        self.does(by, "case.complete", &[on(), ("checklist_done", 1.into())])?;
        let nation = USERS.iter().find(|user| user.0 == keeper).map_or("", |user| user.3);
        let authority = NATIONS.iter().position(|own| *own == nation).and_then(|at| self.authorities.get(at)).copied();
        let letter = |direction: &str, kind: &str, subject: &str| {
            self.tick();
            let input = [
                ("direction", Value::from(direction)),
                ("kind", kind.into()),
                ("subject", subject.into()),
                ("document_date", today.into()),
                ("received_on", today.into()),
                ("authority", authority.map_or(Value::Null, Value::Id)),
                ("channel", "courier".into()),
                ("concerns", case.into()),
                ("person", person.into()),
            ];
            self.does(by, "mail.register", &input).and_then(|receipt| Self::made(&receipt))
        };
        let sent = letter("outgoing", "request", "Request for a personnel security clearance")?;
        self.does(by, "case.dispatch", &[on(), ("mail_item", sent.into())])?;
        self.does(by, "case.acknowledge", &[on(), ("authority_reference", format!("{nation}-{keeper}").into())])?;
        let came = letter("incoming", "decision", "Decision on an application")?;
        self.does(by, "case.receive_decision", &[on(), ("mail_item", came.into())])?;
        let decided = [
            on(),
            ("outcome", Value::from("grant")),
            ("reference", format!("{nation}/{}/{keeper}", today.year()).into()),
            ("level", LEVEL.into()),
            ("decided_on", today.checked_sub(4.days()).unwrap_or(today).into()),
        ];
        self.both(by, "anna", "case.record_decision", &decided)?;
        self.both("anna", "helene", "case.authorise_access", &[on()])?;
        let briefed = [
            on(),
            ("given_on", today.into()),
            ("signed_how", "Signed before a colleague of the office".into()),
            ("certificate_number", format!("{nation}/{}/C-{keeper}", today.year()).into()),
            ("held_at", "Safe 2, shelf 1".into()),
        ];
        self.does(by, "case.acknowledge_briefing", &briefed).map(drop)
    }
}
