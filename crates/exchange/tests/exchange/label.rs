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
    // The same word is Top Secret in one nation and Secret in another: whose label it is decides, and where that is nobody's word nothing does.
    let one = |level: &str| (Some(level.to_owned()), String::new(), vec![Code::LabelByEquivalence]);
    assert_eq!(meant(&label(&of("ESP"), "SECRETO", "")), one("TS"));
    assert_eq!(meant(&label(&of("Portugal"), "SECRETO", "")), one("S"));
    assert_eq!(meant(&label(&of("ESP"), "RESERVADO", "")), one("S"));
    assert_eq!(meant(&label(&of("ITA"), "RISERVATO", "")), one("R"));
    assert_eq!(meant(&label(&of("X"), "SECRETO", "")), (None, String::new(), vec![Code::TrapWord]));
    assert_eq!(meant(&label(&of("ESP"), "SECRET", "")).0, None, "which is taken for SECRETO");
    assert_eq!(meant(&label(&of("X"), "PRIVATE", "")), (None, String::new(), vec![Code::UnknownLevel]));
    // A category nobody here knows is left out and said so.
    let (_, categories, codes) = meant(&label(&of("NATO"), "SECRET", &category("Other", "NIGHT")));
    assert_eq!((categories.as_str(), codes.contains(&Code::LabelUnknownCategory)), ("", true));
}

/// A file with equivalences of a policy whose names nobody could guess, one of them of ours alone and one of theirs to ours.
const WITH_EQUIVALENTS: &str = r#"<SPIF schemaVersion="2.1" version="3"><securityPolicyId name="HOME" id="1.2.3"/>
  <securityClassifications>
    <securityClassification name="OPEN" lacv="1" hierarchy="1"/>
    <securityClassification name="CLOSED" lacv="2" hierarchy="2">
      <equivalentClassification policyRef="NEIGHBOUR" lacv="7" applied="both"/>
      <equivalentClassification policyRef="ESP" lacv="9" applied="decrypt"/>
    </securityClassification>
    <securityClassification name="SECRET" lacv="3" hierarchy="3"><equivalentClassification policyRef="NEIGHBOUR" lacv="8" applied="encrypt"/></securityClassification>
  </securityClassifications>
  <securityCategoryTagSets><securityCategoryTagSet name="Releasable To" id="1.2.3.1">
    <securityCategoryTag name="Releasable To" tagType="enumerated" enumType="permissive"><tagCategory name="MKD" lacv="807"/></securityCategoryTag>
  </securityCategoryTagSet></securityCategoryTagSets>
  <extensions><settings xmlns="urn:castellan:policy:1" ceiling="CLOSED">
    <level name="OPEN" code="O"/><level name="CLOSED" code="CLOSED"/><level name="SECRET" code="S"/>
    <named policy="NEIGHBOUR" lacv="7" words="Verschluss|Bajo llave"/><named policy="ESP" lacv="9" words="SECRETO"/>
  </settings></extensions></SPIF>"#;

#[test]
fn cl_02_what_the_file_in_force_says_of_another_policy_goes_before_the_houses_own_table() {
    let policy = exchange::spif::read(WITH_EQUIVALENTS.as_bytes()).unwrap_or_else(|f| panic!("{f:?}"));
    let meant = |whose: &str, word: &str, categories: &str| {
        let bytes = label(&format!("<l:PolicyIdentifier>{whose}</l:PolicyIdentifier>"), word, categories);
        let meaning = read(&bytes).unwrap_or_else(|f| panic!("{f:?}")).meaning(&policy);
        (meaning.level.map(|level| level.0), meaning.categories.joined())
    };
    let closed = (Some("CLOSED".to_owned()), String::new());
    assert_eq!(meant("NEIGHBOUR", "VERSCHLUSS", ""), closed);
    assert_eq!(meant("Neighbour", "bajo llave", ""), closed);
    assert_eq!(meant("NEIGHBOUR", "7", ""), closed, "by its number");
    assert_eq!(meant("NEIGHBOUR", "8", "").0, None, "which is only for what we send");
    assert_eq!(meant("ELSEWHERE", "Verschluss", "").0, None);
    assert_eq!(meant("ESP", "SECRETO", ""), closed, "the house would say otherwise");
    // A tracker is read by the same table.
    let words = exchange::normalise::levels::Words::of(&policy);
    let spanish = words.parse("SECRETO").and_then(|reading| reading.for_nations(["ESP"]).map(|level| level.code.clone()));
    assert_eq!(spanish.as_deref(), Some("CLOSED"));
    assert!(words.parse("Verschluss").is_some() && words.parse("closed").is_some(), "and its own names are known");
    // Each policy has its table, whichever was asked about last.
    let without = exchange::normalise::levels::Words::of(&kernel::marking::SecurityPolicy::default());
    assert!(without.parse("Verschluss").is_none() && exchange::normalise::levels::Words::of(&policy).parse("Verschluss").is_some());
    // A party under the code of its time is the party.
    let release = "<l:Category TagName=\"Releasable To\" Type=\"PERMISSIVE\"><l:GenericValue>FYR</l:GenericValue></l:Category>";
    assert_eq!(meant("NATO", "SECRET", release), (Some("S".to_owned()), "MKD".to_owned()));
    // A name of nothing is told.
    let odd = WITH_EQUIVALENTS.replace("lacv=\"7\" words", "lacv=\"77\" words");
    assert_eq!(exchange::spif::read(odd.as_bytes()).err().map(|f| f.code), Some(Code::PolicyContradiction));
}

#[test]
fn cl_02_a_marking_is_a_label_unless_no_label_can_say_it() {
    use kernel::marking::Mark;
    let policy = policy();
    let of = |rank: i64, codes: &[&str]| Mark::of(&policy, rank, codes.iter().copied());
    let rank = |code: &str| policy.rank(&Level(code.to_owned())).unwrap_or(-1);
    let mark = of(rank("R"), &["BOHEMIA", "BEL", "CAN", "STAFF"]);
    let bytes = exchange::label::write_mark(&policy, &mark).unwrap_or_default().unwrap_or_default();
    let meaning = read(&bytes).unwrap_or_else(|f| panic!("{f:?}")).meaning(&policy);
    let back = Mark::of(&policy, meaning.level.and_then(|level| policy.rank(&level)).unwrap_or(-1), meaning.categories.iter());
    assert_eq!((back, meaning.findings.len()), (mark, 0), "read again it is the same marking");
    let nobody = of(rank("R"), &["BEL"]).join(&of(rank("R"), &["CAN"]));
    assert_eq!(exchange::label::write_mark(&policy, &nobody).ok().flatten(), None, "a label without a party is open to all");
    assert_eq!(exchange::label::text(&policy, &of(rank("TS") + 1, &[])), "");
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
