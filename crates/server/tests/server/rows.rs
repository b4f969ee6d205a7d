//! The table of a register as an office brings it: read, tried out row by row, approved by a second person, carried out at once, undone at once.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use exchange::sandbox::Kind;
use kernel::entropy::SeededEntropy;
use kernel::{Lang, RecordId, Refusal, Register, RegisterDef, Value, limits};
use ledger::ListQuery;
use ledger::db::Backend;
use server::pages::PageCx;
use server::rows::{keep, plan, prepare, understand};
use server::visitor::Visitor;
use server::words::Words;
use spine::imports::{BatchState, ImportBatch, Outcome};
use spine::organisations::Organisation;
use spine::posts::Post;
use spine::risks::Risk;
use testkit::held::{Done, Held, only_rose};

use crate::{Site, sends};

impl Site {
    /// Reads and stages a table as the page does, but for the child in which files are parsed; the codes a whole file is refused with otherwise.
    fn stages(&self, login: &str, register: &'static str, table: &str) -> Result<RecordId, String> {
        self.stages_as(login, register, table, &[])
    }

    /// The same with columns that somebody explains: a heading and its field.
    fn stages_as(&self, login: &str, register: &'static str, table: &str, explained: &'static [(&str, &str)]) -> Result<RecordId, String> {
        let (name, bytes) = (format!("{register}.csv"), table.as_bytes().to_vec());
        let sheets = exchange::sandbox::parse(Kind::Csv, &bytes).map_err(|finding| finding.code.to_string())?;
        let someone = self.world.as_(login);
        let planned = someone.tries_to_see(move |view| {
            let zone = jiff::tz::TimeZone::UTC;
            let visitor = Visitor { session: None, lang: Lang::En, here: String::new() };
            let mut cx = PageCx::new(view, Words::new(Lang::En), &visitor, &zone, false);
            let prepared = prepare(&mut cx, register)?;
            let account = prepared.account;
            let mapping = exchange::rows::guess(&sheets, &prepared.wanted).filter(|_| !explained.is_empty()).map(|mut mapping| {
                for column in &mut mapping.columns {
                    let field = explained.iter().find(|(heading, _)| *heading == column.header).map(|(_, field)| (*field).to_owned());
                    column.field = column.field.take().or(field);
                }
                mapping
            });
            match understand(name, bytes, &sheets, &prepared, mapping) {
                Ok(read) => Ok(Ok((account, plan(&mut cx, register, read)?))),
                Err(finding) => Ok(Err(finding.code.to_string())),
            }
        });
        let (account, planned) = planned.map_err(|error| error.to_string())??;
        let id = self.world.ledger().new_id();
        self.runtime.block_on(keep(&self.app, account, false, id, planned)).map_err(|error| error.to_string())?;
        Ok(id)
    }

    /// Asks for an import by its page; the request that waits.
    fn asks_to_import(&self, login: &str, staged: RecordId) -> RecordId {
        let digest = self.digest(login, staged);
        let asked = sends(self, &format!("/rows/{}/check", staged.outward("stg")), &self.cookie(login), &[("digest", &digest)]);
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
        let to = asked.headers["location"].to_str().unwrap().to_owned();
        RecordId::parse(to.rsplit('/').next().unwrap()).unwrap()
    }

    /// The hash of what the page shows.
    fn digest(&self, login: &str, staged: RecordId) -> String {
        self.world.as_(login).sees(move |view| spine::imports::commands::load(view, staged)).digest
    }

    fn all<R: Register + Clone>(&self) -> Vec<R> {
        let query = ListQuery { limit: limits::PAGE_ROWS_MAX, ..ListQuery::default() };
        let found = self.world.as_("officer").sees(move |view| view.rows_of(R::NAME, &query));
        found.into_iter().map(|raw| raw.typed::<R>().unwrap().body).collect()
    }

    fn batch(&self, id: RecordId) -> ImportBatch {
        self.world.as_("officer").record::<ImportBatch>(id).body
    }
}

/// Entries of the log.
fn entries(site: &Site) -> i64 {
    site.world.conn().number("SELECT size FROM log_head", &[]).unwrap()
}

