//! Why a catalog is refused at start, in English for logs and in both languages for its owner.
//!
//! Must never: leave out the file; a broken entry also names its line and key.
//! Read next: `files.rs` and `check.rs`, where refusals arise.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::language::Language;

/// A catalog that cannot be used; the server does not start with it.
#[derive(Debug, Error)]
pub(crate) enum CatalogRefusal {
    /// The folder or a file in it cannot be read.
    #[error("{}: cannot be read: {cause}", path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The folder holds a file that the catalog does not know.
    #[error("{}: the catalog has no file of this name", path.display())]
    UnknownFile {
        /// The file.
        path: PathBuf,
    },
    /// A file is over 16 MiB.
    #[error("{}: larger than 16 MiB", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A file is not UTF-8.
    #[error("{}, line {line}: not UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line of the first bad byte, from 1.
        line: usize,
    },
    /// A file is not TOML, or an entry in it is wrong.
    #[error("{file}, line {line}, key {key}: {problem}")]
    Broken {
        /// The relative name of the file.
        file: &'static str,
        /// The line, from 1.
        line: usize,
        /// The key, or what stands in its place.
        key: String,
        /// What is wrong.
        problem: Problem,
    },
}

impl CatalogRefusal {
    /// The refusal as its reader should see it.
    pub(crate) fn message(&self, language: Language) -> String {
        match language {
            Language::En => self.to_string(),
            Language::Zh => self.in_chinese(),
        }
    }

    /// The refusal in Chinese.
    fn in_chinese(&self) -> String {
        match self {
            Self::Unreadable { path, cause } => format!("{}：无法读取（{cause}）", path.display()),
            Self::UnknownFile { path } => format!("{}：目录数据中没有这个文件名", path.display()),
            Self::TooLarge { path } => format!("{}：文件超过 16 MiB", path.display()),
            Self::NotUtf8 { path, line } => {
                format!("{} 第 {line} 行：不是 UTF-8 编码", path.display())
            }
            Self::Broken {
                file,
                line,
                key,
                problem,
            } => {
                format!("{file} 第 {line} 行，键 {key}：{}", problem.in_chinese())
            }
        }
    }
}

/// What is wrong with an entry.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The parser's own words: not TOML, an unknown or missing key, a wrong type.
    #[error("{0}")]
    Toml(String),
    /// The text is not a code.
    #[error("`{0}` is not a code: lower-case letters, digits and _, at most 64, a letter first")]
    NotACode(String),
    /// The code stands twice in one list.
    #[error("`{0}` stands here twice")]
    RepeatedCode(String),
    /// The word stands twice where it may stand once.
    #[error("`{0}` stands here twice")]
    RepeatedWord(String),
    /// A ring of fewer than two words.
    #[error("must hold two words at least")]
    TooFewWords,
    /// The text is empty.
    #[error("must not be empty")]
    Empty,
    /// The text already means another entry.
    #[error("`{text}` already means {other}")]
    TwoMeanings {
        /// The text.
        text: String,
        /// The code of the entry it already means.
        other: String,
    },
    /// The code is not in the list it should come from.
    #[error("`{code}` is no [[{table}]]")]
    UnknownCode {
        /// The code.
        code: String,
        /// The table that should hold it.
        table: &'static str,
    },
    /// The server does not know this code.
    #[error("`{0}` is not a code the server knows")]
    NotServed(String),
    /// A code the server needs is missing.
    #[error("`{0}` is missing; the server needs it")]
    LacksCode(String),
    /// The two lists should match line for line.
    #[error("must have as many lines as its Chinese list")]
    UnequalLists,
    /// A validity of no days.
    #[error("must be at least 1 day")]
    ZeroDays,
    /// The lower end is nothing or above the upper end.
    #[error("the lower end must be above 0 and not above the upper end")]
    NotARange,
    /// Gig pay and the kind gig do not go together.
    #[error("gig_unit, gig_low and gig_high go together, exactly with kind gig")]
    GigPay,
}

impl Problem {
    /// The problem in Chinese.
    fn in_chinese(&self) -> String {
        match self {
            Self::Toml(words) => format!("写法有误（{words}）"),
            Self::NotACode(code) => {
                format!("“{code}”不是合法代码，只能用小写字母、数字和下划线，字母开头，最长 64 位")
            }
            Self::RepeatedCode(code) => format!("“{code}”重复"),
            Self::RepeatedWord(word) => format!("“{word}”重复"),
            Self::TooFewWords => "至少要有两个词".to_owned(),
            Self::Empty => "不能为空".to_owned(),
            Self::TwoMeanings { text, other } => format!("“{text}”已经表示 {other}"),
            Self::UnknownCode { code, table } => format!("[[{table}]] 中没有“{code}”"),
            Self::NotServed(code) => format!("程序不认识代码“{code}”"),
            Self::LacksCode(code) => format!("缺少程序需要的“{code}”"),
            Self::UnequalLists => "与中文清单的条数不一致".to_owned(),
            Self::ZeroDays => "至少为 1 天".to_owned(),
            Self::NotARange => "下限须大于 0 且不高于上限".to_owned(),
            Self::GigPay => {
                "gig_unit、gig_low、gig_high 须同时填写，且仅用于含 gig 的职业".to_owned()
            }
        }
    }
}
