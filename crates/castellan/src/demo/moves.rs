//! Moves of a case that say more than that it moved: the forms that go out with an invitation, what was found in them, an end taken back.

use kernel::{RecordId, Value};
use ledger::Error;

use super::Maker;

/// One case in so many was closed by mistake before its person was invited, and opened again.
const CLOSED_BY_MISTAKE: usize = 41;

impl Maker<'_> {
    /// Invites the person, with the forms of their nation; the notice is in their language.
    pub(super) fn invites(&mut self, case: RecordId, at: usize) -> Result<(), Error> {
        let on = ("case", Value::Id(case));
        if at % CLOSED_BY_MISTAKE == CLOSED_BY_MISTAKE / 2 {
            let mistake = [on.clone(), ("reason_code", "opened_by_mistake".into()), ("reason", "Taken for that of a namesake".into())];
            self.does("paul", "case.cancel", &mistake)?;
            let again = [
                on.clone(),
                ("reason_code", "closed_by_mistake".into()),
                ("reason", "The namesake’s case was meant".into()),
                ("shown_by", "Call of the unit, noted in the file".into()),
            ];
            self.does("paul", "case.reopen", &again)?;
        }
        let form = format!("{} questionnaire", self.people[at].nation);
        let input = [on, ("consent_notice", "Notice 3 (2024)".into()), ("form", form.into()), ("edition", "2024".into())];
        self.does("paul", "case.invite_subject", &input).map(|_| ())
    }

    /// The forms go back, mostly for a gap, at times for a signature as well or for a document alone.
    pub(super) fn returns(&mut self, case: RecordId, at: usize) -> Result<(), Error> {
        let (found, said): (&[&'static str], _) = match at % 4 {
            0 => (&["defect_gap", "defect_unsigned"], "Two addresses of the last ten years are missing; page 9 is not signed"),
            1 => (&["defect_document"], "The copy of the passport is missing"),
            _ => (&["defect_gap"], "Two addresses of the last ten years are missing"),
        };
        let mut input = vec![("case", Value::Id(case)), ("defects", said.into())];
        input.extend(found.iter().map(|code| (*code, Value::Int(1))));
        self.does("marie", "case.return_for_correction", &input).map(|_| ())
    }
}
