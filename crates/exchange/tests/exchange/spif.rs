//! Security policy files: what is read of them, and what is refused.

use exchange::{Code, spif};
use kernel::marking::{CategoryKind, Mark, Operation, SecurityPolicy};
use kernel::{Codes, Lang, Level};

fn file(classes: &str, sets: &str, settings: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><s:SPIF xmlns:s="http://www.xmlspif.org/spif" schemaVersion="2.1" version="7">
        <s:securityPolicyId name="HARBOUR" id="2.25.9"/>
        <s:securityClassifications>{classes}</s:securityClassifications>
        <s:securityCategoryTagSets>{sets}</s:securityCategoryTagSets>
        <s:extensions>{settings}</s:extensions></s:SPIF>"#
    )
}

const CLASSES: &str = r#"
  <s:securityClassification name="DEEP SECRET" lacv="9" hierarchy="30" obsolete="true">
    <s:markingData phrase="ABYSS"><s:code>replacePolicy</s:code></s:markingData>
    <s:markingData xml:lang="fr" phrase="SECRET PROFOND"><s:code>documentStart</s:code></s:markingData>
    <s:equivalentClassification policyRef="OTHER" lacv="004" applied="both"/>
  </s:securityClassification>
  <s:securityClassification name="OPEN" lacv="1" hierarchy="0"/>
  <s:securityClassification name="INNER" lacv="2" hierarchy="5">
    <s:markingData xml:lang="fr" phrase="INTERNE"><s:code>documentStart</s:code></s:markingData>
    <s:markingData phrase="(I)"><s:code>portionMarking</s:code></s:markingData>
    <s:requiredCategory operation="oneOrMore"><s:categoryGroup tagSetRef="Berths" tagType="permissive" all="true"/></s:requiredCategory>
  </s:securityClassification>"#;

const SETS: &str = r#"
  <s:securityCategoryTagSet name="Cargo" id="2.25.9.1">
    <s:securityCategoryTag name="Cargo" tagType="enumerated" enumType="restrictive" singleSelection="true">
      <s:tagCategory name="LIVE LOAD" lacv="1"><s:excludedClass>OPEN</s:excludedClass></s:tagCategory>
      <s:tagCategory name="EAST" lacv="2" requiredClass="INNER"/>
    </s:securityCategoryTag>
  </s:securityCategoryTagSet>
  <s:securityCategoryTagSet name="Berths" id="2.25.9.2">
    <s:securityCategoryTag tagType="permissive">
      <s:tagCategory name="WEST" lacv="10"><s:markingData phrase="West quay"/><s:markingData xml:lang="fr" phrase="Quai ouest"/></s:tagCategory>
      <s:tagCategory name="EAST" lacv="011">
        <s:excludedCategory tagSetRef="Cargo" tagType="enumerated" enumType="restrictive" lacv="1"/>
      </s:tagCategory>
      <s:markingQualifier><s:qualifier markingQualifier="FOR " qualifierCode="prefix"/>
        <s:qualifier xml:lang="fr" markingQualifier="POUR " qualifierCode="prefix"/>
        <s:qualifier markingQualifier=", " qualifierCode="separator"/><s:qualifier markingQualifier=" ONLY" qualifierCode="suffix"/></s:markingQualifier>
    </s:securityCategoryTag>
  </s:securityCategoryTagSet>
  <s:securityCategoryTagSet name="Notes" id="2.25.9.3">
    <s:securityCategoryTag tagType="tagType7" tag7Encoding="bitSetAttributes">
      <s:tagCategory name="GUESTS" lacv="1"><s:markingData phrase="HARBOUR/GUESTS"><s:code>noNameDisplay</s:code><s:code>replacePolicy</s:code></s:markingData></s:tagCategory>
    </s:securityCategoryTag>
  </s:securityCategoryTagSet>"#;

const SETTINGS: &str = r#"<settings xmlns="urn:castellan:policy:1" ceiling="N"><level name="INNER" code="N"/><aggregation rows="20" of="O" marked="N"/></settings>"#;

fn read(text: &str) -> Result<SecurityPolicy, (Code, String)> {
    spif::read(text.as_bytes()).map_err(|finding| (finding.code, finding.value + " " + &finding.meaning))
}

fn whole() -> SecurityPolicy {
    read(&file(CLASSES, SETS, SETTINGS)).expect("it is read")
}

