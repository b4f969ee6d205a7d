//! Reading the table of a register and saying what each of its rows would become: the command that the register's form gives, rehearsed by the
//! writer and taken back, so that what is shown is exactly what a second person's approval would do.

use std::collections::{BTreeSet, HashMap};

use exchange::rows::{self, Holds, ReadRow, RowMapping, Wanted};
use exchange::{Code, Finding, Severity};
use jiff::civil::Date;
use kernel::{FieldDef, FieldKind, Lang, RecordId, Refusal, Register, RegisterDef, Value, limits};
use ledger::approval::{freeze, thaw};
use ledger::{CommandDef, Error, ListQuery, RawRecord, Step};
use spine::imports::{BatchKind, BatchState, ImportBatch, Outcome, Staged, StagedRow};

use crate::app::App;
use crate::pages::PageCx;
use crate::pages::form::{Typed, form_register, read_values};
use crate::pages::import::{finding_text, parse};
use crate::words::{Titles, Words};

/// The column that names a record that stands, as exports write it.
pub const ID: &str = "id";

/// What a reader of a register's table is given.
pub struct Prepared {
    /// Who imports.
    pub account: RecordId,
    /// What an export says of what its reader did not see.
    withheld: Vec<String>,
    /// The fields that columns are sought for.
    pub wanted: Vec<Wanted>,
    today: Date,
}

/// A table as it was read.
pub struct Read {
    name: String,
    file: Vec<u8>,
    mapping: RowMapping,
    rows: Vec<ReadRow>,
    findings: Vec<Finding>,
}

/// A table and what each of its rows would become.
pub struct Planned {
    read: Read,
    register: String,
    rows: Vec<StagedRow>,
    steps: Vec<Step>,
    /// The rows of the steps, as places among the rows.
    places: Vec<usize>,
    /// Rows that imports which stand have taken, where nothing else knows them again.
    taken: BTreeSet<String>,
    /// The labels of the fields a refusal may name, in both languages.
    labels: HashMap<String, [String; 2]>,
}

/// What is kept of the reading beside the rows.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// How the file was read.
    pub mapping: RowMapping,
    /// What was found.
    pub findings: Vec<Finding>,
}

const LANGS: [Lang; 2] = [Lang::En, Lang::Fr];

fn in_both(text: impl Fn(&Words) -> String) -> [String; 2] {
    LANGS.map(|lang| text(&Words::new(lang)))
}

/// The register and the command its rows become, for who may give it.
///
/// # Errors
/// Refused for who may not add to the register, and for registers whose records come by other ways.
pub fn target<'v>(cx: &PageCx<'_, 'v>, register: &str) -> Result<(RegisterDef, &'v CommandDef), Error> {
    let manifest = cx.view.manifest;
    let def = manifest.register(register).map(|meta| meta.def).filter(|def| def.listed).ok_or(Error::NotFound)?;
    let add = manifest.rows_into(register).ok_or_else(|| Refusal::new("register-takes-no-rows"))?;
    if add.open_to(&cx.view.duties()) {
        return Ok((def, add));
    }
    let needed = add.duties.iter().map(|d| cx.words.code("duty", d.code())).collect::<Vec<_>>().join(", ");
    Err(Refusal::new("duty-missing").with("duties", needed).into())
}

/// How a field is called: as its form calls it, as its register does and as any does.
fn headings(add: &CommandDef, def: &RegisterDef, field: &FieldDef) -> Vec<String> {
    let registers = [form_register(add), Some(def.name), None];
    LANGS.iter().flat_map(|lang| registers.map(|register| Words::new(*lang).field(register, field.name))).collect()
}

