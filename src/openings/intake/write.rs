//! An opening as a row of its table, which `read` reads back to the same opening.

use reach::coord::Crs;

use crate::catalog::Catalog;
use crate::divisions::Atlas;
use crate::imports::{Word, end_text, start_text};
use crate::language::Language;
use crate::openings::record::{OpeningRecord, pay_of, point_of};
use crate::places::{POINT_BASES, PositionCells, division_text};

/// The cells of an opening, in the order of the columns.
pub(super) fn write_opening(
    row: &OpeningRecord,
    catalog: &Catalog,
    atlas: &Atlas,
    crs: Crs,
    language: Language,
) -> Vec<String> {
    let position = PositionCells::of(point_of(row), crs);
    let tags = row.tags.as_array().map(Vec::as_slice).unwrap_or_default();
    let tags = tags
        .iter()
        .filter_map(|tag| Some(catalog.tags.label_of(tag.as_str()?, language)));
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        row.source.clone(),
        optional(&row.external_id),
        catalog.opening_kinds.label_of(&row.kind, language),
        row.title.clone(),
        row.employer_name.clone(),
        optional(&row.employer_code),
        division_text(atlas, row.division_id),
        position.lat,
        position.lon,
        crs.as_str().to_owned(),
        Word::written(POINT_BASES, &row.point_basis, language),
        optional(&row.address),
        row.occupation
            .as_ref()
            .map(|code| catalog.occupations.label_of(code, language))
            .unwrap_or_default(),
        row.category
            .as_ref()
            .map(|code| catalog.categories.label_of(code, language))
            .unwrap_or_default(),
        row.headcount.to_string(),
        optional(&row.conditions),
        optional(&row.duties),
        pay_of(row).map(|pay| pay.to_text()).unwrap_or_default(),
        tags.collect::<Vec<_>>().join("；"),
        start_text(row.posted_at),
        end_text(row.valid_until),
        row.starts_on.map(|day| day.to_string()).unwrap_or_default(),
        row.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        catalog.opening_states.label_of(&row.state, language),
    ]
}
