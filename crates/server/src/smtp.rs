//! A conversation with a mail server (RFC 5321), as far as handing over one mail takes it.
//!
//! It is our own because of one moment: what came along with a server's consent to STARTTLS was said in the clear, perhaps by somebody
//! else, and must not be taken for its answers under the cover. A client that reads ahead believes it, and shows mail as sent that no
//! server has seen.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::crypto::b64;
use ledger::outbox::{Outcome, Trouble};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::sender::trouble;

/// The way to a mail server.
#[derive(Clone)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is covered.
    pub cover: Cover,
    /// User and password.
    pub credentials: Option<(String, String)>,
}

/// How what is said to a server is covered.
#[derive(Clone)]
pub enum Cover {
    /// Not at all.
    Clear,
    /// From STARTTLS on; nothing of a mail is said without it.
    StartTls(Tls),
    /// From the first byte on.
    Implicit(Tls),
}

/// Whom to believe that it is the server that was named.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Tls {
    /// For this host. An office that names its own authorities trusts those alone; otherwise the system's are trusted.
    ///
    /// # Errors
    /// What is wrong with the name or the certificates.
    pub fn new(host: &str, authorities: Option<&[u8]>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        match authorities {
            Some(pem) => {
                let wrong = || "the mail server's authority is no certificate in PEM".to_owned();
                for certificate in CertificateDer::pem_slice_iter(pem) {
                    roots.add(certificate.map_err(|_| wrong())?).map_err(|_| wrong())?;
                }
                if roots.is_empty() {
                    return Err(wrong());
                }
            }
            None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no name of a mail server"))?;
        Ok(Self { config: Arc::new(config), name })
    }

    /// Puts the cover on: when this is over, the server has proved who it is.
    fn put_on(&self, mut stream: TcpStream) -> io::Result<Wire> {
        let mut connection = ClientConnection::new(Arc::clone(&self.config), self.name.clone()).map_err(io::Error::other)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream)?;
        }
        Ok(Wire::Covered(Box::new(StreamOwned::new(connection, stream))))
    }
}

/// How long a mail server may take for one step.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long it may think about the mail itself (RFC 5321, 4.5.3.2.6): whoever hangs up sooner sends again what was taken.
const THINKING: Duration = Duration::from_secs(600);
/// How long all of it may take, however slowly the server drips.
pub const CONVERSATION: Duration = Duration::from_secs(900);
/// The longest line of a reply, and the most of them.
const REPLY_LINE_BYTES: usize = 2_000;
const REPLY_LINES: usize = 100;

/// Real time: what a server takes does not depend on the office's clock.
#[expect(clippy::disallowed_methods, reason = "a limit on what others take")]
fn now() -> Instant {
    Instant::now()
}

enum Wire {
    Clear(TcpStream),
    Covered(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Wire {
    /// Waits this long for the next answer.
    fn patience(&self, time: Duration) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream,
            Self::Covered(stream) => stream.get_ref(),
        }
        .set_read_timeout(Some(time))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(buffer),
            Self::Covered(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(bytes),
            Self::Covered(stream) => stream.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Covered(stream) => stream.flush(),
        }
    }
}

/// What a server says.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl Reply {
    /// RFC 4954: it wants somebody to sign in, or somebody else, or otherwise.
    fn wants_credentials(&self) -> bool {
        matches!(self.code, 530 | 534 | 535 | 538)
    }
    /// Whether it will never be otherwise.
    const fn is_final(&self) -> bool {
        self.code >= 500
    }
    /// Why nothing came of it; `refused` when it never will.
    fn trouble(&self, refused: &str) -> Trouble {
        let code = match self.is_final() {
            _ if self.wants_credentials() => trouble::CREDENTIALS,
            true => refused,
            false => trouble::LATER,
        };
        Trouble::new(code, &format!("{} {}", self.code, self.lines.join(" ")))
    }
}

impl Smtp {
    /// Hands a mail over; how it went. As long as it is about the server and not about this mail, the mail may go later.
    pub fn send(&self, from: &str, to: &[String], text: &[u8]) -> Outcome {
        let mut talk = match self.open() {
            Ok(talk) => talk,
            Err(trouble) => return Outcome::Later(trouble),
        };
        match talk.hand_over(from, to, text) {
            Ok(None) => {
                // It took the mail; how it says goodbye does not matter, nor is it waited for.
                let _ = talk.say("QUIT");
                Outcome::Sent("smtp")
            }
            Ok(Some((About::Mail, reply))) if reply.is_final() && !reply.wants_credentials() => {
                Outcome::Never(reply.trouble(trouble::REFUSED))
            }
            Ok(Some((_, reply))) => Outcome::Later(reply.trouble(trouble::REFUSED)),
            Err(error) => Outcome::Later(met(&error)),
        }
    }

