//! Cities that the demo set treats specially: where many people of Guizhou live, and where many of them work.
//!
//! Plain data: it must never say anything about a city but its public code and about where it lies.

/// A county with the seat of its prefecture, or another one full of people.
#[derive(Clone, Copy, Debug)]
pub(super) struct UrbanCounty {
    /// Six digits of the ministry's code.
    pub(super) code: &'static str,
    /// How many times the openings of an ordinary county it has.
    pub(super) weight: u64,
    /// How many gig stations stand around its seat, besides those of towns.
    pub(super) gig_stations: u32,
    /// True for the one county of each prefecture that stands for its seat.
    pub(super) is_prefecture_seat: bool,
}

/// An urban county in one line.
const fn urban(
    code: &'static str,
    weight: u64,
    gig_stations: u32,
    is_prefecture_seat: bool,
) -> UrbanCounty {
    UrbanCounty {
        code,
        weight,
        gig_stations,
        is_prefecture_seat,
    }
}

/// The urban counties of Guizhou, Guiyang heaviest; the weights are our own estimate and serve the demo only.
pub(super) const URBAN_COUNTIES: [UrbanCounty; 18] = [
    urban("520102", 8, 6, false),
    urban("520103", 9, 6, true),
    urban("520111", 6, 4, false),
    urban("520112", 3, 3, false),
    urban("520113", 4, 3, false),
    urban("520115", 7, 5, false),
    urban("520201", 4, 2, true),
    urban("520302", 5, 5, true),
    urban("520303", 5, 5, false),
    urban("520304", 3, 3, false),
    urban("520382", 2, 1, false),
    urban("520402", 4, 2, true),
    urban("520502", 4, 2, true),
    urban("520602", 4, 2, true),
    urban("522301", 4, 2, true),
    urban("522601", 4, 2, true),
    urban("522701", 4, 2, true),
    urban("520281", 2, 1, false),
];

/// A city outside Guizhou.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutsideCity {
    /// Six digits of the county or district in its middle.
    pub(super) county: &'static str,
    /// The city's name.
    pub(super) name: &'static str,
    /// Latitude of its middle, WGS-84 degrees, rounded to a hundredth.
    pub(super) lat: f64,
    /// Longitude of its middle, WGS-84 degrees, rounded to a hundredth.
    pub(super) lon: f64,
}

/// A city in one line.
const fn city(county: &'static str, name: &'static str, lat: f64, lon: f64) -> OutsideCity {
    OutsideCity {
        county,
        name,
        lat,
        lon,
    }
}

/// Cities of Guangdong, Zhejiang, Fujian and Jiangsu, with public coordinates of about a kilometre.
pub(super) const OUTSIDE_CITIES: [OutsideCity; 16] = [
    city("440104", "广州", 23.13, 113.27),
    city("440304", "深圳", 22.54, 114.06),
    city("440604", "佛山", 23.02, 113.12),
    city("441302", "惠州", 23.08, 114.42),
    city("330102", "杭州", 30.25, 120.17),
    city("330203", "宁波", 29.87, 121.55),
    city("330302", "温州", 28.01, 120.65),
    city("330782", "义乌", 29.31, 120.08),
    city("331002", "台州", 28.67, 121.43),
    city("350102", "福州", 26.08, 119.30),
    city("350203", "厦门", 24.45, 118.08),
    city("350502", "泉州", 24.91, 118.59),
    city("350582", "晋江", 24.78, 118.55),
    city("320102", "南京", 32.05, 118.80),
    city("320508", "苏州", 31.31, 120.62),
    city("320213", "无锡", 31.57, 120.30),
];
