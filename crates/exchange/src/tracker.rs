//! A tracker as offices keep it: a guess of what its columns mean, which a
//! person may correct, and its rows with everything that was odd about them.
//! Reading decides nothing: rows are proposals, and no cell is lost.

mod fields;
mod guess;
mod memo;
mod peers;
mod read;
mod status;

pub use fields::TrackerField;
pub use guess::{Column, Mapping, guess, guess_all};
pub use read::{Tracker, TrackerRow, read, read_by};
pub use status::Status;
