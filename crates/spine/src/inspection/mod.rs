//! Inspection packs: what was put together for an inspector, sealed by the hash of its manifest (clearance desk, CL-08). The files leave as exports do,
//! each with its own entry; the seal says in the log which of them belong together.

use jiff::civil::Date;
use kernel::register::days_in_order;
use kernel::{Duty, Fields, Refusal, Refused, Register, ViewDef};
use ledger::transition::Micros;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use crate::OFFICE;
use crate::series;

/// Duties that put packs together.
const MAKERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::PolicyOfficer];
/// Name of the series packs are numbered in.
const SERIES: &str = "IPK";
/// Files of one pack.
const FILES_MAX: i64 = 1_000;

/// A pack that was sealed.
#[derive(Clone, Debug, Register)]
#[register(name = "inspection_packs", spans = &[("period_from", "period_until")], prefix = "ins", title = &["number"], marking = "U", seen_by = OFFICE, unique = &[&["number"]],
           views = &[ViewDef { name: "newest", by: "sealed_at", descending: true }])]
pub struct InspectionPack {
    /// Its number, such as IPK/2026/001.
    #[field(search, list, max = 40)]
    pub number: String,
    /// For which inspection.
    #[field(search, list)]
    pub inspection: String,
    /// First day of the period it is about.
    #[field(list)]
    pub period_from: Date,
    /// Last day of it.
    #[field(list)]
    pub period_until: Date,
    /// How many files it has.
    #[field(list)]
    pub files: i64,
    /// SHA-256 of its manifest, in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
    /// When it was sealed.
    #[field(list)]
    pub sealed_at: Micros,
    /// Who sealed it.
    pub sealed_by: kernel::RecordId,
}

/// The commands on packs.
pub fn commands() -> Vec<CommandDef> {
    vec![CommandDef::of::<Seal>()]
}

/// Seals a pack.
#[derive(Clone, Debug, Fields)]
pub struct Seal {
    /// For which inspection.
    pub inspection: String,
    /// First day of the period it is about.
    pub period_from: Date,
    /// Last day of it.
    pub period_until: Date,
    /// How many files it has.
    pub files: i64,
    /// SHA-256 of its manifest, in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
}

impl Command for Seal {
    const NAME: &'static str = "inspection_packs.seal";
    const DUTIES: &'static [Duty] = MAKERS;
    const PURPOSE: &'static str = "inspection";
    type Loaded = series::Standing;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let year = i64::from(loader.view().today.year());
        series::load(loader.view(), SERIES, year)
    }

    fn decide(&self, standing: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let mut wrong = Vec::new();
        if self.digest.len() != 64 || !self.digest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            wrong.push(Refusal::new("digest-unreadable").at("digest"));
        }
        if !(1..=FILES_MAX).contains(&self.files) {
            wrong.push(Refusal::new("number-out-of-range").at("files").with("min", "1").with("max", FILES_MAX.to_string()));
        }
        wrong.extend(days_in_order(Some(self.period_from), Some(self.period_until), "period_until"));
        Refused::unless_empty(wrong)?;
        let mut changes = Changes::new();
        let year = i64::from(cx.today.year());
        let number = series::next(&standing, SERIES, year, cx.new_id(), &mut changes);
        let pack = InspectionPack {
            number: format!("{SERIES}/{year}/{number:03}"),
            inspection: self.inspection.clone(),
            period_from: self.period_from,
            period_until: self.period_until,
            files: self.files,
            digest: self.digest.clone(),
            sealed_at: cx.micros(),
            sealed_by: cx.person,
        };
        let id = changes.insert(cx.new_id(), &pack);
        changes.answer_with(id);
        Ok(changes)
    }
}
