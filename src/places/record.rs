//! A place as it stands in the database, with the services at it.

use entity::{place, place_service};
use reach::coord::Wgs84;
use serde::{Deserialize, Serialize};

use super::hours::Hours;

/// A service at a place, as stored.
pub(crate) type ServiceRow = place_service::Model;

/// A place with its services, ordered by service code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlaceRecord {
    /// The place.
    pub(crate) row: place::Model,
    /// The services at it.
    pub(crate) services: Vec<place_service::Model>,
}

impl PlaceRecord {
    /// Where it is; `None` when the stored coordinates are no point, which the import never lets happen.
    pub(crate) fn point(&self) -> Option<Wgs84> {
        Wgs84::new(self.row.lat, self.row.lon).ok()
    }

    /// Its opening hours where they are known.
    pub(crate) fn hours(&self) -> Option<Hours> {
        self.row
            .hours
            .as_ref()
            .and_then(|value| Hours::from_value(value).ok())
    }

    /// A list of texts in a JSON column.
    pub(crate) fn texts(value: &serde_json::Value) -> Vec<String> {
        let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
        values
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect()
    }
}
