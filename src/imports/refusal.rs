//! Why an import, an export or an undoing did not happen. Then nothing of it has happened.

use sea_orm::{DbErr, SqlErr};
use thiserror::Error;

use crate::language::Language;

/// Why nothing was written.
#[derive(Debug, Error)]
pub(crate) enum ImportRefusal {
    /// The database failed.
    #[error("the database failed, nothing was written: {0}")]
    Database(DbErr),
    /// Somebody else wrote the same records in the meantime.
    #[error(
        "somebody else wrote the same records at the same time, nothing was written: run the import again"
    )]
    WrittenMeanwhile,
    /// A before-image cannot be written or read.
    #[error("the record as it was before cannot be kept or read, nothing was written: {0}")]
    BeforeImage(#[from] serde_json::Error),
    /// There is no such batch.
    #[error("there is no such import")]
    UnknownBatch,
    /// The batch was undone already.
    #[error("this import was undone already")]
    AlreadyUndone,
    /// Records have changed since the import.
    #[error("nothing was undone: {count} records have changed since this import: {}", titles.join(", "))]
    ChangedSince {
        /// How many.
        count: usize,
        /// The titles of the first of them.
        titles: Vec<String>,
    },
}

impl From<DbErr> for ImportRefusal {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::WrittenMeanwhile,
            Some(_) | None => Self::Database(error),
        }
    }
}

impl ImportRefusal {
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
            Self::Database(error) => format!("数据库出错，未写入任何内容：{error}"),
            Self::WrittenMeanwhile => {
                "同时有人写入了相同的记录，未写入任何内容：请重新导入".to_owned()
            }
            Self::BeforeImage(error) => {
                format!("无法保存或读取记录的原样，未写入任何内容：{error}")
            }
            Self::UnknownBatch => "没有这个导入批次".to_owned(),
            Self::AlreadyUndone => "这个批次已经撤销".to_owned(),
            Self::ChangedSince { count, titles } => {
                format!(
                    "未撤销：有 {count} 条记录在导入之后又有变动：{}",
                    titles.join("、")
                )
            }
        }
    }
}
