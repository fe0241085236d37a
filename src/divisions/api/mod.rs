//! Wire types of divisions, and the operations, one a file.

mod list;
mod locate;

use reach::coord::Crs;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::atlas::{Atlas, DivisionIndex};
use crate::http::coordinates::LocationView;

pub(crate) use list::list_divisions;
pub(crate) use locate::locate_division;

/// A division of the administrative tree.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Division)]
pub(crate) struct DivisionView {
    /// Own identity, independent of any code system.
    id: Uuid,
    /// The division above.
    parent_id: Option<Uuid>,
    /// The civil affairs ministry's 12-digit code; villages have none.
    code: Option<String>,
    /// `country`, `province`, `prefecture`, `county`, `town` or `village`.
    level: String,
    /// Own name.
    name: String,
    /// Name with all above it.
    full_name: String,
    /// A representative point in the asked crs, where one is known.
    location: Option<LocationView>,
    /// Where the point comes from: `seat` or `geonames`.
    location_basis: Option<String>,
    /// True when the division no longer exists.
    is_ended: bool,
    /// A remark of the cross-walk between the code systems.
    note: Option<String>,
    /// How many divisions lie directly below.
    children_count: usize,
    /// The code system in which the asked code names this division: `mca`, `nbs` or `former`.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_system: Option<&'static str>,
}

impl DivisionView {
    /// The wire form of a division.
    fn of(
        atlas: &Atlas,
        index: DivisionIndex,
        crs: Crs,
        matched_system: Option<&'static str>,
    ) -> Option<Self> {
        let division = atlas.get(index)?.clone();
        Some(Self {
            id: division.id,
            parent_id: division
                .parent
                .and_then(|parent| atlas.get(parent))
                .map(|parent| parent.id),
            code: division.code,
            level: division.level,
            name: division.name,
            full_name: division.full_name,
            location: division.point.map(|point| LocationView::of(point, crs)),
            location_basis: division.point_basis,
            is_ended: division.is_ended,
            note: division.note,
            children_count: atlas.children(index).count(),
            matched_system,
        })
    }
}
