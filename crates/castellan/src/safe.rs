//! What keeps an office: backups that the server cannot read, restores that are never silent, and the keys that stand outside the data.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use kernel::{Clock, Entropy};
use ledger::backup::{self, Head, Kind};
use ledger::ceremony::{self, Asked};
use ledger::crypto::SystemEntropy;
use ledger::db::Connection;
use ledger::keys::MasterKeys;
use ledger::node::connect;
use ledger::{Error, shares, vault};
use server::credentials::{self, Code};

use crate::place::{self, Opening, Place};

fn said(e: Error) -> String {
    e.to_string()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> String + '_ {
    move |e| format!("{}: {e}", path.display())
}

/// A path with something behind its name.
pub fn beside(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}

/// Who a backup is for.
pub struct For {
    /// `age1…`, whose private keys are elsewhere.
    pub recipients: Vec<String>,
    /// Nobody: in the clear, as only the demo may be.
    pub plain: bool,
}

/// Writes the data and, beside them, the keys; or the keys alone.
pub fn back_up(place: &Place, to: &Path, wanted: &For, keys_only: bool) -> Result<(), String> {
    place.is_there()?;
    // Noting it is the only thing that is written.
    let mut conn = connect(&place.ledger(), true).map_err(said)?;
    match (wanted.plain, wanted.recipients.is_empty()) {
        (false, true) => {
            return Err("a backup needs --recipient: the server must not be able to read it again (--plain is for the demo)".to_owned());
        }
        (true, false) => return Err("either --recipient or --plain".to_owned()),
        (true, true) if !ledger::node::is_demo(conn.as_mut()).map_err(said)? => {
            return Err("--plain is for the demo alone: an office's backup is encrypted to --recipient".to_owned());
        }
        _ => {}
    }
    if keys_only {
        return write(conn.as_mut(), Kind::Keys, to, wanted);
    }
    let keys = beside(to, ".keys");
    if keys.exists() {
        return Err(format!("{} exists already; a backup never overwrites", keys.display()));
    }
    write(conn.as_mut(), Kind::Data, to, wanted)?;
    // After the data, so that it knows every key and every erasing they do.
    write(conn.as_mut(), Kind::Keys, &keys, wanted)
}

fn write(conn: &mut dyn Connection, kind: Kind, to: &Path, wanted: &For) -> Result<(), String> {
    if to.exists() {
        return Err(format!("{} exists already; a backup never overwrites", to.display()));
    }
    let part = beside(to, ".part");
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(at(&part))?;
    let done = stream(conn, kind, file, wanted).and_then(|head| {
        std::fs::rename(&part, to).map_err(at(to))?;
        sync_folder(to)?;
        backup::note(conn, &head).map_err(said)?;
        Ok(head)
    });
    if done.is_err() {
        // What is half written is of no use; that it cannot be removed changes nothing about the error.
        let _ = std::fs::remove_file(&part);
    }
    let head = done?;
    say!("written: {} ({} up to entry {})", to.display(), kind.code(), head.size);
    Ok(())
}

fn stream(conn: &mut dyn Connection, kind: Kind, file: File, wanted: &For) -> Result<Head, String> {
    let now = kernel::clock::SystemClock.now().as_microsecond();
    let io = |e: std::io::Error| format!("backup: {e}");
    let out = BufWriter::new(file);
    let (head, out) = if wanted.plain {
        let mut out = out;
        (backup::write(conn, kind, now, &mut out).map_err(said)?, out)
    } else {
        let mut sealing = vault::seal(&wanted.recipients, out).map_err(said)?;
        let head = backup::write(conn, kind, now, &mut sealing).map_err(said)?;
        (head, sealing.finish().map_err(io)?)
    };
    out.into_inner().map_err(|e| io(e.into_error()))?.sync_all().map_err(io)?;
    Ok(head)
}

/// Makes a name that was given to a file last.
fn sync_folder(file: &Path) -> Result<(), String> {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

/// Puts a backup into an empty place, erases again who was erased since, verifies, and says what is missing.
pub fn restore(place: &Place, from: &Path, keys_from: &Path, identity: Option<&Path>) -> Result<(), String> {
    if !place.key_file().exists() {
        return Err(format!(
            "the key file {} is missing; put it back, or make it from its shares with `castellan keys join`",
            place.key_file().display()
        ));
    }
    let _lock = place.lock()?;
    let identities = identity.map(vault::identities).transpose().map_err(said)?;
    let open = |path: &Path| -> Result<Box<dyn Read>, String> {
        let file = BufReader::new(File::open(path).map_err(at(path))?);
        Ok(match &identities {
            Some(identities) => Box::new(vault::open(identities, file).map_err(|e| format!("{}: {e}", path.display()))?),
            None => Box::new(file),
        })
    };
    let (mut data, mut keys) = (open(from)?, open(keys_from)?);
    let config = place.config(Opening::office(), MasterKeys::read(&place.key_file()).map_err(said)?)?;
    let restored = ceremony::restore(config, &mut data, &mut keys, &mut two_people).map_err(said)?;
    let findings = &restored.report.findings;
    findings.iter().for_each(|finding| say!("{finding}"));
    if !findings.is_empty() {
        return Err(format!("not restored: {} problems; the place is empty as before", findings.len()));
    }
    match restored.lost {
        0 => say!("restored: nothing that was known is missing; the log {} goes on", restored.origin),
        lost => say!(
            "restored: {lost} entries that were known are LOST; the log goes on as {}, and its first entry there says so",
            restored.origin
        ),
    }
    if restored.erased_again > 0 {
        say!("erased again: {} people who were erased after this backup", restored.erased_again);
    }
    place::tell(&restored.report);
    Ok(())
}

/// Asks two people who they are; both by password and one-time code.
fn two_people(asked: &mut Asked<'_>) -> Result<[kernel::RecordId; 2], Error> {
    if asked.lost > 0 {
        eprintln!("{} entries that were known are not in this backup; the log will go on under a new name.", asked.lost);
    }
    eprintln!("This takes two people: head of office, access administrator or system administrator.");
    Ok([one_person(asked, "first")?, one_person(asked, "second")?])
}

fn one_person(asked: &mut Asked<'_>, which: &str) -> Result<kernel::RecordId, Error> {
    let login = line(&format!("{which} person, login: "), true)?;
    let password = line("password: ", false)?;
    let code = line("one-time code: ", true)?;
    let wrong = || Error::Stored(format!("the {which} person's login, password or code is not right"));
    let known = asked.sign_in(&login.to_lowercase())?.ok_or_else(wrong)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|e| Error::Stored(e.to_string()))?;
    let seconds = kernel::clock::SystemClock.now().as_second().unsigned_abs();
    let code = credentials::check_code(&known.otp, &code, seconds, asked.demo);
    if !runtime.block_on(credentials::verify(password, known.password)) || code == Code::Wrong {
        return Err(wrong());
    }
    if let Code::Step(step) = code {
        asked.use_code(known.account, step)?;
    }
    Ok(known.account)
}