/// The fields that columns are sought for, with every word that is taken for them.
///
/// # Errors
/// Refused for who may not add to the register, and for registers whose records come by other ways.
pub fn prepare(cx: &mut PageCx<'_, '_>, register: &str) -> Result<Prepared, Error> {
    let (def, add) = target(cx, register)?;
    let batches: Vec<ImportBatch> = earlier(cx, register)?;
    let remembered: Vec<(&str, &str)> = batches.iter().flat_map(ImportBatch::headings).collect();
    let policy = cx.view.policy;
    let named = |code: &str, en: &str, fr: &str| (code.to_owned(), vec![en.to_owned(), fr.to_owned()]);
    let holds = |field: &FieldDef| match field.kind {
        FieldKind::Text | FieldKind::LongText => Holds::Text(field.max),
        FieldKind::Date => Holds::Day,
        FieldKind::Time => Holds::Moment,
        FieldKind::Int => Holds::Number,
        FieldKind::Bool => Holds::YesNo,
        FieldKind::Choice(codes) => {
            Holds::OneOf(codes.iter().map(|code| ((*code).to_owned(), in_both(|words| words.choice(field.name, code)).to_vec())).collect())
        }
        FieldKind::Level => Holds::OneOf(
            policy.levels.iter().map(|l| named(&l.code, policy.name(&l.code, Lang::En), policy.name(&l.code, Lang::Fr))).collect(),
        ),
        FieldKind::Codes if field.name.ends_with("categories") => {
            Holds::Several(policy.categories.iter().map(|c| named(&c.code, &c.name, c.phrase.get(Lang::Fr))).collect())
        }
        FieldKind::Codes | FieldKind::Bytes => Holds::Text(field.max.max(limits::TEXT_CHARS_MAX)),
        FieldKind::Nation => Holds::Nation,
        FieldKind::Ref(_) => Holds::Record,
    };
    let mut wanted: Vec<Wanted> = add
        .columns()
        .map(|field| {
            let remembered = remembered.iter().filter(|(_, of)| *of == field.name).map(|(heading, _)| (*heading).to_owned()).collect();
            Wanted { name: field.name.to_owned(), headings: headings(add, &def, field), remembered, holds: holds(field) }
        })
        .collect();
    if add.plain() {
        wanted.push(Wanted { name: ID.to_owned(), headings: Vec::new(), remembered: Vec::new(), holds: Holds::Record });
    }
    let withheld = in_both(|words| words.t("ui-withheld")).to_vec();
    Ok(Prepared { account: cx.view.account(), withheld, wanted, today: cx.view.today })
}

/// Earlier imports into a register that stand, the newest first.
fn earlier(cx: &mut PageCx<'_, '_>, register: &str) -> Result<Vec<ImportBatch>, Error> {
    if !cx.view.opens(ImportBatch::NAME) {
        return Ok(Vec::new());
    }
    let query = ListQuery {
        view: Some("newest".to_owned()),
        filters: vec![
            ("of".to_owned(), BatchKind::Register.code().into()),
            ("register".to_owned(), register.into()),
            ("state".to_owned(), BatchState::Applied.code().into()),
        ],
        limit: limits::PAGE_ROWS_MAX,
        ..ListQuery::default()
    };
    let found = cx.view.rows_of(ImportBatch::NAME, &query)?;
    found.into_iter().map(|record| record.typed::<ImportBatch>().map(|record| record.body)).collect()
}

/// Reads a file in a child of its own, under a mapping or the one that is guessed.
///
/// # Errors
/// Inside, the finding by which the whole file is refused.
pub async fn read_file(
    app: &App,
    name: String,
    file: Vec<u8>,
    prepared: Prepared,
    mapping: Option<RowMapping>,
) -> Result<Result<Read, Finding>, Error> {
    let program = app.program.clone();
    let work = move || {
        let sheets = parse(&program, &name, &file)?;
        understand(name, file, &sheets, &prepared, mapping)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stored("the reader of the file stopped".to_owned()))
}

