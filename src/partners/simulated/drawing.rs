//! Draws a QR code as a PNG, so that a demo's poster shows something that a phone can read.
//!
//! Writes just the PNG that is needed (ISO/IEC 15948: greyscale, eight bits, no filter), with the deflate and the
//! checksum that are here for other reasons.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use qrcode::{Color, QrCode};

/// Pixels of a module's side.
const MODULE: usize = 8;

/// Pixels of the quiet zone on each side: four modules (ISO/IEC 18004).
const QUIET: usize = 4 * MODULE;

/// White.
const LIGHT: u8 = 255;

/// Begins every PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Eight bits, greyscale, and the only methods there are.
const KIND: [u8; 5] = [8, 0, 0, 0, 0];

/// Begins a row whose bytes are the pixels themselves.
const NO_FILTER: u8 = 0;

/// A text as an image file; none where it is too long for a QR code.
pub(super) fn draw(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::new(text).ok()?;
    let modules = code.width();
    let side = modules * MODULE + 2 * QUIET;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    let blank = row_of(std::iter::repeat_n(LIGHT, side - 2 * QUIET));
    let rows = code.to_colors();
    let rows = rows.chunks(modules).map(|row| {
        let shades = row.iter().map(|color| match color {
            Color::Dark => 0,
            Color::Light => LIGHT,
        });
        row_of(shades.flat_map(|shade| std::iter::repeat_n(shade, MODULE)))
    });
    for _ in 0..QUIET {
        packed.write_all(&blank).ok()?;
    }
    for row in rows {
        for _ in 0..MODULE {
            packed.write_all(&row).ok()?;
        }
    }
    for _ in 0..QUIET {
        packed.write_all(&blank).ok()?;
    }
    let side = u32::try_from(side).ok()?.to_be_bytes();
    let mut file = SIGNATURE.to_vec();
    put(
        &mut file,
        b"IHDR",
        &[&side, &side, KIND.as_slice()].concat(),
    )?;
    put(&mut file, b"IDAT", &packed.finish().ok()?)?;
    put(&mut file, b"IEND", &[])?;
    Some(file)
}

/// A row of pixels between the quiet zones, as it is packed.
fn row_of(pixels: impl Iterator<Item = u8>) -> Vec<u8> {
    let quiet = || std::iter::repeat_n(LIGHT, QUIET);
    std::iter::once(NO_FILTER)
        .chain(quiet())
        .chain(pixels)
        .chain(quiet())
        .collect()
}

/// Adds a chunk: its length, its kind, its data, and the checksum of both.
fn put(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) -> Option<()> {
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
    Some(())
}
