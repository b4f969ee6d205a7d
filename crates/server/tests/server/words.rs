//! Every descriptor has its words in both languages; a missing one would show in brackets.

use kernel::{FieldKind, Lang};
use server::words::{Words, dashed};

#[test]
fn sp_19_every_register_field_command_choice_and_state_has_words_in_both_languages() {
    let manifest = server::manifest();
    let mut missing = Vec::new();
    let mut asked = 0;
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let mut need = |text: String| {
            asked += 1;
            if text.contains('⟦') {
                missing.push(format!("{} {text}", lang.code()));
            }
        };
        for meta in manifest.registers() {
            need(words.register(meta.def.name, false));
            need(words.register(meta.def.name, true));
            for group in meta.def.group_names() {
                need(words.code("group", group));
            }
            for view in meta.def.views {
                need(words.t(&format!("page-view-{}", view.name)));
            }
            for step in meta.def.lifecycle.iter().flat_map(|l| l.moves) {
                step.evidence.iter().for_each(|e| need(words.code("evidence", e)));
            }
            for state in meta.def.lifecycle.iter().flat_map(|l| l.states) {
                need(words.code("state", state.code));
                need(words.code("clock", state.clock.code()));
            }
            for field in meta.def.fields {
                need(words.field(Some(meta.def.name), field.name));
                if let FieldKind::Choice(codes) = field.kind {
                    codes.iter().for_each(|code| need(words.choice(field.name, code)));
                }
            }
        }
        for command in manifest.commands() {
            need(words.code("command", command.name));
            need(words.done(command.name));
            for field in command.fields.iter().filter(|f| !f.hidden) {
                need(words.field(command.on.or(command.adds), field.name));
                if let FieldKind::Choice(codes) = field.kind {
                    codes.iter().for_each(|code| need(words.choice(field.name, code)));
                }
            }
        }
        for duty in kernel::Duty::ALL {
            need(words.code("duty", duty.code()));
        }
        need(words.code("duty", "system"));
        need(words.code("duty", "oneself"));
        for job in manifest.jobs() {
            need(words.code("job", job.code()));
        }
        for trouble in server::sender::trouble::ALL {
            need(words.t(&format!("outgoing-{trouble}")));
        }
    }
    assert!(asked > 1_000, "only {asked} words were asked for");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn sp_19_every_refusal_in_the_sources_has_a_text_in_both_languages() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut codes = std::collections::BTreeSet::new();
    for entry in ["kernel", "access", "ledger", "spine", "desk-clearance", "server"] {
        collect(&root.join(entry).join("src"), &mut codes);
    }
    assert!(codes.len() > 50, "only {} codes were found", codes.len());
    let missing: Vec<_> = Lang::ALL
        .iter()
        .flat_map(|lang| {
            codes
                .iter()
                .map(|c| (lang.code(), c))
                .filter(|(_, c)| !Words::new(*lang).l.has(&format!("refusal-{}", dashed(c))))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect(folder: &std::path::Path, codes: &mut std::collections::BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, codes);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let found = text.split("Refusal::new(\"").skip(1).filter_map(|rest| rest.split('"').next());
            codes.extend(found.filter(|c| c.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')).map(str::to_owned));
        }
    }
}
