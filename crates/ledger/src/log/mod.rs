//! The Merkle log: leaves, tree, checkpoints, proofs, tiles. `docs/log-format.md` is the format of record.

pub mod canonical;
pub mod checkpoint;
pub mod commitment;
pub mod export;
pub mod leaf;
pub mod proof;
pub mod tree;
