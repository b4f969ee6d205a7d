//! Drafting chasers and letters about a case, and applying a reply sheet.

use jiff::civil::Date;
use kernel::{Duty, Fields, Id, Lang, Record, RecordId, Refusal, Refused, Register};
use ledger::{Changes, Command, CommandDef, Context, Error, Loader};
use spine::documents;
use spine::letters::commands::{Makings, ReplyRow, answered, draft};
use spine::letters::queries::{lines, staged_reply, templates};
use spine::letters::record::WRITERS;
use spine::letters::rules::Field;
use spine::letters::{Letter, LetterKind, LetterLine, LetterState, LetterTemplate};
use spine::organisations::Authority;

use super::CHASER_CADENCE_DAYS;
use super::queries::due;
use super::rules::Waiting;
use crate::cases::PscCase;

/// The commands of correspondence.
pub fn all() -> Vec<CommandDef> {
    vec![CommandDef::of::<DraftChaser>(), CommandDef::of::<WriteLetter>(), CommandDef::of::<ReadReply>()]
}

/// The day by which an answer is wanted: before the authority would be asked again, when nothing else is said.
fn reply_day(given: Option<Date>, authority: &Authority, cx: &Context<'_>) -> Option<Date> {
    let days = authority.chaser_days.unwrap_or(CHASER_CADENCE_DAYS);
    given.or_else(|| cx.today.checked_add(jiff::Span::new().days(days)).ok())
}

/// Drafts one letter that lists all cases an authority is to be asked about.
#[derive(Clone, Debug, Fields)]
pub struct DraftChaser {
    /// The authority.
    #[field(hidden)]
    pub authority: Id<Authority>,
    /// From which template; the first chaser in use when left out.
    pub template: Option<Id<LetterTemplate>>,
    /// An answer is wanted by this day.
    pub reply_due: Option<Date>,
}

impl Command for DraftChaser {
    const NAME: &'static str = "chasers.draft";
    const DUTIES: &'static [Duty] = WRITERS;
    const ON: Option<&'static str> = Some(Authority::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<Authority>, Option<Record<LetterTemplate>>, Vec<Waiting>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let authority = loader.get(self.authority)?;
        let template = match self.template {
            Some(template) => Some(loader.named("template", template)?),
            None => templates(loader.view(), LetterKind::Chaser)?.into_iter().next(),
        };
        let cases = due(loader.view(), self.authority)?;
        Ok((authority, template, cases))
    }

    fn decide(&self, (authority, template, cases): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let template = template.ok_or_else(|| Refusal::new("template-missing").at("template"))?;
        if template.body.kind != LetterKind::Chaser {
            return Err(Refusal::new("template-of-another-kind").at("template").into());
        }
        let oldest = cases.iter().map(|c| c.days(cx.today)).max().ok_or_else(|| Refusal::new("nothing-overdue"))?;
        let known = |field: Field, _: Lang| match field {
            Field::Count => Some(cases.len().to_string()),
            Field::OldestDays => Some(oldest.to_string()),
            _ => None,
        };
        let mut changes = Changes::new();
        let reply_due = reply_day(self.reply_due, &authority.body, cx);
        let makings = Makings { authority, concerns: None, person: None, reply_due };
        let letter = draft(&template, makings, &known, cx, &mut changes)?;
        for (case, position) in cases.iter().zip(1..) {
            let line = LetterLine {
                letter,
                position,
                concerns: case.case,
                person: case.person,
                number: case.number.clone(),
                their_reference: case.their_reference.clone(),
                level: case.level.clone(),
                sent_on: case.sent_on,
                days: case.days(cx.today),
                answer: None,
                expected_on: None,
                answer_remark: None,
            };
            changes.insert(cx.new_id(), &line);
        }
        changes.answer_with(letter);
        Ok(changes)
    }
}

/// Drafts a letter about one case to its authority.
#[derive(Clone, Debug, Fields)]
pub struct WriteLetter {
    /// The case.
    #[field(hidden)]
    pub case: Id<PscCase>,
    /// From which template.
    pub template: Id<LetterTemplate>,
    /// An answer is wanted by this day.
    pub reply_due: Option<Date>,
}