/// Reads the sheets of a file, under a mapping or the one that is guessed.
///
/// # Errors
/// The finding by which the whole file is refused.
pub fn understand(
    name: String,
    file: Vec<u8>,
    sheets: &[exchange::sheet::Sheet],
    prepared: &Prepared,
    mapping: Option<RowMapping>,
) -> Result<Read, Finding> {
    let none = || Finding::new(Code::NoHeadings);
    let mapping = mapping.or_else(|| rows::guess(sheets, &prepared.wanted)).ok_or_else(none)?;
    let sheet = sheets.get(mapping.sheet).ok_or_else(none)?;
    let (rows, findings) = rows::read(sheet, &mapping, &prepared.wanted, &prepared.withheld, prepared.today);
    if rows.len() > limits::IMPORT_ROWS_MAX {
        return Err(Finding::new(Code::FileTooLarge).value("rows").meaning(limits::IMPORT_ROWS_MAX.to_string()));
    }
    Ok(Read { name, file, mapping, rows, findings })
}

/// What a text of a reference was found to be.
#[derive(Clone, Copy)]
enum Found {
    One(RecordId),
    None,
    Several,
}

/// The records that texts name, by id, by what is unique or known about them, and by title; a few queries a register.
fn find(cx: &mut PageCx<'_, '_>, register: &str, texts: &BTreeSet<String>) -> Result<HashMap<String, Found>, Error> {
    let def = cx.view.meta(register)?.def;
    let mut found: HashMap<String, Found> = HashMap::new();
    let mut meet = |text: &str, id: RecordId| match found.get(text) {
        Some(Found::One(other)) if *other != id => drop(found.insert(text.to_owned(), Found::Several)),
        Some(_) => {}
        None => drop(found.insert(text.to_owned(), Found::One(id))),
    };
    let own: Vec<&str> =
        def.unique.iter().chain(def.known_by).filter(|fields| fields.len() == 1).flat_map(|fields| fields.iter().copied()).collect();
    let texts: Vec<&String> = texts.iter().collect();
    for part in texts.chunks(limits::PAGE_ROWS_MAX) {
        let mut ids: HashMap<RecordId, Vec<&str>> = HashMap::new();
        let mut titles: HashMap<String, Vec<&str>> = HashMap::new();
        for text in part {
            titles.entry(kernel::fold::fold(text)).or_default().push(text);
            if let Some(id) = RecordId::parse(text) {
                ids.entry(id).or_default().push(text);
            }
        }
        for record in cx.view.having_any_raw(register, ID, &ids.keys().copied().collect::<Vec<_>>())? {
            ids.get(&record.head.id).into_iter().flatten().for_each(|text| meet(text, record.head.id));
        }
        for field in &own {
            let Some(at) = def.position(field) else { continue };
            let values: Vec<Value> = part.iter().map(|text| Value::from(text.as_str())).collect();
            for record in cx.view.having_any_raw(register, field, &values)? {
                if let Some(text) = record.values.get(at).and_then(Value::text) {
                    meet(text, record.head.id);
                }
            }
        }
        for record in cx.view.having_any_raw(register, "sort_key", &titles.keys().map(String::as_str).collect::<Vec<_>>())? {
            let title = kernel::fold::fold(&def.title_of(&record.values));
            titles.get(&title).into_iter().flatten().for_each(|text| meet(text, record.head.id));
        }
    }
    Ok(texts.into_iter().map(|text| (text.clone(), found.get(text).copied().unwrap_or(Found::None))).collect())
}

