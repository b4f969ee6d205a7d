//! Classified items and who answers for them (CL-14): control points, items with numbered copies, every change of hands with its receipt,
//! reproduction, musters, destruction. What stands at a control point is counted by the cabinet's engine (`crate::cabinet`).

pub mod commands;
pub mod destruction;
pub mod lifecycle;
pub mod musters;
pub mod queries;
pub mod reproduction;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod transfers;

use jiff::civil::Date;
use kernel::{Codes, Id, Level, RecordId, Register, ViewDef};
use ledger::identity::Account;
use ledger::transition::Micros;

use crate::OFFICE;
use crate::cabinet::{Place, ScanSession};
use crate::clearances::Need;
use crate::mail::MailItem;
use crate::organisations::Authority;
use crate::people::Person;

pub use rules::HoldingRules;

/// What the commands of the concept are given for.
pub const PURPOSE: &str = "holdings";

kernel::choices! {
    /// Where a control point stands.
    pub enum PointState { Open = "point_open", Closed = "point_closed" }
}

/// A control point: a registry or sub-registry, a place that accounts for classified items.
#[derive(Clone, Debug, Register)]
#[register(name = "control_points", prefix = "cpt", title = &["code"], seen_by = OFFICE, lifecycle = Some(&lifecycle::CONTROL_POINTS),
           unique = &[&["code"]], indexes = &["state", "keeper"], views = &[ViewDef { name: "codes", by: "code", descending: false }])]
pub struct ControlPoint {
    /// Its short name, such as REG-HQ.
    #[field(search, list, max = 24)]
    pub code: String,
    /// Its name in English.
    #[field(search, list, max = 100)]
    pub name_en: String,
    /// Its name in French.
    #[field(search, list, max = 100)]
    pub name_fr: String,
    /// Where it stands.
    #[field(list)]
    pub state: PointState,
    /// Since when.
    pub since: Micros,
    /// Where its items are kept; a scan of this place counts them.
    #[field(list)]
    pub place: Id<Place>,
    /// Who answers for it.
    #[field(list)]
    pub keeper: Id<Account>,
    /// Who acts for the keeper.
    pub deputy: Option<Id<Account>>,
    /// The highest level it may hold.
    #[field(list)]
    pub highest_level: Level,
    /// The registry it is a sub-registry of.
    #[field(list)]
    pub parent: Option<Id<Self>>,
}

/// A classified item that the office accounts for. Its own marking may be higher than what this system holds: this is its entry, not its text.
#[derive(Clone, Debug, Register)]
#[register(name = "controlled_items", prefix = "cit", title = &["reference", "title"], seen_by = OFFICE, unique = &[&["reference"]],
           indexes = &["level", "register_code, year, number"], views = &[ViewDef { name: "newest", by: "registered_at", descending: true }])]
pub struct ControlledItem {
    /// Its number in its register, such as CTS/2026/0003.
    #[field(search, list, max = 40)]
    pub reference: String,
    /// The register.
    #[field(list, max = 12)]
    pub register_code: String,
    /// The year of its number.
    pub year: i64,
    /// Its number in the register and year.
    pub number: i64,
    /// Neutral title.
    #[field(search, list)]
    pub title: String,
    /// Its level.
    #[field(list)]
    pub level: Level,
    /// Its categories.
    #[field(list)]
    pub categories: Codes,
    /// Whose document it is.
    #[field(search, list, max = 120)]
    pub originator: String,
    /// The originator's reference and copy number.
    #[field(search, max = 80)]
    pub their_reference: Option<String>,
    /// Date on the document.
    #[field(list)]
    pub document_date: Date,
    /// Pages of a copy.
    pub pages: i64,
    /// Copies that were numbered; the next one gets the next number.
    #[field(list)]
    pub copies: i64,
    /// The letter it came by.
    pub mail_item: Option<Id<MailItem>>,
    /// When it was registered.
    #[field(list)]
    pub registered_at: Micros,
    /// The authority's reference for its present marking, where that was changed.
    #[field(max = 120)]
    pub reclassified_by: Option<String>,
    /// When it was changed.
    pub reclassified_on: Option<Date>,
}

impl ControlledItem {
    /// What whoever holds it needs.
    pub fn need(&self) -> Need {
        Need::new(self.level.clone(), self.categories.clone())
    }
}

kernel::choices! {
    /// Where a copy stands.
    pub enum CopyState {
        Held = "copy_held", InTransfer = "copy_in_transfer", Leaving = "copy_leaving", Proposed = "copy_proposed", Lost = "copy_lost",
        Returned = "copy_returned", Destroyed = "copy_destroyed",
    }
}

