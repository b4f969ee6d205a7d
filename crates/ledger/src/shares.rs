//! The recovery ceremony: the two keys of an instance in shares, of which so many open it and fewer say nothing (Shamir over GF(256)).
//!
//! A share is one line: `castellan-share-1`, the set it belongs to, how many are needed, its number, its bytes in groups, a check word.

use blahaj::{Share, Sharks};

use crate::Error;
use crate::crypto::{Key, from_hex, hex, sha256};
use crate::keys::MasterKeys;
use kernel::limits;

const FORM: &str = "castellan-share-1";
const GROUP: usize = 8;

/// What shares gave.
pub struct Joined {
    /// The keys.
    pub keys: MasterKeys,
    /// Numbers of shares that are well formed and yet do not belong to the others.
    pub wrong: Vec<u8>,
}

fn refused(text: impl Into<String>) -> Error {
    Error::Stored(text.into())
}

/// Splits the keys; any `threshold` of the shares give them back.
pub fn split(keys: &MasterKeys, shares: u8, threshold: u8) -> Result<Vec<String>, Error> {
    if threshold < 2 || shares < threshold || usize::from(shares) > limits::SHARES_MAX {
        return Err(refused(format!("between 2 and {} shares, of which at least 2 and at most all are needed", limits::SHARES_MAX)));
    }
    let set = set_of(keys);
    let dealt = Sharks(threshold).dealer(&[keys.master, keys.signing].concat()).take(shares.into());
    Ok(dealt
        .map(|share| {
            let bytes = Vec::from(&share);
            let (number, body) = bytes.split_first().map_or((0, [].as_slice()), |(number, body)| (*number, body));
            let digits = hex(body);
            let groups: Vec<&str> = (0..digits.len()).step_by(GROUP).map(|at| &digits[at..digits.len().min(at + GROUP)]).collect();
            let line = format!("{FORM} {set} {threshold} {number} {}", groups.join(" "));
            let word = check_word(&line);
            format!("{line} {word}")
        })
        .collect())
}

/// Puts the keys together from shares; says which share was copied wrongly, and how many are missing.
pub fn join(lines: &[String]) -> Result<Joined, Error> {
    let mut parsed: Vec<(String, u8, Vec<u8>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let one = parse(line).map_err(|why| refused(format!("line {}: {why}", at + 1)))?;
        if parsed.iter().any(|other| other.2[0] == one.2[0]) {
            return Err(refused(format!("line {}: share {} was given before", at + 1, one.2[0])));
        }
        if parsed.first().is_some_and(|first| (&first.0, first.1) != (&one.0, one.1)) {
            return Err(refused(format!("line {}: share {} is of another set", at + 1, one.2[0])));
        }
        parsed.push(one);
    }
    let Some((set, threshold, _)) = parsed.first().cloned() else { return Err(refused("no share was given")) };
    let needed = usize::from(threshold);
    if parsed.len() < needed || parsed.len() > limits::SHARES_MAX {
        return Err(refused(format!("{} shares were given, {needed} are needed", parsed.len())));
    }
    let shares: Vec<Vec<u8>> = parsed.into_iter().map(|(_, _, bytes)| bytes).collect();
    let opens = |chosen: &[&Vec<u8>]| recover(threshold, chosen).filter(|keys| set_of(keys) == set);
    for chosen in (0_u32..1 << shares.len()).filter(|bits| bits.count_ones() as usize == needed) {
        let of = |wanted: bool| shares.iter().enumerate().filter(move |(at, _)| (chosen >> at & 1 == 1) == wanted).map(|(_, share)| share);
        let good: Vec<&Vec<u8>> = of(true).collect();
        if let Some(keys) = opens(&good) {
            // Each of the others must do in the place of one of these.
            let wrong = of(false).filter(|other| opens(&[&good[1..], &[*other]].concat()).is_none()).map(|other| other[0]).collect();
            return Ok(Joined { keys, wrong });
        }
    }
    Err(refused("these shares do not give the keys: one of them at least was changed; try with others"))
}

fn recover(threshold: u8, chosen: &[&Vec<u8>]) -> Option<MasterKeys> {
    let shares: Vec<Share> = chosen.iter().filter_map(|bytes| Share::try_from(bytes.as_slice()).ok()).collect();
    let secret = Sharks(threshold).recover(&shares).ok()?;
    let (master, signing) = secret.split_at_checked(32)?;
    Some(MasterKeys { master: Key::try_from(master).ok()?, signing: Key::try_from(signing).ok()? })
}

