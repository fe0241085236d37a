//! The county around a point over HTTP, against the outlines read here by other means: a ray cast for "inside", plane
//! geometry for distances. The outlines are simplified, so a seat may fall into the neighbour, but never further.

use serde_json::Value;

use crate::harness::App;

/// The outlines of the counties.
const OUTLINES: &str = include_str!("../../catalog/divisions/gz_bounds_district.geojson");

/// The seats of the counties.
const SEATS: &str = include_str!("../../catalog/divisions/gz_county_seats.csv");

/// Metres of one degree of latitude in the middle of Guizhou (WGS-84, 26.8° north).
const DEGREE: f64 = 110_790.0;

/// Metres of one degree of longitude at the equator, before the cosine (WGS-84 normal radius at 26.8° north).
const WIDE_DEGREE: f64 = 111_395.0;

/// A county: its code and its rings, each a list of (lon, lat).
type County = (String, Vec<Vec<[f64; 2]>>);

/// Every county of the outlines.
fn counties() -> Vec<County> {
    let document: Value = serde_json::from_str(OUTLINES).unwrap();
    let features = document["features"].as_array().unwrap();
    features
        .iter()
        .map(|feature| {
            let polygons = feature["geometry"]["coordinates"].as_array().unwrap();
            let rings = polygons.iter().flat_map(|it| it.as_array().unwrap());
            let rings = rings.map(|ring| serde_json::from_value(ring.clone()).unwrap());
            let code = feature["properties"]["code"].as_str().unwrap().to_owned();
            (code, rings.collect())
        })
        .collect()
}

/// The county around a point by counting the crossings of a ray to the east.
fn around(counties: &[County], lat: f64, lon: f64) -> Option<&str> {
    let is_inside = |rings: &[Vec<[f64; 2]>]| {
        let crossings = rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|line| {
                let ([x1, y1], [x2, y2]) = (line[0], line[1]);
                (y1 > lat) != (y2 > lat) && lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
            });
        crossings.count() % 2 == 1
    };
    counties
        .iter()
        .find(|(_, rings)| is_inside(rings))
        .map(|(code, _)| code.as_str())
}

/// Metres to the nearest line of some rings, on a plane laid at the point.
fn metres_to(rings: &[Vec<[f64; 2]>], lat: f64, lon: f64) -> f64 {
    let wide = WIDE_DEGREE * lat.to_radians().cos();
    let flat = |[x, y]: [f64; 2]| ((x - lon) * wide, (y - lat) * DEGREE);
    let lines = rings.iter().flat_map(|ring| ring.windows(2));
    let distances = lines.map(|line| {
        let ((x1, y1), (x2, y2)) = (flat(line[0]), flat(line[1]));
        let (dx, dy) = (x2 - x1, y2 - y1);
        let length = dx * dx + dy * dy;
        let along = if length == 0.0 {
            0.0
        } else {
            (-(x1 * dx + y1 * dy) / length).clamp(0.0, 1.0)
        };
        (x1 + along * dx).hypot(y1 + along * dy)
    });
    distances.fold(f64::INFINITY, f64::min)
}

/// Where a point lies.
async fn locate(app: &App, lat: f64, lon: f64) -> Value {
    app.get_json(&format!(
        "/v1/divisions/locate?lat={lat}&lon={lon}&crs=wgs84"
    ))
    .await
}

