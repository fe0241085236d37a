//! Where a row says that something is: its division and its point, checked against each other.
//!
//! It must never move a point or a record to another county: near a border the boundaries are simplified, so a point
//! up to 500 m outside is taken with a warning. Read next: `divisions`.

use std::cell::Cell;

use reach::coord::{CoordinateRefusal, Crs, Wgs84};
use uuid::Uuid;

use crate::divisions::{Atlas, DivisionIndex, Found, SIMPLIFICATION};
use crate::imports::{RowReader, Settings, Word};
use crate::language::Text;

/// How a point is known.
pub(crate) const POINT_BASES: &[Word] = &[
    Word {
        code: "surveyed",
        zh: "实测",
        en: "surveyed",
        aliases: &["实地采集", "测量"],
    },
    Word {
        code: "seat",
        zh: "政府驻地",
        en: "seat",
        aliases: &["驻地"],
    },
    Word {
        code: "gazetteer",
        zh: "地名资料",
        en: "gazetteer",
        aliases: &["地名库"],
    },
    Word {
        code: "approximate",
        zh: "大致位置",
        en: "approximate",
        aliases: &["大致", "估计", "近似"],
    },
];

/// Points within this many degrees of each other in both axes are the same (1 cm).
const SAME_POINT_DEGREES: f64 = 1e-7;

/// In one file, for how many unknown divisions likely ones are looked up: each takes a walk through the whole tree.
const LOOKED_UP: u32 = 50;

/// Where something is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Whereabouts {
    /// The declared division.
    pub(crate) division_id: Uuid,
    /// The point.
    pub(crate) point: Wgs84,
    /// How the point is known, where the row says so.
    pub(crate) point_basis: Option<String>,
}

/// Reads the columns `division`, `lat`, `lon`, `crs` and `point_basis`.
#[derive(Debug)]
pub(crate) struct WhereaboutsReader<'a> {
    /// Divisions and boundaries.
    atlas: &'a Atlas,
    /// How many more unknown divisions are looked up.
    look_ups_left: Cell<u32>,
}

impl<'a> WhereaboutsReader<'a> {
    /// A reader for one file.
    pub(crate) const fn new(atlas: &'a Atlas) -> Self {
        Self {
            atlas,
            look_ups_left: Cell::new(LOOKED_UP),
        }
    }

    /// Reads a row; `None` when something was refused.
    pub(crate) fn read(&self, row: &mut RowReader<'_>, settings: &Settings) -> Option<Whereabouts> {
        let division = self.division(row);
        let point = read_point(row, settings);
        let point_basis = row.word("point_basis", POINT_BASES).map(str::to_owned);
        let (division, point) = (division?, point?);
        self.check_inside(row, division, point)?;
        let division_id = self.atlas.get(division)?.id;
        Some(Whereabouts {
            division_id,
            point,
            point_basis,
        })
    }

    /// The division that a row declares; one that has ended, is unknown or not the only one is refused.
    fn division(&self, row: &mut RowReader<'_>) -> Option<DivisionIndex> {
        let text = row.required("division")?;
        let name = |index: &DivisionIndex| self.atlas.get(*index).map(|it| it.full_name.as_str());
        match self.atlas.find(text) {
            Found::One(index) if self.atlas.get(index).is_some_and(|it| !it.is_ended) => {
                Some(index)
            }
            Found::One(_) => {
                let message = Text::new(
                    "这个区划已经撤销，请填写现行区划",
                    "this division has ended: name the present one",
                );
                row.refuse("division", "division_ended", message);
                None
            }
            Found::Several(several) => {
                let names: Vec<&str> = several.iter().filter_map(name).take(5).collect();
                let message = Text::new(
                    format!("指向多个区划，请用代码或全称指明：{}", names.join("、")),
                    format!("means several divisions, name one of: {}", names.join(", ")),
                );
                row.refuse("division", "ambiguous_division", message);
                None
            }
            Found::Nothing => {
                let mut near = Vec::new();
                if let Some(left) = self.look_ups_left.get().checked_sub(1) {
                    self.look_ups_left.set(left);
                    near = self.atlas.search(text);
                }
                let names: Vec<&str> = near.iter().filter_map(name).take(3).collect();
                row.refuse_value("division", text, &names, &names);
                None
            }
        }
    }

    /// A division without a boundary lies outside Guizhou, and so must the point.
    fn check_outside_guizhou(&self, row: &mut RowReader<'_>, point: Wgs84) -> Option<()> {
        let located = self.atlas.boundaries().locate(point);
        if located.inside.is_none() || located.border_distance.get() <= SIMPLIFICATION.get() {
            return Some(());
        }
        let message = Text::new(
            "坐标落在贵州的县内，与所填区划不符",
            "the point lies in a county of Guizhou, not in this division",
        );
        row.refuse("lat", "outside_division", message);
        None
    }

