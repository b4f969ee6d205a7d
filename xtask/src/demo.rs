//! `cargo xtask demo`: the invented agency, built and running with one command.

use std::os::unix::process::CommandExt;

use crate::house::{Outcome, cargo, must, program, remove_folder, root, typed};
use crate::web;

#[derive(Debug, PartialEq, Eq)]
struct Options {
    people: u32,
    seed: u64,
    port: u16,
    fresh: bool,
}

/// Builds and becomes the demo.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    web::build()?;
    println!("   the release build comes next; the first one takes many minutes, later ones are short");
    must(cargo().args(["build", "--release", "--package", "castellan"]))?;
    // A folder for each agency, so that other options never meet an older one; the keys lie in it, beside the data.
    let folder = format!("target/demo/{}-people-seed-{}", options.people, options.seed);
    if options.fresh {
        remove_folder(&root().join(&folder))?;
    }
    let mut castellan = program(root().join("target/release/castellan"));
    castellan.args([
        "demo",
        "--people",
        &options.people.to_string(),
        "--seed",
        &options.seed.to_string(),
        "--data",
        &format!("{folder}/data"),
    ]);
    castellan.args(["--listen", &format!("127.0.0.1:{}", options.port)]);
    println!("   $ {}", typed(&castellan));
    // We become the demo, so that Ctrl C reaches it and nothing else.
    let error = castellan.exec();
    Err(format!("the demo cannot be started: {error}"))
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { people: 1200, seed: 1, port: 8440, fresh: false };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            if word == "--fresh" {
                options.fresh = true;
                continue;
            }
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word.as_str(), words.next().map(String::as_str)),
            };
            match name {
                "--people" => options.people = number(name, value)?,
                "--seed" => options.seed = number(name, value)?,
                "--port" => options.port = number(name, value)?,
                _ => return Err(format!("`{word}` is not understood: the demo takes --people N, --seed S, --port P and --fresh")),
            }
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr>(name: &str, value: Option<&str>) -> Outcome<T> {
    let value = value.ok_or_else(|| format!("{name} wants a number after it"))?;
    value.parse().map_err(|_| format!("{name} wants a number, and `{value}` is none it can take"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_have_defaults_and_two_spellings() {
        assert_eq!(parse(""), Ok(Options { people: 1200, seed: 1, port: 8440, fresh: false }));
        assert_eq!(parse("--people 50 --seed=9 --port 1 --fresh"), Ok(Options { people: 50, seed: 9, port: 1, fresh: true }));
    }

    #[test]
    fn wrong_options_say_what_is_wrong() {
        assert!(parse("--people").unwrap_err().contains("--people wants a number"));
        assert!(parse("--port 70000").unwrap_err().contains("`70000`"));
        assert!(parse("--poeple 3").unwrap_err().contains("`--poeple` is not understood"));
    }
}
