//! Which states a case of each kind walks, and what ends it well: the one table behind the guards of the moves and the next steps a page offers. A
//! kind that needs no questionnaire and no investigation skips those states because its row does not name them, never by hand.

use exchange::normalise::nations::member_since;
use jiff::civil::Date;
use kernel::WHERE_IT_STOOD;

use super::{CaseKind, LIFECYCLE};

/// The path of one kind.
#[derive(Debug)]
pub struct Path {
    /// The kind.
    pub kind: CaseKind,
    /// The open states it walks.
    pub states: &'static [&'static str],
    /// The command that ends it well.
    pub ends: &'static str,
    /// The ends that are not where the path leads.
    pub exits: &'static [&'static str],
    /// Whether it is open beside another case of the same person.
    pub beside: bool,
}

/// Questionnaire, investigation, decision, briefing.
const WHOLE: &[&str] = super::lifecycle::OPEN;
/// A letter to the authority and its decision.
const BY_LETTER: &[&str] =
    &["requested", "need_confirmed", "dispatched", "acknowledged_by_authority", "decision_received", "decision_recorded", "briefing_due"];
/// A letter to the authority, which proves anew what it has decided.
const REISSUED: &[&str] = &["requested", "dispatched", "acknowledged_by_authority"];
/// A decision of the office itself, once the need is shown.
const BY_OFFICE: &[&str] = &["requested", "need_confirmed"];
/// One step.
const AT_ONCE: &[&str] = &["requested"];
/// An appeal to the authority and its answer.
const APPEAL: &[&str] = &["requested", "dispatched", "acknowledged_by_authority", "decision_received", "decision_recorded"];

/// Every way out of a case that is about the person's own clearance.
const ANY_EXIT: &[&str] = &[
    "closed_refused",
    "closed_subject_withdrew",
    "closed_need_ceased",
    "closed_cancelled_by_office",
    "closed_transferred_out",
    "closed_authority_discontinued",
    "closed_deceased",
    "closed_duplicate",
];
/// What the office writes to an authority is not withdrawn by the person, and no need for it ceases.
const OFFICE_EXITS: &[&str] = &["closed_cancelled_by_office", "closed_deceased", "closed_duplicate"];
/// An appeal is the person's own; what it was decided is told by the decision.
const APPEAL_EXITS: &[&str] =
    &["closed_subject_withdrew", "closed_cancelled_by_office", "closed_authority_discontinued", "closed_deceased", "closed_duplicate"];

const fn granted(kind: CaseKind, states: &'static [&'static str]) -> Path {
    Path { kind, states, ends: "case.acknowledge_briefing", exits: ANY_EXIT, beside: false }
}

const fn authorised(kind: CaseKind, states: &'static [&'static str]) -> Path {
    Path { kind, states, ends: "case.give_access", exits: ANY_EXIT, beside: true }
}

const fn told(kind: CaseKind) -> Path {
    Path { kind, states: AT_ONCE, ends: "case.authority_told", exits: OFFICE_EXITS, beside: false }
}

/// The path of every kind.
pub static PATHS: &[Path] = &[
    granted(CaseKind::Initial, WHOLE),
    granted(CaseKind::Renewal, WHOLE),
    granted(CaseKind::Upgrade, WHOLE),
    granted(CaseKind::Downgrade, BY_LETTER),
    granted(CaseKind::AddCategory, BY_LETTER),
    granted(CaseKind::TransferIn, BY_LETTER),
    told(CaseKind::TransferOut),
    granted(CaseKind::Confirmation, BY_LETTER),
    Path { kind: CaseKind::Reissue, states: REISSUED, ends: "case.file_certificate", exits: ANY_EXIT, beside: true },
    Path { kind: CaseKind::Extension, states: AT_ONCE, ends: "case.extend", exits: ANY_EXIT, beside: true },
    granted(CaseKind::Revalidation, WHOLE),
    authorised(CaseKind::Provisional, BY_OFFICE),
    authorised(CaseKind::OneTime, BY_OFFICE),
    authorised(CaseKind::Emergency, AT_ONCE),
    Path { kind: CaseKind::MeetingCertificate, states: AT_ONCE, ends: "case.issue_certificate", exits: ANY_EXIT, beside: true },
    granted(CaseKind::CourierGuardEscort, WHOLE),
    granted(CaseKind::NonNatoNational, WHOLE),
    told(CaseKind::Cancellation),
    told(CaseKind::Withdrawal),
    Path { kind: CaseKind::Appeal, states: APPEAL, ends: "case.close_appeal", exits: APPEAL_EXITS, beside: true },
];

impl CaseKind {
    /// Its path.
    pub fn path(self) -> &'static Path {
        PATHS.iter().find(|path| path.kind == self).unwrap_or(&PATHS[0])
    }

    /// Whether a case of this kind that was opened on a day for a national of no member, and under no programme of its own, is told to be one of
    /// another kind.
    pub fn is_odd_for(self, nation: &str, programme: Option<&str>, on: Date) -> bool {
        // What follows a first grant is of the same kind for everybody.
        let ordinary = matches!(self, Self::Initial | Self::TransferIn);
        ordinary && programme.is_none() && member_since(nation, on).is_none()
    }

    /// Whether a case of this kind leads to a clearance; its stage may be told outside the desk, and no other's.
    pub const fn leads_to_clearance(self) -> bool {
        matches!(
            self,
            Self::Initial
                | Self::Renewal
                | Self::Upgrade
                | Self::Downgrade
                | Self::AddCategory
                | Self::TransferIn
                | Self::Confirmation
                | Self::Reissue
                | Self::CourierGuardEscort
                | Self::NonNatoNational
        )
    }
}

impl Path {
    /// Whether a case on this path goes from one state to another by a command: to the next state that the path names, back to one before, to its
    /// own end by its own command, or out; and back from one of its exits.
    pub fn goes(&self, command: &str, from: &str, to: &str) -> bool {
        if to == WHERE_IT_STOOD {
            return self.exits.contains(&from);
        }
        let place = |code: &str| LIFECYCLE.states.iter().position(|state| state.code == code);
        let (Some(before), Some(after)) = (place(from), place(to)) else { return false };
        let target = &LIFECYCLE.states[after];
        let skips = || {
            let between = LIFECYCLE.states.iter().take(after).skip(before + 1);
            between.filter(|state| state.stage && state.open).any(|state| self.states.contains(&state.code))
        };
        if target.open {
            self.states.contains(&from) && self.states.contains(&to) && !skips()
        } else if command == self.ends {
            self.states.contains(&from) && !skips()
        } else {
            self.exits.contains(&to)
        }
    }

    /// The stages of a case on this path as the bar over it shows them.
    pub fn shows(&self, state: &str) -> bool {
        self.states.contains(&state) || LIFECYCLE.moves.iter().any(|step| step.command == self.ends && step.to == state)
    }
}
