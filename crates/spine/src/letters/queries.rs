//! What pages and commands ask about letters.

use kernel::{Id, Record, RecordId};
use ledger::query::Sample;
use ledger::{Error, Query, View};

use super::commands::ReplyRow;
use super::{Letter, LetterKind, LetterLine, LetterTemplate, TemplateState};

macro_rules! asked {
    ($of:literal) => {
        concat!(
            "SELECT n.concerns, max(l.since), max(CASE WHEN l.state = 'letter_draft' THEN 1 ELSE 0 END) FROM {letter_lines n} ",
            "JOIN {letters l} ON l.id = n.letter WHERE ",
            $of,
            "l.state <> 'letter_withdrawn' GROUP BY n.concerns"
        )
    };
}

/// When each of an authority's cases was last asked about by a letter that was signed, or stands in a draft.
pub const ASKED: Query = Query { name: "letters.asked", sql: asked!("l.authority = $1 AND "), sample: &[Sample::Id] };
/// The same of every authority.
pub const ASKED_OF_ALL: Query = Query { name: "letters.asked_of_all", sql: asked!(""), sample: &[] };

/// The named queries of the concept.
pub const ALL: &[&Query] = &[&ASKED, &ASKED_OF_ALL];

/// The lines of a letter in order.
pub fn lines(view: &mut View<'_>, letter: Id<Letter>) -> Result<Vec<Record<LetterLine>>, Error> {
    let mut lines = view.having::<LetterLine>("letter", letter.raw())?;
    lines.sort_by_key(|line| line.body.position);
    Ok(lines)
}

/// The templates of a kind that are in use, by name.
pub fn templates(view: &mut View<'_>, kind: LetterKind) -> Result<Vec<Record<LetterTemplate>>, Error> {
    let all = view.having::<LetterTemplate>("kind", kind.code())?;
    Ok(all.into_iter().filter(|t| t.body.status == TemplateState::InUse).collect())
}

/// What is staged beside the rows of a reply sheet.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct StagedReply {
    /// The letter it answers; a sheet is staged for one.
    pub letter: String,
    /// What was found while it was read, for the page that shows it.
    pub findings: serde_json::Value,
}

/// The outward id by which a staged reply names its letter.
pub fn outward(letter: Id<Letter>) -> String {
    letter.raw().outward(<Letter as kernel::Register>::DEF.prefix)
}

/// A staged reply as it was read.
pub struct ReadReply {
    /// What was found.
    pub findings: serde_json::Value,
    /// Its rows.
    pub rows: Vec<ReplyRow>,
    /// Name of the file.
    pub name: String,
    /// The file.
    pub file: Vec<u8>,
}

/// A staged reply; it must be staged for this letter.
pub fn staged_reply(view: &mut View<'_>, letter: Id<Letter>, staged: RecordId) -> Result<ReadReply, Error> {
    let damaged = |_| Error::Stored("a staged reply is damaged".to_owned());
    let (_, name, plan, file) = view.staged_import(staged)?;
    // Something else may be staged under this id.
    let told: StagedReply = serde_json::from_str(&plan).map_err(|_| Error::NotFound)?;
    if told.letter != outward(letter) {
        return Err(Error::NotFound);
    }
    let rows = view.staged_rows(staged)?.iter().map(|(_, row)| serde_json::from_str(row).map_err(damaged)).collect::<Result<_, _>>()?;
    Ok(ReadReply { findings: told.findings, rows, name, file })
}