/// Six digits of the county that an answer names.
fn county_of(answer: &Value) -> Option<&str> {
    answer["division"]["code"]
        .as_str()
        .and_then(|code| code.get(..6))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_county_seat_lies_in_its_county_or_within_500_m_of_it() {
    let app = App::start().await;
    let mut elsewhere = 0;
    for line in SEATS.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let (lon, lat) = (fields[3].parse().unwrap(), fields[4].parse().unwrap());
        let answer = locate(&app, lat, lon).await;
        assert_eq!(answer["basis"], "polygon");
        assert_eq!(answer["simplification_m"], 500.0);
        if county_of(&answer) == Some(fields[0]) {
            assert_eq!(answer["division"]["name"], fields[1]);
            assert_eq!(answer["division"]["level"], "county");
            continue;
        }
        elsewhere += 1;
        let neighbours = answer["neighbours"].as_array().unwrap();
        let declared = neighbours
            .iter()
            .find(|it| it["division"]["name"] == fields[1]);
        let distance = declared.expect(line)["distance_m"].as_f64().unwrap();
        assert!(distance <= 500.0, "{line}: {distance} m");
    }
    assert!(elsewhere <= 2, "{elsewhere} seats lie in a neighbour");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_point_of_a_grid_lies_in_the_county_that_a_ray_finds() {
    let app = App::start().await;
    let counties = counties();
    let (mut inside, mut outside) = (0, 0);
    for row in 0..20 {
        for column in 0..20 {
            let lat = 24.7 + 0.22 * f64::from(row);
            let lon = 103.7 + 0.29 * f64::from(column);
            let answer = locate(&app, lat, lon).await;
            let expected = around(&counties, lat, lon);
            assert_eq!(county_of(&answer), expected, "{lat} {lon}");
            match expected {
                Some(_) => inside += 1,
                None => outside += 1,
            }
        }
    }
    assert!(inside > 200 && outside > 50, "{inside} {outside}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn near_a_border_the_distance_and_every_neighbour_are_named() {
    let app = App::start().await;
    let counties = counties();
    let (_, nanming) = counties.iter().find(|(code, _)| code == "520102").unwrap();
    let mut named = 0;
    for [lon, lat] in nanming[0].iter().step_by(6) {
        // 0.002 degrees are about 200 m: inside or outside, the border is near.
        let (lat, lon) = (lat + 0.002, *lon);
        let answer = locate(&app, lat, lon).await;
        let inside = around(&counties, lat, lon);
        assert_eq!(county_of(&answer), inside, "{lat} {lon}");
        let every = counties.iter().map(|(_, rings)| metres_to(rings, lat, lon));
        let nearest = every.fold(f64::INFINITY, f64::min);
        let border = answer["distance_to_border_m"].as_f64().unwrap();
        assert!((border - nearest).abs() < 1.0, "{border} and {nearest}");
        let neighbours = answer["neighbours"].as_array().unwrap();
        let mut last = 0.0;
        for neighbour in neighbours {
            let distance = neighbour["distance_m"].as_f64().unwrap();
            assert!(distance >= last, "{answer}");
            last = distance;
            let code = county_of(neighbour).unwrap();
            let (_, rings) = counties.iter().find(|it| it.0 == code).unwrap();
            assert!((distance - metres_to(rings, lat, lon)).abs() < 1.5);
            named += 1;
        }
        let expected = counties
            .iter()
            .filter(|it| Some(it.0.as_str()) != inside && metres_to(&it.1, lat, lon) < 498.0);
        assert!(neighbours.len() >= expected.count(), "{answer}");
    }
    assert!(named > 10, "{named}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn far_from_every_border_no_distance_and_no_neighbour_is_named() {
    let app = App::start().await;
    let counties = counties();
    let (lat, lon) = (26.877_317, 104.250_854);
    let nearest = counties.iter().map(|(_, rings)| metres_to(rings, lat, lon));
    assert!(nearest.fold(f64::INFINITY, f64::min) > 600.0);
    let answer = locate(&app, lat, lon).await;
    assert_eq!(answer["division"]["name"], "威宁彝族回族苗族自治县");
    assert!(answer["distance_to_border_m"].is_null());
    assert_eq!(answer["neighbours"], serde_json::json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_guizhou_no_county_is_named() {
    let app = App::start().await;
    let cities = [
        (39.9042, 116.4074),
        (29.5630, 106.5516),
        (25.0389, 102.7183),
        (28.2282, 112.9388),
        (23.1291, 113.2644),
    ];
    for (lat, lon) in cities {
        let answer = locate(&app, lat, lon).await;
        assert!(answer["division"].is_null(), "{answer}");
        assert!(answer["distance_to_border_m"].is_null());
        assert_eq!(answer["neighbours"], serde_json::json!([]));
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_point_lies_in_the_same_county_whatever_its_crs() {
    let app = App::start().await;
    for crs in ["wgs84", "gcj02", "bd09"] {
        let found = app
            .get_json(&format!("/v1/divisions?crs={crs}&code=520102"))
            .await;
        let seat = &found["items"][0]["location"];
        let path = format!(
            "/v1/divisions/locate?lat={}&lon={}&crs={crs}",
            seat["lat"], seat["lon"]
        );
        let answer = app.get_json(&path).await;
        assert_eq!(answer["division"]["name"], "南明区", "{crs}");
        assert_eq!(answer["division"]["location"], *seat, "{crs}");
        assert_eq!(answer["crs"], crs);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_point_of_china_is_refused_by_name() {
    let app = App::start().await;
    let refused = [
        ("lat=26.57&lon=106.71", "crs", "required"),
        ("lat=26.57&lon=106.71&crs=epsg4326", "crs", "unknown_crs"),
        ("lon=106.71&crs=wgs84", "lat", "required"),
        ("lat=26.57&crs=wgs84", "lon", "required"),
        (
            "lat=106.71&lon=26.57&crs=wgs84",
            "lat",
            "swapped_coordinates",
        ),
        ("lat=0&lon=0&crs=wgs84", "lat", "zero_coordinates"),
        ("lat=NaN&lon=106.71&crs=wgs84", "lat", "not_a_number"),
        ("lat=26.57&lon=inf&crs=wgs84", "lon", "not_a_number"),
        ("lat=26.57&lon=206.71&crs=wgs84", "lon", "out_of_range"),
        (
            "lat=48.85&lon=2.35&crs=wgs84",
            "lat",
            "outside_service_area",
        ),
        (
            "lat=26.57&lat=26&lon=106.71&crs=wgs84",
            "lat",
            "repeated_parameter",
        ),
        (
            "lat=26.57&lon=106.71&crs=wgs84&level=town",
            "level",
            "unknown_parameter",
        ),
    ];
    for (query, field, code) in refused {
        let answer = app.get(&format!("/v1/divisions/locate?{query}")).await;
        answer.refuses(422, field, code);
    }
    app.stop().await;
}
