//! What all desks use, one folder a concept
