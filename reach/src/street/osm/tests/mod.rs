//! Tests of what tags mean, row by row; of whole maps see `reach/tests/maps`.

use super::keys::Tags;
use super::tags::{PERMISSIONS, Permission, Rule, SOLID, WAYS, footing, is_aloft, is_closed};
use crate::street::Footing::{self, Steps, Way};

/// Tags from pairs.
fn tags<'a>(pairs: &[(&'a str, &'a str)]) -> Tags<'a> {
    let mut tags = Tags::default();
    for (key, value) in pairs {
        tags.set(key.as_bytes(), value.as_bytes());
    }
    tags
}

/// What one walks on along a way with these tags.
fn walk(pairs: &[(&str, &str)]) -> Option<Footing> {
    footing(&tags(pairs))
}

/// Key, value, and what one walks on there when nothing else is said and when `foot` permits it.
type Expected = (&'static str, &'static str, Option<Footing>, Option<Footing>);

/// The table once more, written by hand.
const EXPECTED: [Expected; 36] = [
    ("route", "ferry", None, None),
    ("highway", "footway", Some(Way), Some(Way)),
    ("highway", "path", Some(Way), Some(Way)),
    ("highway", "pedestrian", Some(Way), Some(Way)),
    ("highway", "steps", Some(Steps), Some(Steps)),
    ("highway", "corridor", Some(Way), Some(Way)),
    ("highway", "elevator", Some(Way), Some(Way)),
    ("highway", "platform", Some(Way), Some(Way)),
    ("highway", "living_street", Some(Way), Some(Way)),
    ("highway", "residential", Some(Way), Some(Way)),
    ("highway", "residential_link", Some(Way), Some(Way)),
    ("highway", "service", Some(Way), Some(Way)),
    ("highway", "track", Some(Way), Some(Way)),
    ("highway", "road", Some(Way), Some(Way)),
    ("highway", "unclassified", Some(Way), Some(Way)),
    ("highway", "tertiary", Some(Way), Some(Way)),
    ("highway", "tertiary_link", Some(Way), Some(Way)),
    ("highway", "secondary", Some(Way), Some(Way)),
    ("highway", "secondary_link", Some(Way), Some(Way)),
    ("highway", "primary", Some(Way), Some(Way)),
    ("highway", "primary_link", Some(Way), Some(Way)),
    ("highway", "trunk", Some(Way), Some(Way)),
    ("highway", "trunk_link", Some(Way), Some(Way)),
    ("highway", "cycleway", None, Some(Way)),
    ("highway", "bridleway", None, Some(Way)),
    ("highway", "busway", None, Some(Way)),
    ("highway", "motorway", None, None),
    ("highway", "motorway_link", None, None),
    ("highway", "bus_guideway", None, None),
    ("highway", "raceway", None, None),
    ("highway", "escape", None, None),
    ("highway", "via_ferrata", None, None),
    ("highway", "construction", None, None),
    ("highway", "proposed", None, None),
    ("railway", "platform", None, Some(Way)),
    ("public_transport", "platform", None, Some(Way)),
];

#[test]
fn every_row_of_the_table_means_what_it_says() {
    let rows: Vec<_> = WAYS.iter().map(|row| (row.key, row.value)).collect();
    let named: Vec<_> = EXPECTED.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(rows, named, "a row came or went without its test");
    for (key, value, usual, when_said) in EXPECTED {
        assert_eq!(walk(&[(key, value)]), usual, "{key}={value}");
        assert_eq!(
            walk(&[(key, value), ("foot", "yes")]),
            when_said,
            "{key}={value} foot=yes"
        );
        assert_eq!(
            walk(&[(key, value), ("foot", "no")]),
            None,
            "{key}={value} foot=no"
        );
        assert_eq!(
            walk(&[(key, value), ("access", "no")]),
            None,
            "{key}={value} access=no"
        );
        let both = [(key, value), ("access", "private"), ("foot", "designated")];
        assert_eq!(
            walk(&both),
            when_said,
            "{key}={value} access=private foot=designated"
        );
        assert_eq!(
            walk(&[(key, value), ("oneway", "yes")]),
            usual,
            "{key}={value} oneway=yes"
        );
    }
    assert!(
        WAYS.iter().all(|row| row.reason.len() > 8),
        "a row without a reason"
    );
    let is_once = |row: &&super::tags::Row| {
        WAYS.iter()
            .filter(|it| (it.key, it.value) == (row.key, row.value))
            .count()
            == 1
    };
    assert!(WAYS.iter().all(|row| is_once(&row)), "a row stands twice");
    assert!(WAYS.iter().any(|row| row.rule == Rule::WhereSaid));
}

/// Values that let one pass.
const GRANTED: [&str; 8] = [
    "yes",
    "designated",
    "official",
    "permissive",
    "public",
    "allowed",
    "destination",
    "customers",
];

/// Values that do not.
const REFUSED: [&str; 12] = [
    "no",
    "private",
    "residents",
    "permit",
    "military",
    "employees",
    "delivery",
    "emergency",
    "agricultural",
    "forestry",
    "discouraged",
    "use_sidepath",
];

