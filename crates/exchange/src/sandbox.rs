//! Parses a file in a fresh child process that has limited itself before it
//! reads a byte. The parent trusts neither the child's end nor its answer.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::de::DeserializeOwned;

use rustix::process::{Resource, Rlimit, setrlimit};

use crate::finding::{Code, Finding};
use crate::hr::HrFile;
use crate::label::Labelled;
use crate::limits;
use crate::mail::Mail;
use crate::sheet::{Sheet, check_again, read_csv, read_xlsx};

/// What a file is promised to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A workbook of Excel 2007 or later.
    Xlsx,
    /// A text table.
    Csv,
    /// A calendar of days.
    Ics,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Ics];

    /// The word on the child's command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Ics => "ics",
        }
    }
}

/// The word on the child's command line for a message.
const MAIL: &str = "mail";
/// The word on the child's command line for a file of a personnel system.
const HR: &str = "hr";

/// The word on the child's command line for a label or a clearance.
const LABEL: &str = "label";

/// The argument that makes the binary a parser child.
pub const CHILD_ARGUMENT: &str = "parse-child";

/// Parses in this process, without limits of the system.
///
/// # Errors
/// One finding that says why the file is refused.
pub fn parse(kind: Kind, bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
    match kind {
        Kind::Xlsx => read_xlsx(bytes),
        Kind::Csv => read_csv(bytes),
        Kind::Ics => crate::calendar::read_ics(bytes),
    }
}

/// The whole life of a parser child: limits, input, answer. The kind is the
/// last argument of the command line.
#[must_use]
pub fn child_main() -> ExitCode {
    let named = std::env::args().next_back().unwrap_or_default();
    let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == named);
    if kind.is_none() && ![MAIL, HR, LABEL].contains(&named.as_str()) {
        return ExitCode::FAILURE;
    }
    if limit_self().is_err() {
        return ExitCode::FAILURE;
    }
    let mut bytes = Vec::new();
    let most = limits::FILE_BYTES as u64 + 1;
    if std::io::stdin().lock().take(most).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let told = match kind {
        Some(kind) => serde_json::to_writer(&mut out, &parse(kind, &bytes)),
        None if named == LABEL => serde_json::to_writer(&mut out, &crate::label::read(&bytes)),
        None if named == HR => serde_json::to_writer(&mut out, &crate::hr::read(&bytes)),
        None => serde_json::to_writer(&mut out, &crate::mail::read(&bytes)),
    };
    let written = told.is_ok() && out.flush().is_ok();
    if written { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Takes from this process what a parser does not need.
fn limit_self() -> rustix::io::Result<()> {
    let to = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::As, to(limits::CHILD_MEMORY_BYTES))?;
    setrlimit(Resource::Cpu, to(limits::CHILD_CPU_SECONDS))?;
    setrlimit(Resource::Core, to(0))?;
    setrlimit(Resource::Fsize, to(0))?;
    setrlimit(Resource::Nproc, to(0))?;
    setrlimit(Resource::Nofile, to(limits::CHILD_OPEN_FILES))
}

/// Starts parser children.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// The binary that becomes a child when its first argument says so.
    pub program: PathBuf,
}

impl Sandbox {
    /// Parses a file in a child.
    ///
    /// # Errors
    /// The child's finding, or `parser_limit` or `parser_failed` where it gave none.
    pub fn parse(&self, kind: Kind, bytes: &[u8]) -> Result<Vec<Sheet>, Finding> {
        let sheets: Vec<Sheet> = self.run(kind.as_str(), bytes)?;
        check_again(&sheets)?;
        Ok(sheets)
    }

