//! Reads one XML part of a workbook without keeping it, and refuses what would cost the real reader
//! too much memory or make its arithmetic overflow. It must never be more lenient than its limits say:
//! each one stands between a small file and an exhausted machine.
//!
//! Read next: `package`, which calls it for every part, and `read_xlsx`, which it protects.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::TabularRefusal;

/// Bytes of one tag, one run of text, one comment. The parser holds it whole.
const MAX_EVENT_BYTES: usize = 256 * 1024;
/// Bytes inside one text-bearing element, markup included; a cell holds at most 32,767 characters.
const MAX_TEXT_BYTES: u64 = 1024 * 1024;
/// Elements inside one another.
const MAX_DEPTH: usize = 256;
/// Shared texts of the workbook, at some 24 bytes each before their content.
const MAX_SHARED_STRINGS: u64 = 5_000_000;
/// Cell formats: spreadsheet programs stop at some 65,000, and each gets copies of its font's name
/// and its number format.
const MAX_CELL_FORMATS: u64 = 32_768;
/// Bytes of one tag in the style part, so that those copies stay small.
const MAX_STYLE_TAG_BYTES: usize = 2 * 1024;
/// Sheets, relationships, defined names, fonts, fills, borders and number formats, all together.
const MAX_DEFINITIONS: u64 = 100_000;
/// Bytes of the tag of one such definition.
const MAX_DEFINITION_BYTES: usize = 8 * 1024;

/// Elements whose text the real reader collects whole.
const TEXT_ELEMENTS: [&str; 6] = ["si", "is", "t", "v", "f", "definedName"];
/// Last words of the relationship types that lead the real reader to a part of any name.
const FOLLOWED: [&str; 4] = ["officeDocument", "worksheet", "chartsheet", "dialogsheet"];

/// What kind of part is scanned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The styles of the workbook.
    Styles,
    /// Any other part in XML.
    Other,
}

impl Part {
    /// The kind of part by its name in the zip; `None` when the real reader can never open it.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.replace('\\', "/").to_ascii_lowercase();
        // Data of other programs, often UTF-16 or one huge text; no followed relationship may lead here.
        if name.starts_with("customxml/") {
            return None;
        }
        if name.ends_with("styles.xml") {
            return Some(Self::Styles);
        }
        (name.ends_with(".xml") || name.ends_with(".rels")).then_some(Self::Other)
    }
}

/// What was counted so far, over all parts of the workbook.
#[derive(Default)]
pub(super) struct Tally {
    /// Shared texts.
    shared_strings: u64,
    /// Cell formats.
    cell_formats: u64,
    /// Everything that [`MAX_DEFINITIONS`] bounds.
    definitions: u64,
}

/// A buffered reader that fails when one event of the parser asks for more than its share.
struct Rationed<R> {
    /// The unpacking reader.
    inner: BufReader<R>,
    /// Bytes that the current event may still take.
    left: usize,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Rationed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("one element is larger than the limit"));
        }
        let available = self.inner.fill_buf()?;
        Ok(available.get(..self.left).unwrap_or(available))
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

/// Scans one part to its end.
///
/// # Errors
///
/// The part is not well-formed, or breaks one of the limits above.
pub(super) fn scan(
    part_bytes: &mut impl Read,
    part: Part,
    tally: &mut Tally,
) -> Result<(), TabularRefusal> {
    let mut reader = Reader::from_reader(Rationed {
        inner: BufReader::new(part_bytes),
        left: MAX_EVENT_BYTES,
    });
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    // Depth and start of the outermost text-bearing element that is open.
    let mut text: Option<(usize, u64)> = None;
    loop {
        buffer.clear();
        reader.get_mut().left = MAX_EVENT_BYTES;
        let event = reader.read_event_into(&mut buffer);
        let position = reader.buffer_position();
        match event {
            Ok(Event::Start(tag)) => {
                check_tag(&tag, part, tally)?;
                depth += 1;
                if text.is_none() && TEXT_ELEMENTS.contains(&tag.local_name().as_ref()) {
                    text = Some((depth, position));
                }
            }
            Ok(Event::Empty(tag)) => check_tag(&tag, part, tally)?,
            Ok(Event::End(_)) => {
                text = text.filter(|(opened_at, _)| *opened_at != depth);
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) => return Ok(()),
            // Office files have no document type; it only serves to define entities.
            Ok(Event::DocType(_)) => return Err(TabularRefusal::TooElaborate),
            Ok(Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::GeneralRef(_)) => {}
            Ok(Event::Decl(_) | Event::PI(_)) => {}
            Err(_) if reader.get_ref().left == 0 => return Err(TabularRefusal::TooElaborate),
            Err(_) => return Err(TabularRefusal::Corrupt),
        }
        let is_text_too_long =
            text.is_some_and(|(_, start)| position.saturating_sub(start) > MAX_TEXT_BYTES);
        if depth > MAX_DEPTH || is_text_too_long {
            return Err(TabularRefusal::TooElaborate);
        }
    }
}

