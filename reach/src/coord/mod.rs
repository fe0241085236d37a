//! Points on the earth in the three coordinate systems that Chinese maps use.
//!
//! A pair of numbers becomes a point only through `new`, which checks it; the systems are separate
//! types, so one can never be taken for another. This module never guesses the system of a pair and
//! never mends one. The formulas are in `shift`; distances are in [`crate::measure`].

mod grid;
mod shift;
#[cfg(test)]
mod tests;

use thiserror::Error;

pub use grid::GridPoint;

/// The southern edge of China's box, degrees of WGS-84 latitude: south of the Nansha reefs.
pub const CHINA_SOUTH_DEGREES: f64 = 3.0;
/// The northern edge of China's box, degrees of WGS-84 latitude: north of Mohe.
pub const CHINA_NORTH_DEGREES: f64 = 54.0;
/// The western edge of China's box, degrees of WGS-84 longitude: west of the Pamirs.
pub const CHINA_WEST_DEGREES: f64 = 73.0;
/// The eastern edge of China's box, degrees of WGS-84 longitude: east of Heixiazi island.
pub const CHINA_EAST_DEGREES: f64 = 136.0;

/// A coordinate reference system that a caller may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Crs {
    /// The world geodetic system of 1984; CGCS2000 agrees with it within our accuracy.
    Wgs84,
    /// The shifted system of Chinese maps: Tencent, Amap and the mini-program's own location.
    Gcj02,
    /// Baidu's further shift of GCJ-02.
    Bd09,
}

impl Crs {
    /// Every system, in the order in which they are documented.
    pub const ALL: [Self; 3] = [Self::Wgs84, Self::Gcj02, Self::Bd09];

    /// The system of this wire name (`wgs84`, `gcj02`, `bd09`, exactly so), or none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|crs| crs.as_str() == name)
    }

    /// The wire name: lower-case letters and digits only.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }
}

/// Why a pair of numbers is not a point. It holds no number, so it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CoordinateRefusal {
    /// A number is NaN or infinite.
    #[error("latitude and longitude must be finite numbers")]
    NotFinite,
    /// The latitude is beyond a pole, and exchanging the two would not help.
    #[error("latitude must be between -90 and 90 degrees")]
    LatitudeOutOfRange,
    /// The longitude is beyond the date line.
    #[error("longitude must be between -180 and 180 degrees")]
    LongitudeOutOfRange,
    /// The latitude is beyond a pole, and the pair is a point when the two are exchanged.
    #[error("latitude and longitude seem to be exchanged: latitude is at most 90 degrees")]
    SwappedAxes,
}

/// A checked pair of degrees whose system the wrapping type tells.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Degrees {
    /// Latitude in degrees, north positive, -90 to 90.
    lat: f64,
    /// Longitude in degrees, east positive, -180 to 180.
    lon: f64,
}

impl Degrees {
    /// Checks that the pair is a point on the earth.
    fn checked(lat: f64, lon: f64) -> Result<Self, CoordinateRefusal> {
        if !lat.is_finite() || !lon.is_finite() {
            return Err(CoordinateRefusal::NotFinite);
        }
        if lat.abs() > 90.0 {
            let is_swapped = lat.abs() <= 180.0 && lon.abs() <= 90.0;
            return Err(if is_swapped {
                CoordinateRefusal::SwappedAxes
            } else {
                CoordinateRefusal::LatitudeOutOfRange
            });
        }
        if lon.abs() > 180.0 {
            return Err(CoordinateRefusal::LongitudeOutOfRange);
        }
        Ok(Self { lat, lon })
    }
}

/// Defines one point type: a checked pair of degrees in one system.
macro_rules! point_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(Degrees);

        impl $name {
            /// Checks a pair of degrees in this system: latitude first, longitude second.
            ///
            /// # Errors
            /// Refuses what is not finite, out of range or exchanged; see [`CoordinateRefusal`].
            pub fn new(lat_degrees: f64, lon_degrees: f64) -> Result<Self, CoordinateRefusal> {
                Degrees::checked(lat_degrees, lon_degrees).map(Self)
            }

            /// The latitude in degrees of this system, north positive.
            #[must_use]
            pub const fn lat_degrees(self) -> f64 {
                self.0.lat
            }

            /// The longitude in degrees of this system, east positive.
            #[must_use]
            pub const fn lon_degrees(self) -> f64 {
                self.0.lon
            }
        }
    };
}

