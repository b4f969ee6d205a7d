//! Messages and scans as they should not be, the same for the same seed: for tests that nothing is lost and nobody falls over them.

use kernel::entropy::SeededEntropy;

/// Messages as mail programs write them, good and less good.
const MESSAGES: [&str; 4] = [
    "From: =?utf-8?Q?Autorit=C3=A9_nationale?= <nsa@example.org>\r\nTo: aso@example.org\r\nSubject: =?iso-8859-1?Q?R=E9ponse?=\r\n\
     Message-ID: <one@example.org>\r\nIn-Reply-To: <letter-1@castellan>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
     Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour\r\n--b\r\n\
     Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\
     Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcKJSVFT0YK\r\n--b--\r\n",
    "From: \"Bureau; habilitations\" <bureau@example.org>\r\nSubject: =?utf-8?B?SGFiaWxpdGF0aW9u?= suite\r\n\tet fin\r\nMessage-ID: <two@example.org>\r\n\
     Date: 2 Mar 26 10:00 GMT\r\nContent-Type: multipart/alternative;\r\n boundary=\"=_x y\"\r\n\r\n--=_x y\r\nContent-Type: text/html; charset=iso-8859-1\r\n\
     Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Bonjour <b>=E0</b> tous=\r\n</p>\r\n--=_x y\r\nContent-Type: message/rfc822\r\n\r\n\
     Subject: inner\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''r%C3%A9; filename*1*=ponse.pdf\r\n\r\nX\r\n--=_x y--\r\n",
    "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\r\nFrom: a@b.org, c@d.org\r\nDate: Tue, 31 Feb 2026 25:61:00 +9999\r\nMessage-ID: three\r\n\
     Content-Type: text/plain; charset=utf-7\r\n\r\n+AOk- bonjour\r\n.\r\nFrom here\r\n",
    "Received: by x; Mon, 2 Mar 2026 10:00:00 +0000\nSubject: plain line ends\nMessage-ID: <four@x>\n\n\
     begin 644 a.pdf\n#0V%T\n`\nend\n",
];

/// Names of files that lead somewhere, hide something or are none.
pub const NAMES: [&str; 8] = [
    "../../../etc/passwd",
    "C:\\\\Windows\\\\a.pdf",
    "invoice\u{202e}fdp.exe",
    "a\u{0}b.pdf",
    "\u{feff}\u{200f}.pdf",
    "=?utf-8?B?Li4vLi4vZXRjL3Bhc3N3ZA==?=",
    "a.pdf\\r\\nBcc: x@y.org",
    "...",
];

/// One damaged message, damaged once to four times.
pub fn message(random: &SeededEntropy) -> Vec<u8> {
    let mut bytes = random.pick(&MESSAGES).as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        bytes = damaged(bytes, random);
        bytes = match random.below(12) {
            0 => replaced(&bytes, b"\r\n", random.pick(&["\n", "\r", "\r\r\n", "\n\r", "\r\n\r\n"]).as_bytes()),
            1 => replaced(&bytes, b"a.pdf", random.pick(&NAMES).as_bytes()),
            2 => replaced(&bytes, b"utf-8", random.pick(&["utf-16", "utf-7", "x-unknown", "", "hz-gb-2312", "iso-2022-kr"]).as_bytes()),
            3 => replaced(&bytes, b"base64", random.pick(&["quoted-printable", "x-uuencode", "BASE64 ", "8bit"]).as_bytes()),
            4 => replaced(
                &bytes,
                b"boundary=b",
                random.pick(&["boundary=", "boundary=\"\"", "boundary=\"b", "boundary=b; boundary=c"]).as_bytes(),
            ),
            5 => [&b"X-Long: "[..], &b"a".repeat(random.below(200_000)), b"\r\n", &bytes].concat(),
            6 => [b"References: <x@y>\r\n".repeat(random.below(2_000)).as_slice(), &bytes].concat(),
            7 => [b"Subject: a\r\nBcc: x@y.org\rTo: z\n".as_slice(), &bytes].concat(),
            8 => wrapped(&bytes, random.below(12), "multipart/mixed; boundary=w", "--w"),
            9 => wrapped(&bytes, random.below(12), "message/rfc822", ""),
            10 => replaced(&bytes, b"JVBERi0x", random.pick(&["JVBE=i0x", "====", "é\0", "J V B E"]).as_bytes()),
            _ => replaced(&bytes, b"--b\r\n", &b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b\r\n".repeat(random.below(300))),
        };
    }
    bytes
}

fn wrapped(bytes: &[u8], times: usize, kind: &str, mark: &str) -> Vec<u8> {
    (0..times).fold(bytes.to_vec(), |inner, _| [format!("Content-Type: {kind}\r\n\r\n{mark}\r\n").as_bytes(), &inner].concat())
}

fn replaced(bytes: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(what.len()).position(|window| window == what) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(with);
        rest = &rest[at + what.len()..];
    }
    [out, rest.to_vec()].concat()
}

/// Any bytes, damaged the ways a disk, a line or a hand does it.
pub fn damaged(mut bytes: Vec<u8>, random: &SeededEntropy) -> Vec<u8> {
    let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
    let (from, to) = (from.min(to), from.max(to));
    match random.below(7) {
        0 => bytes.truncate(from),
        1 => (0..=random.below(16)).for_each(|_| {
            if !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
        }),
        2 => drop(bytes.drain(from..to)),
        3 => {
            let twice = bytes[from..to].to_vec();
            bytes.splice(from..from, twice);
        }
        4 => {
            let noise: Vec<u8> = (0..random.below(64)).map(|_| random.below(256) as u8).collect();
            bytes.splice(from..from, noise);
        }
        5 => bytes[from..to].reverse(),
        _ => {}
    }
    bytes
}

/// A PNG, JPEG, TIFF and PDF as a scanner writes them, each long enough to have a middle.
pub fn scans() -> [(&'static str, Vec<u8>); 5] {
    let chunk = |kind: &[u8], data: &[u8]| [&(data.len() as u32).to_be_bytes(), kind, data, b"crc!"].concat();
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"IDAT", &[7; 5_000]), &chunk(b"IEND", &[])].concat();
    let jpeg = [&b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\x00\x02"[..], &[9; 5_000], b"\xff\xd9"].concat();
    let pdf = [&b"%PDF-1.7\n1 0 obj\n<</Length 5000>>\nstream\n"[..], &[b'x'; 5_000], b"\nendstream\nendobj\nstartxref\n9\n%%EOF"].concat();
    let tiff = |little: bool| {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let field = |tag: u16, value: u32| [&short(tag)[..], &short(4), &long(1), &long(value)].concat();
        // Directory first, strip last, so that every cut takes something away.
        let head = [if little { &b"II*\0"[..] } else { b"MM\0*" }, &long(8)].concat();
        let directory = [&short(2)[..], &field(273, 38), &field(279, 5_000), &long(0)].concat();
        [head, directory, vec![3; 5_000]].concat()
    };
    [("a.png", png), ("a.jpg", jpeg), ("a.pdf", pdf), ("a.tif", tiff(true)), ("a.tiff", tiff(false))]
}
