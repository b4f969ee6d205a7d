//! What a security policy file defines, read and told on the command line.

use std::path::Path;

use exchange::Finding;
use kernel::marking::{CategoryKind, Operation, Required, SecurityPolicy};
use kernel::{Lang, Text};
use server::words::Words;
use ui::{Arg, L};

/// Reads an agency's file.
pub fn read(file: &Path) -> Result<SecurityPolicy, String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    exchange::spif::read(&bytes).map_err(|e| format!("{}: {}", file.display(), said(&e)))
}

/// Why a file is refused, in both languages: the command line does not know its reader's.
pub fn said(finding: &Finding) -> String {
    let args = [("value", Arg::from(finding.value.as_str())), ("meaning", Arg::from(finding.meaning.as_str()))];
    Lang::ALL.map(|lang| L::new(lang).ta(&finding.code.message_key(), &args)).join("\n")
}

/// Why an instance is not opened, in both languages where it is about the policy.
pub fn opened(error: &ledger::Error) -> String {
    match error {
        ledger::Error::Refused(refused) => {
            let all = |lang| refused.0.iter().map(|r| Words::new(lang).refusal(r)).collect::<Vec<_>>().join("\n");
            Lang::ALL.map(all).join("\n")
        }
        other => other.to_string(),
    }
}

/// Prints what a file defines.
pub fn print(file: Option<&Path>) -> Result<(), String> {
    let policy = match file {
        Some(file) => read(file)?,
        None => exchange::spif::read(spine::SECURITY_POLICY.as_bytes()).map_err(|e| said(&e))?,
    };
    say!("policy      {} {} version {}", policy.name, policy.oid, policy.version);
    match &policy.ceiling {
        Some(level) => say!("ceiling     {}", level.0),
        None => say!("ceiling     none in the file: name one with --ceiling"),
    }
    say!("levels      rank  code  EN | FR");
    for level in &policy.levels {
        let old = if level.obsolete { "  (obsolete)" } else { "" };
        say!("            {:>4}  {:<4}  {}{old}{}", level.rank, level.code, both(&level.marking), needs(&level.required));
    }
    for (at, set) in policy.tag_sets.iter().enumerate() {
        let kind = match set.kind {
            CategoryKind::Restrictive => "restrictive: every one must be held",
            CategoryKind::Permissive => "permissive: one must be held",
            CategoryKind::Informative => "informative",
        };
        say!("{} ({}), {kind}", set.name, set.oid);
        for category in policy.categories.iter().filter(|c| c.set == at) {
            let old = if category.obsolete { "  (obsolete)" } else { "" };
            let not = if category.excluded_levels.is_empty() {
                String::new()
            } else {
                format!("  not with {}", category.excluded_levels.join(" "))
            };
            let word = category.word.as_ref().map_or_else(String::new, |w| format!("  instead of the policy's name: {}", both(w)));
            say!("            {:<16}  {}{old}{not}{}{word}", category.code, both(&category.phrase), needs(&category.required));
        }
    }
    for rule in &policy.aggregation {
        say!("aggregation from {} rows of {} on, a list is marked {}", rule.rows, rule.of, rule.marked);
    }
    let others = policy.equivalents.iter().map(|e| e.policy.as_str()).collect::<std::collections::BTreeSet<_>>();
    if !others.is_empty() {
        let named = others.into_iter().collect::<Vec<_>>().join(", ");
        say!("equivalents {} levels and categories of {named}", policy.equivalents.len());
    }
    Ok(())
}

fn both(text: &Text) -> String {
    format!("{} | {}", text.en, text.fr)
}

fn needs(required: &[Required]) -> String {
    let group = |group: &Required| {
        let how = match group.operation {
            Operation::OnlyOne => "exactly one",
            Operation::OneOrMore => "at least one",
            Operation::All => "all",
        };
        format!("  needs {how} of {}", group.of.join(" "))
    };
    required.iter().map(group).collect()
}
