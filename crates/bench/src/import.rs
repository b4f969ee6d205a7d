//! Taking over a tracker of a hundred thousand rows, step by step, and what the office's heaviest questions take afterwards.

use std::path::Path;

use calamine::{Reader, Xlsx};
use desk_clearance::take_over::commands::Staged;
use exchange::export::{ColumnKind, Table as Sheet, TableColumn, Value as Cell, write_xlsx};
use exchange::sandbox::{Kind, Sandbox};
use kernel::entropy::SeededEntropy;
use kernel::{RecordId, Value};
use ledger::Order;
use ledger::node::sqlite_file;
use spine::imports::digest;

use crate::measure::{Took, forget_peak, once, status};
use crate::office::{Office, raw, said, someone};
use crate::pages::Visitor;
use crate::serve::program;
use crate::table::{Table, Unit};

const COLUMNS: [&str; 12] = [
    "Pers. No",
    "Surname",
    "Given name",
    "Nationality",
    "Birth date",
    "Post no",
    "Required",
    "Clearance",
    "Issue date",
    "Expiry",
    "Authority ref",
    "State",
];

fn tracker(rows: usize) -> Result<Vec<u8>, String> {
    let chance = SeededEntropy::new(7);
    let text = |t: &str| Cell::Text(t.to_owned());
    let row = |at: usize| {
        let who = someone(&chance, at);
        let level = ["CONFIDENTIAL", "SECRET", "SECRET", "TOP SECRET"][chance.below(4)];
        let granted = format!("{}-{:02}-{:02}", 2018 + chance.below(7), 1 + chance.below(12), 1 + chance.below(28));
        let granted: jiff::civil::Date = granted.parse().map_err(|e| format!("{granted}: {e}"))?;
        let until = granted.checked_add(jiff::Span::new().years(if level == "TOP SECRET" { 5 } else { 10 })).map_err(|e| e.to_string())?;
        Ok(vec![
            text(&who.number),
            text(who.surname),
            text(&who.given),
            text(who.nation),
            Cell::Date(who.born.parse().map_err(|e| format!("{}: {e}", who.born))?),
            text(&format!("OPS-{at:06}")),
            text(level),
            text(level),
            Cell::Date(granted),
            Cell::Date(until),
            text(&format!("{}/{}/{}", who.nation, granted.year(), who.number)),
            text("valid"),
        ])
    };
    let kind = |c: &str| if c.ends_with("date") || c == "Expiry" { ColumnKind::Date } else { ColumnKind::Text };
    let sheet = Sheet {
        title: "Clearances".to_owned(),
        columns: COLUMNS.iter().map(|c| TableColumn { header: (*c).to_owned(), kind: kind(c) }).collect(),
        rows: (0..rows).map(row).collect::<Result<_, String>>()?,
        ..Sheet::default()
    };
    write_xlsx(&sheet).map_err(|e| e.to_string())
}

