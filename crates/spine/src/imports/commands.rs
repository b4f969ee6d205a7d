//! Importing the staged rows of a register's table, and undoing any import: two people each.

use std::collections::{HashMap, HashSet};

use kernel::{FieldKind, Fields, Id, Record, RecordId, Refusal, Refused, Register, limits};
use ledger::approval::{Approval, thaw};
use ledger::manifest::Manifest;
use ledger::view::Written;
use ledger::{Changes, Command, CommandDef, Context, Error, Loader, Step, View};

use super::{BatchKind, BatchState, IMPORTERS, ImportBatch, Outcome, Staged, StagedRow, digest};
use crate::documents::Attachment;
use crate::mail::{MailItem, MailRegister};
use crate::series::NumberSeries;

/// The commands of importing.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<ImportRows>(), CommandDef::of::<Undo>()]
}

/// Imports the staged rows of a register's table. Each row becomes the command a form would have given, with an entry of its own, in one
/// transaction: all rows that were shown as taken, or none.
#[derive(Clone, Debug, Fields)]
pub struct ImportRows {
    /// The staged import.
    #[field(hidden)]
    pub staged: RecordId,
    /// The hash both people put their name to.
    #[field(hidden)]
    pub digest: String,
}

/// What importing needs.
pub struct ToImport {
    table: Table,
    steps: Vec<Step>,
    taken: Option<Record<ImportBatch>>,
}

/// A register's table as it lies staged.
pub struct Table {
    /// Who staged it.
    pub account: RecordId,
    /// Name of the file.
    pub name: String,
    /// What was staged beside the rows.
    pub staged: Staged,
    /// The rows.
    pub rows: Vec<StagedRow>,
    /// The hash a request puts its name to.
    pub digest: String,
}

/// Reads a staged table.
///
/// # Errors
/// Not found, where nothing is staged under this id or something else is.
pub fn load(view: &mut View<'_>, staged: RecordId) -> Result<Table, Error> {
    let (account, name, plan, file) = view.staged_import(staged)?;
    let rows = view.staged_rows(staged)?;
    let digest = digest(&plan, &file, &rows);
    let staged = serde_json::from_str(&plan).map_err(|_| Error::NotFound)?;
    let rows = rows.iter().map(|(_, row)| serde_json::from_str(row)).collect::<Result<_, _>>().map_err(|_| Error::NotFound)?;
    Ok(Table { account, name, staged, rows, digest })
}

