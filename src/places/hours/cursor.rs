//! Reading words and lists of times from a spreadsheet cell.
//!
//! It must never panic on a hostile cell, never read one longer than the bound, and never skip
//! what it does not understand. Read `clock` for single times and dates, `text` and
//! `cells` for what is read with it.

use super::{DayIntervals, HoursRefusal, Interval};

/// The most bytes a cell may have; a cell of Excel holds 32,767 characters.
const MAX_CELL_BYTES: usize = 32_000;

/// How many characters of the cell a refusal quotes.
const QUOTED_CHARS: usize = 16;

/// Words for closed.
pub(super) const CLOSED_WORDS: [&str; 8] = [
    "休息",
    "关闭",
    "不营业",
    "不开放",
    "闭馆",
    "放假",
    "closed",
    "off",
];

/// Words for the whole day, longer ones first.
const WHOLE_DAY_WORDS: [&str; 8] = [
    "24小时",
    "24 小时",
    "全天",
    "24 hours",
    "24hours",
    "24/7",
    "24h",
    "all day",
];

/// The open times a cell gives for some days.
pub(super) enum Times {
    /// No open time.
    Closed,
    /// At these times, not checked against each other yet.
    Open(Vec<Interval>),
}

impl Times {
    /// Checks the times against each other.
    ///
    /// # Errors
    /// As [`DayIntervals::new`].
    pub(super) fn into_day(self) -> Result<DayIntervals, HoursRefusal> {
        match self {
            Self::Closed => Ok(DayIntervals::default()),
            Self::Open(intervals) => DayIntervals::new(intervals),
        }
    }
}

/// Refuses a cell that is longer than the bound.
///
/// # Errors
/// [`HoursRefusal::TooLong`].
pub(super) fn check_length(text: &str) -> Result<(), HoursRefusal> {
    if text.len() > MAX_CELL_BYTES {
        return Err(HoursRefusal::TooLong {
            most: MAX_CELL_BYTES,
        });
    }
    Ok(())
}

/// Makes one form of the many in which people type: full-width signs, dashes, 至, 到, letters.
///
/// # Errors
/// [`HoursRefusal::TooLong`].
pub(super) fn fold(text: &str) -> Result<String, HoursRefusal> {
    check_length(text)?;
    let fold_letter = |letter: char| match letter {
        '～' | '~' | '－' | '—' | '–' | '―' | '−' | '‐' | '至' | '到' => '-',
        '、' => ',',
        '。' | '\n' => ';',
        '∶' => ':',
        '\u{3000}' | '\u{a0}' | '\t' | '\r' => ' ',
        // The full-width forms of ASCII stand in the same order, 0xFEE0 further on.
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    Ok(text
        .chars()
        .map(fold_letter)
        .map(|letter| letter.to_ascii_lowercase())
        .collect())
}

/// The open times of one day as text that a cursor reads back.
pub(super) fn times_text(list: &DayIntervals) -> String {
    let text = |interval: &Interval| {
        if *interval == Interval::WHOLE_DAY {
            return "24小时".to_owned();
        }
        let night = if interval.ends_next_day() {
            "次日"
        } else {
            ""
        };
        format!("{}-{night}{}", interval.start_text(), interval.end_text())
    };
    match list.as_slice() {
        [] => "休息".to_owned(),
        intervals => intervals.iter().map(text).collect::<Vec<_>>().join(","),
    }
}

/// What is left to read of a folded cell.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The rest of the cell.
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// Stands before a folded cell.
    pub(super) fn new(folded: &'a str) -> Self {
        Self { rest: folded }
    }

    /// The refusal that quotes what stands here.
    pub(super) fn refusal(&self) -> HoursRefusal {
        HoursRefusal::NotUnderstood {
            found: self.rest.chars().take(QUOTED_CHARS).collect(),
        }
    }

    /// Passes spaces.
    pub(super) fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    /// Passes spaces, commas and semicolons; false at the end of the cell.
    pub(super) fn skip_separators(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches([' ', ',', ';']);
        !self.rest.is_empty()
    }

    /// Refuses anything but separators up to the end of the cell.
    ///
    /// # Errors
    /// [`HoursRefusal::NotUnderstood`].
    pub(super) fn finish(mut self) -> Result<(), HoursRefusal> {
        if self.skip_separators() {
            Err(self.refusal())
        } else {
            Ok(())
        }
    }

    /// Passes `piece` if it stands here.
    pub(super) fn eat(&mut self, piece: &str) -> bool {
        let after = self.rest.strip_prefix(piece);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes the first of `pieces` that stands here.
    pub(super) fn eat_any(&mut self, pieces: &[&str]) -> bool {
        pieces.iter().any(|piece| self.eat(piece))
    }

    /// Passes the first of `words` that stands here as a whole word.
    pub(super) fn eat_word(&mut self, words: &[&str]) -> bool {
        let is_sign = |letter: char| letter.is_ascii_alphanumeric();
        let after = words.iter().find_map(|word| {
            let after = self.rest.strip_prefix(word)?;
            (!(word.ends_with(is_sign) && after.starts_with(is_sign))).then_some(after)
        });
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes one dash or more, or the English `to`.
    pub(super) fn eat_dash(&mut self) -> bool {
        let after = self.rest.trim_start_matches('-');
        let has_dash = after.len() < self.rest.len();
        self.rest = after;
        has_dash || self.eat_word(&["to"])
    }

    /// Whether a digit stands here.
    pub(super) fn is_before_digit(&self) -> bool {
        self.rest
            .starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// Reads a number of at most `most` digits.
    ///
    /// # Errors
    /// [`HoursRefusal::NotUnderstood`].
    pub(super) fn number(&mut self, most: usize) -> Result<u32, HoursRefusal> {
        let after = self
            .rest
            .trim_start_matches(|letter: char| letter.is_ascii_digit());
        let length = self.rest.len() - after.len();
        let digits = self
            .rest
            .get(..length)
            .filter(|digits| digits.len() <= most);
        let number = digits
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| self.refusal())?;
        self.rest = after;
        Ok(number)
    }

    /// Reads closed, the whole day, or a list of intervals.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood.
    pub(super) fn times(&mut self) -> Result<Times, HoursRefusal> {
        self.skip_spaces();
        if self.eat_word(&CLOSED_WORDS) {
            return Ok(Times::Closed);
        }
        if self.eat_word(&WHOLE_DAY_WORDS) {
            self.eat_any(&["营业", "开放", "服务"]);
            return Ok(Times::Open(vec![Interval::WHOLE_DAY]));
        }
        let mut intervals = Vec::new();
        loop {
            intervals.push(self.interval()?);
            self.skip_spaces();
            self.eat(",");
            self.skip_spaces();
            if !self
                .rest
                .starts_with(|letter: char| letter.is_ascii_digit())
            {
                return Ok(Times::Open(intervals));
            }
        }
    }

    /// What stands between here and a later place.
    pub(super) fn quote_until(&self, later: &Self) -> String {
        self.rest
            .strip_suffix(later.rest)
            .unwrap_or(self.rest)
            .to_owned()
    }
}
