//! Standards and calendars as data.