impl Command for ImportRows {
    const NAME: &'static str = "import.rows";
    const DUTIES: &'static [kernel::Duty] = IMPORTERS;
    const FOUR_EYES: bool = true;
    const PURPOSE: &'static str = "import";
    type Loaded = ToImport;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let table = load(loader.view(), self.staged)?;
        let manifest = loader.view().manifest;
        let def = &manifest.register(&table.staged.register).ok_or(Error::NotFound)?.def;
        let add = manifest.rows_into(def.name).ok_or_else(|| Refusal::new("register-takes-no-rows"))?;
        loader.comes_down_to(add);
        let mut steps = Vec::new();
        for row in table.rows.iter().filter(|row| matches!(row.outcome, Outcome::New | Outcome::Changed)) {
            let allowed = row.command == add.name || (add.plain() && row.command == def.change);
            let command = manifest.command(&row.command).filter(|_| allowed).ok_or_else(|| Refusal::new("request-changed"))?;
            steps.push(Step { command: row.command.clone(), values: thaw(&command.fields, &row.input)?, row: row.row });
        }
        // Two requests for one staged table carry it out once.
        let taken = loader.facts(|view| view.having_any::<ImportBatch>("digest", &[table.digest.as_str()]))?;
        let taken = taken.into_iter().find(|batch| batch.body.state == BatchState::Applied);
        Ok(ToImport { table, steps, taken })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let ToImport { table, steps, taken } = loaded;
        if table.digest != self.digest {
            return Err(Refusal::new("request-changed").into());
        }
        if let Some(taken) = taken {
            return Err(Refusal::new("file-imported-already").with("import", taken.body.name).into());
        }
        if steps.is_empty() {
            return Err(Refusal::new("no-row-to-import").into());
        }
        if steps.len() > limits::IMPORT_ROWS_MAX {
            return Err(Refusal::new("too-many-import-rows").with("max", limits::IMPORT_ROWS_MAX.to_string()).into());
        }
        let count = |outcome: Outcome| table.rows.iter().filter(|row| row.outcome == outcome).count() as i64;
        let columns: Vec<String> = table.staged.columns.iter().map(|(heading, field)| format!("{heading}\t{field}")).collect();
        let marks: Vec<String> = table.rows.iter().filter(|row| row.outcome == Outcome::New).map(StagedRow::mark).collect();
        let batch = ImportBatch {
            name: table.name.chars().take(limits::TEXT_CHARS_MAX).collect(),
            digest: table.digest,
            rows_taken: steps.len() as i64,
            rows_refused: count(Outcome::Refused),
            rows_unchanged: count(Outcome::Unchanged),
            state: BatchState::Applied,
            applied_at: cx.micros(),
            of: BatchKind::Register,
            register: Some(table.staged.register),
            columns: Some(columns.join("\n")).filter(|text| text.chars().count() <= limits::LONG_TEXT_CHARS_MAX),
            row_marks: Some(marks.join("\n")),
            rows_faulty: None,
            faults: None,
            mail_item: None,
            recorded_by: cx.recorder(),
            verified_by: cx.person,
        };
        let mut changes = Changes::new();
        changes.insert(cx.new_id(), &batch);
        changes.steps = steps;
        changes.unstaged.push(self.staged);
        Ok(changes)
    }
}

/// Undoes an import: what it made becomes void, what it changed gets its former values back.
#[derive(Clone, Debug, Fields)]
pub struct Undo {
    /// The import.
    #[field(hidden)]
    pub batch: Id<ImportBatch>,
    /// Why.
    #[field(long)]
    pub reason: String,
}

/// Numbers are never given back: the books stay, and so does a tracker's mail entry, as evidence of what happened.
const KEPT: [&str; 6] = [MailRegister::NAME, NumberSeries::NAME, MailItem::NAME, Attachment::NAME, Approval::NAME, ImportBatch::NAME];
/// What names records without building upon them: requests, of which the one for undoing is one.
const NAMING: [&str; 2] = [Approval::NAME, ImportBatch::NAME];

/// A record the import wrote: its last version there, and what stood before the first.
pub struct Touched {
    last: Written,
    before: Option<Vec<kernel::Value>>,
}

/// What undoing needs.
pub struct ToUndo {
    batch: Record<ImportBatch>,
    touched: Vec<Touched>,
    /// Records the import made to which later ones refer.
    referred: HashSet<RecordId>,
}