    /// Refuses a point well outside the county that a division is or lies in (a prefecture: outside all its counties);
    /// warns near the border. Divisions without boundaries take any point.
    fn check_inside(
        &self,
        row: &mut RowReader<'_>,
        division: DivisionIndex,
        point: Wgs84,
    ) -> Option<()> {
        let top = self.atlas.county_of(division).unwrap_or(division);
        let counties = self
            .atlas
            .subtree(top)
            .map(DivisionIndex)
            .filter(|it| self.atlas.county_of(*it) == Some(*it));
        let boundaries = self.atlas.boundaries();
        let distances = counties
            .filter_map(|county| boundaries.distance_to(self.atlas.county_code(county)?, point));
        let mut nearest = f64::INFINITY;
        for distance in distances {
            nearest = nearest.min(distance.get());
            if nearest <= 0.0 {
                return Some(());
            }
        }
        if nearest.is_infinite() {
            return self.check_outside_guizhou(row, point);
        }
        let name = self
            .atlas
            .get(top)
            .map(|it| it.name.as_str())
            .unwrap_or_default();
        let located = boundaries.locate(point);
        let actual = located
            .inside
            .and_then(|code| self.atlas.county_by_code(code));
        let actual = actual
            .and_then(|index| self.atlas.get(index))
            .map_or("-", |it| it.name.as_str());
        let message = Text::new(
            format!("坐标不在“{name}”内，距边界约 {nearest:.0} 米，落在：{actual}"),
            format!("the point is not in {name}: {nearest:.0} m beyond its border, in: {actual}"),
        );
        if nearest <= SIMPLIFICATION.get() {
            row.warn("lat", "near_border", message);
            return Some(());
        }
        row.refuse("lat", "outside_division", message);
        None
    }
}

/// The coordinate system of a row: its own, else the one of the whole file.
fn read_crs(row: &mut RowReader<'_>, settings: &Settings) -> Option<Crs> {
    let Some(text) = row.optional("crs") else {
        if settings.crs.is_none() {
            row.refuse(
                "crs",
                "required",
                Text::new("没有说明坐标系", "the coordinate system is not named"),
            );
        }
        return settings.crs;
    };
    let folded: String = text
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    let crs = match folded.as_str() {
        "gps" | "cgcs2000" | "wgs1984" | "国家2000" => Some(Crs::Wgs84),
        "微信" | "腾讯" | "高德" | "火星坐标" => Some(Crs::Gcj02),
        "百度" | "bd09ll" => Some(Crs::Bd09),
        other => Crs::parse(other),
    };
    if crs.is_none() {
        let known = Crs::ALL.map(Crs::as_str);
        row.refuse_value("crs", text, &known, &known);
    }
    crs
}

/// The point of a row; refused when it is none, is zero, exchanged or outside China.
fn read_point(row: &mut RowReader<'_>, settings: &Settings) -> Option<Wgs84> {
    let crs = read_crs(row, settings);
    row.required("lat");
    row.required("lon");
    let (lat, lon) = (row.number::<f64>("lat"), row.number::<f64>("lon"));
    let (lat, lon, crs) = (lat?, lon?, crs?);
    let is_zero = lat == 0.0 && lon == 0.0;
    let is_swapped = Wgs84::from_crs(crs, lon, lat).is_ok_and(Wgs84::is_in_china_box);
    let (code, message) = match Wgs84::from_crs(crs, lat, lon) {
        Ok(point) if point.is_in_china_box() => return Some(point),
        Err(CoordinateRefusal::NotFinite) => (
            "not_a_number",
            Text::new("坐标应为有限的数字", "must be a finite number"),
        ),
        _ if is_zero => (
            "zero_coordinates",
            Text::new(
                "坐标 (0, 0) 通常表示没有取得定位",
                "(0, 0) usually means that no position was found",
            ),
        ),
        _ if is_swapped => (
            "swapped_coordinates",
            Text::new(
                "纬度和经度似乎写反了",
                "latitude and longitude seem to be exchanged",
            ),
        ),
        Ok(_) => (
            "outside_service_area",
            Text::new("坐标不在中国境内", "the point is not in China"),
        ),
        Err(
            CoordinateRefusal::LatitudeOutOfRange
            | CoordinateRefusal::LongitudeOutOfRange
            | CoordinateRefusal::SwappedAxes,
        ) => (
            "out_of_range",
            Text::new(
                "纬度应在 -90 到 90、经度应在 -180 到 180 之间",
                "latitude is -90 to 90, longitude -180 to 180",
            ),
        ),
    };
    row.refuse("lat", code, message);
    None
}

/// The stored point when the given one is the same within a centimetre, else the given one: what went out in another
/// coordinate system and came back is no change.
pub(crate) fn settled(given: Wgs84, stored: Option<Wgs84>) -> Wgs84 {
    let is_same = |stored: &Wgs84| {
        (given.lat_degrees() - stored.lat_degrees()).abs() <= SAME_POINT_DEGREES
            && (given.lon_degrees() - stored.lon_degrees()).abs() <= SAME_POINT_DEGREES
    };
    stored.filter(is_same).unwrap_or(given)
}
