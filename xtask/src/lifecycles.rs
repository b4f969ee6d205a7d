//! The lifecycles as diagrams: `docs/lifecycles.md`, read from the const tables in the sources. `cargo xtask tidy --fix` writes it.

use crate::house::{Outcome, root, write as write_file};
use crate::tidy::{File, files};
use crate::tokens::{Kind, Token};

const PAGE: &str = "docs/lifecycles.md";

/// A move from more states than this is said below the diagram: that many arrows hide the others.
const ARROWS_MAX: usize = 3;

/// A table of states and moves, as it stands in a source.
#[derive(Debug, PartialEq, Eq)]
struct Table {
    /// State and whose clock runs in it.
    states: Vec<(String, String)>,
    /// Command, from, to.
    moves: Vec<(String, Vec<String>, String)>,
}

/// Writes the page.
pub fn write() -> Outcome {
    write_file(&root().join(PAGE), &page(&files()?)?)?;
    println!("   {PAGE} is written");
    Ok(())
}

/// Whether the page says what it would say if it were written now.
pub fn drift(files: &[File]) -> Vec<String> {
    match page(files) {
        Err(sentence) => vec![sentence],
        Ok(page) if files.iter().any(|f| f.path == PAGE && f.text == page) => Vec::new(),
        Ok(_) => vec![format!("{PAGE} is out of step with the tables: `cargo xtask tidy --fix` writes it")],
    }
}

fn page(files: &[File]) -> Outcome<String> {
    let mut page =
        "# Lifecycles\n\nWritten by `cargo xtask tidy --fix` from the tables in the sources; not by hand. Each arrow is a command.\n"
            .to_owned();
    for file in files.iter().filter(|f| f.is_rust() && f.path.starts_with("crates/")) {
        for table in tables(&file.tokens).map_err(|said| format!("{}: {said}", file.path))? {
            let home = file.path.trim_start_matches("crates/").trim_end_matches(".rs").replace("/src", "");
            page.push_str(&format!("\n## {}\n\n{}", home.trim_end_matches("/lifecycle").trim_end_matches("/record"), table.diagram()));
        }
    }
    Ok(page)
}

impl Table {
    fn diagram(&self) -> String {
        let mut out = "```mermaid\nstateDiagram-v2\n".to_owned();
        for (state, clock) in &self.states {
            let whose = if clock.is_empty() || clock == "Nobody" { String::new() } else { format!(" ({})", spaced(clock)) };
            out.push_str(&format!("    {state}: {}{whose}\n", plain(state)));
        }
        out.extend(self.states.first().map(|(state, _)| format!("    [*] --> {state}\n")));
        let mut exits = String::new();
        for (command, from, to) in &self.moves {
            let name = plain(command.split_once('.').map_or(command, |(_, name)| name));
            if from.len() > ARROWS_MAX {
                let all: Vec<String> = from.iter().map(|from| plain(from)).collect();
                exits.push_str(&format!("\n*{name}* leads to *{}* from: {}.\n", plain(to), all.join(", ")));
                continue;
            }
            out.extend(from.iter().map(|from| format!("    {from} --> {to}: {name}\n")));
        }
        let ends = self.states.iter().filter(|(state, _)| !self.moves.iter().any(|(_, from, _)| from.contains(state)));
        out.extend(ends.map(|(state, _)| format!("    {state} --> [*]\n")));
        out + "```\n" + &exits
    }
}

fn plain(code: &str) -> String {
    code.replace('_', " ")
}

/// `ForceMajeure` as `force majeure`.
fn spaced(name: &str) -> String {
    name.chars().enumerate().fold(String::new(), |mut out, (at, c)| {
        if at > 0 && c.is_uppercase() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
        out
    })
}

/// Every `Lifecycle { states: &[…], moves: &[…] }` with something in it.
fn tables(tokens: &[Token]) -> Outcome<Vec<Table>> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let opens = |ahead: usize, mark| tokens.get(at + ahead).is_some_and(|t| t.is(mark));
        let declared = at.checked_sub(1).and_then(|before| tokens.get(before)).and_then(Token::word) == Some("struct");
        let starts = !declared
            && token.word() == Some("Lifecycle")
            && opens(1, '{')
            && tokens.get(at + 2).and_then(Token::word) == Some("states")
            && opens(3, ':');
        if !starts || !opens(4, '&') {
            continue;
        }
        let body = inside(tokens, at + 1);
        let part = |name: &str| {
            let start = body.windows(4).position(|w| w[0].word() == Some(name) && w[1].is(':') && w[2].is('&') && w[3].is('['));
            start.map(|start| items(inside(body, start + 3)))
        };
        let (Some(states), Some(moves)) = (part("states"), part("moves")) else {
            return Err(format!("line {}: a lifecycle's states and moves stand in it as lists, so that they can be read", token.line));
        };
        let states = states.into_iter().map(state).collect::<Outcome<Vec<_>>>()?;
        let moves = moves.into_iter().map(|item| step(item, tokens)).collect::<Outcome<Vec<_>>>()?;
        if !states.is_empty() {
            found.push(Table { states, moves });
        }
    }
    Ok(found)
}

