//! Security policy files: XML SPIF 1.0 to 2.1, as agencies and nations publish them. The file is the operator's own and read once, at the
//! start, in this process; it is bounded all the same. What the format has no place for stands in its `extensions`, in our own namespace.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::limits;
use crate::xml::{self, Element, Fault};
use kernel::marking::{
    Aggregation, CategoryDef, CategoryKind, Equivalent, LevelDef, Operation, Required, SecurityPolicy, TagSet as TagSetDef,
};
use kernel::{Lang, Level, Text, fold};

/// The namespace of what the format has no place for: `<settings ceiling="C" own-national-rule="true">` with `<level name="TOP SECRET" code="TS"/>`,
/// `<aggregation rows="100" of="R" marked="C"/>`, and what other policies call what ours is equivalent to: `<named policy="ESP" lacv="5" words="SECRETO"/>`.
pub const SETTINGS: &str = "urn:castellan:policy:1";

impl Element {
    fn needs(&self, attribute: &str) -> Result<&str, Finding> {
        let value = self.get(attribute).filter(|v| !v.is_empty());
        value.ok_or_else(|| Finding::new(Code::PolicyIncomplete).value(self.called()).meaning(attribute))
    }
    fn lang(&self) -> Option<Lang> {
        self.get("lang").map_or(Some(Lang::En), Lang::from_code)
    }
    fn lacv(&self) -> String {
        number(self.get("lacv").unwrap_or_default())
    }
}

/// A number without leading zeros, so that `008` and `8` are one; other texts as they are.
fn number(text: &str) -> String {
    text.parse::<u64>().map_or_else(|_| text.to_owned(), |n| n.to_string())
}

/// Reads a security policy file.
///
/// # Errors
/// One finding: no policy, too large or too deep, with a document type, without something it needs, or at odds with itself.
pub fn read(bytes: &[u8]) -> Result<SecurityPolicy, Finding> {
    if bytes.len() > limits::POLICY_BYTES {
        return Err(too_large("bytes", limits::POLICY_BYTES));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Finding::new(Code::WrongEncoding))?;
    let root = xml::tree(text, limits::POLICY_ELEMENTS).map_err(|fault| match fault {
        Fault::Damaged(why) => Finding::new(Code::PolicyDamaged).value(why),
        Fault::Dtd => Finding::new(Code::PolicyDtd),
        Fault::TooLarge(what, most) => too_large(what, most),
        Fault::Nothing => Finding::new(Code::NotAPolicy),
    })?;
    if root.name != "SPIF" {
        return Err(Finding::new(Code::NotAPolicy).value(root.name));
    }
    match root.needs("schemaVersion")? {
        "1.0" | "2.0" | "2.1" => {}
        other => return Err(Finding::new(Code::PolicyVersion).value(other)),
    }
    let settings = root.all("extensions").flat_map(|e| &e.children).find(|e| e.space == SETTINGS && e.name == "settings");
    let id = needed(&root, "securityPolicyId")?;
    let mut policy = SecurityPolicy {
        name: id.needs("name")?.to_owned(),
        oid: id.needs("id")?.to_owned(),
        version: root.get("version").unwrap_or("1").to_owned(),
        ..SecurityPolicy::default()
    };
    let shown = phrase(id, &policy.name);
    levels(&mut policy, &root, settings, &shown)?;
    categories(&mut policy, &root)?;
    rules(&mut policy, &root)?;
    if let Some(settings) = settings {
        set(&mut policy, settings)?;
    }
    Ok(policy)
}

fn needed<'a>(element: &'a Element, child: &str) -> Result<&'a Element, Finding> {
    element.child(child).ok_or_else(|| Finding::new(Code::PolicyIncomplete).value(element.called()).meaning(child))
}

fn too_large(what: &str, most: usize) -> Finding {
    Finding::new(Code::PolicyTooLarge).value(what).meaning(most.to_string())
}

fn odd(element: &Element, other: &str) -> Finding {
    Finding::new(Code::PolicyContradiction).value(element.called()).meaning(other)
}

