//! Hostile mail through the watched folder, read by the real child: each file ends in the register with the bytes it came with, or among the
//! refused with a reason in both languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::entropy::SeededEntropy;
use kernel::{Lang, Refusal};
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
    // And some that are refused, each for its own reason: nothing is in it, too much is, it cannot be read, its content does not fit its name.
    let outlook = exchange::msg::sample::write(&exchange::msg::sample::Sample { text: "Cut off", ..Default::default() }).unwrap();
    let not_taken = |name: &str| Refusal::new("file-not-taken").with("name", name);
    let too_large = Refusal::new("body-too-large").with("max", (exchange::limits::MAIL_BYTES >> 20).to_string());
    let planted = BTreeMap::from([
        ("empty.pdf", (Vec::new(), not_taken("empty.pdf"))),
        ("large.eml", (vec![b'a'; exchange::limits::MAIL_BYTES + 1], too_large)),
        ("broken.msg", (outlook[..outlook.len() / 2].to_vec(), Refusal::new("mail-not-read"))),
        ("program.pdf", (b"MZ".to_vec(), not_taken("program.pdf"))),
    ]);
    for (name, (bytes, _)) in &planted {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        sent.insert((*name).to_owned(), bytes.clone());
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
    let mut turned_away = Vec::new();
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
        // Why stands beside it, in both languages: a damaged scan may no longer fit its name.
        let why = planted.get(name.as_str()).map_or_else(|| not_taken(name), |(_, why)| why.clone());
        let [en, fr] = Lang::ALL.map(|lang| Words::new(lang).refusal(&why));
        assert!(en != fr, "{en}");
        assert_eq!(std::fs::read_to_string(refused.with_file_name(format!("{name}.txt"))).unwrap(), format!("{en}\n{fr}\n"), "{name}");
        turned_away.push(name.as_str());
    }
    assert!(planted.keys().all(|name| turned_away.contains(name)), "{turned_away:?}");
    let lies = std::fs::read_dir(folder.path().join("refused")).unwrap().count();
    assert_eq!(lies, 2 * turned_away.len(), "what was refused lies there, each with its reason, and nothing else");
    world.verified();
}

#[test]
fn sp_13_a_message_of_outlook_comes_in_as_any_other_and_one_that_cannot_be_read_is_refused() {
    use exchange::msg::sample::{Sample, write};
    let world = World::new(Backend::Sqlite);
    let app =
        App { ledger: world.ledger().clone(), program: env!("CARGO_BIN_EXE_castellan").into(), demo: Arc::default(), takes_reports: true };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let brings = |name: &str, bytes: &[u8]| {
        let brought = runtime.block_on(app.drop_mail(world.as_("registry").account, name.to_owned(), bytes.to_vec()));
        brought.map_err(|error| match error {
            ledger::Error::Refused(refused) => refused.0,
            other => panic!("{other:?}"),
        })
    };
    let letter = Sample {
        subject: "Ref BEL/8: a question",
        sender: ("The registry", "registry@authority.example"),
        sent: Some(1_772_442_000),
        message_id: "<one@authority.example>",
        text: "Which edition is in force?",
        files: vec![("form.txt", b"An empty form.")],
        ..Sample::default()
    };
    let bytes = write(&letter).unwrap();
    let id = brings("question.msg", &bytes).unwrap().answer.unwrap().1;
    let body = world.as_("registry").record::<MailDrop>(id).body;
    assert_eq!((body.condition, body.channel), (Condition::Whole, spine::mail::Channel::Email));
    assert_eq!(body.correspondent.as_deref(), Some("The registry <registry@authority.example>"));
    assert_eq!((body.subject.as_deref(), body.parts.as_deref()), (Some("Ref BEL/8: a question"), Some("form.txt (14)")));
    assert_eq!((body.message_id.as_deref(), body.document_date), (Some("one@authority.example"), Some(jiff::civil::date(2026, 3, 2))));
    // It is kept as it came, and its page reads it again.
    let file = world.as_("registry").sees(move |view| view.having::<Attachment>("record", id)).remove(0);
    let kept = world.ledger().blob(file.body.blob).wait().unwrap();
    assert_eq!(kept, bytes);
    let mail = runtime.block_on(app.read_mail(kept)).unwrap();
    assert_eq!((mail.text.as_str(), mail.parts[0].decoded()), ("Which edition is in force?", Some(b"An empty form.".to_vec())));
    // Each of these is refused, with a sentence in both languages.
    let many = write(&Sample { files: vec![("a.txt", &b"x"[..]); exchange::limits::MAIL_PARTS + 1], ..letter.clone() }).unwrap();
    let deep = (0..=exchange::limits::MAIL_DEPTH).fold(letter.clone(), |inner, _| Sample { messages: vec![inner], ..Sample::default() });
    let zeroed = [&bytes[..8], &vec![0; bytes.len() - 8][..]].concat();
    for (name, bytes, code) in [
        ("cut.msg", bytes[..bytes.len() / 2].to_vec(), "mail-not-read"),
        ("zeroed.msg", zeroed, "mail-not-read"),
        ("zeros.msg", vec![0; 4_096], "file-not-taken"),
        ("workbook.msg", b"PK\x03\x04".to_vec(), "file-not-taken"),
        ("many.msg", many, "mail-too-much-in-it"),
        ("deep.msg", write(&deep).unwrap(), "mail-too-much-in-it"),
    ] {
        let refused = brings(name, &bytes).unwrap_err();
        assert_eq!(refused.iter().map(|refusal| refusal.code).collect::<Vec<_>>(), [code], "{name}");
        let [en, fr] = Lang::ALL.map(|lang| Words::new(lang).refusal(&refused[0]));
        assert!(en != fr && !en.contains(code) && !fr.contains(code), "{en} / {fr}");
    }
    assert_eq!(world.as_("registry").sees(|view| view.every::<MailDrop>()).len(), 1);
    world.verified();
}
