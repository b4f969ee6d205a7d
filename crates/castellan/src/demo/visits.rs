//! Visits of the demo: one that stands, one that a suspension turned red, one that waits, one that is being changed, one with planted faults; and guests at the gate.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::clock::Clock;
use kernel::{RecordId, Value};
use ledger::{Error, Receipt};
use spine::clearances::Need;
use spine::clearances::queries::{facts, rulebook};
use spine::clearances::rules::{required, throughout};

use super::{Maker, NATIONS, Plant};

/// How many travel, with whoever is planted among them.
const TRAVELLERS: usize = 6;

impl Maker<'_> {
    /// The visits; none in an agency in which nobody could travel.
    pub(super) fn visits(&mut self) -> Result<(), Error> {
        let today = self.ledger.today();
        let in_days = |days: i64| today.checked_add(days.days()).unwrap_or(today);
        let travellers = self.travellers(in_days(80))?;
        if let [first, second, suspended, waiting, planted, third] = travellers.as_slice() {
            self.request("DEU", ("Acceptance of the antenna hall", in_days(34)), &[(*first, in_days(700)), (*second, in_days(700))], true)?;
            self.request("BEL", ("Handover of the ground station", in_days(40)), &[(*third, in_days(700))], true)?;
            self.request("NLD", ("Programme review", in_days(27)), &[(*suspended, in_days(700))], true)?;
            self.people[*suspended].plant = Plant::Suspended;
            self.tick();
            self.planted(*suspended)?;
            let request = self.drafted("FRA", ("Contract negotiation", in_days(45)), &[(*waiting, in_days(700))])?;
            self.does("paul", "visits.validate", &[("request", request.into())])?;
            let letter = self.of_visit(request, *waiting, "outgoing", "Request for visit")?;
            self.does("paul", "visits.send_to_own_nsa", &[("request", request.into()), ("mail_item", letter.into())])?;
            // Approved, and now the host's site is closed that week: the request is being changed.
            let moved = self.request("DEU", ("Survey of the relay site", in_days(52)), &[(*waiting, in_days(700))], true)?;
            let why = [("request", Value::Id(moved)), ("kind", "amend_dates".into()), ("reason", "The site is closed that week.".into())];
            self.does("paul", "visits.amend", &why)?;
            // The passport ends on the second of three days, Italy wants twenty working days, and the certificate bears another name.
            let name = format!("{} {}-Lund", self.people[*planted].name.1, self.people[*planted].name.0);
            self.on_certificates(self.people[*planted].id, &[("name_printed", name.into())])?;
            self.drafted("ITA", ("Workshop on logistics", in_days(9)), &[(*planted, in_days(10))])?;
            let again = ("Recurring visits: ground segment", in_days(40));
            self.drafted_with("BEL", again, in_days(190), &[(*first, in_days(700))], &[("kind", "visit_recurring".into())])?;
            let why = "The line has failed; without it the host sends nothing.";
            let soon = [("kind", "visit_emergency".into()), ("emergency_reason", why.into())];
            let repair = ("Repair of the cipher line", in_days(2));
            let repair = self.drafted_with("NLD", repair, in_days(3), &[(*second, in_days(700))], &soon)?;
            self.does("paul", "visits.validate", &[("request", repair.into())])?;
        }
        self.guests(today)
    }

    /// People whose access covers what their post requires until a day, by their place.
    pub(super) fn travellers(&self, until: Date) -> Result<Vec<usize>, Error> {
        let people: Vec<(usize, RecordId)> = self
            .people
            .iter()
            .enumerate()
            .filter(|(_, p)| p.plant == Plant::Nothing && p.id != RecordId::NIL)
            .map(|(at, p)| (at, p.id))
            .collect();
        let read = self.ledger.read_as_rule(move |view| {
            let (rules, today) = (rulebook(view)?, view.today);
            let mut able = Vec::new();
            for (at, person) in people {
                let facts = facts(view, kernel::Id::new(person))?;
                let covers = |need: Need| throughout(&facts, (today, until), &need, &rules, view.policy).1;
                if required(&facts, today, view.policy).is_some_and(covers) {
                    able.push(at);
                }
                if able.len() == TRAVELLERS {
                    break;
                }
            }
            Ok(able)
        });
        read.wait()
    }

    /// A moment later: the book of letters is in the order of the clock.
    pub(super) fn tick(&self) {
        let later = self.clock.now().as_microsecond() + 1_000;
        self.clock.set(kernel::clock::from_micros(later));
    }

    /// A letter of a visit.
    fn of_visit(&self, request: RecordId, person: usize, direction: &str, subject: &str) -> Result<RecordId, Error> {
        self.tick();
        self.letter(request, person, direction, "letter", subject)
    }

    fn passport(&self, person: RecordId, nation: &str, until: Date) -> Result<RecordId, Error> {
        let input = [
            ("person", Value::Id(person)),
            ("kind", "passport".into()),
            ("number", format!("P{}", &person.outward("per")[4..12]).into()),
            ("issuer", nation.into()),
            ("valid_until", until.into()),
        ];
        Self::made(&self.does("marie", "identity_documents.add", &input)?)
    }

    /// The organisation in whose name the office asks.
    fn agency(&self) -> Result<RecordId, Error> {
        const NAME: &str = "Castellan Demonstration Agency";
        let known =
            self.ledger.read(self.user("marie"), |view| view.having::<spine::organisations::Organisation>("name_en", NAME)).wait()?;
        if let Some(known) = known.first() {
            return Ok(known.head.id);
        }
        let agency = [
            ("kind", Value::from("other_organisation")),
            ("name_en", NAME.into()),
            ("name_fr", "Agence de démonstration Castellan".into()),
            ("address", "1 Example Square, L-0000 Nowhere".into()),
            ("point_of_contact", "Anna Lindqvist, security office".into()),
            ("telephone", "+352 000 000".into()),
            ("email", "security.office@agency.example".into()),
        ];
        Self::made(&self.does("tomas", "organisations.add", &agency)?)
    }

    /// A draft of three days at a site, its visitors each with a passport until a day.
    fn drafted(&self, host: &str, what: (&str, Date), party: &[(usize, Date)]) -> Result<RecordId, Error> {
        self.drafted_with(host, what, what.1.checked_add(2.days()).unwrap_or(what.1), party, &[])
    }

    /// A draft of any kind; what is given beside comes before what is usual.
    fn drafted_with(
        &self,
        host: &str,
        (subject, from): (&str, Date),
        until: Date,
        party: &[(usize, Date)],
        more: &[(&'static str, Value)],
    ) -> Result<RecordId, Error> {
        let authority = NATIONS.iter().position(|n| *n == host).and_then(|at| self.authorities.get(at)).copied();
        let level =
            party.iter().map(|(at, _)| self.people[*at].required).min_by_key(|level| ["C", "S", "TS"].iter().position(|l| l == level));
        let input = [
            ("kind", Value::from("visit_one_time")),
            ("host", authority.map_or(Value::Null, Value::Id)),
            ("valid_from", from.into()),
            ("valid_until", until.into()),
            ("level", level.unwrap_or("C").into()),
            ("subject", subject.into()),
            ("justification", "The programme asks for it; the matter cannot be settled in writing.".into()),
            ("initiative", "government".into()),
            ("initiated_by", "visit_by_requester".into()),
            ("pertains_to", "programme".into()),
            ("pertains_reference", "PRG-7 (invented)".into()),
            ("security_officer", "Anna Lindqvist, security office".into()),
        ];
        let asker = [("requesting_organisation", Value::Id(self.agency()?))];
        let request = Self::made(&self.does("paul", "visits.prepare", &[more, &input, &asker].concat())?)?;
        let site = [
            ("request", Value::Id(request)),
            ("name", "Works of the programme".into()),
            ("address", format!("1 Industry Street, {}", self.nation_names(host).0).into()),
            ("contact", "The host’s project officer".into()),
            ("security_officer", "The host’s security officer".into()),
        ];
        self.does("paul", "visits.add_site", &site)?;
        for (at, until) in party {
            let someone = &self.people[*at];
            let passport = self.passport(someone.id, someone.nation, *until)?;
            let visitor = [
                ("request", Value::Id(request)),
                ("person", someone.id.into()),
                ("document", passport.into()),
                ("employer", "The agency".into()),
                ("position", "Engineer".into()),
            ];
            self.does("paul", "visits.add_visitor", &visitor)?;
        }
        Ok(request)
    }

    /// A request as far as the host's approval.
    fn request(&self, host: &str, what: (&str, Date), party: &[(usize, Date)], approved: bool) -> Result<RecordId, Error> {
        let request = self.drafted(host, what, party)?;
        let on = ("request", Value::Id(request));
        self.does("paul", "visits.validate", std::slice::from_ref(&on))?;
        let first = party.first().map_or(0, |(at, _)| *at);
        let letter = |direction: &str, subject: &str| self.of_visit(request, first, direction, subject);
        self.does("paul", "visits.send_to_host", &[on.clone(), ("mail_item", letter("outgoing", "Request for visit")?.into())])?;
        if approved {
            let reference = ("host_reference", Value::from("VISIT-2207"));
            self.does("paul", "visits.approve", &[on, ("mail_item", letter("incoming", "Approval of a visit")?.into()), reference])?;
        }
        Ok(request)
    }

    /// Guests: one on the list, one in the house, one whose attestation ends too early.
    fn guests(&self, today: Date) -> Result<(), Error> {
        let in_days = |days: i64| today.checked_add(days.days()).unwrap_or(today);
        let guests = [("Lefèvre", "Amélie", "BEL", "S", 30), ("Okonkwo", "Daniel", "GBR", "C", 30), ("Bianchi", "Marco", "ITA", "S", 1)];
        for (place, (surname, given, nation, attested, days)) in guests.into_iter().enumerate() {
            let person =
                [("surname", Value::from(surname)), ("given", given.into()), ("nationality", nation.into()), ("status", "active".into())];
            let person = Self::made(&self.does("marie", "people.add", &person)?)?;
            let passport = self.passport(person, nation, in_days(900))?;
            let mail = [
                ("direction", Value::from("incoming")),
                ("kind", "letter".into()),
                ("subject", "Announcement of a visitor".into()),
                ("document_date", today.into()),
                ("received_on", today.into()),
                ("correspondent", "A supplier".into()),
                ("channel", "email".into()),
                ("person", person.into()),
            ];
            self.tick();
            let mail = Self::made(&self.does("tomas", "mail.register", &mail)?)?;
            let asked = [
                ("person", Value::Id(person)),
                ("employer", "A supplier".into()),
                ("subject", "Progress meeting".into()),
                ("hosted_by", "Programme office, room 214".into()),
                ("valid_from", today.into()),
                ("valid_until", in_days(4).into()),
                ("level", "C".into()),
                ("asked_by", mail.into()),
                ("document", passport.into()),
            ];
            let visit = Self::made(&self.does("paul", "incoming.receive", &asked)?)?;
            let on = ("visit", Value::Id(visit));
            let attest = [
                on.clone(),
                ("attested_level", attested.into()),
                ("attested_until", in_days(days).into()),
                ("attested_by", "Their security officer".into()),
            ];
            self.does("paul", "incoming.check", &attest)?;
            if days < 4 {
                continue;
            }
            let answer = [
                ("direction", Value::from("outgoing")),
                ("kind", "letter".into()),
                ("subject", "Answer about a visitor".into()),
                ("document_date", today.into()),
                ("correspondent", "A supplier".into()),
                ("channel", "email".into()),
                ("person", person.into()),
            ];
            self.tick();
            let answer: Receipt = self.does("tomas", "mail.register", &answer)?;
            self.does("paul", "incoming.answer", &[on.clone(), ("mail_item", Self::made(&answer)?.into())])?;
            self.does("paul", "incoming.list", std::slice::from_ref(&on))?;
            if place == 1 {
                self.does("tomas", "incoming.let_in", &[on])?;
            }
        }
        Ok(())
    }
}
