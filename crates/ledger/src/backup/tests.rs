//! Streams that were cut, changed or made up are refused, and no length in them is believed.

use super::*;

const GOOD: &str = "castellan backup 1\nkind data\ninstance AAAAAAAAAAAAAAAAAAAAAA\nschema x\ntime 1\nsize 2\nroot AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";

fn head(text: &str) -> Result<Head, String> {
    Reader::open(&mut text.as_bytes(), Kind::Data).map(|reader| reader.head).map_err(|e| e.to_string())
}

fn parts(body: &[u8]) -> Result<usize, String> {
    let bytes = [GOOD.as_bytes(), b"\n", body].concat();
    let mut input = bytes.as_slice();
    let mut reader = Reader::open(&mut input, Kind::Data).unwrap_or_else(|e| panic!("{e}"));
    for count in 0.. {
        match reader.next() {
            Ok(Part::End) => return Ok(count),
            Ok(_) => {}
            Err(e) => return Err(e.to_string()),
        }
    }
    unreachable!("a stream has an end")
}

#[test]
fn a_head_is_whole_and_of_the_right_kind_or_refused() {
    assert!(head(&format!("{GOOD}\n")).is_ok_and(|head| (head.time, head.size) == (1, 2)));
    for (what, with) in [
        ("castellan backup 1", "castellan backup 2"),
        ("kind data", "kind keys"),
        ("size 2", "size -2"),
        ("size 2\n", ""),
        ("instance A", "instance "),
    ] {
        assert!(head(&format!("{}\n", GOOD.replace(what, with))).is_err(), "{with}");
    }
    assert!(head(&format!("{GOOD}checkpoint !\n\n")).is_err());
    assert!(head(GOOD).is_err(), "cut off");
    let filled = |bytes: usize| format!("{GOOD}{}\n\n", "x".repeat(bytes - GOOD.len() - 2));
    assert!(head(&filled(limits::BACKUP_HEAD_BYTES_MAX)).is_ok());
    assert!(head(&filled(limits::BACKUP_HEAD_BYTES_MAX + 1)).is_err());
}

#[test]
fn rows_are_read_to_the_end_and_no_length_is_believed() {
    let good = b"T\0\0\0\x01t\0\0\0\x02\0\0\0\x01a\0\0\0\x01bR2\0\0\0\x02hi0R1\0\0\0\0\0\0\0\x073\0\0\0\x01xE\0\0\0\0\0\0\0\x02";
    assert_eq!(parts(good), Ok(3));
    for cut in 0..good.len() {
        assert!(parts(&good[..cut]).is_err(), "{cut}");
    }
    assert!(parts(&[good.as_slice(), b"x"].concat()).is_err(), "something behind the end");
    assert!(parts(b"E\0\0\0\0\0\0\0\x01").is_err(), "a row is missing");
    assert!(parts(b"?").is_err());
    let over = u32::try_from(limits::BACKUP_VALUE_BYTES_MAX + 1).unwrap_or(u32::MAX).to_be_bytes();
    let within = u32::try_from(limits::BACKUP_VALUE_BYTES_MAX).unwrap_or(u32::MAX).to_be_bytes();
    assert_eq!(parts(&[b"T", over.as_slice()].concat()), Err("stored data: backup: a value is over the limit".to_owned()));
    assert_eq!(parts(&[b"T", within.as_slice()].concat()), Err("stored data: backup: it is cut off".to_owned()));
}
