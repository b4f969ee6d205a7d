//! A thousand damaged exports: both verifiers, which share no code, find every one and say where.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kernel::entropy::SeededEntropy;
use ledger::crypto::{Signer, b64};
use ledger::log::checkpoint::Checkpoint;
use ledger::log::{export, tree};
use ledger::verify;
use testkit::{Backend, World};

on_both!(p04_a_sound_export_is_accepted_by_both_verifiers);

const MUTANTS: usize = 1_000;
const ENTRIES: usize = 560;

/// A file and its new bytes; none removes it.
type Edit = (String, Option<Vec<u8>>);
type Files = BTreeMap<String, Vec<u8>>;

/// Files to write (or to remove), and what a verifier that locates it must name.
struct Mutant {
    what: String,
    edits: Vec<Edit>,
    names: Option<String>,
}

fn exported(on: Backend, entries: usize) -> (tempfile::TempDir, PathBuf) {
    let world = World::new(on);
    let waiting: Vec<_> = (0..entries)
        .map(|n| world.ledger().write(world.as_("officer").order("posts.add", &[("number", format!("P-{n}").into())])))
        .collect();
    assert!(waiting.into_iter().all(|p| p.wait().is_ok()));
    for _ in 0..3 {
        world.time_passes(jiff::SignedDuration::from_mins(2));
        world.person("Last", "Lia", "BEL");
    }
    world.ledger().checkpoint().wait().unwrap_or_else(|e| panic!("{e}"));
    let home = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let folder = home.path().join("export");
    let public = world.ledger().public_key().unwrap_or_default();
    let size = export::write(world.conn().as_mut(), &folder, world.ledger().origin(), &public).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(size as usize, entries + 4);
    std::fs::copy(folder.join("keys"), home.path().join("keys")).unwrap_or_else(|e| panic!("{e}"));
    (home, folder)
}

fn public() -> Vec<u8> {
    testkit::world::keys().signer().map(|s| s.public()).unwrap_or_default()
}

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verify")
}

fn p04_a_sound_export_is_accepted_by_both_verifiers(on: Backend) {
    for entries in [0, 1, 255, ENTRIES] {
        let (home, folder) = exported(on, entries);
        let report = verify::export(&folder, Some(&public())).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((report.findings.as_slice(), report.entries as usize), ([].as_slice(), entries + 4));
        let other = verify::export(&folder, Some(&[7; 32])).unwrap_or_else(|e| panic!("{e}"));
        assert!(other.findings.iter().all(|f| f.starts_with("signature")) && !other.findings.is_empty());
        let said = Command::new("python3")
            .arg(verifier().join("castellan_verify.py"))
            .arg(&folder)
            .args(["--all", "--keys"])
            .arg(home.path().join("keys"))
            .output()
            .unwrap_or_else(|e| panic!("python3 is needed: apt-get install python3: {e}"));
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        let root = b64(&report.root);
        assert!(
            said.status.success() && text.contains(&format!("ok: {} entries, root {root}, checkpoint of size", report.entries)),
            "{text}"
        );
        assert_eq!(String::from_utf8_lossy(&said.stderr), "", "nothing to remark");
    }
}

fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).map(|p| p.display().to_string()).unwrap_or_default();
                files.insert(name, std::fs::read(&path).unwrap_or_default());
            }
        }
    }
    files
}

/// The leaves of all bundles, in order.
fn leaves(files: &Files) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (_, bundle) in files.iter().filter(|(name, _)| name.starts_with("tile/entries/")) {
        let mut rest = bundle.as_slice();
        while rest.len() >= 2 {
            let length = usize::from(u16::from_be_bytes([rest[0], rest[1]]));
            all.push(rest[2..2 + length].to_vec());
            rest = &rest[2 + length..];
        }
    }
    all
}

/// Bundles, and hash tiles of level 0 if they are to fit, as edits.
fn laid_out(leaves: &[Vec<u8>], files: &Files, with_hashes: bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let bundles: Vec<String> = files.keys().filter(|k| k.starts_with("tile/entries/")).cloned().collect();
    let tiles: Vec<String> = files.keys().filter(|k| k.starts_with("tile/0/")).cloned().collect();
    for (at, (bundle, tile)) in bundles.iter().zip(&tiles).enumerate() {
        let from = (at * 256).min(leaves.len());
        // What does not fit any more is left to the last one.
        let to = if at + 1 == bundles.len() { leaves.len() } else { (from + 256).min(leaves.len()) };
        let (mut bytes, mut hashes) = (Vec::new(), Vec::new());
        for leaf in &leaves[from..to] {
            bytes.extend((leaf.len() as u16).to_be_bytes());
            bytes.extend(leaf);
            hashes.extend(tree::leaf_hash(leaf));
        }
        if files[bundle] != bytes {
            edits.push((bundle.clone(), Some(bytes)));
        }
        if with_hashes && files[tile] != hashes {
            edits.push((tile.clone(), Some(hashes)));
        }
    }
    edits
}

