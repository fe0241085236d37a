//! From the statistics bureau's towns and villages to the ministry's tree.
//!
//! A town is found by county and name alone. The two systems agree on county codes; below the
//! county a bureau's code may be another town's ministry code, so it must never be compared with
//! one. Read next: `tree.rs`, where the villages are planted.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::GazetteerRefusal;
use super::division::{Level, Note, System};
use super::report::Report;
use super::rows::{SpellingRow, StreetRow, VillageRow, code12, read};
use super::tree::{Seedling, Tree};

/// The statistics bureau's texts, each with the file name that refusals give.
pub(super) struct BureauTexts<'a> {
    /// The bureau's towns.
    pub(super) streets: (&'static str, &'a str),
    /// The bureau's villages.
    pub(super) villages: (&'static str, &'a str),
    /// The towns whose names the systems write differently.
    pub(super) spellings: (&'static str, &'a str),
}

/// Where the villages of one of the bureau's towns go.
enum Home {
    /// Under the ministry's town with this key.
    Town(usize),
    /// Under the county with this key, for the town of this name has no match.
    County(usize, String),
}

/// The ministry's living towns by county and name, and the other spellings.
struct CrossWalk {
    /// Keys of towns by (key of the county, name).
    towns: HashMap<(usize, String), Vec<usize>>,
    /// The ministry's name by (key of the county, the bureau's name).
    spellings: HashMap<(usize, String), String>,
}

impl CrossWalk {
    /// The one town of this name in this county; none if there is none or more than one.
    fn town(&self, county: usize, name: &str) -> Option<usize> {
        match self.towns.get(&(county, name.to_owned()))?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The one town that the bureau calls by this name through the table of spellings.
    fn respelled(&self, county: usize, name: &str) -> Option<usize> {
        self.town(county, self.spellings.get(&(county, name.to_owned()))?)
    }
}

/// Plants the bureau's villages into the ministry's tree and reports what did not match.
///
/// # Errors
/// Refuses unreadable lines, counties that the tree lacks and spellings of towns that it lacks.
pub(super) fn plant_villages(
    tree: &mut Tree,
    live_towns: &[usize],
    texts: &BureauTexts<'_>,
    report: &mut Report,
) -> Result<(), GazetteerRefusal> {
    let walk = cross_walk(tree, live_towns, texts)?;
    let homes = walk_streets(tree, &walk, texts, report)?;
    let (file, text) = texts.villages;
    let mut unmatched = BTreeMap::<(usize, String), usize>::new();
    for numbered in read::<VillageRow>(file, text)? {
        let (line, row) = (numbered.line, numbered.row);
        let code = code12(file, line, &row.code12)?;
        let (parent, note) = match row.code12.get(..9).and_then(|street| homes.get(street)) {
            Some(Home::Town(town)) => (*town, None),
            Some(Home::County(county, town)) => (*county, Some(town.clone())),
            None => (
                county_of(tree, file, line, &row.code12)?,
                Some(String::new()),
            ),
        };
        if let Some(town) = &note {
            let count = unmatched.entry((parent, town.clone())).or_default();
            *count = count.saturating_add(1);
        }
        let note = note.map(|town| Note::TownUnmatched { town });
        let seedling = Seedling {
            level: Level::Village,
            name: row.name,
            ended: false,
            note,
        };
        let key = tree.plant(parent, seedling)?;
        tree.name_by_code(System::Nbs, code, key);
    }
    for ((county, town), villages) in unmatched {
        let town = format!("{}{town}", tree.full_name(county));
        report.villages_on_county.push((town, villages));
    }
    Ok(())
}

/// The tree's county that a bureau's code of any length starts with.
fn county_of(
    tree: &Tree,
    file: &'static str,
    line: u64,
    code: &str,
) -> Result<usize, GazetteerRefusal> {
    let county = code12(file, line, code.get(..6).unwrap_or(code))?;
    let found = tree.by_mca(&county).filter(|key| {
        tree.division(*key)
            .is_some_and(|division| division.level == Level::County)
    });
    found.ok_or(GazetteerRefusal::UnknownCode {
        file,
        line,
        code: county,
    })
}

/// Indexes the ministry's towns and the spellings.
fn cross_walk(
    tree: &Tree,
    live_towns: &[usize],
    texts: &BureauTexts<'_>,
) -> Result<CrossWalk, GazetteerRefusal> {
    let mut walk = CrossWalk {
        towns: HashMap::new(),
        spellings: HashMap::new(),
    };
    for town in live_towns.iter().filter_map(|key| tree.division(*key)) {
        if let Some(county) = town.parent {
            walk.towns
                .entry((county, town.name.clone()))
                .or_default()
                .push(town.key);
        }
    }
    let (file, text) = texts.spellings;
    for numbered in read::<SpellingRow>(file, text)? {
        let (line, row) = (numbered.line, numbered.row);
        let county = county_of(tree, file, line, &row.county6)?;
        if walk.town(county, &row.mca_name).is_none() {
            return Err(GazetteerRefusal::UnknownTown {
                file,
                line,
                county: row.county6,
                town: row.mca_name,
            });
        }
        walk.spellings.insert((county, row.nbs_name), row.mca_name);
    }
    Ok(walk)
}

/// Finds each of the bureau's towns in the tree, by its nine digits in the bureau's own system.
fn walk_streets(
    tree: &mut Tree,
    walk: &CrossWalk,
    texts: &BureauTexts<'_>,
    report: &mut Report,
) -> Result<HashMap<String, Home>, GazetteerRefusal> {
    let (file, text) = texts.streets;
    let mut homes = HashMap::new();
    let mut counties = BTreeMap::new();
    let mut found = HashSet::new();
    for numbered in read::<StreetRow>(file, text)? {
        let (line, row) = (numbered.line, numbered.row);
        let code = code12(file, line, &row.code9)?;
        let county = county_of(tree, file, line, &row.county6)?;
        counties.insert(code12(file, line, &row.county6)?, county);
        let home = if let Some(town) = walk.town(county, &row.name) {
            Home::Town(town)
        } else if let Some(town) = walk.respelled(county, &row.name) {
            note_spelling(tree, town, &row.name, report);
            Home::Town(town)
        } else {
            let name = format!("{}{}", tree.full_name(county), row.name);
            report.towns_only_statistics.push(name);
            Home::County(county, row.name)
        };
        if let Home::Town(town) = home {
            found.insert(town);
            tree.name_by_code(System::Nbs, code, town);
        }
        if homes.insert(row.code9.clone(), home).is_some() {
            return Err(GazetteerRefusal::DefinedTwice {
                file,
                line,
                code: row.code9,
            });
        }
    }
    for (code, county) in counties {
        tree.name_by_code(System::Nbs, code, county);
    }
    let live = walk
        .towns
        .values()
        .flatten()
        .copied()
        .collect::<BTreeSet<_>>();
    let lonely = live.into_iter().filter(|town| !found.contains(town));
    report.towns_only_ministry = lonely.map(|town| tree.full_name(town)).collect();
    Ok(homes)
}

/// Marks a town with the bureau's spelling and reports it.
fn note_spelling(tree: &mut Tree, town: usize, name: &str, report: &mut Report) {
    report
        .spellings
        .push((tree.full_name(town), name.to_owned()));
    if let Some(division) = tree.divisions.get_mut(town) {
        division.note = Some(Note::AlsoSpelled {
            name: name.to_owned(),
        });
    }
}
