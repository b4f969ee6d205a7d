//! What is refused on a page is not thrown away: the file is kept with the reason in both languages, and the page says so.

use exchange::{Code, Finding};
use kernel::{Lang, RecordId, Refusal, Value, limits};
use ledger::Command;
use spine::quarantine::{Entrance, JOB, Keep, SEERS};

use crate::app::App;
use crate::pages::import::finding_text;
use crate::words::Words;

/// Why a file was refused: by what reads it, or by what keeps it.
pub enum Reason<'r> {
    /// A finding of a reader.
    Found(&'r Finding),
    /// A refusal.
    Refused(&'r Refusal),
}

/// What became of a refused file.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is not kept: whoever brought it has nothing to do with such files, or it is too large.
    No,
    /// It lies with the refused files.
    Yes,
    /// That it was refused and why stands among the refused files, and the file does not.
    Noted,
    /// There is no room for it.
    Full(Refusal),
}

impl Kept {
    /// What whoever brought it is told of that.
    pub fn told(&self, words: &Words) -> Option<String> {
        match self {
            Self::No => None,
            Self::Yes => Some(words.t("page-quarantine-kept")),
            Self::Noted => Some(words.t("page-quarantine-noted")),
            Self::Full(why) => Some(words.refusal(why)),
        }
    }
}

/// The reason as a sentence in each language.
pub fn sentences(reason: &Reason<'_>) -> [String; 2] {
    Lang::ALL.map(|lang| match (reason, Words::new(lang)) {
        (Reason::Found(finding), words) => finding_text(&words, finding),
        (Reason::Refused(refusal), words) => words.refusal(refusal),
    })
}

/// Why a file of personnel was refused, without what the reader of XML quotes of it: no word of what they should not have sent is kept.
pub fn unquoted(finding: &Finding) -> Finding {
    let value = if finding.code == Code::HrDamaged { "…".to_owned() } else { finding.value.clone() };
    Finding { value, ..finding.clone() }
}

/// A copy to keep should the file be refused; none of one that is larger than what is kept.
pub fn copy(bytes: &[u8]) -> Option<Vec<u8>> {
    (!bytes.is_empty() && bytes.len() <= limits::UPLOAD_BYTES_MAX).then(|| bytes.to_vec())
}

impl App {
    /// Keeps a file that a page has refused, where whoever brought it has to do with such files. That it is not kept is no reason to answer anything
    /// else: the refusal stands.
    pub async fn quarantine(&self, account: RecordId, entrance: Entrance, name: &str, file: Option<Vec<u8>>, reason: Reason<'_>) -> Kept {
        let Some(file) = file else { return Kept::No };
        let bringer = self.ledger.read(account, |view| Ok(view.duties().iter().any(|duty| SEERS.contains(duty)).then(|| view.person())));
        let Ok(Some(person)) = bringer.answer().await else { return Kept::No };
        let name: String = exchange::mail::file_name(name).chars().take(limits::TEXT_CHARS_MAX).collect();
        let told = sentences(&reason).map(|text| Value::Text(text.chars().take(limits::LONG_TEXT_CHARS_MAX).collect()));
        let [en, fr] = told;
        let values = vec![Value::Text(name), entrance.code().into(), Value::Id(person), en, fr, Value::Bytes(file)];
        let done = if entrance.keeps_bytes() { Kept::Yes } else { Kept::Noted };
        let kept = self.ledger.work(JOB, Keep::NAME, values, None).answer().await;
        match kept {
            Ok(_) => done,
            // It lies there already.
            Err(ledger::Error::Refused(refused)) if refused.codes() == ["quarantine-known"] => done,
            Err(ledger::Error::Refused(refused)) => refused.0.into_iter().next().map_or(Kept::No, Kept::Full),
            Err(error) => {
                crate::failure::report(&error);
                Kept::No
            }
        }
    }
}
