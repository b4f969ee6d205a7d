//! Letters: written from the office's own bilingual templates, looked at, signed; only then do they take a number. A letter that lists cases
//! shows in each of them, and its reply sheet is read back.

pub mod commands;
pub mod lifecycle;
pub mod queries;
pub mod record;
pub mod rules;
#[cfg(test)]
mod tests;

pub use lifecycle::LIFECYCLE;
pub use record::{Answer, Letter, LetterKind, LetterLine, LetterState, LetterTemplate, TemplateState};