const RISKS: &str = "AGENCY RESTRICTED\nCe qui pourrait arriver;Bureau;Pourquoi cela pourrait arriver;Chance\n\
                     Cellar floods;Habilitations;Old pipes;5\n\
                     Lock fails;kitchen;;\n\
                     ;clearance;No title;\n\
                     Courier late;clearance;;\n\n\
                     AGENCY RESTRICTED\n";

/// What a register's own command makes, with its numbers and states.
fn a_table_becomes_records_by_the_commands_of_their_forms(on: Backend) {
    let site = Site::new(on);
    let staged = site.stages("officer", "risks", RISKS).unwrap();
    let path = format!("/rows/{}/check", staged.outward("stg"));
    let page = site.page(&path, &site.cookie("officer"));
    assert_eq!(page.status, StatusCode::OK);
    for said in
        ["“kitchen” in “Bureau” is not understood", "What could happen: This field is empty", "“Chance” is no field of this register"]
    {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("Desk: This field is empty"), "what stands there is not told as missing: {}", page.body);
    assert!(site.all::<Risk>().is_empty(), "what was tried out is taken back");
    assert_eq!(site.page(&path, &site.cookie("hr")).status, StatusCode::FORBIDDEN);
    assert_eq!(site.page(&path, &site.cookie("technician")).status, StatusCode::NOT_FOUND, "it is who staged it that sees it");
    let another = sends(&site, &path, &site.cookie("officer"), &[("digest", "what another page showed")]);
    assert!(!another.status.is_success() && another.body.contains("no longer the one you were shown"), "{}", another.body);
    let request = site.asks_to_import("officer", staged);
    let approval = format!("/approvals/{}", request.outward("apr"));
    let second = site.page(&approval, &site.cookie("technician"));
    for said in ["Cellar floods", "Risks: import a table", "Old pipes"] {
        assert!(second.body.contains(said), "the second person sees what would be written, {said}: {}", second.body);
    }
    assert!(!second.body.contains("Lock fails"), "and nothing that would not");
    assert!(site.all::<Risk>().is_empty(), "nothing before a second person");
    assert_eq!(site.world.as_("officer").may_not_approve(request), ["same-person"]);
    let before = entries(&site);
    let done = site.world.as_("technician").approves(request);
    let (_, batch) = done.answer.unwrap();
    let mut titles: Vec<_> = site.all::<Risk>().into_iter().map(|risk| (risk.number, risk.title, risk.cause)).collect();
    titles.sort();
    assert_eq!(titles.len(), 2);
    assert_eq!(titles[0].1, "Cellar floods");
    assert_eq!((titles[0].2.as_deref(), titles[1].1.as_str()), (Some("Old pipes"), "Courier late"));
    assert!(titles[0].0 < titles[1].0, "numbers in the order of the rows: {titles:?}");
    let batch_body = site.batch(batch);
    assert_eq!((batch_body.rows_taken, batch_body.rows_refused, batch_body.register.as_deref()), (2, 2, Some("risks")));
    assert_eq!(batch_body.headings().next(), Some(("Ce qui pourrait arriver", "title")));
    // Each record has an entry of its own by its own command: the import and two risks.
    assert_eq!(entries(&site) - before, 3);
    // It was the officer who gave them, and the staged table is gone.
    let owner = site.all::<Risk>()[0].owner;
    assert_eq!(owner.raw(), site.account("officer"));
    assert_eq!(site.page(&path, &site.cookie("officer")).status, StatusCode::NOT_FOUND);
    // The file with its faults mended: what was taken is known again, and only the rest is new.
    let mended = RISKS.replace("kitchen", "Habilitations").replace(";clearance;No title", "Nobody reads this;clearance;No title");
    let again = site.stages("officer", "risks", &mended).unwrap();
    let request = site.asks_to_import("officer", again);
    let (_, rest) = site.world.as_("technician").approves(request).answer.unwrap();
    assert_eq!((site.batch(rest).rows_taken, site.batch(rest).rows_unchanged), (2, 2));
    assert_eq!(site.all::<Risk>().len(), 4);
    let again = site.stages("officer", "risks", &mended).unwrap();
    let check = format!("/rows/{}/check", again.outward("stg"));
    let digest = site.digest("officer", again);
    let nothing = sends(&site, &check, &site.cookie("officer"), &[("digest", &digest)]);
    assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.body.contains("No row would be taken"), "{}", nothing.body);
    let undone = site.world.as_("technician").asks("import.undo", &[("batch", rest.into()), ("reason", "one too many".into())]);
    site.world.as_("officer").approves(undone);
    // Undone as a whole, by two people; then it may come again.
    let undo = [("batch", batch.into()), ("reason", "wrong year".into())];
    let undone = site.world.as_("technician").asks("import.undo", &undo);
    site.world.as_("officer").approves(undone);
    assert!(site.all::<Risk>().is_empty());
    assert_eq!(site.batch(batch).state, BatchState::Undone);
    let again = site.stages("officer", "risks", RISKS).unwrap();
    let (first, second) = (site.asks_to_import("officer", again), site.asks_to_import("officer", again));
    site.world.as_("technician").approves(first);
    assert!(site.world.as_("technician").tries_to_approve(second).is_err(), "one table is carried out once, however often it is asked for");
    assert_eq!(site.all::<Risk>().len(), 2);
    site.world.verified();
}

