//! The demo's reports: last month's was issued for the office and for those outside; from its last day on it is issued and sent by itself.

use kernel::Value;
use kernel::measure::Period;
use ledger::Error;

use super::Maker;

impl Maker<'_> {
    /// Last month's report was issued; from today on the month's report goes to the review meeting by itself.
    pub(super) fn reports(&self) -> Result<(), Error> {
        let last = Period::month_of(self.ledger.today()).months_before(1).to_string();
        for audience in ["office", "outside"] {
            let issued = [
                ("kind", Value::from("clearance_monthly")),
                ("period", last.as_str().into()),
                ("language", "en".into()),
                ("audience", audience.into()),
            ];
            self.does("anna", "reports.issue", &issued)?;
        }
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