point_type! {
    /// A point in WGS-84, the system of the database and of every distance.
    Wgs84
}
point_type! {
    /// A point in GCJ-02, 300 to 600 m from its WGS-84 twin inside China.
    Gcj02
}
point_type! {
    /// A point in BD-09, up to about 1.3 km from its WGS-84 twin inside China.
    Bd09
}

impl From<Wgs84> for Gcj02 {
    /// The public formula; the identity outside its own box.
    fn from(point: Wgs84) -> Self {
        Self(shift::wgs84_to_gcj02(point.0))
    }
}

impl From<Gcj02> for Wgs84 {
    /// The formula inverted by iteration, to better than 1e-10 degree.
    fn from(point: Gcj02) -> Self {
        Self(shift::gcj02_to_wgs84(point.0))
    }
}

impl From<Gcj02> for Bd09 {
    /// Baidu's public formula; the identity outside the box of GCJ-02.
    fn from(point: Gcj02) -> Self {
        Self(shift::gcj02_to_bd09(point.0))
    }
}

impl From<Bd09> for Gcj02 {
    /// Baidu's formula inverted by iteration, to better than 1e-10 degree.
    fn from(point: Bd09) -> Self {
        Self(shift::bd09_to_gcj02(point.0))
    }
}

impl From<Wgs84> for Bd09 {
    /// Through GCJ-02.
    fn from(point: Wgs84) -> Self {
        Self::from(Gcj02::from(point))
    }
}

impl From<Bd09> for Wgs84 {
    /// Through GCJ-02.
    fn from(point: Bd09) -> Self {
        Self::from(Gcj02::from(point))
    }
}

impl Wgs84 {
    /// Reads a pair of degrees that a caller gave in `crs`: latitude first, longitude second.
    ///
    /// # Errors
    /// Refuses the pair as [`Wgs84::new`] does, before it converts anything.
    pub fn from_crs(
        crs: Crs,
        lat_degrees: f64,
        lon_degrees: f64,
    ) -> Result<Self, CoordinateRefusal> {
        match crs {
            Crs::Wgs84 => Self::new(lat_degrees, lon_degrees),
            Crs::Gcj02 => Gcj02::new(lat_degrees, lon_degrees).map(Self::from),
            Crs::Bd09 => Bd09::new(lat_degrees, lon_degrees).map(Self::from),
        }
    }

    /// This point as it is written in `crs`.
    #[must_use]
    pub fn in_crs(self, crs: Crs) -> Position {
        let degrees = match crs {
            Crs::Wgs84 => self.0,
            Crs::Gcj02 => Gcj02::from(self).0,
            Crs::Bd09 => Bd09::from(self).0,
        };
        Position { crs, degrees }
    }

    /// Whether the point lies in the box around China, its edges included. The box also holds parts
    /// of every neighbour: it tells an implausible point, not a foreign one.
    #[must_use]
    pub fn is_in_china_box(self) -> bool {
        (CHINA_SOUTH_DEGREES..=CHINA_NORTH_DEGREES).contains(&self.0.lat)
            && (CHINA_WEST_DEGREES..=CHINA_EAST_DEGREES).contains(&self.0.lon)
    }
}

/// A point as it leaves the system: degrees together with the system they are in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The system of the degrees.
    crs: Crs,
    /// The degrees in that system.
    degrees: Degrees,
}

impl Position {
    /// The system of the degrees.
    #[must_use]
    pub const fn crs(self) -> Crs {
        self.crs
    }

    /// The latitude in degrees of [`Position::crs`], north positive.
    #[must_use]
    pub const fn lat_degrees(self) -> f64 {
        self.degrees.lat
    }

    /// The longitude in degrees of [`Position::crs`], east positive.
    #[must_use]
    pub const fn lon_degrees(self) -> f64 {
        self.degrees.lon
    }
}
