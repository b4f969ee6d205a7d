//! Checkpoints: C2SP signed notes over origin, size and root.

use crate::crypto::{Hash, Signer, b64, from_b64, hex, sha256, signed_by};

/// Ed25519 in the C2SP signed-note registry.
const ALGORITHM: u8 = 1;

/// Name of the log of an instance; a log that was reopened has a number behind it.
pub fn origin(instance: &str, number: i64) -> String {
    if number < 2 { format!("castellan/{instance}") } else { format!("castellan/{instance}/{number}") }
}

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, b64(&self.root))
    }

    /// The signed note.
    pub fn sign(&self, signer: &Signer) -> String {
        let signature = [key_id(&self.origin, &signer.public()).as_slice(), &signer.sign(self.text().as_bytes())].concat();
        format!("{}\n\u{2014} {} {}\n", self.text(), self.origin, b64(&signature))
    }

    /// Reads a note and says whether this key signed it.
    pub fn read(note: &str, public: &[u8]) -> Option<(Self, bool)> {
        let (text, signatures) = note.split_once("\n\n")?;
        let text = format!("{text}\n");
        let mut lines = text.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = from_b64(lines.next()?)?.try_into().ok()?;
        let good = signatures.lines().any(|line| signature_holds(line, &origin, &text, public));
        Some((Self { origin, size, root }, good))
    }
}

/// The verifier key line of a log: `name+id+key`.
pub fn verifier_key(origin: &str, public: &[u8]) -> String {
    format!("{origin}+{}+{}", hex(&key_id(origin, public)), b64(&[&[ALGORITHM], public].concat()))
}

fn key_id(name: &str, public: &[u8]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), b"\n", &[ALGORITHM], public]);
    [hash[0], hash[1], hash[2], hash[3]]
}

fn signature_holds(line: &str, origin: &str, text: &str, public: &[u8]) -> bool {
    let parsed = line.strip_prefix("\u{2014} ").and_then(|rest| rest.rsplit_once(' '));
    let Some((name, signature)) = parsed.and_then(|(name, sig)| Some((name, from_b64(sig)?))) else { return false };
    let Some((id, signature)) = signature.split_at_checked(4) else { return false };
    name == origin && id == key_id(origin, public) && signed_by(public, text.as_bytes(), signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_note_is_read_back_and_a_changed_one_is_not_believed() {
        let Ok(signer) = Signer::from_seed(&[7; 32]) else { panic!("seed") };
        let checkpoint = Checkpoint { origin: "castellan/test".into(), size: 42, root: [3; 32] };
        let note = checkpoint.sign(&signer);
        assert_eq!(Checkpoint::read(&note, &signer.public()), Some((checkpoint.clone(), true)));
        let changed = note.replace("\n42\n", "\n43\n");
        assert_eq!(Checkpoint::read(&changed, &signer.public()).map(|(_, good)| good), Some(false));
        assert_eq!(Checkpoint::read(&note, &[0; 32]).map(|(_, good)| good), Some(false));
        assert_eq!(Checkpoint::read("nonsense", &signer.public()), None);
    }
}
