//! Retention rules.
