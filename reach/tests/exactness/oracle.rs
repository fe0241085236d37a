//! The truth, found without the engine: a linear search with proven bounds, then Karney.
//!
//! Two inequalities between the chord `c` of two points of the ellipsoid and the geodesic `s` decide what has to be
//! measured:
//!
//! 1. **`c <= s`**: no path is shorter than the straight one.
//! 2. **`s <= 2 R asin(c / 2R)`** with `R = b^2/a`, for every chord below 12,600,000 m. A geodesic has no curvature within
//!    the surface, so its curvature in space is the surface's normal curvature. On an oblate ellipsoid that is nowhere
//!    above `a/b^2 = 1/R` (the meridian at the equator). Schur's comparison theorem (A. Schur, 1921; S. S. Chern, "Curves
//!    and surfaces in Euclidean space", 1967) says: of two arcs of the same length, one of them plane and convex with its
//!    chord and everywhere at least as curved as the other, the plane one has the shorter chord. A circle of radius `R`
//!    is such an arc up to a full turn, so `c >= 2R sin(s / 2R)`, which for `s <= pi R` can be solved for `s`. No shortest
//!    path is longer than half a meridian, 20,003,932 m, which is `2R` times 1.57873, where the sine still is 0.99996; so
//!    a path longer than `pi R` has a chord of more than 12,670,400 m.

use geographiclib_rs::{Geodesic, InverseGeodesic};
use reach::{DistanceKey, ItemId, Metres, NewItem, OrderKey, TieBreak, Wgs84};

use crate::data_set::{Cluster, Filter, Random, clustered, nationwide, uniform};

/// Earth-centred coordinates on WGS-84, by way of the reduced latitude.
pub(crate) fn earth_centred(at: Wgs84) -> [f64; 3] {
    let (a, b) = (6_378_137.0, 6_356_752.314_245_179);
    let reduced = (b / a * at.lat_degrees().to_radians().tan()).atan();
    let lon = at.lon_degrees().to_radians();
    [
        a * reduced.cos() * lon.cos(),
        a * reduced.cos() * lon.sin(),
        b * reduced.sin(),
    ]
}

/// The longest geodesic a chord can have, metres.
fn longest_geodesic(chord: f64) -> f64 {
    let diameter = 2.0 * 6_356_752.314_245_179_f64.powi(2) / 6_378_137.0;
    if chord >= 12_600_000.0 {
        20_003_932.0
    } else {
        diameter * (chord / diameter).asin()
    }
}

/// One question.
pub(crate) struct Question {
    /// Where from.
    pub(crate) origin: Wgs84,
    /// How far.
    pub(crate) within: Option<Metres>,
    /// Behind what.
    pub(crate) after: Option<OrderKey>,
    /// How the ties fall.
    pub(crate) tie: TieBreak,
    /// How many to a page.
    pub(crate) limit: usize,
    /// How many pages one after the other.
    pub(crate) pages: usize,
}

/// A random question.
pub(crate) fn question(number: usize, clusters: &[Cluster]) -> Question {
    let mut random = Random(number as u64 * 7919 + 1);
    let is_nationwide = random.unit() < 0.1;
    let origin = match random.unit() {
        _ if is_nationwide => nationwide(&mut random),
        share if share < 0.7 => clustered(&mut random, clusters),
        _ => uniform(&mut random),
    };
    let longest: f64 = if is_nationwide { 2_000_000.0 } else { 50_000.0 };
    let a_length = |random: &mut Random| Metres::new(longest.powf(random.unit()) * 10.0);
    let within = (random.unit() < 0.35).then(|| a_length(&mut random));
    let after = (random.unit() < 0.15).then(|| OrderKey {
        distance: DistanceKey::from(a_length(&mut random)),
        tie: random.bits(),
        id: ItemId(0),
    });
    let pages = if random.unit() < 0.3 { 3 } else { 1 };
    let limit = [1, 5, 20, 20, 20, 51][random.below(6) as usize];
    let tie = TieBreak {
        day: number as i32 % 3,
        seed: random.bits() % 2,
    };
    Question {
        origin,
        within,
        after,
        tie,
        limit,
        pages,
    }
}

/// The true answer: the keys and distances of the first items of all pages together. With
/// `is_unbounded`, no bound is used and every item is measured.
pub(crate) fn truth(
    items: &[NewItem],
    filter: &Filter,
    question: &Question,
    is_unbounded: bool,
) -> Vec<(OrderKey, f64)> {
    let geodesic = Geodesic::wgs84();
    let squared = squared_chords(filter, question.origin);
    let [low, high] = candidates(&squared, question);

    let mut answer: Vec<(OrderKey, f64)> = Vec::new();
    for (place, chord) in squared.iter().enumerate() {
        let is_candidate = *chord <= high && longest_geodesic(chord.sqrt()) >= low;
        if !is_candidate && !is_unbounded {
            continue;
        }
        let item = &items[filter.slots[place] as usize];
        let (from, to) = (question.origin, item.point);
        let metres: f64 = geodesic.inverse(
            from.lat_degrees(),
            from.lon_degrees(),
            to.lat_degrees(),
            to.lon_degrees(),
        );
        let distance = DistanceKey::from_millimetres((metres * 1000.0).round() as u64);
        let key = OrderKey {
            distance,
            tie: question.tie.lot(item.id),
            id: item.id,
        };
        let is_in_range = question
            .within
            .is_none_or(|within| distance <= within.into());
        if is_in_range && question.after.is_none_or(|after| key > after) {
            answer.push((key, metres));
        }
    }
    answer.sort_unstable_by_key(|(key, _)| *key);
    answer.truncate(question.limit * question.pages);
    answer
}

/// The squared chord from a point to each item of a filter.
fn squared_chords(filter: &Filter, origin: Wgs84) -> Vec<f64> {
    let [x, y, z] = earth_centred(origin);
    let [xs, ys, zs] = &filter.xyz;
    let planes = xs.iter().zip(ys).zip(zs);
    planes
        .map(|((ix, iy), iz)| (ix - x).powi(2) + (iy - y).powi(2) + (iz - z).powi(2))
        .collect()
}

/// Which items need to be measured: those that may lie at least so many metres away, and whose
/// squared chord is at most so much.
fn candidates(squared: &[f64], question: &Question) -> [f64; 2] {
    let wanted = question.limit * question.pages;
    let furthest = question.within.map_or(f64::MAX, Metres::get);
    let nearest = question.after.map(|after| after.distance.metres().get());
    // The chord of the last wanted item among those that certainly lie in the asked range.
    let mut certain: Vec<f64> = Vec::new();
    let mut last = f64::MAX;
    let low = nearest.map_or(0.0, |nearest| (nearest + 0.001).powi(2));
    for chord in squared {
        let is_certain = *chord < last
            && *chord >= low
            && (question.within.is_none() || longest_geodesic(chord.sqrt()) < furthest - 0.001);
        if is_certain {
            certain.push(*chord);
            if certain.len() >= 2 * wanted + 1000 {
                last = *certain.select_nth_unstable_by(wanted - 1, f64::total_cmp).1;
                certain.truncate(wanted);
            }
        }
    }
    last = match certain.len() {
        enough if enough >= wanted => *certain.select_nth_unstable_by(wanted - 1, f64::total_cmp).1,
        _ => f64::MAX,
    };
    let high = (longest_geodesic(last.sqrt()) + 0.002).min(furthest + 0.001);
    [nearest.unwrap_or(0.0) - 0.001, high.powi(2)]
}
