//! A reader of text that knows its line, and stops where a piece of it grows without end.

use std::io::{BufRead, Error, Read};

/// Counts lines, and bytes since it was last told to go on.
pub(super) struct Lines<R> {
    /// Where from.
    reader: R,
    /// How many line ends were passed.
    ends: u64,
    /// How many bytes may be passed before it is told to go on.
    most: u64,
    /// How many of them are left.
    left: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads from here, at most so many bytes at once.
    pub(super) const fn new(reader: R, most: u64) -> Self {
        Self {
            reader,
            ends: 0,
            most,
            left: most,
        }
    }

    /// The line where it is, counted from 1.
    pub(super) const fn line(&self) -> u64 {
        self.ends.saturating_add(1)
    }

    /// Lets it read as much as at the start.
    pub(super) const fn go_on(&mut self) {
        self.left = self.most;
    }

    /// Whether it stopped because a piece was too long.
    pub(super) const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// What it reads from.
    pub(super) const fn inner(&self) -> &R {
        &self.reader
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            return Err(Error::other("a piece of it is too long"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let bytes = self.reader.fill_buf()?;
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn consume(&mut self, count: usize) {
        let passed = self.reader.fill_buf().unwrap_or_default();
        let passed = passed.get(..count).unwrap_or(passed);
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        self.ends = self
            .ends
            .saturating_add(u64::try_from(ends).unwrap_or(u64::MAX));
        self.left = self
            .left
            .saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        self.reader.consume(count);
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(target)?;
        self.consume(count);
        Ok(count)
    }
}

/// A reader that stops a stream which unpacks to far more than was read of the packed one.
pub(super) struct Metered<R> {
    /// Where from.
    reader: R,
    /// So many bytes went through.
    passed: u64,
    /// How many bytes may: asked of the packed reader.
    most: fn(&R) -> u64,
}

impl<R> Metered<R> {
    /// Lets through as many bytes as `most` says, which is asked again at every read.
    pub(super) const fn new(reader: R, most: fn(&R) -> u64) -> Self {
        Self {
            reader,
            passed: 0,
            most,
        }
    }

    /// Whether more went through than may.
    pub(super) fn is_over(&self) -> bool {
        self.passed > (self.most)(&self.reader)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(target)?;
        let more = u64::try_from(count).unwrap_or(u64::MAX);
        self.passed = self.passed.saturating_add(more);
        if self.is_over() {
            return Err(Error::other("it unpacks to too much"));
        }
        Ok(count)
    }
}
