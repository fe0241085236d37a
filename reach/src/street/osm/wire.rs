//! The fields of a protobuf message, one after another, without copying and without trusting a length.
//!
//! The wire format is read by the crate `protobuf`; its generated messages are not used, because they would turn two bytes
//! of a hostile file into a hundred of memory. Next: `block.rs`, which knows what the fields mean.

use protobuf::CodedInputStream;

use super::refusal::Fault;

/// What a field holds.
pub(super) enum Value<'a> {
    /// A whole number.
    Number(u64),
    /// Bytes, a text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes, of which maps have none that matter.
    Fixed,
}

/// The fields of a message.
pub(super) struct Fields<'a> {
    /// The whole message.
    bytes: &'a [u8],
    /// Where it is read.
    stream: CodedInputStream<'a>,
}

/// A field number with what it holds.
pub(super) type Field<'a> = (u32, Value<'a>);

impl<'a> Fields<'a> {
    /// The fields of this message.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            stream: CodedInputStream::from_bytes(bytes),
        }
    }

    /// The next field, or `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Field<'a>>, Fault> {
        let Some(tag) = self.stream.read_raw_tag_or_eof().map_err(Fault::broken)? else {
            return Ok(None);
        };
        let value = match tag & 7 {
            0 => Value::Number(self.stream.read_raw_varint64().map_err(Fault::broken)?),
            1 => {
                self.stream.read_fixed64().map_err(Fault::broken)?;
                Value::Fixed
            }
            2 => Value::Bytes(self.bytes()?),
            5 => {
                self.stream.read_fixed32().map_err(Fault::broken)?;
                Value::Fixed
            }
            _ => return Err(Fault::broken("a field of unknown type")),
        };
        Ok(Some((tag >> 3, value)))
    }

    /// The bytes behind a length.
    fn bytes(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.stream.read_raw_varint32().map_err(Fault::broken)?;
        let start = usize::try_from(self.stream.pos()).unwrap_or(usize::MAX);
        let count = usize::try_from(length).unwrap_or(usize::MAX);
        let end = start.saturating_add(count);
        let bytes = self.bytes.get(start..end);
        let bytes = bytes.ok_or_else(|| Fault::broken("a field is longer than its message"))?;
        self.stream.skip_raw_bytes(length).map_err(Fault::broken)?;
        Ok(bytes)
    }
}

/// Packed whole numbers.
pub(super) struct Packed<'a>(CodedInputStream<'a>);

impl<'a> Packed<'a> {
    /// The numbers packed in these bytes.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(CodedInputStream::from_bytes(bytes))
    }

    /// The next number, or `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<u64>, Fault> {
        if self.0.eof().map_err(Fault::broken)? {
            return Ok(None);
        }
        self.0.read_raw_varint64().map(Some).map_err(Fault::broken)
    }
}

/// Packed differences, each from the number before it.
pub(super) struct Deltas<'a> {
    /// The differences, zigzag.
    packed: Packed<'a>,
    /// The last number.
    last: i64,
}

impl<'a> Deltas<'a> {
    /// The numbers whose differences are packed in these bytes.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            packed: Packed::of(bytes),
            last: 0,
        }
    }

    /// The next number, or `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<i64>, Fault> {
        let Some(word) = self.packed.next()? else {
            return Ok(None);
        };
        let sum = self.last.checked_add(zigzag(word));
        self.last = sum.ok_or_else(|| Fault::broken("a sum of differences is too large"))?;
        Ok(Some(self.last))
    }
}

/// A signed number from its zigzag form: 0, -1, 1, -2, ...
pub(super) fn zigzag(word: u64) -> i64 {
    (word >> 1).cast_signed() ^ -(word & 1).cast_signed()
}
