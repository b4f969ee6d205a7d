//! Two schemas, compared: what the registers ask for now, and what the committed migrations add up to. Only what adds can be written by
//! itself; the rest a person must think about.

/// One statement of a schema, and the database it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Statement {
    /// `-- both`, `-- sqlite` or `-- postgres`.
    side: &'static str,
    /// Without comments, one space where there were several.
    text: String,
}

/// What it takes to come from one schema to the other.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// This text, under this name.
    Written { name: String, sql: String },
    /// A person must write it, for these reasons.
    ByHand(Vec<String>),
}

/// Compares the committed schema with the one the registers ask for.
pub fn compare(before: &str, now: &str) -> Change {
    let (before, now) = (statements(before), statements(now));
    let mut reasons = Vec::new();
    let mut added = Vec::new();
    let mut tables = Vec::new();
    let mut altered = Vec::new();
    for old in &before {
        if !now.iter().any(|new| new.head() == old.head() && new.side == old.side) {
            reasons.push(format!("{} is gone", old.head()));
        }
    }
    for new in &now {
        match before.iter().find(|old| old.head() == new.head() && old.side == new.side) {
            Some(old) if old.text == new.text => {}
            None => {
                tables.extend(new.table().map(|table| table.name));
                added.push(new.clone());
            }
            Some(old) => match (old.table(), new.table()) {
                (Some(old), Some(new_table)) => match columns_added(&old, &new_table) {
                    Ok(columns) => altered.extend(columns.into_iter().map(|column| (new.side, new_table.name.clone(), column))),
                    Err(said) => reasons.extend(said),
                },
                _ => reasons.push(format!("{} is another than before", new.head())),
            },
        }
    }
    reasons.extend(without_twin(&altered, &now));
    if !reasons.is_empty() {
        return Change::ByHand(reasons);
    }
    // Columns before the indexes that stand on them.
    let alterations =
        altered.iter().map(|(side, table, column)| Statement { side, text: format!("ALTER TABLE {table} ADD COLUMN {column}") });
    let all: Vec<Statement> = alterations.chain(added).collect();
    if all.is_empty() {
        return Change::None;
    }
    let own = |table: &&String| !table.trim_matches('"').ends_with("_rev");
    let name = match (tables.iter().find(own), altered.iter().map(|(_, table, _)| table).find(own)) {
        (Some(table), _) => format!("add_{}", table.trim_matches('"')),
        (None, Some(table)) => format!("widen_{}", table.trim_matches('"')),
        (None, None) => added_name(&all),
    };
    Change::Written { name, sql: text(&all) }
}

/// After the first thing that is made.
fn added_name(all: &[Statement]) -> String {
    let head = all.first().map(Statement::head).unwrap_or_default();
    format!("add_{}", head.split(' ').nth(1).unwrap_or("statement").trim_matches('"'))
}

fn text(statements: &[Statement]) -> String {
    let mut out = String::new();
    let mut side = "-- both";
    for statement in statements {
        if statement.side != side {
            out.push_str(&format!("{}\n", statement.side));
            side = statement.side;
        }
        out.push_str(&format!("{};\n", statement.text));
    }
    if side != "-- both" {
        out.push_str("-- both\n");
    }
    out
}

