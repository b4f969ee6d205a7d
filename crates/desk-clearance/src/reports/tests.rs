//! Small cells.
