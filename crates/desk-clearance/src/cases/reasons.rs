//! Why a case moved, as codes: what the office counts. The words beside them say the rest.

use kernel::{Fields, Refusal, Refused};

kernel::choices! {
    /// Why the person withdraws.
    pub enum WithdrawalReason {
        OtherPost = "other_post", DeclinesForms = "declines_forms", Personal = "personal_reasons", NotTold = "reason_not_told",
    }
}

kernel::choices! {
    /// Why the need ended.
    pub enum NeedEnd {
        LeftEmployer = "left_employer", LeftPost = "left_post", ContractEnded = "contract_ended", LessRequired = "less_required",
    }
}

kernel::choices! {
    /// Why the office cancels a case.
    pub enum CancelReason {
        ByMistake = "opened_by_mistake", TakenBack = "request_taken_back", NoForms = "forms_not_returned", OtherCase = "done_in_another_case",
    }
}

kernel::choices! {
    /// Why an authority ends its work without a decision.
    pub enum DiscontinueReason {
        NotCompetent = "authority_not_competent", NoAnswers = "subject_gave_no_answers", CannotInquire = "authority_cannot_inquire",
        NotTold = "reason_not_told",
    }
}

kernel::choices! {
    /// Why somebody goes to another body.
    pub enum TransferReason { NewEmployer = "new_employer", Seconded = "seconded", Returns = "returns_home" }
}

kernel::choices! {
    /// How the office learned of a death.
    pub enum DeathToldBy { Family = "told_by_family", Personnel = "told_by_personnel", State = "told_by_state" }
}

kernel::choices! {
    /// How one thing came to be done in two cases.
    pub enum DuplicateReason { AskedTwice = "asked_twice", PersonTwice = "person_entered_twice" }
}

kernel::choices! {
    /// Why a closed case is opened again.
    pub enum ReopenReason {
        ByMistake = "closed_by_mistake", NeededAgain = "needed_again", SubjectReturns = "subject_returns", Resumed = "authority_resumes",
    }
}

/// What was wrong with the forms.
#[derive(Clone, Debug, Default, Fields)]
pub struct Defects {
    /// An answer is missing.
    pub defect_incomplete: bool,
    /// Years are left out between two dates.
    pub defect_gap: bool,
    /// A signature or its date is missing.
    pub defect_unsigned: bool,
    /// A document that belongs to them is missing.
    pub defect_document: bool,
    /// They are not the forms of the nation, or not their present edition.
    pub defect_edition: bool,
    /// They cannot be read.
    pub defect_illegible: bool,
    /// Two answers contradict each other or a document.
    pub defect_contradiction: bool,
}

impl Defects {
    /// The codes of what was found.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        let found = Self::FIELDS.iter().zip(self.to_values());
        found.filter(|(_, value)| value.int() == Some(1)).map(|(field, _)| field.name)
    }

    /// The same; forms in which nothing was found do not go back.
    pub fn found(&self) -> Result<Vec<&'static str>, Refused> {
        let codes: Vec<_> = self.codes().collect();
        if codes.is_empty() { Err(Refusal::new("defect-missing").at("defect_incomplete").into()) } else { Ok(codes) }
    }
}