/// Says what each row would become, as this reader.
///
/// # Errors
/// Those of [`prepare`] and of reading.
pub fn plan(cx: &mut PageCx<'_, '_>, register: &str, read: Read) -> Result<Planned, Error> {
    let (def, add) = target(cx, register)?;
    let change = cx.view.manifest.command(def.change).filter(|_| add.plain());
    let targets: HashMap<&str, &str> = add
        .columns()
        .filter_map(|field| match field.kind {
            FieldKind::Ref(to) => Some((field.name, to)),
            _ => None,
        })
        .chain(add.plain().then_some((ID, def.name)))
        .collect();
    let mut wanted: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for (name, text) in read.rows.iter().flat_map(|row| &row.texts) {
        if let Some(to) = targets.get(name.as_str()) {
            wanted.entry(to).or_default().insert(text.clone());
        }
    }
    let mut records: HashMap<&str, HashMap<String, Found>> = HashMap::new();
    for (to, texts) in wanted {
        records.insert(to, find(cx, to, &texts)?);
    }
    let headers: HashMap<&str, &str> = read.mapping.columns.iter().filter_map(|c| Some((c.field.as_deref()?, c.header.as_str()))).collect();
    let labels: HashMap<String, [String; 2]> = add
        .fields
        .iter()
        .map(|f| (f.name.to_owned(), in_both(|words| words.field(form_register(add).or(Some(def.name)), f.name))))
        .collect();
    let field_of = |header: &str| headers.iter().find(|(_, own)| **own == header).map(|(field, _)| *field);
    let mut unread: BTreeSet<(u32, &str)> = BTreeSet::new();
    let mut said: HashMap<u32, Vec<[String; 2]>> = HashMap::new();
    for finding in read.findings.iter().filter(|f| f.severity == Severity::Error) {
        if let Some(row) = finding.row {
            said.entry(row).or_default().push(in_both(|words| finding_text(words, finding)));
            unread.extend(finding.column.as_deref().and_then(field_of).map(|field| (row, field)));
        }
    }
    // First what stands in each row, then the records they may be: a few queries for all.
    let mut drafts = Vec::with_capacity(read.rows.len());
    for row in &read.rows {
        let mut reasons = said.remove(&row.row).unwrap_or_default();
        let mut typed = Typed::default();
        let mut own = None;
        for (name, text) in &row.texts {
            let Some(to) = targets.get(name.as_str()) else {
                typed.texts.insert(name.clone(), text.clone());
                continue;
            };
            match records.get(to).and_then(|found| found.get(text)) {
                Some(Found::One(id)) if name == ID => own = Some(*id),
                Some(Found::One(id)) => drop(typed.texts.insert(name.clone(), id.outward("rec"))),
                other => {
                    let code = if matches!(other, Some(Found::Several)) { Code::SeveralRecords } else { Code::UnknownRecord };
                    let finding = Finding::new(code).row(row.row).column(headers.get(name.as_str()).copied().unwrap_or("")).value(text);
                    reasons.push(in_both(|words| finding_text(words, &finding)));
                    unread.insert((row.row, name.as_str()));
                }
            }
        }
        let (values, mut wrong) = read_values(cx, add, &typed, None);
        // What stands there and is not understood is not told a second time as missing.
        let unread = |field: &str| unread.contains(&(row.row, field));
        wrong.retain(|refusal| !refusal.field.as_deref().is_some_and(unread));
        let withheld = row.withheld.clone();
        drafts.push(Draft { row: i64::from(row.row), own, values, wrong, reasons, withheld, whole: row.whole.clone() });
    }
    let standing = if add.plain() { standing(cx, &def, &drafts)? } else { Standing::default() };
    let mapped: BTreeSet<String> = headers.keys().map(|field| (*field).to_owned()).collect();
    let taken = if add.plain() { Vec::new() } else { earlier(cx, register)? };
    let taken = taken.iter().flat_map(ImportBatch::marks).map(str::to_owned).collect();
    let (rows, steps, places) = (Vec::new(), Vec::new(), Vec::new());
    let mut planned = Planned { register: register.to_owned(), rows, steps, places, taken, labels, read };
    // What earlier rows leave of the records they met.
    let mut met: HashMap<RecordId, Vec<Value>> = HashMap::new();
    for draft in drafts {
        let before = standing.of(&def, &draft);
        let before = match (before, change) {
            (Match::Several, _) => {
                let refusal = Refusal::new("row-matches-several");
                planned.refuse(cx, &def, add, draft, &[refusal]);
                continue;
            }
            (Match::One(before), Some(change)) => Some((before, change)),
            _ => None,
        };
        match before {
            Some((before, change)) => match met.get(&before.head.id) {
                Some(left) if draft.is(&def, before.head.id, left) => planned.refuse(cx, &def, add, draft, &[Refusal::new("row-twice")]),
                // An earlier row gave away what this one names.
                Some(_) => planned.add(cx, &def, add, draft),
                None => drop(met.insert(before.head.id, planned.change(cx, &def, (add, change), before, draft, &mapped))),
            },
            None => planned.add(cx, &def, add, draft),
        }
    }
    Ok(planned)
}

