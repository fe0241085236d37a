//! The catalog: what kinds of place, service, opening and occupation there are, as data.
//!
//! Everything the policy text names is an entry in `catalog/*.toml`, compiled in; a deployer replaces it
//! file by file with a folder of the same layout. A broken file stops the start and is named with its
//! line and key. The texts of the divisions and holidays come through the same door.
//!
//! Must never: invent a value the files do not hold, give a refused file's remains, or reach the network.
//! Read next: `vocabulary.rs` (look-ups), `files.rs` (what may be replaced), `refusal.rs`.

mod check;
mod files;
mod locate;
mod occupation_terms;
mod opening_terms;
mod place_terms;
mod refusal;
mod service_terms;
mod vocabulary;
mod word_terms;

#[cfg(test)]
mod tests;

use std::path::Path;

use serde::de::DeserializeOwned;

use files::Texts;
use occupation_terms::OccupationsFile;
use opening_terms::OpeningsFile;
use place_terms::PlacesFile;
use service_terms::ServicesFile;
use vocabulary::Fault;

pub(crate) use occupation_terms::{Category, Occupation};
pub(crate) use opening_terms::{OpeningKind, OpeningStateLabel, PayUnitLabel, Tag};
pub(crate) use place_terms::{Facet, FacetGroup, Grade, Level, PlaceKind, SiteKind};
pub(crate) use refusal::{CatalogRefusal, Problem};
pub(crate) use service_terms::{ServiceFamily, ServiceItem};
pub(crate) use vocabulary::{Term, Vocabulary};
pub(crate) use word_terms::SearchWords;

/// The whole catalog, checked: every reference in it finds its target.
#[derive(Clone)]
pub(crate) struct Catalog {
    /// The kinds of place.
    pub(crate) place_kinds: Vocabulary<PlaceKind>,
    /// The headings under which facets are shown.
    pub(crate) facet_groups: Vocabulary<FacetGroup>,
    /// What a place may have or gather.
    pub(crate) facets: Vocabulary<Facet>,
    /// Where a place stands, B(七).
    pub(crate) site_kinds: Vocabulary<SiteKind>,
    /// The grades of places.
    pub(crate) grades: Vocabulary<Grade>,
    /// The families of services.
    pub(crate) families: Vocabulary<ServiceFamily>,
    /// The service items.
    pub(crate) services: Vocabulary<ServiceItem>,
    /// The kinds of opening.
    pub(crate) opening_kinds: Vocabulary<OpeningKind>,
    /// The labels of the units of pay.
    pub(crate) pay_units: Vocabulary<PayUnitLabel>,
    /// The labels of the states of an opening.
    pub(crate) opening_states: Vocabulary<OpeningStateLabel>,
    /// The tags of openings.
    pub(crate) tags: Vocabulary<Tag>,
    /// The categories of occupations.
    pub(crate) categories: Vocabulary<Category>,
    /// The occupations.
    pub(crate) occupations: Vocabulary<Occupation>,
    /// What a text is searched by besides the names of all these.
    pub(crate) search_words: SearchWords,
    /// The texts the catalog was read from, and the data files.
    texts: Texts,
}

impl Catalog {
    /// Reads the compiled-in catalog, each file replaced by the one of the same relative name in `dir`.
    ///
    /// Refuses a folder that cannot be read, a file name the catalog does not know (`SOURCES.md` and
    /// `README.md` aside), a file over 16 MiB or not UTF-8, and a file that is broken or names a code
    /// that does not exist.
    pub(crate) fn load(dir: Option<&Path>) -> Result<Self, CatalogRefusal> {
        Self::read(Texts::load(dir)?)
    }

    /// Parses the vocabulary files and checks every reference between them.
    fn read(texts: Texts) -> Result<Self, CatalogRefusal> {
        let places: PlacesFile = parsed(&texts, files::PLACES)?;
        let services: ServicesFile = parsed(&texts, files::SERVICES)?;
        let openings: OpeningsFile = parsed(&texts, files::OPENINGS)?;
        let occupations: OccupationsFile = parsed(&texts, files::OCCUPATIONS)?;
        let catalog = Self {
            place_kinds: listed(&texts, files::PLACES, places.place_kind)?,
            facet_groups: listed(&texts, files::PLACES, places.facet_group)?,
            facets: listed(&texts, files::PLACES, places.facet)?,
            site_kinds: listed(&texts, files::PLACES, places.site_kind)?,
            grades: listed(&texts, files::PLACES, places.grade)?,
            families: listed(&texts, files::SERVICES, services.family)?,
            services: listed(&texts, files::SERVICES, services.service)?,
            opening_kinds: listed(&texts, files::OPENINGS, openings.opening_kind)?,
            pay_units: listed(&texts, files::OPENINGS, openings.pay_unit)?,
            opening_states: listed(&texts, files::OPENINGS, openings.opening_state)?,
            tags: listed(&texts, files::OPENINGS, openings.tag)?,
            categories: listed(&texts, files::OCCUPATIONS, occupations.category)?,
            occupations: listed(&texts, files::OCCUPATIONS, occupations.occupation)?,
            search_words: SearchWords {
                synonyms: parsed(&texts, files::SYNONYMS)?,
                stop_words: parsed(&texts, files::STOP_WORDS)?,
                own_words: parsed(&texts, files::OWN_WORDS)?,
            },
            texts,
        };
        for (file, check) in check::CHECKS {
            check(&catalog).map_err(|fault| locate::refusal(file, catalog.text(file), fault))?;
        }
        Ok(catalog)
    }

    /// The text of a catalog file by its relative name, such as `divisions/gz_divisions_mca2026.csv`.
    ///
    /// Names are written in our own code, so an unknown one is a mistake there: a debug build stops,
    /// a release build answers with the empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.texts.get(name)
    }

    /// The kind of place with this code.
    pub(crate) fn place_kind(&self, code: &str) -> Option<&PlaceKind> {
        self.place_kinds.get(code)
    }

    /// The facet with this code.
    pub(crate) fn facet(&self, code: &str) -> Option<&Facet> {
        self.facets.get(code)
    }

    /// The kind of site with this code.
    pub(crate) fn site_kind(&self, code: &str) -> Option<&SiteKind> {
        self.site_kinds.get(code)
    }

    /// The service item with this code.
    pub(crate) fn service(&self, code: &str) -> Option<&ServiceItem> {
        self.services.get(code)
    }

    /// The kind of opening with this code.
    pub(crate) fn opening_kind(&self, code: &str) -> Option<&OpeningKind> {
        self.opening_kinds.get(code)
    }

    /// The tag with this code.
    pub(crate) fn tag(&self, code: &str) -> Option<&Tag> {
        self.tags.get(code)
    }
}

/// One vocabulary file as its typed tables; refused with line and key where it does not fit.
fn parsed<T: DeserializeOwned>(texts: &Texts, file: &'static str) -> Result<T, CatalogRefusal> {
    let text = texts.get(file);
    toml::from_str(text).map_err(|error| locate::parse_refusal(file, text, &error))
}

/// The rows of one table as a vocabulary; refused with line and key where codes or labels collide.
fn listed<T: Term>(
    texts: &Texts,
    file: &'static str,
    terms: Vec<T>,
) -> Result<Vocabulary<T>, CatalogRefusal> {
    Vocabulary::new(terms).map_err(|fault: Fault| locate::refusal(file, texts.get(file), fault))
}
