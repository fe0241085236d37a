//! Plain rstar, the yardstick: nearest 20 without a filter is what every time is compared to.
//!
//! The plane is a fixed one, so these answers are not exact; they are only timed. Next:
//! [`crate::watch`].

use reach::Wgs84;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::data::Item;
use crate::filters::Filter;

/// How many items every question asks for.
pub const LIMIT: usize = 20;
/// The middle of the plane: latitude and longitude, degrees.
const MIDDLE_DEGREES: [f64; 2] = [26.9, 106.6];
/// The semi-major axis of WGS-84, metres.
const SEMI_MAJOR_METRES: f64 = 6_378_137.0;
/// The flattening of WGS-84.
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// An R*-tree of points in local metres (equirectangular, one scale for the whole box).
pub struct Plane(RTree<GeomWithData<[f64; 2], u32>>);

impl Plane {
    /// Loads all items in bulk.
    #[must_use]
    pub fn new(items: &[Item]) -> Self {
        let leaves = items
            .iter()
            .map(|item| GeomWithData::new(in_plane(item.point), item.number));
        Self(RTree::bulk_load(leaves.collect()))
    }

    /// The numbers of the nearest items.
    #[must_use]
    pub fn nearest(&self, origin: Wgs84) -> Vec<u32> {
        let leaves = self.0.nearest_neighbor_iter(in_plane(origin));
        leaves.take(LIMIT).map(|leaf| leaf.data).collect()
    }

    /// The numbers of the nearest items that pass, by walking until there are enough: what rstar
    /// alone offers. `items` must be the list the tree was made of.
    #[must_use]
    pub fn nearest_passing(&self, origin: Wgs84, filter: &Filter, items: &[Item]) -> Vec<u32> {
        let leaves = self.0.nearest_neighbor_iter(in_plane(origin));
        let numbers = leaves.map(|leaf| leaf.data);
        let passes = |number: &u32| {
            let item = usize::try_from(*number).ok().and_then(|n| items.get(n));
            item.is_some_and(|item| filter.holds(item))
        };
        numbers.filter(passes).take(LIMIT).collect()
    }
}

/// An R*-tree of earth-centred points, whose order of chords is nearly that of the ellipsoid.
pub struct Space(RTree<GeomWithData<[f64; 3], u32>>);

impl Space {
    /// Loads all items in bulk.
    #[must_use]
    pub fn new(items: &[Item]) -> Self {
        let leaves = items
            .iter()
            .map(|item| GeomWithData::new(in_space(item.point), item.number));
        Self(RTree::bulk_load(leaves.collect()))
    }

    /// The numbers of the nearest items.
    #[must_use]
    pub fn nearest(&self, origin: Wgs84) -> Vec<u32> {
        let leaves = self.0.nearest_neighbor_iter(in_space(origin));
        leaves.take(LIMIT).map(|leaf| leaf.data).collect()
    }
}

/// A point in metres east and north of the middle.
fn in_plane(point: Wgs84) -> [f64; 2] {
    let [lat, lon] = MIDDLE_DEGREES;
    let east = (point.lon_degrees() - lon).to_radians() * lat.to_radians().cos();
    let north = (point.lat_degrees() - lat).to_radians();
    [east * SEMI_MAJOR_METRES, north * SEMI_MAJOR_METRES]
}

/// A point of the ellipsoid in earth-centred metres.
fn in_space(point: Wgs84) -> [f64; 3] {
    let (sin_lat, cos_lat) = point.lat_degrees().to_radians().sin_cos();
    let (sin_lon, cos_lon) = point.lon_degrees().to_radians().sin_cos();
    let squared_eccentricity = FLATTENING * (2.0 - FLATTENING);
    let normal = SEMI_MAJOR_METRES / (1.0 - squared_eccentricity * sin_lat * sin_lat).sqrt();
    [
        normal * cos_lat * cos_lon,
        normal * cos_lat * sin_lon,
        normal * (1.0 - squared_eccentricity) * sin_lat,
    ]
}
