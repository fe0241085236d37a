//! Pay as people write it: `6千-1万`, `1-1.5万·13薪`, `200-300元/天`, `计件`, `面议`, `3000以上`.
//!
//! It must never guess between two meanings: what is ambiguous is refused and the person writes
//! it in full. An amount without a unit is a month's if it can be one. Read the parent module for
//! the bounds on amounts and `reader` for the pieces.

use super::reader::{Amount, Bound, Reader};
use super::{Pay, PayRefusal, PayUnit};

/// The most bytes a pay may have.
const MAX_PAY_BYTES: usize = 200;

/// Amounts without a unit are a month's from this many fen on: 1,000 yuan. Less may be a day's.
const LEAST_BARE_MONTH_FEN: i64 = 100_000;

/// Amounts without a unit are a month's below this many fen: 100,000 yuan. More may be a year's.
const MOST_BARE_MONTH_FEN: i64 = 10_000_000;

impl Pay {
    /// Reads a pay as people write it.
    ///
    /// # Errors
    /// A [`PayRefusal`]; [`PayRefusal::UnitMissing`] when an amount without a unit is below
    /// 1,000 yuan or not below 100,000 yuan, so that it may not be a month's.
    pub(crate) fn parse_text(text: &str) -> Result<Self, PayRefusal> {
        if text.len() > MAX_PAY_BYTES {
            return Err(PayRefusal::TooLong {
                most: MAX_PAY_BYTES,
            });
        }
        let folded = fold(text);
        let mut reader = Reader::new(&folded);
        if reader.eat_negotiable() {
            reader.finish()?;
            return Self::new(None, None, PayUnit::Negotiable, None);
        }
        let leading = reader.leading_unit();
        if leading == Some(PayUnit::Piece) && reader.is_at_end() {
            return Self::new(None, None, PayUnit::Piece, None);
        }
        if !folded.contains(|letter: char| letter.is_ascii_digit()) {
            return Err(PayRefusal::NoNumber);
        }
        read_amounts(reader, leading)
    }

    /// The pay as Chinese text that [`Pay::parse_text`] reads back.
    pub(crate) fn to_text(self) -> String {
        let per = match self.unit {
            PayUnit::Hour => "小时",
            PayUnit::Day => "天",
            PayUnit::Month => "月",
            PayUnit::Year => "年",
            PayUnit::Piece => "件",
            PayUnit::Negotiable => return "面议".to_owned(),
        };
        let amounts = match (self.min_fen, self.max_fen) {
            (None, None) => return "计件".to_owned(),
            (Some(min), Some(max)) if min == max => format!("{}元/{per}", yuan_text(min)),
            (Some(min), Some(max)) => format!("{}-{}元/{per}", yuan_text(min), yuan_text(max)),
            (Some(min), None) => format!("{}元/{per}以上", yuan_text(min)),
            (None, Some(max)) => format!("{}元/{per}以下", yuan_text(max)),
        };
        match self.months_per_year {
            Some(months) => format!("{amounts}·{months}薪"),
            None => amounts,
        }
    }
}

/// Fen as yuan, with decimals only where there are some.
fn yuan_text(fen: i64) -> String {
    let (yuan, rest) = (fen / 100, fen % 100);
    match (rest, rest % 10) {
        (0, _) => yuan.to_string(),
        (_, 0) => format!("{yuan}.{}", rest / 10),
        _ => format!("{yuan}.{rest:02}"),
    }
}

/// Makes one form of the many in which people type: full-width signs, dashes, letters.
fn fold(text: &str) -> String {
    let fold_letter = |letter: char| match letter {
        '～' | '~' | '－' | '—' | '–' | '―' | '−' | '‐' | '至' | '到' => '-',
        '•' | '・' | '×' | '*' | '＊' => '·',
        '\u{3000}' | '\u{a0}' | '\t' | '\r' | '\n' => ' ',
        // The full-width forms of ASCII stand in the same order, 0xFEE0 further on.
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    // Two dashes in a row are one dash of Chinese punctuation.
    text.replace("——", "—")
        .chars()
        .map(fold_letter)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Reads what follows the leading words: amounts, unit, bound and 13薪.
fn read_amounts(mut reader: Reader<'_>, leading: Option<PayUnit>) -> Result<Pay, PayRefusal> {
    let mut bound = reader.bound_before();
    let first = reader.amount()?;
    let last = if reader.eat("-") {
        Some(reader.amount()?)
    } else {
        None
    };
    let after_amounts = reader;
    bound = reader.bound_after(bound);
    let stated = reader.unit_after()?;
    bound = reader.bound_after(bound);
    let months = reader.months()?;
    reader.finish()?;
    let (least, most) = match last {
        Some(_) if bound != Bound::Exact => return Err(after_amounts.refusal()),
        Some(last) => range_fen(first, last)?,
        None => {
            let fen = first.own_fen()?;
            (fen, fen)
        }
    };
    let unit = match (leading, stated) {
        (Some(leading), Some(stated)) if leading != stated => {
            return Err(PayRefusal::UnitMissing);
        }
        (leading, stated) => stated.or(leading).or(months.map(|_| PayUnit::Month)),
    };
    let unit = match unit {
        Some(unit) => unit,
        None => unstated_unit(least, most)?,
    };
    match bound {
        Bound::Exact => Pay::new(Some(least), Some(most), unit, months),
        Bound::AtLeast => Pay::new(Some(least), None, unit, months),
        Bound::AtMost => Pay::new(None, Some(most), unit, months),
    }
}

/// The unit of amounts in fen that have none: the month, if they can be a month's.
fn unstated_unit(least: i64, most: i64) -> Result<PayUnit, PayRefusal> {
    // Zero, too large and upside-down amounts have refusals of their own.
    let pay = Pay::new(Some(least), Some(most), PayUnit::Month, None)?;
    if least < LEAST_BARE_MONTH_FEN || most >= MOST_BARE_MONTH_FEN {
        return Err(PayRefusal::UnitMissing);
    }
    Ok(pay.unit)
}

/// A range in fen. In 1-1.5万 the 万 is the first amount's too; in 3000-1万 it is not, as 3000万
/// would be more than the second amount.
fn range_fen(first: Amount, last: Amount) -> Result<(i64, i64), PayRefusal> {
    let most = last.own_fen()?;
    let shared = match (first.scale, last.scale) {
        (None, Some(scale)) => first.fen(scale).ok().filter(|&least| least <= most),
        (Some(_), _) | (None, None) => None,
    };
    let least = match shared {
        Some(least) => least,
        None => first.own_fen()?,
    };
    Ok((least, most))
}
