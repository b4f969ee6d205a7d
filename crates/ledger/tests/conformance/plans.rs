//! Every statement of the house is prepared and explained on both databases; SQLite says how it would read.

use kernel::{RecordId, Value, limits};
use ledger::db::Connection;
use ledger::query::{Lens, expand};
use ledger::view::Sight;
use ledger::{Error, ListQuery, View};
use testkit::{Backend, World};

on_both!(every_statement_is_explained_and_reads_by_an_index);

/// Tables that stay small: a full scan of them is no fault.
const SMALL: &[&str] = &["instance", "log_head", "mail_registers", "number_series", "policy_packs"];

struct Plans {
    conn: Box<dyn Connection>,
    explained: usize,
}

impl Plans {
    fn of(&mut self, what: &str, sql: &str, params: &[Value]) -> Vec<String> {
        let word = match self.conn.backend() {
            Backend::Sqlite => "EXPLAIN QUERY PLAN",
            Backend::Postgres => "EXPLAIN",
        };
        let rows = self.conn.query(&format!("{word} {sql}"), params).unwrap_or_else(|e| panic!("{what}: {e}\n{sql}"));
        self.explained += 1;
        rows.into_iter().filter_map(|mut row| row.pop().and_then(|cell| cell.text().map(str::to_owned))).collect()
    }
}

