//! The Castellan binary: the server, and the same work from the command line. Whoever uses it acts as a named person.

/// Says a line on standard output; that nobody listens any more, as behind `head`, is no reason to fail.
macro_rules! say {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(&mut std::io::stdout().lock(), format_args!("{}\n", format_args!($($text)*)));
    }};
}

mod client;
mod demo;
mod inspection;
mod migrations;
mod place;
mod policy;
mod safe;
mod serve;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::place::Place;

// Records are many small texts, made and dropped by the hundred thousand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Castellan, the security office's system of record.
///
/// Every command takes --data DIR (SQLite, the default) or --database URL (PostgreSQL), and --keys FILE for the keys that stand outside
/// the data. Commands that read or change records act as a named person, by the token in --token, in CASTELLAN_TOKEN or in DIR/token;
/// they go through the running server when there is one.
#[derive(Parser)]
#[command(name = "castellan", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the office in the browser, with the API beside it.
    Serve {
        #[command(flatten)]
        place: PlaceArgs,
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1:8440")]
        listen: String,
        #[command(flatten)]
        mail: MailArgs,
        /// Open the page /tell, where anybody who reaches the server reports something without a name.
        #[arg(long)]
        anonymous_reports: bool,
    },
    /// Make a demonstration agency and serve it; an existing one is served as it is.
    Demo {
        #[command(flatten)]
        place: PlaceArgs,
        /// How many people.
        #[arg(long, default_value_t = 1200)]
        people: usize,
        /// Start value: the same seed makes the same agency.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1:8440")]
        listen: String,
        /// Make it and stop.
        #[arg(long)]
        no_serve: bool,
    },
    /// Take files in.
    Import {
        #[command(subcommand)]
        what: ImportWhat,
    },
    /// Write a register to a file: exactly what you may see of it, with its marking and export id.
    Export {
        /// The register, such as people or psc_cases.
        register: String,
        #[command(flatten)]
        place: PlaceArgs,
        /// csv, xlsx or json.
        #[arg(long, default_value = "csv")]
        format: String,
        /// As it was on this day, as known at its end (2026-03-03).
        #[arg(long)]
        as_of: Option<String>,
        /// File to write; standard output when left out.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Ask a second person for what is above the quota, saying what it is for.
        #[arg(long, value_name = "REASON")]
        ask: Option<String>,
        /// Fetch the export that was approved (exp_…); register and form are those it was asked for.
        #[arg(long, value_name = "ID", conflicts_with = "ask")]
        approved: Option<String>,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Say who lacks what their post requires, and why, as JSON.
    Lacking {
        #[command(flatten)]
        place: PlaceArgs,
        /// On this day; today when left out.
        #[arg(long)]
        on: Option<String>,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Write a report of a period: the last one issued for it, or a new one when there is none.
    Report {
        /// clearance-monthly.
        report: String,
        #[command(flatten)]
        place: PlaceArgs,
        /// 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03.
        #[arg(long)]
        period: String,
        /// en or fr.
        #[arg(long, default_value = "en")]
        lang: String,
        /// pdf, slides (for the review meeting, as PDF) or xlsx.
        #[arg(long, default_value = "pdf")]
        format: String,
        /// For readers outside the office: small cells left blank, no case named.
        #[arg(long)]
        outside: bool,
        /// Issue it anew, even if it was issued before.
        #[arg(long)]
        again: bool,
        /// File to write.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Put registers with proofs, a sample, figures, reports and the log into a folder for an inspector, and seal it.
    InspectionPack {
        #[command(flatten)]
        place: PlaceArgs,
        /// For which inspection.
        #[arg(long)]
        inspection: String,
        /// 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03.
        #[arg(long)]
        period: String,
        /// Folder to write; must be new or empty.
        #[arg(long)]
        out: PathBuf,
        /// How many cases are drawn for a closer look.
        #[arg(long, default_value_t = 59)]
        sample: usize,
        /// The start value of the draw, as the inspector names it; the office's own when left out.
        #[arg(long, value_name = "TEXT")]
        start: Option<String>,
        /// Ask a second person for registers above the quota, saying what it is for.
        #[arg(long, value_name = "REASON")]
        ask: Option<String>,
        /// An export with proofs that was approved (exp_…); may be given several times.
        #[arg(long, value_name = "ID")]
        approved: Vec<String>,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Print the key figures of a period.
    Measures {
        #[command(flatten)]
        place: PlaceArgs,
        /// 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03.
        #[arg(long)]
        period: String,
        /// As known at the end of this day.
        #[arg(long)]
        known: Option<String>,
        /// One measure with the rows that make it, such as KPI-CL-05; all without rows when left out.
        #[arg(long)]
        code: Option<String>,
        /// json or text.
        #[arg(long, default_value = "text")]
        format: String,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Check the log, every revision row and every stored file, or an exported log; exit 0 when all holds, 1 with what is wrong and where.
    Verify {
        #[command(flatten)]
        place: PlaceArgs,
        /// A folder of tiles, as outsiders' verifiers read it: one that holds an export is checked instead of the data; into a new or
        /// empty one the log is exported, once the data has been checked.
        #[arg(long)]
        export: Option<PathBuf>,
    },
    /// Write a backup for people whose private keys are elsewhere: the data, and beside them the keys (FILE.keys). The key file is in neither.
    Backup {
        #[command(flatten)]
        place: PlaceArgs,
        /// File to write; must not exist.
        #[arg(long)]
        to: PathBuf,
        /// Whom to encrypt to (age1…); several can each open it.
        #[arg(long)]
        recipient: Vec<String>,
        /// Only the newer stream of subject keys and of who was erased.
        #[arg(long)]
        keys_only: bool,
        /// In the clear; for the demo alone.
        #[arg(long)]
        plain: bool,
    },
    /// Put a backup into an empty place: two people sign in, who was erased since is erased again, and all is verified first.
    Restore {
        #[command(flatten)]
        place: PlaceArgs,
        /// The data.
        #[arg(long)]
        from: PathBuf,
        /// The newest stream of keys there is.
        #[arg(long)]
        keys_from: PathBuf,
        /// File with the private key (AGE-SECRET-KEY-1…) of a recipient; none for a backup in the clear.
        #[arg(long)]
        identity: Option<PathBuf>,
    },
    /// The keys that stand outside the data.
    Keys {
        #[command(subcommand)]
        what: KeysWhat,
    },
    /// Set up an empty instance with its first two people.
    User {
        #[command(flatten)]
        place: PlaceArgs,
        /// The access administrator, as login=Name.
        #[arg(long)]
        first: String,
        /// The head of office, as login=Name.
        #[arg(long)]
        second: String,
    },
    /// Say what a security policy file (XML SPIF) defines: levels with ranks, categories with kinds, in English and French.
    Policy {
        /// The file; the example the product comes with when left out.
        file: Option<PathBuf>,
    },
    /// Say how the instance stands: versions, settings, log, checkpoint.
    Check {
        #[command(flatten)]
        place: PlaceArgs,
    },
    /// Print the schema that follows from the registers.
    #[command(hide = true)]
    Schema,
    /// Print the OpenAPI document.
    #[command(hide = true)]
    Openapi,
    /// Read a file in a child of its own.
    #[command(hide = true, name = "parse-child")]
    ParseChild {
        /// What kind of file.
        kind: String,
    },
}

#[derive(Subcommand)]
enum ImportWhat {
    /// The table of a register (XLSX or CSV), one record a row under the names of its fields.
    Rows {
        /// The register, such as risks or contacts.
        register: String,
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        place: PlaceArgs,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
        /// en or fr.
        #[arg(long, default_value = "en")]
        lang: String,
        #[command(flatten)]
        token: TokenArgs,
    },
    /// An office's tracker of people, posts and clearances (XLSX or CSV).
    Clearances {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        place: PlaceArgs,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
        /// The office attests that holders in force were authorised and briefed.
        #[arg(long)]
        attest: bool,
        /// en or fr.
        #[arg(long, default_value = "en")]
        lang: String,
        #[command(flatten)]
        token: TokenArgs,
    },
}

#[derive(Subcommand)]
enum KeysWhat {
    /// Give the instance a new master key; two people sign in. The server must not run.
    Rotate {
        #[command(flatten)]
        place: PlaceArgs,
    },
    /// Print shares of the key file, each for another person.
    Split {
        #[command(flatten)]
        place: PlaceArgs,
        /// How many shares.
        #[arg(long, default_value_t = 5)]
        shares: u8,
        /// How many of them give the key file back.
        #[arg(long, default_value_t = 3)]
        threshold: u8,
    },
    /// Write the key file from shares on standard input, one a line.
    Join {
        #[command(flatten)]
        place: PlaceArgs,
    },
    /// Make the private key that opens backups, on a machine that is not the server's; prints the recipient.
    Identity {
        /// File to write; must not exist.
        #[arg(long)]
        to: PathBuf,
    },
}

#[derive(Args, Clone)]
struct PlaceArgs {
    /// Folder of the data (SQLite).
    #[arg(long, default_value = "castellan-data")]
    data: PathBuf,
    /// PostgreSQL URL, instead of a folder.
    #[arg(long)]
    database: Option<String>,
    /// Key file; DIR.keys beside the data folder when left out.
    #[arg(long)]
    keys: Option<PathBuf>,
    /// The office's time zone.
    #[arg(long, default_value = "Europe/Luxembourg")]
    zone: String,
    /// The agency's security policy (XML SPIF); the product's example when left out.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Code of the highest level this instance may hold; that of the policy file when left out.
    #[arg(long, value_name = "CODE")]
    ceiling: Option<String>,
}

impl PlaceArgs {
    fn place(&self) -> Place {
        let Self { data, database, keys, zone, policy, ceiling } = self.clone();
        Place { data, database, keys, zone, policy, ceiling }
    }
}

/// How mail comes in and goes out.
#[derive(Args, Clone, Default)]
struct MailArgs {
    /// Folder that is watched for messages (.eml, .msg) and scans; what is found waits among the mail to register.
    #[arg(long)]
    mail_folder: Option<PathBuf>,
    /// Mail server for what goes out: smtp://HOST:PORT (in the clear, to a relay on this machine), starttls:// or smtps://.
    #[arg(long, requires = "mail_from", conflicts_with = "mail_drafts")]
    smtp: Option<String>,
    /// File of mode 0600 with the mail server's user and password, separated by a colon.
    #[arg(long, requires = "smtp")]
    smtp_credentials: Option<PathBuf>,
    /// Certificate (PEM) of the authority that signed the mail server's own, when the system does not know it.
    #[arg(long, requires = "smtp")]
    smtp_authority: Option<PathBuf>,
    /// Folder for mail as draft files, where there is no way out.
    #[arg(long, requires = "mail_from")]
    mail_drafts: Option<PathBuf>,
    /// The office's own e-mail address.
    #[arg(long)]
    mail_from: Option<String>,
    /// Hour at the office at which everybody is sent what waits for them, such as 07:30.
    #[arg(long, requires = "mail_from")]
    digest_at: Option<String>,
}

#[derive(Args)]
struct TokenArgs {
    /// Token of the person you act as.
    #[arg(long)]
    token: Option<String>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(text) => {
            eprintln!("castellan: {text}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::ParseChild { .. } => return Ok(exchange::sandbox::child_main()),
        Command::Schema => say!("{}", ledger::schema::render(&server::manifest()).trim_end()),
        Command::Openapi => say!("{}", serde_json::to_string_pretty(&server::openapi::render(&server::manifest())).unwrap_or_default()),
        Command::Serve { place, listen, mail, anonymous_reports } => serve::serve(&place.place(), &listen, &mail, anonymous_reports)?,
        Command::Demo { place, people, seed, listen, no_serve } => {
            let place = place.place();
            demo::make(&place, people, seed)?;
            demo::announce(&listen);
            if !no_serve {
                serve::serve(&place, &listen, &MailArgs::default(), false)?;
            }
        }
        Command::Import { what: ImportWhat::Clearances { file, place, dry_run, attest, lang, token } } => {
            return client::import(&place.place(), token.token, &file, None, dry_run, attest, &lang);
        }
        Command::Import { what: ImportWhat::Rows { register, file, place, dry_run, lang, token } } => {
            return client::import(&place.place(), token.token, &file, Some(&register), dry_run, false, &lang);
        }
        Command::Export { register, place, format, as_of, out, ask, approved, token } => {
            let wanted = client::WantedExport { register, format, as_of, ask, approved };
            client::export(&place.place(), token.token, &wanted, out.as_deref())?;
        }
        Command::Lacking { place, on, token } => client::lacking(&place.place(), token.token, on.as_deref())?,
        Command::Report { report, place, period, lang, format, outside, again, out, token } => {
            let wanted = client::Wanted { report, period, lang, format, outside, again };
            client::report(&place.place(), token.token, &wanted, &out)?;
        }
        Command::Measures { place, period, known, code, format, token } => {
            client::measures(&place.place(), token.token, &period, known.as_deref(), code.as_deref(), &format)?;
        }
        Command::InspectionPack { place, inspection, period, out, sample, start, ask, approved, token } => {
            let wanted = inspection::Wanted { inspection, period, out, sample, start, ask, approved };
            return inspection::pack(&place.place(), token.token, &wanted);
        }
        Command::Verify { place, export } => return place::verify(&place.place(), export.as_deref()),
        Command::Backup { place, to, recipient, keys_only, plain } => {
            safe::back_up(&place.place(), &to, &safe::For { recipients: recipient, plain }, keys_only)?;
        }
        Command::Restore { place, from, keys_from, identity } => safe::restore(&place.place(), &from, &keys_from, identity.as_deref())?,
        Command::Keys { what } => match what {
            KeysWhat::Rotate { place } => safe::rotate(&place.place())?,
            KeysWhat::Split { place, shares, threshold } => safe::split(&place.place(), shares, threshold)?,
            KeysWhat::Join { place } => safe::join(&place.place())?,
            KeysWhat::Identity { to } => safe::identity(&to)?,
        },
        Command::User { place, first, second } => users::first_two(&place.place(), &first, &second)?,
        Command::Policy { file } => policy::print(file.as_deref())?,
        Command::Check { place } => place::check(&place.place())?,
    }
    Ok(ExitCode::SUCCESS)
}
