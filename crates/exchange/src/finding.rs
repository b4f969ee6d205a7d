//! What an import has to say about a file, a row or a cell. A finding carries
//! a code and facts; its sentence in English and French is in the catalogue,
//! never here.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Understood and changed on the way in, or worth knowing.
    Info,
    /// Understood, but a person should look.
    Warning,
    /// Not understood: the value, row or file is not taken.
    Error,
}

impl Severity {
    /// The word in files and in the catalogue's selectors.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $word:literal $severity:ident $doc:literal;)*) => {
        /// What was found. The word is stable: files, tests and the catalogue use it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $doc] #[serde(rename = $word)] $variant,)*
        }

        impl Code {
            /// Every code, for tests and for the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable word, such as `stray_spaces`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The usual severity; a finding may differ where the facts do.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    FileTooLarge "file_too_large" Error "More bytes, rows, columns or cells than the limits allow.";
    WorkbookEncryptedOrLegacy "workbook_encrypted_or_legacy" Error "An OLE2 file: a password or the format before 2007.";
    WorkbookMacros "workbook_macros" Error "The workbook holds a macro project.";
    WorkbookBomb "workbook_bomb" Error "The container unpacks to far more than it should, or hides paths or containers.";
    WorkbookDamaged "workbook_damaged" Error "The workbook cannot be read to its end.";
    WorkbookDtd "workbook_dtd" Error "An XML part declares a document type.";
    WorkbookEmpty "workbook_empty" Error "No sheet has a row.";
    NotAWorkbook "not_a_workbook" Error "The bytes are not those of the file type promised.";
    WrongEncoding "wrong_encoding" Error "The text is in no encoding we read, or holds control characters.";
    ParserLimit "parser_limit" Error "The parser ran into a limit of time or memory.";
    ParserFailed "parser_failed" Error "The parser ended without an answer.";
    TooManyFindings "too_many_findings" Warning "Findings beyond the limit were counted, not kept.";

    NotACalendar "not_a_calendar" Error "The bytes are no calendar file.";
    CalendarTimed "calendar_timed" Info "An event with hours, not a whole day.";
    CalendarSpan "calendar_span" Warning "An event that ends before it begins, or lasts too long.";
    CalendarRule "calendar_rule" Warning "A rule of repetition other than once a year.";

    NotAPolicy "not_a_policy" Error "The bytes are no security policy file.";
    PolicyVersion "policy_version" Error "A version of the format that is not read.";
    PolicyDamaged "policy_damaged" Error "The policy file cannot be read to its end.";
    PolicyDtd "policy_dtd" Error "The policy file declares a document type.";
    PolicyTooLarge "policy_too_large" Error "More bytes, elements or depth than a policy file may have.";
    PolicyIncomplete "policy_incomplete" Error "Something the policy cannot be read without is missing.";
    PolicyContradiction "policy_contradiction" Error "Twice the same, or something the policy does not define.";

    NotALabel "not_a_label" Error "The bytes are neither a confidentiality label nor a confidentiality clearance.";
    LabelDamaged "label_damaged" Error "The label cannot be read to its end.";
    LabelDtd "label_dtd" Error "The label declares a document type.";
    LabelTooLarge "label_too_large" Error "More bytes, elements or depth than a label may have.";
    LabelIncomplete "label_incomplete" Error "Something a label cannot be read without is missing.";
    LabelByEquivalence "label_by_equivalence" Warning "A level of another policy, taken for the one that its words mean.";
    LabelUnknownCategory "label_unknown_category" Warning "A category that this policy does not have.";

    NoTable "no_table" Error "No sheet looks like a tracker.";
    NoHeadings "no_headings" Error "No row of any sheet has a heading of the register.";
    ColumnLeftOut "column_left_out" Info "A column that is no field of the register.";
    UnmappedColumn "unmapped_column" Info "A column is kept, but nothing reads it.";
    DoubleColumn "double_column" Warning "Two columns want the same field.";
    BlankRow "blank_row" Info "An empty row among the others.";
    SubtotalRow "subtotal_row" Info "A total, not a person.";
    SectionRow "section_row" Info "A heading among the rows, not a person.";
    RepeatedHeader "repeated_header" Info "The header again, not a person.";
    CellComment "cell_comment" Info "A cell comment, kept as a remark.";
    FormulaCell "formula_cell" Info "A formula: its text is kept, never evaluated.";
    CellError "cell_error" Error "The cell shows an error of the spreadsheet.";
    StraySpaces "stray_spaces" Info "Spaces too many, taken off.";
    TextTooLong "text_too_long" Error "Longer than the field may be.";

    MissingName "missing_name" Error "A row without a name.";
    SameNameAsEarlier "same_name_as_earlier" Warning "The same name as an earlier row.";
    DuplicateRow "duplicate_row" Warning "The same row as an earlier one.";
    DuplicatePersonnelNumber "duplicate_personnel_number" Error "A personnel number that an earlier row has.";
    ConflictingRequirement "conflicting_requirement" Warning "The same post with another required level.";

    UnknownWord "unknown_word" Error "A word that is none of those a column may hold.";
    NotANumber "not_a_number" Error "Not a whole number.";
    UnknownRecord "unknown_record" Error "No record is called so, or none that this reader sees.";
    SeveralRecords "several_records" Error "More than one record is called so.";

    UnknownNation "unknown_nation" Error "No nation has this name or code.";
    NationAlias "nation_alias" Info "A code that is not ISO 3166, understood.";
    UnknownLevel "unknown_level" Error "No level has this name.";
    TrapWord "trap_word" Error "The national level of one nation, whose look-alikes mean something else.";
    CategoryInLevel "category_in_level" Info "A category written in the level's cell.";

    SerialNumber "serial_number" Info "A spreadsheet's day number, read as a date.";
    AmbiguousDayMonth "ambiguous_day_month" Info "Day and month could be swapped.";
    NotADate "not_a_date" Error "No date can be read.";
    ImpossibleDate "impossible_date" Error "A date that is in no calendar.";
    ImplausibleDate "implausible_date" Warning "A date that can hardly be right for its column.";
    UntilBeforeGranted "until_before_granted" Error "The end is before the start.";
    StatusContradictsDate "status_contradicts_date" Info "The status says one thing, the end date another.";
    UnknownStatus "unknown_status" Info "A status word that is not understood.";

    FileNotTaken "file_not_taken" Error "A file whose name and first bytes are of no type that is taken.";
    FileCutOff "file_cut_off" Warning "A document without its end.";
    MailDamaged "mail_damaged" Error "No message can be read.";
    MailTooManyParts "mail_too_many_parts" Error "More parts, or deeper ones, than the limits allow.";
    MailWithoutId "mail_without_id" Info "A message without an id of its own.";
    MailWithoutDate "mail_without_date" Info "A message without a readable date.";
    MailRichTextOnly "mail_rich_text_only" Info "A message whose text is in the rich text of Outlook alone.";
    NoReplyTable "no_reply_table" Error "No sheet has the header of a reply sheet.";
    ReplyUnknownCase "reply_unknown_case" Error "A row about a case that the letter does not list, or lists already.";
    ReplyUnknownAnswer "reply_unknown_answer" Error "An answer that is not understood.";

    NotAnHrFile "not_an_hr_file" Error "The bytes are no file of a personnel system.";
    HrDamaged "hr_damaged" Error "The XML cannot be read to its end.";
    HrDtd "hr_dtd" Error "The XML declares a document type.";
    HrOtherMessage "hr_other_message" Error "A message of another kind than HRMD_A.";
    HrNoNumber "hr_no_number" Warning "A message without a number of its own.";
    HrOtherDocument "hr_other_document" Error "A record that belongs to no message of the file.";
    HrLineTooLong "hr_line_too_long" Error "A record longer than its form allows.";
    HrSegmentCut "hr_segment_cut" Error "A record that ends before its head does.";
    HrNoPerson "hr_no_person" Error "A record without a personnel number.";
    HrNoInfotype "hr_no_infotype" Error "A row without the number of its infotype.";
    HrEndsBefore "hr_ends_before" Error "A time slice that ends before it begins.";
    HrInfotypeLeft "hr_infotype_left" Info "Infotypes that are not needed here were left out.";
    HrOwnInfotype "hr_own_infotype" Warning "Infotypes of the organisation's own were kept out.";
    HrLocked "hr_locked" Info "Records that personnel has locked were not read.";
}