/// Runs `make` with a reader's view and returns the statement it built.
fn built(
    world: &World,
    login: &str,
    make: impl FnOnce(&mut View<'_>) -> Result<(String, Vec<Value>), Error> + Send + 'static,
) -> (String, Vec<Value>) {
    world.as_(login).sees(make)
}

fn scans(plan: &[String]) -> Vec<&String> {
    let small = |line: &str| SMALL.iter().any(|t| line.contains(&format!("SCAN {t}")));
    plan.iter().filter(|line| line.contains("SCAN ") && !line.contains("USING") && !small(line)).collect()
}

fn every_statement_is_explained_and_reads_by_an_index(on: Backend) {
    let world = World::new(on);
    let sqlite = on == Backend::Sqlite;
    let manifest = testkit::world::manifest();
    let mut plans = Plans { conn: world.conn(), explained: 0 };
    let (mut pages, mut singles, mut named) = (0, 0, 0);
    let reader = world.as_("officer");
    let actor = reader.sees(|view| Ok(view.sight.clone()));
    for query in manifest.queries() {
        for sight in [actor.clone(), Sight::Rule] {
            for known in [None, Some(3)] {
                let lens = Lens { manifest: &manifest, sight: &sight, today: world.today(), known };
                let mut params = query.sample_values();
                let sql = expand(query.sql, &lens, &mut params).unwrap_or_else(|e| panic!("{}: {e}", query.name));
                let plan = plans.of(query.name, &sql, &params);
                assert!(!plan.is_empty());
                plans.conn.query(&sql, &params).unwrap_or_else(|e| panic!("{}: {e}", query.name));
                named += 1;
            }
        }
    }
    for meta in manifest.registers() {
        let name = meta.def.name;
        let views = meta.def.views.iter().map(|v| Some(v.name.to_owned())).chain([None]);
        for view in views {
            for (after, search) in [(false, ""), (true, ""), (false, "some words")] {
                for login in ["officer", "auditor"] {
                    let by = view.as_deref().and_then(|v| meta.def.views.iter().find(|d| d.name == v)).map(|d| d.by);
                    let number = by
                        .and_then(|by| meta.def.field(by))
                        .is_some_and(|f| matches!(f.kind, kernel::FieldKind::Time | kernel::FieldKind::Int));
                    let start = if number { Value::Int(1) } else { Value::from("m") };
                    let query = ListQuery {
                        view: view.clone(),
                        after: after.then_some((start, RecordId::NIL)),
                        search: search.to_owned(),
                        limit: 50,
                        ..ListQuery::default()
                    };
                    let what = format!("{name} in {view:?} after {after} for {search:?} by {login}");
                    let asked = query.clone();
                    let (sql, params) = built(&world, login, move |v| v.rows_sql(v.meta(name)?, &asked));
                    let plan = plans.of(&what, &sql, &params);
                    plans.conn.query(&sql, &params).unwrap_or_else(|e| panic!("{what}: {e}"));
                    // What nobody may see needs no plan; a search sorts what it found.
                    let nothing = sql.contains("1 = 0");
                    if sqlite && search.is_empty() && !nothing {
                        assert!(!plan.iter().any(|l| l.contains("TEMP B-TREE")), "{what} sorts: {plan:?}");
                        assert!(plan.iter().any(|l| l.contains("USING INDEX") || l.contains("USING COVERING INDEX")), "{what}: {plan:?}");
                        assert_eq!(scans(&plan), Vec::<&String>::new(), "{what}");
                    }
                    pages += 1;
                    let (sql, params) = built(&world, login, move |v| v.count_sql(v.meta(name)?, &query, limits::COUNT_MAX));
                    plans.of(&what, &sql, &params);
                }
            }
        }
        // By reference or state, as desks ask.
        for field in meta.def.fields.iter().filter(|f| matches!(f.kind, kernel::FieldKind::Ref(_)) || f.name == "state") {
            if meta.def.groups.iter().any(|g| g.name == field.group) {
                continue;
            }
            let value = if field.name == "state" { Value::from("x") } else { Value::Id(RecordId::NIL) };
            let query = ListQuery { filters: vec![(field.name.to_owned(), value)], limit: 50, ..ListQuery::default() };
            let (sql, params) = built(&world, "officer", move |v| v.rows_sql(v.meta(name)?, &query));
            let what = format!("{name} by {}", field.name);
            let plan = plans.of(&what, &sql, &params);
            if sqlite && !sql.contains("1 = 0") {
                assert!(plan.iter().any(|l| l.contains("SEARCH")), "{what}: {plan:?}");
                assert!(!plan.iter().any(|l| l.contains("TEMP B-TREE")), "{what} sorts: {plan:?}");
            }
            pages += 1;
        }
        for login in ["officer", "auditor"] {
            for known in [false, true] {
                type Make = fn(&View<'_>, &'static str) -> Result<(String, Vec<Value>), Error>;
                let makes: [(&str, Make); 4] = [
                    ("record", |v, name| Ok(v.record_sql(v.meta(name)?, RecordId::NIL))),
                    ("timeline", |v, name| Ok(v.timeline_sql(v.meta(name)?, RecordId::NIL))),
                    ("versions", |v, name| Ok(v.versions_sql(v.meta(name)?, &[RecordId::NIL]).unwrap_or_default())),
                    ("transitions", |v, _| Ok(v.transitions_sql(v.meta("transitions")?, RecordId::NIL))),
                ];
                for (kind, make) in makes {
                    let (sql, params) = built(&world, login, move |v| {
                        if known {
                            v.known_at(v.now)?;
                        }
                        make(v, name)
                    });
                    let what = format!("{kind} of {name} by {login}, past {known}");
                    let plan = plans.of(&what, &sql, &params);
                    plans.conn.query(&sql, &params).unwrap_or_else(|e| panic!("{what}: {e}"));
                    if sqlite && !sql.contains("1 = 0") {
                        assert_eq!(scans(&plan), Vec::<&String>::new(), "{what}: {plan:?}");
                        assert!(plan.iter().any(|l| l.contains("SEARCH")), "{what}: {plan:?}");
                    }
                    singles += 1;
                }
            }
        }
    }
    assert_eq!(named, manifest.queries().len() * 4);
    assert_eq!(singles, manifest.registers().len() * 16);
    assert!(manifest.registers().len() >= 22 && pages > manifest.registers().len() * 6);
    assert_eq!(plans.explained, named + singles + pages + pages_counted(&manifest));
}

fn pages_counted(manifest: &ledger::Manifest) -> usize {
    manifest.registers().iter().map(|m| (m.def.views.len() + 1) * 6).sum()
}
