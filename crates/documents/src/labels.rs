//! Labels: a code as a QR picture (ISO/IEC 18004) drawn as one path, at a quarter of it readable when it is worn (level Q).

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::{Failed, Label};

/// Empty modules around the code, which scanners need.
const QUIET: usize = 4;

/// A label with this code and a note beneath.
///
/// # Errors
/// A code of more letters than a picture holds.
pub fn label(code: &str, note: &str) -> Result<Label, Failed> {
    let made = QrCode::with_error_correction_level(code, EcLevel::Q).map_err(|e| Failed(format!("{code}: {e}")))?;
    let (width, modules) = (made.width(), made.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row.iter().skip(x).take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = width + 2 * QUIET;
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\"><path d=\"{path}\" fill=\"#000\"/></svg>"
    );
    Ok(Label { code: code.to_owned(), note: note.to_owned(), picture })
}
