//! Cards against the JSON that `serde_json` makes of the same records, member by member, hostile texts included.
#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};
use entity::{place, place_service};
use proptest::option;
use proptest::prelude::*;
use reach::coord::{Crs, Wgs84};
use reach::index::ItemId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::members::{DivisionText, opening_card, place_card};
use crate::http::coordinates::seven_decimals;
use crate::nearby::card::{Card, Fragments, FullCard, Splice};
use crate::nearby::reached::{Basis, Reach};
use crate::openings::OpeningRecord;
use crate::places::{Hours, PlaceRecord};

/// Texts that people write and texts that nobody should: quotes, control characters, emoji, ten kilobytes.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[\u{4e00}-\u{4e1f}]{0,12}",
        2 => any::<String>(),
        1 => "[\\x00-\\x1f\"\\\\/😀é\u{7f}\u{2028}a]{0,40}",
        1 => "[甲乙\"]{120,140}",
        1 => Just("长标题\u{1}".repeat(1_000)),
    ]
}

/// Instants of milliseconds, of nanoseconds, and of years that have no four digits.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        6 => (0_i64..4_000_000_000_000)
            .prop_map(|millis| DateTime::from_timestamp_millis(millis).unwrap()),
        2 => (0_i64..4_000_000_000)
            .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap()),
        1 => (-100_000_000_000_i64..400_000_000_000, 0_u32..1_999_999_999)
            .prop_filter_map("no instant", |(seconds, nanos)| {
                DateTime::from_timestamp(seconds, nanos)
            }),
    ]
}

/// Points in China, most with more than 7 decimals.
fn point() -> impl Strategy<Value = Wgs84> {
    prop_oneof![
        3 => (3.0..54.0, 73.0..136.0).prop_map(|(lat, lon)| Wgs84::new(lat, lon).unwrap()),
        1 => (3_i32..54, 73_i32..136, 1_i32..100).prop_map(|(lat, lon, part)| {
            Wgs84::new(f64::from(lat) + 1.0 / f64::from(part), f64::from(lon)).unwrap()
        }),
    ]
}

/// What may be spliced in.
fn splice() -> impl Strategy<Value = Splice> {
    let basis = prop_oneof![Just(Basis::Estimate), Just(Basis::Streets)];
    let reach = (0_u64..60_000_000, any::<Option<u32>>(), basis);
    let reach = reach.prop_map(|(millimetres, walk_seconds, basis)| Reach {
        millimetres,
        walk_seconds,
        basis,
    });
    let open = (any::<Option<bool>>(), any::<Option<bool>>());
    (option::of(reach), any::<bool>(), 0_u32..3, open).prop_map(
        |(reach, is_apart, duplicates, (is_open_now, is_open_on_arrival))| Splice {
            reach,
            is_apart,
            duplicates,
            is_open_now,
            is_open_on_arrival,
        },
    )
}

/// Openings of every shape.
fn opening() -> impl Strategy<Value = OpeningRecord> {
    let texts = (
        text(),
        text(),
        option::of(text()),
        text(),
        option::of(text()),
        option::of(text()),
        prop::collection::vec(text(), 0..4),
        text(),
    );
    let numbers = (
        any::<i32>(),
        any::<Option<i64>>(),
        any::<Option<i64>>(),
        0_i64..i64::MAX,
        any::<u128>(),
        any::<bool>(),
    );
    let dates = (option::of(0_i32..40_000), option::of(0_i32..40_000));
    (texts, numbers, (instant(), instant(), instant()), dates).prop_map(
        |(texts, numbers, instants, (starts, ends))| {
            let date = |days: i32| NaiveDate::from_epoch_days(days).unwrap();
            let is_surveyed = numbers.0 % 2 == 0;
            OpeningRecord {
                point_basis: if is_surveyed {
                    "surveyed"
                } else {
                    "approximate"
                }
                .to_owned(),
                id: Uuid::from_u128(numbers.4),
                short_no: numbers.3,
                kind: texts.0,
                title: texts.1,
                address: texts.2,
                employer_name: texts.3,
                occupation: texts.4,
                category: texts.5,
                tags: json!(texts.6),
                pay_unit: texts.7,
                headcount: numbers.0,
                pay_min_fen: numbers.1,
                pay_max_fen: numbers.2,
                is_demo: numbers.5,
                posted_at: instants.0,
                valid_until: instants.1,
                updated_at: instants.2,
                starts_on: starts.map(date),
                ends_on: ends.map(date),
                ..empty_opening()
            }
        },
    )
}

