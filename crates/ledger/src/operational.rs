//! Operational tables: sessions, sign-in failures, used codes, staged imports. Written without entries; nothing else is.

use jiff::civil::Date;
use kernel::{Id, RecordId, Refusal, Refused, Value, limits};

use crate::changes::Step;
use crate::db::Connection;
use crate::identity::Account;
use crate::node::{Ledger, Pending};
use crate::view::View;
use crate::{Changes, Error, Order, Receipt};

/// What the sign-in needs to know of a name.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The account.
    pub account: RecordId,
    /// argon2id hash.
    pub password: String,
    /// Secret of the one-time codes.
    pub otp: String,
}

/// Who tries a password or a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trier {
    /// Somebody signed in, or at a browser they signed in with before: whatever strangers try does not slow them down.
    Known(RecordId),
    /// Somebody who typed this name.
    Stranger(String),
}

impl From<&str> for Trier {
    fn from(login: &str) -> Self {
        Self::Stranger(login.to_owned())
    }
}

impl Trier {
    /// Under which their failures are counted.
    fn key(&self) -> String {
        match self {
            Self::Known(account) => format!("account {}", account.outward("acc")),
            Self::Stranger(login) => format!("login {login}"),
        }
    }
}

/// A session that holds.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose.
    pub account: RecordId,
    /// Their language.
    pub lang: String,
    /// Whether its last use should be written down.
    pub stale: bool,
}

impl Ledger {
    /// The credentials of a login; the same error whether it is unknown, closed or slowed down is for the caller to give.
    pub fn sign_in(&self, login: &str) -> Pending<Option<SignIn>> {
        let login = login.to_owned();
        self.snapshot(move |_, conn| sign_in(conn, &login))
    }

