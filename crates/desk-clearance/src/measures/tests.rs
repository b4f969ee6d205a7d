//! Figures against plain computations.
