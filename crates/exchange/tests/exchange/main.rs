//! The stories of files in and out: office trackers with their answer keys,
//! generated ones, hostile ones, the child that parses, tables written.

mod office;