impl Code {
    /// The catalogue's key, such as `finding-stray-spaces`.
    #[must_use]
    pub fn message_key(self) -> String {
        format!("finding-{}", self.as_str().replace('_', "-"))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing found, where, and what it was taken to mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The row as the spreadsheet numbers it.
    pub row: Option<u32>,
    /// The column's header as the office wrote it, or its letter.
    pub column: Option<String>,
    /// What was found.
    pub code: Code,
    /// How much it matters here.
    pub severity: Severity,
    /// What stood there.
    pub value: String,
    /// What it was taken to mean: an ISO date, a code, an earlier row; empty when nothing.
    pub meaning: String,
}

impl Finding {
    /// A finding with its usual severity and no place yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { row: None, column: None, code, severity: code.severity(), value: String::new(), meaning: String::new() }
    }

    /// In this row.
    #[must_use]
    pub fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// In this column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// What stood there, cut to what a page can show.
    #[must_use]
    pub fn value(mut self, value: impl AsRef<str>) -> Self {
        self.value = shorten(value.as_ref());
        self
    }

    /// What it was taken to mean.
    #[must_use]
    pub fn meaning(mut self, meaning: impl Into<String>) -> Self {
        self.meaning = meaning.into();
        self
    }

    /// With another severity than usual.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(row) = self.row {
            write!(f, " in row {row}")?;
        }
        write!(f, ": {:?} -> {:?}", self.value, self.meaning)
    }
}

impl std::error::Error for Finding {}

/// The characters of a value that a finding repeats.
const SHOWN_CHARS: usize = 200;

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
