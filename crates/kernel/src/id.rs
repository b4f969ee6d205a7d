//! Identifiers: 128 random bits inside; a prefix, 26 Crockford letters and a check character outside.

use std::fmt;
use std::marker::PhantomData;

use crate::Register;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 26;

/// The identity of a record: 128 bits of injected randomness. Order never comes from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub [u8; 16]);

impl RecordId {
    /// The id nobody has; stands for "no subject" in key lookups.
    pub const NIL: Self = Self([0; 16]);

    /// As people and addresses show it: `per_` + 26 letters + 1 check letter.
    pub fn outward(&self, prefix: &str) -> String {
        let number = u128::from_be_bytes(self.0);
        let mut out = String::with_capacity(prefix.len() + LETTERS + 2);
        out.push_str(prefix);
        out.push('_');
        for place in (0..LETTERS).rev() {
            let digit = (number >> (place * 5)) as usize & 31;
            out.push(ALPHABET[digit] as char);
        }
        out.push(self.check_letter());
        out
    }

    /// Reads what [`Self::outward`] wrote, with or without its prefix; `None` when a letter was mistyped.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.rsplit('_').next()?.as_bytes();
        if body.len() != LETTERS + 1 {
            return None;
        }
        let mut number: u128 = 0;
        for letter in body.iter().take(LETTERS) {
            let digit = ALPHABET.iter().position(|a| a == letter)?;
            number = number.checked_mul(32)?.checked_add(digit as u128)?;
        }
        let id = Self(number.to_be_bytes());
        (body.last().copied() == Some(id.check_letter() as u8)).then_some(id)
    }

    /// A check over the field of 32 elements in which every letter has a weight of its own: any one changed letter and any two swapped
    /// ones are seen.
    fn check_letter(self) -> char {
        let number = u128::from_be_bytes(self.0);
        ALPHABET[check((0..LETTERS).rev().map(|place| (number >> (place * 5)) as usize & 31))] as char
    }
}

fn check(digits: impl Iterator<Item = usize>) -> usize {
    digits.fold(0, |sum, digit| times_x(sum ^ digit))
}

/// Letters of a code on a label before its check letter: 50 random bits.
const CODE_LETTERS: usize = 10;

/// The code on the label of a thing: ten Crockford letters of randomness and the check letter of [`RecordId::outward`], in capitals, which every
/// bar code holds. It says nothing about what bears it.
pub fn label_code(random: RecordId) -> String {
    let number = u128::from_be_bytes(random.0);
    let digits = || (0..CODE_LETTERS).rev().map(|place| (number >> (place * 5)) as usize & 31);
    let letters = digits().chain([check(digits())]).filter_map(|digit| ALPHABET.get(digit));
    letters.map(|letter| (*letter as char).to_ascii_uppercase()).collect()
}

/// Reads a code as it was scanned or typed: case, spaces and dashes are nothing, and what Crockford's letters leave out is read as what it looks
/// like. `None` when it is no code, or a letter was mistyped.
pub fn read_label_code(text: &str) -> Option<String> {
    let plain = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    });
    let plain: String = plain.collect();
    let digits: Option<Vec<usize>> = plain.bytes().map(|letter| ALPHABET.iter().position(|a| *a == letter)).collect();
    let digits = digits.filter(|digits| digits.len() == CODE_LETTERS + 1)?;
    let (last, body) = digits.split_last()?;
    (check(body.iter().copied()) == *last).then(|| plain.to_ascii_uppercase())
}

/// Multiplies by x modulo x^5 + x^2 + 1, whose powers of x are 31 different ones.
const fn times_x(element: usize) -> usize {
    let shifted = element << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.outward("id"))
    }
}

/// The id of a record of register `R`.
pub struct Id<R> {
    raw: RecordId,
    of: PhantomData<fn() -> R>,
}

impl<R> Id<R> {
    /// Takes a raw id as one of register `R`; whether it exists is for the ledger to say.
    pub const fn new(raw: RecordId) -> Self {
        Self { raw, of: PhantomData }
    }
    /// The bits.
    pub const fn raw(self) -> RecordId {
        self.raw
    }
}

impl<R: Register> Id<R> {
    /// As people and addresses show it.
    pub fn outward(self) -> String {
        self.raw.outward(R::DEF.prefix)
    }
}

impl<R> Clone for Id<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Id<R> {}
impl<R> PartialEq for Id<R> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<R> Eq for Id<R> {}
impl<R> std::hash::Hash for Id<R> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<R> fmt::Debug for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_a_mistyped_letter_is_seen() {
        let id = RecordId([7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        let text = id.outward("per");
        assert_eq!(RecordId::parse(&text), Some(id));
        let body = text.find('_').map_or(0, |at| at + 1);
        for at in body..text.len() {
            for wrong in ALPHABET {
                let mut typed = text.clone().into_bytes();
                if typed[at] == *wrong {
                    continue;
                }
                typed[at] = *wrong;
                let typed = String::from_utf8(typed).unwrap_or_default();
                assert_ne!(RecordId::parse(&typed), Some(id), "{typed}");
                assert_eq!(RecordId::parse(&typed), None, "{typed}");
            }
        }
    }

    #[test]
    fn any_id_is_read_back_and_nothing_else_is_an_id() {
        use crate::Entropy;
        let random = crate::entropy::SeededEntropy::new(9);
        for id in (0..5_000).map(|_| random.id()).chain([RecordId::NIL, RecordId([255; 16])]) {
            let text = id.outward("per");
            assert_eq!(RecordId::parse(&text), Some(id));
            // Two letters that changed places are seen, neighbours or not.
            let (one, other) = (4 + random.below(27), 4 + random.below(27));
            let mut typed: Vec<char> = text.chars().collect();
            typed.swap(one, other);
            let typed: String = typed.into_iter().collect();
            assert!(typed == text || RecordId::parse(&typed).is_none(), "{typed}");
        }
        for wrong in ["", "per_", "_", "per_zzzzzzzzzzzzzzzzzzzzzzzzzzz", "é_00000000000000000000000000é", &"0".repeat(28)] {
            assert_eq!(RecordId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn cl_09_the_code_on_a_label_shows_any_mistyped_letter_and_any_two_that_changed_places() {
        use crate::Entropy;
        let random = crate::entropy::SeededEntropy::new(4);
        for _ in 0..500 {
            let code = label_code(random.id());
            assert_eq!((code.len(), read_label_code(&code)), (11, Some(code.clone())));
            let typed = format!(" {}-{} ", &code[..4], &code[4..]).to_lowercase().replace('0', "o").replace('1', "l");
            assert_eq!(read_label_code(&typed), Some(code.clone()));
            let at = random.below(11);
            for letter in ALPHABET {
                let mut wrong = code.to_lowercase().into_bytes();
                wrong[at] = *letter;
                let wrong = String::from_utf8(wrong).unwrap_or_default();
                assert!(wrong == code.to_lowercase() || read_label_code(&wrong).is_none(), "{wrong}");
            }
            let mut letters: Vec<char> = code.chars().collect();
            letters.swap(at, random.below(11));
            let swapped: String = letters.into_iter().collect();
            assert!(swapped == code || read_label_code(&swapped).is_none(), "{swapped}");
        }
        for wrong in ["", "0", "é", "UUUUUUUUUUU", "0123456789ABC"] {
            assert_eq!(read_label_code(wrong), None, "{wrong}");
        }
    }
}
