//! derive(Register) and derive(Fields)