/// Where a phrase is not the one of a page or a document's beginning.
const ELSEWHERE: &[&str] = &["replacePolicy", "noMarkingDisplay", "portionMarking", "xHeader", "waterMark", "inputTitle"];

fn has_code(marking: &Element, code: &str) -> bool {
    marking.all("code").any(|c| c.text.trim() == code)
}

/// What a marking shows of something: its phrase, or its name where the file does not say otherwise.
fn phrase(of: &Element, name: &str) -> Text {
    let hidden = of.all("markingData").any(|m| has_code(m, "noNameDisplay"));
    let name = if hidden { "" } else { name };
    let fits = |m: &Element| !ELSEWHERE.iter().any(|code| has_code(m, code));
    worded(of.all("markingData").filter(|m| fits(m)), "phrase", name)
}

/// What stands for the policy's word beside it.
fn word(of: &Element) -> Option<Text> {
    let mut replacing = of.all("markingData").filter(|m| has_code(m, "replacePolicy")).peekable();
    replacing.peek()?;
    Some(worded(replacing, "phrase", ""))
}

/// An attribute in both languages; what is not said in French is said as in English.
fn worded<'a>(elements: impl Iterator<Item = &'a Element>, attribute: &str, otherwise: &str) -> Text {
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    for element in elements {
        // Spaces at either end of a qualifier are part of it.
        let value = element.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.clone());
        if let (Some(lang), Some(value)) = (element.lang(), value.filter(|v| !v.is_empty())) {
            said.entry(lang.code()).or_insert(value);
        }
    }
    let en = said.remove("en").unwrap_or_else(|| otherwise.to_owned());
    Text { fr: said.remove("fr").unwrap_or_else(|| en.clone()), en }
}

fn levels(policy: &mut SecurityPolicy, root: &Element, settings: Option<&Element>, shown: &Text) -> Result<(), Finding> {
    let list = needed(root, "securityClassifications")?;
    let found: Vec<&Element> = list.all("securityClassification").collect();
    for class in &found {
        let name = class.needs("name")?;
        let rank: i64 = class.needs("hierarchy")?.parse().map_err(|_| odd(class, "hierarchy"))?;
        let given = settings.and_then(|s| s.all("level").find(|l| l.get("name") == Some(name))).map(|l| l.needs("code")).transpose()?;
        let code = given.map_or_else(|| short(name, &found), str::to_owned);
        if code.is_empty() || code.len() > 16 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(Finding::new(Code::PolicyIncomplete).value(class.called()).meaning("code"));
        }
        if policy.levels.iter().any(|l| l.rank == rank || l.code == code || l.name == name) {
            return Err(odd(class, &code));
        }
        let (phrase, word) = (phrase(class, name), word(class).unwrap_or_else(|| shown.clone()));
        let whole = |lang| [word.get(lang), phrase.get(lang)].map(str::trim).join(" ").trim().to_owned();
        policy.levels.push(LevelDef {
            marking: Text { en: whole(Lang::En), fr: whole(Lang::Fr) },
            code: code.clone(),
            name: name.to_owned(),
            lacv: number(class.needs("lacv")?),
            rank,
            obsolete: class.is("obsolete"),
            word,
            phrase,
            required: Vec::new(),
        });
        policy.equivalents.extend(class.all("equivalentClassification").map(|e| equivalent(&code, e)));
    }
    if policy.levels.is_empty() {
        return Err(Finding::new(Code::PolicyIncomplete).value(list.called()).meaning("securityClassification"));
    }
    policy.levels.sort_by_key(|l| l.rank);
    Ok(())
}

/// The short code of a level the file gives none: its initials, or its letters where another level has the same initials.
fn short(name: &str, all: &[&Element]) -> String {
    let plain = |name: &str| fold::fold(name).to_ascii_uppercase();
    let initials = |name: &str| plain(name).split(|c: char| !c.is_ascii_alphabetic()).filter_map(|w| w.chars().next()).collect::<String>();
    let own = initials(name);
    let shared = all.iter().filter_map(|e| e.get("name")).filter(|other| initials(other) == own).count() > 1;
    if shared { plain(name).chars().filter(char::is_ascii_alphabetic).collect() } else { own }
}