/// Counts a tag and checks the attributes that the real reader computes with.
fn check_tag(tag: &BytesStart<'_>, part: Part, tally: &mut Tally) -> Result<(), TabularRefusal> {
    let is_definition = match tag.local_name().as_ref() {
        "si" => {
            tally.shared_strings += 1;
            false
        }
        "xf" => {
            tally.cell_formats += u64::from(part == Part::Styles);
            false
        }
        "sst" => {
            for_each_value(tag, "uniqueCount", has_plausible_count)?;
            false
        }
        "c" | "row" => {
            for_each_value(tag, "r", |reference| reference_of(reference).is_some())?;
            false
        }
        "dimension" | "f" => {
            for_each_value(tag, "ref", has_ordered_corners)?;
            false
        }
        "Relationship" => {
            check_relationship(tag)?;
            true
        }
        "sheet" | "definedName" | "font" | "fill" | "border" | "numFmt" => true,
        _ => false,
    };
    tally.definitions += u64::from(is_definition);
    let is_over = (is_definition && tag.len() > MAX_DEFINITION_BYTES)
        || (part == Part::Styles && tag.len() > MAX_STYLE_TAG_BYTES)
        || tally.shared_strings > MAX_SHARED_STRINGS
        || tally.cell_formats > MAX_CELL_FORMATS
        || tally.definitions > MAX_DEFINITIONS;
    if is_over {
        return Err(TabularRefusal::TooElaborate);
    }
    Ok(())
}

/// Refuses the part unless the attribute, each time it stands in the tag, passes.
fn for_each_value(
    tag: &BytesStart<'_>,
    key: &str,
    passes: impl Fn(&str) -> bool,
) -> Result<(), TabularRefusal> {
    // Without the parser's check for doubles, whose time grows with the square of their number.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| TabularRefusal::Corrupt)?;
        if attribute.key.as_ref() == key && !passes(&attribute.value) {
            return Err(TabularRefusal::Corrupt);
        }
    }
    Ok(())
}

/// A relationship that the real reader follows must lead to a part that is scanned.
fn check_relationship(tag: &BytesStart<'_>) -> Result<(), TabularRefusal> {
    let mut is_followed = false;
    let mut is_scanned = true;
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| TabularRefusal::Corrupt)?;
        if attribute.key.as_ref() == "Type" {
            is_followed |= FOLLOWED.iter().any(|kind| attribute.value.ends_with(kind));
        }
        if attribute.key.as_ref() == "Target" {
            let target = attribute.value.to_ascii_lowercase();
            let is_plain = !target.contains('&') && !target.contains("customxml");
            is_scanned &= is_plain && target.ends_with(".xml");
        }
    }
    if is_followed && !is_scanned {
        return Err(TabularRefusal::NotAWorkbook);
    }
    Ok(())
}

/// True for a number of shared texts that may be reserved in advance.
fn has_plausible_count(value: &str) -> bool {
    value
        .parse::<u64>()
        .is_ok_and(|count| count <= MAX_SHARED_STRINGS)
}

/// True for one cell, or two with the first above and left of the second.
fn has_ordered_corners(value: &str) -> bool {
    match value.split_once(':') {
        None => reference_of(value).is_some(),
        Some((start, end)) => match (reference_of(start), reference_of(end)) {
            (Some(start), Some(end)) => start.0 <= end.0 && start.1 <= end.1,
            (Some(_) | None, Some(_) | None) => false,
        },
    }
}

/// Column (0 if not given) and row of a reference like `B12` or `12`: at most three letters and
/// seven digits, so that nothing computed from it can overflow.
fn reference_of(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = reference.strip_suffix(digits)?;
    if letters.len() > 3 || digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| {
        sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = digits.parse().ok().filter(|row| *row > 0)?;
    Some((column, row))
}
