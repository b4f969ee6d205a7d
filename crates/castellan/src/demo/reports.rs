//! The demo's report: from its last day on it is issued and sent by itself.

use kernel::Value;
use ledger::Error;

use super::Maker;

impl Maker<'_> {
    /// From today on the month's report goes to the review meeting by itself.
    pub(super) fn reports(&self) -> Result<(), Error> {
        let input = [
            ("name", Value::from("Monthly review meeting")),
            ("kind", "clearance_monthly".into()),
            ("languages", "en_and_fr".into()),
            ("audience", "office".into()),
            ("days_after", 5.into()),
            ("counted", "working_days".into()),
            ("with_slides", 1.into()),
            ("with_workbook", 1.into()),
            ("valid_from", self.ledger.today().into()),
        ];
        let schedule = Self::made(&self.does("anna", "report_schedules.add", &input)?)?;
        let receiver = [("schedule", Value::from(schedule)), ("email", "review@agency.example".into())];
        self.does("anna", "report_receivers.add", &receiver).map(|_| ())
    }
}
