//! Dossiers: a person's file on paper, where it is kept, who has it, every time it changed hands, and what is in it (CL-09).

pub mod commands;
pub mod contents;
pub mod lifecycle;
pub mod queries;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::{Id, Level, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cabinet::Place;
use crate::people::Person;
use crate::retention::Trigger;

pub use contents::{ContentChecklist, Contents, DossierContents};
pub use lifecycle::LIFECYCLE;

kernel::choices! {
    /// Where a dossier stands.
    pub enum DossierState {
        Active = "dossier_active", Dormant = "dossier_dormant", Archived = "dossier_archived", Transferred = "dossier_transferred",
        Destroyed = "dossier_destroyed",
    }
}

impl DossierState {
    /// Whether the office still has it.
    pub const fn held(self) -> bool {
        matches!(self, Self::Active | Self::Dormant | Self::Archived)
    }
}

kernel::choices! {
    /// The series a dossier belongs to.
    pub enum DossierSeries { Clearance = "series_clearance", Visits = "series_visits", Correspondence = "series_correspondence" }
}

/// A dossier. Its label bears a code that says nothing, and no name.
#[derive(Clone, Debug, Register)]
#[register(name = "dossiers", prefix = "dos", title = &["reference"], subject = Some("person"), seen_by = OFFICE, lifecycle = Some(&LIFECYCLE),
           unique = &[&["reference"], &["label_code"]], indexes = &["place", "custodian, due_back"],
           views = &[ViewDef { name: "newest", by: "since", descending: true }, ViewDef { name: "due", by: "due_back", descending: false }])]
pub struct Dossier {
    /// Its reference, such as DOS/2026/0003.
    #[field(search, list, max = 40)]
    pub reference: String,
    /// About whom.
    #[field(list)]
    pub person: Id<Person>,
    /// Its series.
    #[field(list)]
    pub series: DossierSeries,
    /// The marking on its cover.
    #[field(list)]
    pub level: Level,
    /// Where it stands.
    #[field(list)]
    pub state: DossierState,
    /// Since when.
    pub since: Micros,
    /// The code on its label.
    #[field(search, list, max = 16)]
    pub label_code: String,
    /// Where it belongs.
    pub home: Id<Place>,
    /// Where it is, or comes back to.
    #[field(list)]
    pub place: Id<Place>,
    /// Who has it, while it is lent out.
    #[field(list)]
    pub custodian: Option<Id<Account>>,
    /// When it is due back, while it is lent out.
    #[field(list)]
    pub due_back: Option<Date>,
    /// How many volumes it has.
    pub volumes: i64,
    /// What started the time for which it is kept.
    pub retention_trigger: Option<Trigger>,
    /// Last day on which it may be kept, where that is known.
    pub keep_until: Option<Date>,
}

/// A volume of a dossier.
#[derive(Clone, Debug, Register)]
#[register(name = "dossier_volumes", prefix = "dvo", title = &["volume"], subject = Some("person"), seen_by = OFFICE, unique = &[&["dossier", "volume"]])]
pub struct DossierVolume {
    /// The dossier.
    #[field(list)]
    pub dossier: Id<Dossier>,
    /// About whom.
    pub person: Id<Person>,
    /// Its number in the dossier, from 1.
    #[field(list)]
    pub volume: i64,
    /// First day of what is in it.
    #[field(list)]
    pub opened_on: Date,
    /// What is in it; neutral.
    #[field(list)]
    pub contents: Option<String>,
}

kernel::choices! {
    /// How a dossier changed hands.
    pub enum MovementKind { Out = "movement_out", In = "movement_in", Transfer = "movement_transfer", Archive = "movement_archive", Recall = "movement_recall" }
}

/// A movement: from whom or where to whom or where, why, and until when.
#[derive(Clone, Debug, Register)]
#[register(name = "dossier_movements", prefix = "dmv", title = &["kind"], subject = Some("person"), seen_by = OFFICE, indexes = &["dossier, moved_at"],
           views = &[ViewDef { name: "newest", by: "moved_at", descending: true }])]
pub struct DossierMovement {
    /// The dossier.
    #[field(list)]
    pub dossier: Id<Dossier>,
    /// About whom.
    pub person: Id<Person>,
    /// How it changed hands.
    #[field(list)]
    pub kind: MovementKind,
    /// When.
    #[field(list)]
    pub moved_at: Micros,
    /// Who had it.
    #[field(list)]
    pub from_account: Option<Id<Account>>,
    /// Where it was.
    pub from_place: Option<Id<Place>>,
    /// Who has it now.
    #[field(list)]
    pub to_account: Option<Id<Account>>,
    /// Where it is now.
    pub to_place: Option<Id<Place>>,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
    /// When it is due back.
    #[field(list)]
    pub due_back: Option<Date>,
    /// Who recorded it.
    pub recorded_by: RecordId,
}
