//! What was read and what did not match, for the operator.
//!
//! It only counts and lists; nothing is decided from it. Read next: `mod.rs`, which fills it.

use super::division::{Level, NewDivision, PointBasis};
use crate::language::Language;

/// Counts of what the lists gave, and lists of what did not match between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Provinces of the nation.
    pub(crate) provinces: usize,
    /// Prefectures of the nation.
    pub(crate) prefectures: usize,
    /// Counties of the nation.
    pub(crate) counties: usize,
    /// Towns that exist.
    pub(crate) towns: usize,
    /// Towns that were revoked.
    pub(crate) towns_ended: usize,
    /// Villages, those on a county included.
    pub(crate) villages: usize,
    /// Counties that have their seat as a point.
    pub(crate) counties_with_seat: usize,
    /// Existing towns that have a GeoNames point.
    pub(crate) towns_with_point: usize,
    /// Towns of the bureau without a match by their full name, each with its number of villages,
    /// which hang on the county.
    pub(crate) villages_on_county: Vec<(String, usize)>,
    /// Towns matched through the table of spellings: the ministry's full name, the bureau's name.
    pub(crate) spellings: Vec<(String, String)>,
    /// Full names of existing towns that only the ministry lists; they have no villages here.
    pub(crate) towns_only_ministry: Vec<String>,
    /// Full names of towns that only the statistics bureau lists.
    pub(crate) towns_only_statistics: Vec<String>,
    /// Codes that are no longer in use.
    pub(crate) former_codes: usize,
    /// Former codes, with their last name, that lead to nothing of today.
    pub(crate) former_without_successor: Vec<String>,
    /// Former codes, with their last name, that lead to several divisions, with their full names.
    pub(crate) former_with_several: Vec<(String, Vec<String>)>,
}

impl Report {
    /// Counts the finished tree.
    pub(super) fn count(&mut self, divisions: &[NewDivision]) {
        let count = |wanted: &dyn Fn(&NewDivision) -> bool| {
            divisions.iter().filter(|division| wanted(division)).count()
        };
        let has = |division: &NewDivision, basis| {
            division.point.is_some_and(|(_, given)| given == basis) && !division.ended
        };
        self.provinces = count(&|division| division.level == Level::Province);
        self.prefectures = count(&|division| division.level == Level::Prefecture);
        self.counties = count(&|division| division.level == Level::County);
        self.towns = count(&|division| division.level == Level::Town && !division.ended);
        self.towns_ended = count(&|division| division.level == Level::Town && division.ended);
        self.villages = count(&|division| division.level == Level::Village);
        self.counties_with_seat = count(&|division| has(division, PointBasis::Seat));
        self.towns_with_point = count(&|division| has(division, PointBasis::Geonames));
    }

    /// How many villages hang on their county because their town has no match.
    pub(crate) fn villages_on_county_total(&self) -> usize {
        self.villages_on_county
            .iter()
            .map(|(_, villages)| villages)
            .sum()
    }

    /// The report as lines of text, a headline before each list.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = self.headlines(language);
        let pairs = self
            .spellings
            .iter()
            .map(|(ministry, bureau)| match language {
                Language::Zh => format!("{ministry}（统计：{bureau}）"),
                Language::En => format!("{ministry} (statistics: {bureau})"),
            });
        let counted = self
            .villages_on_county
            .iter()
            .map(|(town, villages)| match language {
                Language::Zh => format!("{town}：{villages}"),
                Language::En => format!("{town}: {villages}"),
            });
        let several = self
            .former_with_several
            .iter()
            .map(|(code, names)| format!("{code} -> {}", names.join(", ")));
        let lists = [
            (
                "村（社区）挂在县级",
                "Villages on their county, by town",
                counted.collect(),
            ),
            (
                "名称写法不同的乡镇",
                "Towns spelled differently",
                pairs.collect(),
            ),
            (
                "仅民政有的乡镇",
                "Towns only in the ministry's list",
                self.towns_only_ministry.clone(),
            ),
            (
                "仅统计有的乡镇",
                "Towns only in the statistics list",
                self.towns_only_statistics.clone(),
            ),
            (
                "无去向的旧代码",
                "Former codes without a successor",
                self.former_without_successor.clone(),
            ),
            (
                "多个去向的旧代码",
                "Former codes with several successors",
                several.collect(),
            ),
        ];
        for (chinese, english, entries) in lists {
            let entries: Vec<String> = entries;
            lines.push(match language {
                Language::Zh => format!("{chinese}：{}", entries.len()),
                Language::En => format!("{english}: {}", entries.len()),
            });
            lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
        }
        lines
    }

    /// The counts, one subject a line.
    fn headlines(&self, language: Language) -> Vec<String> {
        let without = self.towns.saturating_sub(self.towns_with_point);
        let on_county = self.villages_on_county_total();
        match language {
            Language::Zh => vec![
                format!(
                    "全国：省级 {}，地级 {}，县级 {}（有驻地点 {}）",
                    self.provinces, self.prefectures, self.counties, self.counties_with_seat
                ),
                format!(
                    "乡级：现有 {}，已撤销 {}；有坐标 {}，无坐标 {without}",
                    self.towns, self.towns_ended, self.towns_with_point
                ),
                format!("村级：{}，其中挂在县级 {on_county}", self.villages),
                format!("旧代码：{}", self.former_codes),
            ],
            Language::En => vec![
                format!(
                    "Nation: {} provinces, {} prefectures, {} counties ({} with a seat)",
                    self.provinces, self.prefectures, self.counties, self.counties_with_seat
                ),
                format!(
                    "Towns: {} live, {} ended; {} with a point, {without} without",
                    self.towns, self.towns_ended, self.towns_with_point
                ),
                format!(
                    "Villages: {}, of which {on_county} on their county",
                    self.villages
                ),
                format!("Former codes: {}", self.former_codes),
            ],
        }
    }
}