impl CopyState {
    /// Whether a control point accounts for it.
    pub const fn accounted(self) -> bool {
        matches!(self, Self::Held | Self::InTransfer | Self::Leaving | Self::Proposed)
    }
}

/// A numbered copy of an item. One control point accounts for it, whoever has it in hand; on its way it is the sender's until the receipt is there.
#[derive(Clone, Debug, Register)]
#[register(name = "mail_copies", prefix = "mcp", title = &["reference"], seen_by = OFFICE, lifecycle = Some(&lifecycle::COPIES),
           unique = &[&["reference"], &["label_code"]], indexes = &["item", "control_point, state", "holder, state", "destruction"],
           views = &[ViewDef { name: "numbers", by: "reference", descending: false }])]
pub struct MailCopy {
    /// Number of the item and of the copy, such as CTS/2026/0003-2.
    #[field(search, list, max = 48)]
    pub reference: String,
    /// The item.
    #[field(list)]
    pub item: Id<ControlledItem>,
    /// Which of its copies, from 1.
    #[field(list)]
    pub copy: i64,
    /// Where it stands.
    #[field(list)]
    pub state: CopyState,
    /// Since when.
    #[field(list)]
    pub since: Micros,
    /// The control point that accounts for it.
    #[field(list)]
    pub control_point: Id<ControlPoint>,
    /// Since when that does.
    pub charged_on: Date,
    /// The person who has it; the control point itself where nobody is named.
    #[field(list)]
    pub holder: Option<Id<Person>>,
    /// The code on its label.
    #[field(search, list, max = 16)]
    pub label_code: String,
    /// The destruction it is proposed for, or was destroyed in.
    pub destruction: Option<Id<HoldingDestruction>>,
}

kernel::choices! {
    /// Where a transfer stands.
    pub enum TransferState { Owed = "transfer_owed", Acknowledged = "transfer_acknowledged", Withdrawn = "transfer_withdrawn" }
}

/// A transfer of a copy, and the receipt that is owed for it.
#[derive(Clone, Debug, Register)]
#[register(name = "copy_transfers", prefix = "ctr", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::TRANSFERS),
           unique = &[&["number"]], indexes = &["copy", "state, due_on", "to_person, state", "to_point, state"],
           views = &[ViewDef { name: "due", by: "due_on", descending: false }, ViewDef { name: "newest", by: "sent_at", descending: true }])]
pub struct CopyTransfer {
    /// Its number, such as TRF/2026/0003; the receipt bears it.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The copy.
    #[field(list)]
    pub copy: Id<MailCopy>,
    /// Where it stands.
    #[field(list)]
    pub state: TransferState,
    /// Since when.
    pub since: Micros,
    /// The control point that accounted for it.
    #[field(list)]
    pub from_point: Id<ControlPoint>,
    /// The person who had it.
    pub from_person: Option<Id<Person>>,
    /// The control point that is to account for it; none where it leaves the office.
    #[field(list)]
    pub to_point: Option<Id<ControlPoint>>,
    /// The person who is to have it.
    #[field(list)]
    pub to_person: Option<Id<Person>>,
    /// The authority it goes back to.
    #[field(list)]
    pub to_authority: Option<Id<Authority>>,
    /// Why.
    #[field(long)]
    pub reason: Option<String>,
    /// When it was sent.
    #[field(list)]
    pub sent_at: Micros,
    /// Who recorded that.
    pub sent_by: RecordId,
    /// The receipt is wanted by this day.
    #[field(list)]
    pub due_on: Date,
    /// When it was acknowledged.
    #[field(list)]
    pub acknowledged_on: Option<Date>,
    /// Who acknowledged it, or entered the receipt.
    pub acknowledged_by: Option<RecordId>,
    /// The letter the receipt came with.
    pub mail_item: Option<Id<MailItem>>,
}

kernel::choices! {
    /// Where a reproduction stands.
    pub enum ReproductionState { Asked = "reproduction_asked", Made = "reproduction_made", Refused = "reproduction_refused" }
}

/// The reproduction of an item: who asked for how many copies, who approved, which numbers they got.
#[derive(Clone, Debug, Register)]
#[register(name = "reproductions", prefix = "rpd", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::REPRODUCTIONS),
           unique = &[&["number"]], indexes = &["item", "state"], views = &[ViewDef { name: "newest", by: "asked_at", descending: true }])]
