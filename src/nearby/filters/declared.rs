//! The declarations: every parameter of the lists with what has it and what it does.

use reach::index::Attribute;

use super::record::{Record, facets_of, services_of, tags_of};
use super::{CATEGORY, FACET, GRADE, KIND, OCCUPATION, SERVICE, SITE_KIND, TAG, Words};

/// What has a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::nearby) enum Of {
    /// Places and openings.
    Both,
    /// Places alone; openings never match.
    Places,
    /// Openings alone; places never match.
    Openings,
}

/// A filter over codes: several values are alternatives unless `is_all`.
#[derive(Clone, Copy, Debug)]
pub(in crate::nearby) struct CodeFilter {
    /// Query parameter.
    pub(in crate::nearby) name: &'static str,
    /// Attribute of the index.
    pub(in crate::nearby) attribute: Attribute,
    /// The codes that a record has of the attribute; the same for every filter over it.
    pub(in crate::nearby) codes: fn(Record<'_>) -> Vec<String>,
    /// Where its values come from.
    pub(in crate::nearby) words: Words,
    /// True when an item must have every value.
    pub(in crate::nearby) is_all: bool,
    /// What has it.
    pub(in crate::nearby) of: Of,
    /// The name of the facet, whose counts ignore this filter; two filters over one attribute are of one facet.
    pub(in crate::nearby) facet: &'static str,
    /// What it does, for readers of the contract.
    pub(in crate::nearby) about: &'static str,
}

/// The filters over codes.
pub(in crate::nearby) const CODE_FILTERS: [CodeFilter; 10] = [
    CodeFilter {
        name: "kinds",
        attribute: KIND,
        codes: |record| match record {
            Record::Place(place) => vec![place.row.kind.clone()],
            Record::Opening(opening) => vec![opening.kind.clone()],
        },
        words: Words::Kinds,
        is_all: false,
        of: Of::Both,
        facet: "kinds",
        about: "Kinds of place or opening, comma-separated; any of them",
    },
    CodeFilter {
        name: "services",
        attribute: SERVICE,
        codes: services_of,
        words: Words::Services,
        is_all: false,
        of: Of::Places,
        facet: "services",
        about: "Service items, any of them",
    },
    CodeFilter {
        name: "facets_all",
        attribute: FACET,
        codes: facets_of,
        words: Words::Facets,
        is_all: true,
        of: Of::Places,
        facet: "facets",
        about: "Facets, all of them",
    },
    CodeFilter {
        name: "facets_any",
        attribute: FACET,
        codes: facets_of,
        words: Words::Facets,
        is_all: false,
        of: Of::Places,
        facet: "facets",
        about: "Facets, any of them",
    },
    CodeFilter {
        name: "site_kinds",
        attribute: SITE_KIND,
        codes: |record| record.of_place(|place| place.row.site_kind.clone()),
        words: Words::SiteKinds,
        is_all: false,
        of: Of::Places,
        facet: "site_kinds",
        about: "Site kinds, any of them",
    },
    CodeFilter {
        name: "grades",
        attribute: GRADE,
        codes: |record| record.of_place(|place| place.row.grade.clone()),
        words: Words::Grades,
        is_all: false,
        of: Of::Places,
        facet: "grades",
        about: "Grades, any of them",
    },
    CodeFilter {
        name: "categories",
        attribute: CATEGORY,
        codes: |record| record.of_opening(|opening| opening.category.clone()),
        words: Words::Categories,
        is_all: false,
        of: Of::Openings,
        facet: "categories",
        about: "Categories of occupation, any of them",
    },
    CodeFilter {
        name: "occupations",
        attribute: OCCUPATION,
        codes: |record| record.of_opening(|opening| opening.occupation.clone()),
        words: Words::Occupations,
        is_all: false,
        of: Of::Openings,
        facet: "occupations",
        about: "Occupations, any of them",
    },
    CodeFilter {
        name: "tags_any",
        attribute: TAG,
        codes: tags_of,
        words: Words::Tags,
        is_all: false,
        of: Of::Openings,
        facet: "tags",
        about: "Tags, any of them",
    },
    CodeFilter {
        name: "tags_all",
        attribute: TAG,
        codes: tags_of,
        words: Words::Tags,
        is_all: true,
        of: Of::Openings,
        facet: "tags",
        about: "Tags, all of them",
    },
];