fn equivalent(of: &str, element: &Element) -> Equivalent {
    let text = |name: &str| element.get(name).unwrap_or_default().to_owned();
    Equivalent {
        of: of.to_owned(),
        policy: text("policyRef"),
        set: text("tagSetId"),
        lacv: element.lacv(),
        applied: text("applied"),
        words: Vec::new(),
    }
}

fn kind(tag: &Element) -> Result<CategoryKind, Finding> {
    match (tag.needs("tagType")?, tag.get("enumType")) {
        ("restrictive", _) | ("enumerated", Some("restrictive")) => Ok(CategoryKind::Restrictive),
        ("permissive", _) | ("enumerated", Some("permissive")) => Ok(CategoryKind::Permissive),
        ("tagType7" | "notApplicable", _) => Ok(CategoryKind::Informative),
        _ => Err(Finding::new(Code::PolicyIncomplete).value(tag.called()).meaning("enumType")),
    }
}

fn sets(root: &Element) -> impl Iterator<Item = &Element> {
    root.all("securityCategoryTagSets").flat_map(|s| s.all("securityCategoryTagSet"))
}

fn categories(policy: &mut SecurityPolicy, root: &Element) -> Result<(), Finding> {
    for set in sets(root) {
        let (name, tags) = (set.needs("name")?, set.all("securityCategoryTag").count());
        for tag in set.all("securityCategoryTag") {
            let own =
                tag.get("name").filter(|own| tags > 1 && *own != name).map_or_else(|| name.to_owned(), |own| format!("{name}, {own}"));
            if policy.tag_sets.iter().any(|s| s.name == own) {
                return Err(odd(tag, name));
            }
            let of = |code: &'static str, otherwise| {
                let all = tag.all("markingQualifier").flat_map(|m| m.all("qualifier"));
                worded(all.filter(|q| q.get("qualifierCode") == Some(code)), "markingQualifier", otherwise)
            };
            let at = policy.tag_sets.len();
            policy.tag_sets.push(TagSetDef {
                name: own,
                oid: set.needs("id")?.to_owned(),
                kind: kind(tag)?,
                single: tag.is("singleSelection") || tag.get("maxSelection") == Some("1"),
                prefix: of("prefix", ""),
                separator: of("separator", " "),
                suffix: of("suffix", ""),
            });
            for element in tag.all("tagCategory") {
                let name = element.needs("name")?;
                let plain = category_code(name);
                // A name that an earlier set has is told apart by its set.
                let taken = policy.category(&plain).is_some();
                let code = if taken { format!("{}.{plain}", category_code(set.needs("name")?)) } else { plain };
                if code.is_empty() || policy.category(&code).is_some() {
                    return Err(odd(element, &code));
                }
                policy.equivalents.extend(element.all("equivalentSecCategoryTag").map(|e| equivalent(&code, e)));
                let class = |class: &str| {
                    let level = policy.levels.iter().find(|l| l.name == class.trim()).map(|l| l.code.clone());
                    level.ok_or_else(|| odd(element, class))
                };
                policy.categories.push(CategoryDef {
                    excluded_levels: element.all("excludedClass").map(|c| class(&c.text)).collect::<Result<_, _>>()?,
                    required_level: element.get("requiredClass").map(class).transpose()?,
                    code,
                    name: name.to_owned(),
                    lacv: number(element.needs("lacv")?),
                    set: at,
                    obsolete: element.is("obsolete"),
                    phrase: phrase(element, name),
                    word: word(element),
                    required: Vec::new(),
                    excluded: Vec::new(),
                });
            }
        }
    }
    Ok(())
}

