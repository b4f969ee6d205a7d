//! Embeds what `web/` built and the message catalogues, and stops with a plain sentence when something is missing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::exit;

fn stop(sentence: &str) -> ! {
    eprintln!("error: {sentence}");
    exit(1)
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        stop(&format!("{} cannot be read", folder.display()));
    };
    let mut found: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
    found.sort();
    found
}

fn main() {
    // Asked when it runs, not when it was compiled: a target folder may serve several working copies.
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| stop("cargo did not say where the crate is")));
    let here = here.as_path();
    let dist = here.join("../../web/dist");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=catalogue");
    println!("cargo:rerun-if-changed=../../web/dist/manifest.json");
    println!("cargo:rerun-if-changed=../../web/icons.txt");
    println!("cargo:rerun-if-changed=templates");

    let Ok(manifest) = fs::read_to_string(dist.join("manifest.json")) else {
        stop("the browser files are not built: run `cargo xtask web`");
    };
    let mut code = String::from("pub(super) static FILES: &[File] = &[\n");
    // The manifest is ours: a flat object of plain names without escapes.
    for line in manifest.lines() {
        let parts: Vec<&str> = line.split('"').collect();
        let [_, plain, _, hashed, _] = parts[..] else {
            continue;
        };
        let path = dist.join(hashed);
        let packed = |ending: &str| {
            let path = dist.join(format!("{hashed}.{ending}"));
            if path.exists() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
        };
        let _ = writeln!(
            code,
            "    File {{ plain: {plain:?}, hashed: {hashed:?}, bytes: include_bytes!({path:?}), brotli: {}, gzip: {} }},",
            packed("br"),
            packed("gz"),
        );
    }
    code.push_str("];\n");

    let mut catalogues = String::new();
    for lang in ["en", "fr"] {
        let _ = writeln!(catalogues, "pub(super) static {}: &[(&str, &str)] = &[", lang.to_uppercase());
        for path in files(&here.join("catalogue").join(lang), "ftl") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let _ = writeln!(catalogues, "    ({name:?}, include_str!({path:?})),");
        }
        catalogues.push_str("];\n");
    }

    check_icons(here);

    let Some(out) = std::env::var_os("OUT_DIR") else {
        stop("cargo did not say where to write");
    };
    let out = Path::new(&out);
    for (name, text) in [("assets.rs", code), ("catalogues.rs", catalogues)] {
        if let Err(error) = fs::write(out.join(name), text) {
            stop(&format!("{name} cannot be written: {error}"));
        }
    }
}

/// Every icon a template names in words must be in the sprite.
fn check_icons(here: &Path) {
    let list = fs::read_to_string(here.join("../../web/icons.txt")).unwrap_or_default();
    let known: BTreeSet<&str> = list.lines().collect();
    for path in files(&here.join("templates"), "html") {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for part in text.split("icon(\"").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            if !known.contains(name) {
                stop(&format!("{} asks for icon {name:?}, which web/icons.txt does not list", path.display()));
            }
        }
    }
}
