//! Hostile mail through the watched folder, read by the real child: each file ends in the register with the bytes it came with, or among the
//! refused with a reason in both languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Lang;
use kernel::entropy::SeededEntropy;
use server::App;
use server::inbox::Folder;
use server::words::Words;
use spine::documents::Attachment;
use spine::mail::inbox::{Condition, MailDrop};
use testkit::{Backend, World, hostile};

/// How many files lie in the folder at once; every one costs a child of its own.
const FILES: usize = 150;

#[test]
fn sp_02_every_hostile_file_ends_in_the_register_as_it_came_or_is_refused_with_a_reason() {
    let world = World::new(Backend::Sqlite);
    let app =
        App { ledger: world.ledger().clone(), program: env!("CARGO_BIN_EXE_castellan").into(), demo: Arc::default(), takes_reports: true };
    let folder = tempfile::tempdir().unwrap();
    let mut sent = BTreeMap::new();
    for n in 0..FILES {
        let random = SeededEntropy::new(40_000 + n as u64);
        let (name, bytes) = match n % 3 {
            0 => {
                let (name, bytes) = random.pick(&hostile::scans()).clone();
                (format!("{n:03}-{name}"), hostile::damaged(bytes, &random))
            }
            _ => (format!("{n:03}.eml"), hostile::message(&random)),
        };
        std::fs::write(folder.path().join(&name), &bytes).unwrap();
        sent.insert(name, bytes);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut watched = Folder::new(folder.path().to_owned());
    for _ in 0..=spine::limits::FOLDER_PATIENCE_LOOKS + 1 {
        runtime.block_on(watched.look(&app)).unwrap();
    }
    let staged = world.as_("registry").sees(|view| {
        let mut all = Vec::new();
        for raw in view.rows_of("mail_drops", &ledger::ListQuery { limit: 500, ..Default::default() })? {
            let drop = raw.typed::<MailDrop>()?;
            let file = view.having::<Attachment>("record", drop.head.id)?.remove(0);
            all.push((drop.body.name, drop.body.condition, file.body.blob));
        }
        Ok(all)
    });
    let read = staged.iter().filter(|(name, condition, _)| name.ends_with(".eml") && *condition != Condition::Unreadable).count();
    assert!(read > FILES / 4, "the child reads hardly any message: {read}");
    for (name, _, blob) in &staged {
        assert_eq!(Some(&world.ledger().blob(*blob).wait().unwrap()), sent.get(name), "{name}");
    }
    for (name, bytes) in &sent {
        let (taken, refused) = (folder.path().join("taken").join(name), folder.path().join("refused").join(name));
        assert!(!folder.path().join(name).exists(), "{name} still lies there");
        if taken.exists() {
            assert_eq!(&std::fs::read(&taken).unwrap(), bytes, "{name}");
            // Known already: two mutants may be equal.
            assert!(staged.iter().any(|(known, ..)| sent.get(known) == Some(bytes)), "{name} is in no register");
            continue;
        }
        assert_eq!(&std::fs::read(&refused).unwrap(), bytes, "{name}");
        let why = std::fs::read_to_string(refused.with_file_name(format!("{name}.txt"))).unwrap();
        for (code, lang) in why.trim().split(", ").flat_map(|code| Lang::ALL.iter().map(move |lang| (code, *lang))) {
            assert!(Words::new(lang).l.has(&format!("refusal-{code}")), "{name}: {code}");
        }
    }
    world.verified();
}