/// A category's name as a code: capital letters, digits, and underscores for the rest.
fn category_code(name: &str) -> String {
    name.trim().to_uppercase().chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// What levels and categories ask for or exclude; read when all are known.
fn rules(policy: &mut SecurityPolicy, root: &Element) -> Result<(), Finding> {
    let classes = root.all("securityClassifications").flat_map(|c| c.all("securityClassification"));
    for class in classes {
        let required = required(policy, class)?;
        if let Some(level) = policy.levels.iter_mut().find(|l| Some(l.name.as_str()) == class.get("name")) {
            level.required = required;
        }
    }
    let all = sets(root).flat_map(|s| s.all("securityCategoryTag")).flat_map(|t| t.all("tagCategory"));
    for (at, element) in all.enumerate() {
        let required = required(policy, element)?;
        let excluded = element.all("excludedCategory").map(|e| meant(policy, e)).collect::<Result<Vec<_>, _>>()?.concat();
        if let Some(category) = policy.categories.get_mut(at) {
            (category.required, category.excluded) = (required, excluded);
        }
    }
    Ok(())
}

fn required(policy: &SecurityPolicy, of: &Element) -> Result<Vec<Required>, Finding> {
    let group = |element: &Element| {
        let operation = match element.get("operation") {
            None | Some("all") => Operation::All,
            Some("oneOrMore") => Operation::OneOrMore,
            Some("onlyOne") => Operation::OnlyOne,
            Some(other) => return Err(odd(element, other)),
        };
        let of = element.all("categoryGroup").map(|e| meant(policy, e)).collect::<Result<Vec<_>, _>>()?.concat();
        Ok(Required { operation, of })
    };
    of.all("requiredCategory").map(group).collect()
}

/// The categories an element refers to: one by its number, or all of a set.
fn meant(policy: &SecurityPolicy, element: &Element) -> Result<Vec<String>, Finding> {
    let (name, kind, lacv) = (element.needs("tagSetRef")?, kind(element)?, element.lacv());
    let of = |c: &&CategoryDef| {
        let set = policy.tag_sets.get(c.set).filter(|s| s.kind == kind);
        set.is_some_and(|s| s.name == name || s.name.starts_with(&format!("{name}, "))) && (element.is("all") || c.lacv == lacv)
    };
    let found: Vec<String> = policy.categories.iter().filter(of).map(|c| c.code.clone()).collect();
    if found.is_empty() { Err(odd(element, &format!("{name} {lacv}"))) } else { Ok(found) }
}

/// Our own settings.
fn set(policy: &mut SecurityPolicy, settings: &Element) -> Result<(), Finding> {
    for named in settings.all("named") {
        let (other, lacv, set) = (named.needs("policy")?, named.lacv(), named.get("set").unwrap_or_default());
        let words: Vec<String> =
            named.needs("words")?.split('|').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
        let mut meant = policy.equivalents.iter_mut().filter(|e| e.policy == other && e.lacv == lacv && e.set == set).peekable();
        // A name of nothing translates nothing.
        meant.peek().ok_or_else(|| odd(named, &format!("{other} {lacv}")))?;
        meant.for_each(|equivalent| equivalent.words.clone_from(&words));
    }
    let known = |element: &Element, attribute: &str| {
        let code = element.needs(attribute)?;
        policy.level(code).map(|l| (l.code.clone(), l.rank)).ok_or_else(|| odd(element, code))
    };
    if let Some(named) = settings.all("level").find(|l| !policy.levels.iter().any(|p| Some(p.name.as_str()) == l.get("name"))) {
        return Err(odd(named, "level"));
    }
    let ceiling = known(settings, "ceiling")?;
    let mut aggregation = Vec::new();
    for rule in settings.all("aggregation") {
        let rows = rule.needs("rows")?.parse().map_err(|_| odd(rule, "rows"))?;
        let (of, marked) = (known(rule, "of")?, known(rule, "marked")?);
        // What a list becomes must be something this system may hold.
        if marked.1 > ceiling.1 {
            return Err(odd(rule, &marked.0));
        }
        aggregation.push(Aggregation { rows, of: of.0, marked: marked.0 });
    }
    policy.ceiling = Some(Level(ceiling.0));
    policy.aggregation = aggregation;
    policy.own_national_rule = settings.is("own-national-rule");
    Ok(())
}