/// A column of a register that its table of revisions does not get as well.
fn without_twin(altered: &[(&'static str, String, String)], now: &[Statement]) -> Vec<String> {
    let twin = |table: &str| if table.ends_with('"') { format!("{}_rev\"", table.trim_end_matches('"')) } else { format!("{table}_rev") };
    let exists = |table: &str| now.iter().filter_map(Statement::table).any(|t| t.name == table);
    let missing = altered.iter().filter(|(side, table, column)| {
        let twin = twin(table);
        exists(&twin) && !altered.iter().any(|(s, t, c)| s == side && *t == twin && word(c, 0) == word(column, 0))
    });
    missing.map(|(_, table, column)| format!("{table} gets {} and {} does not", word(column, 0), twin(table))).collect()
}

/// The columns that one table has more than the other, when that is all that differs.
fn columns_added(old: &Table, new: &Table) -> Result<Vec<String>, Vec<String>> {
    let mut reasons = Vec::new();
    let mut added = Vec::new();
    if old.options != new.options {
        reasons.push(format!("{} ends in `{}` and no longer in `{}`", new.name, new.options, old.options));
    }
    for column in &old.columns {
        match new.columns.iter().find(|c| named(c) == named(column)) {
            None => reasons.push(format!("{} loses {}", new.name, named(column))),
            Some(now) if now != column => reasons.push(format!("{} has `{now}` where it had `{column}`", new.name)),
            Some(_) => {}
        }
    }
    for column in new.columns.iter().filter(|c| !old.columns.iter().any(|o| named(o) == named(c))) {
        let shouted = column.to_uppercase();
        if is_constraint(column) || shouted.contains("PRIMARY KEY") || shouted.contains(" UNIQUE") {
            reasons.push(format!("{} gets the constraint `{column}`", new.name));
        } else if shouted.contains("NOT NULL") && !shouted.contains(" DEFAULT ") {
            reasons.push(format!(
                "{} gets {}, which rows of before cannot be without: give it a default, or fill it",
                new.name,
                named(column)
            ));
        } else {
            added.push(column.clone());
        }
    }
    if reasons.is_empty() { Ok(added) } else { Err(reasons) }
}

/// The name of a column; a constraint is known by its whole text.
fn named(column: &str) -> &str {
    if is_constraint(column) { column } else { word(column, 0) }
}

fn is_constraint(column: &str) -> bool {
    ["PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY", "CONSTRAINT"].iter().any(|start| column.to_uppercase().starts_with(start))
}

fn word(text: &str, at: usize) -> &str {
    text.split_whitespace().nth(at).unwrap_or_default()
}

struct Table {
    name: String,
    columns: Vec<String>,
    options: String,
}

impl Statement {
    /// What the statement makes: `CREATE TABLE "a"`, `CREATE UNIQUE INDEX b`.
    fn head(&self) -> String {
        let kinds = ["TABLE", "INDEX", "TRIGGER", "FUNCTION", "VIEW"];
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let kind = words.iter().take(4).position(|w| kinds.contains(w));
        match kind.and_then(|at| words.get(at).zip(words.get(at + 1))) {
            Some((kind, name)) => format!("{kind} {}", name.split('(').next().unwrap_or(name)),
            None => self.text.clone(),
        }
    }

    fn table(&self) -> Option<Table> {
        let rest = self.text.strip_prefix("CREATE TABLE ")?;
        let (name, rest) = rest.split_once('(')?;
        let mut depth = 1_usize;
        let mut quote = None;
        let mut columns = vec![String::new()];
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            match (quote, c) {
                (Some(q), c) if c == q => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => depth -= 1,
                (None, ',') if depth == 1 => {
                    columns.push(String::new());
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                end = at;
                break;
            }
            if let Some(column) = columns.last_mut() {
                column.push(c);
            }
        }
        let columns = columns.iter().map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
        let options = rest.get(end + 1..).unwrap_or_default().trim().to_owned();
        Some(Table { name: name.trim().to_owned(), columns, options })
    }
}

/// Cut at the semicolons outside texts and trigger bodies; comments are left out, but for the marks of the two databases.
fn statements(sql: &str) -> Vec<Statement> {
    let mut out = Vec::new();
    let mut side = "-- both";
    let mut text = String::new();
    let mut quote = None;
    for line in sql.lines() {
        if quote.is_none() {
            match line.trim() {
                "-- both" => side = "-- both",
                "-- sqlite" => side = "-- sqlite",
                "-- postgres" => side = "-- postgres",
                _ => {}
            }
        }
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some(q), c) if c == q => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '-') if chars.peek() == Some(&'-') => break,
                (None, ';') if !in_body(&text) => {
                    finish(&mut text, side, &mut out);
                    continue;
                }
                _ => {}
            }
            text.push(c);
        }
        text.push('\n');
    }
    finish(&mut text, side, &mut out);
    out
}

/// Whether a trigger's body has begun and not ended.
fn in_body(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let trigger = words.next() == Some("CREATE") && words.next() == Some("TRIGGER");
    trigger && words.clone().any(|w| w == "BEGIN") && words.next_back() != Some("END")
}

