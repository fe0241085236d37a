//! The weekly opening hours as people write them in a spreadsheet cell, Chinese or English:
//! `周一至周五 09:00-12:00,13:30-17:00; 周六 9:00-12:00`, `Mon-Fri 9am-5pm`, `每天 24小时`.
//!
//! It must never guess: what is not understood, or could mean two things, is refused. Read
//! `cells` for the other cells and `cursor` for the words and times that all of them share.

use super::cursor::{Cursor, Times, fold, times_text};
use super::{DayIntervals, Hours, HoursRefusal, Interval};

/// Words for several days and the days they mean, Monday first.
const DAY_WORDS: [(&[&str], [bool; 7]); 3] = [
    (
        &[
            "每天",
            "每日",
            "天天",
            "全周",
            "everyday",
            "every day",
            "daily",
        ],
        [true; 7],
    ),
    (
        &["工作日", "weekdays", "weekday", "workdays"],
        [true, true, true, true, true, false, false],
    ),
    (
        &["周末", "双休日", "weekends", "weekend"],
        [false, false, false, false, false, true, true],
    ),
];

/// What stands before a Chinese day of the week.
const DAY_PREFIXES: [&str; 3] = ["周", "星期", "礼拜"];

/// Names of one day after its prefix, and its position in the week.
const CHINESE_DAYS: [(&str, usize); 8] = [
    ("一", 0),
    ("二", 1),
    ("三", 2),
    ("四", 3),
    ("五", 4),
    ("六", 5),
    ("日", 6),
    ("天", 6),
];

/// Digits of one day after its prefix, and its position in the week.
const DIGIT_DAYS: [(&str, usize); 7] = [
    ("1", 0),
    ("2", 1),
    ("3", 2),
    ("4", 3),
    ("5", 4),
    ("6", 5),
    ("7", 6),
];

/// English names of one day, longest first, and its position in the week.
const ENGLISH_DAYS: [(&[&str], usize); 7] = [
    (&["monday", "mon"], 0),
    (&["tuesday", "tues", "tue"], 1),
    (&["wednesday", "wed"], 2),
    (&["thursday", "thurs", "thur", "thu"], 3),
    (&["friday", "fri"], 4),
    (&["saturday", "sat"], 5),
    (&["sunday", "sun"], 6),
];

impl Hours {
    /// Reads the weekly hours of a cell; public holidays are closed and make-up days are as
    /// Monday until [`Hours::with_rules`] says otherwise. Times without days mean every day.
    ///
    /// # Errors
    /// A [`HoursRefusal`] that quotes where the text is not understood.
    pub(crate) fn parse_text(text: &str) -> Result<Self, HoursRefusal> {
        let folded = fold(text)?;
        let mut cursor = Cursor::new(&folded);
        let mut lists: [Vec<Interval>; 7] = Default::default();
        let mut is_closed = [false; 7];
        let mut is_first = true;
        while cursor.skip_separators() {
            let days = match days(&mut cursor)? {
                Some(days) => days,
                None if is_first => [true; 7],
                None => return Err(cursor.refusal()),
            };
            is_first = false;
            cursor.eat(":");
            let times = cursor.times()?;
            let named = days.iter().zip(&mut lists).zip(&mut is_closed);
            for ((_, list), closed) in named.filter(|((named, _), _)| **named) {
                match &times {
                    Times::Closed => *closed = true,
                    Times::Open(intervals) => list.extend(intervals),
                }
            }
        }
        if is_first {
            return Err(HoursRefusal::Empty);
        }
        let mut week: [DayIntervals; 7] = Default::default();
        for (position, (day, list)) in (1..).zip(week.iter_mut().zip(lists)) {
            if !list.is_empty() && is_closed.get(usize::from(position) - 1) == Some(&true) {
                return Err(HoursRefusal::OpenAndClosed { day: position });
            }
            *day = DayIntervals::new(list)?;
        }
        Self::of_week(week)
    }

