//! Why a pay was refused, in both languages.
//!
//! It must never carry more of the caller's text than a short piece that names the place of the
//! error. Read the parent module for the rules behind each refusal.

use crate::language::Language;

/// Why a pay was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PayRefusal {
    /// The text is too long.
    #[error("the pay is longer than {most} bytes")]
    TooLong {
        /// The bound.
        most: usize,
    },
    /// There is no amount.
    #[error("the pay has no amount; write 面议 if it is to be agreed")]
    NoNumber,
    /// A piece of the text is not understood.
    #[error("not understood from here: `{found}`")]
    NotUnderstood {
        /// The beginning of what is not understood; empty at the end of the text.
        found: String,
    },
    /// The least is above the most.
    #[error("the least is above the most")]
    MinAboveMax,
    /// The range is too wide to be meant.
    #[error("the most is over {times} times the least: write both amounts in full")]
    TooWide {
        /// The bound.
        times: i64,
    },
    /// An amount is negative.
    #[error("an amount is negative")]
    Negative,
    /// An amount is zero.
    #[error("an amount is zero; write 面议 if it is to be agreed")]
    Zero,
    /// An amount is above the bound.
    #[error("an amount is above ten million yuan")]
    TooLarge,
    /// An amount has parts of a fen.
    #[error("an amount has more than two decimals of a yuan")]
    TooFine,
    /// The amount could be for several units.
    #[error("this amount needs its unit, such as 元/小时, 元/天, 元/月 or 元/年")]
    UnitMissing,
    /// The pay is to be agreed and has an amount.
    #[error("a pay that is to be agreed (面议) has no amount")]
    NegotiableWithAmount,
    /// The number of monthly pays in a year is wrong.
    #[error("monthly pays in a year are 12 to {most}")]
    BadMonths {
        /// The bound.
        most: u8,
    },
    /// Monthly pays in a year stand with another unit than the month.
    #[error("monthly pays in a year (13薪) go with a monthly amount only")]
    MonthsWithoutMonthlyPay,
}

impl PayRefusal {
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
            Self::TooLong { most } => format!("薪资文字超过 {most} 字节"),
            Self::NoNumber => "薪资没有金额；如需商谈请写“面议”".to_owned(),
            Self::NotUnderstood { found } if found.is_empty() => {
                "薪资不完整，结尾处缺少内容".to_owned()
            }
            Self::NotUnderstood { found } => format!("薪资从这里开始看不懂：“{found}”"),
            Self::MinAboveMax => "最低薪资高于最高薪资".to_owned(),
            Self::TooWide { times } => {
                format!("最高薪资超过最低薪资的 {times} 倍：请把两个金额写完整")
            }
            Self::Negative => "金额不能是负数".to_owned(),
            Self::Zero => "金额不能是 0；如需商谈请写“面议”".to_owned(),
            Self::TooLarge => "金额超过一千万元".to_owned(),
            Self::TooFine => "金额最多精确到分".to_owned(),
            Self::UnitMissing => "这个金额要写明单位，如 元/小时、元/天、元/月、元/年".to_owned(),
            Self::NegotiableWithAmount => "面议不能同时写金额".to_owned(),
            Self::BadMonths { most } => format!("一年的薪数应为 12 到 {most}"),
            Self::MonthsWithoutMonthlyPay => "“13薪”只能与月薪一起写".to_owned(),
        }
    }
}
