//! The vocabulary of Castellan: identifiers, values, fields, registers, lifecycles, refusals, markings, clocks and limits.
//!
//! Nothing here does I/O, is async, or looks at the clock, the environment or randomness by itself (`clock::SystemClock` is the one
//! door to the host's time and is handed in by the binary).

extern crate self as kernel;

pub mod calendar;
pub mod clock;
pub mod clocks;
pub mod duty;
pub mod entropy;
pub mod field;
pub mod fold;
pub mod id;
pub mod job;
pub mod lang;
pub mod lifecycle;
pub mod limits;
pub mod marking;
pub mod measure;
pub mod refusal;
pub mod register;
pub mod sampling;
pub mod value;
pub mod work;

pub use clock::Clock;
pub use duty::Duty;
pub use entropy::Entropy;
pub use field::{Codes, FieldDef, FieldKind, FieldType, Fields, Level, Nation, Sealed};
pub use id::{Id, RecordId, label_code, read_label_code};
pub use job::Job;
pub use kernel_derive::{Fields, Register};
pub use lang::{Lang, Text};
pub use lifecycle::{ClockOwner, Lifecycle, Move, State, WHERE_IT_STOOD};
pub use refusal::{Refusal, Refused};
pub use register::{GroupDef, Head, Label, Record, Register, RegisterDef, ViewDef};
pub use value::Value;
pub use work::{Priorities, Work};