/// What people edit plainly is matched against what stands.
fn a_table_changes_what_stands_and_knows_it_again(on: Backend) {
    let site = Site::new(on);
    let officer = site.world.as_("officer");
    let first = officer.makes("posts.add", &[("number", "P-1".into()), ("title", "Clerk".into())]);
    let table = format!(
        "id;Number;Title\n{};P-1;Chief clerk\n;P-2;Guard\n;P-2;Guard again\n;P-3;\npst_0000000000000000000000000;P-4;Cook\n",
        first.outward("pst")
    );
    let staged = site.stages("officer", "posts", &table).unwrap();
    let page = site.page(&format!("/rows/{}/check", staged.outward("stg")), &site.cookie("officer"));
    for said in ["Clerk → Chief clerk", "is no record you see"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // What an earlier row takes is taken for a later one: the writer tried them one after the other.
    assert!(page.body.contains("already has this value, and it must be the only one"), "{}", page.body);
    let request = site.asks_to_import("officer", staged);
    // What changes meanwhile is not overwritten: nothing is carried out, and the row is named.
    let version = site.world.as_("officer").record::<Post>(first).head.version;
    let change = [("record", first.into()), ("version", version.into()), ("number", "P-1".into()), ("title", "Clerk of records".into())];
    officer.does("posts.change", &change);
    let refused = site.world.as_("technician").tries_to_approve(request);
    let said = |reasons: &kernel::Refused| (reasons.codes(), reasons.0[0].args.clone());
    let Err(ledger::Error::Refused(reasons)) = refused else { panic!("{refused:?}") };
    assert_eq!(said(&reasons), (vec!["row-refused", "conflict"], vec![("row", "2".to_owned())]));
    assert_eq!(site.all::<Post>().len(), 1);
    let staged = site.stages("officer", "posts", &table).unwrap();
    let request = site.asks_to_import("officer", staged);
    let (_, batch) = site.world.as_("technician").approves(request).answer.unwrap();
    let titles = |site: &Site| {
        let mut all: Vec<_> = site.all::<Post>().into_iter().map(|post| (post.number, post.title.unwrap_or_default())).collect();
        all.sort();
        all.into_iter().map(|(number, title)| format!("{number} {title}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(titles(&site), "P-1 Chief clerk, P-2 Guard, P-3 ");
    // The same once more changes nothing.
    let again = site.stages("officer", "posts", "Number;Title\nP-1;Chief clerk\nP-2;Guard\n").unwrap();
    let page = site.page(&format!("/rows/{}/check", again.outward("stg")), &site.cookie("officer"));
    assert!(!page.body.contains(&format!("action=\"/rows/{}/check\"", again.outward("stg"))), "there is nothing to ask for: {}", page.body);
    // Later work builds on it: it is not undone as a whole any more.
    let person = site.world.person("Holder", "Ann", "EST");
    let post = site.world.as_("officer").sees(|view| view.having::<Post>("number", "P-2")).remove(0).head.id;
    let held = [("person", person.into()), ("post", post.into()), ("kind", "staff".into()), ("valid_from", "2026-01-01".into())];
    officer.does("assignments.add", &held);
    let undo = [("batch", batch.into()), ("reason", "a test".into())];
    assert_eq!(officer.refused("import.undo", &undo), ["import-built-upon"]);
    // A number that an earlier row gives away is free for a later one.
    let moved = format!("id;Number;Title\n{};P-9;Chief clerk\n;P-1;Clerk\n;P-1;Clerk again\n", first.outward("pst"));
    let staged = site.stages("officer", "posts", &moved).unwrap();
    let outcomes =
        officer.sees(move |view| spine::imports::commands::load(view, staged)).rows.iter().map(|row| row.outcome).collect::<Vec<_>>();
    assert_eq!(outcomes, [Outcome::Changed, Outcome::New, Outcome::Refused]);
    let request = site.asks_to_import("officer", staged);
    site.world.as_("technician").approves(request);
    assert_eq!(titles(&site), "P-1 Clerk, P-2 Guard, P-3 , P-9 Chief clerk");
    site.world.verified();
}

/// Headings that a person explained once are known the next time, and a reference is a record by what people call it.
fn references_and_remembered_headings(on: Backend) {
    let site = Site::new(on);
    let table = "Kind;Name in English;Name in French;Part of\nFirm;Locks Ltd;Serrures SA;\nFirm;Keys Ltd;Clés SA;Locks Ltd\n";
    // The second row is part of the first, which does not stand yet: said so, not guessed.
    let staged = site.stages("officer", "organisations", table).unwrap();
    let page = site.page(&format!("/rows/{}/check", staged.outward("stg")), &site.cookie("officer"));
    assert!(page.body.contains("“Locks Ltd” in “Part of” is no record you see"), "{}", page.body);
    let request = site.asks_to_import("officer", staged);
    site.world.as_("technician").approves(request);
    // Now it stands, and the first row changes nothing.
    let staged = site.stages("officer", "organisations", table).unwrap();
    let request = site.asks_to_import("officer", staged);
    let (_, batch) = site.world.as_("technician").approves(request).answer.unwrap();
    let batch = site.batch(batch);
    assert_eq!((batch.rows_taken, batch.rows_unchanged, batch.rows_refused), (1, 1, 0));
    let parts: Vec<_> = site.all::<Organisation>().into_iter().filter(|o| o.part_of.is_some()).map(|o| o.name_en).collect();
    assert_eq!(parts, ["Keys Ltd"]);
    // What somebody explains once is known the next time; not once that import is undone.
    let own = |row: &str| format!("Kind;Name in English;Intitulé local\n{row}\n");
    let explained = site.stages_as("officer", "organisations", &own("Firm;Doors Ltd;Portes SA"), &[("Intitulé local", "name_fr")]).unwrap();
    let (_, learned) = site.world.as_("technician").approves(site.asks_to_import("officer", explained)).answer.unwrap();
    let new = |site: &Site, row: &str| {
        let staged = site.stages("officer", "organisations", &own(row)).unwrap();
        site.world.as_("officer").sees(move |view| spine::imports::commands::load(view, staged)).rows[0].outcome
    };
    assert_eq!(new(&site, "Firm;Gates Ltd;Grilles SA"), Outcome::New);
    let undone = site.world.as_("technician").asks("import.undo", &[("batch", learned.into()), ("reason", "a wrong column".into())]);
    site.world.as_("officer").approves(undone);
    assert_eq!(new(&site, "Firm;Gates Ltd;Grilles SA"), Outcome::Refused);
    // A table without any heading is refused as a whole; one that nobody may add to is closed.
    assert_eq!(site.stages("officer", "organisations", "a;b\n1;2\n").unwrap_err(), "no_headings");
    assert!(site.stages("hr", "organisations", table).is_err());
    assert_eq!(site.page("/r/decisions/import", &site.cookie("officer")).status, StatusCode::UNPROCESSABLE_ENTITY);
    let template = site.page("/r/organisations/import.xlsx", &site.cookie("officer"));
    let sheets = exchange::sandbox::parse(Kind::Xlsx, &template.bytes).unwrap();
    let text: Vec<String> = sheets[0].rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.text().into_owned())).collect();
    assert!(text.contains(&"Name in English *".to_owned()), "{text:?}");
}

/// A table takes no label in that the forms do not take: every level there is, and one there is not.
fn no_level_above_the_ceiling_comes_in_by_a_table(on: Backend) {
    let site = Site::new(on);
    let levels: Vec<String> = site.world.ledger().policy().levels.iter().map(|level| level.code.clone()).collect();
    let ceiling = levels.iter().position(|level| level == "C").unwrap();
    let words = Words::new(Lang::En);
    let rows: String = levels
        .iter()
        .map(|level| format!("Standard operating procedure;On {level};Sur {level};Registry;{}\n", words.level(level)))
        .collect();
    let staged =
        site.stages("officer", "controlled_documents", &format!("Kind;Title in English;Title in French;Desk;Level\n{rows}")).unwrap();
    let table = site.world.as_("officer").sees(move |view| spine::imports::commands::load(view, staged));
    let refused: Vec<bool> = table.rows.iter().map(|row| row.outcome == Outcome::Refused).collect();
    assert_eq!(refused, (0..levels.len()).map(|at| at > ceiling).collect::<Vec<_>>(), "{levels:?}");
    let page = site.page(&format!("/rows/{}/check", staged.outward("stg")), &site.cookie("officer"));
    assert!(page.body.contains(&words.refusal(&Refusal::new("level-above-ceiling"))), "{}", page.body);
    let request = site.asks_to_import("officer", staged);
    site.world.as_("technician").approves(request);
    assert_eq!(site.all::<spine::documents::controlled::ControlledDocument>().len(), ceiling + 1);
    site.world.verified();
}

const NUMBERS: &[&str] = &["N-1", "N-2", "N-3"];
const POSTS: &[&str] = &["P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-7"];

/// The fields that drawn tables of a register have columns for, and the texts of their cells; whether a column may be left out.
type Columns = Vec<(&'static str, &'static [&'static str], bool)>;

fn columns(register: &str) -> Columns {
    match register {
        "posts" => vec![("number", POSTS, false), ("title", &["Clerk", "Guard", ""], false), ("unit", &["North", "South", ""], true)],
        "people" => vec![
            ("surname", &["Kask", "Berg", "Núñez"], false),
            ("given", &["Ana", "Bo"], false),
            ("nationality", &["Estonia", "NOR"], false),
            ("personnel_number", &["N-1", "N-2", "N-3", ""], false),
            ("birth_date", &["1980-05-12", "1981-06-13", ""], true),
            ("email", &["a@agency.example", "b@agency.example", ""], true),
            ("status", &["active", "left"], false),
        ],
        "assignments" => vec![
            ("person", NUMBERS, false),
            ("post", &["P-1", "P-2", "P-3"], false),
            ("kind", &["staff"], false),
            ("valid_from", &["2026-01-01", "2026-02-01"], false),
            ("valid_until", &["2026-01-15", "2027-12-31", ""], true),
        ],
        _ => vec![
            ("title", &["Cellar floods", "Lock fails", ""], false),
            ("desk", &["clearance"], false),
            ("cause", &["Old pipes", ""], true),
        ],
    }
}

/// A table of a register as chance makes it; some of its rows name a record that stands by its id.
fn any_table(random: &SeededEntropy, def: &RegisterDef, held: &Held) -> String {
    let columns: Columns = columns(def.name).into_iter().filter(|(.., may_go)| !may_go || random.chance(60)).collect();
    let standing: Vec<RecordId> = held.keys().filter(|(register, _)| *register == def.name).map(|(_, id)| *id).collect();
    let by_id = !def.edited_by.is_empty() && random.chance(50) && !standing.is_empty();
    let words = Words::new(Lang::En);
    let heading = columns.iter().map(|(field, ..)| words.field(Some(def.name), field));
    let mut lines = vec![by_id.then(|| "id".to_owned()).into_iter().chain(heading).collect::<Vec<_>>()];
    for _ in 0..=random.below(4) {
        let id = if by_id && random.chance(60) { random.pick(&standing).outward(def.prefix) } else { String::new() };
        let cells = columns.iter().map(|(_, texts, _)| (*random.pick(texts)).to_owned());
        lines.push(by_id.then_some(id).into_iter().chain(cells).collect());
    }
    lines.iter().map(|cells| format!("{}\n", cells.join(";"))).collect()
}

/// Tables of four registers as chance makes them, taken and undone in any order: what is taken already changes nothing, undoing gives back every
/// field of every record it touched, what something rests on or what may stand only once stays as it is, and no version ever falls.
fn any_tables_are_taken_once_and_undone_in_any_order(on: Backend) {
    let site = Site::new(on);
    let (world, random) = (&site.world, SeededEntropy::new(1310));
    let (officer, technician) = (world.as_("officer"), world.as_("technician"));
    let mut drawn: BTreeMap<String, usize> = BTreeMap::new();
    let mut imports: Vec<(RecordId, Done)> = Vec::new();
    let mut brought: Vec<(&str, String)> = Vec::new();
    // Some stand from the beginning, so that others can name them.
    for number in &POSTS[..3] {
        officer.does("posts.add", &[("number", (*number).into())]);
    }
    for (number, given) in NUMBERS.iter().zip(["Ana", "Bo"]) {
        let named = [("surname", "Kask".into()), ("given", given.into()), ("nationality", "EST".into())];
        officer.does("people.add", &[&named[..], &[("personnel_number", (*number).into()), ("status", "active".into())]].concat());
    }
    let mut stood = world.moment();
    for step in 0..50 {
        let mut met = |what: &str| *drawn.entry(what.to_owned()).or_default() += 1;
        let now = match random.below(10) {
            0..6 => {
                // One that was brought before, or another.
                let (register, table) = if random.chance(30) && !brought.is_empty() {
                    random.pick(&brought).clone()
                } else {
                    let register = *random.pick(&["posts", "posts", "people", "assignments", "assignments", "risks"]);
                    (register, any_table(&random, &world.ledger().manifest().register(register).unwrap().def, &stood.0))
                };
                let stages = || {
                    let staged = site.stages("officer", register, &table).unwrap_or_else(|e| panic!("step {step}: {e}: {table}"));
                    let read = officer.sees(move |view| spine::imports::commands::load(view, staged));
                    let outcomes: Vec<Outcome> = read.rows.iter().map(|row| row.outcome).collect();
                    ([("staged", Value::from(staged)), ("digest", read.digest.as_str().into())], outcomes)
                };
                let (wish, outcomes) = stages();
                for outcome in &outcomes {
                    met(outcome.code());
                    met(&format!("{register} {}", outcome.code()));
                }
                let takes = |outcomes: &[Outcome]| outcomes.iter().any(|o| matches!(o, Outcome::New | Outcome::Changed));
                if !takes(&outcomes) {
                    assert_eq!(officer.refused("import.rows", &wish), ["no-row-to-import"], "step {step}: {table}");
                    assert_eq!(world.moment(), stood, "step {step}: what was tried out is taken back");
                    continue;
                }
                let (_, batch) = technician.approves(officer.asks("import.rows", &wish)).answer.unwrap();
                let once = world.moment();
                let (again, now) = stages();
                // What was taken is nothing any more; only what was refused may have its place by now.
                let mut anew = outcomes.iter().zip(&now).filter(|(_, now)| takes(&[**now]));
                assert!(anew.all(|(then, _)| *then == Outcome::Refused), "step {step}: {outcomes:?}, then {now:?} of {table}");
                if takes(&now) {
                    met("refused, then free");
                } else {
                    assert_eq!(officer.refused("import.rows", &again), ["no-row-to-import"], "step {step}: {table}");
                }
                assert_eq!(world.moment(), once, "step {step}: {table}");
                let done = Done::between(&stood.0, &once.0);
                let emptied = |(was, is): (&Value, &Value)| !was.is_null() && is.is_null();
                if done.changed().any(|(was, is)| was.iter().zip(is).any(emptied)) {
                    met("a cell emptied");
                }
                if imports.iter().any(|(_, earlier)| done.follows(earlier)) {
                    met("taken upon another");
                }
                imports.push((batch, done));
                brought.push((register, table));
                once
            }
            6 => {
                // Somebody works on by hand: a number is taken, or what a table may have written is changed.
                let number = *random.pick(POSTS);
                let post = officer.sees(move |view| view.having::<Post>("number", number)).pop();
                match post.map(|post| (post.head.id, post.head.version)) {
                    None => officer.does("posts.add", &[("number", number.into())]),
                    Some((post, version)) => officer.does(
                        "posts.change",
                        &[("record", post.into()), ("version", version.into()), ("number", number.into()), ("title", "By hand".into())],
                    ),
                };
                met("by hand");
                world.moment()
            }
            _ if imports.is_empty() => continue,
            _ => {
                let at = random.below(imports.len());
                let (batch, done) = &imports[at];
                let undo = [("batch", Value::from(*batch)), ("reason", "The wrong file".into())];
                let rests = done.is_built_upon(&stood.0);
                let asked = technician.tries("import.undo", &undo).and_then(|asked| officer.tries_to_approve(asked.approval.unwrap()));
                match asked {
                    Ok(_) => {
                        assert!(!rests, "step {step}: something rests on it");
                        assert_eq!(technician.refused("import.undo", &undo), ["import-undone-already"], "step {step}");
                        let now = world.moment();
                        assert_eq!(Done::between(&done.undone(&stood.0), &now.0), Done::default(), "step {step}: what differs from before");
                        met(if at + 1 == imports.len() { "the last undone" } else { "an earlier one undone" });
                        imports.remove(at);
                        now
                    }
                    Err(ledger::Error::Refused(refused)) => {
                        let (why, foretold) =
                            if rests { ("import-built-upon", true) } else { ("value-taken", !done.leaves_unique(&stood.0)) };
                        assert_eq!((refused.codes(), foretold), (vec![why], true), "step {step}");
                        met(why);
                        // A number that is taken is found when it is carried out: then a request lies there, and nothing else.
                        let now = world.moment();
                        assert_eq!(now.0, stood.0, "step {step}: what is not undone stays");
                        now
                    }
                    Err(other) => panic!("step {step}: {other:?}"),
                }
            }
        };
        assert!(only_rose(&stood.1, &now.1), "step {step}: versions only rise");
        stood = now;
    }
    // A number that a table gave away and somebody took since does not come back by undoing.
    let post = world.as_("officer").sees(|view| view.having_any::<Post>("number", POSTS)).remove(0);
    let staged = site.stages("officer", "posts", &format!("id;Post number\n{};P-9\n", post.head.id.outward("pst"))).unwrap();
    let (_, batch) = technician.approves(site.asks_to_import("officer", staged)).answer.unwrap();
    officer.does("posts.add", &[("number", post.body.number.as_str().into())]);
    let before = world.held();
    let undo = technician.asks("import.undo", &[("batch", batch.into()), ("reason", "The wrong file".into())]);
    assert_eq!(officer.may_not_approve(undo), ["value-taken"]);
    assert_eq!(world.held(), before);
    let rows = ["posts new", "people new", "assignments new", "risks new", "posts changed", "people changed", "unchanged", "refused"];
    let ways = ["a cell emptied", "taken upon another", "by hand", "the last undone", "an earlier one undone"];
    for what in rows.iter().chain(&ways).chain(&["import-built-upon"]) {
        assert!(drawn.contains_key(*what), "{what}: {drawn:?}");
    }
    site.world.verified();
}

macro_rules! on_both {
    ($($name:ident on $sqlite:ident, $postgres:ident;)+) => {
        $(#[test] fn $sqlite() { $name(Backend::Sqlite); } #[test] fn $postgres() { $name(Backend::Postgres); })+
    };
}

on_both! {
    a_table_becomes_records_by_the_commands_of_their_forms on
        sp_13_a_table_becomes_records_by_the_commands_of_their_forms_on_sqlite,
        sp_13_a_table_becomes_records_by_the_commands_of_their_forms_on_postgres;
    a_table_changes_what_stands_and_knows_it_again on
        sp_13_a_table_changes_what_stands_and_knows_it_again_on_sqlite,
        sp_13_a_table_changes_what_stands_and_knows_it_again_on_postgres;
    no_level_above_the_ceiling_comes_in_by_a_table on
        inv_cl_12_no_level_above_the_ceiling_comes_in_by_a_table_on_sqlite,
        inv_cl_12_no_level_above_the_ceiling_comes_in_by_a_table_on_postgres;
    any_tables_are_taken_once_and_undone_in_any_order on
        inv_cl_10_any_tables_are_taken_once_and_undone_in_any_order_on_sqlite,
        inv_cl_10_any_tables_are_taken_once_and_undone_in_any_order_on_postgres;
    references_and_remembered_headings on
        sp_13_references_are_records_and_headings_are_remembered_on_sqlite,
        sp_13_references_are_records_and_headings_are_remembered_on_postgres;
}