    /// The weekly hours as Chinese text that [`Hours::parse_text`] reads back; closed days are
    /// left out.
    pub(crate) fn to_text(&self) -> String {
        let mut groups: Vec<(Vec<usize>, &DayIntervals)> = Vec::new();
        for (position, list) in self.week.iter().enumerate() {
            if list.as_slice().is_empty() {
                continue;
            }
            match groups.iter_mut().find(|(_, other)| *other == list) {
                Some((days, _)) => days.push(position),
                None => groups.push((vec![position], list)),
            }
        }
        if groups.is_empty() {
            return "每天 休息".to_owned();
        }
        let texts = groups
            .iter()
            .map(|(days, list)| format!("{} {}", days_text(days), times_text(list)));
        texts.collect::<Vec<_>>().join("; ")
    }
}

/// Reads the days at the cursor, none when it does not stand before a day.
fn days(cursor: &mut Cursor<'_>) -> Result<Option<[bool; 7]>, HoursRefusal> {
    let mut named: Option<[bool; 7]> = None;
    loop {
        cursor.skip_spaces();
        let Some(days) = day_or_range(cursor, named.is_some())? else {
            return Ok(named);
        };
        let named = named.get_or_insert([false; 7]);
        for (all, one) in named.iter_mut().zip(days) {
            *all |= one;
        }
        cursor.skip_spaces();
        cursor.eat_any(&[",", "/", "和", "及", "&", "and "]);
    }
}

/// Reads one day, one range of days or a word for several; a bare 三 counts only after a day.
fn day_or_range(
    cursor: &mut Cursor<'_>,
    is_after_day: bool,
) -> Result<Option<[bool; 7]>, HoursRefusal> {
    for (words, days) in DAY_WORDS {
        if cursor.eat_word(words) {
            return Ok(Some(days));
        }
    }
    let Some(first) = day(cursor, is_after_day)? else {
        return Ok(None);
    };
    cursor.skip_spaces();
    let mut last = first;
    if cursor.eat_dash() {
        cursor.skip_spaces();
        last = day(cursor, true)?.ok_or_else(|| cursor.refusal())?;
    }
    let length = (last + 7 - first) % 7;
    let mut days = [false; 7];
    for (position, named) in days.iter_mut().enumerate() {
        *named = (position + 7 - first) % 7 <= length;
    }
    Ok(Some(days))
}

/// Reads one day of the week as its position, Monday is 0.
fn day(cursor: &mut Cursor<'_>, is_bare_allowed: bool) -> Result<Option<usize>, HoursRefusal> {
    for (names, position) in ENGLISH_DAYS {
        if cursor.eat_word(names) {
            cursor.eat(".");
            return Ok(Some(position));
        }
    }
    let has_prefix = cursor.eat_any(&DAY_PREFIXES);
    if has_prefix || is_bare_allowed {
        let chinese = CHINESE_DAYS.iter().find(|(name, _)| cursor.eat(name));
        if let Some(&(_, position)) = chinese {
            return Ok(Some(position));
        }
    }
    if !has_prefix {
        return Ok(None);
    }
    let digit = DIGIT_DAYS.iter().find(|(name, _)| cursor.eat(name));
    digit
        .map(|&(_, position)| Some(position))
        .ok_or_else(|| cursor.refusal())
}

/// Days as Chinese text: runs of three or more as a range.
fn days_text(days: &[usize]) -> String {
    if days.len() == 7 {
        return "每天".to_owned();
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let name = |day: usize| CHINESE_DAYS.get(day).map_or("", |(name, _)| name);
    let texts = runs.into_iter().map(|(first, last)| match last - first {
        0 => format!("周{}", name(first)),
        1 => format!("周{}、周{}", name(first), name(last)),
        _ => format!("周{}至周{}", name(first), name(last)),
    });
    texts.collect::<Vec<_>>().join("、")
}
