//! Files that were refused where somebody brought them: kept as they came, with the reason in both languages, for whoever looks into it. Nothing here is
//! opened or shown; it is downloaded, left alone, or destroyed by two people, since nobody knows whom it tells of. Of what personnel send only that it was
//! refused and why is kept: a file of theirs may hold what they should not have sent (decision 0031).

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Job, Record, RecordId, Refusal, Refused, Register, ViewDef};
use ledger::crypto::{hex, sha256};
use ledger::{Changes, Command, CommandDef, Context, Erasure, Error, Loader, View};

use crate::documents::Attachment;
use crate::retention::KEEPERS;
use crate::{documents, limits};

/// The job that keeps what was refused.
pub const JOB: Job = Job::named("quarantine");

kernel::choices! {
    /// What a refused file turned out to be.
    pub enum Finding { Damaged = "refused_damaged", WrongDoor = "refused_wrong_door", Hostile = "refused_hostile", Replaced = "refused_replaced" }
}

kernel::choices! {
    /// Where a file was brought.
    pub enum Entrance {
        Mail = "entrance_mail",
        Tracker = "entrance_tracker",
        Table = "entrance_table",
        Label = "entrance_label",
        Reply = "entrance_reply",
        Personnel = "entrance_personnel",
    }
}

impl Entrance {
    /// Whether the bytes of what is refused there are kept, or no more than that it was.
    #[must_use]
    pub fn keeps_bytes(self) -> bool {
        self != Self::Personnel
    }
}

/// A file that was refused. What it holds nobody knows, so it is about nobody; it hangs on this record.
#[derive(Clone, Debug, Register)]
#[register(name = "quarantined_files", prefix = "qua", title = &["brought_on", "entrance"], seen_by = SEERS, indexes = &["digest", "brought_on"],
           views = &[ViewDef { name: "newest", by: "brought_on", descending: true }])]
pub struct QuarantinedFile {
    /// File name as it came.
    #[field(list)]
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
    /// Length in bytes.
    #[field(list)]
    pub bytes: i64,
}

/// Who looks into them and whose refused files are kept: those who dispose, those who import, and the registry, which takes mail in.
pub const SEERS: &[Duty] = &[Duty::Head, Duty::ClearanceOfficer, Duty::ClearanceTechnician, Duty::Registry];

/// The commands on refused files.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<Keep>(), CommandDef::of::<Destroy>()]
}

/// Keeps a file that was refused; the system alone does, for whoever brought it.
#[derive(Clone, Debug, Fields)]
pub struct Keep {
    /// File name.
    pub name: String,
    /// Where it was brought.
    pub entrance: Entrance,
    /// Who brought it.
    pub brought_by: RecordId,
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
    const DUTIES: &'static [Duty] = &[];
    const JOBS: &'static [Job] = &[JOB];
    const PURPOSE: &'static str = "quarantine";
    /// What is kept already.
    type Loaded = Vec<Record<QuarantinedFile>>;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        loader.facts(View::every::<QuarantinedFile>)
    }

    fn decide(&self, kept: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let (digest, bytes) = (hex(&sha256(&[&self.file])), self.file.len() as i64);
        let alike = |file: &QuarantinedFile| file.digest == digest && file.entrance.keeps_bytes() == self.entrance.keeps_bytes();
        if kept.iter().any(|file| alike(&file.body)) {
            return Err(Refusal::new("quarantine-known").at("file").into());
        }
        let today = kept.iter().filter(|file| file.body.brought_on == cx.today).count();
        let kept_of = |entrance: Entrance, bytes: i64| if entrance.keeps_bytes() { bytes } else { 0 };
        let in_all = kept.iter().map(|file| kept_of(file.body.entrance, file.body.bytes)).sum::<i64>() + kept_of(self.entrance, bytes);
        let full = [
            (today >= limits::QUARANTINE_DAY_MAX, "quarantine-full", limits::QUARANTINE_DAY_MAX as i64),
            (kept.len() >= limits::QUARANTINE_FILES_MAX, "quarantine-full-of-files", limits::QUARANTINE_FILES_MAX as i64),
            (in_all > limits::QUARANTINE_BYTES_MAX, "quarantine-full-of-bytes", limits::QUARANTINE_BYTES_MAX >> 20),
        ];
        if let Some((_, code, max)) = full.into_iter().find(|(is, ..)| *is) {
            return Err(Refusal::new(code).with("max", max.to_string()).into());
        }
        let mut changes = Changes::new();
        let kept = QuarantinedFile {
            name: self.name.clone(),
            entrance: self.entrance,
            brought_on: cx.today,
            brought_by: self.brought_by,
            refused_en: self.refused_en.clone(),
            refused_fr: self.refused_fr.clone(),
            digest,
            bytes,
        };
        let id = changes.insert(cx.new_id(), &kept);
        // Under a key of its own, which goes with it.
        if self.entrance.keeps_bytes() {
            documents::attach(&mut changes, cx, id.raw(), Some(id.raw()), &self.name, self.file.clone());
        }
        changes.answer_with(id);
        Ok(changes)
    }
}

/// Destroys a refused file with its record: what it holds may be about somebody whose own file is destroyed in time. The log says that it was.
#[derive(Clone, Debug, Fields)]
pub struct Destroy {
    /// The file.
    #[field(hidden)]
    pub file: Id<QuarantinedFile>,
    /// What was found out about it. No words: they would be about somebody, in a record about nobody.
    pub destroyed_as: Finding,
}

impl Command for Destroy {
    const NAME: &'static str = "quarantine.destroy";
    const DUTIES: &'static [Duty] = KEEPERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(QuarantinedFile::NAME);
    const PURPOSE: &'static str = "retention";
    type Loaded = (Record<QuarantinedFile>, Vec<Record<Attachment>>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let file = loader.get(self.file)?;
        let attached = loader.facts(|view| view.having::<Attachment>("record", file.head.id))?;
        Ok((file, attached))
    }

    fn decide(&self, (file, attached): Self::Loaded, _: &Context<'_>) -> Result<Changes, Refused> {
        let of = attached.iter().map(|attachment| (Attachment::NAME, attachment.head.id));
        let mut changes = Changes::new();
        changes.erase = Some(Erasure {
            person: file.head.id,
            records: of.chain([(QuarantinedFile::NAME, file.head.id)]).collect(),
            blobs: attached.iter().map(|attachment| attachment.body.blob).collect(),
            staged: Vec::new(),
        });
        Ok(changes)
    }
}