    /// A conversation with the server, covered and signed in as it must be; nothing of a mail was said yet.
    fn open(&self) -> Result<Talk, Trouble> {
        let failed = |e: io::Error| met(&e);
        let stream = self.connect().map_err(failed)?;
        let me = match stream.local_addr().map_err(failed)? {
            SocketAddr::V4(address) => format!("[{}]", address.ip()),
            SocketAddr::V6(address) => format!("[IPv6:{}]", address.ip()),
        };
        let wire = match &self.cover {
            Cover::Implicit(tls) => tls.put_on(stream).map_err(failed)?,
            Cover::Clear | Cover::StartTls(_) => Wire::Clear(stream),
        };
        let until = now() + CONVERSATION - THINKING;
        let mut talk = Talk { wire: BufReader::new(wire), until };
        talk.answer().map_err(failed)?.expect(&[220], trouble::LATER)?;
        let mut offers = talk.greet(&me)?;
        if let Cover::StartTls(tls) = &self.cover {
            if !offers.iter().any(|offer| offer == "STARTTLS") {
                return Err(Trouble::new(trouble::NO_TLS, ""));
            }
            let consent = talk.ask("STARTTLS").map_err(failed)?;
            if consent.code != 220 {
                return Err(Trouble::new(trouble::NO_TLS, &consent.lines.join(" ")));
            }
            if !talk.wire.buffer().is_empty() {
                return Err(Trouble::new(trouble::SLIPPED_IN, ""));
            }
            let Wire::Clear(stream) = talk.wire.into_inner() else { return Err(Trouble::new(trouble::TLS, "")) };
            talk = Talk { wire: BufReader::new(tls.put_on(stream).map_err(failed)?), until };
            // What it offers under the cover is what counts.
            offers = talk.greet(&me)?;
        }
        if let Some((user, password)) = &self.credentials {
            talk.sign_in(&offers, user, password)?;
        }
        Ok(talk)
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let mut failed = io::Error::new(io::ErrorKind::NotFound, "no such host");
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, TIMEOUT) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(TIMEOUT))?;
                    stream.set_write_timeout(Some(TIMEOUT))?;
                    return Ok(stream);
                }
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }
}

impl Reply {
    fn expect(self, codes: &[u16], refused: &str) -> Result<Self, Trouble> {
        if codes.contains(&self.code) { Ok(self) } else { Err(self.trouble(refused)) }
    }
}

/// What a server's refusal is about: this mail, or us and everything we would send.
enum About {
    Mail,
    Us,
}

struct Talk {
    wire: BufReader<Wire>,
    /// When it is over, whatever still drips.
    until: Instant,
}

impl Talk {
    fn say(&mut self, line: &str) -> io::Result<()> {
        let wire = self.wire.get_mut();
        wire.write_all(format!("{line}\r\n").as_bytes())?;
        wire.flush()
    }

    fn ask(&mut self, line: &str) -> io::Result<Reply> {
        self.say(line)?;
        self.answer()
    }

    /// A line with its end, as far as it came.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') && line.len() < REPLY_LINE_BYTES {
            if now() >= self.until {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"));
            }
            let there = self.wire.fill_buf()?;
            let end = there.iter().position(|b| *b == b'\n').map_or(there.len(), |at| at + 1);
            if end == 0 {
                break;
            }
            line.extend_from_slice(&there[..end]);
            self.wire.consume(end);
        }
        Ok(line)
    }

    /// A reply of one line or several; whatever is none ends the conversation.
    fn answer(&mut self) -> io::Result<Reply> {
        let mut lines = Vec::new();
        while lines.len() < REPLY_LINES {
            let line = self.line()?;
            let text = String::from_utf8_lossy(&line);
            let text = text.strip_suffix('\n').ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?.trim_end();
            let strange = || io::Error::new(io::ErrorKind::InvalidData, "it does not speak as mail servers do");
            let code = text.get(..3).and_then(|code| code.parse().ok()).filter(|code| (200..600).contains(code)).ok_or_else(strange)?;
            lines.push(text.get(4..).unwrap_or_default().to_owned());
            match text.as_bytes().get(3) {
                Some(b'-') => {}
                Some(b' ') | None => return Ok(Reply { code, lines }),
                Some(_) => return Err(strange()),
            }
        }
        Err(io::Error::new(io::ErrorKind::InvalidData, "a reply without end"))
    }

    /// Says who we are; what the server offers, in capitals.
    fn greet(&mut self, me: &str) -> Result<Vec<String>, Trouble> {
        let reply = self.ask(&format!("EHLO {me}")).map_err(|e| met(&e))?.expect(&[250], trouble::LATER)?;
        Ok(reply.lines.iter().skip(1).map(|line| line.to_uppercase()).collect())
    }

    fn sign_in(&mut self, offers: &[String], user: &str, password: &str) -> Result<(), Trouble> {
        let ways: Vec<&str> = offers.iter().filter_map(|offer| offer.strip_prefix("AUTH ")).flat_map(str::split_whitespace).collect();
        let failed = |e: io::Error| met(&e);
        let last = if ways.contains(&"PLAIN") {
            self.ask(&format!("AUTH PLAIN {}", b64(format!("\0{user}\0{password}").as_bytes()))).map_err(failed)?
        } else if ways.contains(&"LOGIN") {
            self.ask("AUTH LOGIN").map_err(failed)?.expect(&[334], trouble::CREDENTIALS)?;
            self.ask(&b64(user.as_bytes())).map_err(failed)?.expect(&[334], trouble::CREDENTIALS)?;
            self.ask(&b64(password.as_bytes())).map_err(failed)?
        } else {
            return Err(Trouble::new(trouble::CREDENTIALS, ""));
        };
        last.expect(&[235], trouble::CREDENTIALS).map(drop)
    }

    /// Hands a mail over; the reply that stopped it, if one did, and what that is about.
    fn hand_over(&mut self, from: &str, to: &[String], text: &[u8]) -> io::Result<Option<(About, Reply)>> {
        let all_ascii = from.is_ascii() && to.iter().all(|address| address.is_ascii());
        let parameters = [if text.is_ascii() { "" } else { " BODY=8BITMIME" }, if all_ascii { "" } else { " SMTPUTF8" }].concat();
        let mut steps = vec![(format!("MAIL FROM:<{from}>{parameters}"), 250..=250, false)];
        steps.extend(to.iter().map(|address| (format!("RCPT TO:<{address}>"), 250..=252, true)));
        steps.push(("DATA".to_owned(), 354..=354, false));
        for (line, good, receiver) in steps {
            let reply = self.ask(&line)?;
            if !good.contains(&reply.code) {
                // RFC 3463: 5.7 is a rule of the server's, such as whose mail it relays.
                let about = if receiver && !reply.lines.iter().any(|l| l.starts_with("5.7.")) { About::Mail } else { About::Us };
                return Ok(Some((about, reply)));
            }
        }
        let wire = self.wire.get_mut();
        wire.write_all(&stuffed(text))?;
        wire.flush()?;
        wire.patience(THINKING)?;
        self.until += THINKING;
        let reply = self.answer()?;
        Ok((reply.code != 250).then_some((About::Mail, reply)))
    }
}