/// A row before it is known whether its record stands.
struct Draft {
    row: i64,
    /// The record it names itself.
    own: Option<RecordId>,
    values: Vec<Value>,
    wrong: Vec<Refusal>,
    reasons: Vec<[String; 2]>,
    withheld: Vec<String>,
    whole: String,
}

impl Draft {
    /// Whether it is a record with these values: by its id, by a key, or because all of it is the same.
    fn is(&self, def: &RegisterDef, id: RecordId, values: &[Value]) -> bool {
        let shares = |key: &Vec<&str>| key_of(def, key, values).is_some_and(|text| key_of(def, key, &self.values) == Some(text));
        self.own == Some(id) || keys(def).iter().any(shares) || self.values == values
    }
}

/// Records that rows may be.
#[derive(Default)]
struct Standing {
    records: Vec<RawRecord>,
    by_id: HashMap<RecordId, usize>,
    by_key: HashMap<(usize, String), Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
}

enum Match<'s> {
    None,
    One(&'s RawRecord),
    Several,
}

/// The lists of fields by which a record is known again; the last resort is that all of it is the same.
fn keys(def: &RegisterDef) -> Vec<Vec<&'static str>> {
    def.unique.iter().chain(def.known_by).map(|fields| fields.to_vec()).collect()
}

/// What stands in the fields of a key, as text that two values share when they are equal; none where one is missing.
fn key_of(def: &RegisterDef, key: &[&str], values: &[Value]) -> Option<String> {
    let part = |name: &&str| {
        let value = values.get(def.position(name)?)?;
        (!value.is_null()).then(|| format!("{value:?}"))
    };
    key.iter().map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join("\u{1}"))
}

fn standing(cx: &mut PageCx<'_, '_>, def: &RegisterDef, drafts: &[Draft]) -> Result<Standing, Error> {
    let mut all = Standing::default();
    let mut take = |found: Vec<RawRecord>| {
        for record in found {
            if all.by_id.contains_key(&record.head.id) {
                continue;
            }
            all.by_id.insert(record.head.id, all.records.len());
            all.records.push(record);
        }
    };
    for part in drafts.chunks(limits::PAGE_ROWS_MAX) {
        let ids: Vec<RecordId> = part.iter().filter_map(|draft| draft.own).collect();
        take(cx.view.having_any_raw(def.name, ID, &ids)?);
        // What has the title among its fields is found by it.
        for key in keys(def).into_iter().filter(|key| !def.title.iter().all(|name| key.contains(name))) {
            let Some((first, at)) = key.first().and_then(|first| Some((*first, def.position(first)?))) else { continue };
            let values: Vec<Value> = part.iter().filter_map(|d| d.values.get(at).cloned()).filter(|v| !v.is_null()).collect();
            take(cx.view.having_any_raw(def.name, first, &values)?);
        }
        let titles: Vec<Value> = part.iter().map(|draft| Value::Text(kernel::fold::fold(&def.title_of(&draft.values)))).collect();
        take(cx.view.having_any_raw(def.name, "sort_key", &titles)?);
    }
    for (place, record) in all.records.iter().enumerate() {
        all.by_title.entry(def.title_of(&record.values)).or_default().push(place);
        for (at, key) in keys(def).iter().enumerate() {
            if let Some(text) = key_of(def, key, &record.values) {
                all.by_key.entry((at, text)).or_default().push(place);
            }
        }
    }
    Ok(all)
}

