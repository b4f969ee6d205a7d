//! Which crate may build on which: kernel ← access ← ledger ← spine ← desks ← server ← castellan.

use super::File;

/// A crate of ours and what its manifest names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Manifest {
    name: String,
    /// Line, name of the package, whether only tests use it.
    needs: Vec<(usize, String, bool)>,
}

/// What talks to a database; only the ledger may.
const DRIVERS: &[&str] = &["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres", "deadpool-postgres", "sqlx", "diesel", "sea-orm"];

const DESK: &str = "desk-";

/// What each crate of ours may depend on, itself left out; `desk-` stands for all desks. `None`: the crate has no place yet.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "kernel-derive" | "xtask" => &[],
        "kernel" => &["kernel-derive"],
        "access" | "ui" | "exchange" | "documents" => &["kernel", "kernel-derive"],
        "ledger" => &["kernel", "kernel-derive", "access"],
        "spine" => &["kernel", "kernel-derive", "access", "ledger", "ui", "exchange", "documents"],
        _ if name.starts_with(DESK) => &["kernel", "kernel-derive", "access", "ledger", "spine", "ui", "exchange", "documents"],
        "server" => &["kernel", "kernel-derive", "access", "ledger", "spine", "ui", "exchange", "documents", DESK],
        "castellan" => &["kernel", "kernel-derive", "access", "ledger", "spine", "ui", "exchange", "documents", DESK, "server"],
        // Test and bench harnesses stand outside the order; nothing that ships may use them.
        "testkit" | "bench" => {
            &["kernel", "kernel-derive", "access", "ledger", "spine", "ui", "exchange", "documents", DESK, "server", "castellan", "testkit"]
        }
        _ => return None,
    })
}

/// Dependencies that run the wrong way.
pub fn directions(files: &[File]) -> Vec<String> {
    let manifests: Vec<(&str, Manifest)> = files
        .iter()
        .filter(|f| f.path.starts_with("crates/") && f.path.ends_with("/Cargo.toml"))
        .map(|f| (f.path.as_str(), read(&f.text)))
        .collect();
    let ours = |name: &str| name == "xtask" || manifests.iter().any(|(_, m)| m.name == name);
    let mut wrong = Vec::new();
    for (path, manifest) in &manifests {
        let Some(allowed) = allowed(&manifest.name) else {
            wrong.push(format!("{path}: `{}` has no place in the order of crates: give it one in xtask/src/tidy/crates.rs", manifest.name));
            continue;
        };
        for (line, need, for_tests) in &manifest.needs {
            // Tests tell stories of the whole house, so what only they use may stand above; but desks stay apart in them too.
            let between_desks = manifest.name.starts_with(DESK) && need.starts_with(DESK);
            let fits = allowed.iter().any(|a| a == need || (*a == DESK && need.starts_with(DESK))) || (*for_tests && !between_desks);
            if ours(need) && !fits {
                wrong.push(format!("{path}:{line}: `{}` may not depend on `{need}`: {}", manifest.name, reason(&manifest.name, need)));
            }
            // The bench measures the bare driver as its floor.
            if DRIVERS.contains(&need.as_str()) && !matches!(manifest.name.as_str(), "ledger" | "bench") {
                wrong.push(format!("{path}:{line}: only `ledger` depends on a database driver, and `{need}` is one"));
            }
        }
    }
    wrong
}

fn reason(name: &str, need: &str) -> &'static str {
    if name.starts_with(DESK) && need.starts_with(DESK) {
        "desks never depend on each other; what both need belongs in the spine"
    } else {
        "dependencies run kernel ← access ← ledger ← spine ← desks ← server ← castellan"
    }
}

/// The few lines of a manifest that matter here.
fn read(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    let mut section = String::new();
    for (line, content) in (1..).zip(text.lines().map(str::trim)) {
        if let Some(head) = content.strip_prefix('[') {
            section = head.trim_matches(['[', ']']).to_owned();
            if let Some((table, name)) = section.rsplit_once("dependencies.") {
                manifest.needs.push((line, name.trim_matches('"').to_owned(), table.ends_with("dev-")));
            }
            continue;
        }
        let Some((key, value)) = content.split_once('=').filter(|_| !content.starts_with('#')) else { continue };
        let key = key.trim().trim_matches('"');
        if section == "package" && key == "name" {
            manifest.name = value.trim().trim_matches('"').to_owned();
        }
        if section.ends_with("dependencies") {
            let name = key.split('.').next().unwrap_or(key);
            let renamed = value.split_once("package").and_then(|(_, rest)| rest.split('"').nth(1));
            manifest.needs.push((line, renamed.unwrap_or(name).to_owned(), section.ends_with("dev-dependencies")));
        }
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(manifests: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = manifests
            .iter()
            .map(|(name, rest)| File::new(&format!("crates/{name}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\n{rest}")))
            .collect();
        directions(&files)
    }

    #[test]
    fn a_manifest_is_read_in_every_spelling() {
        let text = "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\nc = { package = \"d\", version = \"1\" }\n# e = 1\n\
                    [dev-dependencies]\nf = \"1\"\n[target.'cfg(unix)'.dependencies]\ng = \"1\"\n[dependencies.h]\nversion = \"1\"\n";
        let names: Vec<(String, bool)> = read(text).needs.into_iter().map(|(_, name, tests)| (name, tests)).collect();
        let expected = [("b", false), ("d", false), ("f", true), ("g", false), ("h", false)];
        assert_eq!(names, expected.map(|(name, tests)| (name.to_owned(), tests)));
    }

    #[test]
    fn the_order_holds() {
        let good = [("kernel", ""), ("access", "[dependencies]\nkernel = 1\n"), ("ledger", "[dependencies]\naccess = 1\nrusqlite = 1\n")];
        assert_eq!(house(&good), Vec::<String>::new());
    }

    #[test]
    fn a_step_upwards_is_found() {
        let found = house(&[("kernel", "[dependencies]\nledger.workspace = true\n"), ("ledger", "")]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/kernel/Cargo.toml:4: `kernel` may not depend on `ledger`"), "{found:?}");
    }

    #[test]
    fn desks_stay_apart_even_in_tests() {
        let found = house(&[("desk-guard", "[dev-dependencies]\ndesk-travel = 1\ntestkit = 1\n"), ("desk-travel", ""), ("testkit", "")]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("belongs in the spine"), "{found:?}");
    }

    #[test]
    fn tests_may_use_what_stands_above() {
        assert!(house(&[("ledger", "[dev-dependencies]\nspine.workspace = true\n"), ("spine", "")]).is_empty());
    }

    #[test]
    fn what_ships_does_not_use_the_testkit() {
        assert_eq!(house(&[("server", "[dependencies]\ntestkit = 1\n"), ("testkit", "")]).len(), 1);
    }

    #[test]
    fn only_the_ledger_drives_a_database() {
        let found = house(&[("spine", "[dependencies]\nsqlite = { package = \"rusqlite\", version = \"1\" }\n")]);
        assert!(found[0].contains("only `ledger`"), "{found:?}");
    }

    #[test]
    fn a_crate_without_a_place_is_asked_for_one() {
        assert!(house(&[("bazaar", "")])[0].contains("no place"));
    }
}
