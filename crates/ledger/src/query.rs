//! Named queries: SQL constants with a mandatory scope slot. `{people p}` stands for the rows of `people` that the reader may see, at the
//! point in time that is asked about, under the alias `p`; a query without a slot has no table to read from.

use access::{Scope, scope};
use jiff::civil::Date;
use kernel::{RegisterDef, Value};

use crate::view::Sight;
use crate::{Error, Manifest};

/// A named query.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// For logs, tests and plans.
    pub name: &'static str,
    /// SQL with `$1` … placeholders and slots.
    pub sql: &'static str,
    /// Sample parameters, so that a test can prepare and explain it on both databases.
    pub sample: &'static [Sample],
}

/// A sample parameter of a query.
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    /// Some text.
    Text(&'static str),
    /// Some number.
    Int(i64),
    /// Some id.
    Id,
}

impl Query {
    /// The registers it reads.
    pub fn registers(&self) -> impl Iterator<Item = &'static str> {
        self.sql.split('{').skip(1).filter_map(|slot| slot.split_once(' ').map(|(name, _)| name))
    }
    /// The sample parameters as values.
    pub fn sample_values(&self) -> Vec<Value> {
        let value = |s: &Sample| match s {
            Sample::Text(text) => Value::from(*text),
            Sample::Int(number) => Value::Int(*number),
            Sample::Id => Value::Id(kernel::RecordId::NIL),
        };
        self.sample.iter().map(value).collect()
    }
}

/// Who looks, on which day, as known at which entry.
pub struct Lens<'a> {
    /// The registers.
    pub manifest: &'a Manifest,
    /// Who looks.
    pub sight: &'a Sight,
    /// Today, for the grants.
    pub today: Date,
    /// Last entry that was known; none means now.
    pub known: Option<i64>,
}

/// Fills the slots; the scope's values are bound after the query's own.
pub fn expand(sql: &str, lens: &Lens<'_>, params: &mut Vec<Value>) -> Result<String, Error> {
    let mut out = String::with_capacity(sql.len() + 256);
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').ok_or_else(|| bad(sql))?;
        let (name, alias) = slot.split_once(' ').ok_or_else(|| bad(sql))?;
        let def = &lens.manifest.register(name).ok_or_else(|| bad(sql))?.def;
        out.push_str(before);
        out.push_str(&source(def, lens, params, false));
        out.push_str(" AS ");
        out.push_str(alias);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn bad(sql: &str) -> Error {
    Error::Stored(format!("a query has a slot that is none: {sql}"))
}

/// The rows of a register that may be seen, as a derived table; void ones only when asked for.
pub fn source(def: &RegisterDef, lens: &Lens<'_>, params: &mut Vec<Value>, with_void: bool) -> String {
    let name = def.name;
    let live = if with_void { "" } else { " AND void = 0" };
    let scope = match lens.sight {
        Sight::Actor(actor) => Some(scope(actor, def, lens.today)),
        Sight::Rule => None,
    };
    match lens.known {
        None => format!("(SELECT * FROM \"{name}\" WHERE {}{live})", predicate(scope.as_ref(), "", params)),
        Some(known) => {
            params.push(Value::Int(known));
            let at = params.len();
            let then = predicate(scope.as_ref(), "", params);
            // Today's rights apply to the higher of the marking then and now.
            let now = predicate(scope.as_ref(), "c.", params);
            format!(
                "(SELECT * FROM \"{name}_rev\" r WHERE rev_from <= ${at} AND (rev_to IS NULL OR rev_to > ${at}) AND {then}{live} \
                 AND EXISTS (SELECT 1 FROM \"{name}\" c WHERE c.id = r.id AND {now}))"
            )
        }
    }
}

/// What the reader may see of a register, as a predicate over the head columns under an alias.
pub fn visible(def: &RegisterDef, lens: &Lens<'_>, prefix: &str, params: &mut Vec<Value>) -> String {
    let scope = match lens.sight {
        Sight::Actor(actor) => Some(scope(actor, def, lens.today)),
        Sight::Rule => None,
    };
    predicate(scope.as_ref(), prefix, params)
}

/// The scope as a predicate over the head columns, with bound values.
fn predicate(scope: Option<&Scope>, prefix: &str, params: &mut Vec<Value>) -> String {
    let Some(scope) = scope else { return "1 = 1".to_owned() };
    if scope.is_nothing() {
        return "1 = 0".to_owned();
    }
    let mut bind = |value: Value| {
        params.push(value);
        format!("${}", params.len())
    };
    let clauses: Vec<String> = scope
        .clauses()
        .iter()
        .map(|clause| {
            let rank = bind(Value::Int(clause.rank));
            let open: Vec<String> = clause.compartments.iter().map(|c| bind(Value::from(c.as_str()))).collect();
            let inside = if open.is_empty() { String::new() } else { format!(" OR {prefix}compartment IN ({})", open.join(", ")) };
            format!("{prefix}rank <= {rank} AND ({prefix}compartment IS NULL{inside})")
        })
        .collect();
    let own: Vec<String> = scope.not_about().iter().map(|person| bind(Value::Id(*person))).collect();
    let clauses = if clauses.len() == 1 { clauses.concat() } else { format!("({})", clauses.join(" OR ")) };
    format!("{clauses} AND ({prefix}about IS NULL OR {prefix}about NOT IN ({}))", own.join(", "))
}