impl Command for WriteLetter {
    const NAME: &'static str = "letters.about_case";
    const DUTIES: &'static [Duty] = WRITERS;
    const ON: Option<&'static str> = Some(PscCase::NAME);
    const PURPOSE: &'static str = "correspondence";
    type Loaded = (Record<PscCase>, Record<Authority>, Record<LetterTemplate>);

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let case = loader.get(self.case)?;
        let authority = loader.get(case.body.authority)?;
        Ok((case, authority, loader.named("template", self.template)?))
    }

    fn decide(&self, (case, authority, template): Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        if !matches!(template.body.kind, LetterKind::CaseLetter | LetterKind::Cancellation) {
            return Err(Refusal::new("template-of-another-kind").at("template").into());
        }
        let mut changes = Changes::new();
        about_case(&template, (case.head.id, &case.body), authority, self.reply_due, cx, &mut changes)?;
        Ok(changes)
    }
}

/// Drafts a letter about a case.
pub(crate) fn about_case(
    template: &Record<LetterTemplate>,
    (id, case): (RecordId, &PscCase),
    authority: Record<Authority>,
    reply_due: Option<Date>,
    cx: &Context<'_>,
    changes: &mut Changes,
) -> Result<Id<Letter>, Refused> {
    let known = |field: Field, lang: Lang| match field {
        Field::Case => Some(case.number.clone()),
        Field::TheirReference => Some(case.authority_reference.clone().unwrap_or_default()),
        Field::Level => Some(cx.policy.name(&case.level.0, lang).to_owned()),
        _ => None,
    };
    let makings = Makings { authority, concerns: Some(id), person: Some(case.person.raw()), reply_due };
    draft(template, makings, &known, cx, changes)
}

/// Applies a reply sheet that was read, looked at and found right.
#[derive(Clone, Debug, Fields)]
pub struct ReadReply {
    /// The letter.
    #[field(hidden)]
    pub letter: Id<Letter>,
    /// The staged sheet.
    #[field(hidden)]
    pub staged: RecordId,
}

/// What applying a reply sheet needs.
pub struct ToApply {
    letter: Record<Letter>,
    lines: Vec<(Record<LetterLine>, Option<Record<PscCase>>)>,
    rows: Vec<ReplyRow>,
    file: (String, Vec<u8>),
}

impl Command for ReadReply {
    const NAME: &'static str = "letters.read_reply";
    const DUTIES: &'static [Duty] = WRITERS;
    const PURPOSE: &'static str = "correspondence";
    type Loaded = ToApply;

    fn load(&self, loader: &mut Loader<'_, '_>) -> Result<Self::Loaded, Error> {
        let letter = loader.get(self.letter)?;
        let mut listed = Vec::new();
        for line in lines(loader.view(), self.letter)? {
            // The permit is asked about each case that is written.
            loader.get(line.id())?;
            let case = loader.get::<PscCase>(Id::new(line.body.concerns)).ok();
            listed.push((line, case));
        }
        let sheet = staged_reply(loader.view(), self.letter, self.staged)?;
        Ok(ToApply { letter, lines: listed, rows: sheet.rows, file: (sheet.name, sheet.file) })
    }

    fn decide(&self, loaded: Self::Loaded, cx: &Context<'_>) -> Result<Changes, Refused> {
        let letter = &loaded.letter;
        if letter.body.state != LetterState::Issued {
            return Err(Refusal::new("state-not-allowed").with("state", letter.body.state.code()).into());
        }
        let mut changes = Changes::new();
        for (line, case) in &loaded.lines {
            let Some(row) = loaded.rows.iter().find(|row| row.number == line.body.number) else { continue };
            let after = answered(&line.body, row);
            if after.to_values() != line.body.to_values() {
                changes.update(&line.head, &after);
            }
            // The case learns the authority's reference when it had none.
            if let (Some(case), Some(reference)) = (case, &row.their_reference)
                && case.body.authority_reference.is_none()
            {
                changes.update(&case.head, &PscCase { authority_reference: Some(reference.clone()), ..case.body.clone() });
            }
        }
        if changes.rows.is_empty() {
            return Err(Refusal::new("reply-says-nothing").into());
        }
        let (name, file) = loaded.file;
        documents::attach(&mut changes, cx, letter.head.id, letter.body.person, &name, file);
        changes.answer_with(letter.id());
        Ok(changes)
    }
}
