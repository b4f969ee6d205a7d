//! Files that were refused where somebody brought them: kept as they came, with the reason in both languages, for whoever looks into it. Nothing here is
//! opened or shown; it is downloaded, or left alone.

use jiff::civil::Date;
use kernel::{Duty, Fields, RecordId, Refusal, Refused, Register, ViewDef};
use ledger::crypto::{hex, sha256};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};

use crate::{OFFICE, documents, limits};

kernel::choices! {
    /// Where a file was brought.
    pub enum Entrance { Mail = "entrance_mail", Tracker = "entrance_tracker", Table = "entrance_table", Personnel = "entrance_personnel" }
}

/// A file that was refused. What it holds nobody knows, so it is about nobody; it hangs on this record.
#[derive(Clone, Debug, Register)]
#[register(name = "quarantined_files", prefix = "qua", title = &["name"], seen_by = OFFICE, indexes = &["digest", "brought_on"],
           views = &[ViewDef { name: "newest", by: "brought_on", descending: true }])]
pub struct QuarantinedFile {
    /// File name as it came.
    #[field(search, list)]
    pub name: String,
    /// Where it was brought.
    #[field(list)]
    pub entrance: Entrance,
    /// When.
    #[field(list)]
    pub brought_on: Date,
    /// Who brought it.
    pub brought_by: RecordId,
    /// Why it was refused, in English.
    #[field(long, list)]
    pub refused_en: String,
    /// Why it was refused, in French.
    #[field(long, list)]
    pub refused_fr: String,
    /// SHA-256 in hexadecimal.
    #[field(max = 64)]
    pub digest: String,
}

/// The commands on refused files.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Keep>()]
}

/// Keeps a file that was refused.
#[derive(Clone, Debug, Fields)]
pub struct Keep {
    /// File name.
    pub name: String,
    /// Where it was brought.
    pub entrance: Entrance,
    /// Why it was refused, in English.
    #[field(long)]
    pub refused_en: String,
    /// Why it was refused, in French.
    #[field(long)]
    pub refused_fr: String,
    /// The file.
    pub file: Vec<u8>,
}

impl Command for Keep {
    const NAME: &'static str = "quarantine.keep";
    const DUTIES: &'static [Duty] = Duty::COLLEAGUES;
    const PURPOSE: &'static str = "quarantine";
    /// Whether the same file is there already, and how many came today.
    type Loaded = (bool, usize);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let (digest, today) = (hex(&sha256(&[&self.file])), loader.view().today);
        loader.facts(|view| {
            let known = !view.having::<QuarantinedFile>("digest", digest.as_str())?.is_empty();
            Ok((known, view.having::<QuarantinedFile>("brought_on", today)?.len()))
        })
    }

    fn decide(&self, (known, today): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if known {
            return Err(Refusal::new("quarantine-known").at("file").into());
        }
        if today >= limits::QUARANTINE_DAY_MAX {
            return Err(Refusal::new("quarantine-full").with("max", limits::QUARANTINE_DAY_MAX.to_string()).into());
        }
        let mut changes = Changes::new();
        let kept = QuarantinedFile {
            name: self.name.clone(),
            entrance: self.entrance,
            brought_on: cx.today,
            brought_by: cx.person,
            refused_en: self.refused_en.clone(),
            refused_fr: self.refused_fr.clone(),
            digest: hex(&sha256(&[&self.file])),
        };
        let id = changes.insert(cx.new_id(), &kept);
        documents::attach(&mut changes, cx, id.raw(), None, &self.name, self.file.clone());
        changes.answer_with(id);
        Ok(changes)
    }
}
