//! Reading the pieces of a pay: leading words, amounts, units, bounds and 13薪.
//!
//! It must never panic on a hostile text and never skip what it does not understand. Read `text`
//! for how the pieces make a pay.

use super::words::{LEADING_WORDS, UNIT_WORDS, YUAN_WORDS};
use super::{PayRefusal, PayUnit};

/// How many characters of the text a refusal quotes.
const QUOTED_CHARS: usize = 12;

/// The most digits of one number.
const MAX_DIGITS: usize = 15;

/// The most decimals of one number: 0.012345万 has six.
const MAX_DECIMALS: usize = 6;

/// Which side an amount that stands alone bounds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// It is exact.
    Exact,
    /// It is the least.
    AtLeast,
    /// It is the most.
    AtMost,
}

/// A number as written: its digits without the point, how many of them are decimals, and how
/// many yuan one stands for.
#[derive(Clone, Copy)]
pub(super) struct Amount {
    /// All digits.
    digits: i64,
    /// How many of the digits are decimals.
    decimals: u32,
    /// 100, 1,000 or 10,000 for 百, 千, 万.
    pub(super) scale: Option<i64>,
}

impl Amount {
    /// The amount in fen, `scale` yuan each.
    ///
    /// # Errors
    /// [`PayRefusal::TooFine`], [`PayRefusal::TooLarge`].
    pub(super) fn fen(self, scale: i64) -> Result<i64, PayRefusal> {
        let parts = 10_i128.pow(self.decimals);
        let all = i128::from(self.digits) * i128::from(scale) * 100;
        if all % parts != 0 {
            return Err(PayRefusal::TooFine);
        }
        i64::try_from(all / parts).map_err(|_| PayRefusal::TooLarge)
    }

    /// The amount in fen by its own scale.
    ///
    /// # Errors
    /// [`PayRefusal::TooFine`], [`PayRefusal::TooLarge`].
    pub(super) fn own_fen(self) -> Result<i64, PayRefusal> {
        self.fen(self.scale.unwrap_or(1))
    }
}