#[test]
fn a_policy_is_read_whole() {
    let policy = whole();
    assert_eq!((policy.name.as_str(), policy.oid.as_str(), policy.version.as_str()), ("HARBOUR", "2.25.9", "7"));
    let levels: Vec<_> = policy.levels.iter().map(|l| (l.code.as_str(), l.rank, l.marking.en.as_str(), l.marking.fr.as_str())).collect();
    assert_eq!(
        levels,
        [
            ("O", 0, "HARBOUR OPEN", "HARBOUR OPEN"),
            ("N", 5, "HARBOUR INNER", "HARBOUR INTERNE"),
            ("DS", 30, "ABYSS DEEP SECRET", "ABYSS SECRET PROFOND"),
        ]
    );
    assert!(policy.levels[2].obsolete);
    assert_eq!(policy.levels[1].required[0].operation, Operation::OneOrMore);
    assert_eq!(policy.levels[1].required[0].of, ["WEST", "BERTHS.EAST"]);
    let kinds: Vec<_> = policy.tag_sets.iter().map(|s| (s.name.as_str(), s.kind, s.single)).collect();
    assert_eq!(
        kinds,
        [
            ("Cargo", CategoryKind::Restrictive, true),
            ("Berths", CategoryKind::Permissive, false),
            ("Notes", CategoryKind::Informative, false),
        ]
    );
    let category = |code: &str| policy.category(code).expect("it is there");
    assert_eq!(category("LIVE_LOAD").excluded_levels, ["O"]);
    assert_eq!(category("EAST").required_level.as_deref(), Some("N"));
    assert_eq!((category("BERTHS.EAST").lacv.as_str(), &category("BERTHS.EAST").excluded), ("11", &vec!["LIVE_LOAD".to_owned()]));
    assert_eq!(policy.equivalents[0].lacv, "4");
    assert_eq!((policy.ceiling.clone(), policy.ceiling_rank()), (Some(Level("N".to_owned())), 5));
    assert_eq!((policy.aggregation[0].rows, policy.aggregation[0].marked.as_str()), (20, "N"));
}

#[test]
fn its_words_make_the_markings() {
    let policy = whole();
    let told = |rank, codes: &[&str], lang| policy.marking(&Mark::of(&policy, rank, codes.iter().copied()), lang);
    assert_eq!(told(5, &["WEST", "BERTHS.EAST", "LIVE_LOAD"], Lang::En), "HARBOUR INNER LIVE LOAD FOR West quay, EAST ONLY");
    assert_eq!(told(5, &["WEST"], Lang::Fr), "HARBOUR INTERNE POUR Quai ouest ONLY");
    assert_eq!(told(30, &["GUESTS"], Lang::Fr), "HARBOUR/GUESTS SECRET PROFOND");
    let wrong = policy.faults(&Level("N".to_owned()), &Codes::new(["BERTHS.EAST", "LIVE_LOAD"].map(str::to_owned)));
    assert_eq!(wrong.iter().map(|r| r.code).collect::<Vec<_>>(), ["category-excluded"]);
}

#[test]
fn the_example_of_the_product_is_read_by_the_same_reader() {
    let policy = read(include_str!("../../../spine/data/security-policy.xml")).expect("it is read");
    let levels: Vec<_> = policy.levels.iter().map(|l| (l.code.as_str(), l.rank, l.marking.fr.as_str())).collect();
    assert_eq!(
        levels,
        [
            ("U", 0, "SANS CLASSIFICATION"),
            ("R", 1, "DIFFUSION RESTREINTE"),
            ("C", 2, "CONFIDENTIEL"),
            ("S", 3, "SECRET"),
            ("TS", 4, "TRÈS SECRET")
        ]
    );
    let label = Mark::of(&policy, 2, ["ATOMAL", "FRA", "BEL", "STAFF"]);
    assert_eq!(policy.marking(&label, Lang::En), "CONFIDENTIAL ATOMAL REL TO Belgium/France STAFF");
    assert_eq!(policy.marking(&label, Lang::Fr), "CONFIDENTIEL ATOMAL DIFFUSABLE À Belgique/France PERSONNEL");
}

