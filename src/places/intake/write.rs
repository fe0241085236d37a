//! A place as a row of its table, which `read` reads back to the same place.

use reach::coord::{Crs, Wgs84};
use uuid::Uuid;

use super::columns::STATES;
use super::hours_cells::write_hours;
use super::whereabouts::POINT_BASES;
use crate::catalog::Catalog;
use crate::divisions::{Atlas, Found};
use crate::imports::{Word, start_text};
use crate::language::Language;
use crate::places::record::PlaceRecord;

/// The cells of a place, in the order of the columns.
pub(super) fn write_place(
    record: &PlaceRecord,
    catalog: &Catalog,
    atlas: &Atlas,
    crs: Crs,
    language: Language,
) -> Vec<String> {
    let row = &record.row;
    let position = PositionCells::of(record.point(), crs);
    let services = record
        .services
        .iter()
        .map(|service| catalog.services.label_of(&service.service, language));
    let facets = PlaceRecord::texts(&row.facets);
    let facets = facets
        .iter()
        .map(|facet| catalog.facets.label_of(facet, language));
    let mut cells = vec![
        row.source.clone(),
        row.external_id.clone().unwrap_or_default(),
        row.title.clone(),
        catalog.place_kinds.label_of(&row.kind, language),
        division_text(atlas, row.division_id),
        position.lat,
        position.lon,
        crs.as_str().to_owned(),
        Word::written(POINT_BASES, &row.point_basis, language),
        row.address.clone().unwrap_or_default(),
        row.site_kind
            .as_ref()
            .map(|code| catalog.site_kinds.label_of(code, language))
            .unwrap_or_default(),
        row.grade
            .as_ref()
            .map(|code| catalog.grades.label_of(code, language))
            .unwrap_or_default(),
        PlaceRecord::texts(&row.co_builders).join("；"),
    ];
    cells.extend(write_hours(record.hours().as_ref()));
    cells.extend([
        services.collect::<Vec<_>>().join("；"),
        facets.collect::<Vec<_>>().join("；"),
        row.phone.clone().unwrap_or_default(),
        row.description.clone().unwrap_or_default(),
        Word::written(STATES, &row.state, language),
        row.verified_at.map(start_text).unwrap_or_default(),
    ]);
    cells
}

/// How a division is written: its full name, or its identity where several bear that name.
pub(crate) fn division_text(atlas: &Atlas, id: Uuid) -> String {
    let division = atlas
        .index_of(id)
        .and_then(|index| Some((index, atlas.get(index)?)));
    match division {
        Some((index, division)) if atlas.find(&division.full_name) == Found::One(index) => {
            division.full_name.clone()
        }
        Some(_) | None => id.to_string(),
    }
}

/// The cells of a point.
#[derive(Clone, Debug, Default)]
pub(crate) struct PositionCells {
    /// Latitude, degrees.
    pub(crate) lat: String,
    /// Longitude, degrees.
    pub(crate) lon: String,
}

impl PositionCells {
    /// A point in `crs`: in WGS-84 to the last digit, else to 1e-9 degree, a tenth of a millimetre.
    pub(crate) fn of(point: Option<Wgs84>, crs: Crs) -> Self {
        let Some(position) = point.map(|point| point.in_crs(crs)) else {
            return Self::default();
        };
        let text = |degrees: f64| match crs {
            Crs::Wgs84 => degrees.to_string(),
            Crs::Gcj02 | Crs::Bd09 => format!("{degrees:.9}"),
        };
        Self {
            lat: text(position.lat_degrees()),
            lon: text(position.lon_degrees()),
        }
    }
}