impl Command for Undo {
    const NAME: &'static str = "import.undo";
    const DUTIES: &'static [kernel::Duty] = IMPORTERS;
    const FOUR_EYES: bool = true;
    const ON: Option<&'static str> = Some(ImportBatch::NAME);
    const OFFERED: ledger::command::Offered = &[("state", &["applied"])];
    const PURPOSE: &'static str = "import";
    type Loaded = ToUndo;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let batch = loader.get(self.batch)?;
        let command = brought_by(loader.view().manifest, &batch.body).ok_or_else(|| Refusal::new("register-takes-no-rows"))?;
        loader.comes_down_to(command);
        let following = if batch.body.of == BatchKind::Register { batch.body.rows_taken } else { 0 };
        let (touched, referred) = loader.facts(|view| {
            let mut written = view.written_with(ImportBatch::NAME, batch.head.id, following)?;
            written.retain(|w| !KEPT.contains(&w.def.name));
            let touched = touched(written);
            let referred = referred(view, &touched)?;
            Ok((touched, referred))
        })?;
        // Nobody undoes what they may not see, or learns its name by trying: one's own file is among that.
        let followed = touched.iter().filter(|t| t.last.def.listed);
        if !loader.acts_on(followed.map(|t| (t.last.def.name, t.last.current.head.clone())))? {
            return Err(Refusal::new("import-holds-hidden").into());
        }
        Ok(ToUndo { batch, touched, referred })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if loaded.batch.body.state == BatchState::Undone {
            return Err(Refusal::new("import-undone-already").into());
        }
        if !loaded.batch.body.may_be_undone(cx.micros()) {
            return Err(Refusal::new("import-undo-over").with("days", crate::limits::HR_UNDO_DAYS.to_string()).into());
        }
        let mut changes = Changes::new();
        // What was made goes first and the last change before the one it followed, so that what may stand once is free again.
        let (made, changed): (Vec<Touched>, Vec<Touched>) = loaded.touched.into_iter().rev().partition(|one| one.before.is_none());
        for Touched { last, before } in made.into_iter().chain(changed) {
            let (head, values) = (last.current.head, last.current.values);
            if !last.stands || (before.is_none() && loaded.referred.contains(&head.id)) {
                return Err(Refusal::new("import-built-upon").with("record", last.def.title_of(&values)).into());
            }
            match before {
                Some(before) => changes.update_raw(last.def, head, before),
                None => changes.update_raw(last.def, kernel::Head { void: true, ..head }, values),
            }
        }
        changes.update(&loaded.batch.head, &ImportBatch { state: BatchState::Undone, ..loaded.batch.body.clone() });
        changes.answer_with(loaded.batch.id());
        Ok(changes)
    }
}

/// The command by which an import came: who undoes it may do what it did.
fn brought_by<'m>(manifest: &'m Manifest, batch: &ImportBatch) -> Option<&'m CommandDef> {
    match batch.of.command() {
        Some(command) => manifest.command(command),
        None => batch.register.as_deref().and_then(|register| manifest.rows_into(register)),
    }
}

/// Each record once, in the order in which the import first wrote it.
fn touched(written: Vec<Written>) -> Vec<Touched> {
    let mut place: HashMap<RecordId, usize> = HashMap::new();
    let mut all: Vec<Touched> = Vec::new();
    for one in written {
        match place.get(&one.current.head.id).and_then(|at| all.get_mut(*at)) {
            Some(earlier) => earlier.last = one,
            None => {
                place.insert(one.current.head.id, all.len());
                let before = one.before.clone();
                all.push(Touched { last: one, before });
            }
        }
    }
    all
}

/// Which of the records that an import made others refer to that it did not write, in registers that people see.
fn referred(view: &mut View<'_>, touched: &[Touched]) -> Result<HashSet<RecordId>, Error> {
    let own: HashSet<RecordId> = touched.iter().map(|t| t.last.current.head.id).collect();
    let mut made: HashMap<&'static str, Vec<RecordId>> = HashMap::new();
    for one in touched.iter().filter(|t| t.before.is_none()) {
        made.entry(one.last.def.name).or_default().push(one.last.current.head.id);
    }
    let manifest = view.manifest;
    let mut referred = HashSet::new();
    let all: Vec<RecordId> = made.values().flatten().copied().collect();
    for def in manifest.registers().iter().map(|meta| meta.def).filter(|def| def.listed && !NAMING.contains(&def.name)) {
        for (at, field) in def.fields.iter().enumerate() {
            let FieldKind::Ref(to) = field.kind else { continue };
            // A reference of no one register may be to any of them.
            let ids = if to.is_empty() { Some(&all) } else { made.get(to) };
            for ids in ids.into_iter().flat_map(|ids| ids.chunks(limits::PAGE_ROWS_MAX)) {
                let found = view.having_any_raw(def.name, field.name, ids)?;
                let others = found.iter().filter(|record| !own.contains(&record.head.id));
                referred.extend(others.filter_map(|record| record.values.get(at)?.id()));
            }
        }
    }
    Ok(referred)
}
