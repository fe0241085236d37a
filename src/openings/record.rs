//! An opening as it stands in the database, and what this slice asks of the floor above.

use chrono::{DateTime, Utc};
use entity::opening;
use reach::coord::{Crs, Wgs84};

use super::pay::{Pay, PayUnit};

/// An opening's row.
pub(crate) type OpeningRecord = opening::Model;

/// The port to whoever knows what is near: similar openings for one that has ended.
pub(crate) trait SimilarItems: Send + Sync {
    /// Up to `count` openings of the same kind that stand at `now`, the same category first, each nearest first; JSON
    /// items as in lists, coordinates in `crs`.
    fn similar(
        &self,
        ended: &OpeningRecord,
        crs: Crs,
        now: DateTime<Utc>,
        count: usize,
    ) -> serde_json::Value;
}

/// Where it is; `None` when the stored coordinates are no point, which the import never lets happen.
pub(crate) fn point_of(row: &OpeningRecord) -> Option<Wgs84> {
    Wgs84::new(row.lat, row.lon).ok()
}

/// The pay as posted; `None` when the stored pay is none, which the import never lets happen.
pub(crate) fn pay_of(row: &OpeningRecord) -> Option<Pay> {
    let months = row.pay_months.and_then(|months| u8::try_from(months).ok());
    Pay::new(
        row.pay_min_fen,
        row.pay_max_fen,
        PayUnit::from_code(&row.pay_unit)?,
        months,
    )
    .ok()
}
