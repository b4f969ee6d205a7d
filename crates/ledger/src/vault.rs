//! Encryption to people who keep their private keys elsewhere: age with X25519 recipients. Who writes such a file cannot read it again.

use std::io::{BufRead, Read, Write};
use std::path::Path;

use age::secrecy::ExposeSecret;
pub use age::x25519::Identity;
use age::x25519::Recipient;

use crate::Error;

/// Encrypts what is written into it; must be finished.
pub type Sealing<W> = age::stream::StreamWriter<W>;

fn failed(e: impl std::fmt::Display) -> Error {
    Error::Stored(format!("encryption: {e}"))
}

/// Encrypts to these recipients (`age1…`), each of whom can open it alone.
pub fn seal<W: Write>(recipients: &[String], out: W) -> Result<Sealing<W>, Error> {
    let parsed = recipients.iter().map(|text| text.parse::<Recipient>().map_err(|e| failed(format!("{text}: {e}"))));
    let parsed = parsed.collect::<Result<Vec<_>, _>>()?;
    let encryptor = age::Encryptor::with_recipients(parsed.iter().map(|r| r as &dyn age::Recipient)).map_err(failed)?;
    encryptor.wrap_output(out).map_err(failed)
}

/// Opens what was encrypted, by any of these identities.
pub fn open(identities: &[Identity], input: impl BufRead) -> Result<impl Read, Error> {
    let decryptor = age::Decryptor::new_buffered(input).map_err(failed)?;
    decryptor.decrypt(identities.iter().map(|i| i as &dyn age::Identity)).map_err(failed)
}

/// The identities (`AGE-SECRET-KEY-1…`) of a file, one a line; lines that begin with # are comments.
pub fn identities(file: &Path) -> Result<Vec<Identity>, Error> {
    let text = std::fs::read_to_string(file).map_err(|e| Error::Stored(format!("identity {}: {e}", file.display())))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let found = lines.map(|line| line.parse().map_err(|e| Error::Stored(format!("identity {}: {e}", file.display()))));
    found.collect()
}

/// A fresh identity: the text of its file, and its recipient. Made where backups are opened, never on the server.
pub fn fresh() -> (String, String) {
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string();
    (format!("# recipient: {recipient}\n{}\n", identity.to_string().expose_secret()), recipient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(recipients: &[String], plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sealing = seal(recipients, &mut out).unwrap_or_else(|e| panic!("{e}"));
        sealing.write_all(plain).unwrap_or_else(|e| panic!("{e}"));
        sealing.finish().unwrap_or_else(|e| panic!("{e}"));
        out
    }

    #[test]
    fn each_recipient_opens_it_and_nobody_else_and_a_changed_or_short_file_is_refused() {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let made: Vec<_> = (0..3).map(|_| fresh()).collect();
        let of = |at: usize| {
            let file = folder.path().join(at.to_string());
            std::fs::write(&file, &made[at].0).unwrap_or_else(|e| panic!("{e}"));
            identities(&file).unwrap_or_else(|e| panic!("{e}"))
        };
        let plain = vec![7; 200_000];
        let good = sealed(&[made[0].1.clone(), made[1].1.clone()], &plain);
        let read = |at: usize, bytes: &[u8]| {
            let mut text = Vec::new();
            open(&of(at), bytes).ok().and_then(|mut input| input.read_to_end(&mut text).ok()).map(|_| text)
        };
        assert_eq!([read(0, &good), read(1, &good)], [Some(plain.clone()), Some(plain)]);
        assert_eq!(read(2, &good), None);
        let mut changed = good.clone();
        let at = changed.len() / 2;
        changed[at] ^= 1;
        assert_eq!([read(0, &changed), read(0, &good[..good.len() - 100])], [None, None]);
        assert!(seal(&[], Vec::new()).is_err(), "nobody could open it");
        assert!(seal(&["age1nonsense".to_owned()], Vec::new()).is_err());
    }
}
