//! A small mail server on loopback that speaks real SMTP, keeps what it is given, and can misbehave in the ways that matter.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A mail as it was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The receivers of its envelope.
    pub to: Vec<String>,
    /// Its text as it came over the wire, without the doubled dots.
    pub text: String,
}

impl Taken {
    /// A header's value.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
        line.unwrap_or_else(|| panic!("{name} is not among\n{head}"))
    }
}

/// The server; it stops when it is dropped.
pub struct MailServer {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Taken>>>,
    forgetful: Arc<AtomicBool>,
    busy: Arc<AtomicBool>,
    stopped: Arc<AtomicBool>,
}

impl MailServer {
    /// Starts on a free port of loopback.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|e| panic!("mail server: {e}"));
        let address = listener.local_addr().unwrap_or_else(|e| panic!("mail server: {e}"));
        let server = Self { address, taken: Arc::default(), forgetful: Arc::default(), busy: Arc::default(), stopped: Arc::default() };
        let (taken, forgetful, busy, stopped) =
            (Arc::clone(&server.taken), Arc::clone(&server.forgetful), Arc::clone(&server.busy), Arc::clone(&server.stopped));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                // A client that goes away ends only its own conversation.
                let _ = talk(&stream, &taken, forgetful.load(Ordering::SeqCst), busy.load(Ordering::SeqCst));
            }
        });
        server
    }

    /// Its address, as an operator names it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }
    /// What it was given so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().map(|taken| taken.clone()).unwrap_or_default()
    }
    /// Takes mail and hangs up before it says so: the client cannot know.
    pub fn forgets_to_answer(&self, forgetful: bool) {
        self.forgetful.store(forgetful, Ordering::SeqCst);
    }
    /// Says "later" to every receiver.
    pub fn is_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::SeqCst);
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener; if it is gone already, so much the better.
        let _ = TcpStream::connect(self.address);
    }
}

/// One conversation. Addresses that begin with `nobody` are refused for good.
fn talk(stream: &TcpStream, taken: &Mutex<Vec<Taken>>, forgetful: bool, busy: bool) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 test kit")?;
    let mut to = Vec::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let upper = line.to_uppercase();
        if upper.starts_with("EHLO") || upper.starts_with("HELO") || upper.starts_with("MAIL") {
            say("250 yes")?;
        } else if let Some(address) = upper.strip_prefix("RCPT TO:") {
            match address.trim_start_matches('<').starts_with("NOBODY") {
                true => say("550 no such person")?,
                false if busy => say("451 later")?,
                false => {
                    to.push(line["RCPT TO:".len()..].trim_matches(['<', '>']).to_owned());
                    say("250 yes")?;
                }
            }
        } else if upper == "DATA" {
            say("354 go on")?;
            let mut text = String::new();
            loop {
                let mut line = String::new();
                if lines.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                if line == ".\r\n" {
                    break;
                }
                text.push_str(line.strip_prefix('.').unwrap_or(&line));
            }
            if let Ok(mut taken) = taken.lock() {
                taken.push(Taken { to: std::mem::take(&mut to), text });
            }
            if forgetful {
                return Ok(());
            }
            say("250 taken")?;
        } else if upper == "QUIT" {
            return say("221 bye");
        } else {
            to.clear();
            say("250 yes")?;
        }
    }
}
