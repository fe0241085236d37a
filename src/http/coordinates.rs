//! Reading coordinates at the edge: the crs is required, and a point becomes WGS-84 before anything else sees it.

use actix_web::HttpRequest;
use reach::coord::{CoordinateRefusal, Crs, Position, Wgs84};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::input::Input;
use super::problem::ApiError;
use crate::language::Text;

/// The caller's coordinate reference system; refused when missing or unknown.
pub fn read_crs(input: &mut Input) -> Option<Crs> {
    if !input.has("crs") {
        input.refuse(
            "crs",
            "required",
            Text::new(
                "缺少坐标系“crs”：wgs84（GPS）、gcj02（微信、腾讯地图）或 bd09（百度地图）",
                "\"crs\" is required: wgs84 (GPS), gcj02 (WeChat, Tencent maps) or bd09 (Baidu maps)",
            ),
        );
        return None;
    }
    let text = input.text("crs")?;
    let crs = Crs::parse(&text);
    if crs.is_none() {
        input.refuse(
            "crs",
            "unknown_crs",
            Text::new(
                "坐标系应为 wgs84、gcj02 或 bd09",
                "crs must be wgs84, gcj02 or bd09",
            ),
        );
    }
    crs
}

/// What one record is asked for with: its identity in the path and the crs of the answer, which stands alone in the query.
///
/// # Errors
/// 400 or 422 naming what was refused.
pub fn read_crs_and_id(request: &HttpRequest, id: &str) -> Result<(Crs, Uuid), ApiError> {
    let mut input = Input::from_query(request.query_string(), &["crs"])?;
    let crs = read_crs(&mut input);
    let id = input.path_id("id", id);
    input.finish()?;
    crs.zip(id)
        .ok_or_else(|| ApiError::internal("a checked field is missing"))
}

/// The point of `lat` and `lon` in the caller's crs, as WGS-84; refused outside China, at zero or exchanged.
pub fn read_point(input: &mut Input, crs: Option<Crs>) -> Option<Wgs84> {
    for name in ["lat", "lon"] {
        if !input.has(name) {
            input.missing(name);
        }
    }
    let (lat, lon) = (input.number("lat"), input.number("lon"));
    let (lat, lon, crs) = (lat?, lon?, crs?);
    let refusal = match Wgs84::from_crs(crs, lat, lon) {
        Ok(point) if point.is_in_china_box() => return Some(point),
        Ok(_) => outside(lat, lon, crs),
        Err(refusal) => of_coordinate(&refusal),
    };
    let (name, code, message) = refusal;
    input.refuse(name, code, message);
    None
}

/// What is wrong with a point of the earth that is not in China.
fn outside(lat: f64, lon: f64, crs: Crs) -> (&'static str, &'static str, Text) {
    if lat == 0.0 && lon == 0.0 {
        let message = Text::new(
            "坐标 (0, 0) 通常表示没有取得定位，请重新定位或选择地点",
            "(0, 0) usually means that no position was found; locate again or choose a place",
        );
        return ("lat", "zero_coordinates", message);
    }
    let exchanged = Wgs84::from_crs(crs, lon, lat).is_ok_and(Wgs84::is_in_china_box);
    if exchanged {
        return swapped();
    }
    let message = Text::new("坐标不在中国境内", "the point is not in China");
    ("lat", "outside_service_area", message)
}

/// The refusal of exchanged coordinates.
fn swapped() -> (&'static str, &'static str, Text) {
    let message = Text::new(
        "纬度和经度似乎写反了：lat 是纬度（贵州约 24.6 到 29.2），lon 是经度（约 103.6 到 109.6）",
        "latitude and longitude seem to be exchanged: in Guizhou lat is 24.6 to 29.2 and lon 103.6 to 109.6",
    );
    ("lat", "swapped_coordinates", message)
}

/// The refusal of what is no point of the earth.
fn of_coordinate(refusal: &CoordinateRefusal) -> (&'static str, &'static str, Text) {
    match refusal {
        CoordinateRefusal::SwappedAxes => swapped(),
        CoordinateRefusal::LatitudeOutOfRange => (
            "lat",
            "out_of_range",
            Text::new("纬度应在 -90 到 90 之间", "lat must be between -90 and 90"),
        ),
        CoordinateRefusal::LongitudeOutOfRange => (
            "lon",
            "out_of_range",
            Text::new(
                "经度应在 -180 到 180 之间",
                "lon must be between -180 and 180",
            ),
        ),
        CoordinateRefusal::NotFinite => (
            "lat",
            "not_a_number",
            Text::new("坐标应为有限的数字", "coordinates must be finite numbers"),
        ),
    }
}

/// A coordinate reference system, as the contract names it.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Crs)]
pub enum CrsName {
    /// GPS; agrees with CGCS2000 within our accuracy.
    Wgs84,
    /// WeChat and Tencent maps.
    Gcj02,
    /// Baidu maps.
    Bd09,
}

/// A point in the caller's crs, degrees.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = Location)]
pub struct LocationView {
    /// Latitude, degrees, 7 decimals (about a centimetre).
    pub lat: f64,
    /// Longitude, degrees, 7 decimals.
    pub lon: f64,
}

impl LocationView {
    /// A point in `crs`.
    #[must_use]
    pub fn of(point: Wgs84, crs: Crs) -> Self {
        let position: Position = point.in_crs(crs);
        Self {
            lat: seven_decimals(position.lat_degrees()),
            lon: seven_decimals(position.lon_degrees()),
        }
    }
}

/// Degrees rounded to 7 decimals.
#[must_use]
pub fn seven_decimals(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
