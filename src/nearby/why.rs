//! Why an item stands where it stands, for whoever asks: what the order is by, and what decided a tie.
//!
//! It says nothing that did not decide, and nothing of the reader's position.

use serde_json::json;

use super::reached::{Basis, Reach};
use crate::language::{Language, Text};

/// Where an item stands on its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Its place on the page, from 0.
    pub(super) position: usize,
    /// How far it is, where there is an origin.
    pub(super) reach: Option<Reach>,
    /// The same of the item before it.
    pub(super) before: Option<Reach>,
    /// Whether it is a place.
    pub(super) is_place: bool,
    /// Whether the order is by the time on foot.
    pub(super) is_by_time: bool,
}

impl Standing {
    /// The explanation, a JSON object: `position` on the page from 1, `order_by` (what the order is by, weightiest
    /// first), `is_tie` (whether it is as near as the one before it) and `text` in the reader's language.
    pub(super) fn why(&self, language: Language) -> String {
        let is_tie = self.is_tie();
        let (order_by, text) = match self.reach {
            Some(reach) if self.is_by_time => (
                &["walk_seconds", "lot_of_the_day", "id"][..],
                nearness(reach, true, is_tie),
            ),
            Some(reach) => (
                &["distance_m", "lot_of_the_day", "id"][..],
                nearness(reach, false, is_tie),
            ),
            None if self.is_place => (
                &["division", "id"][..],
                Text::new("按区划顺序排列", "in the order of the divisions"),
            ),
            None => (
                &["posted_at", "id"][..],
                Text::new("按发布时间排列，新的在前", "newest first"),
            ),
        };
        let why = json!({
            "position": self.position + 1,
            "order_by": order_by,
            "is_tie": is_tie,
            "text": text.in_language(language),
        });
        why.to_string()
    }

    /// Whether it is as near as the item before it.
    fn is_tie(&self) -> bool {
        let rank = |reach: Reach| {
            if self.is_by_time {
                reach.walk_seconds.map(u64::from)
            } else {
                Some(reach.millimetres)
            }
        };
        self.reach.is_some() && self.reach.map(rank) == self.before.map(rank)
    }
}

/// What nearness says.
fn nearness(reach: Reach, is_by_time: bool, is_tie: bool) -> Text {
    let metres = reach.millimetres.saturating_add(500) / 1_000;
    let (zh, en) = if is_tie {
        (
            "；与前一项一样近，先后由当日抽签决定",
            "; as near as the one before it: the day's lot decides",
        )
    } else {
        ("", "")
    };
    let Some(seconds) = reach.walk_seconds else {
        return Text::new(
            format!("由近到远排列：直线 {metres} 米，沿道路步行一小时内走不到{zh}"),
            format!(
                "nearest first: {metres} m in a straight line, more than an hour on foot along the streets{en}"
            ),
        );
    };
    let (about_zh, about_en) = match reach.basis {
        Basis::Estimate => ("约 ", "about "),
        Basis::Streets => ("沿道路 ", "along the streets "),
    };
    if is_by_time {
        return Text::new(
            format!("按步行时间排列：{about_zh}{seconds} 秒，直线 {metres} 米{zh}"),
            format!("by time on foot: {about_en}{seconds} s, {metres} m in a straight line{en}"),
        );
    }
    Text::new(
        format!("由近到远排列：直线 {metres} 米，步行{about_zh}{seconds} 秒{zh}"),
        format!("nearest first: {metres} m in a straight line, {about_en}{seconds} s on foot{en}"),
    )
}
