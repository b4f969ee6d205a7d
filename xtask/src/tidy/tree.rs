//! Rules about the tree as a whole.

use super::File;
use crate::house::{program, root, says};

/// Decisions whose numbers leave a gap or stand twice.
pub fn decisions(files: &[File]) -> Vec<String> {
    let mut names: Vec<&str> = files.iter().filter_map(|f| f.path.strip_prefix("docs/decisions/")).collect();
    names.sort_unstable();
    let mut wrong = Vec::new();
    for (expected, name) in names.iter().enumerate() {
        let number = name.split('-').next().filter(|n| n.len() == 4).and_then(|n| n.parse::<usize>().ok());
        if number != Some(expected) {
            wrong.push(format!("docs/decisions/{name}: {expected:04} is the number expected here"));
            break;
        }
    }
    wrong
}

/// Paths and hosts that exist on one machine only, and words its developer keeps out of the tree.
pub fn places(files: &[File]) -> Vec<String> {
    let words = private_words();
    let mut wrong = Vec::new();
    for file in files {
        for (line, text) in (1..).zip(file.text.lines()) {
            if let Some(what) = place(&file.path, text, &words) {
                wrong.push(format!("{}:{line}: {what}", file.path));
            }
        }
    }
    wrong
}

/// Words of one's own, a line each, in a file that is never committed: `git rev-parse --git-path info/unwanted-words`.
fn private_words() -> Vec<String> {
    let path = says(program("git").args(["rev-parse", "--git-path", "info/unwanted-words"])).unwrap_or_default();
    let text = std::fs::read_to_string(root().join(path.trim())).unwrap_or_default();
    text.lines().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect()
}

fn place(path: &str, line: &str, words: &[String]) -> Option<String> {
    for home in ["work", "root", "home", "Users", "workspace"] {
        if starts_a_path(line, &format!("/{home}/")) {
            return Some(format!("a path under /{home} exists on one machine only: say it from the top of the repository"));
        }
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let fetched = |key: &str| line.split_once(key).map(|(_, rest)| rest.trim_start_matches([' ', '=', ':', '"', '\'']));
    let public = "registry+https://github.com/rust-lang/crates.io-index";
    if name == "Cargo.lock" && fetched("source =").is_some_and(|from| !from.starts_with(public)) {
        return Some("a package that does not come from crates.io".to_owned());
    }
    if name == "package-lock.json" && line.contains("\"resolved\"") {
        return Some("the lock file names a registry's host: take `resolved` out (web/.npmrc keeps it out)".to_owned());
    }
    if name == ".npmrc" && (line.contains("registry=") || line.contains("_auth")) {
        return Some("a registry of one's own belongs in one's home, not in the tree".to_owned());
    }
    if path == ".cargo/config.toml" && (line.starts_with("[source") || line.starts_with("[registr")) {
        return Some("a registry of one's own belongs in one's home, not in the tree".to_owned());
    }
    let small = line.to_lowercase();
    words.iter().any(|word| small.contains(word)).then(|| "a word from your own list (.git/info/unwanted-words)".to_owned())
}

/// Whether an absolute path begins so, not merely a part of a longer one.
fn starts_a_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/' | '*' | '$' | '~'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(names: &[&str]) -> Vec<String> {
        decisions(&names.iter().map(|name| File::new(&format!("docs/decisions/{name}"), "")).collect::<Vec<_>>())
    }

    #[test]
    fn decisions_have_no_gaps() {
        assert!(numbered(&["0000-template.md", "0001-a.md", "0002-b.md"]).is_empty());
        assert_eq!(numbered(&["0000-template.md", "0002-b.md"]), ["docs/decisions/0002-b.md: 0001 is the number expected here"]);
        assert_eq!(numbered(&["0000-template.md", "0001-a.md", "0001-b.md"]).len(), 1);
        assert_eq!(numbered(&["notes.md"]).len(), 1);
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        let home = ["/ro", "ot/x"].concat();
        assert!(place("a.md", &format!("see {home}"), &[]).is_some());
        assert!(place("a.md", &format!("`{home}`"), &[]).is_some());
        assert!(place("a.md", &home, &[]).is_some());
        assert!(place("a.md", &format!("docs{home} and https://example.org{home}"), &[]).is_none());
    }

    #[test]
    fn hosts_of_registries_are_found() {
        assert!(place("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"", &[]).is_none());
        assert!(place("Cargo.lock", "source = \"registry+https://mirror.example/index\"", &[]).is_some());
        assert!(place("web/package-lock.json", "  \"resolved\": \"https://mirror.example/a.tgz\",", &[]).is_some());
        assert!(place("web/.npmrc", "registry=https://mirror.example", &[]).is_some());
        assert!(place("web/.npmrc", "omit-lockfile-registry-resolved=true", &[]).is_none());
        assert!(place(".cargo/config.toml", "[source.crates-io]", &[]).is_some());
    }

    #[test]
    fn words_of_ones_own_are_found() {
        assert!(place("a.md", "The Blue Room", &["blue room".to_owned()]).is_some());
    }
}