/// Set, threshold, and the share's bytes, its number first.
fn parse(line: &str) -> Result<(String, u8, Vec<u8>), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [form, set, threshold, number, groups @ .., word] = words.as_slice() else { return Err("this is no share".to_owned()) };
    if *form != FORM {
        return Err("this is no share".to_owned());
    }
    let copied = words[..words.len() - 1].join(" ");
    let whole = (number.parse::<u8>(), threshold.parse::<u8>(), from_hex(&groups.concat()));
    match whole {
        (Ok(number), Ok(threshold), Some(body)) if check_word(&copied) == *word && body.len() == 64 && number > 0 && threshold > 1 => {
            Ok(((*set).to_owned(), threshold, [&[number], body.as_slice()].concat()))
        }
        _ => Err(format!("share {number} was copied wrongly: its check word does not fit")),
    }
}

/// What shares of the same keys have in common; says nothing about the keys, which are random.
fn set_of(keys: &MasterKeys) -> String {
    hex(&sha256(&[b"share set\0", &keys.master, &keys.signing])[..8])
}

/// Two words that can be spoken, over everything before them (proquints).
fn check_word(line: &str) -> String {
    const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
    const VOWELS: &[u8; 4] = b"aiou";
    let hash = sha256(&[line.as_bytes()]);
    let word = |pair: &[u8]| -> String {
        let bits = u16::from_be_bytes([pair[0], pair[1]]);
        let consonant = |shift: u16| char::from(CONSONANTS[usize::from(bits >> shift & 15)]);
        let vowel = |shift: u16| char::from(VOWELS[usize::from(bits >> shift & 3)]);
        [consonant(12), vowel(10), consonant(6), vowel(4), consonant(0)].iter().collect()
    };
    format!("{}-{}", word(&hash[..2]), word(&hash[2..4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> MasterKeys {
        MasterKeys { master: [0x5a; 32], signing: [0xc3; 32] }
    }

    fn dealt(shares: u8, threshold: u8) -> Vec<String> {
        split(&keys(), shares, threshold).unwrap_or_else(|e| panic!("{e}"))
    }

    fn said(lines: &[String]) -> String {
        join(lines).err().map(|e| e.to_string()).unwrap_or_else(|| panic!("these should not open"))
    }

    #[test]
    fn any_three_of_five_open_and_two_do_not() {
        let shares = dealt(5, 3);
        for bits in 0_u32..32 {
            let chosen: Vec<String> = (0..5).filter(|at| bits >> at & 1 == 1).map(|at| shares[at].clone()).collect();
            match join(&chosen) {
                Ok(joined) => {
                    assert!(bits.count_ones() >= 3 && joined.wrong.is_empty(), "{bits:b}");
                    assert_eq!((joined.keys.master, joined.keys.signing), (keys().master, keys().signing));
                }
                Err(_) => assert!(bits.count_ones() < 3, "{bits:b}"),
            }
        }
        assert!(said(&shares[..2]).contains("3 are needed"));
        // Two shares passed off as enough give no keys either.
        let two: Vec<Vec<u8>> = shares[..2].iter().filter_map(|line| parse(line).ok()).map(|(_, _, bytes)| bytes).collect();
        let chosen: Vec<&Vec<u8>> = two.iter().collect();
        assert!(recover(2, &chosen).is_some_and(|keys| keys.master != self::keys().master));
    }

    #[test]
    fn a_wrong_share_is_named() {
        let mut shares = dealt(5, 3);
        let good = shares[1].clone();
        let digit = good.find(" 2 ").map_or(0, |at| at + 5);
        let other = if &good[digit..=digit] == "0" { "1" } else { "0" };
        shares[1].replace_range(digit..=digit, other);
        assert!(said(&shares).contains("share 2 was copied wrongly"), "{}", said(&shares));
        // With a check word that fits: four still open, and it is found.
        let line = shares[1].rsplit_once(' ').map_or("", |(line, _)| line).to_owned();
        shares[1] = format!("{line} {}", check_word(&line));
        let joined = join(&shares[..4]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((joined.wrong, joined.keys.master), (vec![2], keys().master));
        assert!(said(&shares[..3]).contains("do not give the keys"));
        let foreign = split(&MasterKeys { master: [1; 32], signing: [2; 32] }, 3, 2).unwrap_or_else(|e| panic!("{e}"));
        assert!(said(&[good.clone(), foreign[2].clone()]).contains("share 3 is of another set"));
        assert!(said(&[good.clone(), good]).contains("share 2 was given before"));
        assert!(said(&["castellan-share-1".to_owned()]).contains("no share"));
        assert!(said(&[]).contains("no share"));
    }

    #[test]
    fn so_many_shares_and_no_more() {
        let most = limits::SHARES_MAX as u8;
        assert_eq!(dealt(most, 2).len(), limits::SHARES_MAX);
        for (shares, threshold) in [(most + 1, 2), (3, 1), (2, 3)] {
            assert!(split(&keys(), shares, threshold).is_err());
        }
    }
}
