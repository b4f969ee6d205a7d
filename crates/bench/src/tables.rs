//! The table of a register: how long the writer is busy when the largest one is tried out, and how long somebody waits who writes meanwhile.

use std::path::Path;

use kernel::entropy::SeededEntropy;
use kernel::{FieldDef, Value, limits};
use ledger::Step;

use crate::measure::once;
use crate::office::{Office, said, someone};
use crate::table::{Table, Unit};

/// A risk as a table would bring it, or a post.
fn value(field: &FieldDef, row: usize) -> Value {
    match field.name {
        "title" => format!("What could happen in {row}").into(),
        "desk" => "desk_clearance".into(),
        "number" => format!("T-{row}").into(),
        _ => Value::Null,
    }
}

/// Tries out as many rows as one import may have, of what a command makes and of what is added plainly.
pub fn measure(table: &mut Table, folder: &Path) -> Result<(), String> {
    let office = Office::open(folder, false)?;
    let random = SeededEntropy::new(9);
    for (at, register) in ["risks", "posts"].into_iter().enumerate() {
        let add = office.ledger.manifest().rows_into(register).ok_or("no command takes rows")?;
        let step = |row: usize| Step {
            command: add.name.to_owned(),
            values: add.fields.iter().map(|field| value(field, row)).collect(),
            row: row as i64,
        };
        let steps: Vec<Step> = (0..limits::IMPORT_ROWS_MAX).map(step).collect();
        let beside = office.adds(&someone(&random, at))?;
        let mut waited = 0.0;
        let (took, done) = once(|| {
            let rehearsal = office.ledger.rehearse(office.officer, false, steps);
            let (took, written) = once(|| office.ledger.write(beside).wait());
            written.map_err(said)?;
            waited = took.wall;
            rehearsal.wait().map_err(said)
        });
        if let Some(refused) = done?.into_iter().flatten().next() {
            return Err(format!("a row was refused: {:?}", refused.codes()));
        }
        let rows = limits::IMPORT_ROWS_MAX;
        table.below(format!("{rows} rows of {register} tried out (CPU)"), Unit::Seconds, None, took.cpu, None);
        table.below(format!("{rows} rows of {register} tried out, and who writes meanwhile waits"), Unit::Seconds, None, waited, None);
    }
    office.ledger.close();
    Ok(())
}