/// A text as it goes over the wire: every line ended in the one way that ends lines, a dot doubled where a line begins with one, and the
/// dot that ends it all. A line's end that is none to us might be one to the next server, and what follows it words of its own.
fn stuffed(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 32 + 8);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        if rest.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(b"\r\n");
        rest = rest[end..].strip_prefix(b"\r\n").or_else(|| rest.get(end + 1..)).unwrap_or_default();
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// What went wrong between us and a server.
fn met(error: &io::Error) -> Trouble {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) else {
        return Trouble::new(trouble::AWAY, &error.to_string());
    };
    let code = match tls {
        rustls::Error::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }) => {
            trouble::NAME
        }
        rustls::Error::InvalidCertificate(_) => trouble::CERTIFICATE,
        _ => trouble::TLS,
    };
    Trouble::new(code, &tls.to_string())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn sp_02_no_line_of_a_mail_ends_the_mail_or_begins_another() {
        for (text, wire) in [
            ("", ".\r\n"),
            ("a", "a\r\n.\r\n"),
            ("a\r\n", "a\r\n.\r\n"),
            ("a\r\n.\r\nMAIL FROM:<x@y>", "a\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n"),
            ("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n"),
            ("a\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n"),
            ("..\n\n", "...\r\n\r\n.\r\n"),
        ] {
            assert_eq!(String::from_utf8(stuffed(text.as_bytes())).unwrap(), wire, "{text:?}");
        }
    }

    /// Sends a mail to a server that says these things, one after the other, whatever is said to it.
    fn said(replies: &'static [&'static str]) -> Outcome {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let mut heard = BufReader::new(listener.accept().unwrap().0);
            for (at, reply) in replies.iter().enumerate() {
                let (mut line, text) = (String::new(), at > 0 && replies[at - 1].starts_with("354"));
                while at > 0 && heard.read_line(&mut line).unwrap() > 0 && text && !line.ends_with("\r\n.\r\n") {}
                heard.get_mut().write_all(format!("{reply}\r\n").as_bytes()).unwrap();
            }
        });
        let way = Smtp { host: "127.0.0.1".to_owned(), port, cover: Cover::Clear, credentials: None };
        let outcome = way.send("office@agency.example", &["nsa@example.org".to_owned()], b"Subject: x\r\n\r\nText\r\n");
        server.join().unwrap();
        outcome
    }

    #[test]
    fn sp_02_what_a_server_has_against_us_ends_no_mail() {
        let later = |replies| matches!(said(replies), Outcome::Later(_));
        assert!(later(&["220 here", "250 here", "553 5.7.1 not your address"]));
        assert!(later(&["220 here", "250 here", "250 ok", "550 5.7.1 relaying denied"]));
        assert!(later(&["220 here", "250 here", "250 ok", "250 ok", "554 no"]));
        assert!(later(&["220 here", "250 here", "250 ok", "452 full"]));
        let never = |replies| matches!(said(replies), Outcome::Never(_));
        assert!(never(&["220 here", "250 here", "250 ok", "550 5.1.1 nobody of that name"]));
        assert!(never(&["220 here", "250 here", "250 ok", "250 ok", "354 go on", "552 too large"]));
        // Who took the mail is not waited for any longer.
        assert_eq!(said(&["220 here", "250 here", "250 ok", "250 ok", "354 go on", "250 taken"]), Outcome::Sent("smtp"));
    }
}
