//! Draws a QR code as a PNG, so that a demo's poster shows something that a phone can read.

use png::{BitDepth, ColorType, Encoder};
use qrcode::{Color, QrCode};

/// Pixels of a module's side.
const MODULE: usize = 8;

/// Modules of the quiet zone on each side (ISO/IEC 18004).
const QUIET: usize = 4;

/// White.
const LIGHT: u8 = 255;

/// A text as an image file; none where it is too long for a QR code.
pub(super) fn draw(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::new(text).ok()?;
    let modules = code.width();
    let side = (modules + 2 * QUIET) * MODULE;
    let margin = vec![LIGHT; QUIET * MODULE];
    let blank = vec![LIGHT; side];
    let mut pixels = Vec::with_capacity(side * side);
    let quiet_rows = || std::iter::repeat_n(blank.as_slice(), QUIET * MODULE).flatten();
    pixels.extend(quiet_rows());
    for row in code.to_colors().chunks(modules) {
        let shades = row.iter().map(|color| match color {
            Color::Dark => 0,
            Color::Light => LIGHT,
        });
        let inner = shades.flat_map(|shade| std::iter::repeat_n(shade, MODULE));
        let line: Vec<u8> = margin
            .iter()
            .copied()
            .chain(inner)
            .chain(margin.iter().copied())
            .collect();
        pixels.extend(std::iter::repeat_n(line.as_slice(), MODULE).flatten());
    }
    pixels.extend(quiet_rows());
    let mut file = Vec::new();
    let side = u32::try_from(side).ok()?;
    let mut encoder = Encoder::new(&mut file, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}
