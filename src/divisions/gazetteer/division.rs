//! The rows the gazetteer hands out: divisions and the codes that name them.
//!
//! Plain data, no file and no database; it must never decide anything. Read next: `tree.rs`, which
//! makes these rows.

use reach::coord::Wgs84;

use crate::language::Language;

/// How high in the administrative tree a division stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// The root, China.
    Country,
    /// A province, autonomous region, municipality or special administrative region.
    Province,
    /// A prefecture or a city with counties under it.
    Prefecture,
    /// A county, district, or a city of county rank.
    County,
    /// A town, township or street office.
    Town,
    /// A village committee or residents' committee.
    Village,
}

impl Level {
    /// The stable word for this level in the database and in answers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Town => "town",
            Self::Village => "village",
        }
    }
}

/// Where the point of a division comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointBasis {
    /// The county seat, "about here", from the list of seats.
    Seat,
    /// The GeoNames place of the same name inside the county.
    Geonames,
}

impl PointBasis {
    /// The stable word for this basis in the database and in answers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Geonames => "geonames",
        }
    }
}

/// What a reader must know about a division before relying on its place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// The ministry lists the town as revoked and names no successor.
    Revoked,
    /// The statistics bureau writes this town's name differently.
    AlsoSpelled {
        /// The bureau's spelling.
        name: String,
    },
    /// The village's town is not in the ministry's list, so the village hangs on its county.
    TownUnmatched {
        /// The town's name in the bureau's list; empty if even that is missing.
        town: String,
    },
}

impl Note {
    /// The note as a sentence for people.
    pub(crate) fn message(&self, language: Language) -> String {
        match (self, language) {
            (Self::Revoked, Language::Zh) => "已撤销，去向未知".to_owned(),
            (Self::Revoked, Language::En) => "Revoked; the successor is not known.".to_owned(),
            (Self::AlsoSpelled { name }, Language::Zh) => format!("统计用名：{name}"),
            (Self::AlsoSpelled { name }, Language::En) => {
                format!("The statistics bureau writes {name}.")
            }
            (Self::TownUnmatched { town }, Language::Zh) => {
                format!("统计用区划中的乡镇“{town}”未能对应，暂挂在县级")
            }
            (Self::TownUnmatched { town }, Language::En) => {
                format!("The town \"{town}\" has no match, so the village hangs on its county.")
            }
        }
    }
}

/// One division of the tree, before it has an id of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewDivision {
    /// Its own position in [`super::Gazetteer::divisions`]; a parent's key is below its children's.
    pub(crate) key: usize,
    /// The key of the division it belongs to; none for the root.
    pub(crate) parent: Option<usize>,
    /// Materialised path such as `0001/0024/0003/`: each part is the place among the siblings, the
    /// parent's path is a prefix, and text order is depth-first order.
    pub(crate) path: String,
    /// Its level; levels may be skipped between parent and child.
    pub(crate) level: Level,
    /// Its own name, as the list writes it.
    pub(crate) name: String,
    /// Its name with those of all divisions above it, without China: 贵州省贵阳市南明区.
    pub(crate) full_name: String,
    /// Its name in pinyin; no source gives it for every division, so it is not filled here.
    pub(crate) pinyin: Option<String>,
    /// A point inside or near it in WGS-84, with the source of the point.
    pub(crate) point: Option<(Wgs84, PointBasis)>,
    /// True if it no longer exists and is kept only so that old codes and names are found.
    pub(crate) ended: bool,
    /// What a reader must know about it.
    pub(crate) note: Option<Note>,
}

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum System {
    /// The civil affairs ministry's code, the public one.
    Mca,
    /// The statistics bureau's code. Below the county it may be another town's ministry code.
    Nbs,
    /// A county or prefecture code that is no longer in use.
    Former,
}

impl System {
    /// The stable word for this system in the database and in answers.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Mca => "mca",
            Self::Nbs => "nbs",
            Self::Former => "former",
        }
    }
}

/// A code that names a division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewCode {
    /// Whose code it is.
    pub(crate) system: System,
    /// Twelve digits.
    pub(crate) code: String,
    /// The key of the division it names; a former code with several successors has a row for each.
    pub(crate) division: usize,
    /// The first year the code was in use, where the table of changes tells.
    pub(crate) valid_from: Option<i32>,
    /// The year the code ended; none while it is in use or when the year is not known.
    pub(crate) valid_to: Option<i32>,
}
