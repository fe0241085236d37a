//! Why an item stands where it stands, for whoever asks: what the order is by, and what decided a tie.
//!
//! It says nothing that did not decide, and nothing of the reader's position.

use serde_json::json;

use crate::language::{Language, Text};

/// Where an item stands on its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Its place on the page, from 0.
    pub(super) position: usize,
    /// Millimetres and seconds on foot, where there is an origin.
    pub(super) reach: Option<(u64, u32)>,
    /// Those of the item before it.
    pub(super) before: Option<(u64, u32)>,
    /// Whether it is a place.
    pub(super) is_place: bool,
}

impl Standing {
    /// The explanation, a JSON object: `position` on the page from 1, `order_by` (what the order is by, weightiest
    /// first), `is_tie` (whether it is as near as the one before it) and `text` in the reader's language.
    pub(super) fn why(&self, language: Language) -> String {
        let is_tie = self.reach.is_some() && self.reach == self.before;
        let (order_by, text) = match self.reach {
            Some((millimetres, seconds)) => (
                &["distance_m", "lot_of_the_day", "id"][..],
                nearness(millimetres, seconds, is_tie),
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
}

/// What nearness says.
fn nearness(millimetres: u64, seconds: u32, is_tie: bool) -> Text {
    let metres = millimetres.saturating_add(500) / 1_000;
    let (zh, en) = if is_tie {
        (
            "；与前一项一样近，先后由当日抽签决定",
            "; as near as the one before it: the day's lot decides",
        )
    } else {
        ("", "")
    };
    Text::new(
        format!("由近到远排列：直线 {metres} 米，步行约 {seconds} 秒{zh}"),
        format!("nearest first: {metres} m in a straight line, about {seconds} s on foot{en}"),
    )
}