    /// Reads a message in a child.
    ///
    /// # Errors
    /// The child's finding, or `parser_limit` or `parser_failed` where it gave none.
    pub fn read_mail(&self, bytes: &[u8]) -> Result<Mail, Finding> {
        let mail: Mail = self.run(MAIL, bytes)?;
        // What comes back is no larger than what went in, and no more than was allowed.
        let held: usize = mail.parts.iter().map(|part| part.content.len()).sum();
        let fits = mail.parts.len() <= limits::MAIL_PARTS && held <= 2 * limits::MAIL_BYTES;
        if fits { Ok(mail) } else { Err(failed("answer")) }
    }

    /// Reads a file of a personnel system in a child.
    ///
    /// # Errors
    /// The child's finding, or `parser_limit` or `parser_failed` where it gave none.
    pub fn read_hr(&self, bytes: &[u8]) -> Result<HrFile, Finding> {
        let file: HrFile = self.run(HR, bytes)?;
        if crate::hr::fits(&file) { Ok(file) } else { Err(failed("answer")) }
    }

    /// Reads a label or a clearance in a child.
    ///
    /// # Errors
    /// The child's finding, or `parser_limit` or `parser_failed` where it gave none.
    pub fn read_label(&self, bytes: &[u8]) -> Result<Labelled, Finding> {
        let label: Labelled = self.run(LABEL, bytes)?;
        // What comes back is no larger than what went in.
        let values = label.tags.iter().map(|tag| tag.values.len()).sum::<usize>() + label.classifications.len() + label.tags.len();
        if values <= limits::LABEL_ELEMENTS { Ok(label) } else { Err(failed("answer")) }
    }

    fn run<T: DeserializeOwned>(&self, word: &str, bytes: &[u8]) -> Result<T, Finding> {
        let mut child = Command::new(&self.program)
            .args([CHILD_ARGUMENT, word])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        let answer = converse(&mut child, bytes);
        // Whatever it was doing, it is over; a child that has ended is only collected.
        let killed = if answer.is_err() { child.kill() } else { Ok(()) };
        let status = child.wait().map_err(|error| failed(&error.to_string()))?;
        killed.map_err(|error| failed(&error.to_string()))?;
        judge(answer?, status)
    }
}

/// Feeds the child and takes its answer, at most so long and so much.
fn converse(child: &mut Child, bytes: &[u8]) -> Result<Vec<u8>, Finding> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("pipes"));
    };
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        // A child that refuses early stops reading; its answer says why.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = stdout.take(limits::CHILD_OUTPUT_BYTES + 1).read_to_end(&mut answer);
            drop(send.send(read.map(|_| answer)));
        });
        let answer = receive.recv_timeout(Duration::from_secs(limits::CHILD_WALL_SECONDS));
        let judged = match answer {
            Ok(Ok(answer)) if answer.len() as u64 > limits::CHILD_OUTPUT_BYTES => Err(limited("output")),
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(failed(&error.to_string())),
            Err(_) => Err(limited("time")),
        };
        if judged.is_err() {
            // Both threads end with the child's pipes.
            drop(child.kill());
        }
        judged
    })
}

fn judge<T: DeserializeOwned>(answer: Vec<u8>, status: ExitStatus) -> Result<T, Finding> {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(0), _) => {}
        // Out of memory aborts; out of processor time is a signal, gentle or not.
        (_, Some(signal)) if [signals::ABORT, signals::KILL, signals::XCPU].contains(&signal) => {
            return Err(limited("memory or processor time"));
        }
        _ => return Err(failed(&status.to_string())),
    }
    let told: Result<T, Finding> = serde_json::from_slice(&answer).map_err(|_| failed("answer"))?;
    told
}

/// The numbers of three signals.
mod signals {
    pub(super) const ABORT: i32 = rustix::process::Signal::ABORT.as_raw();
    pub(super) const KILL: i32 = rustix::process::Signal::KILL.as_raw();
    pub(super) const XCPU: i32 = rustix::process::Signal::XCPU.as_raw();
}

fn limited(what: &str) -> Finding {
    Finding::new(Code::ParserLimit).value(what)
}

fn failed(what: &str) -> Finding {
    Finding::new(Code::ParserFailed).value(what)
}
