//! Files in and out of the house: workbooks and text tables are read under
//! limits in a child process, trackers become rows with findings, tables are
//! written as CSV and XLSX. Nothing here writes a record or asks the time.

pub mod calendar;
pub mod export;
pub mod finding;
pub mod forms;
pub mod hr;
pub mod ics;
pub mod label;
pub mod limits;
pub mod mail;
pub mod msg;
pub mod normalise;
pub mod reply;
pub mod rows;
pub mod sandbox;
pub mod scan;
pub mod sheet;
pub mod spif;
pub mod tracker;
pub mod xml;

pub use finding::{Code, Finding, Severity};
