//! Where things stand: half of them in 90 clusters around real county seats, weighted by Zipf, half anywhere in
//! Guizhou's box; each declares the division whose seat is nearest. Coordinates are WGS-84 degrees.

use std::collections::HashMap;

use entity::division;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::chance::Chance;

/// The box: west, east, south, north.
const BOX: [f64; 4] = [103.6, 109.6, 24.6, 29.2];

/// How many clusters.
const CLUSTERS: usize = 90;

/// One item in so many stands in the towns of Liechtenstein, whose streets the tests have, moved into the box.
const FAR_ONE_IN: usize = 50;

/// Vaduz, Schaan, Balzers, Triesen, Triesenberg, Eschen, Mauren, Ruggell: latitude and longitude, degrees.
const FAR_TOWNS: [(f64, f64); 8] = [
    (47.141, 9.521),
    (47.165, 9.509),
    (47.066, 9.502),
    (47.107, 9.528),
    (47.118, 9.543),
    (47.211, 9.522),
    (47.218, 9.543),
    (47.238, 9.527),
];

/// How far a town there scatters, kilometres.
const FAR_SIGMA: f64 = 0.6;

/// Cosine of 47.15 degrees, the middle of it.
const FAR_COSINE: f64 = 0.680;

/// Its middle, latitude and longitude, and where that is moved to.
const MIDDLES: [(f64, f64); 2] = [(47.15, 9.53), (26.95, 106.70)];

/// Kilometres in a degree of latitude, near enough to scatter by.
const KM_A_DEGREE: f64 = 111.0;

/// Cosine of 26.9 degrees, the middle of the box.
const COSINE: f64 = 0.892;

/// Cells a degree, for looking up the nearest seat.
const CELLS: f64 = 10.0;

/// A division's seat.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    /// The division.
    pub(crate) division: Uuid,
    /// Its name with those above it.
    pub(crate) full_name: String,
    /// Latitude.
    lat: f64,
    /// Longitude.
    lon: f64,
}

/// A point in the box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    /// Latitude.
    pub(crate) lat: f64,
    /// Longitude.
    pub(crate) lon: f64,
}

/// A cluster of items.
#[derive(Clone, Copy, Debug)]
struct Cluster {
    /// Its middle.
    middle: Spot,
    /// How far it scatters, kilometres.
    sigma: f64,
    /// The share of it and all before it.
    up_to: f64,
}

/// The ground that spots are drawn from.
pub(crate) struct Ground {
    /// Every seat.
    seats: Vec<Seat>,
    /// Seats by cell.
    cells: HashMap<(i64, i64), Vec<usize>>,
    /// The clusters.
    clusters: Vec<Cluster>,
}

impl Ground {
    /// Reads the seats and lays the clusters around those of counties.
    pub(crate) async fn read(
        database: &menkou::platform::database::Database,
    ) -> anyhow::Result<Self> {
        let rows = division::Entity::find()
            .filter(division::Column::Lat.between(BOX[2], BOX[3]))
            .filter(division::Column::Lon.between(BOX[0], BOX[1]))
            .filter(division::Column::IsEnded.eq(false))
            .order_by_asc(division::Column::FullName)
            .all(database.readers())
            .await?;
        let mut chance = Chance::of(3);
        let counties: Vec<&division::Model> =
            rows.iter().filter(|row| row.level == "county").collect();
        let mut clusters = Vec::new();
        let mut total = 0.0;
        for rank in 1..=u32::try_from(CLUSTERS)? {
            let Some((lat, lon)) = chance.pick(&counties).and_then(|row| row.lat.zip(row.lon))
            else {
                anyhow::bail!("no county has a seat");
            };
            total += 1.0 / f64::from(rank);
            clusters.push(Cluster {
                middle: Spot { lat, lon },
                sigma: chance.between(1.5, 8.0),
                up_to: total,
            });
        }
        for cluster in &mut clusters {
            cluster.up_to /= total;
        }
        let mut cells: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        let seats: Vec<Seat> = rows.into_iter().filter_map(seat_of).collect();
        for (position, seat) in seats.iter().enumerate() {
            cells
                .entry(cell(seat.lat, seat.lon))
                .or_default()
                .push(position);
        }
        Ok(Self {
            seats,
            cells,
            clusters,
        })
    }

    /// A spot; in a cluster with the given probability.
    pub(crate) fn spot(&self, chance: &mut Chance, clustered: f64) -> Spot {
        if chance.unit() < clustered {
            let at = chance.unit();
            if let Some(cluster) = self.clusters.iter().find(|cluster| at < cluster.up_to) {
                let scatter = cluster.sigma / KM_A_DEGREE;
                let lat = cluster.middle.lat + chance.normal() * scatter;
                let lon = cluster.middle.lon + chance.normal() * scatter / COSINE;
                return Spot {
                    lat: lat.clamp(BOX[2], BOX[3]),
                    lon: lon.clamp(BOX[0], BOX[1]),
                };
            }
        }
        Spot {
            lat: chance.between(BOX[2], BOX[3]),
            lon: chance.between(BOX[0], BOX[1]),
        }
    }

    /// Where the item of a number stands.
    pub(crate) fn spot_of_item(&self, chance: &mut Chance, number: usize) -> Spot {
        if number % FAR_ONE_IN == 1 {
            return far_spot(chance);
        }
        self.spot(chance, 0.5)
    }

    /// The seat nearest to a spot among those of the cells around it, or any.
    pub(crate) fn nearest(&self, spot: Spot) -> Option<&Seat> {
        let (row, column) = cell(spot.lat, spot.lon);
        let around =
            (-1..=1).flat_map(|down| (-1..=1).map(move |right| (row + down, column + right)));
        let near = around
            .filter_map(|key| self.cells.get(&key))
            .flatten()
            .filter_map(|position| self.seats.get(*position));
        let squared =
            |seat: &Seat| (seat.lat - spot.lat).powi(2) + ((seat.lon - spot.lon) * COSINE).powi(2);
        near.min_by(|a, b| squared(a).total_cmp(&squared(b)))
            .or_else(|| self.seats.first())
    }
}

/// A spot in a town of Liechtenstein.
pub(crate) fn far_spot(chance: &mut Chance) -> Spot {
    let (lat, lon) = chance.pick(&FAR_TOWNS).copied().unwrap_or_default();
    let scatter = FAR_SIGMA / KM_A_DEGREE;
    moved(
        lat + chance.normal() * scatter,
        lon + chance.normal() * scatter / FAR_COSINE,
    )
}

/// Where a point of Liechtenstein is moved to; what was a metre is a metre.
pub(crate) fn moved(lat: f64, lon: f64) -> Spot {
    let [from, to] = MIDDLES;
    Spot {
        lat: lat - from.0 + to.0,
        lon: (lon - from.1) * FAR_COSINE / COSINE + to.1,
    }
}

/// The cell of a point.
fn cell(lat: f64, lon: f64) -> (i64, i64) {
    (
        crate::chance::whole(lat * CELLS),
        crate::chance::whole(lon * CELLS),
    )
}

/// The seat of a division that has one.
fn seat_of(row: division::Model) -> Option<Seat> {
    Some(Seat {
        division: row.id,
        lat: row.lat?,
        lon: row.lon?,
        full_name: row.full_name,
    })
}
