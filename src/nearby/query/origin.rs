//! Where a search starts and how far it goes.

use reach::coord::{Crs, Wgs84};
use reach::measure::{Metres, Pace};
use serde::Serialize;
use uuid::Uuid;

use super::Search;
use crate::divisions::{Atlas, Found};
use crate::http::Input;
use crate::http::coordinates::read_point;
use crate::language::Text;
use crate::nearby::snapshot::Snapshot;

/// Minutes on foot unless asked otherwise: the circle's name.
const DEFAULT_MINUTES: i64 = 15;

/// Most minutes on foot.
pub(in crate::nearby) const MAX_MINUTES: i64 = 60;

/// Largest radius, metres.
pub(in crate::nearby) const MAX_RADIUS_M: i64 = 50_000;

/// Where a search starts.
#[derive(Clone, Debug)]
pub(in crate::nearby) struct Origin {
    /// The point.
    pub(in crate::nearby) point: Wgs84,
    /// Where the point comes from.
    pub(in crate::nearby) basis: OriginBasis,
    /// How far the search goes.
    pub(in crate::nearby) range: Range,
}

/// Where an origin comes from, as the answer says it. A person's own point is never said back.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "basis", rename_all = "lowercase")]
pub(in crate::nearby) enum OriginBasis {
    /// The caller's point.
    Point,
    /// A division's representative point, or that of the nearest division above it that has one.
    Division {
        /// The division that was named.
        #[serde(rename = "division")]
        named: String,
        /// The division whose point it is.
        point_of: String,
    },
    /// A place.
    Place {
        /// Its identity.
        place: Uuid,
    },
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::nearby) enum Range {
    /// Seconds on foot.
    Seconds(u32),
    /// Metres in a straight line.
    Radius(Metres),
}

impl Range {
    /// The straight line within which everything listed lies, rounded down to the millimetre that orders items, so
    /// that an item is listed if and only if its walking time, computed from that millimetre, is within the limit.
    pub(in crate::nearby) fn limit(self, pace: Pace) -> Metres {
        match self {
            Self::Seconds(seconds) => {
                Metres::new((pace.reach_of_seconds(seconds).get() * 1_000.0).floor() / 1_000.0)
            }
            Self::Radius(metres) => metres,
        }
    }
}

/// Reads the origin and the range; refusals collect in `input`.
pub(in crate::nearby) fn read_origin(
    input: &mut Input,
    search: &mut Search,
    atlas: &Atlas,
    snapshot: &Snapshot,
) -> Option<Origin> {
    let range = read_range(input, search);
    let (point, basis) = read_start(input, search.crs, atlas, snapshot)?;
    let range = range?;
    search.is_by_time = matches!(range, Range::Seconds(_));
    Some(Origin {
        point,
        basis,
        range,
    })
}

/// Reads a point, or a division or place in its stead; refusals collect in `input`.
pub(in crate::nearby) fn read_start(
    input: &mut Input,
    crs: Crs,
    atlas: &Atlas,
    snapshot: &Snapshot,
) -> Option<(Wgs84, OriginBasis)> {
    let has_point = input.has("lat") || input.has("lon");
    if input.has("near") && has_point {
        input.refuse(
            "near",
            "conflicting_parameters",
            Text::new(
                "“near”与“lat”“lon”只能选一种",
                "give either \"near\" or \"lat\" and \"lon\"",
            ),
        );
        return None;
    }
    match input.text("near") {
        Some(near) => read_near(input, &near, atlas, snapshot),
        None => Some((read_point(input, Some(crs))?, OriginBasis::Point)),
    }
}

/// Reads minutes or a radius.
fn read_range(input: &mut Input, search: &mut Search) -> Option<Range> {
    if input.has("minutes") && input.has("radius_m") {
        input.refuse(
            "radius_m",
            "conflicting_parameters",
            Text::new(
                "“minutes”与“radius_m”只能选一种",
                "give either \"minutes\" or \"radius_m\"",
            ),
        );
        return None;
    }
    if input.has("radius_m") {
        let metres = input.integer("radius_m", 1, MAX_RADIUS_M)?;
        search.note("radius_m", &metres);
        let metres = u32::try_from(metres).ok()?;
        return Some(Range::Radius(Metres::new(f64::from(metres))));
    }
    let minutes = if input.has("minutes") {
        input.integer("minutes", 1, MAX_MINUTES)?
    } else {
        DEFAULT_MINUTES
    };
    search.note("minutes", &minutes);
    Some(Range::Seconds(
        u32::try_from(minutes).ok()?.saturating_mul(60),
    ))
}

/// Reads `division:CODE` or `place:ID`.
fn read_near(
    input: &mut Input,
    near: &str,
    atlas: &Atlas,
    snapshot: &Snapshot,
) -> Option<(Wgs84, OriginBasis)> {
    let origin = match near.split_once(':') {
        Some(("division", reference)) => division_origin(reference, atlas),
        Some(("place", id)) => Uuid::try_parse(id)
            .ok()
            .and_then(|place| {
                Some((
                    snapshot.point_of_place(place)?,
                    OriginBasis::Place { place },
                ))
            })
            .ok_or((
                "unknown_place",
                Text::new("没有这个点", "there is no such place"),
            )),
        Some(_) | None => Err((
            "malformed_near",
            Text::new(
                "“near”应为 division:区划代码 或 place:点的标识",
                "\"near\" must be division:CODE or place:ID",
            ),
        )),
    };
    match origin {
        Ok(origin) => Some(origin),
        Err((code, message)) => {
            input.refuse("near", code, message);
            None
        }
    }
}

/// A division's point, or that of the nearest division above it, county at the highest.
fn division_origin(
    reference: &str,
    atlas: &Atlas,
) -> Result<(Wgs84, OriginBasis), (&'static str, Text)> {
    let Found::One(index) = atlas.find(reference) else {
        let message = Text::new(
            "没有这个区划，或它可指多个",
            "there is no such division, or it may mean several",
        );
        return Err(("unknown_division", message));
    };
    let named = atlas
        .get(index)
        .map(|it| it.full_name.clone())
        .unwrap_or_default();
    let with_point = atlas
        .lineage(index)
        .filter_map(|it| atlas.get(it))
        .take_while(|it| {
            matches!(it.level.as_str(), "county" | "town" | "village") || it.full_name == named
        })
        .find_map(|it| Some((it.point?, it.full_name.clone())));
    match with_point {
        Some((point, point_of)) => Ok((point, OriginBasis::Division { named, point_of })),
        None => Err((
            "division_without_point",
            Text::new(
                format!("“{named}”没有代表点，请选择县（区、市）或更小的区划"),
                format!("no point is known for \"{named}\"; choose a county or smaller"),
            ),
        )),
    }
}
