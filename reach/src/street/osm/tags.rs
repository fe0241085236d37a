//! What tags of OpenStreetMap mean to somebody on foot: one table, each row with its reason.
//!
//! Compared with the pedestrian rules of Valhalla's `graph.lua` (what it decides otherwise is said in the row). One-way
//! streets are one-way for vehicles and are walked both ways, so `oneway` is not read at all. A way that is an area
//! (`area=yes`, a closed platform) is walked along its ring. It never decides how fast one walks.

use super::keys::Tags;
use crate::street::Footing;

/// What a kind of way is to somebody on foot when nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is walked.
    Walked(Footing),
    /// It is walked only where `foot` says so.
    WhereSaid,
    /// It is never walked, whatever else is said.
    Never,
}

/// A row of the table of ways.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which key.
    pub key: &'static str,
    /// Which value of it.
    pub value: &'static str,
    /// What it means.
    pub rule: Rule,
    /// Why.
    pub reason: &'static str,
}

/// Short for a row that is walked.
const fn walked(value: &'static str, reason: &'static str) -> Row {
    row("highway", value, Rule::Walked(Footing::Way), reason)
}

/// Short for a row.
const fn row(key: &'static str, value: &'static str, rule: Rule, reason: &'static str) -> Row {
    Row {
        key,
        value,
        rule,
        reason,
    }
}

/// Why big roads are walked.
const BIG_ROAD: &str =
    "people walk along it where nothing better is mapped; motorroad=yes and foot=no take it out";
/// Why a platform that is no street as well is not walked.
const TICKETS: &str =
    "behind gates for tickets in China; open ones are streets too, or say foot=yes; as in Valhalla";

/// Every kind of way that is walked or said never to be; what is not here is no street. The first row that fits decides.
pub const WAYS: &[Row] = &[
    row(
        "route",
        "ferry",
        Rule::Never,
        "one sails on it, by a timetable",
    ),
    walked("footway", "made for walking; pavements and crossings too"),
    walked("path", "made for walking, or used so"),
    walked(
        "pedestrian",
        "made for walking; a square is walked along its ring",
    ),
    row(
        "highway",
        "steps",
        Rule::Walked(Footing::Steps),
        "stairs: walked, more slowly",
    ),
    walked("corridor", "a way through a building"),
    walked("elevator", "a lift drawn as a way joins two levels"),
    walked("platform", "a stop beside the street"),
    walked("living_street", "those on foot have the right of way"),
    walked("residential", "a street with houses on it"),
    walked("residential_link", "a slip of such a street"),
    walked(
        "service",
        "yards, alleys, parking aisles; a private drive is taken out by its access",
    ),
    walked("track", "a farm or forest track is walked"),
    walked("road", "a road of unknown kind"),
    walked("unclassified", "a small road"),
    walked("tertiary", "a road in a town or between villages"),
    walked("tertiary_link", "a slip of such a road"),
    walked("secondary", BIG_ROAD),
    walked("secondary_link", BIG_ROAD),
    walked("primary", BIG_ROAD),
    walked("primary_link", BIG_ROAD),
    walked("trunk", BIG_ROAD),
    walked("trunk_link", BIG_ROAD),
    row(
        "highway",
        "cycleway",
        Rule::WhereSaid,
        "made for bicycles; shared ones say foot=designated or yes",
    ),
    row("highway", "bridleway", Rule::WhereSaid, "made for horses"),
    row("highway", "busway", Rule::WhereSaid, "made for buses"),
    row(
        "highway",
        "motorway",
        Rule::Never,
        "forbidden on foot everywhere",
    ),
    row(
        "highway",
        "motorway_link",
        Rule::Never,
        "forbidden on foot everywhere",
    ),
    row(
        "highway",
        "bus_guideway",
        Rule::Never,
        "rails or kerbs guide buses on it",
    ),
    row("highway", "raceway", Rule::Never, "cars race on it"),
    row(
        "highway",
        "escape",
        Rule::Never,
        "a bed of gravel for lorries without brakes",
    ),
    row(
        "highway",
        "via_ferrata",
        Rule::Never,
        "one climbs it with a harness",
    ),
    row(
        "highway",
        "construction",
        Rule::Never,
        "it is not there yet",
    ),
    row("highway", "proposed", Rule::Never, "it is not there yet"),
    row("railway", "platform", Rule::WhereSaid, TICKETS),
    row("public_transport", "platform", Rule::WhereSaid, TICKETS),
];

/// What a value of `foot` or `access` permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Permission {
    /// One may.
    Granted,
    /// One may not.
    Refused,
    /// It says nothing that decides.
    Unsaid,
}

