//! The forms of a name: a label is written with remarks in brackets, people type it without.

use crate::fold::{Fold, joined};

/// What a name may be typed as, folded and without spaces: as it is, and without what stands in brackets.
pub(super) fn forms(fold: &Fold, name: &str) -> Vec<String> {
    let mut outside = String::with_capacity(name.len());
    let mut depth = 0_usize;
    for character in name.chars() {
        match character {
            '（' | '(' | '【' | '[' => depth = depth.saturating_add(1),
            '）' | ')' | '】' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(character),
            _ => {}
        }
    }
    let mut forms = vec![joined(&fold.text(name)), joined(&fold.text(&outside))];
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
}

/// What is left of an occupation without an ending, where at least two characters are left.
pub(super) fn stems<'w>(word: &'w str, endings: &[String]) -> impl Iterator<Item = &'w str> {
    endings.iter().filter_map(move |ending| {
        let stem = word.strip_suffix(ending.as_str())?;
        (stem.chars().count() >= 2).then_some(stem)
    })
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests {
    use super::{forms, stems};
    use crate::fold::Fold;

    #[test]
    fn a_remark_in_brackets_may_be_left_out() {
        let fold = Fold::new().expect("the table is compiled in");
        assert_eq!(forms(&fold, "木工（模板）"), ["木工模板", "木工"]);
        assert_eq!(
            forms(&fold, "高校职业指导（就业服务）站"),
            ["高校职业指导就业服务站", "高校职业指导站"]
        );
        assert_eq!(forms(&fold, "焊工"), ["焊工"]);
    }

    #[test]
    fn the_stem_of_an_occupation_has_two_characters_at_least() {
        let endings = ["工".to_owned(), "司机".to_owned()];
        assert_eq!(stems("贴砖工", &endings).collect::<Vec<_>>(), ["贴砖"]);
        assert_eq!(stems("叉车司机", &endings).collect::<Vec<_>>(), ["叉车"]);
        assert_eq!(stems("焊工", &endings).count(), 0);
    }
}