fn notes(files: &Files) -> Vec<String> {
    String::from_utf8_lossy(&files["checkpoints"]).split("--\n").map(str::to_owned).collect()
}

/// One mutant of each kind in turn, somewhere at random. Each changes what the export says: none only rewrites it.
fn mutate(kind: usize, files: &Files, random: &SeededEntropy) -> Mutant {
    let signer = testkit::world::keys().signer().unwrap_or_else(|e| panic!("{e}"));
    let all = leaves(files);
    let at = random.below(all.len());
    let data: Vec<&String> = files.keys().filter(|k| *k != "keys").collect();
    let of = |prefix: &str| (*random.pick(&data.iter().filter(|k| k.starts_with(prefix)).collect::<Vec<_>>())).to_string();
    let flipped = |file: &str| {
        let mut bytes = files[file].clone();
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
        (file.to_owned(), Some(bytes))
    };
    let mut changed = all.clone();
    let (what, edits, names): (&str, Vec<Edit>, Option<String>) = match kind % 20 {
        0 | 1 => {
            let place = random.below(changed[at].len());
            changed[at][place] ^= 1 << random.below(8);
            ("a bit of a leaf", laid_out(&changed, files, false), Some(format!("index {at}")))
        }
        2 => {
            let place = random.below(changed[at].len());
            changed[at][place] ^= 1 << random.below(8);
            ("a bit of a leaf, its hash to match", laid_out(&changed, files, true), None)
        }
        3 => ("a bit of a bundle, lengths too", vec![flipped(&of("tile/entries/"))], None),
        4 | 5 => ("a bit of a hash tile", vec![flipped(&of("tile/0/"))], None),
        6 => ("a bit of an upper tile", vec![flipped(&of("tile/1/"))], Some("tile 1/0".to_owned())),
        7 => ("a bit of the checkpoint", vec![flipped("checkpoint")], Some("checkpoint".to_owned())),
        8 => ("a bit of the checkpoints", vec![flipped("checkpoints")], Some("checkpoint".to_owned())),
        9 => ("a file removed", vec![(of(""), None)], None),
        10 => {
            changed.remove(at);
            ("a leaf deleted", laid_out(&changed, files, random.chance(50)), None)
        }
        11 => {
            let copy = changed[random.below(changed.len())].clone();
            changed.insert(at, copy);
            ("a leaf inserted", laid_out(&changed, files, random.chance(50)), None)
        }
        12 => {
            let other = (at + 1 + random.below(all.len() - 1)) % all.len();
            changed.swap(at, other);
            ("two leaves swapped", laid_out(&changed, files, random.chance(50)), None)
        }
        13 => {
            let file = of("");
            let keep = random.below(files[&file].len());
            ("a file cut off", vec![(file.clone(), Some(files[&file][..keep].to_vec()))], None)
        }
        14 => {
            changed.truncate(at);
            ("the log cut off", laid_out(&changed, files, true), None)
        }
        15 => {
            let file = of("tile/");
            let mut bytes = files[&file].clone();
            bytes.extend((0..=random.below(40)).map(|_| random.below(256) as u8));
            ("bytes added to a tile", vec![(file, Some(bytes))], None)
        }
        16 => {
            let all = notes(files);
            let old = &all[random.below(all.len() - 1)];
            (
                "rolled back to an older checkpoint",
                vec![("checkpoint".to_owned(), Some(old.clone().into_bytes()))],
                Some("checkpoint".to_owned()),
            )
        }
        17 => {
            // A fork, signed with the office's own key.
            let mut all = notes(files);
            let at = random.below(all.len());
            let (said, _) = Checkpoint::read(&all[at], &public()).unwrap_or_else(|| panic!("a checkpoint"));
            let mut root = said.root;
            root[random.below(32)] ^= 1 << random.below(8);
            let forked = Checkpoint { root, ..said }.sign(&signer);
            let last = at + 1 == all.len();
            all[at] = forked.clone();
            let mut edits = vec![("checkpoints".to_owned(), Some(all.join("--\n").into_bytes()))];
            edits.extend(last.then(|| ("checkpoint".to_owned(), Some(forked.into_bytes()))));
            ("a checkpoint of another tree", edits, Some("root differs from checkpoint".to_owned()))
        }
        18 => {
            // Everything signed again with a key nobody trusts.
            let mut seed = [0; 32];
            seed[0] = random.below(250) as u8 + 1;
            let Ok(other) = Signer::from_seed(&seed) else { panic!("a key") };
            let all: Vec<String> =
                notes(files).iter().filter_map(|n| Checkpoint::read(n, &public())).map(|(said, _)| said.sign(&other)).collect();
            let last = all.last().cloned().unwrap_or_default();
            let edits = vec![
                ("checkpoints".to_owned(), Some(all.join("--\n").into_bytes())),
                ("checkpoint".to_owned(), Some(last.into_bytes())),
                ("keys".to_owned(), Some(files["keys"].clone())),
            ];
            ("signed with another key", edits, Some("signature".to_owned()))
        }
        _ => {
            let mut all = notes(files);
            let at = random.below(all.len() - 1);
            all.swap(at, at + 1);
            (
                "two checkpoints swapped",
                vec![("checkpoints".to_owned(), Some(all.join("--\n").into_bytes()))],
                Some("checkpoint".to_owned()),
            )
        }
    };
    Mutant { what: format!("{what} (kind {kind}, at {at})"), edits, names }
}