fn finish(text: &mut String, side: &'static str, out: &mut Vec<Statement>) {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.clear();
    if !tidy.is_empty() {
        out.push(Statement { side, text: tidy });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "-- What there is.\nCREATE TABLE a (\n  id BLOB NOT NULL PRIMARY KEY, state TEXT CHECK (state IN ('x', 'y;')),\n  PRIMARY KEY (id, state)\n) STRICT;\n\
                        CREATE TABLE a_rev (id BLOB) STRICT;\nCREATE INDEX a_by_state ON a (state);\n\
                        -- sqlite\nCREATE TRIGGER t BEFORE UPDATE ON a BEGIN SELECT 1; SELECT 2; END;\n-- both\n";

    fn reasons(now: &str) -> Vec<String> {
        match compare(BASE, now) {
            Change::ByHand(reasons) => reasons,
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn statements_are_cut_where_they_end() {
        let found = statements(BASE);
        assert_eq!(found.len(), 4);
        assert_eq!(found[3].text, "CREATE TRIGGER t BEFORE UPDATE ON a BEGIN SELECT 1; SELECT 2; END");
        assert_eq!(found[3].side, "-- sqlite");
        assert_eq!(found[0].table().unwrap().columns.len(), 3);
        assert_eq!(found[0].table().unwrap().options, "STRICT");
    }

    #[test]
    fn layout_and_comments_do_not_count() {
        assert_eq!(compare(BASE, &BASE.replace("  id", "id").replace("-- What there is.", "")), Change::None);
    }

    #[test]
    fn new_tables_and_indexes_are_written() {
        let now = format!("{BASE}\nCREATE TABLE \"b\" (id BLOB) STRICT;\nCREATE UNIQUE INDEX \"b_by_id\" ON \"b\" (id) WHERE void = 0;\n");
        let sql = "CREATE TABLE \"b\" (id BLOB) STRICT;\nCREATE UNIQUE INDEX \"b_by_id\" ON \"b\" (id) WHERE void = 0;\n".to_owned();
        assert_eq!(compare(BASE, &now), Change::Written { name: "add_b".to_owned(), sql });
    }

    #[test]
    fn columns_that_may_be_absent_are_written_for_both_tables_before_their_index() {
        let now = BASE
            .replace("state TEXT", "due TEXT CHECK (due IN ('a', 'b')), state TEXT")
            .replace("a_rev (id BLOB", "a_rev (id BLOB, due TEXT");
        let now = format!("CREATE INDEX a_by_due ON a (due);\n{now}");
        let sql = "ALTER TABLE a ADD COLUMN due TEXT CHECK (due IN ('a', 'b'));\nALTER TABLE a_rev ADD COLUMN due TEXT;\nCREATE INDEX a_by_due ON a (due);\n";
        assert_eq!(compare(BASE, &now), Change::Written { name: "widen_a".to_owned(), sql: sql.to_owned() });
    }

    #[test]
    fn a_default_makes_a_required_column_possible() {
        let now = |column: &str| {
            BASE.replace("state TEXT", &format!("{column}, state TEXT")).replace("a_rev (id BLOB", &format!("a_rev (id BLOB, {column}"))
        };
        assert!(matches!(compare(BASE, &now("n INTEGER NOT NULL DEFAULT 0")), Change::Written { .. }));
        assert!(reasons(&now("n INTEGER NOT NULL"))[0].contains("a gets n, which rows of before cannot be without"));
    }

    #[test]
    fn a_column_without_its_revision_is_refused() {
        assert_eq!(reasons(&BASE.replace("state TEXT", "due TEXT, state TEXT")), ["a gets due and a_rev does not"]);
    }

    #[test]
    fn what_takes_away_or_changes_is_refused() {
        assert_eq!(reasons(&BASE.replace("CREATE INDEX a_by_state ON a (state);", "")), ["INDEX a_by_state is gone"]);
        assert_eq!(reasons(&BASE.replace("a (state)", "a (state, id)")), ["INDEX a_by_state is another than before"]);
        assert_eq!(reasons(&BASE.replace("a_rev (id BLOB", "a_rev (id TEXT")), ["a_rev has `id TEXT` where it had `id BLOB`"]);
        assert_eq!(reasons(&BASE.replace("a_rev (id BLOB", "a_rev (key BLOB")), ["a_rev loses id"]);
        assert!(reasons(&BASE.replace("('x', ", "('x', 'z', "))[0].contains("where it had"));
        assert!(reasons(&BASE.replace("SELECT 2", "SELECT 3"))[0].contains("TRIGGER t is another"));
        assert!(reasons(&BASE.replace("(id, state)\n", "(id)\n"))[0].contains("loses PRIMARY KEY (id, state)"));
    }

    #[test]
    fn what_is_for_one_database_stays_so() {
        let now = format!("{BASE}-- postgres\nCREATE FUNCTION f() RETURNS trigger AS 'BEGIN x; END';\n");
        let sql = "-- postgres\nCREATE FUNCTION f() RETURNS trigger AS 'BEGIN x; END';\n-- both\n".to_owned();
        assert_eq!(compare(BASE, &now), Change::Written { name: "add_f".to_owned(), sql });
    }
}