/// The values of `foot` and `access` that decide, each with its reason.
pub(super) const PERMISSIONS: &[(&str, Permission, &str)] = &[
    ("yes", Permission::Granted, "a right of way"),
    (
        "designated",
        Permission::Granted,
        "signed for those on foot",
    ),
    (
        "official",
        Permission::Granted,
        "an older word for designated",
    ),
    (
        "permissive",
        Permission::Granted,
        "the owner lets everybody pass",
    ),
    ("public", Permission::Granted, "an older word for yes"),
    ("allowed", Permission::Granted, "an older word for yes"),
    (
        "destination",
        Permission::Granted,
        "who is looking for a place there may enter",
    ),
    (
        "customers",
        Permission::Granted,
        "who is looking for a place there may enter",
    ),
    ("no", Permission::Refused, "forbidden"),
    (
        "private",
        Permission::Refused,
        "for those who live there (Valhalla walks it, with a penalty)",
    ),
    ("residents", Permission::Refused, "for those who live there"),
    ("permit", Permission::Refused, "for those with a paper"),
    ("military", Permission::Refused, "for soldiers"),
    ("employees", Permission::Refused, "for those who work there"),
    (
        "delivery",
        Permission::Refused,
        "for those who bring something",
    ),
    ("emergency", Permission::Refused, "for ambulances"),
    (
        "agricultural",
        Permission::Refused,
        "for farmers; as in Valhalla",
    ),
    (
        "forestry",
        Permission::Refused,
        "for foresters; as in Valhalla",
    ),
    (
        "discouraged",
        Permission::Refused,
        "legal and unsafe; as in Valhalla",
    ),
    (
        "use_sidepath",
        Permission::Refused,
        "the pavement beside it is a way of its own",
    ),
];

/// Barriers that let nobody through when nothing is said of them. All others (gates, bollards, stiles) are open.
pub(super) const SOLID: &[&str] = &["wall", "fence", "city_wall", "retaining_wall", "hedge"];

/// Bridges that lie on the ground.
const LOW_BRIDGES: &[&str] = &["no", "boardwalk", "low_water_crossing"];
/// Tunnels whose floor is the ground outside.
const LEVEL_TUNNELS: &[&str] = &["no", "building_passage", "avalanche_protector", "covered"];

/// What a value permits.
pub(super) fn permission(value: &str) -> Permission {
    let found = PERMISSIONS.iter().find(|(word, ..)| *word == value);
    found.map_or(Permission::Unsaid, |(_, permission, _)| *permission)
}

/// What one walks on along a way with these tags, or `None` when one may not walk there or it is no street.
///
/// `foot` beats `access`, and both beat `motorroad` and what the kind of way alone would mean.
pub(super) fn footing(tags: &Tags<'_>) -> Option<Footing> {
    let value_of = |key: &str| match key {
        "highway" => tags.highway,
        "railway" => tags.railway,
        "public_transport" => tags.public_transport,
        "route" => tags.route,
        _ => "",
    };
    let fits = |row: &&Row| value_of(row.key) == row.value;
    let usual = match WAYS.iter().find(fits)?.rule {
        Rule::Never => return None,
        Rule::Walked(footing) => Some(footing),
        Rule::WhereSaid => None,
    };
    match (permission(tags.foot), permission(tags.access)) {
        (Permission::Granted, _) => Some(usual.unwrap_or(Footing::Way)),
        (Permission::Refused, _) | (Permission::Unsaid, Permission::Refused) => None,
        (Permission::Unsaid, Permission::Granted | Permission::Unsaid) => {
            usual.filter(|_| tags.motorroad != "yes")
        }
    }
}

/// Whether a way with these tags leaves the ground, so that the terrain does not tell its height.
pub(super) fn is_aloft(tags: &Tags<'_>) -> bool {
    let is_said = |value: &str, except: &[&str]| !value.is_empty() && !except.contains(&value);
    is_said(tags.bridge, LOW_BRIDGES) || is_said(tags.tunnel, LEVEL_TUNNELS)
}

/// Whether nobody gets through a node with these tags: a barrier, entrance or door that is forbidden, or solid.
pub(super) fn is_closed(tags: &Tags<'_>) -> bool {
    let is_door = !tags.entrance.is_empty() || !tags.door.is_empty();
    if tags.barrier.is_empty() && !is_door {
        return false;
    }
    match (permission(tags.foot), permission(tags.access)) {
        (Permission::Granted, _) | (Permission::Unsaid, Permission::Granted) => false,
        (Permission::Refused, _) | (Permission::Unsaid, Permission::Refused) => true,
        (Permission::Unsaid, Permission::Unsaid) => SOLID.contains(&tags.barrier),
    }
}
