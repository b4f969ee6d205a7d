//! What is in a dossier: what its series asks for, what somebody found in it on paper, what the records hold; and how the three stand to each other.

use jiff::civil::Date;
use kernel::{Fields, Id, Record, RecordId, Refusal, Register, ViewDef};
use ledger::transition::Micros;
use ledger::{Changes, Error, View, on_record};

use super::{Dossier, DossierSeries};
use crate::OFFICE;
use crate::cabinet::{KEEPERS, Outcome};
use crate::clearances::{AccessAuthorisation, BriefingRecord, Certificate, Decision, DecisionKind};
use crate::limits;
use crate::people::{IdentityDocument, Person};

/// Papers of a file, each there or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Fields)]
pub struct Contents {
    /// The authority's decision.
    #[field(list)]
    pub holds_decision: bool,
    /// The certificate.
    #[field(list)]
    pub holds_certificate: bool,
    /// The permission of the head of office.
    #[field(list)]
    pub holds_authorisation: bool,
    /// The briefing, acknowledged.
    #[field(list)]
    pub holds_briefing: bool,
    /// A copy of the identity document.
    #[field(list)]
    pub holds_identity_document: bool,
}

impl Contents {
    const fn each(self) -> [bool; 5] {
        [self.holds_decision, self.holds_certificate, self.holds_authorisation, self.holds_briefing, self.holds_identity_document]
    }
}

/// What a dossier of a series must hold from a day on; without one, what is in it is not judged.
#[derive(Clone, Debug, Register)]
#[register(name = "content_checklists", prefix = "ckl", title = &["series", "valid_from"], marking = "U", seen_by = OFFICE, edited_by = KEEPERS,
           unique = &[&["series", "valid_from"]])]
pub struct ContentChecklist {
    /// The series.
    #[field(list)]
    pub series: DossierSeries,
    /// First day; the last one that has begun counts.
    #[field(list)]
    pub valid_from: Date,
    /// What it must hold.
    #[field(flatten)]
    pub wanted: Contents,
}

/// What somebody found in a dossier on paper; the last one counts.
#[derive(Clone, Debug, Register)]
#[register(name = "dossier_contents", prefix = "dct", title = &["checked_on"], subject = Some("person"), seen_by = OFFICE, indexes = &["dossier"],
           views = &[ViewDef { name: "newest", by: "checked_on", descending: true }])]
pub struct DossierContents {
    /// The dossier.
    #[field(list)]
    pub dossier: Id<Dossier>,
    /// About whom.
    pub person: Id<Person>,
    /// When somebody looked.
    #[field(list)]
    pub checked_on: Date,
    /// At what moment, so that the last look of a day counts.
    pub checked_at: Micros,
    /// Who.
    pub checked_by: RecordId,
    /// What is there on paper.
    #[field(flatten)]
    pub found: Contents,
}

on_record! {
    /// Says what is in a dossier on paper.
    CheckContents = "dossier.check_contents" on dossier: Dossier, by KEEPERS, for "cabinet", {
        /// What is there.
        #[field(flatten)]
        found: Contents,
    }
    |this, dossier, cx| {
        if !dossier.body.state.held() {
            return Err(Refusal::new("state-not-allowed").with("state", dossier.body.state.code()).into());
        }
        let mut changes = Changes::new();
        let (checked_on, checked_by) = (cx.today, cx.person);
        let (person, checked_at) = (dossier.body.person, cx.micros());
        let contents = DossierContents { dossier: dossier.id(), person, checked_on, checked_at, checked_by, found: this.found };
        changes.insert_in(cx.new_id(), &contents, dossier.head.label.clone());
        changes.answer_with(dossier.id());
        Ok(changes)
    }
}

/// What is wrong with a dossier's contents: first what is nowhere, then what only the records have, then what only the paper has. What nobody asks
/// for may be there or not.
pub fn judged(wanted: Contents, paper: Contents, records: Contents) -> Option<Outcome> {
    let each = || wanted.each().into_iter().zip(paper.each().into_iter().zip(records.each())).filter(|(wanted, _)| *wanted);
    let some = |paper: bool, recorded: bool| each().any(|(_, there)| there == (paper, recorded));
    match () {
        () if some(false, false) => Some(Outcome::ContentGap),
        () if some(false, true) => Some(Outcome::DigitalOnly),
        () if some(true, false) => Some(Outcome::PaperOnly),
        () => None,
    }
}

/// What the records hold of people; facts, without the reader's scope.
pub fn recorded(view: &mut View<'_>, people: &[RecordId]) -> Result<std::collections::HashMap<RecordId, Contents>, Error> {
    let mut all: std::collections::HashMap<RecordId, Contents> = std::collections::HashMap::new();
    fn each<R: Register>(view: &mut View<'_>, people: &[RecordId], mut of: impl FnMut(Record<R>)) -> Result<(), Error> {
        view.having_any::<R>("person", people)?.into_iter().for_each(&mut of);
        Ok(())
    }
    for some in people.chunks(limits::PAGE_ROWS_MAX) {
        let by_letter = |d: &Decision| !d.claimed && (d.kind.grants() || d.kind == DecisionKind::Refuse);
        each(view, some, |r: Record<Decision>| all.entry(r.body.person.raw()).or_default().holds_decision |= by_letter(&r.body))?;
        each(view, some, |r: Record<Certificate>| {
            all.entry(r.body.person.raw()).or_default().holds_certificate |= r.body.returned_on.is_none();
        })?;
        each(view, some, |r: Record<AccessAuthorisation>| all.entry(r.body.person.raw()).or_default().holds_authorisation = true)?;
        each(view, some, |r: Record<BriefingRecord>| all.entry(r.body.person.raw()).or_default().holds_briefing = true)?;
        each(view, some, |r: Record<IdentityDocument>| all.entry(r.body.person.raw()).or_default().holds_identity_document = true)?;
    }
    Ok(all)
}
