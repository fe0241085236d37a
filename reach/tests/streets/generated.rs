//! Networks that nobody mapped: grids, tangles, rings, dead ends, doubled streets, islands, stairs and hills.

use reach::street::{Footing, Network, Stretch, Vertex};
use reach::{GridPoint, Wgs84};

/// SplitMix64 from a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next 64 random bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A whole number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit as u64) as usize
    }

    /// A number between two others.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.bits() >> 11) as f64 / (1_u64 << 53) as f64)
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// How a network is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// No height is known.
    Flat,
    /// Hills, with heights that are missing here and there.
    Hills,
}

/// A network under way.
pub(crate) struct Draft {
    /// The middle, degrees.
    middle: [f64; 2],
    /// The ground.
    ground: Ground,
    /// The vertices.
    vertices: Vec<Vertex>,
    /// The stretches.
    stretches: Vec<Stretch>,
    /// Chance.
    random: Random,
}

impl Draft {
    /// Nothing yet, around a point in degrees.
    pub(crate) const fn new(middle: [f64; 2], ground: Ground, seed: u64) -> Self {
        Self {
            middle,
            ground,
            vertices: Vec::new(),
            stretches: Vec::new(),
            random: Random(seed),
        }
    }

    /// Metres east and north of the middle as a point.
    pub(crate) fn at(&self, east: f64, north: f64) -> Wgs84 {
        let [lat, lon] = self.middle;
        let wide = 111_319.5 * lat.to_radians().cos();
        Wgs84::new(lat + north / 111_000.0, lon + east / wide).unwrap()
    }

    /// A vertex.
    pub(crate) fn vertex(&mut self, east: f64, north: f64) -> u32 {
        let hill = 60.0 * (east / 170.0).sin() + 45.0 * (north / 130.0).cos();
        let is_known = self.ground == Ground::Hills && !self.random.once_in(25);
        self.vertices.push(Vertex {
            point: GridPoint::from(self.at(east, north)),
            height_m: is_known.then_some(1000.0 + hill as f32),
        });
        self.vertices.len() as u32 - 1
    }

    /// A stretch, now and then stairs, in either direction.
    pub(crate) fn join(&mut self, one: u32, other: u32) {
        let (from, to) = if self.random.once_in(2) {
            (one, other)
        } else {
            (other, one)
        };
        let footing = if self.random.once_in(9) {
            Footing::Steps
        } else {
            Footing::Way
        };
        self.stretches.push(Stretch { from, to, footing });
    }

    /// A street with bends from one vertex to another.
    fn street(&mut self, one: u32, other: u32, sway: f64) {
        let point = |it: &Self, vertex: u32| {
            let point = Wgs84::from(it.vertices[vertex as usize].point);
            let [lat, lon] = it.middle;
            let wide = 111_319.5 * lat.to_radians().cos();
            [
                (point.lon_degrees() - lon) * wide,
                (point.lat_degrees() - lat) * 111_000.0,
            ]
        };
        let (start, end) = (point(self, one), point(self, other));
        let bends = self.random.below(5);
        let mut last = one;
        for bend in 1..=bends {
            let share = bend as f64 / (bends + 1) as f64;
            let east = start[0] + (end[0] - start[0]) * share + self.random.between(-sway, sway);
            let north = start[1] + (end[1] - start[1]) * share + self.random.between(-sway, sway);
            let next = self.vertex(east, north);
            self.join(last, next);
            last = next;
        }
        self.join(last, other);
    }

    /// A grid of streets, some of them missing.
    pub(crate) fn grid(&mut self, east: f64, north: f64, side: usize) {
        let mut corners = Vec::new();
        for row in 0..side {
            for column in 0..side {
                let sway = self.random.between(-15.0, 15.0);
                let (column, row) = (column as f64 * 80.0, row as f64 * 80.0);
                corners.push(self.vertex(east + column + sway, north + row - sway));
            }
        }
        for row in 0..side {
            for column in 0..side {
                let here = corners[row * side + column];
                if column + 1 < side && !self.random.once_in(6) {
                    self.street(here, corners[row * side + column + 1], 12.0);
                }
                if row + 1 < side && !self.random.once_in(6) {
                    self.street(here, corners[(row + 1) * side + column], 12.0);
                }
            }
        }
    }

    /// Streets between points at random, each with its nearest ones.
    pub(crate) fn tangle(&mut self, east: f64, north: f64, count: usize) {
        let mut points = Vec::new();
        for _ in 0..count {
            let at = [
                east + self.random.between(0.0, 500.0),
                north + self.random.between(0.0, 500.0),
            ];
            points.push((at, self.vertex(at[0], at[1])));
        }
        for ([x, y], vertex) in points.clone() {
            let mut others = points.clone();
            others.sort_by_key(|([a, b], _)| ((a - x).hypot(b - y) * 1000.0) as u64);
            let links = 1 + self.random.below(3);
            for (_, other) in others.into_iter().skip(1).take(links) {
                self.street(vertex, other, 20.0);
            }
        }
    }

    /// A ring, and now and then a street to its middle, where there is another ring of two streets.
    pub(crate) fn rings(&mut self, east: f64, north: f64) {
        let count = 3 + self.random.below(12);
        let mut first = None;
        let mut last = None;
        for number in 0..count {
            let angle = number as f64 / count as f64 * std::f64::consts::TAU;
            let vertex = self.vertex(east + 90.0 * angle.cos(), north + 70.0 * angle.sin());
            if let Some(last) = last {
                self.join(last, vertex);
            }
            first = first.or(Some(vertex));
            last = Some(vertex);
        }
        let (first, last) = (first.unwrap(), last.unwrap());
        self.join(last, first);
        if self.random.once_in(2) {
            let middle = self.vertex(east, north);
            self.street(first, middle, 5.0);
            let far = self.vertex(east + 20.0, north + 10.0);
            self.street(middle, far, 25.0);
            self.street(far, middle, 25.0);
            self.join(middle, middle);
        }
    }

    /// The network: some pieces, some of them joined, some not.
    pub(crate) fn pieces(mut self) -> (Network, Self) {
        let count = 1 + self.random.below(4);
        let mut hubs = Vec::new();
        for number in 0..count {
            let (east, north) = (
                self.random.between(-600.0, 600.0),
                self.random.between(-600.0, 600.0),
            );
            hubs.push(self.vertices.len() as u32);
            let size = self.random.below(5);
            match (number + self.random.below(3)) % 3 {
                0 => self.grid(east, north, 2 + size),
                1 => self.tangle(east, north, 4 + 5 * size),
                _ => self.rings(east, north),
            }
        }
        for pair in hubs.windows(2) {
            if self.random.once_in(2) {
                self.street(pair[0], pair[1], 30.0);
            }
        }
        if self.stretches.is_empty() {
            self.rings(0.0, 0.0);
        }
        (self.done(), self)
    }

    /// The network as it is now.
    pub(crate) fn done(&self) -> Network {
        Network::new(self.vertices.clone(), self.stretches.clone()).unwrap()
    }

    /// A point somewhere near.
    pub(crate) fn somewhere(&mut self) -> Wgs84 {
        let vertex = self.random.below(self.vertices.len());
        let near = Wgs84::from(self.vertices[vertex].point);
        let off = |random: &mut Random| random.between(-0.0008, 0.0008);
        Wgs84::new(
            near.lat_degrees() + off(&mut self.random),
            near.lon_degrees() + off(&mut self.random),
        )
        .unwrap()
    }
}
