//! The few primitives the house uses, from one provider: SHA-256, HMAC-SHA-256, AES-256-GCM, Ed25519.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kernel::Entropy;

use crate::Error;

/// A SHA-256 value or HMAC.
pub type Hash = [u8; 32];
/// A 256-bit key.
pub type Key = [u8; 32];

const NONCE_BYTES: usize = 12;

/// SHA-256 over the parts in order.
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    parts.iter().for_each(|part| context.update(part));
    to_hash(context.finish().as_ref())
}

/// HMAC-SHA-256 over the parts in order.
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> Hash {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    parts.iter().for_each(|part| context.update(part));
    to_hash(context.sign().as_ref())
}

fn to_hash(bytes: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(&bytes[..32]);
    hash
}

/// Encrypts under a key; `purpose` must be the same when opening.
pub fn seal(key: &Key, purpose: &[u8], plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; NONCE_BYTES];
    entropy.fill(&mut nonce);
    let mut sealed = plain.to_vec();
    aead(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose), &mut sealed)
        .map_err(|_| broken("sealing"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what `seal` made; fails when a byte, the key or the purpose differs.
pub fn open(key: &Key, purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(|| broken("opening"))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken("opening"))?;
    let mut plain = body.to_vec();
    let length = aead(key)?.open_in_place(nonce, Aad::from(purpose), &mut plain).map_err(|_| broken("opening"))?.len();
    plain.truncate(length);
    Ok(plain)
}

fn aead(key: &Key) -> Result<LessSafeKey, Error> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| broken("key"))
}

fn broken(what: &str) -> Error {
    Error::Stored(format!("{what} failed: wrong key or changed bytes"))
}

/// An Ed25519 key that signs checkpoints.
pub struct Signer(Ed25519KeyPair);

impl Signer {
    /// From its 32-byte seed.
    pub fn from_seed(seed: &Key) -> Result<Self, Error> {
        Ed25519KeyPair::from_seed_unchecked(seed).map(Self).map_err(|_| broken("signing key"))
    }
    /// The public key.
    pub fn public(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }
    /// Signs.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.0.sign(message).as_ref().to_vec()
    }
}

/// Whether this signature of this message was made by this key.
pub fn signed_by(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public).verify(message, signature).is_ok()
}

/// The host's randomness.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "a host without randomness cannot run safely; stopping is the only right answer")]
        aws_lc_rs::rand::fill(buffer).expect("the host gives random bytes");
    }
}

/// base64url without padding.
pub fn b64u(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
/// From base64url without padding.
pub fn from_b64u(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
/// Plain base64.
pub fn b64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
/// From plain base64.
pub fn from_b64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
/// From hexadecimal.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|p| u8::from_str_radix(p, 16).ok());
    if digits.len().is_multiple_of(2) { digits.chunks(2).map(byte).collect() } else { None }
}
