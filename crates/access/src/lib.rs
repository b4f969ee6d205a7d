//! Pure: grants in, Permit (to act) and Scope (to see) out