#[test]
fn every_permission_means_what_it_says_for_foot_and_for_access() {
    assert_eq!(PERMISSIONS.len(), GRANTED.len() + REFUSED.len());
    for value in GRANTED {
        assert_eq!(
            walk(&[("highway", "cycleway"), ("foot", value)]),
            Some(Way),
            "{value}"
        );
        assert_eq!(
            walk(&[("highway", "service"), ("access", value)]),
            Some(Way),
            "{value}"
        );
    }
    for value in REFUSED {
        assert_eq!(
            walk(&[("highway", "footway"), ("foot", value)]),
            None,
            "{value}"
        );
        assert_eq!(
            walk(&[("highway", "service"), ("access", value)]),
            None,
            "{value}"
        );
    }
    assert_eq!(
        walk(&[("highway", "footway"), ("foot", "unknown")]),
        Some(Way)
    );
    assert_eq!(
        walk(&[("highway", "cycleway"), ("access", "yes")]),
        None,
        "access is not foot"
    );
    assert!(
        PERMISSIONS
            .iter()
            .all(|(_, permission, why)| { *permission != Permission::Unsaid && !why.is_empty() })
    );
}

#[test]
fn what_is_no_street_is_not_walked_even_where_one_may() {
    assert_eq!(walk(&[("foot", "yes")]), None);
    assert_eq!(walk(&[("highway", "street_lamp"), ("foot", "yes")]), None);
    assert_eq!(walk(&[("railway", "rail"), ("foot", "yes")]), None);
    assert_eq!(
        walk(&[("route", "ferry"), ("highway", "path"), ("foot", "yes")]),
        None
    );
}

#[test]
fn a_platform_that_is_a_street_too_is_walked() {
    assert_eq!(
        walk(&[("railway", "platform"), ("highway", "footway")]),
        Some(Way)
    );
    assert_eq!(walk(&[("highway", "platform")]), Some(Way));
}

#[test]
fn motorroads_are_left_out_unless_foot_says_otherwise() {
    let road = [("highway", "trunk"), ("motorroad", "yes")];
    assert_eq!(walk(&road), None);
    assert_eq!(walk(&[road[0], ("motorroad", "no")]), Some(Way));
    assert_eq!(walk(&[road[0], road[1], ("foot", "yes")]), Some(Way));
    assert_eq!(walk(&[road[0], road[1], ("access", "yes")]), None);
}

#[test]
fn parking_aisles_are_walked_and_private_drives_are_not() {
    assert_eq!(
        walk(&[("highway", "service"), ("service", "parking_aisle")]),
        Some(Way)
    );
    assert_eq!(
        walk(&[("highway", "service"), ("service", "driveway")]),
        Some(Way)
    );
    let private = [
        ("highway", "service"),
        ("service", "driveway"),
        ("access", "private"),
    ];
    assert_eq!(walk(&private), None);
}

#[test]
fn bridges_and_tunnels_leave_the_ground_and_boardwalks_and_passages_do_not() {
    for said in [
        ("bridge", "yes"),
        ("bridge", "viaduct"),
        ("tunnel", "yes"),
        ("tunnel", "culvert"),
    ] {
        assert!(is_aloft(&tags(&[said])), "{said:?}");
    }
    for said in [
        ("bridge", "no"),
        ("bridge", "boardwalk"),
        ("tunnel", "building_passage"),
        ("layer", "1"),
    ] {
        assert!(!is_aloft(&tags(&[said])), "{said:?}");
    }
}

#[test]
fn barriers_are_open_unless_forbidden_or_solid() {
    for barrier in [
        "gate",
        "bollard",
        "lift_gate",
        "stile",
        "kissing_gate",
        "entrance",
    ] {
        assert!(!is_closed(&tags(&[("barrier", barrier)])), "{barrier}");
        assert!(
            is_closed(&tags(&[("barrier", barrier), ("foot", "no")])),
            "{barrier}"
        );
        let let_through = [("barrier", barrier), ("access", "private"), ("foot", "yes")];
        assert!(!is_closed(&tags(&let_through)), "{barrier}");
    }
    for barrier in SOLID {
        assert!(is_closed(&tags(&[("barrier", barrier)])), "{barrier}");
        assert!(
            !is_closed(&tags(&[("barrier", barrier), ("access", "yes")])),
            "{barrier}"
        );
    }
    assert!(is_closed(&tags(&[
        ("entrance", "yes"),
        ("access", "private")
    ])));
    assert!(is_closed(&tags(&[("door", "hinged"), ("access", "no")])));
    // What is forbidden and bars no way: a parking place drawn as a node of the street.
    assert!(!is_closed(&tags(&[
        ("amenity", "parking"),
        ("access", "private")
    ])));
}

#[test]
fn a_value_that_is_not_utf_8_is_no_word_of_the_table() {
    let mut tags = Tags::default();
    tags.set(b"highway", &[0xff, 0xfe]);
    assert_eq!(footing(&tags), None);
}