impl Standing {
    fn of(&self, def: &RegisterDef, draft: &Draft) -> Match<'_> {
        let record = |place: &usize| self.records.get(*place);
        if let Some(one) = draft.own.and_then(|own| self.by_id.get(&own)).and_then(record) {
            return Match::One(one);
        }
        for (at, key) in keys(def).iter().enumerate() {
            let found = key_of(def, key, &draft.values).and_then(|text| self.by_key.get(&(at, text)));
            match found.map(Vec::as_slice) {
                Some([one]) => return record(one).map_or(Match::None, Match::One),
                Some([_, _, ..]) => return Match::Several,
                _ => {}
            }
        }
        let titled = self.by_title.get(&def.title_of(&draft.values)).into_iter().flatten().filter_map(record);
        titled.into_iter().find(|record| record.values == draft.values).map_or(Match::None, Match::One)
    }
}

impl Planned {
    fn reasons(&self, draft: &Draft, wrong: &[Refusal]) -> Vec<[String; 2]> {
        draft.reasons.iter().cloned().chain(wrong.iter().map(|refusal| told(&self.labels, refusal))).collect()
    }

    fn refuse(&mut self, cx: &PageCx<'_, '_>, def: &RegisterDef, add: &CommandDef, draft: Draft, wrong: &[Refusal]) {
        let reasons = self.reasons(&draft, wrong);
        self.rows.push(staged(cx, def, add, &draft, Outcome::Refused, reasons));
    }

    /// A record that does not stand yet.
    fn add(&mut self, cx: &PageCx<'_, '_>, def: &RegisterDef, add: &CommandDef, draft: Draft) {
        let wrong = draft.wrong.clone();
        if !wrong.is_empty() || !draft.reasons.is_empty() {
            return self.refuse(cx, def, add, draft, &wrong);
        }
        let row = staged(cx, def, add, &draft, Outcome::New, Vec::new());
        if self.taken.contains(&row.mark()) {
            return self.rows.push(StagedRow { outcome: Outcome::Unchanged, ..row });
        }
        self.places.push(self.rows.len());
        self.steps.push(Step { command: add.name.to_owned(), values: draft.values.clone(), row: draft.row });
        self.rows.push(row);
    }

    /// A record that stands: what the table has columns for becomes as the table says, the rest stays. What is left of it.
    fn change(
        &mut self,
        cx: &PageCx<'_, '_>,
        def: &RegisterDef,
        (add, change): (&CommandDef, &CommandDef),
        before: &RawRecord,
        draft: Draft,
        mapped: &BTreeSet<String>,
    ) -> Vec<Value> {
        let said = |field: &FieldDef| {
            let seen = !before.withheld.contains(&field.group) && !draft.withheld.iter().any(|name| name == field.name);
            mapped.contains(field.name) && seen
        };
        let told = |refusal: &&Refusal| refusal.field.as_deref().and_then(|name| def.field(name)).is_none_or(said);
        let wrong: Vec<Refusal> = draft.wrong.iter().filter(told).cloned().collect();
        if !wrong.is_empty() || !draft.reasons.is_empty() {
            self.refuse(cx, def, add, draft, &wrong);
            return before.values.clone();
        }
        let value = |at: usize, field: &FieldDef| if said(field) { draft.values.get(at) } else { before.values.get(at) };
        let after: Vec<Value> = def.fields.iter().enumerate().map(|(at, field)| value(at, field).cloned().unwrap_or_default()).collect();
        let outcome = if after == before.values { Outcome::Unchanged } else { Outcome::Changed };
        let values: Vec<Value> =
            [before.head.id.into(), Value::Int(before.head.version)].into_iter().chain(after.iter().cloned()).collect();
        let input = freeze(&change.fields, &values);
        let (name, command) = (cx.words.title(def, &after), change.name.to_owned());
        if outcome == Outcome::Changed {
            self.places.push(self.rows.len());
            self.steps.push(Step { command: command.clone(), values, row: draft.row });
        }
        self.rows.push(StagedRow { row: draft.row, name, outcome, command, input, reasons: Vec::new(), whole: draft.whole });
        after
    }

