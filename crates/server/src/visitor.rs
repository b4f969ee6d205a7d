//! Who is asking: the session cookie or bearer token of a request, its language, its way back.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use kernel::Lang;
use ledger::crypto::{b64u, from_b64u, hmac_sha256, sha256};
use ledger::operational::Pass;

/// Name of the session cookie.
pub const COOKIE: &str = "__Host-castellan";
/// Name of the language cookie of those who are not signed in.
pub const LANG_COOKIE: &str = "castellan-lang";

/// Who is asking, before the ledger has said whether it holds.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session, if the request carries one.
    pub session: Option<Vec<u8>>,
    /// Language, as far as the request tells.
    pub lang: Lang,
    /// Path and query, for the way back.
    pub here: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let session = cookie(&parts.headers, COOKIE).and_then(|t| from_b64u(&t));
        let wanted = cookie(&parts.headers, LANG_COOKIE).and_then(|l| Lang::from_code(&l));
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let accepted = accepted.and_then(|list| list.split(',').find_map(|l| Lang::from_code(l.trim())));
        Ok(Self {
            session: session.map(|token| hash(&token)),
            lang: wanted.or(accepted).unwrap_or_default(),
            here: parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        })
    }
}

impl Visitor {
    /// What the ledger checks.
    pub fn pass(&self) -> Pass {
        Pass::Session(self.session.clone().unwrap_or_default())
    }
    /// The token every form of this session carries.
    pub fn csrf(&self) -> String {
        self.session.as_deref().map(|s| b64u(&hmac_sha256(s, &[b"form"]))).unwrap_or_default()
    }
}

/// Hash under which a token is stored.
pub fn hash(token: &[u8]) -> Vec<u8> {
    sha256(&[b"token\0", token]).to_vec()
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// A path of ours to go back to; anything else leads home.
pub fn local(path: &str) -> &str {
    let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.contains(|c: char| c.is_control());
    if plain { path } else { "/" }
}
