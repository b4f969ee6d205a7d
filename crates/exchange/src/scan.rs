//! Scans, seen from outside: whether the end of a document is there. Only lengths are followed; no picture is unpacked and no text read.

/// Whether a document reaches its end. What is no document of a kind we know has none to miss.
#[must_use]
pub fn is_whole(bytes: &[u8]) -> bool {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => pdf(bytes),
        [0x89, b'P', ..] => png(bytes).is_some(),
        [0xff, 0xd8, ..] => jpeg(bytes).is_some(),
        [b'I', b'I', b'*', 0, ..] => Tiff { bytes, little: true }.is_whole().is_some(),
        [b'M', b'M', 0, b'*', ..] => Tiff { bytes, little: false }.is_whole().is_some(),
        _ => true,
    }
}

/// Behind the end of a PDF some programs write a little more.
const TAIL_BYTES: usize = 2_048;
/// A PDF that is made for the web says its length within its first bytes (ISO 32000-2, annex F).
const HEAD_BYTES: usize = 1_024;

fn pdf(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL_BYTES)..).unwrap_or_default();
    // One that is made for the web has an end mark near its beginning already; its own length says more.
    find(tail, b"%%EOF").is_some() && web_length(bytes).is_none_or(|length| length <= bytes.len() as u64)
}

fn web_length(bytes: &[u8]) -> Option<u64> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let head = head.get(find(head, b"/Linearized")? + b"/Linearized".len()..)?;
    let after = head.get(find(head, b"/L ")? + b"/L ".len()..)?;
    let digits: String = after.iter().map(|b| char::from(*b)).skip_while(|c| *c == ' ').take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

/// Chunk after chunk to the last one, its checksum included.
fn png(bytes: &[u8]) -> Option<()> {
    let mut at = 8_usize;
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)).ok()?;
        let kind = bytes.get(at + 4..at.checked_add(8)?)?;
        let next = at.checked_add(12)?.checked_add(length)?;
        bytes.get(at..next)?;
        if kind == b"IEND" {
            return Some(());
        }
        at = next;
    }
}

/// Segment after segment, small pictures within them stepped over, then through the data to the mark of the end.
fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2_usize;
    loop {
        // Between segments any number of bytes FF may stand; within the data, FF 00 is a byte and FF D0 to D7 are signposts.
        while *bytes.get(at)? != 0xff || matches!(bytes.get(at + 1)?, 0x00 | 0x01 | 0xd0..=0xd7 | 0xff) {
            at += 1;
        }
        match bytes.get(at + 1)? {
            0xd9 => return Some(()),
            _ => at = at.checked_add(2)?.checked_add(usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?])))?,
        }
    }
}

/// A TIFF: directories of fields, one a page, in either order of bytes (TIFF 6.0).
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    }

    /// Every directory, every field and every strip of a picture lies within the file.
    fn is_whole(&self) -> Option<()> {
        let mut at = self.long(4)?;
        // What is looked at stands in the file once: whoever leads us in circles runs out of it.
        let mut left = self.bytes.len();
        while at != 0 {
            let fields = usize::from(self.short(at)?);
            left = left.checked_sub(fields + 1)?;
            let field = |n: usize| at + 2 + 12 * n;
            for n in 0..fields {
                self.values(field(n))?;
            }
            // Strips and tiles: where they begin, and how long they are.
            for (begins, lengths) in [(273, 279), (324, 325), (513, 514)] {
                let of = |tag: u16| (0..fields).map(field).find(|at| self.short(*at) == Some(tag));
                let (Some(begins), Some(lengths)) = (of(begins), of(lengths)) else { continue };
                let (begins, lengths) = (self.values(begins)?, self.values(lengths)?);
                left = left.checked_sub(begins.count)?;
                for n in 0..begins.count.min(lengths.count) {
                    let end = self.value(&begins, n)?.checked_add(self.value(&lengths, n)?)?;
                    self.bytes.get(..end)?;
                }
            }
            at = self.long(field(fields))?;
        }
        Some(())
    }

    /// Where the values of a field stand, all within the file.
    fn values(&self, field: usize) -> Option<Values> {
        let size = match self.short(field + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let count = self.long(field + 4)?;
        let length = size * count;
        let at = if length <= 4 { field + 8 } else { self.long(field + 8)? };
        self.bytes.get(at..at.checked_add(length)?)?;
        Some(Values { at, count, size })
    }

    fn value(&self, values: &Values, n: usize) -> Option<usize> {
        match values.size {
            2 => self.short(values.at + 2 * n).map(usize::from),
            4 => self.long(values.at + 4 * n),
            _ => None,
        }
    }
}

struct Values {
    at: usize,
    count: usize,
    size: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp_02_a_small_picture_within_a_scan_is_not_its_end() {
        // A JPEG whose first segment holds a whole one.
        let whole = [&b"\xff\xd8\xff\xe1\x00\x08\xff\xd8\xff\xd9AB"[..], b"\xff\xda\x00\x02data\xff\x00more\xff\xd9"].concat();
        assert!(is_whole(&whole));
        assert!((2..whole.len()).all(|end| !is_whole(&whole[..end])), "{:?}", (2..whole.len()).find(|end| is_whole(&whole[..*end])));
    }

    #[test]
    fn sp_02_a_pdf_for_the_web_ends_where_it_says_and_not_at_its_first_mark() {
        let mut pdf = b"%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 00200 /H [1 2] >>\nstartxref\n0\n%%EOF\n".to_vec();
        assert!(!is_whole(&pdf));
        pdf.resize(194, b' ');
        pdf.extend(b"\n%%EOF");
        assert!(is_whole(&pdf));
    }
}