    /// Lets the writer rehearse the steps.
    async fn rehearsed(mut self, app: &App, account: RecordId, by_key: bool) -> Result<Self, Error> {
        let steps = std::mem::take(&mut self.steps);
        let outcomes = app.ledger.rehearse(account, by_key, steps).answer().await?;
        for (place, refused) in self.places.iter().zip(outcomes) {
            if let (Some(row), Some(refused)) = (self.rows.get_mut(*place), refused) {
                row.outcome = Outcome::Refused;
                row.reasons = refused.0.iter().map(|refusal| told(&self.labels, refusal)).collect();
            }
        }
        Ok(self)
    }
}

/// A row that would be added.
fn staged(
    cx: &PageCx<'_, '_>,
    def: &RegisterDef,
    add: &CommandDef,
    draft: &Draft,
    outcome: Outcome,
    reasons: Vec<[String; 2]>,
) -> StagedRow {
    let (name, input) = (name_of(cx, def, add, &draft.values), freeze(&add.fields, &draft.values));
    StagedRow { row: draft.row, name, outcome, command: add.name.to_owned(), input, reasons, whole: draft.whole.clone() }
}

/// A refusal with the field it is about, in both languages.
fn told(labels: &HashMap<String, [String; 2]>, refusal: &Refusal) -> [String; 2] {
    let label = refusal.field.as_ref().and_then(|name| labels.get(name));
    let mut texts = in_both(|words| words.refusal(refusal));
    if let Some(label) = label {
        for ((text, label), colon) in texts.iter_mut().zip(label).zip([":", "\u{202f}:"]) {
            *text = format!("{label}{colon} {text}");
        }
    }
    texts
}

/// How people would name the record of a row: by its register's title, where the row has those fields, else by its first text.
fn name_of(cx: &PageCx<'_, '_>, def: &RegisterDef, add: &CommandDef, values: &[Value]) -> String {
    if add.plain() {
        return cx.words.title(def, values);
    }
    let text = |wanted: &dyn Fn(&FieldDef) -> bool| {
        let of = add.fields.iter().zip(values).filter(|(field, value)| wanted(field) && value.text().is_some());
        of.filter_map(|(_, value)| value.text()).next().map(|text| text.chars().take(limits::TEXT_CHARS_MAX).collect::<String>())
    };
    let titled = text(&|field| def.title.contains(&field.name) && field.kind == FieldKind::Text);
    titled.or_else(|| text(&|field| field.kind == FieldKind::Text)).unwrap_or_default()
}

/// Rehearses a planned table and stages it.
///
/// # Errors
/// Those of the writer.
pub async fn keep(app: &App, account: RecordId, by_key: bool, id: RecordId, planned: Planned) -> Result<(), Error> {
    let planned = planned.rehearsed(app, account, by_key).await?;
    let damaged = |_| Error::Stored("a staged import cannot be written".to_owned());
    let Read { name, file, mapping, findings, .. } = planned.read;
    let columns = mapping.columns.iter().filter_map(|c| Some((c.header.clone(), c.field.clone()?))).collect();
    let read = serde_json::to_value(Kept { mapping, findings }).map_err(damaged)?;
    let plan = serde_json::to_string(&Staged { register: planned.register, columns, read }).map_err(damaged)?;
    let rows = planned.rows.iter().map(|row| serde_json::to_string(row).map(|text| (row.row, text))).collect::<Result<Vec<_>, _>>();
    app.ledger.stage_import(id, account, &name, plan, file, rows.map_err(damaged)?).answer().await
}

/// What stands in a field and what would, in words.
pub struct Difference {
    /// The field.
    pub field: &'static str,
    /// What stands.
    pub before: String,
    /// What would.
    pub after: String,
}

