//! What the office thinks about in the demo: risks, one whose review is overdue and one raised to the head of office; suggestions, one whose effect should have been
//! measured.

use jiff::ToSpan;
use kernel::{RecordId, Value};
use ledger::Error;

use super::Maker;

/// Days before the end on which risks and suggestions are written down, and on which they are dealt with.
pub const DAYS_BEFORE: [i64; 2] = [46, 38];
/// Days after the second on which somebody should have looked again, and did not.
const FORGOTTEN: i64 = 21;

/// What the demo's ideas go on with.
#[derive(Default)]
pub struct Ideas {
    risks: Vec<RecordId>,
    suggestions: Vec<RecordId>,
}

/// Title, desk, cause, consequence, likelihood, impact.
const RISKS: [(&str, &str, &str, &str, &str, &str); 3] = [
    (
        "Certificates expire unseen while a colleague is away",
        "desk_clearance",
        "One person keeps the list of renewals.",
        "People in post without access.",
        "step_4",
        "step_3",
    ),
    (
        "The basement floods in a heavy storm",
        "desk_registry",
        "The file room lies below the street.",
        "Files of two safes are lost.",
        "step_2",
        "step_5",
    ),
    (
        "Visitors wait at the gate without an escort",
        "desk_clearance",
        "Hosts are told too late.",
        "Somebody without a clearance walks through the house.",
        "step_3",
        "step_3",
    ),
];

/// Whose it is, title, desk, proposal.
const SUGGESTIONS: [(&str, &str, &str, &str); 3] = [
    (
        "paul",
        "Send the questionnaire with an example that is filled in",
        "desk_clearance",
        "One in five comes back for an address that is missing.",
    ),
    ("tomas", "Print the labels of a whole shelf at once", "desk_registry", "Today each label is printed from its own page."),
    ("marie", "Ask for passports a month before a visit", "desk_clearance", "Hosts refuse requests whose passport ends on the way."),
];

impl Maker<'_> {
    /// The next that becomes of what the office thinks about.
    pub(super) fn ideas(&mut self, step: usize) -> Result<(), Error> {
        if step == 0 { self.written_down() } else { self.dealt_with() }
    }

    fn written_down(&mut self) -> Result<(), Error> {
        for (title, desk, cause, consequence, ..) in RISKS {
            let risk = [
                ("title", Value::from(title)),
                ("desk", desk.into()),
                ("colleague", "anna".into()),
                ("cause", cause.into()),
                ("consequence", consequence.into()),
            ];
            self.ideas.risks.push(Self::made(&self.does("paul", "risks.identify", &risk)?)?);
        }
        for (whose, title, desk, proposal) in SUGGESTIONS {
            let made = [("title", Value::from(title)), ("desk", desk.into()), ("proposal", proposal.into())];
            self.ideas.suggestions.push(Self::made(&self.does(whose, "suggestions.make", &made)?)?);
        }
        Ok(())
    }

    fn dealt_with(&self) -> Result<(), Error> {
        let day = |days: i64| Value::from(self.ledger.today().saturating_add(days.days()));
        let ahead = [FORGOTTEN, 200, 200];
        for ((risk, (.., likelihood, impact)), review) in self.ideas.risks.iter().zip(RISKS).zip(ahead) {
            let weighed =
                [("risk", Value::from(*risk)), ("likelihood", likelihood.into()), ("impact", impact.into()), ("review_on", day(review))];
            self.does("anna", "risks.assess", &weighed)?;
        }
        if let [_, flood, gate] = self.ideas.risks.as_slice() {
            let raised = [("risk", Value::from(*flood)), ("reason", "The room is the building's, not the desk's.".into())];
            self.does("anna", "risks.escalate", &raised)?;
            let treated = [
                ("risk", Value::from(*gate)),
                ("response", "risk_reduce".into()),
                ("treatment", "The gate calls the host before the visitor is let in.".into()),
                ("residual_likelihood", "step_2".into()),
                ("residual_impact", "step_2".into()),
                ("review_on", day(200)),
            ];
            self.does("anna", "risks.treat", &treated)?;
        }
        if let [example, labels, _] = self.ideas.suggestions.as_slice() {
            self.does("marie", "suggestions.study", &[("suggestion", (*example).into())])?;
            let adopted = [
                ("suggestion", Value::from(*example)),
                ("reason", "It costs nothing".into()),
                ("expected_effect", "One in ten comes back instead of one in five (KPI-CL-09)".into()),
                ("measure_on", day(FORGOTTEN)),
            ];
            self.does("helene", "suggestions.adopt", &adopted)?;
            self.does("marie", "suggestions.study", &[("suggestion", (*labels).into())])?;
        }
        Ok(())
    }

    /// For the answer key: what somebody should have looked at again.
    pub(super) fn ideas_key(&self) -> serde_json::Value {
        let first = |all: &[RecordId], prefix: &str| all.first().map(|id| id.outward(prefix));
        serde_json::json!({"review_overdue": first(&self.ideas.risks, "rsk"), "effect_not_measured": first(&self.ideas.suggestions, "sug")})
    }
}
