use proptest::prelude::*;

use super::*;
use crate::Label;

fn level(code: &str, rank: i64) -> LevelDef {
    let phrase = Text { en: format!("LEVEL {code}"), fr: format!("NIVEAU {code}") };
    LevelDef {
        code: code.to_owned(),
        name: code.to_owned(),
        lacv: rank.to_string(),
        rank,
        obsolete: code == "OLD",
        word: Text::same("OUR"),
        marking: Text { en: format!("OUR {}", phrase.en), fr: format!("OUR {}", phrase.fr) },
        phrase,
        required: Vec::new(),
    }
}

fn set(name: &str, kind: CategoryKind, prefix: &str) -> TagSet {
    let separator = Text::same("/");
    TagSet {
        name: name.to_owned(),
        oid: String::new(),
        kind,
        single: false,
        prefix: Text::same(prefix),
        separator,
        suffix: Text::default(),
    }
}

fn category(code: &str, set: usize) -> CategoryDef {
    CategoryDef {
        code: code.to_owned(),
        name: code.to_owned(),
        lacv: String::new(),
        set,
        obsolete: false,
        phrase: Text { en: code.to_lowercase(), fr: format!("{}-fr", code.to_lowercase()) },
        word: None,
        excluded_levels: Vec::new(),
        required_level: None,
        required: Vec::new(),
        excluded: Vec::new(),
    }
}

/// Four levels, one restrictive, two permissive and one informative set.
fn policy() -> SecurityPolicy {
    let kinds = [
        set("Special", CategoryKind::Restrictive, ""),
        set("Release", CategoryKind::Permissive, "REL TO "),
        set("Eyes", CategoryKind::Permissive, "EYES "),
        set("Note", CategoryKind::Informative, ""),
    ];
    let codes = [("A", 0), ("B", 0), ("C", 0), ("X", 1), ("Y", 1), ("Z", 1), ("P", 2), ("Q", 2), ("N", 3)];
    SecurityPolicy {
        name: "OUR".to_owned(),
        levels: vec![level("L", 1), level("M", 2), level("OLD", 4), level("H", 7)],
        tag_sets: kinds.to_vec(),
        categories: codes.map(|(code, at)| category(code, at)).to_vec(),
        ceiling: Some(Level("OLD".to_owned())),
        ..SecurityPolicy::default()
    }
}

fn codes(text: &str) -> Codes {
    Codes::new(text.split(' ').map(str::to_owned))
}

fn refused(policy: &SecurityPolicy, level: &str, categories: &str) -> Vec<&'static str> {
    policy.faults(&Level(level.to_owned()), &codes(categories)).iter().map(|r| r.code).collect()
}

#[test]
fn a_new_marking_is_refused_for_what_the_policy_excludes_or_misses() {
    let mut policy = policy();
    policy.categories[0].excluded_levels = vec!["L".to_owned()];
    policy.categories[1].excluded = vec!["C".to_owned()];
    policy.categories[3].required = vec![Required { operation: Operation::OnlyOne, of: vec!["P".to_owned(), "Q".to_owned()] }];
    policy.categories[2].required_level = Some("M".to_owned());
    policy.categories[8].obsolete = true;
    policy.levels[1].required = vec![Required { operation: Operation::OneOrMore, of: vec!["A".to_owned(), "B".to_owned()] }];
    policy.tag_sets[2].single = true;
    for (level, categories, wrong) in [
        ("L", "", vec![]),
        ("L", "A", vec!["category-misplaced"]),
        ("L", "C", vec!["category-misplaced"]),
        ("L", "W", vec!["category-misplaced"]),
        ("L", "X", vec!["category-required"]),
        ("L", "P X", vec![]),
        ("L", "P Q X", vec!["category-required", "category-single"]),
        ("L", "N", vec!["category-obsolete"]),
        ("M", "", vec!["category-required"]),
        ("M", "A", vec![]),
        ("M", "B C", vec!["category-excluded"]),
        ("OLD", "", vec!["level-obsolete"]),
        ("H", "", vec!["level-above-ceiling"]),
        ("?", "", vec!["level-unknown"]),
    ] {
        assert_eq!(refused(&policy, level, categories), wrong, "{level} {categories}");
    }
    policy.ceiling = None;
    assert_eq!(refused(&policy, "L", ""), ["level-above-ceiling"]);
}

#[test]
fn a_marking_is_told_in_the_policys_order_with_its_qualifiers() {
    let mut policy = policy();
    let told = |policy: &SecurityPolicy, rank: i64, text: &str, lang| {
        policy.marking(&Mark::of(policy, rank, codes(text).iter().filter(|c| !c.is_empty())), lang)
    };
    assert_eq!(told(&policy, 2, "Y X A N", Lang::En), "OUR LEVEL M a REL TO x/y n");
    assert_eq!(told(&policy, 2, "Y X A N", Lang::Fr), "OUR NIVEAU M a-fr REL TO x-fr/y-fr n-fr");
    assert_eq!(told(&policy, 3, "", Lang::En), "OUR LEVEL OLD", "a rank of no level is shown as the next higher one");
    assert_eq!(told(&policy, 9, "UNHEARD", Lang::En), "OUR LEVEL H UNHEARD");
    policy.categories[0].word = Some(Text::same("OUR/GUESTS"));
    policy.categories[0].phrase = Text::default();
    assert_eq!(told(&policy, 1, "A", Lang::En), "OUR/GUESTS LEVEL L");
    let nobody = Mark::of(&policy, 1, ["X"]).join(&Mark::of(&policy, 1, ["Y"]));
    assert_eq!(Lang::ALL.map(|l| policy.marking(&nobody, l)), ["OUR LEVEL L REL TO NOBODY", "OUR NIVEAU L REL TO PERSONNE"]);
}

