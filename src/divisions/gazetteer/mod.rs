//! The gazetteer: the administrative tree of China with Guizhou's towns and villages, and every
//! code that names a division of it, built from the texts in `catalog/divisions/`.
//!
//! Pure: it must never open a file, ask a clock or touch the database. The ministry's lists make the
//! tree; the statistics bureau's villages are hung into it by county and town name, never by code.
//! Read next: `tree.rs`, then `crosswalk.rs` and `former.rs`; `catalog/SOURCES.md` tells the traps.

mod crosswalk;
mod division;
mod former;
mod points;
mod report;
mod rows;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use division::{NewCode, NewDivision};
pub(crate) use report::Report;
pub(crate) use rows::{GazetteerRefusal, canonical_code};

use crosswalk::BureauTexts;
use tree::Tree;

/// The texts of the lists, each as its file in `catalog/divisions/` holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    /// `cn_divisions_mca2026.csv`: the nation down to the counties, parents before children.
    pub(crate) nation: &'a str,
    /// `gz_divisions_mca2026.csv`: Guizhou down to the towns.
    pub(crate) guizhou: &'a str,
    /// `gz_streets_nbs2023.csv`: the statistics bureau's towns.
    pub(crate) streets: &'a str,
    /// `gz_villages_nbs2023.csv`: the statistics bureau's villages.
    pub(crate) villages: &'a str,
    /// `town_aliases.csv`: towns whose names the two systems write differently.
    pub(crate) town_aliases: &'a str,
    /// `gz_code_changes_1981_2020.csv`: changes of county and prefecture codes.
    pub(crate) code_changes: &'a str,
    /// `gz_code_changes_added.csv`: changes that the table before lacks.
    pub(crate) code_changes_added: &'a str,
    /// `gz_county_seats.csv`: a point for each county.
    pub(crate) seats: &'a str,
    /// `gz_town_points_geonames.csv`: a point for some towns.
    pub(crate) town_points: &'a str,
}

/// The finished tree, its codes, and the report of what did not match.
#[derive(Clone, Debug)]
pub(crate) struct Gazetteer {
    /// All divisions; a division's key is its position, and a parent comes before its children.
    pub(crate) divisions: Vec<NewDivision>,
    /// All codes; the ministry's name every division but China and the villages.
    pub(crate) codes: Vec<NewCode>,
    /// What was read and what did not match.
    pub(crate) report: Report,
}

impl Gazetteer {
    /// Builds the tree from the texts.
    ///
    /// # Errors
    /// The first line that is broken or contradicts another is refused with its file and number; a
    /// town or code that merely has no match is reported instead.
    pub(crate) fn build(texts: &Texts<'_>) -> Result<Self, GazetteerRefusal> {
        let mut report = Report::default();
        let mut tree = Tree::of_china();
        tree.plant_nation("cn_divisions_mca2026.csv", texts.nation)?;
        let live_towns = tree.plant_towns("gz_divisions_mca2026.csv", texts.guizhou)?;
        let bureau = BureauTexts {
            streets: ("gz_streets_nbs2023.csv", texts.streets),
            villages: ("gz_villages_nbs2023.csv", texts.villages),
            spellings: ("town_aliases.csv", texts.town_aliases),
        };
        crosswalk::plant_villages(&mut tree, &live_towns, &bureau, &mut report)?;
        tree.place_seats("gz_county_seats.csv", texts.seats)?;
        tree.place_towns("gz_town_points_geonames.csv", texts.town_points)?;
        let changes = [
            ("gz_code_changes_1981_2020.csv", texts.code_changes),
            ("gz_code_changes_added.csv", texts.code_changes_added),
        ];
        let former = former::former_codes(&tree, &changes, &mut report)?;
        let Tree {
            divisions,
            mut codes,
            ..
        } = tree;
        codes.extend(former);
        report.count(&divisions);
        Ok(Self {
            divisions,
            codes,
            report,
        })
    }
}