    /// Counts a try with a password or code before it is looked at, so that many at once are no more tries than one after the other;
    /// answers how long is still to be waited instead, in seconds, and 0 when it may be tried. What was right is no failure: say so with
    /// [`Self::open_session`] or [`Self::use_code`]. One counter for all ways: signing in, approving, opening sealed text, enrolling.
    pub fn try_code(&self, by: &Trier) -> Pending<i64> {
        let who = by.key();
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            let row = tx.conn.first("SELECT count, last FROM sign_in_failure WHERE who = $1", &[who.as_str().into()])?;
            let (count, last) = row.map_or((0, 0), |row| (row[0].int().unwrap_or(0), row[1].int().unwrap_or(0)));
            let waited = (now - last) / 1_000_000;
            if count >= limits::SIGN_IN_FAILURES_MAX as i64 && waited < limits::SIGN_IN_WAIT_SECONDS {
                return Ok(limits::SIGN_IN_WAIT_SECONDS - waited.max(0));
            }
            // Names that nobody has are typed by anybody; what is a day old slows nothing down any more.
            tx.conn.execute("DELETE FROM sign_in_failure WHERE last < $1", &[(now - 86_400_000_000).into()])?;
            tx.conn.execute(
                "INSERT INTO sign_in_failure (who, count, last) VALUES ($1, 1, $2) \
                 ON CONFLICT (who) DO UPDATE SET count = sign_in_failure.count + 1, last = $2",
                &[who.into(), now.into()],
            )?;
            Ok(0)
        })
    }

    /// What a browser keeps once somebody has signed in with it: of this account as long as its password is this one, from a day on. It opens
    /// nothing; whoever shows it is told apart from strangers who type the account's name.
    pub fn mark_of_browser(&self, known: &SignIn, from: Date) -> String {
        let text = from.to_string();
        let parts: [&[u8]; 4] = [b"browser\0", &known.account.0, text.as_bytes(), known.password.as_bytes()];
        format!("{text}.{}", crate::crypto::b64u(&crate::crypto::hmac_sha256(&self.shared.master.master, &parts)))
    }

    /// Whether a browser shows the mark of this account, made not too long ago.
    pub fn knows_browser(&self, known: &SignIn, shown: &str) -> bool {
        let from = shown.split_once('.').and_then(|(day, _)| day.parse::<Date>().ok());
        let today = self.today();
        from.is_some_and(|from| {
            let until = from.saturating_add(jiff::Span::new().days(limits::BROWSER_DAYS));
            from <= today && today <= until && self.mark_of_browser(known, from) == shown
        })
    }

    /// Opens a session: uses up the one-time code, clears the failures, stores only the token's hash.
    pub fn open_session(
        &self,
        account: RecordId,
        token_hash: Vec<u8>,
        lang: &str,
        by: impl Into<Trier>,
        code_step: Option<i64>,
    ) -> Pending<()> {
        let (lang, who) = (lang.to_owned(), by.into().key());
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            if let Some(step) = code_step {
                use_code(tx.conn, account, step)?;
                tx.conn.execute("DELETE FROM used_code WHERE step < $1", &[(step - 10).into()])?;
            }
            tx.conn.execute("DELETE FROM sign_in_failure WHERE who = $1", &[who.into()])?;
            tx.conn.execute("DELETE FROM session WHERE created < $1", &[(now - limits::SESSION_HOURS * 3_600_000_000).into()])?;
            forget_staged(tx.conn, now)?;
            tx.conn.execute(
                "INSERT INTO session (token, account, created, seen, lang) VALUES ($1, $2, $3, $3, $4)",
                &[Value::Bytes(token_hash), account.into(), now.into(), lang.into()],
            )?;
            Ok(())
        })
    }

    /// Notes that a session is in use, and its language.
    pub fn touch_session(&self, token_hash: Vec<u8>, lang: Option<String>) -> Pending<()> {
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            tx.conn.execute(
                "UPDATE session SET seen = $2, lang = COALESCE($3, lang) WHERE token = $1",
                &[Value::Bytes(token_hash), now.into(), lang.map_or(Value::Null, Value::Text)],
            )?;
            Ok(())
        })
    }

    /// Ends a session.
    pub fn close_session(&self, token_hash: Vec<u8>) -> Pending<()> {
        self.enqueue(move |tx| {
            tx.conn.execute("DELETE FROM session WHERE token = $1", &[Value::Bytes(token_hash)])?;
            Ok(())
        })
    }

    /// Reads as the owner of a session or API token, in one snapshot with the check of it; `None` when it does not hold (any more).
    pub fn read_with<T: Send + 'static>(
        &self,
        pass: Pass,
        look: impl FnOnce(&mut View<'_>, &Session) -> Result<T, Error> + Send + 'static,
    ) -> Pending<Option<T>> {
        self.snapshot(move |shared, conn| {
            let Some(session) = check(&pass, shared.now(), &shared.today(shared.now()).to_string(), conn)? else { return Ok(None) };
            let mut view = match shared.view(conn, session.account, matches!(pass, Pass::Token(_))) {
                Ok(view) => view,
                Err(Error::Refused(_)) => return Ok(None),
                Err(error) => return Err(error),
            };
            look(&mut view, &session).map(Some)
        })
    }

    /// Sets up an empty instance: the changes (people, accounts, credentials, grants) are made as its first entry.
    pub fn bootstrap(&self, first: Id<Account>, changes: Changes) -> Pending<Receipt> {
        let order = Order::new(first.raw(), BOOTSTRAP, Vec::new(), self.new_id());
        self.enqueue(move |tx| {
            let accounts = tx.conn.number("SELECT count(*) FROM accounts", &[])?;
            let permit = access::bootstrap(accounts)?;
            let now = tx.shared.now();
            tx.append(BOOTSTRAP, "access", &order, &permit, None, &changes, now)
        })
    }

    /// What each of these commands would be refused for if they were given now, one after the other; nothing stays of it.
    pub fn rehearse(&self, account: RecordId, by_key: bool, steps: Vec<Step>) -> Pending<Vec<Option<Refused>>> {
        self.enqueue(move |tx| tx.rehearse(account, by_key, &steps))
    }

    /// Stages an import: the file and what was read from it, until a second person approves.
    pub fn stage_import(
        &self,
        id: RecordId,
        account: RecordId,
        name: &str,
        plan: String,
        file: Vec<u8>,
        rows: Vec<(i64, String)>,
    ) -> Pending<()> {
        let name = name.to_owned();
        self.enqueue(move |tx| {
            let now = tx.shared.now();
            unstage(tx.conn, id)?;
            forget_staged(tx.conn, now)?;
            tx.conn.execute(
                "INSERT INTO staged_import (id, account, keep_until, name, plan, file) VALUES ($1, $2, $3, $4, $5, $6)",
                &[id.into(), account.into(), (now + limits::STAGED_DAYS * DAY).into(), name.into(), plan.into(), Value::Bytes(file)],
            )?;
            for (line, data) in rows {
                tx.conn
                    .execute("INSERT INTO staged_row (batch, line, data) VALUES ($1, $2, $3)", &[id.into(), line.into(), data.into()])?;
            }
            Ok(())
        })
    }
}

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

