//! Labels and clearances of other systems: what is read, what it means here, what is refused.

use exchange::Code;
use exchange::label::{CLEARANCE, LABEL, Of, read, write_clearance, write_label};
use kernel::entropy::SeededEntropy;
use kernel::marking::SecurityPolicy;
use kernel::{Codes, Level};

fn policy() -> SecurityPolicy {
    exchange::spif::read(include_bytes!("../../../spine/data/security-policy.xml")).unwrap_or_else(|f| panic!("{f:?}"))
}

fn label(policy: &str, classification: &str, categories: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><l:ConfidentialityLabel xmlns:l=\"{LABEL}\"><l:ConfidentialityInformation>{policy}<l:Classification>{classification}\
         </l:Classification>{categories}</l:ConfidentialityInformation></l:ConfidentialityLabel>"
    )
    .into_bytes()
}

fn meant(bytes: &[u8]) -> (Option<String>, String, Vec<Code>) {
    let read = read(bytes).unwrap_or_else(|f| panic!("{f:?}"));
    let meaning = read.meaning(&policy());
    (meaning.level.map(|l| l.0), meaning.categories.joined(), meaning.findings.iter().map(|f| f.code).collect())
}

#[test]
fn cl_02_what_is_written_is_read_again_whatever_the_level_and_the_categories() {
    let policy = policy();
    let chance = SeededEntropy::new(11);
    for round in 0..200 {
        let level = &policy.levels[round % policy.levels.len()];
        let some = policy.categories.iter().filter(|c| !c.excluded_levels.contains(&level.code) && chance.chance(10));
        let categories = Codes::new(some.map(|c| c.code.clone()));
        let level = Level(level.code.clone());
        let bytes = write_label(&policy, &level, &categories).unwrap_or_default();
        let back = read(&bytes).unwrap_or_else(|f| panic!("{f:?}: {}", String::from_utf8_lossy(&bytes)));
        assert_eq!(back.of, Of::Thing);
        let meaning = back.meaning(&policy);
        assert_eq!((meaning.level.as_ref(), &meaning.categories, meaning.findings.len()), (Some(&level), &categories, 0));
        let bytes = write_clearance(&policy, Some(&level), &categories).unwrap_or_default();
        let back = read(&bytes).unwrap_or_else(|f| panic!("{f:?}"));
        assert_eq!((back.of, back.classifications.len()), (Of::Somebody, policy.place(policy.rank(&level).unwrap_or(0)) + 1));
        let meaning = back.meaning(&policy);
        assert_eq!((meaning.level, meaning.categories), (Some(level), categories));
    }
    // Who may see nothing has a clearance for nothing.
    let bytes = write_clearance(&policy, None, &Codes::default()).unwrap_or_default();
    let meaning = read(&bytes).unwrap_or_else(|f| panic!("{f:?}")).meaning(&policy);
    assert_eq!((meaning.level, meaning.findings.len()), (None, 0));
}

#[test]
fn cl_02_another_policys_words_are_taken_with_a_warning_and_trap_words_not_at_all() {
    let of = |name: &str| format!("<l:PolicyIdentifier>{name}</l:PolicyIdentifier>");
    let category = |tag: &str, value: &str| {
        format!("<l:Category TagName=\"{tag}\" Type=\"RESTRICTIVE\"><l:GenericValue>{value}</l:GenericValue></l:Category>")
    };
    assert_eq!(
        meant(&label(&of("NATO"), "SECRET", &category("Additional Sensitivity", "ATOMAL"))),
        (Some("S".to_owned()), "ATOMAL".to_owned(), vec![Code::LabelByEquivalence])
    );
    // The same word is Top Secret in one nation and Secret in another.
    assert_eq!(meant(&label(&of("ESP"), "SECRETO", "")), (None, String::new(), vec![Code::TrapWord]));
    assert_eq!(meant(&label(&of("ITA"), "RISERVATO", "")).0, None);
    assert_eq!(meant(&label(&of("X"), "PRIVATE", "")), (None, String::new(), vec![Code::UnknownLevel]));
    // A category nobody here knows is left out and said so.
    let (_, categories, codes) = meant(&label(&of("NATO"), "SECRET", &category("Other", "NIGHT")));
    assert_eq!((categories.as_str(), codes.contains(&Code::LabelUnknownCategory)), ("", true));
}

#[test]
fn cl_02_hostile_labels_are_findings() {
    let code = |bytes: &[u8]| read(bytes).err().map(|f| f.code);
    let own = "<l:PolicyIdentifier>P</l:PolicyIdentifier>";
    assert_eq!(code(b"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), Some(Code::LabelDtd));
    assert_eq!(code(b"\xff\xfe<"), Some(Code::WrongEncoding));
    assert_eq!(code(b""), Some(Code::NotALabel));
    assert_eq!(code(b"<a/>"), Some(Code::NotALabel));
    assert_eq!(code(b"<a><b>"), Some(Code::LabelDamaged));
    assert_eq!(code(&vec![b' '; exchange::limits::LABEL_BYTES + 1]), Some(Code::LabelTooLarge));
    assert_eq!(code("<a>".repeat(100).as_bytes()), Some(Code::LabelTooLarge));
    assert_eq!(code(format!("<a>{}</a>", "<b/>".repeat(exchange::limits::LABEL_ELEMENTS)).as_bytes()), Some(Code::LabelTooLarge));
    assert_eq!(code(&label("", "SECRET", "")), Some(Code::LabelIncomplete));
    assert_eq!(code(&label(own, "", "")), Some(Code::LabelIncomplete));
    assert_eq!(
        code(&label(own, "SECRET</l:Classification><l:Classification>OPEN", "")),
        Some(Code::LabelIncomplete),
        "one thing, one level"
    );
    // Of another namespace it is something else.
    let other = String::from_utf8_lossy(&label(own, "SECRET", "")).replace(LABEL, CLEARANCE);
    assert_eq!(code(other.as_bytes()), Some(Code::NotALabel));
    // Damaged in any way it is read or a finding.
    let chance = SeededEntropy::new(3);
    for _ in 0..2_000 {
        let bytes = damaged(label(own, "SECRET", "<l:Category TagName=\"T\"><l:GenericValue>V</l:GenericValue></l:Category>"), &chance);
        let _ = read(&bytes).map(|read| read.meaning(&nothing()));
    }
}

/// A byte changed, taken out, or everything behind it cut off.
fn damaged(mut bytes: Vec<u8>, chance: &SeededEntropy) -> Vec<u8> {
    let at = chance.below(bytes.len());
    match chance.below(3) {
        0 => bytes[at] = chance.below(256) as u8,
        1 => drop(bytes.remove(at)),
        _ => bytes.truncate(at),
    }
    bytes
}

fn nothing() -> SecurityPolicy {
    SecurityPolicy { name: "P".to_owned(), ..SecurityPolicy::default() }
}
