//! A row of the table of places, read and checked.

use entity::{place, place_service};
use uuid::Uuid;
use validator::Validate;

use super::columns::STATES;
use super::hours_cells::read_hours;
use super::whereabouts::{Whereabouts, WhereaboutsReader};
use crate::catalog::{Catalog, PlaceKind, Term};
use crate::identity::is_plausible_phone;
use crate::imports::{GivenColumns, RowReader, Settings};
use crate::language::{Language, Text};
use crate::places::record::PlaceRecord;
use crate::places::rules::natural_key;

/// A row as read. What the row does not say is empty; identity, number, version and instants are not set.
#[derive(Clone, Debug)]
pub(crate) struct PlaceDraft {
    /// What the row says.
    pub(super) record: PlaceRecord,
    /// The columns of the file.
    pub(super) given: GivenColumns,
}

/// The texts of a row, with the most characters each may have.
#[derive(Debug, Validate)]
struct PlaceTexts<'t> {
    /// The register.
    #[validate(length(max = 40))]
    source: &'t str,
    /// Identity in the register.
    #[validate(length(max = 64))]
    external_id: &'t str,
    /// Name.
    #[validate(length(max = 80))]
    title: &'t str,
    /// Address.
    #[validate(length(max = 200))]
    address: &'t str,
    /// Organisations that build it together.
    #[validate(length(max = 400))]
    co_builders: &'t str,
    /// Telephone.
    #[validate(length(max = 60))]
    phone: &'t str,
    /// Description.
    #[validate(length(max = 2000))]
    description: &'t str,
}

/// Reads a row; `None` when something was refused.
pub(super) fn read_place(
    row: &mut RowReader<'_>,
    settings: &Settings,
    catalog: &Catalog,
    whereabouts: &WhereaboutsReader<'_>,
) -> Option<PlaceDraft> {
    let source = row.source(settings);
    check_texts(row, &source);
    check_phone(row);
    let title = row.required("title");
    row.required("kind");
    let kind = row.term("kind", &catalog.place_kinds);
    let facets = row.terms("facets", &catalog.facets);
    if let Some(kind) = kind {
        check_facets(row, kind, &facets, catalog);
    }
    let where_it_is = whereabouts.read(row, settings);
    let model = place::Model {
        site_kind: row
            .term("site_kind", &catalog.site_kinds)
            .map(|term| term.code.clone()),
        grade: row
            .term("grade", &catalog.grades)
            .map(|term| term.code.clone()),
        hours: read_hours(row).and_then(|hours| serde_json::to_value(&hours).ok()),
        state: row.word("state", STATES).unwrap_or_default().to_owned(),
        verified_at: row.moment("verified_at").map(|moment| moment.start()),
        facets: facets.into(),
        co_builders: row.texts("co_builders").into(),
        ..blank_model(row, source)
    };
    let services = row
        .terms("services", &catalog.services)
        .into_iter()
        .map(blank_service)
        .collect();
    let (title, kind) = (title?, kind?);
    let Whereabouts {
        division_id,
        point,
        point_basis,
    } = where_it_is?;
    let natural_key = natural_key(
        &model.source,
        model.external_id.as_deref(),
        division_id,
        &kind.code,
        title,
    );
    let row_model = place::Model {
        natural_key,
        kind: kind.code.clone(),
        title: title.to_owned(),
        division_id,
        lat: point.lat_degrees(),
        lon: point.lon_degrees(),
        point_basis: point_basis.unwrap_or_default(),
        ..model
    };
    Some(PlaceDraft {
        record: PlaceRecord {
            row: row_model,
            services,
        },
        given: row.given(),
    })
}

/// Refuses texts that are too long.
fn check_texts(row: &mut RowReader<'_>, source: &str) {
    let texts = PlaceTexts {
        source,
        external_id: row.text("external_id"),
        title: row.text("title"),
        address: row.text("address"),
        co_builders: row.text("co_builders"),
        phone: row.text("phone"),
        description: row.text("description"),
    };
    row.check_lengths(&texts);
}

/// A place with the plain texts of a row and nothing else.
fn blank_model(row: &RowReader<'_>, source: String) -> place::Model {
    let text = |column| row.optional(column).map(str::to_owned);
    place::Model {
        id: Uuid::nil(),
        short_no: 0,
        source,
        external_id: text("external_id"),
        natural_key: String::new(),
        kind: String::new(),
        title: String::new(),
        division_id: Uuid::nil(),
        address: text("address"),
        lat: 0.0,
        lon: 0.0,
        point_basis: String::new(),
        site_kind: None,
        grade: None,
        co_builders: serde_json::Value::Null,
        hours: None,
        facets: serde_json::Value::Null,
        phone: text("phone"),
        description: text("description"),
        state: String::new(),
        verified_at: None,
        is_demo: false,
        version: 1,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    }
}

/// A service of a place that has no identity yet.
fn blank_service(service: String) -> place_service::Model {
    place_service::Model {
        place_id: Uuid::nil(),
        service,
        hours: None,
        audience: None,
        bring: None,
        verified_at: None,
    }
}

/// Refuses a telephone number that can be none.
fn check_phone(row: &mut RowReader<'_>) {
    if row
        .optional("phone")
        .is_some_and(|phone| !is_plausible_phone(phone))
    {
        let message = Text::new(
            "不像电话号码，请写成 0851-85801234、13800000000 或 12333，多个号码用顿号分开",
            "does not look like a telephone number: write 0851-85801234, 13800000000 or 12333, several with ； between",
        );
        row.refuse("phone", "implausible_phone", message);
    }
}

/// Refuses facets that a kind of place does not have.
fn check_facets(row: &mut RowReader<'_>, kind: &PlaceKind, facets: &[String], catalog: &Catalog) {
    for code in facets.iter().filter(|code| !kind.facets.contains(code)) {
        let label = |language: Language| {
            catalog
                .facet(code)
                .map_or(code.as_str(), |facet| facet.label(language))
        };
        let message = Text::new(
            format!("“{}”没有“{}”这一项", kind.zh, label(Language::Zh)),
            format!(
                "a place of the kind \"{}\" does not have \"{}\"",
                kind.en,
                label(Language::En)
            ),
        );
        row.refuse("facets", "facet_not_of_kind", message);
    }
}