/// An opening of which a card needs nothing.
fn empty_opening() -> OpeningRecord {
    OpeningRecord {
        id: Uuid::nil(),
        short_no: 0,
        source: String::new(),
        external_id: None,
        natural_key: String::new(),
        kind: String::new(),
        title: String::new(),
        employer_name: String::new(),
        employer_code: None,
        division_id: Uuid::nil(),
        address: None,
        lat: 0.0,
        lon: 0.0,
        point_basis: "approximate".to_owned(),
        occupation: None,
        category: None,
        headcount: 0,
        conditions: None,
        duties: None,
        pay_min_fen: None,
        pay_max_fen: None,
        pay_unit: String::new(),
        pay_months: None,
        pay_monthly_min_fen: None,
        pay_monthly_max_fen: None,
        tags: json!([]),
        starts_on: None,
        ends_on: None,
        posted_at: DateTime::UNIX_EPOCH,
        valid_until: DateTime::UNIX_EPOCH,
        state: "published".to_owned(),
        is_demo: false,
        version: 1,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    }
}

/// Places of every shape.
fn place() -> impl Strategy<Value = PlaceRecord> {
    let words = (
        text(),
        text(),
        option::of(text()),
        option::of(text()),
        option::of(text()),
    );
    let lists = (
        prop::collection::vec(text(), 0..4),
        prop::collection::vec(text(), 0..4),
    );
    let rest = (any::<u128>(), 0_i64..i64::MAX, any::<bool>());
    (words, lists, rest, option::of(instant()), instant()).prop_map(
        |(words, (facets, services), (id, short_no, is_demo), verified_at, updated_at)| {
            let id = Uuid::from_u128(id);
            let row = place::Model {
                id,
                short_no,
                source: String::new(),
                external_id: None,
                natural_key: String::new(),
                kind: words.0,
                title: words.1,
                division_id: Uuid::nil(),
                address: words.2,
                lat: 0.0,
                lon: 0.0,
                point_basis: "seat".to_owned(),
                site_kind: words.3,
                grade: words.4,
                co_builders: json!([]),
                hours: None,
                facets: json!(facets),
                phone: None,
                description: None,
                state: "open".to_owned(),
                verified_at,
                is_demo,
                version: 1,
                created_at: updated_at,
                updated_at,
            };
            let service = |service: String| place_service::Model {
                place_id: id,
                service,
                hours: None,
                audience: None,
                bring: None,
                verified_at: None,
            };
            PlaceRecord {
                row,
                services: services.into_iter().map(service).collect(),
            }
        },
    )
}

/// The members of an opening's card.
fn members_of_opening(row: &OpeningRecord, pay_text: &str, division: &Value) -> Value {
    what_says_something(json!({
        "kind": row.kind,
        "id": row.id,
        "title": row.title,
        "employer": row.employer_name,
        "division": division,
        "address": row.address,
        "point_basis": row.point_basis,
        "category": row.category,
        "occupation": row.occupation,
        "headcount": row.headcount,
        "pay": { "text": pay_text },
        "tags": row.tags,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "is_demo": row.is_demo,
    }))
}

/// The members but those that a list leaves out.
fn what_says_something(mut members: Value) -> Value {
    let says = |name: &str, value: &Value| {
        let is_nothing = value.is_null() || *value == json!([]);
        let is_usual = matches!(name, "is_demo") && *value == json!(false)
            || matches!(name, "point_basis") && *value == json!("surveyed");
        !is_nothing && !is_usual
    };
    if let Some(object) = members.as_object_mut() {
        object.retain(|name, value| says(name, value));
    }
    members
}

/// The members of a place's card.
fn members_of_place(record: &PlaceRecord, hours: Option<&Hours>, division: &Value) -> Value {
    let row = &record.row;
    let services: Vec<&String> = record.services.iter().map(|it| &it.service).collect();
    what_says_something(json!({
        "kind": row.kind,
        "id": row.id,
        "title": row.title,
        "division": division,
        "address": row.address,
        "point_basis": row.point_basis,
        "site_kind": row.site_kind,
        "grade": row.grade,
        "services": services,
        "facets": row.facets,
        "hours_text": hours.map(Hours::to_text),
        "is_demo": row.is_demo,
    }))
}

