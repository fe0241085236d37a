//! Putting an answer together: the envelope is written around copied cards in one buffer.

use reach::coord::Crs;

use super::card::FullCard;
use super::members::Members;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Our own page.
    Json,
    /// A GeoJSON FeatureCollection, always WGS-84.
    GeoJson,
}

impl Form {
    /// The media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
        }
    }

    /// The form that an `Accept` header asks for.
    pub(super) fn of_accept(accept: Option<&str>) -> Self {
        let weight = |wanted: &str| {
            let ranges = accept.unwrap_or_default().split(',').filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                parts
                    .next()
                    .filter(|kind| kind.eq_ignore_ascii_case(wanted))?;
                let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
                Some(weight.unwrap_or(1.0_f32))
            });
            ranges.fold(0.0_f32, f32::max)
        };
        let geo = weight("application/geo+json");
        if geo > 0.0 && geo >= weight("application/json") {
            Self::GeoJson
        } else {
            Self::Json
        }
    }
}

/// Bytes reserved for the envelope.
const ENVELOPE_BYTES: usize = 1_024;

/// An answer that is being written.
#[derive(Debug)]
pub(super) struct PageWriter {
    /// The buffer.
    bytes: Vec<u8>,
    /// The form.
    form: Form,
    /// The caller's crs.
    crs: Crs,
    /// True until the first item.
    is_empty: bool,
}

impl PageWriter {
    /// Begins an answer whose items take at most so many bytes, as `Card::most_bytes` tells, without their commas.
    pub(super) fn new(form: Form, crs: Crs, items_bytes: usize) -> Self {
        let mut bytes = Vec::with_capacity(items_bytes + ENVELOPE_BYTES);
        bytes.extend_from_slice(match form {
            Form::Json => b"{\"items\":[",
            Form::GeoJson => b"{\"type\":\"FeatureCollection\",\"features\":[",
        });
        Self {
            bytes,
            form,
            crs,
            is_empty: true,
        }
    }

    /// Copies an item.
    pub(super) fn item(&mut self, card: &FullCard<'_>) {
        if !self.is_empty {
            self.bytes.push(b',');
        }
        self.is_empty = false;
        match self.form {
            Form::Json => card.write(&mut self.bytes, self.crs),
            Form::GeoJson => card.write_feature(&mut self.bytes),
        }
    }

    /// Ends the answer with the members of the envelope.
    pub(super) fn finish(mut self, members: &Members) -> Vec<u8> {
        self.bytes.extend_from_slice(b"],");
        self.bytes.extend_from_slice(members.as_str().as_bytes());
        self.bytes.push(b'}');
        self.bytes
    }
}