#[test]
fn a_list_is_marked_higher_from_so_many_rows_on() {
    let mut policy = policy();
    policy.aggregation = vec![Aggregation { rows: 10, of: "M".to_owned(), marked: "OLD".to_owned() }];
    let rank = |rows: &[(i64, usize)]| policy.aggregated(&rows.iter().copied().collect());
    assert_eq!([rank(&[]), rank(&[(1, 500), (2, 9)]), rank(&[(2, 10)]), rank(&[(2, 5), (7, 5)])], [1, 1, 4, 4]);
}

fn any_codes() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(vec!["A", "B", "C", "X", "Y", "Z", "P", "Q", "N", "UNHEARD"], 0..8)
}

fn any_label() -> impl Strategy<Value = Mark> {
    (1_i64..8, any_codes()).prop_map(|(rank, codes)| Mark::of(&policy(), rank, codes))
}

fn any_clearance() -> impl Strategy<Value = Clearance> {
    (0_i64..9, any_codes()).prop_map(|(rank, c)| Clearance { rank, categories: Codes::new(c.into_iter().map(str::to_owned)) })
}

/// The rule as a person reads it, sharing nothing with `dominates`: which sets are on the label is told by hand.
fn may_open(rank: i64, held: &[&str], label_rank: i64, on_label: &[&str]) -> bool {
    if rank < label_rank || on_label.contains(&"UNHEARD") {
        return false;
    }
    for caveat in ["A", "B", "C"] {
        if on_label.contains(&caveat) && !held.contains(&caveat) {
            return false;
        }
    }
    for set in [&["X", "Y", "Z"][..], &["P", "Q"][..]] {
        let mut there = false;
        let mut one = false;
        for code in set {
            if on_label.contains(code) {
                there = true;
                one = one || held.contains(code);
            }
        }
        if there && !one {
            return false;
        }
    }
    true
}

proptest! {
    #[test]
    fn a_clearance_opens_a_label_as_the_rule_reads(
        rank in 0_i64..9, held in any_codes(), label_rank in 1_i64..8, on_label in any_codes()
    ) {
        let policy = policy();
        let clearance = Clearance { rank, categories: Codes::new(held.iter().map(|c| (*c).to_owned())) };
        let label = Mark::of(&policy, label_rank, on_label.iter().copied());
        prop_assert_eq!(policy.dominates(&clearance, &label), may_open(rank, &held, label_rank, &on_label));
    }

    #[test]
    fn the_high_water_mark_is_a_join(a in any_label(), b in any_label(), c in any_label()) {
        let nothing = Mark::nothing(&policy());
        prop_assert_eq!(a.join(&b), b.join(&a));
        prop_assert_eq!(a.join(&b).join(&c), a.join(&b.join(&c)));
        prop_assert_eq!(a.join(&a), a.clone());
        prop_assert_eq!(nothing.join(&a), a.clone());
        prop_assert!(a.join(&b).covers(&a) && a.join(&b).covers(&b));
        // It is the least that covers both.
        prop_assert!(!(c.covers(&a) && c.covers(&b)) || c.covers(&a.join(&b)));
    }

    #[test]
    fn who_may_open_the_high_water_mark_may_open_all_of_it(a in any_label(), b in any_label(), who in any_clearance()) {
        let policy = policy();
        if policy.dominates(&who, &a.join(&b)) {
            prop_assert!(policy.dominates(&who, &a) && policy.dominates(&who, &b));
        }
        if a.covers(&b) && policy.dominates(&who, &a) {
            prop_assert!(policy.dominates(&who, &b) );
        }
    }
}

#[test]
fn a_label_names_parties_of_one_set_and_nothing_on_the_wrong_side() {
    let policy = policy();
    let label = |caveats: &str, releasable: &str| {
        let some = |text: &str| Codes::new(text.split(' ').filter(|c| !c.is_empty()).map(str::to_owned));
        Label { caveats: some(caveats), releasable: some(releasable), ..Label::at("L") }
    };
    let said =
        |caveats: &str, releasable: &str| -> Vec<&str> { policy.missorted(&label(caveats, releasable)).iter().map(|r| r.code).collect() };
    for (caveats, releasable, wrong) in [
        ("", "", vec![]),
        ("A B UNHEARD", "X Y", vec![]),
        ("", "P Q", vec![]),
        ("", "UNHEARD", vec![]),
        ("", "X P", vec!["releasable-of-two-sets"]),
        ("", "X UNHEARD", vec!["releasable-of-two-sets"]),
        ("X", "", vec!["category-misplaced"]),
        ("N", "A", vec!["category-misplaced", "category-misplaced"]),
    ] {
        assert_eq!(said(caveats, releasable), wrong, "{caveats} | {releasable}");
    }
    // Nor is anything made from records of two sets.
    let from = |releasable: &str| Mark::of(&policy, 1, label("", releasable).releasable.iter());
    let made = policy.derived(&Label::at("L"), &from("X").join(&from("P")));
    assert_eq!(made.map_err(|refusal| (refusal.code, refusal.field)), Err(("releasable-of-two-sets", None)));
    assert_eq!(policy.derived(&Label::at("L"), &from("X").join(&from("X Y"))).map(|l| l.releasable), Ok(codes("X")));
}