/// What is spliced in, as text.
fn splice_text(splice: Splice) -> String {
    let reach = splice.reach.map_or_else(String::new, |reach| {
        let decimetres = (reach.millimetres + 50) / 100;
        let minutes = reach.walk_seconds.map(reach::measure::walk_minutes);
        let basis = if splice.is_apart {
            format!(",\"basis\":{}", json!(reach.basis.as_str()))
        } else {
            String::new()
        };
        format!(
            ",\"distance_m\":{}.{},\"walk_seconds\":{},\"walk_minutes\":{}{basis}",
            decimetres / 10,
            decimetres % 10,
            json!(reach.walk_seconds),
            json!(minutes),
        )
    });
    let arrival = splice.is_open_on_arrival;
    let arrival = arrival.map_or_else(String::new, |it| format!(",\"open_on_arrival\":{it}"));
    let duplicates = match splice.duplicates {
        0 => String::new(),
        more => format!(",\"duplicates\":{more}"),
    };
    let is_open_now = splice.is_open_now;
    let is_open_now = is_open_now.map_or_else(String::new, |it| format!(",\"is_open_now\":{it}"));
    format!("{reach}{duplicates}{is_open_now}{arrival}")
}

/// An item as JSON, put together from serialised values.
fn plain(members: &Value, point: Wgs84, crs: Crs, splice: Splice) -> String {
    let mut text = members.to_string();
    text.pop();
    let position = point.in_crs(crs);
    format!(
        "{text},\"location\":{{\"lat\":{},\"lon\":{}}}{}}}",
        seven_decimals(position.lat_degrees()),
        seven_decimals(position.lon_degrees()),
        splice_text(splice)
    )
}

/// An item as a feature, put together from serialised values.
fn plain_feature(members: &Value, point: Wgs84, splice: Splice) -> String {
    let mut text = members.to_string();
    text.pop();
    format!(
        "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{},{}]}},\"properties\":{text}{}}}}}",
        seven_decimals(point.lon_degrees()),
        seven_decimals(point.lat_degrees()),
        splice_text(splice)
    )
}

/// Fails unless a text says what another says: the same members with the same values, none twice, and as tersely.
fn assert_same_json(text: &[u8], expected: &str) {
    let said: Value = serde_json::from_slice(text).unwrap();
    assert_eq!(said, serde_json::from_str::<Value>(expected).unwrap());
    assert_eq!(text.len(), expected.len());
}

/// Fails unless a card says what the serialised values say, in every crs and as a feature.
fn assert_alike(full: &FullCard<'_>, members: &Value) {
    for crs in Crs::ALL {
        let mut answer = Vec::new();
        full.write(&mut answer, crs);
        assert!(answer.len() <= full.card.most_bytes());
        assert_same_json(&answer, &plain(members, full.point, crs, full.splice));
    }
    let mut answer = Vec::new();
    full.write_feature(&mut answer);
    assert!(answer.len() <= full.card.most_bytes());
    assert_same_json(&answer, &plain_feature(members, full.point, full.splice));
}

/// A division as it stands on cards; its full name is `full_name`.
fn on_cards(division: &Value, full_name: &str) -> DivisionText {
    DivisionText {
        object: division.to_string(),
        full_name: full_name.to_owned(),
    }
}

/// A division object with a name of any kind.
fn division(name: &str) -> Value {
    json!({"name": name})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn openings_are_written_as_serde_json_writes_them(
        mut row in opening(), pay_text in text(), name in text(), begins in any::<bool>(),
        point in point(), splice in splice(),
    ) {
        if begins {
            row.address = Some(format!("{name}{}", row.address.unwrap_or_default()));
        }
        let (fragments, division) = (Fragments::default(), division(&name));
        // The first card finds an empty dictionary, the second sees everything again, the third reads it from there.
        let cards: Vec<Card> = (0..3)
            .map(|_| opening_card(&fragments, &row, &pay_text, &on_cards(&division, &name), point))
            .collect();
        let members = members_of_opening(&row, &pay_text, &division);
        for card in &cards {
            let id = ItemId(row.id.as_u128());
            assert_alike(&FullCard { card, fragments: &fragments, id, point, splice, why: None }, &members);
            prop_assert_eq!(card.updated_at().timestamp_millis(), row.updated_at.timestamp_millis());
        }
    }

    #[test]
    fn places_are_written_as_serde_json_writes_them(
        record in place(), has_hours in any::<bool>(), name in text(), point in point(), splice in splice(),
    ) {
        let (fragments, division) = (Fragments::default(), division(&name));
        let hours = has_hours.then(|| Hours::parse_text("周一至周五 09:00-17:00").unwrap());
        let cards: Vec<Card> = (0..3)
            .map(|_| place_card(&fragments, &record, hours.as_ref(), &on_cards(&division, &name), point))
            .collect();
        let members = members_of_place(&record, hours.as_ref(), &division);
        for card in &cards {
            let id = ItemId(record.row.id.as_u128());
            assert_alike(&FullCard { card, fragments: &fragments, id, point, splice, why: None }, &members);
        }
    }
}