/// What stands and what would, field by field, of rows that change a record, by their number in the file. It is read anew by whoever looks: what
/// they do not see is not among it.
///
/// # Errors
/// Those of reading.
pub fn differences(cx: &mut PageCx<'_, '_>, def: &RegisterDef, rows: &[&StagedRow]) -> Result<HashMap<i64, Vec<Difference>>, Error> {
    let mut told = HashMap::new();
    let Some(change) = cx.view.manifest.command(def.change) else { return Ok(told) };
    let changed: Vec<&&StagedRow> = rows.iter().filter(|row| row.outcome == Outcome::Changed && row.command == change.name).collect();
    for part in changed.chunks(limits::PAGE_ROWS_MAX / 2) {
        let mut after = HashMap::new();
        for row in part {
            let values = thaw(&change.fields, &row.input)?;
            if let (Some(id), Some(body)) = (values.first().and_then(Value::id), values.get(2..)) {
                after.insert(id, (row.row, body.to_vec()));
            }
        }
        let ids: Vec<RecordId> = after.keys().copied().collect();
        let before = cx.view.having_any_raw(def.name, ID, &ids)?;
        let pairs: Vec<(i64, RawRecord, RawRecord)> = before
            .into_iter()
            .filter_map(|before| {
                let (row, values) = after.remove(&before.head.id)?;
                let new = RawRecord { values, ..before.clone() };
                Some((row, before, new))
            })
            .collect();
        let both: Vec<&RawRecord> = pairs.iter().flat_map(|(_, before, after)| [before, after]).collect();
        let titles: Titles = cx.titles(def, &both)?;
        for (row, before, after) in &pairs {
            let sides = def.fields.iter().zip(before.values.iter().zip(&after.values));
            let different = sides.filter(|(field, (old, new))| old != new && !before.withheld.contains(&field.group));
            let text = |(field, (old, new)): (&FieldDef, (&Value, &Value))| Difference {
                field: field.name,
                before: cx.value(field, old, &titles),
                after: cx.value(field, new, &titles),
            };
            told.insert(*row, different.map(text).collect());
        }
    }
    Ok(told)
}

/// What new rows would say, field by field in words, by their number in the file. Records are named as far as the reader sees them.
///
/// # Errors
/// Those of reading.
pub fn contents(cx: &mut PageCx<'_, '_>, def: &RegisterDef, rows: &[&StagedRow]) -> Result<HashMap<i64, Vec<(String, String)>>, Error> {
    let Some(add) = cx.view.manifest.rows_into(def.name) else { return Ok(HashMap::new()) };
    let new = rows.iter().filter(|row| row.outcome == Outcome::New && row.command == add.name);
    let inputs = new.map(|row| Ok((row.row, thaw(&add.fields, &row.input)?))).collect::<Result<Vec<_>, Error>>()?;
    let mut wanted: HashMap<&'static str, BTreeSet<RecordId>> = HashMap::new();
    for (field, value) in inputs.iter().flat_map(|(_, values)| add.fields.iter().zip(values)) {
        if let (FieldKind::Ref(to), Value::Id(id)) = (field.kind, value)
            && !to.is_empty()
        {
            wanted.entry(to).or_default().insert(*id);
        }
    }
    let mut titles = Titles::new();
    for (to, ids) in wanted {
        let meta = cx.view.meta(to)?;
        let ids: Vec<RecordId> = ids.into_iter().collect();
        for part in ids.chunks(limits::PAGE_ROWS_MAX) {
            let found = cx.view.titles(to, part)?;
            titles.extend(found.into_iter().map(|(id, title)| (id, (title, meta.def.name, meta.def.prefix))));
        }
    }
    let labelled = form_register(add).or(Some(def.name));
    let said = |values: &[Value]| {
        let filled = add.fields.iter().zip(values).filter(|(_, value)| !value.is_null());
        filled.map(|(field, value)| (cx.words.field(labelled, field.name), cx.value(field, value, &titles))).collect()
    };
    Ok(inputs.iter().map(|(row, values)| (*row, said(values))).collect())
}
