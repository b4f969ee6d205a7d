//! Provisional, one-time, emergency and meeting access: given by two people for one thing and for as long as the authority's rule lets it, and ended
//! before its time with a reason (CL-02). That it has run out is computed on reading (`spine::clearances::scoped`).

pub mod commands;