#[test]
fn what_a_policy_lacks_or_contradicts_is_told() {
    let one = r#"<s:securityClassification name="A" lacv="1" hierarchy="1"/>"#;
    let set = |tag: &str| format!(r#"<s:securityCategoryTagSet name="S" id="1.2">{tag}</s:securityCategoryTagSet>"#);
    let settings = |inner: &str| format!(r#"<settings xmlns="urn:castellan:policy:1" {inner}/>"#);
    for (text, code) in [
        (String::new(), Code::NotAPolicy),
        ("<html/>".to_owned(), Code::NotAPolicy),
        ("plain words".to_owned(), Code::NotAPolicy),
        (file(one, "", "").replace("2.1", "3.0"), Code::PolicyVersion),
        (file(one, "", "").replace("name=\"HARBOUR\"", ""), Code::PolicyIncomplete),
        (file("", "", ""), Code::PolicyIncomplete),
        (file(&one.replace("hierarchy=\"1\"", ""), "", ""), Code::PolicyIncomplete),
        (file(&one.replace("hierarchy=\"1\"", "hierarchy=\"high\""), "", ""), Code::PolicyContradiction),
        (file(&format!("{one}{one}"), "", ""), Code::PolicyContradiction),
        (file(&one.replace("\"A\"", "\"42\""), "", ""), Code::PolicyIncomplete),
        (file(one, &set(r#"<s:securityCategoryTag tagType="enumerated"/>"#), ""), Code::PolicyIncomplete),
        (
            file(one, &set(r#"<s:securityCategoryTag tagType="permissive"><s:tagCategory name="X" lacv="1"><s:excludedClass>B</s:excludedClass></s:tagCategory></s:securityCategoryTag>"#), ""),
            Code::PolicyContradiction,
        ),
        (
            file(one, &set(r#"<s:securityCategoryTag tagType="permissive"><s:tagCategory name="X" lacv="1"/><s:tagCategory name="X" lacv="2"/><s:tagCategory name="X" lacv="3"/></s:securityCategoryTag>"#), ""),
            Code::PolicyContradiction,
        ),
        (
            file(
                &one.replace("/>", r#"><s:requiredCategory><s:categoryGroup tagSetRef="S" tagType="permissive" lacv="1"/></s:requiredCategory></s:securityClassification>"#),
                "",
                "",
            ),
            Code::PolicyContradiction,
        ),
        (file(one, "", &settings(r#"ceiling="Z""#)), Code::PolicyContradiction),
        (file(one, "", &settings("")), Code::PolicyIncomplete),
        (file(one, "", "").replace("</s:SPIF>", ""), Code::PolicyDamaged),
        (file(one, "", "").replace("<?xml version=\"1.0\"?>", "<!DOCTYPE s [<!ENTITY a \"b\">]>"), Code::PolicyDtd),
        (file(one, &"<a>".repeat(100), ""), Code::PolicyTooLarge),
        (file(one, &"<a/>".repeat(200_001), ""), Code::PolicyTooLarge),
    ] {
        let shown: String = text.chars().take(300).collect();
        assert_eq!(read(&text).map(drop).map_err(|(code, _)| code), Err(code), "{shown}");
    }
    assert_eq!(spif::read(&vec![b' '; (4 << 20) + 1]).map(drop).map_err(|f| f.code), Err(Code::PolicyTooLarge));
    assert_eq!(spif::read(b"\xff\xfe").map(drop).map_err(|f| f.code), Err(Code::WrongEncoding));
    // A list that becomes more than the system may hold.
    let above = file(
        &format!(r#"{one}<s:securityClassification name="B" lacv="2" hierarchy="2"/>"#),
        "",
        r#"<settings xmlns="urn:castellan:policy:1" ceiling="A"><aggregation rows="5" of="A" marked="B"/></settings>"#,
    );
    assert_eq!(read(&above).map(drop).map_err(|(code, _)| code), Err(Code::PolicyContradiction));
    // Settings in nobody's namespace are not ours.
    assert_eq!(read(&file(one, "", r#"<settings ceiling="A"/>"#)).map(|p| p.ceiling), Ok(None));
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_fall(cuts in proptest::collection::vec((0_usize..6_000, 0_u8..=255), 1..6)) {
        let mut bytes = file(CLASSES, SETS, SETTINGS).into_bytes();
        for (at, byte) in cuts {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = spif::read(&bytes);
    }
}