fn locates(text: &str) -> bool {
    let numbered = |word: &str| text.split(word).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    text.contains("checkpoint") || numbered("index ") || numbered("entry ") || numbered("entries ") || text.contains("tile ")
}

#[test]
fn p04_a_thousand_mutants_are_found_and_located_by_both_verifiers() {
    let (home, folder) = exported(Backend::Sqlite, ENTRIES);
    let files = read(&folder);
    let random = SeededEntropy::new(20_260_302);
    let mutants: Vec<Mutant> = (0..MUTANTS).map(|kind| mutate(kind, &files, &random)).collect();
    for mutant in &mutants {
        let changes = mutant.edits.iter().any(|(file, bytes)| bytes.as_ref() != files.get(file));
        assert!(changes, "{} changes nothing", mutant.what);
    }
    let mut missed = Vec::new();
    let mut judge = |who: &str, mutant: &Mutant, found: bool, text: &str| {
        if !found || !locates(text) || mutant.names.as_ref().is_some_and(|n| !text.contains(n.as_str())) {
            missed.push(format!("{who}: {}: {:?} {}", mutant.what, mutant.names, text.lines().take(3).collect::<Vec<_>>().join(" | ")));
        }
    };
    // Ours, in place: damage, verify, put back.
    for mutant in &mutants {
        for (file, bytes) in &mutant.edits {
            let path = folder.join(file);
            match bytes {
                Some(bytes) => std::fs::write(&path, bytes),
                None => std::fs::remove_file(&path),
            }
            .unwrap_or_else(|e| panic!("{file}: {e}"));
        }
        let report = verify::export(&folder, Some(&public()));
        for (file, _) in &mutant.edits {
            std::fs::write(folder.join(file), &files[file]).unwrap_or_else(|e| panic!("{file}: {e}"));
        }
        let findings = report.map(|r| r.findings).unwrap_or_else(|e| vec![e.to_string()]);
        judge("ours", mutant, !findings.is_empty(), &findings.join("\n"));
    }
    assert_eq!(verify::export(&folder, Some(&public())).map(|r| r.findings).unwrap_or_default(), Vec::<String>::new());
    // The other one.
    let mut child = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/mutants.py"))
        .args([verifier(), folder.clone(), home.path().join("keys")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("python3 is needed: apt-get install python3: {e}"));
    let orders: String = mutants
        .iter()
        .map(|mutant| {
            let edits: Vec<_> = mutant.edits.iter().map(|(file, bytes)| (file, bytes.as_ref().map(|b| b64(b)))).collect();
            format!("{}\n", serde_json::json!({ "edits": edits }))
        })
        .collect();
    let mut input = child.stdin.take().unwrap_or_else(|| panic!("no pipe"));
    let writer = std::thread::spawn(move || input.write_all(orders.as_bytes()));
    let output = child.wait_with_output().unwrap_or_else(|e| panic!("{e}"));
    assert!(writer.join().is_ok_and(|w| w.is_ok()) && output.status.success());
    let answers: Vec<(i64, String)> =
        String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(answers.len(), MUTANTS);
    for (mutant, (code, text)) in mutants.iter().zip(&answers) {
        judge("the other", mutant, *code == 1, text);
    }
    assert!(missed.is_empty(), "{} of {MUTANTS}:\n{}", missed.len(), missed.join("\n"));
}
