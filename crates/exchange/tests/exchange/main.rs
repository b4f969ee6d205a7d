//! The stories of files in and out: office trackers with their answer keys,
//! generated ones, hostile ones, the child that parses, the catalogue.

mod catalogue;
mod child;
mod generated;
mod hostile;
mod hr;
mod label;
mod mutants;
mod office;
mod spif;