/// What stands between the bracket at `open` and its partner.
fn inside(tokens: &[Token], open: usize) -> &[Token] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return tokens.get(open + 1..at).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    &[]
}

/// Cut at the commas that stand in no inner bracket.
fn items(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    let cut = tokens.split(|token| {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.is(',')
    });
    cut.filter(|item| !item.is_empty()).collect()
}

fn state(item: &[Token]) -> Outcome<(String, String)> {
    let code = item.iter().find_map(Token::text).ok_or_else(|| unread(item))?;
    let clock = item.windows(4).find(|w| w[0].word() == Some("ClockOwner")).and_then(|w| w[3].word()).unwrap_or_default();
    Ok((code.to_owned(), clock.to_owned()))
}

/// `step("command", FROM, "to", …)` or `Move { command: "…", from: FROM, to: "…", … }`; FROM is a list or the name of one.
fn step(item: &[Token], all: &[Token]) -> Outcome<(String, Vec<String>, String)> {
    let open = item.iter().position(|t| t.is('(') || t.is('{')).ok_or_else(|| unread(item))?;
    let fields = items(inside(item, open));
    let named = item.get(open).is_some_and(|t| t.is('{'));
    let field = |name: &str, place: usize| {
        let at = if named { fields.iter().find(|f| f.first().and_then(Token::word) == Some(name)) } else { fields.get(place) };
        at.map(|f| if named { f.get(2..).unwrap_or_default() } else { f }).ok_or_else(|| unread(item))
    };
    let text = |tokens: &[Token]| tokens.iter().find_map(Token::text).map(str::to_owned).ok_or_else(|| unread(item));
    let from = list(field("from", 1)?, all).filter(|from| !from.is_empty()).ok_or_else(|| unread(item))?;
    Ok((text(field("command", 0)?)?, from, text(field("to", 2)?)?))
}

/// The texts of `&[…]`, or of the constant of this name in the same file.
fn list(tokens: &[Token], all: &[Token]) -> Option<Vec<String>> {
    if tokens.first()?.is('&') {
        return Some(tokens.iter().filter_map(Token::text).map(str::to_owned).collect());
    }
    let name = tokens.first()?.word()?;
    let declared = all.windows(2).position(|w| matches!(w[0].word(), Some("const" | "static")) && w[1].word() == Some(name))?;
    let value = all.iter().skip(declared).position(|t| t.is('='))? + declared + 1;
    list(all.get(value..).filter(|rest| rest.first().is_some_and(|t| t.is('&'))).map(|_| inside_list(all, value))?, all)
}

fn inside_list(all: &[Token], value: usize) -> &[Token] {
    let length = inside(all, value + 1).len();
    all.get(value..value + length + 3).unwrap_or_default()
}

fn unread(item: &[Token]) -> String {
    format!("line {}: this row of a lifecycle cannot be read; write it as the others are", item.first().map_or(0, |t| t.line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    const SOURCE: &str = r#"
        const OPEN: &[&str] = &["new", "at_work"];
        pub static L: Lifecycle = Lifecycle {
            states: &[on_path("new", ClockOwner::Office), State { code: "at_work", clock: ClockOwner::ForceMajeure, open: true }, end("done")],
            moves: &[
                step("case.begin", &["new"], "at_work", &["a"]),
                Move { command: "case.end", from: OPEN, to: "done", evidence: &[] },
            ],
        };
    "#;

    #[test]
    fn both_spellings_are_read() {
        let found = tables(&tokens(SOURCE)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].states[1], ("at_work".to_owned(), "ForceMajeure".to_owned()));
        assert_eq!(found[0].moves[0], ("case.begin".to_owned(), vec!["new".to_owned()], "at_work".to_owned()));
        assert_eq!(found[0].moves[1].1, ["new", "at_work"]);
    }

    #[test]
    fn the_diagram_has_a_start_and_ends() {
        let diagram = tables(&tokens(SOURCE)).unwrap()[0].diagram();
        for line in ["[*] --> new", "at_work: at work (force majeure)", "new --> at_work: begin", "new --> done: end", "done --> [*]"] {
            assert!(diagram.contains(&format!("    {line}\n")), "{line} in {diagram}");
        }
        assert!(!diagram.contains("at_work --> [*]"));
    }

    #[test]
    fn a_move_from_many_states_is_said_in_words() {
        let source = r#"Lifecycle { states: &[end("a"), end("b")], moves: &[step("x.leave", &["a", "c_d", "e", "f"], "b", &[])] }"#;
        let diagram = tables(&tokens(source)).unwrap()[0].diagram();
        assert!(diagram.ends_with("```\n\n*leave* leads to *b* from: a, c d, e, f.\n"), "{diagram}");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let source = r#"Lifecycle { states: &[end("a")], moves: &[step("b", ELSEWHERE, "a", &[])] }"#;
        assert!(tables(&tokens(source)).unwrap_err().contains("line 1"));
        assert!(tables(&tokens("Lifecycle { states: &OTHER, moves: &[] }")).is_err());
        assert!(tables(&tokens("struct Lifecycle { states: &'static [State] }")).unwrap().is_empty());
    }
}