/// What is left to read of a folded pay.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    /// The rest of the text.
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Stands before a folded pay.
    pub(super) fn new(folded: &'a str) -> Self {
        Self { rest: folded }
    }

    /// The refusal that quotes what stands here.
    pub(super) fn refusal(&self) -> PayRefusal {
        PayRefusal::NotUnderstood {
            found: self
                .rest
                .trim_start_matches(' ')
                .chars()
                .take(QUOTED_CHARS)
                .collect(),
        }
    }

    /// Whether nothing but spaces is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.trim_start_matches(' ').is_empty()
    }

    /// Refuses anything but spaces up to the end.
    ///
    /// # Errors
    /// [`PayRefusal::NotUnderstood`].
    pub(super) fn finish(&self) -> Result<(), PayRefusal> {
        if self.is_at_end() {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }

    /// Passes spaces, and `piece` if it stands behind them.
    pub(super) fn eat(&mut self, piece: &str) -> bool {
        self.rest = self.rest.trim_start_matches(' ');
        self.eat_now(piece)
    }

    /// Passes `piece` if it stands right here.
    fn eat_now(&mut self, piece: &str) -> bool {
        let after = self.rest.strip_prefix(piece);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes the first of `pieces` that stands here.
    fn eat_any(&mut self, pieces: &[&str]) -> bool {
        pieces.iter().any(|piece| self.eat(piece))
    }

    /// Passes 面议, perhaps after the word pay; stays when it does not stand here.
    pub(super) fn eat_negotiable(&mut self) -> bool {
        let mut after = *self;
        if after.eat_any(&["薪资", "工资", "薪酬", "待遇"]) {
            after.eat(":");
        }
        let is_negotiable = after.eat_any(&["面议", "negotiable"]);
        if is_negotiable {
            *self = after;
        }
        is_negotiable
    }

    /// Passes a word that may begin a pay, and a colon after it.
    pub(super) fn leading_unit(&mut self) -> Option<PayUnit> {
        let found = LEADING_WORDS.iter().find(|(word, _)| self.eat(word));
        if found.is_some() {
            self.eat(":");
        }
        found.and_then(|&(_, unit)| unit)
    }

    /// Reads 不低于, 至少, 不超过 and the like, which stand before an amount.
    pub(super) fn bound_before(&mut self) -> Bound {
        // Folding has made 至 a dash.
        if self.eat_any(&["不低于", "-少"]) {
            Bound::AtLeast
        } else if self.eat_any(&["不超过", "-多", "最高"]) {
            Bound::AtMost
        } else {
            Bound::Exact
        }
    }

    /// Reads one amount with its signs of money: `¥6,000`, `1.5万元`, `6k`.
    ///
    /// # Errors
    /// [`PayRefusal::Negative`], [`PayRefusal::TooFine`], [`PayRefusal::TooLarge`],
    /// [`PayRefusal::NotUnderstood`].
    pub(super) fn amount(&mut self) -> Result<Amount, PayRefusal> {
        self.eat_any(&YUAN_WORDS);
        let (digits, decimals) = self.number()?;
        let scale = if self.eat_any(&["万", "w"]) {
            Some(10_000)
        } else if self.eat_any(&["千", "k"]) {
            Some(1_000)
        } else if self.eat("百") {
            Some(100)
        } else {
            None
        };
        self.eat_any(&YUAN_WORDS);
        Ok(Amount {
            digits,
            decimals,
            scale,
        })
    }

    /// Reads a number, with thousands separators or a decimal point, as its digits and the count
    /// of decimals.
    fn number(&mut self) -> Result<(i64, u32), PayRefusal> {
        if self.eat("-") {
            return Err(PayRefusal::Negative);
        }
        let start = *self;
        let mut digits = self.digits();
        let is_grouped = (1..=3).contains(&digits.len());
        while is_grouped && self.eat_now(",") {
            let group = self.digits();
            if group.len() != 3 {
                return Err(start.refusal());
            }
            digits.push_str(&group);
        }
        let mut fraction = String::new();
        if self.eat_now(".") {
            fraction = self.digits();
            if fraction.is_empty() {
                return Err(start.refusal());
            }
        }
        if digits.is_empty() {
            return Err(start.refusal());
        }
        if fraction.len() > MAX_DECIMALS {
            return Err(PayRefusal::TooFine);
        }
        let decimals = u32::try_from(fraction.len()).map_err(|_| PayRefusal::TooFine)?;
        digits.push_str(&fraction);
        if digits.len() > MAX_DIGITS {
            return Err(PayRefusal::TooLarge);
        }
        Ok((digits.parse().map_err(|_| PayRefusal::TooLarge)?, decimals))
    }

    /// Passes the digits that stand right here.
    fn digits(&mut self) -> String {
        let digits: String = self.rest.chars().take_while(char::is_ascii_digit).collect();
        self.eat_now(&digits);
        digits
    }

    /// Reads 以上, 以下 and the like; `bound` when none stands here.
    pub(super) fn bound_after(&mut self, bound: Bound) -> Bound {
        if bound != Bound::Exact {
            return bound;
        }
        if self.eat_any(&["及以上", "以上", "起", "+"]) {
            Bound::AtLeast
        } else if self.eat_any(&["及以下", "以下", "以内", "封顶"]) {
            Bound::AtMost
        } else {
            Bound::Exact
        }
    }

    /// Reads `/月`, `每天`, `per hour`; none when no unit stands here.
    ///
    /// # Errors
    /// [`PayRefusal::NotUnderstood`] for another word after the slash.
    pub(super) fn unit_after(&mut self) -> Result<Option<PayUnit>, PayRefusal> {
        self.eat_any(&YUAN_WORDS);
        if !self.eat_any(&["/", "每", "per "]) {
            return Ok(None);
        }
        let found = UNIT_WORDS.iter().find(|(word, _)| self.eat(word));
        found
            .map(|&(_, unit)| Some(unit))
            .ok_or_else(|| self.refusal())
    }

    /// Reads `·13薪`; none when it does not stand here.
    ///
    /// # Errors
    /// [`PayRefusal::NotUnderstood`], [`PayRefusal::BadMonths`].
    pub(super) fn months(&mut self) -> Result<Option<u8>, PayRefusal> {
        let start = *self;
        let has_dot = self.eat_any(&["·", ",", "x"]);
        self.eat(" ");
        let digits = self.digits();
        if digits.is_empty() && !has_dot {
            return Ok(None);
        }
        if digits.is_empty() || !self.eat_any(&["薪", "个月"]) {
            return Err(start.refusal());
        }
        let months = digits.parse().ok().filter(|_| digits.len() <= 2);
        months.map(Some).ok_or(PayRefusal::BadMonths {
            most: super::MAX_MONTHS_PER_YEAR,
        })
    }
}
