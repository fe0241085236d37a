//! Why opening hours were refused, in both languages.
//!
//! It must never carry more of the caller's text than a short piece that names the place of the
//! error. Read the parent module for the rules behind each refusal.

use crate::language::Language;
use chrono::NaiveDate;

/// Why opening hours were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HoursRefusal {
    /// The JSON has another shape.
    #[error("opening hours have another shape: {detail}")]
    Shape {
        /// What the reader of the JSON said.
        detail: String,
    },
    /// A day of the week is not 1 to 7.
    #[error("day {day} is not 1 (Monday) to 7 (Sunday)")]
    BadDay {
        /// The number given.
        day: u8,
    },
    /// A clock time is wrong.
    #[error("`{found}` is not a time as HH:MM from 00:00 to 23:59; 24:00 may only end an interval")]
    BadTime {
        /// What was given.
        found: String,
    },
    /// An interval begins and ends at the same time.
    #[error("an interval begins and ends at {at}; write 00:00-24:00 for the whole day")]
    ZeroLength {
        /// The time.
        at: String,
    },
    /// Two intervals overlap.
    #[error("{first} and {second} overlap")]
    Overlap {
        /// The earlier interval.
        first: String,
        /// The later interval, perhaps the next day's.
        second: String,
    },
    /// A day has too many intervals.
    #[error("a day may have at most {most} intervals")]
    TooManyIntervals {
        /// The bound.
        most: usize,
    },
    /// There are too many exceptions.
    #[error("there may be at most {most} exceptions")]
    TooManyExceptions {
        /// The bound.
        most: usize,
    },
    /// An exception ends before it begins.
    #[error("an exception ends on {to_on}, before it begins on {from_on}")]
    ExceptionBackwards {
        /// Its first day.
        from_on: NaiveDate,
        /// Its last day.
        to_on: NaiveDate,
    },
    /// Two exceptions hold on the same day.
    #[error("two exceptions hold on {date}")]
    ExceptionsOverlap {
        /// The first day both hold.
        date: NaiveDate,
    },
    /// A note is too long or has brackets or control characters.
    #[error("a note may have at most {most} characters, no brackets and no line breaks")]
    BadNote {
        /// The bound.
        most: usize,
    },
    /// The text is empty.
    #[error("no opening hours are given")]
    Empty,
    /// The text is too long.
    #[error("the text is longer than {most} bytes")]
    TooLong {
        /// The bound.
        most: usize,
    },
    /// A piece of the text is not understood.
    #[error("not understood from here: `{found}`")]
    NotUnderstood {
        /// The beginning of what is not understood; empty at the end of the text.
        found: String,
    },
    /// A date in the text is not real.
    #[error("`{found}` is not a date as YYYY-MM-DD")]
    BadDate {
        /// What was given.
        found: String,
    },
    /// A day is said to be both closed and open, in two parts of the text.
    #[error("day {day} (1 is Monday) is said to be both open and closed")]
    OpenAndClosed {
        /// The day of the week, 1 is Monday.
        day: u8,
    },
    /// An interval would last a day or more.
    #[error("{from}-次日{to} lasts a day or more; write 00:00-24:00 for the whole day")]
    LongerThanDay {
        /// The start.
        from: String,
        /// The end, on the next day.
        to: String,
    },
    /// An end lies before its start and the interval would be very long: perhaps an afternoon
    /// time was written in twelve hours.
    #[error("{from}-{to} would end on the next day: write the end in 24 hours, or 次日{to}")]
    DoubtfulEnd {
        /// The start.
        from: String,
        /// The end.
        to: String,
    },
}

impl HoursRefusal {
    /// The refusal for a person to read.
    pub(crate) fn message(&self, language: Language) -> String {
        match language {
            Language::En => self.to_string(),
            Language::Zh => self.chinese(),
        }
    }

    /// The Chinese text.
    fn chinese(&self) -> String {
        match self {
            Self::Shape { detail } => format!("营业时间的格式不对：{detail}"),
            Self::BadDay { day } => format!("星期 {day} 不对，应为 1（周一）到 7（周日）"),
            Self::BadTime { found } => {
                format!("“{found}”不是 00:00 到 23:59 的时间（写成 HH:MM）；24:00 只能作结束时间")
            }
            Self::ZeroLength { at } => {
                format!("有一段时间的开始和结束都是 {at}；全天请写 00:00-24:00")
            }
            Self::Overlap { first, second } => format!("{first} 与 {second} 重叠"),
            Self::TooManyIntervals { most } => format!("一天最多 {most} 段时间"),
            Self::TooManyExceptions { most } => format!("特殊日期最多 {most} 条"),
            Self::ExceptionBackwards { from_on, to_on } => {
                format!("特殊日期的结束日 {to_on} 早于开始日 {from_on}")
            }
            Self::ExceptionsOverlap { date } => format!("{date} 有两条特殊日期"),
            Self::BadNote { most } => format!("备注最多 {most} 个字，不能有括号和换行"),
            Self::Empty => "没有填写营业时间".to_owned(),
            Self::TooLong { most } => format!("文字超过 {most} 字节"),
            Self::NotUnderstood { found } if found.is_empty() => {
                "文字不完整，结尾处缺少内容".to_owned()
            }
            Self::NotUnderstood { found } => format!("从这里开始看不懂：“{found}”"),
            Self::BadDate { found } => format!("“{found}”不是日期（应写成 2026-02-10）"),
            Self::OpenAndClosed { day } => {
                format!("星期 {day}（1 为周一）既写了休息又写了开放时间")
            }
            Self::LongerThanDay { from, to } => {
                format!("{from}-次日{to} 达到或超过一整天；全天请写 00:00-24:00")
            }
            Self::DoubtfulEnd { from, to } => {
                format!("{from}-{to} 会到第二天才结束：请用 24 小时制，跨夜请写“次日{to}”")
            }
        }
    }
}
