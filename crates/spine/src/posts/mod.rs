//! Posts and who holds them, with dates.

use jiff::civil::Date;
use kernel::{Duty, Id, Register};

use crate::OFFICE;
use crate::people::Person;

kernel::choices! {
    /// In what quality somebody holds a post.
    pub enum AssignmentKind {
        Staff = "staff", Temporary = "temporary", Consultant = "consultant", Contractor = "contractor", Intern = "intern",
    }
}

kernel::choices! {
    /// Why somebody's service ends.
    pub enum EndReason {
        Left = "end_left", ContractEnds = "end_contract", Transferred = "end_transferred", Retired = "end_retired", Died = "end_died",
    }
}

/// A post.
#[derive(Clone, Debug, Register)]
#[register(name = "posts", prefix = "pst", title = &["number"], marking = "U", seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician], unique = &[&["number"]])]
pub struct Post {
    /// Its number.
    #[field(search, list, max = 40)]
    pub number: String,
    /// What it is.
    #[field(search, list)]
    pub title: Option<String>,
    /// Where in the organisation.
    #[field(search, list)]
    pub unit: Option<String>,
}

/// In what quality somebody serves on a day, or will next: that of the post held longest.
pub fn staff_category<'a>(posts: impl Iterator<Item = &'a Assignment>, on: Date) -> Option<AssignmentKind> {
    let (begun, to_come): (Vec<&Assignment>, Vec<&Assignment>) =
        posts.filter(|post| post.valid_until.is_none_or(|until| on <= until)).partition(|post| post.valid_from <= on);
    let longest = begun.into_iter().max_by_key(|post| post.valid_until.unwrap_or(Date::MAX));
    longest.or_else(|| to_come.into_iter().min_by_key(|post| post.valid_from)).map(|post| post.kind)
}

/// A person holds a post.
#[derive(Clone, Debug, Register)]
#[register(name = "assignments", prefix = "asg", title = &["kind"], subject = Some("person"), seen_by = OFFICE,
           edited_by = &[Duty::ClearanceOfficer, Duty::ClearanceTechnician], spans = &[("valid_from", "valid_until")])]
pub struct Assignment {
    /// Who.
    #[field(list)]
    pub person: Id<Person>,
    /// Which post.
    #[field(list)]
    pub post: Id<Post>,
    /// In what quality.
    #[field(list)]
    pub kind: AssignmentKind,
    /// First day.
    #[field(list)]
    pub valid_from: Date,
    /// Last day, included.
    #[field(list)]
    pub valid_until: Option<Date>,
    /// When the contract is expected to end, as personnel has it.
    pub expected_end: Option<Date>,
    /// Why it ends.
    pub end_reason: Option<EndReason>,
}
