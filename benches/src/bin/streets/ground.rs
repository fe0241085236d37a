//! A map as it is measured: the streets, the random starts, the items to be found on them.
//!
//! Everything follows from the map and a seed. Next: `ours`.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use menkou_bench::arguments::Arguments;
use menkou_bench::watch::timed;
use reach::street::osm::{Map, read_map};
use reach::street::{Network, Snap, StreetMap, Streets, Stride};
use reach::{Attribute, GridPoint, Index, ItemId, NewItem, Wgs84};

/// Metres a minute on both sides: 4.5 km/h.
pub(crate) const METRES_PER_MINUTE: f64 = 75.0;
/// The time limit, seconds.
pub(crate) const LIMIT_SECONDS: u32 = 900;
/// A start reaches at least so many junctions.
const LEAST_REACHED: usize = 200;
/// There are so many starts at least.
const LEAST_STARTS: usize = 300;
/// How far from its vertex a start or an item lies at most, degrees of latitude: some 15 m.
const AWAY_DEGREES: f64 = 0.000_135;
/// How many items lie on the map.
const ITEMS: u128 = 20_000;
/// The property that is filtered by.
pub(crate) const CATEGORY: Attribute = Attribute(0);
/// How many categories there are: a filter by one passes 5 %.
const CATEGORIES: u64 = 20;

/// A map as it is measured.
pub(crate) struct Ground {
    /// The streets, flat.
    pub(crate) streets: Streets,
    /// The network they are packed from.
    pub(crate) network: Network,
    /// Where from.
    pub(crate) starts: Vec<Wgs84>,
    /// The items.
    pub(crate) index: Index,
    /// Where each item, by its id, meets the streets.
    pub(crate) snaps: Vec<Option<Snap>>,
    /// How long reading and packing took, seconds.
    pub(crate) seconds: f64,
}

/// Random numbers from a seed (SplitMix64: Steele, Lea, Flood 2014).
struct Chance(u64);

impl Chance {
    /// The next 64 bits.
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number from -1 to 1.
    fn signed(&mut self) -> f64 {
        let top = u32::try_from(self.bits() >> 32).unwrap_or(0);
        f64::from(top) / f64::from(u32::MAX) * 2.0 - 1.0
    }

    /// A point near a random one of some vertices.
    fn point(&mut self, vertices: &[GridPoint]) -> Option<Wgs84> {
        let count = u64::try_from(vertices.len()).ok()?;
        let at = usize::try_from(self.bits().checked_rem(count)?).ok()?;
        let near = Wgs84::from(*vertices.get(at)?);
        let shrink = near.lat_degrees().to_radians().cos();
        let lat = near.lat_degrees() + AWAY_DEGREES * self.signed();
        let lon = near.lon_degrees() + AWAY_DEGREES * self.signed() / shrink;
        Wgs84::new(lat, lon).ok()
    }
}

/// The vertices in the open: on no bridge and in no tunnel, where Valhalla is told not to start either.
fn in_the_open(map: &Map) -> Vec<GridPoint> {
    let network = map.network();
    let mut is_open = vec![true; network.vertices().len()];
    for (stretch, is_aloft) in network.stretches().iter().zip(map.is_aloft()) {
        for end in [stretch.from, stretch.to] {
            let end = usize::try_from(end).ok().and_then(|it| is_open.get_mut(it));
            end.into_iter().for_each(|it| *it &= !is_aloft);
        }
    }
    let vertices = network.vertices().iter().zip(is_open);
    vertices
        .filter(|(_, is_open)| *is_open)
        .map(|(vertex, _)| vertex.point)
        .collect()
}

impl Ground {
    /// Reads and packs a map, draws starts and items.
    pub(crate) fn prepare(path: &Path, arguments: &Arguments) -> Result<Self> {
        let stride = Stride::new(METRES_PER_MINUTE)?;
        let shown = path.display();
        let made = || -> Result<(Map, Streets)> {
            let map = read_map(File::open(path)?)?;
            let packed = StreetMap::build(map.network())?;
            Ok((map, Streets::new(packed, stride)))
        };
        let (made, microseconds) = timed(made);
        let (map, streets) = made.with_context(|| format!("{shown}"))?;
        let open = in_the_open(&map);
        let mut chance = Chance(arguments.seed);
        let wanted = arguments.questions.clamp(LEAST_STARTS, 500);
        let mut starts = Vec::new();
        for _ in 0..wanted * 200 {
            if starts.len() == wanted {
                break;
            }
            let point = chance.point(&open);
            let snap = point.and_then(|point| Some((point, streets.snap(point)?)));
            if let Some((point, snap)) = snap
                && streets.reach_from(&snap, LIMIT_SECONDS).junctions_reached() >= LEAST_REACHED
            {
                starts.push(point);
            }
        }
        ensure!(
            starts.len() >= LEAST_STARTS,
            "{shown}: only {} starts",
            starts.len()
        );
        let points: Vec<Wgs84> = (0..ITEMS).filter_map(|_| chance.point(&open)).collect();
        let items = points.iter().zip(0_u128..).map(|(point, id)| NewItem {
            id: ItemId(id),
            point: *point,
            values: vec![(
                CATEGORY,
                u32::try_from(chance.bits() % CATEGORIES).unwrap_or(0),
            )],
            numbers: Vec::new(),
        });
        let index = Index::build(items.collect())?;
        let snaps = points.iter().map(|point| streets.snap(*point)).collect();
        Ok(Self {
            streets,
            network: map.into_network(),
            starts,
            index,
            snaps,
            seconds: microseconds / 1e6,
        })
    }

    /// How large it is, in words.
    pub(crate) fn words(&self) -> String {
        let report = self.streets.report();
        format!(
            "{} junctions, {} edges, {} bends, {:.0} km",
            report.junctions, report.edges, report.bends, report.kilometres
        )
    }
}
