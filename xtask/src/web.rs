//! `cargo xtask web`: the files for the browser, made by Vite from `web/`. Nothing is done when nothing they are made from has changed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::house::{self, Outcome, mark, must, program, read, root, says, write};

/// What Vite asks for.
const NODE: (u32, u32) = (20, 19);
const GET_NODE: &str = "install Node.js 20.19 or newer with npm: `apt install nodejs npm` on Debian 13, or from https://nodejs.org";

/// Builds `web/dist` unless it is in step with its sources.
pub fn build() -> Outcome {
    let folder = root().join("web");
    let stamp = folder.join("dist/.sources");
    install(&folder)?;
    let sources = sources(&folder)?;
    if folder.join("dist/manifest.json").is_file() && read(&stamp).is_ok_and(|before| before == sources) {
        println!("   web/dist is in step with its sources");
        return Ok(());
    }
    must(program("npm").current_dir(&folder).args(["run", "--silent", "build"]))?;
    write(&stamp, &sources)
}

/// Installs what the lock file of a folder names, unless it is there already.
pub fn install(folder: &Path) -> Outcome {
    check_node(says(program("node").arg("--version")).ok().as_deref())?;
    let lock = mark(&[read(&folder.join("package.json"))?.as_bytes(), read(&folder.join("package-lock.json"))?.as_bytes()]);
    let stamp = folder.join("node_modules/.installed");
    if read(&stamp).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    if !house::has("npm") {
        return Err(format!("npm is not installed: {GET_NODE}"));
    }
    must(program("npm").current_dir(folder).arg("ci"))
        .map_err(|said| format!("{said}. It fetches packages: without a network, copy `node_modules` from a machine that has one"))?;
    write(&stamp, &lock)
}

fn check_node(said: Option<&str>) -> Outcome {
    let Some(said) = said.map(str::trim) else {
        return Err(format!("Node.js is not installed; it builds the browser's files (never needed at run time): {GET_NODE}"));
    };
    let mut numbers = said.trim_start_matches('v').split('.').map(|n| n.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < NODE { Err(format!("Node.js {said} is too old: {GET_NODE}")) } else { Ok(()) }
}

/// A mark of everything the build reads. The crates' sources count only by the words the style sheets know too, because the build takes
/// out the rules that no page asks for: any other edit leaves the result as it is.
fn sources(folder: &Path) -> Outcome<String> {
    let top = root();
    let files = house::files()?;
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for path in files.iter().filter(|path| path.starts_with("web/")) {
        parts.push(path.clone().into_bytes());
        parts.push(std::fs::read(top.join(path)).map_err(|error| format!("{path} cannot be read: {error}"))?);
    }
    let sheets = read(&folder.join("node_modules/@tabler/core/dist/css/tabler.min.css"))? + &read(&folder.join("src/castellan.css"))?;
    let known: BTreeSet<&str> = words(&sheets).collect();
    let mut asked = BTreeSet::new();
    for path in files.iter().filter(|path| path.starts_with("crates/") && (path.ends_with(".rs") || path.ends_with(".html"))) {
        let text = read(&top.join(path))?;
        asked.extend(words(&text).filter_map(|word| known.get(word).copied()));
    }
    parts.push(asked.into_iter().collect::<Vec<_>>().join(" ").into_bytes());
    Ok(mark(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// The words as `web/vite.config.ts` takes them apart.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_or_missing_node_is_refused_with_what_to_install() {
        assert!(check_node(Some("v20.19.0\n")).is_ok());
        assert!(check_node(Some("v24.0.1")).is_ok());
        assert!(check_node(Some("v18.20.4")).unwrap_err().contains("v18.20.4 is too old"));
        assert!(check_node(None).unwrap_err().contains("nodejs.org"));
    }

    #[test]
    fn words_are_class_names() {
        assert_eq!(words("class=\"btn btn-primary\"").collect::<Vec<_>>(), ["class", "btn", "btn-primary"]);
    }
}