/// Lets what is staged lie until a request that names it has lapsed; of ids that name something else, nothing is staged.
pub(crate) fn stay_for_request(conn: &mut dyn Connection, input: &[Value], now: i64) -> Result<(), Error> {
    let lapses = now + limits::APPROVAL_DAYS * DAY;
    for id in input.iter().filter_map(Value::id) {
        conn.execute("UPDATE staged_import SET keep_until = $2 WHERE id = $1 AND keep_until < $2", &[id.into(), lapses.into()])?;
    }
    Ok(())
}

/// Takes away what was staged long ago, never carried out and asked for in no request; asked whenever somebody signs in or stages.
fn forget_staged(conn: &mut dyn Connection, now: i64) -> Result<(), Error> {
    for row in conn.query("SELECT id FROM staged_import WHERE keep_until < $1", &[now.into()])? {
        if let Some(id) = row.first().and_then(Value::id) {
            unstage(conn, id)?;
        }
    }
    Ok(())
}

/// Takes a staged import away, with its rows and its file.
pub(crate) fn unstage(conn: &mut dyn Connection, id: RecordId) -> Result<(), Error> {
    conn.execute("DELETE FROM staged_row WHERE batch = $1", &[id.into()])?;
    conn.execute("DELETE FROM staged_import WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// The credentials of a login whose account is open.
pub(crate) fn sign_in(conn: &mut dyn Connection, login: &str) -> Result<Option<SignIn>, Error> {
    let sql = "SELECT a.id, c.password, c.otp FROM accounts a JOIN credentials c ON c.account = a.id AND c.void = 0 \
               WHERE a.login = $1 AND a.disabled = 0 AND a.void = 0";
    let row = conn.first(sql, &[login.into()])?;
    Ok(row.and_then(|row| {
        Some(SignIn { account: row.first()?.id()?, password: row.get(1)?.text()?.to_owned(), otp: row.get(2)?.text()?.to_owned() })
    }))
}

/// Uses up a one-time code's step; refuses one that was used.
pub(crate) fn use_code(conn: &mut dyn Connection, account: RecordId, step: i64) -> Result<(), Error> {
    let sql = "INSERT INTO used_code (account, step) VALUES ($1, $2) ON CONFLICT (account, step) DO NOTHING";
    match conn.execute(sql, &[account.into(), step.into()])? {
        0 => Err(Refusal::new("code-used").at("code").into()),
        _ => Ok(()),
    }
}

/// What a request shows to say who it is: the hash of a session's or API token's secret.
#[derive(Clone, Debug)]
pub enum Pass {
    /// Hash of a session cookie.
    Session(Vec<u8>),
    /// Hash of a bearer token.
    Token(Vec<u8>),
}

fn check(pass: &Pass, now: i64, today: &str, conn: &mut dyn Connection) -> Result<Option<Session>, Error> {
    let text = |value: Option<&Value>| value.and_then(Value::text).unwrap_or("en").to_owned();
    match pass {
        Pass::Session(hash) => {
            let row = conn.first("SELECT account, created, seen, lang FROM session WHERE token = $1", &[Value::Bytes(hash.clone())])?;
            let Some(row) = row else { return Ok(None) };
            let (created, seen) = (row[1].int().unwrap_or(0), row[2].int().unwrap_or(0));
            let holds = now - created < limits::SESSION_HOURS * 3_600_000_000 && now - seen < limits::SESSION_IDLE_MINUTES * 60_000_000;
            let session =
                row.first().and_then(Value::id).map(|account| Session { account, lang: text(row.get(3)), stale: now - seen > 60_000_000 });
            Ok(session.filter(|_| holds))
        }
        Pass::Token(hash) => {
            let sql = "SELECT t.account, a.lang FROM api_tokens t JOIN accounts a ON a.id = t.account \
                       WHERE t.digest = $1 AND t.void = 0 AND t.valid_until >= $2";
            let row = conn.first(sql, &[Value::Bytes(hash.clone()), today.into()])?;
            Ok(row.and_then(|row| row.first().and_then(Value::id).map(|account| Session { account, lang: text(row.get(1)), stale: false })))
        }
    }
}

impl View<'_> {
    /// A staged import of this account or of another: its name, plan and file.
    pub fn staged_import(&mut self, id: RecordId) -> Result<(RecordId, String, String, Vec<u8>), Error> {
        let row =
            self.conn.first("SELECT account, name, plan, file FROM staged_import WHERE id = $1", &[id.into()])?.ok_or(Error::NotFound)?;
        let mut cells = row.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        let (account, name, plan, file) = (next(), next(), next(), next());
        let file = match file {
            Value::Bytes(bytes) => bytes,
            // Sixteen bytes look like an id to the database's driver.
            Value::Id(id) => id.0.to_vec(),
            _ => Vec::new(),
        };
        Ok((account.id().ok_or(Error::NotFound)?, name.text().unwrap_or("").to_owned(), plan.text().unwrap_or("").to_owned(), file))
    }

    /// The staged rows of an import.
    pub fn staged_rows(&mut self, id: RecordId) -> Result<Vec<(i64, String)>, Error> {
        let rows = self.conn.query("SELECT line, data FROM staged_row WHERE batch = $1 ORDER BY line", &[id.into()])?;
        Ok(rows.into_iter().map(|row| (row[0].int().unwrap_or(0), row[1].text().unwrap_or("").to_owned())).collect())
    }
}

/// The name under which an empty instance is set up; nobody can order it.
const BOOTSTRAP: &str = "instance.bootstrap";

impl Ledger {
    /// The proof of an entry, under a checkpoint that is signed now if none covers it.
    pub async fn proof(&self, seq: i64) -> Result<Option<String>, Error> {
        let made = self.snapshot(move |_, conn| crate::log::proof::make(conn, seq)).answer().await?;
        if made.is_some() {
            return Ok(made);
        }
        self.checkpoint().answer().await?;
        self.snapshot(move |_, conn| crate::log::proof::make(conn, seq)).answer().await
    }

    /// Size and text of the last checkpoint.
    pub fn last_checkpoint(&self) -> Pending<Option<String>> {
        self.snapshot(|_, conn| {
            let row = conn.first("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", &[])?;
            Ok(row.and_then(|row| row.first().and_then(Value::text).map(str::to_owned)))
        })
    }
}

impl Ledger {
    /// Every account that is not closed, with its language; for jobs that act for each of them.
    pub fn open_accounts(&self) -> Pending<Vec<(RecordId, String)>> {
        self.snapshot(|_, conn| {
            let rows = conn.query("SELECT id, lang FROM accounts WHERE disabled = 0 AND void = 0 ORDER BY id", &[])?;
            Ok(rows.into_iter().filter_map(|row| Some((row.first()?.id()?, row.get(1)?.text()?.to_owned()))).collect())
        })
    }

    /// The secret of an account's one-time codes, for a fresh code before an approval.
    pub fn otp_of(&self, account: RecordId) -> Pending<String> {
        self.snapshot(move |_, conn| {
            let row = conn.first("SELECT otp FROM credentials WHERE account = $1 AND void = 0", &[account.into()])?;
            row.and_then(|row| row.first().and_then(Value::text).map(str::to_owned)).ok_or(Error::NotFound)
        })
    }

    /// A right code of somebody signed in: its step is used up, each once, for signing in and for approving alike, and their failures are
    /// forgotten. The demo's fixed codes have no step.
    pub fn use_code(&self, account: RecordId, step: Option<i64>) -> Pending<()> {
        self.enqueue(move |tx| {
            step.map_or(Ok(()), |step| use_code(tx.conn, account, step))?;
            tx.conn.execute("DELETE FROM sign_in_failure WHERE who = $1", &[Trier::Known(account).key().into()])?;
            Ok(())
        })
    }
}
