//! What openings of the demo set say in words, and the names of their employers: plainly labelled, numbered, nobody's.
//!
//! It must never hold a name that a firm could bear, nor a number that could be dialled. Read next: `openings`.

use super::chance::Chance;
use crate::catalog::Occupation;

/// What an opening says in words.
pub(super) struct Words {
    /// The title.
    pub(super) title: String,
    /// What the work needs.
    pub(super) conditions: String,
    /// What the work is.
    pub(super) duties: String,
}

impl Words {
    /// The words of an occupation as a kind of opening puts them.
    pub(super) fn of(kind: &str, job: &Occupation) -> Self {
        let (title, conditions, duties) = (
            job.zh.clone(),
            job.conditions_zh.clone(),
            job.duties_zh.clone(),
        );
        match kind {
            "public_post" => Self {
                title: format!("{title}（公益性岗位）"),
                conditions: format!("{conditions}优先安置就业困难人员。"),
                duties,
            },
            "training_class" => Self {
                title: format!("{title}技能培训班"),
                conditions: "愿意学习即可报名，以开班通知为准。".to_owned(),
                duties: format!("学习内容：{duties}"),
            },
            _ => Self {
                title,
                conditions,
                duties,
            },
        }
    }
}

/// The name of one of so many demo employers of a county.
pub(super) fn employer(kind: &str, county: &str, count: u64, chance: &mut Chance) -> String {
    let number = chance.below(count.max(1)) + 1;
    let what = match kind {
        "public_post" => "演示公益性岗位单位",
        "training_class" => "演示培训机构",
        "gig" => "演示零工雇主",
        _ => "演示用工单位",
    };
    format!("{what}（{county}）{number:02}")
}
