//! Taking over an office's tracker. To come.