pub struct Reproduction {
    /// Its number, such as RPD/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The item.
    #[field(list)]
    pub item: Id<ControlledItem>,
    /// Where it stands.
    #[field(list)]
    pub state: ReproductionState,
    /// Since when.
    pub since: Micros,
    /// The control point that gets the copies.
    #[field(list)]
    pub control_point: Id<ControlPoint>,
    /// How many copies.
    #[field(list)]
    pub copies: i64,
    /// What they are for.
    #[field(long)]
    pub purpose: String,
    /// Reference of the originator's consent.
    #[field(max = 120)]
    pub consent_reference: Option<String>,
    /// When it was asked for.
    #[field(list)]
    pub asked_at: Micros,
    /// Who asked.
    pub asked_by: RecordId,
    /// Who approved or refused it; nobody where the rule asks for no approval.
    pub decided_by: Option<RecordId>,
    /// Number of the first copy that was made.
    #[field(list)]
    pub first_copy: Option<i64>,
}

kernel::choices! {
    /// Why holdings are counted.
    pub enum MusterCause { Yearly = "muster_yearly", Handover = "muster_handover" }
}

kernel::choices! {
    /// Where an inventory stands.
    pub enum InventoryState { Open = "inventory_open", Closed = "inventory_closed", Abandoned = "inventory_abandoned" }
}

/// A muster: everything a control point accounts for is counted, in the year or when its keeper changes.
#[derive(Clone, Debug, Register)]
#[register(name = "inventories", prefix = "ivt", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::INVENTORIES),
           unique = &[&["number"]], indexes = &["control_point, state", "session"],
           views = &[ViewDef { name: "newest", by: "opened_at", descending: true }])]
pub struct Inventory {
    /// Its number, such as MUS/2026/003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// Of which control point.
    #[field(list)]
    pub control_point: Id<ControlPoint>,
    /// Why.
    #[field(list)]
    pub cause: MusterCause,
    /// Where it stands.
    #[field(list)]
    pub state: InventoryState,
    /// Since when.
    pub since: Micros,
    /// The scan that counts.
    #[field(list)]
    pub session: Id<ScanSession>,
    /// When it was opened.
    #[field(list)]
    pub opened_at: Micros,
    /// The keeper who hands over, or who answers for a yearly muster.
    #[field(list)]
    pub outgoing: Id<Account>,
    /// Who takes over.
    #[field(list)]
    pub incoming: Option<Id<Account>>,
    /// When the keeper confirmed what was found.
    pub outgoing_confirmed_at: Option<Micros>,
    /// When whoever takes over did.
    pub incoming_confirmed_at: Option<Micros>,
    /// When it was closed.
    #[field(list)]
    pub closed_on: Option<Date>,
}

kernel::choices! {
    /// How paper is destroyed.
    pub enum DestructionMethod {
        Shredding = "method_shredding", Burning = "method_burning", Pulping = "method_pulping", Disintegration = "method_disintegration",
        Degaussing = "method_degaussing",
    }
}

kernel::choices! {
    /// Where a destruction stands.
    pub enum DestructionState {
        Proposed = "destruction_proposed", Executed = "destruction_executed", Withdrawn = "destruction_withdrawn", Certified = "destruction_certified",
    }
}

/// The destruction of copies: proposed, executed by the keeper, seen by a cleared witness where the rule asks for one, certified.
#[derive(Clone, Debug, Register)]
#[register(name = "holding_destructions", prefix = "hdn", title = &["number"], seen_by = OFFICE, lifecycle = Some(&lifecycle::DESTRUCTIONS),
           unique = &[&["number"]], indexes = &["control_point, state", "state"],
           views = &[ViewDef { name: "newest", by: "proposed_at", descending: true }])]
pub struct HoldingDestruction {
    /// Its number, such as DES/2026/0003.
    #[field(search, list, max = 40)]
    pub number: String,
    /// The control point whose copies they are.
    #[field(list)]
    pub control_point: Id<ControlPoint>,
    /// Where it stands.
    #[field(list)]
    pub state: DestructionState,
    /// Since when.
    pub since: Micros,
    /// How.
    #[field(list)]
    pub method: DestructionMethod,
    /// Why, and by which rule.
    #[field(long)]
    pub reason: String,
    /// The highest level among the copies.
    #[field(list)]
    pub level: Level,
    /// All their categories.
    pub categories: Codes,
    /// How many copies.
    #[field(list)]
    pub copies: i64,
    /// Whether a cleared witness must see it.
    #[field(list)]
    pub takes_witness: bool,
    /// When it was proposed.
    #[field(list)]
    pub proposed_at: Micros,
    /// Who proposed it.
    pub proposed_by: RecordId,
    /// When it was executed.
    #[field(list)]
    pub executed_on: Option<Date>,
    /// Who executed it.
    pub executed_by: Option<Id<Account>>,
    /// Who saw it.
    pub witness: Option<Id<Account>>,
}

impl HoldingDestruction {
    /// What whoever sees it needs.
    pub fn need(&self) -> Need {
        Need::new(self.level.clone(), self.categories.clone())
    }
}
