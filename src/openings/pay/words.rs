//! The words and signs that pays are written with.
//!
//! It must hold words only, no rule. Read `reader` for how they are read.

use super::PayUnit;

/// Words that may begin a pay and the unit they say.
pub(super) const LEADING_WORDS: [(&str, Option<PayUnit>); 13] = [
    ("月薪", Some(PayUnit::Month)),
    ("月工资", Some(PayUnit::Month)),
    ("年薪", Some(PayUnit::Year)),
    ("日薪", Some(PayUnit::Day)),
    ("时薪", Some(PayUnit::Hour)),
    ("计件", Some(PayUnit::Piece)),
    ("每月", Some(PayUnit::Month)),
    ("每天", Some(PayUnit::Day)),
    ("每小时", Some(PayUnit::Hour)),
    ("薪资", None),
    ("工资", None),
    ("薪酬", None),
    ("待遇", None),
];

/// Words after a slash, 每 or `per`, longer ones first, and the unit they say.
pub(super) const UNIT_WORDS: [(&str, PayUnit); 18] = [
    ("小时", PayUnit::Hour),
    ("时", PayUnit::Hour),
    ("hour", PayUnit::Hour),
    ("hr", PayUnit::Hour),
    ("h", PayUnit::Hour),
    ("天", PayUnit::Day),
    ("日", PayUnit::Day),
    ("day", PayUnit::Day),
    ("个月", PayUnit::Month),
    ("月", PayUnit::Month),
    ("month", PayUnit::Month),
    ("mo", PayUnit::Month),
    ("年", PayUnit::Year),
    ("year", PayUnit::Year),
    ("yr", PayUnit::Year),
    ("件", PayUnit::Piece),
    ("piece", PayUnit::Piece),
    ("pc", PayUnit::Piece),
];

/// Signs and words of the yuan; two forms of the sign are in use.
pub(super) const YUAN_WORDS: [&str; 8] = ["元", "块", "¥", "￥", "rmb", "cny", "人民币", "yuan"];
