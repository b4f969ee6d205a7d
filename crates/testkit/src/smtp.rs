//! A small mail server on loopback that speaks real SMTP, in the clear or over TLS, keeps what it is given, and can misbehave in the ways
//! that matter.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ledger::crypto::b64;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A mail as it was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The receivers of its envelope.
    pub to: Vec<String>,
    /// Its text as it came over the wire, without the doubled dots.
    pub text: String,
    /// Whether it came over TLS.
    pub covered: bool,
}

impl Taken {
    /// A header's value.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        line.unwrap_or_else(|| panic!("{name} is not among\n{head}"))
    }
}

/// An authority of an office's own that certifies mail servers.
pub struct TestAuthority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl TestAuthority {
    /// Of this name, with a key of its own.
    pub fn new(name: &str) -> Self {
        let made = || {
            let mut params = CertificateParams::default();
            params.distinguished_name.push(DnType::CommonName, name);
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let key = KeyPair::generate()?;
            let pem = params.self_signed(&key)?.pem();
            Ok::<_, rcgen::Error>(Self { issuer: Issuer::new(params, key), pem })
        };
        made().unwrap_or_else(|e| panic!("test authority: {e}"))
    }

    /// Its certificate, as an operator is given it.
    pub fn pem(&self) -> Vec<u8> {
        self.pem.clone().into_bytes()
    }

    /// What a server of this name or address needs to speak TLS.
    pub fn certify(&self, host: &str) -> Arc<ServerConfig> {
        let made = || {
            let key = KeyPair::generate()?;
            let certificate = CertificateParams::new(vec![host.to_owned()])?.signed_by(&key, &self.issuer)?;
            Ok::<_, rcgen::Error>((certificate.der().clone(), key.serialize_der()))
        };
        let (certificate, key) = made().unwrap_or_else(|e| panic!("certificate of {host}: {e}"));
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key).into();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate], key));
        Arc::new(config.unwrap_or_else(|e| panic!("TLS of {host}: {e}")))
    }
}

/// How a server's conversations are covered.
#[derive(Clone)]
pub enum Cover {
    /// Not at all; STARTTLS is not even offered.
    Clear,
    /// From STARTTLS on.
    StartTls(Arc<ServerConfig>),
    /// From the first byte on.
    Implicit(Arc<ServerConfig>),
}

/// How the server behaves.
#[derive(Clone)]
struct Manner {
    cover: Cover,
    forgetful: bool,
    busy: bool,
    /// User and password it insists on.
    wants: Option<String>,
    /// What somebody on the way says in its place, once it has agreed to TLS.
    slipped_in: Option<&'static str>,
}

/// What the server's thread and its test share.
struct State {
    manner: Mutex<Manner>,
    taken: Mutex<Vec<Taken>>,
    clear: Mutex<String>,
    stopped: AtomicBool,
}

/// The server; it stops when it is dropped.
pub struct MailServer {
    address: SocketAddr,
    state: Arc<State>,
}

impl MailServer {
    /// Starts on a free port of loopback, in the clear.
    pub fn start() -> Self {
        Self::covered(Cover::Clear)
    }

    /// Starts on a free port of loopback, covered like this.
    pub fn covered(cover: Cover) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|e| panic!("mail server: {e}"));
        let address = listener.local_addr().unwrap_or_else(|e| panic!("mail server: {e}"));
        let manner = Manner { cover, forgetful: false, busy: false, wants: None, slipped_in: None };
        let state = Arc::new(State {
            manner: Mutex::new(manner),
            taken: Mutex::default(),
            clear: Mutex::default(),
            stopped: AtomicBool::default(),
        });
        let server = Self { address, state: Arc::clone(&state) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if state.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                // A client that goes away ends only its own conversation.
                let _ = meet(stream, &state);
            }
        });
        server
    }

    /// Its address, as an operator names it, in the clear.
    pub fn url(&self) -> String {
        self.url_by("smtp")
    }
    /// Its address, by this way.
    pub fn url_by(&self, way: &str) -> String {
        format!("{way}://{}", self.address)
    }
    /// What it was given so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().map(|taken| taken.clone()).unwrap_or_default()
    }
    /// Every line it was told in the clear so far.
    pub fn told_in_the_clear(&self) -> String {
        self.state.clear.lock().map(|clear| clear.clone()).unwrap_or_default()
    }
    /// Is covered like this from the next conversation on.
    pub fn is_covered(&self, cover: Cover) {
        self.behaves(|manner| manner.cover = cover);
    }
    /// Takes mail and hangs up before it says so: the client cannot know.
    pub fn forgets_to_answer(&self, forgetful: bool) {
        self.behaves(|manner| manner.forgetful = forgetful);
    }
    /// Says "later" to every receiver.
    pub fn is_busy(&self, busy: bool) {
        self.behaves(|manner| manner.busy = busy);
    }
    /// Takes mail from this user with this password only.
    pub fn wants(&self, user: &str, password: &str) {
        let wanted = b64(format!("\0{user}\0{password}").as_bytes());
        self.behaves(|manner| manner.wants = Some(wanted));
    }

    /// Somebody between it and its clients adds this, in the clear, to its consent to STARTTLS, and lets nothing through afterwards.
    pub fn is_spoken_for(&self, words: &'static str) {
        self.behaves(|manner| manner.slipped_in = Some(words));
    }

    fn behaves(&self, change: impl FnOnce(&mut Manner)) {
        self.state.manner.lock().map_or_else(|e| panic!("mail server: {e}"), |mut manner| change(&mut manner));
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.state.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener; if it is gone already, so much the better.
        let _ = TcpStream::connect(self.address);
    }
}

