//! What the text index knows an item by: words of the catalog and the divisions for its lexicon, and records as its
//! documents.
//!
//! It must never put anything into a document that the item's public answer does not show. Read next: the crate `text`.

use text::{Concept, ConceptKind, DivisionName, DivisionRank, Document, LexiconWords};
use uuid::Uuid;

use crate::catalog::{Catalog, Term, Vocabulary};
use crate::divisions::Atlas;
use crate::language::Language;
use crate::openings::OpeningRecord;
use crate::places::PlaceRecord;

/// A record of either noun, with the lists that are parsed out of its row.
pub(crate) struct Wording<'r> {
    /// The item.
    id: Uuid,
    /// The title.
    title: &'r str,
    /// Who offers it.
    employer: Option<&'r str>,
    /// Keys of concepts.
    concepts: Vec<String>,
    /// The division it is in.
    division: Uuid,
    /// Description, duties, conditions, address.
    texts: Vec<&'r str>,
}

/// The key of a concept: the table of its vocabulary and its code, since one code may stand in several.
fn key(table: &str, code: &str) -> String {
    format!("{table}/{code}")
}

/// The key of a term of a vocabulary.
fn key_of<T: Term>(code: &str) -> String {
    key(T::TABLE, code)
}

/// The words of the lexicon: names of everything in the catalog, of all divisions, and the catalog's own lists.
pub(crate) fn lexicon_words(catalog: &Catalog, atlas: &Atlas) -> LexiconWords {
    let mut concepts = Vec::new();
    add(&mut concepts, &catalog.occupations, ConceptKind::Occupation);
    add(&mut concepts, &catalog.services, ConceptKind::Service);
    add(&mut concepts, &catalog.place_kinds, ConceptKind::PlaceKind);
    add(
        &mut concepts,
        &catalog.opening_kinds,
        ConceptKind::OpeningKind,
    );
    add(&mut concepts, &catalog.categories, ConceptKind::Category);
    add(&mut concepts, &catalog.families, ConceptKind::Category);
    add(&mut concepts, &catalog.tags, ConceptKind::Tag);
    add(&mut concepts, &catalog.facets, ConceptKind::Facet);
    add(&mut concepts, &catalog.site_kinds, ConceptKind::SiteKind);
    let divisions = atlas.iter().filter_map(|(_, division)| {
        Some(DivisionName {
            name: division.name.clone(),
            rank: rank_of(&division.level)?,
        })
    });
    let words = &catalog.search_words;
    let meant = words.synonyms.meant.iter();
    let own = words.own_words.own.iter();
    let endings = words.own_words.ending.iter();
    LexiconWords {
        concepts,
        divisions: divisions.collect(),
        words: own.flat_map(|it| it.words.clone()).collect(),
        stop_words: words
            .stop_words
            .stop
            .iter()
            .flat_map(|it| it.words.clone())
            .collect(),
        endings: endings.flat_map(|it| it.endings.clone()).collect(),
        alike: words
            .synonyms
            .alike
            .iter()
            .map(|ring| ring.words.clone())
            .collect(),
        meant: meant
            .map(|it| (it.word.clone(), it.means.clone()))
            .collect(),
    }
}

/// Adds every term of a vocabulary.
fn add<T: Term>(concepts: &mut Vec<Concept>, terms: &Vocabulary<T>, kind: ConceptKind) {
    concepts.extend(terms.iter().map(|term| {
        Concept {
            key: key_of::<T>(term.code()),
            kind,
            names: std::iter::once(term.label(Language::Zh).to_owned())
                .chain(term.aliases().iter().cloned())
                .collect(),
        }
    }));
}

/// The rank of a level's word; the country has none.
fn rank_of(level: &str) -> Option<DivisionRank> {
    match level {
        "province" => Some(DivisionRank::Province),
        "prefecture" => Some(DivisionRank::Prefecture),
        "county" => Some(DivisionRank::County),
        "town" => Some(DivisionRank::Town),
        "village" => Some(DivisionRank::Village),
        _ => None,
    }
}

impl<'r> Wording<'r> {
    /// What a place is known by.
    pub(crate) fn of_place(record: &'r PlaceRecord, catalog: &Catalog) -> Self {
        use crate::catalog::{Facet, PlaceKind, ServiceFamily, ServiceItem, SiteKind};
        let row = &record.row;
        let mut concepts = vec![key_of::<PlaceKind>(&row.kind)];
        concepts.extend(row.site_kind.as_deref().map(key_of::<SiteKind>));
        for service in &record.services {
            concepts.push(key_of::<ServiceItem>(&service.service));
            let item = catalog.service(&service.service);
            concepts.extend(item.map(|item| key_of::<ServiceFamily>(&item.family)));
        }
        let facets = PlaceRecord::texts(&row.facets);
        concepts.extend(facets.iter().map(|code| key_of::<Facet>(code)));
        Self {
            id: row.id,
            title: &row.title,
            employer: None,
            concepts,
            division: row.division_id,
            texts: texts([&row.description, &row.address]),
        }
    }

    /// What an opening is known by.
    pub(crate) fn of_opening(row: &'r OpeningRecord) -> Self {
        use crate::catalog::{Category, Occupation, OpeningKind, Tag};
        let mut concepts = vec![key_of::<OpeningKind>(&row.kind)];
        concepts.extend(row.occupation.as_deref().map(key_of::<Occupation>));
        concepts.extend(row.category.as_deref().map(key_of::<Category>));
        let tags = PlaceRecord::texts(&row.tags);
        concepts.extend(tags.iter().map(|code| key_of::<Tag>(code)));
        Self {
            id: row.id,
            title: &row.title,
            employer: Some(&row.employer_name),
            concepts,
            division: row.division_id,
            texts: texts([&row.duties, &row.conditions, &row.address]),
        }
    }

    /// The document.
    pub(crate) fn document<'d>(&'d self, atlas: &'d Atlas) -> Document<'d> {
        let mut places = Vec::new();
        let mut above = atlas.index_of(self.division);
        while let Some(division) = above.and_then(|index| atlas.get(index)) {
            if rank_of(&division.level).is_some() {
                places.push(division.name.as_str());
            }
            above = division.parent;
        }
        Document {
            id: self.id.as_u128(),
            title: self.title,
            employer: self.employer,
            concepts: self.concepts.iter().map(String::as_str).collect(),
            places,
            texts: self.texts.clone(),
        }
    }
}

/// The texts that are there.
fn texts<const COUNT: usize>(texts: [&Option<String>; COUNT]) -> Vec<&str> {
    texts
        .into_iter()
        .filter_map(|text| text.as_deref())
        .collect()
}
