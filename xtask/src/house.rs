//! Where things stand in the repository, and how other programs are run.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What a command ends with: nothing, or a sentence for the developer.
pub type Outcome<T = ()> = Result<T, String>;

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A program to be run at the top of the repository.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// How a command would be typed.
pub fn typed(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    command.get_args().fold(name, |line, argument| {
        let argument = argument.to_string_lossy();
        if argument.contains(' ') { format!("{line} '{argument}'") } else { format!("{line} {argument}") }
    })
}

/// Runs a command to its end; what it says goes to the developer.
pub fn must(command: &mut Command) -> Outcome {
    let line = typed(command);
    println!("   $ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status}); what it said stands above")),
        Err(error) => Err(cannot_run(command, &error)),
    }
}

/// What a command says on its standard output.
pub fn says(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| cannot_run(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("`{}` failed ({}):\n{}", typed(command), output.status, String::from_utf8_lossy(&output.stderr).trim()))
}

/// Whether a program is there and answers `--version`.
pub fn has(name: &str) -> bool {
    Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn cannot_run(command: &Command, error: &std::io::Error) -> String {
    let name = command.get_program().to_string_lossy();
    if error.kind() == std::io::ErrorKind::NotFound {
        format!("`{name}` is not installed")
    } else {
        format!("`{name}` cannot be run: {error}")
    }
}

/// Refuses words that a command does not know.
pub fn no_more(arguments: &[String]) -> Outcome {
    match arguments.first() {
        None => Ok(()),
        Some(word) => Err(format!("`{word}` is not understood here; `cargo xtask help` lists what is")),
    }
}

/// Reads a text file.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Writes a text file, making its folder.
pub fn write(path: &Path, text: &str) -> Outcome {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// Removes a folder with what is in it, if it is there.
pub fn remove_folder(path: &Path) -> Outcome {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("{} cannot be removed: {error}", path.display())),
        _ => Ok(()),
    }
}

/// A short mark of some contents; two marks differ when the contents do. Good for stamps, not for proofs.
pub fn mark(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The files of the repository as git knows them (new ones too, ignored ones not), by path from the top, sorted.
pub fn files() -> Outcome<Vec<String>> {
    let listed = says(program("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    let top = root();
    let mut files: Vec<String> =
        listed.split('\0').filter(|path| !path.is_empty() && top.join(path).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// Whether we run as root.
pub fn is_root() -> bool {
    says(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The moment, to measure how long a step takes and to bound waiting.
#[expect(clippy::disallowed_methods, reason = "how long a step takes is measured, nothing is decided by it")]
pub fn now() -> Instant {
    Instant::now()
}

/// How long something took since then, for people.
pub fn since(start: Instant) -> String {
    let seconds = now().duration_since(start).as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.1} s") } else { format!("{} min {:02} s", seconds as u64 / 60, seconds as u64 % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        assert_eq!(typed(Command::new("/usr/bin/env").args(["a", "b c"])), "env a 'b c'");
    }

    #[test]
    fn a_mark_tells_where_one_part_ends() {
        assert_eq!(mark(&[b"ab", b"c"]), mark(&[b"ab", b"c"]));
        assert_ne!(mark(&[b"ab", b"c"]), mark(&[b"a", b"bc"]));
    }

    #[test]
    fn a_missing_program_is_named() {
        let said = must(&mut Command::new("no-such-program-here"));
        assert_eq!(said, Err("`no-such-program-here` is not installed".to_owned()));
    }

    #[test]
    fn words_left_over_are_refused() {
        assert!(no_more(&[]).is_ok());
        assert!(no_more(&["--frech".to_owned()]).unwrap_err().contains("--frech"));
    }
}
