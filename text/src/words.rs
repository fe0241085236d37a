//! What a lexicon is made of: words as the server passes them in, from the catalog, the divisions and data files.
//!
//! Plain data; it must never hold a decision. Read next: `lexicon`.

/// What sort of thing a concept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConceptKind {
    /// An occupation.
    Occupation,
    /// A service at a place.
    Service,
    /// A kind of place.
    PlaceKind,
    /// A kind of opening.
    OpeningKind,
    /// A category of occupations or a family of services.
    Category,
    /// A tag of openings.
    Tag,
    /// A facet of places.
    Facet,
    /// A kind of site.
    SiteKind,
}

impl ConceptKind {
    /// Whether its names say what an item is; those of the others say something about it.
    #[must_use]
    pub fn is_name(self) -> bool {
        match self {
            Self::Occupation | Self::Service | Self::PlaceKind | Self::OpeningKind => true,
            Self::Category | Self::Tag | Self::Facet | Self::SiteKind => false,
        }
    }
}

/// A thing with a code, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// What documents name it by, unique among all concepts: `occupation/welder`.
    pub key: String,
    /// What sort of thing it is.
    pub kind: ConceptKind,
    /// Its label, then its aliases.
    pub names: Vec<String>,
}

/// How high a division stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivisionRank {
    /// A province.
    Province,
    /// A prefecture.
    Prefecture,
    /// A county.
    County,
    /// A town.
    Town,
    /// A village; it has no short name.
    Village,
}

/// The name of a division; several may bear the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DivisionName {
    /// The name: `黔东南苗族侗族自治州`. The lexicon finds the short one, `黔东南`, itself.
    pub name: String,
    /// How high it stands.
    pub rank: DivisionRank,
}

/// All words that are known before any document is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LexiconWords {
    /// Things with a code.
    pub concepts: Vec<Concept>,
    /// Divisions.
    pub divisions: Vec<DivisionName>,
    /// Other words that must never be cut.
    pub words: Vec<String>,
    /// Words that say nothing about what is sought: 找, 附近, 工作.
    pub stop_words: Vec<String>,
    /// Endings of occupations whose rest is a word of its own: 工 makes 贴砖 of 贴砖工.
    pub endings: Vec<String>,
    /// Rings of words that mean the same: each finds all.
    pub alike: Vec<Vec<String>>,
    /// Words or phrases with what they also mean; not the other way round.
    pub meant: Vec<(String, Vec<String>)>,
}