/// What the steps of the import are called, and what each took.
type Steps = Vec<(&'static str, Took)>;

/// From the file to the approved entry, step by step.
fn taken_over(office: &Office, file: &[u8], rows: usize) -> Result<Steps, String> {
    let today = office.ledger.today();
    let mut steps = Steps::new();
    let mut took = |what: &'static str, time: Took| steps.push((what, time));

    let (time, sheets) = once(|| Sandbox { program: program() }.parse(Kind::Xlsx, file));
    let sheets = sheets.map_err(|f| format!("the tracker is refused: {f:?}"))?;
    took("parse in the child", time);
    let (time, read) = once(|| {
        let mapping = exchange::tracker::guess(&sheets)?;
        let read = exchange::tracker::read(sheets.get(mapping.sheet)?, &mapping, today);
        Some((mapping, read))
    });
    let (mapping, read) = read.ok_or("no columns are recognised")?;
    took("guess and read", time);
    drop(sheets);
    let refused = read.findings.iter().filter(|f| f.severity == exchange::Severity::Error).count();
    if read.rows.len() != rows || refused > 0 {
        return Err(format!("{} of {rows} rows were read, {refused} are refused", read.rows.len()));
    }
    let staged = Staged { mapping, findings: read.findings };
    let id: RecordId = office.ledger.new_id();
    let (time, hash) = once(|| {
        let text = serde_json::to_string(&staged).map_err(|e| e.to_string())?;
        let lines = read.rows.iter().map(|r| serde_json::to_string(r).map(|t| (i64::from(r.row), t))).collect::<Result<Vec<_>, _>>();
        let lines = lines.map_err(|e| e.to_string())?;
        let hash = digest(&text, file, &lines);
        office.ledger.stage_import(id, office.officer, "tracker.xlsx", text, file.to_vec(), lines).wait().map_err(said)?;
        Ok::<_, String>(hash)
    });
    let hash = hash?;
    took("stage", time);
    drop(read.rows);
    let order = office.order("import.take_over", &[("staged", id.into()), ("digest", hash.as_str().into()), ("attest", Value::Int(1))])?;
    let (time, asked) = once(|| office.ledger.write(order).wait());
    let asked = asked.map_err(said)?.approval.ok_or("nobody is asked")?;
    took("request", time);
    let request: Result<kernel::Record<ledger::approval::Approval>, _> =
        office.ledger.read(office.second, move |view| view.get(kernel::Id::new(asked))).wait();
    let digest = request.map_err(said)?.body.digest;
    let approve = office.order("approvals.approve", &[("approval", asked.into()), ("digest", digest.as_str().into())])?;
    let (time, approved) = once(|| office.ledger.write(Order { account: office.second, ..approve }).wait());
    approved.map_err(said)?;
    took("approve and write", time);
    Ok(steps)
}

/// An office that took over a tracker.
pub fn make(folder: &Path, rows: usize) -> Result<(), String> {
    let office = Office::open(folder, true)?;
    let made = taken_over(&office, &tracker(rows)?, rows).map(|_| ());
    office.ledger.close();
    made
}

/// From the file to the approved entry.
pub fn measure(table: &mut Table, folder: &Path, rows: usize) -> Result<(), String> {
    let file = tracker(rows)?;
    let bare = std::io::Cursor::new(file.clone());
    let (floor_read, cells) = once(|| {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(bare).ok()?;
        book.worksheet_range_at(0)?.ok().map(|range| range.used_cells().count())
    });
    cells.ok_or("the bare reader cannot read the tracker")?;
    let office = Office::open(folder, false)?;
    forget_peak();
    let steps = taken_over(&office, &file, rows)?;
    let whole = |part: fn(&Took) -> f64| steps.iter().map(|(_, took)| part(took)).sum();
    let total = Took { cpu: whole(|t| t.cpu), wall: whole(|t| t.wall) };
    let peak = status("self", "VmHWM");

    let copy = folder.with_extension("copy");
    Office::open(&copy, false)?.ledger.close();
    let floor_write = bare_copy(&copy, folder)?;
    let floor = Took { cpu: floor_read.cpu + floor_write.cpu, wall: floor_read.wall + floor_write.wall };
    table.below(format!("import of {rows} rows from XLSX (wall)"), Unit::Seconds, Some(rows as f64 * 15e-5), total.wall, Some(floor.wall));
    table.below(format!("import of {rows} rows from XLSX (CPU, without the child)"), Unit::Seconds, None, total.cpu, Some(floor.cpu));
    for (what, Took { wall, .. }) in steps {
        let floor = match what {
            "parse in the child" => Some(floor_read.wall),
            "approve and write" => Some(floor_write.wall),
            _ => None,
        };
        table.below(format!("— of it: {what}"), Unit::Seconds, None, wall, floor);
    }
    table.below(format!("import of {rows} rows: peak resident, the server's side"), Unit::Mebi, None, peak, None);

    let visitor = Visitor::new(&office)?;
    for (what, uri) in [("who lacks what", "/clearance/lacking"), ("the clearance desk", "/clearance"), ("today", "/")] {
        let took = visitor.time(uri, 1)?;
        table.below(format!("page “{what}” over {rows} people in posts (CPU)"), Unit::Millis, None, took.cpu, None);
    }
    drop(visitor);
    office.ledger.close();
    Ok(())
}

/// The rows the import made, copied table by table in one transaction.
fn bare_copy(into: &Path, from: &Path) -> Result<Took, String> {
    let conn = raw(into)?;
    let wrong = |e: rusqlite::Error| e.to_string();
    conn.execute("ATTACH ?1 AS made", [sqlite_file(from).display().to_string()]).map_err(wrong)?;
    conn.execute_batch("PRAGMA foreign_keys = OFF").map_err(wrong)?;
    let names = "SELECT name FROM made.sqlite_schema WHERE type = 'table' AND (name LIKE '%\\_rev' ESCAPE '\\' OR name || '_rev' IN \
                 (SELECT name FROM made.sqlite_schema) OR name IN ('search_token', 'subject_key'))";
    let names: Vec<String> = conn.prepare(names).and_then(|mut s| s.query_map([], |r| r.get(0))?.collect()).map_err(wrong)?;
    let text: String = names.iter().map(|n| format!("INSERT OR IGNORE INTO main.\"{n}\" SELECT * FROM made.\"{n}\";")).collect();
    let (took, done) = once(|| conn.execute_batch(&format!("BEGIN; {text} COMMIT;")));
    done.map_err(wrong)?;
    Ok(took)
}
