//! Shell, components, forms, tables, charts and the message catalogues.
//!
//! Pages are plain data in ([`pages`]), HTML out: nothing here knows a database, a session or a rule.
//! Every page carries a [`Shell`]; call [`Page::html`] to get the text to send.

pub mod assets;
pub mod chart;
pub mod lang;
pub mod numbers;
pub mod pages;
pub mod parts;
pub mod sample;
pub mod scan;
pub mod shell;

pub use lang::{Arg, Catalogue, L, Lang};
pub use pages::Page;
pub use shell::Shell;
