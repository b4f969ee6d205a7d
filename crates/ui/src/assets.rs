//! The files the browser needs, built by `web/` and embedded with their compressed twins.

struct File {
    plain: &'static str,
    hashed: &'static str,
    bytes: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

mod embedded {
    use super::File;
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// The address under which the server offers the embedded files.
pub const PREFIX: &str = "/assets/";

/// One file as it goes over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The body, already compressed when `encoding` says so.
    pub bytes: &'static [u8],
    /// The media type.
    pub content_type: &'static str,
    /// The content encoding of `bytes`: `br`, `gzip`, or none.
    pub encoding: Option<&'static str>,
    /// Whether the name carries a hash, so that a browser may keep the file for ever.
    pub immutable: bool,
}

/// The file called `path` (below [`PREFIX`]), in the best encoding the request accepts.
#[must_use]
pub fn asset(path: &str, accept_encoding: &str) -> Option<Asset> {
    let file = embedded::FILES.iter().find(|file| file.hashed == path)?;
    let (bytes, encoding) = match (file.brotli, file.gzip) {
        (Some(bytes), _) if accepts(accept_encoding, "br") => (bytes, Some("br")),
        (_, Some(bytes)) if accepts(accept_encoding, "gzip") => (bytes, Some("gzip")),
        _ => (file.bytes, None),
    };
    Some(Asset { bytes, content_type: content_type(path), encoding, immutable: true })
}

/// The address of a file by its plain name, such as `castellan.css`; empty when there is no such file.
#[must_use]
pub fn href(plain: &str) -> String {
    embedded::FILES.iter().find(|file| file.plain == plain).map(|file| format!("{PREFIX}{}", file.hashed)).unwrap_or_default()
}

/// The hashed names of all files, for tests and static copies.
pub fn names() -> impl Iterator<Item = &'static str> {
    embedded::FILES.iter().map(|file| file.hashed)
}

fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next() == Some(coding)
            && !pieces.any(|parameter| parameter.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32)))
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_negotiated() {
        let name = href("castellan.css");
        let name = name.strip_prefix(PREFIX).expect("built");
        assert_eq!(asset(name, "gzip, br").and_then(|a| a.encoding), Some("br"));
        assert_eq!(asset(name, "gzip;q=0.5, br;q=0").and_then(|a| a.encoding), Some("gzip"));
        assert_eq!(asset(name, "").and_then(|a| a.encoding), None);
        assert_eq!(asset("../Cargo.toml", "br"), None);
    }

    #[test]
    fn a_first_visit_stays_light() {
        let packed: usize =
            names().filter(|name| !name.contains("latin-ext")).filter_map(|name| asset(name, "br")).map(|asset| asset.bytes.len()).sum();
        assert!(packed < 120_000, "{packed} bytes without the page itself");
    }
}
