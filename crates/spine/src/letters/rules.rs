//! Fields of templates: a closed list for each kind, put in as text and never looked at again.

use kernel::{Refusal, Register, Value};

use super::{LetterKind, LetterTemplate};

/// A field of a template, and when its value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The authority's name, in the language of the text.
    Authority,
    /// The day an answer is wanted by.
    ReplyDue,
    /// How many cases are listed.
    Count,
    /// How long the longest has been waiting, in days.
    OldestDays,
    /// The case's number.
    Case,
    /// The authority's reference of the case.
    TheirReference,
    /// The level asked for, in words.
    Level,
    /// Who is meant, by family name and given names.
    Person,
    /// The meeting a certificate is for.
    Meeting,
    /// Its first day.
    From,
    /// Its last day.
    Until,
    /// The numbers of the certificates that are called back.
    Certificates,
    /// The letter's own number; known once it is signed.
    Reference,
    /// The day of the signature.
    Date,
    /// Who signs.
    Signatory,
    /// The table of the cases; stands in a paragraph of its own.
    Cases,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 16] = [
        Self::Authority,
        Self::ReplyDue,
        Self::Count,
        Self::OldestDays,
        Self::Case,
        Self::TheirReference,
        Self::Level,
        Self::Person,
        Self::Meeting,
        Self::From,
        Self::Until,
        Self::Certificates,
        Self::Reference,
        Self::Date,
        Self::Signatory,
        Self::Cases,
    ];
    /// What stands between the braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::ReplyDue => "reply_due",
            Self::Count => "count",
            Self::OldestDays => "oldest_days",
            Self::Case => "case",
            Self::TheirReference => "their_reference",
            Self::Level => "level",
            Self::Person => "person",
            Self::Meeting => "meeting",
            Self::From => "from",
            Self::Until => "until",
            Self::Certificates => "certificates",
            Self::Reference => "reference",
            Self::Date => "date",
            Self::Signatory => "signatory",
            Self::Cases => "cases",
        }
    }
    /// Of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
    /// Whether it may stand in a letter of this kind.
    pub const fn fits(self, kind: LetterKind) -> bool {
        match self {
            Self::Authority | Self::ReplyDue | Self::Reference | Self::Date | Self::Signatory => true,
            Self::Count | Self::OldestDays | Self::Cases => matches!(kind, LetterKind::Chaser),
            Self::TheirReference => matches!(kind, LetterKind::CaseLetter | LetterKind::Cancellation | LetterKind::CertificateRecall),
            Self::Certificates => matches!(kind, LetterKind::CertificateRecall),
            Self::Case | Self::Level => {
                matches!(kind, LetterKind::CaseLetter | LetterKind::Cancellation | LetterKind::MeetingCertificate)
            }
            Self::Person | Self::Meeting | Self::From | Self::Until => matches!(kind, LetterKind::MeetingCertificate),
        }
    }
    /// Whether it is put in only when the letter is set, so that it stays open in the draft.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::ReplyDue | Self::Reference | Self::Date | Self::Signatory | Self::Cases)
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// What stood between two pairs of braces, and in which line, from 1.
    Field(&'a str, usize),
}

/// Takes a text apart; braces without their partner are text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        line += before.matches('\n').count();
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Field(name.trim(), line));
        line += name.matches('\n').count();
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// What is wrong with a text of a letter of this kind: each unknown or misplaced field, with its name and line.
pub fn defects(kind: LetterKind, text: &str, at: &str) -> Vec<Refusal> {
    let said = |code: &'static str, name: &str, line: usize| {
        let name: String = name.chars().take(40).collect();
        let known: Vec<&str> = Field::ALL.into_iter().filter(|f| f.fits(kind)).map(Field::name).collect();
        Refusal::new(code).at(at).with("name", name).with("line", line.to_string()).with("known", known.join(", "))
    };
    let wrong = |piece: &Piece<'_>| match piece {
        Piece::Text(_) => None,
        Piece::Field(name, line) => match Field::of(name) {
            None => Some(said("template-field-unknown", name, *line)),
            Some(field) if !field.fits(kind) => Some(said("template-field-misplaced", name, *line)),
            Some(Field::Cases) if !stands_alone(text, *line) => Some(said("template-section-not-alone", name, *line)),
            Some(_) => None,
        },
    };
    pieces(text).iter().filter_map(wrong).collect()
}

fn stands_alone(text: &str, line: usize) -> bool {
    let inside = |line: &str| line.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(|name| name.trim().to_owned());
    text.lines().nth(line.saturating_sub(1)).and_then(inside).is_some_and(|name| name == Field::Cases.name())
}

/// Puts values in; fields without a value stay as they are. A value is text and is not looked at for fields again.
pub fn fill(text: &str, value: impl Fn(Field) -> Option<String>) -> String {
    let filled = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned(),
        // Braces in a value, two of them or one beside one of the text, would be taken for a field when the rest is filled in.
        Piece::Field(name, _) => match Field::of(name).and_then(&value) {
            Some(value) => value.replace('{', "{ ").replace('}', " }"),
            None => format!("{{{{{name}}}}}"),
        },
    };
    pieces(text).into_iter().map(filled).collect()
}

/// All that is wrong with a template; each finding says in which field, which name, which line.
pub fn template(values: &[Value]) -> Vec<Refusal> {
    let text = |name: &str| LetterTemplate::DEF.position(name).and_then(|at| values.get(at)).and_then(Value::text).unwrap_or("");
    let Some(kind) = LetterKind::from_code(text("kind")) else { return Vec::new() };
    ["subject_en", "subject_fr", "body_en", "body_fr"]
        .into_iter()
        .flat_map(|name| {
            let mut wrong = defects(kind, text(name), name);
            if name.starts_with("subject") && pieces(text(name)).contains(&Piece::Field(Field::Cases.name(), 1)) {
                wrong.push(Refusal::new("template-section-not-alone").at(name).with("name", "cases").with("line", "1"));
            }
            wrong
        })
        .collect()
}