/// A line from standard input; a secret is not shown where it is typed.
fn line(prompt: &str, shown: bool) -> Result<String, Error> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let stdin = std::io::stdin();
    eprint!("{prompt}");
    let before = if shown || !stdin.is_terminal() { None } else { tcgetattr(&stdin).ok() };
    if let Some(modes) = &before {
        let mut quiet = modes.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &quiet).map_err(|e| Error::Stored(e.to_string()))?;
    }
    let mut text = String::new();
    let read = stdin.lock().read_line(&mut text);
    if let Some(modes) = &before {
        tcsetattr(&stdin, OptionalActions::Flush, modes).map_err(|e| Error::Stored(e.to_string()))?;
        eprintln!();
    }
    match read {
        Ok(0) => Err(Error::Stored("two people are asked for, and nobody answers".to_owned())),
        Ok(_) => Ok(text.trim_end_matches(['\r', '\n']).to_owned()),
        Err(e) => Err(Error::Stored(e.to_string())),
    }
}

/// Gives the instance a new master key. A stop at any point leaves one key file that opens the data; the next start finds out which.
pub fn rotate(place: &Place) -> Result<(), String> {
    place.is_there()?;
    let _lock = place.lock()?;
    let keys = place.keys()?;
    place.settle()?;
    let file = place.key_file();
    let mut master = [0; 32];
    SystemEntropy.fill(&mut master);
    let fresh = MasterKeys { master, signing: keys.signing };
    fresh.write_new(&beside(&file, NEW)).map_err(said)?;
    sync_folder(&file)?;
    let count = ceremony::rotate(place.config(Opening::office(), keys)?, &fresh.master, &mut two_people).map_err(said);
    if count.is_err() {
        // The data are as they were, or the outcome is not known: whoever opens them next finds out by which file.
        place.settle()?;
    }
    let count = count?;
    install(&file)?;
    say!(
        "rotated: {count} keys are under a new master key; {} holds it, the one before is {}",
        file.display(),
        beside(&file, OLD).display()
    );
    say!("now: back up the keys again (castellan backup --keys-only), and split the new key file into shares");
    Ok(())
}

/// Behind the name of a key file that is not in force yet.
pub const NEW: &str = ".new";
/// Behind the name of the key file before.
pub const OLD: &str = ".old";

/// Puts the new key file in the place of the one in force, which stays beside it; at no moment is there none.
pub fn install(file: &Path) -> Result<(), String> {
    let (new, old) = (beside(file, NEW), beside(file, OLD));
    if !old.exists() {
        std::fs::hard_link(file, &old).map_err(at(&old))?;
    }
    std::fs::rename(&new, file).map_err(at(file))?;
    sync_folder(file)
}

/// Prints the shares of the key file.
pub fn split(place: &Place, count: u8, threshold: u8) -> Result<(), String> {
    let keys = MasterKeys::read(&place.key_file()).map_err(said)?;
    let lines = shares::split(&keys, count, threshold).map_err(said)?;
    eprintln!("Any {threshold} of these {count} give the key file back. Each line to another person, on paper; none stays here.");
    lines.iter().for_each(|line| say!("{line}"));
    Ok(())
}

/// Reads shares from standard input, one a line, and writes the key file.
pub fn join(place: &Place) -> Result<(), String> {
    eprintln!("The shares, one a line; then an empty line.");
    let mut lines = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| e.to_string())?;
        match line.trim() {
            "" => break,
            share => lines.push(share.to_owned()),
        }
    }
    let joined = shares::join(&lines).map_err(said)?;
    joined.wrong.iter().for_each(|number| say!("share {number} does not belong to the others"));
    joined.keys.write_new(&place.key_file()).map_err(said)?;
    say!("written: {}", place.key_file().display());
    Ok(())
}

/// Makes an identity that opens backups, and says whom to encrypt to.
pub fn identity(to: &Path) -> Result<(), String> {
    let (text, recipient) = vault::fresh();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(at(to))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(at(to))?;
    say!("{recipient}");
    Ok(())
}
