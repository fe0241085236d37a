//! The other spreadsheet cells of opening hours: exceptions, public holidays, make-up days.
//!
//! It must never guess what a cell means. Read `text` for the weekly cell and `cursor` for the
//! words, times and dates that every cell shares.

use super::cursor::{CLOSED_WORDS, Cursor, Times, check_length, fold, times_text};
use super::{Exception, HolidayRule, Hours, HoursRefusal, MakeUpRule};

/// Words for as on any such day of the week.
const AS_USUAL_WORDS: [&str; 6] = [
    "照常营业",
    "照常开放",
    "照常",
    "as usual",
    "as_usual",
    "usual",
];

/// Reads one exception.
fn exception_of(part: &str) -> Result<Exception, HoursRefusal> {
    let (rule, note) = match part.split_once(['(', '（']) {
        Some((rule, rest)) => {
            let note = rest
                .strip_suffix([')', '）'])
                .ok_or_else(|| unclosed(rest))?;
            (rule, Some(note))
        }
        None => (part, None),
    };
    let folded = fold(rule)?;
    let mut cursor = Cursor::new(&folded);
    let from_on = cursor.date()?;
    cursor.skip_spaces();
    let to_on = if cursor.eat_dash() {
        cursor.date()?
    } else {
        from_on
    };
    cursor.skip_spaces();
    cursor.eat(":");
    let times = cursor.times()?;
    cursor.finish()?;
    Exception::new(from_on, to_on, times.into_day()?, note)
}

/// The refusal of a bracket that does not end its exception.
fn unclosed(rest: &str) -> HoursRefusal {
    HoursRefusal::NotUnderstood {
        found: rest.chars().take(16).collect(),
    }
}

impl Hours {
    /// Reads an exceptions cell: `2026-02-10~2026-02-17 休息（春节）; 2026-05-01 10:00-16:00`.
    /// An empty cell has none.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood; whether exceptions
    /// overlap is for [`Hours::with_exceptions`] to say.
    pub(crate) fn parse_exceptions_text(text: &str) -> Result<Vec<Exception>, HoursRefusal> {
        check_length(text)?;
        let mut is_in_note = false;
        let parts = text.split(|letter: char| {
            match letter {
                '(' | '（' => is_in_note = true,
                ')' | '）' => is_in_note = false,
                _ => {}
            }
            matches!(letter, ';' | '；' | '\n') && !is_in_note
        });
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(exception_of).collect()
    }

    /// The exceptions as text that [`Hours::parse_exceptions_text`] reads back.
    pub(crate) fn exceptions_to_text(&self) -> String {
        let texts = self.exceptions.iter().map(|exception| {
            let Exception {
                from_on,
                to_on,
                intervals,
                note,
            } = exception;
            let dates = if from_on == to_on {
                from_on.to_string()
            } else {
                format!("{from_on}~{to_on}")
            };
            let note = note
                .as_ref()
                .map_or_else(String::new, |note| format!("（{note}）"));
            format!("{dates} {}{note}", times_text(intervals))
        });
        texts.collect::<Vec<_>>().join("; ")
    }
}

impl HolidayRule {
    /// Reads a public-holidays cell: `休息`, `照常` or the open times.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood.
    pub(crate) fn parse_text(text: &str) -> Result<Self, HoursRefusal> {
        let folded = fold(text)?;
        let mut cursor = Cursor::new(&folded);
        cursor.skip_spaces();
        let rule = if cursor.eat_word(&AS_USUAL_WORDS) {
            Self::AsUsual
        } else {
            match cursor.times()? {
                Times::Closed => Self::Closed,
                open @ Times::Open(_) => Self::Intervals(open.into_day()?),
            }
        };
        cursor.finish()?;
        Ok(rule)
    }

    /// The rule as Chinese text that [`HolidayRule::parse_text`] reads back.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Closed => "休息".to_owned(),
            Self::AsUsual => "照常".to_owned(),
            Self::Intervals(intervals) => times_text(intervals),
        }
    }
}

impl MakeUpRule {
    /// Reads a make-up-days cell: `按工作日`, `照常` or `休息`.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood.
    pub(crate) fn parse_text(text: &str) -> Result<Self, HoursRefusal> {
        let folded = fold(text)?;
        let mut cursor = Cursor::new(&folded);
        cursor.skip_spaces();
        let rule = if cursor.eat_word(&AS_USUAL_WORDS) {
            Self::AsUsual
        } else if cursor.eat_word(&CLOSED_WORDS) {
            Self::Closed
        } else if cursor.eat_word(&["按工作日", "as weekdays", "as weekday", "as_weekday"]) {
            Self::AsWeekday
        } else {
            return Err(cursor.refusal());
        };
        cursor.finish()?;
        Ok(rule)
    }

    /// The rule as Chinese text that [`MakeUpRule::parse_text`] reads back.
    pub(crate) fn to_text(self) -> &'static str {
        match self {
            Self::AsWeekday => "按工作日",
            Self::AsUsual => "照常",
            Self::Closed => "休息",
        }
    }
}
