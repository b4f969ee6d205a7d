//! Named queries: SQL constants with a mandatory scope slot. `{people p}` stands for the rows of `people` that the reader may see, at the
//! point in time that is asked about, under the alias `p`; a query without a slot has no table to read from.

use access::Scope;
use access::scope::Clause;
use jiff::civil::Date;
use kernel::{RegisterDef, Value};

use crate::view::Sight;
use crate::{Error, Manifest, rights};

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
    rows(def, lens, params, with_void, "")
}

/// The same without void ones, for what is computed from every row of a register. The sign keeps the index of entries out of it: nearly every row
/// was written before the instant, and to fetch them one by one is slower than to read them all.
pub fn whole(def: &RegisterDef, lens: &Lens<'_>, params: &mut Vec<Value>) -> String {
    rows(def, lens, params, false, "+")
}

fn rows(def: &RegisterDef, lens: &Lens<'_>, params: &mut Vec<Value>, with_void: bool, sign: &str) -> String {
    let name = def.name;
    let live = if with_void { "" } else { " AND void = 0" };
    match lens.known {
        None => format!("(SELECT * FROM \"{name}\" r WHERE {}{live})", visible(def, lens, "r.", params)),
        Some(known) => {
            params.push(Value::Int(known));
            let at = params.len();
            let then = visible(def, lens, "r.", params);
            // Today's rights apply to the higher of the marking then and now. What nobody changed since is the row of today, which `verify` holds against
            // each other: it is not looked up again.
            let now = visible(def, lens, "c.", params);
            format!(
                "(SELECT * FROM \"{name}_rev\" r WHERE {sign}rev_from <= ${at} AND (rev_to IS NULL OR rev_to > ${at}) AND {then}{live} \
                 AND (rev_to IS NULL OR EXISTS (SELECT 1 FROM \"{name}\" c WHERE c.id = r.id AND {now})))"
            )
        }
    }
}

/// What the reader may see of a register, as a predicate over the columns of a row under an alias, with bound values.
pub fn visible(def: &RegisterDef, lens: &Lens<'_>, prefix: &str, params: &mut Vec<Value>) -> String {
    let Some(scope) = lens.sight.scope(def, lens.today) else { return "1 = 1".to_owned() };
    if scope.is_nothing() {
        return "1 = 0".to_owned();
    }
    let mut clauses: Vec<String> = Vec::new();
    for clause in scope.clauses() {
        clauses.push(admitted(clause, def, &scope, lens.today, prefix, params));
    }
    let clauses = if clauses.len() == 1 { clauses.concat() } else { format!("({})", clauses.join(" OR ")) };
    format!("{clauses} AND {}", not_closed(def, &scope, lens, prefix, params))
}

fn bind(value: Value, params: &mut Vec<Value>) -> String {
    params.push(value);
    format!("${}", params.len())
}

/// One way in: level, caveats, releasability, compartment, realm, membership.
fn admitted(clause: &Clause, def: &RegisterDef, scope: &Scope, today: Date, prefix: &str, params: &mut Vec<Value>) -> String {
    let reach = &clause.reach;
    let mut parts = vec![format!("{prefix}rank <= {}", bind(Value::Int(reach.rank), params))];
    // Each code stands between blanks; what is left when the held ones are taken out is not held. Unknown codes are never taken out.
    let spaced = |column: &str| format!("' ' || replace({prefix}{column}, ' ', '  ') || ' '");
    let held: Vec<String> = reach.held.iter().map(|code| bind(Value::Text(format!(" {code} ")), params)).collect();
    let left = held.iter().fold(spaced("caveats"), |text, code| format!("replace({text}, {code}, '')"));
    parts.push(if held.is_empty() { format!("{prefix}caveats IS NULL") } else { format!("({prefix}caveats IS NULL OR {left} = '')") });
    let party = spaced("releasable");
    let parties: Vec<String> = held.iter().map(|code| format!("replace({party}, {code}, '') <> {party}")).collect();
    let or_party = if parties.is_empty() { String::new() } else { format!(" OR {}", parties.join(" OR ")) };
    parts.push(format!("({prefix}releasable IS NULL{or_party})"));
    let open: Vec<String> = reach.compartments.iter().map(|c| bind(Value::from(c), params)).collect();
    let inside = if open.is_empty() { String::new() } else { format!(" OR {prefix}compartment IN ({})", open.join(", ")) };
    parts.push(format!("({prefix}compartment IS NULL{inside})"));
    if let Some(realm) = &reach.realm {
        parts.push(format!("{prefix}realm = {}", bind(Value::from(realm.as_str()), params)));
    }
    if let (true, Some(case)) = (clause.members_only, def.members) {
        let (account, day) = (bind(scope.account().into(), params), bind(today.into(), params));
        parts.push(format!(
            "EXISTS (SELECT 1 FROM memberships m WHERE m.record = {prefix}\"{case}\" AND m.account = {account} AND m.void = 0 \
             AND m.valid_from <= {day} AND (m.valid_until IS NULL OR m.valid_until >= {day}))"
        ));
    }
    let whole = parts.join(" AND ");
    if scope.clauses().len() == 1 { whole } else { format!("({whole})") }
}

/// Whose records are closed whatever the grants: one's own and the household's, restricted ones, those of one's nation where that is the rule.
fn not_closed(def: &RegisterDef, scope: &Scope, lens: &Lens<'_>, prefix: &str, params: &mut Vec<Value>) -> String {
    let own: Vec<String> = scope.not_about().iter().map(|person| bind(Value::Id(*person), params)).collect();
    let mut parts = vec![format!("{prefix}about NOT IN ({})", own.join(", "))];
    if !rights::restriction::stands_outside(def.name) {
        let opened: Vec<String> = scope.opened().iter().map(|person| bind(Value::Id(*person), params)).collect();
        let but = if opened.is_empty() { String::new() } else { format!(" AND x.person NOT IN ({})", opened.join(", ")) };
        parts.push(format!(
            "NOT EXISTS (SELECT 1 FROM restrictions x WHERE x.person = {prefix}about AND x.lifted_on IS NULL AND x.void = 0{but})"
        ));
    }
    if let (Some(nation), Some((people, nationality))) = (scope.not_of(), lens.manifest.nationality()) {
        let nation = bind(Value::from(nation.0.as_str()), params);
        parts.push(format!("NOT EXISTS (SELECT 1 FROM \"{people}\" n WHERE n.id = {prefix}about AND n.\"{nationality}\" = {nation})"));
    }
    format!("({prefix}about IS NULL OR ({}))", parts.join(" AND "))
}
