//! Labels: a code as a picture drawn as one path. As QR (ISO/IEC 18004) a quarter of it may be worn (level Q); as Code 128 (ISO/IEC 15417) every old
//! scanner reads it.

use std::fmt::Write as _;

use barcoders::sym::code128::Code128;
use kernel::limits::LABEL_BARS_CHARS_MAX;
use qrcode::{Color, EcLevel, QrCode};

use crate::{Failed, Label, Symbology};

/// Empty modules around a QR picture, which scanners need.
const QUIET: usize = 4;
/// Empty modules before and behind bars.
const QUIET_BARS: usize = 10;
/// How high bars are, in modules.
const BARS_HIGH: usize = 40;
/// Begins bars in the set of letters, digits and signs.
const SET_B: char = '\u{181}';

/// A label with this code and a note beneath.
///
/// # Errors
/// A code of more letters than a picture holds, or of letters that bars have none for.
pub fn label(code: &str, note: &str, symbology: Symbology) -> Result<Label, Failed> {
    let picture = match symbology {
        Symbology::Qr => square(code)?,
        Symbology::Code128 => bars(code)?,
    };
    Ok(Label { code: code.to_owned(), note: note.to_owned(), wide: symbology == Symbology::Code128, picture })
}

fn square(code: &str) -> Result<String, Failed> {
    let made = QrCode::with_error_correction_level(code, EcLevel::Q).map_err(|e| Failed(format!("{code}: {e}")))?;
    let (width, modules) = (made.width(), made.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        runs(&mut path, row.iter().map(|module| *module == Color::Dark), (QUIET, y + QUIET, 1));
    }
    let side = width + 2 * QUIET;
    Ok(drawing(&path, side, side))
}

fn bars(code: &str) -> Result<String, Failed> {
    if code.chars().count() > LABEL_BARS_CHARS_MAX {
        return Err(Failed(format!("{code}: more than {LABEL_BARS_CHARS_MAX} letters")));
    }
    let made = Code128::new(format!("{SET_B}{code}")).map_err(|e| Failed(format!("{code}: {e:?}")))?.encode();
    let mut path = String::new();
    runs(&mut path, made.iter().map(|module| *module == 1), (QUIET_BARS, 0, BARS_HIGH));
    Ok(drawing(&path, made.len() + 2 * QUIET_BARS, BARS_HIGH))
}

/// Dark modules of a row as one rectangle each run, from a place on and so high.
fn runs(path: &mut String, row: impl Iterator<Item = bool>, (left, top, high): (usize, usize, usize)) {
    let mut begun = None;
    for (x, dark) in row.chain([false]).enumerate() {
        match (begun, dark) {
            (None, true) => begun = Some(x),
            (Some(from), false) => {
                let run = x - from;
                let _ = write!(path, "M{} {top}h{run}v{high}h-{run}z", from + left);
                begun = None;
            }
            _ => {}
        }
    }
}

fn drawing(path: &str, wide: usize, high: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\"><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The widths of bar, space, bar, space, bar, space of each character, as the standard has them.
    const WIDTHS: &str = "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 \
        223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 \
        132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 \
        312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 \
        241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 \
        411311 113141 114131 311141 411131 211412 211214 211232";
    const START_B: usize = 104;

    /// Reads bars as a scanner does: widths into characters, the check character, and the stop.
    fn scanned(picture: &str) -> String {
        let path = picture.split_once("d=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(path, _)| path).unwrap();
        let bar = |part: &str| {
            let (at, rest) = part.split_once(" 0h")?;
            Some((at.parse::<usize>().ok()?, rest.split_once('v')?.0.parse::<usize>().ok()?))
        };
        let bars: Vec<(usize, usize)> = path.split('M').skip(1).map(|part| bar(part).unwrap()).collect();
        assert_eq!(bars[0].0, QUIET_BARS, "a quiet zone before the first bar");
        let mut widths = String::new();
        for (at, (from, wide)) in bars.iter().enumerate() {
            let _ = write!(widths, "{wide}");
            if let Some((next, _)) = bars.get(at + 1) {
                let _ = write!(widths, "{}", next - from - wide);
            }
        }
        let body = widths.strip_suffix("2331112").expect("the stop character");
        let known: Vec<&str> = WIDTHS.split_whitespace().collect();
        let digits: Vec<char> = body.chars().collect();
        let values: Vec<usize> =
            digits.chunks(6).map(|six| known.iter().position(|w| *w == six.iter().collect::<String>()).expect("a character")).collect();
        let (check, values) = values.split_last().unwrap();
        assert_eq!(values[0], START_B);
        let sum: usize = values[0] + values.iter().enumerate().skip(1).map(|(at, value)| at * value).sum::<usize>();
        assert_eq!(*check, sum % 103, "the check character");
        values[1..].iter().map(|value| char::from(u8::try_from(value + 32).unwrap())).collect()
    }

    #[test]
    fn cl_09_bars_are_read_back_as_the_code_they_were_made_of() {
        for code in ["0123ABCDE07", "DOS-7K2M9Q4T", "B2-SAFE1-S3", "x", "~ !\"z", "ABCDEFGHIJKLMNOPQRSTUVWX"] {
            let label = label(code, "", Symbology::Code128).unwrap();
            assert_eq!(scanned(&label.picture), code);
        }
        assert!(label("Étagère", "", Symbology::Code128).is_err(), "bars have no É");
        assert!(label(&"X".repeat(LABEL_BARS_CHARS_MAX + 1), "", Symbology::Code128).is_err());
    }
}
