//! What personnel sent, as invented as everything here: a message that was applied, in which somebody leaves; and one that waits for its
//! approval, with what goes wrong in such files planted into it.

use desk_clearance::hr::commands::{read as staged_read, stage};
use exchange::hr::sample::{Message, flat};
use kernel::{Entropy as _, RecordId, Value};
use ledger::Error;

use super::{Maker, Plant, Someone};

/// Days until the leaver's last day.
const LEAVES_IN_DAYS: i64 = 12;

impl Maker<'_> {
    /// Receives both messages, and applies the first with two people.
    pub(super) fn personnel(&self) -> Result<(), Error> {
        let sound: Vec<&Someone> = self.people.iter().filter(|p| p.plant == Plant::Nothing && p.id != RecordId::NIL).collect();
        let (Some(leaver), Some(mail), Some(other)) = (sound.get(11), sound.get(12), sound.get(13)) else { return Ok(()) };
        let today = self.ledger.today();
        let ends = today.saturating_add(jiff::Span::new().days(LEAVES_IN_DAYS));
        let plain = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
        let after = plain(ends.tomorrow().unwrap_or(ends));
        let mut first = Message::new("0000000000081501");
        first
            .slice(&leaver.number, "0000", "20150101", &plain(ends), &[("MASSN", "01"), ("STAT2", "3")])
            .slice(&leaver.number, "0000", &after, "99991231", &[("MASSN", "10"), ("STAT2", "0")])
            .record("E1P0105", &mail.number, "0010", "", "20200101", "99991231", &[("USRID_LONG", "office.mail@agency.example")]);
        let message = self.receive("hr-daily-81501.txt", &first)?;
        self.both("paul", "anna", "hr_messages.apply", &message)?;
        let mut second = Message::new("0000000000081502");
        let named = |surname: &'static str, given: &'static str, birth: &'static str, nation: &'static str| {
            [("NACHN", surname), ("VORNA", given), ("GBDAT", birth), ("NATIO", nation)]
        };
        let (surname, given) = (other.name.0.as_str(), other.name.1.as_str());
        second
            // A joiner whom nobody resembles.
            .slice("00990001", "0000", &plain(today), "99991231", &[("MASSN", "01"), ("STAT2", "3")])
            .slice("00990001", "0001", &plain(today), "99991231", &[("PLANS", "50990001"), ("ORGEH", "50001000")])
            .slice("00990001", "0002", "19910214", "99991231", &named("Quillfeather", "Ottoline", "19910214", "LU"))
            // The number of one with the name of another.
            .slice(&other.number, "0002", "19500101", "99991231", &named("Zzyzx", "Xanthe", "19500101", "IS"))
            // A namesake with a number of their own.
            .slice("00990002", "0002", "19550505", "99991231", &[("NACHN", surname), ("VORNA", given), ("GBDAT", "19550505")])
            // Nobody the office knows, and no word of service.
            .slice("00990003", "0002", "19880808", "99991231", &named("Wintermute", "Ada", "19880808", "FI"))
            // A day that is in no calendar.
            .slice("00990004", "0002", "20260230", "99991231", &named("Ravenel", "Jean", "19870707", "FR"))
            // What personnel should not have sent, and what it has locked.
            .slice("00990001", "0008", &plain(today), "99991231", &[])
            .slice("00990001", "9001", &plain(today), "99991231", &[])
            .record("E1P0002", "00990005", "", "X", "19700101", "99991231", &[("NACHN", "Locked")]);
        self.receive("hr-daily-81502.txt", &second)?;
        Ok(())
    }

    /// Stages and receives a message as its page does; what applying it asks for.
    fn receive(&self, name: &str, message: &Message) -> Result<Vec<(&'static str, Value)>, Error> {
        let file = flat(&[message]);
        let read = exchange::hr::read(&file).map_err(|f| Error::Stored(format!("the demo's message of personnel: {}", f.code)))?;
        let (text, rows) = stage(read, &file)?;
        let id = self.chance.id();
        self.ledger.stage_import(id, self.user("paul"), name, text, Vec::new(), rows).wait()?;
        let digest = self.ledger.read(self.user("paul"), move |view| staged_read(view, id).map(|read| read.digest)).wait()?;
        let input = [("staged", Value::Id(id)), ("digest", digest.as_str().into())];
        let message = Self::made(&self.does("paul", "hr_messages.receive", &input)?)?;
        Ok(vec![("message", message.into()), ("digest", digest.as_str().into())])
    }
}