fn over_tls(stream: TcpStream, config: &Arc<ServerConfig>) -> std::io::Result<StreamOwned<ServerConnection, TcpStream>> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}

/// One meeting with a client, its cover put on when it is asked for.
fn meet(stream: TcpStream, state: &State) -> std::io::Result<()> {
    let manner = state.manner.lock().map_or_else(|e| panic!("mail server: {e}"), |manner| manner.clone());
    if let Cover::Implicit(config) = &manner.cover {
        return Talk { lines: BufReader::new(over_tls(stream, config)?), covered: true, state, manner: &manner }.hold(true).map(drop);
    }
    let mut talk = Talk { lines: BufReader::new(stream), covered: false, state, manner: &manner };
    match (talk.hold(true)?, &manner.cover) {
        (true, Cover::StartTls(config)) => {
            let mut stream = over_tls(talk.lines.into_inner(), config)?;
            if manner.slipped_in.is_some() {
                return std::io::copy(&mut stream, &mut std::io::sink()).map(drop);
            }
            Talk { lines: BufReader::new(stream), covered: true, state, manner: &manner }.hold(false).map(drop)
        }
        _ => Ok(()),
    }
}

struct Talk<'a, S: Read + Write> {
    lines: BufReader<S>,
    covered: bool,
    state: &'a State,
    manner: &'a Manner,
}

impl<S: Read + Write> Talk<'_, S> {
    fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.lines.get_mut().write_all(format!("{text}\r\n").as_bytes())?;
        self.lines.get_mut().flush()
    }

    /// The next line with its end; none when the client went away.
    fn hear(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if !self.covered
            && let Ok(mut clear) = self.state.clear.lock()
        {
            clear.push_str(&line);
        }
        Ok(Some(line))
    }

    /// One conversation; whether TLS is to begin now. Addresses that begin with `nobody` are refused for good.
    fn hold(&mut self, greets: bool) -> std::io::Result<bool> {
        let offers_tls = !self.covered && matches!(self.manner.cover, Cover::StartTls(_));
        let mut known = self.manner.wants.is_none();
        let mut to = Vec::new();
        if greets {
            self.say("220 test kit")?;
        }
        while let Some(line) = self.hear()? {
            let line = line.trim_end();
            let upper = line.to_uppercase();
            if upper.starts_with("EHLO") || upper.starts_with("HELO") {
                let auth = if self.manner.wants.is_some() { "250-AUTH PLAIN\r\n" } else { "" };
                let tls = if offers_tls { "250-STARTTLS\r\n" } else { "" };
                self.say(&format!("250-test kit\r\n{tls}{auth}250 8BITMIME"))?;
            } else if upper == "STARTTLS" && offers_tls {
                self.say(&format!("220 go on{}", self.manner.slipped_in.unwrap_or_default()))?;
                return Ok(true);
            } else if let Some(said) = line.strip_prefix("AUTH PLAIN ") {
                known = self.manner.wants.as_deref() == Some(said);
                self.say(if known { "235 welcome" } else { "535 not with this password" })?;
            } else if upper.starts_with("MAIL") {
                self.say(if known { "250 yes" } else { "530 who are you" })?;
            } else if let Some(address) = upper.strip_prefix("RCPT TO:") {
                match address.trim_start_matches('<').starts_with("NOBODY") {
                    true => self.say(&format!("550 no such person: {address}"))?,
                    false if self.manner.busy => self.say("451 later")?,
                    false => {
                        to.push(line["RCPT TO:".len()..].trim_matches(['<', '>']).to_owned());
                        self.say("250 yes")?;
                    }
                }
            } else if upper == "DATA" {
                self.say("354 go on")?;
                let mut text = String::new();
                loop {
                    let Some(line) = self.hear()? else { return Ok(false) };
                    if line == ".\r\n" {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                if let Ok(mut taken) = self.state.taken.lock() {
                    taken.push(Taken { to: std::mem::take(&mut to), text, covered: self.covered });
                }
                if self.manner.forgetful {
                    return Ok(false);
                }
                self.say("250 taken")?;
            } else if upper == "QUIT" {
                self.say("221 bye")?;
                return Ok(false);
            } else {
                to.clear();
                self.say("250 yes")?;
            }
        }
        Ok(false)
    }
}
