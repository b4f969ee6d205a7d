//! The clearance desk
