//! A row of the table of openings, read and checked.

use entity::opening;
use uuid::Uuid;
use validator::Validate;

use super::standing::{Standing, check_days, read_standing};
use crate::catalog::Catalog;
use crate::identity::{CreditCode, CreditCodeRefusal};
use crate::imports::{GivenColumns, RowReader, Settings};
use crate::language::{Language, Text, folded};
use crate::openings::pay::Pay;
use crate::openings::record::OpeningRecord;
use crate::openings::rules::{NaturalKeyParts, natural_key};
use crate::places::{Whereabouts, WhereaboutsReader};

/// The most people one posting may want.
const MOST_HEADCOUNT: i32 = 100_000;

/// A row as read. What the row does not say is empty; identity, number, version and instants are not set.
#[derive(Clone, Debug)]
pub(crate) struct OpeningDraft {
    /// What the row says; its instants of standing are in `standing`.
    pub(super) record: OpeningRecord,
    /// From when until when it stands, where the row says so.
    pub(super) standing: Standing,
    /// The longest validity of its kind, days.
    pub(super) max_days: u32,
    /// The columns of the file.
    pub(super) given: GivenColumns,
}

/// The texts of a row, with the most characters each may have.
#[derive(Debug, Validate)]
struct OpeningTexts<'t> {
    /// The register.
    #[validate(length(max = 40))]
    source: &'t str,
    /// Identity in the register.
    #[validate(length(max = 64))]
    external_id: &'t str,
    /// Title.
    #[validate(length(max = 80))]
    title: &'t str,
    /// Employer.
    #[validate(length(max = 120))]
    employer: &'t str,
    /// Address.
    #[validate(length(max = 200))]
    address: &'t str,
    /// Conditions.
    #[validate(length(max = 2000))]
    conditions: &'t str,
    /// Duties.
    #[validate(length(max = 2000))]
    duties: &'t str,
}

/// What was read of the terms that the catalog knows.
#[derive(Debug, Default)]
struct Work {
    /// Code of the occupation.
    occupation: Option<String>,
    /// Code of the category.
    category: Option<String>,
}

/// Reads a row; `None` when something was refused.
pub(super) fn read_opening(
    row: &mut RowReader<'_>,
    settings: &Settings,
    catalog: &Catalog,
    whereabouts: &WhereaboutsReader<'_>,
) -> Option<OpeningDraft> {
    let source = row.source(settings);
    check_texts(row, &source);
    let [title, employer] = ["title", "employer"].map(|column| row.required(column));
    for column in ["kind", "conditions", "duties"] {
        row.required(column);
    }
    let kind = row.term("kind", &catalog.opening_kinds);
    let where_it_is = whereabouts.read(row, settings);
    let work = read_work(row, catalog);
    let pay = read_pay(row);
    let standing = read_standing(row, kind, settings.now);
    let (starts_on, ends_on) = (row.day("starts_on"), row.day("ends_on"));
    check_days(row, starts_on, ends_on);
    let employer_code = read_employer_code(row);
    let headcount = read_headcount(row);
    let tags = row.terms("tags", &catalog.tags).into();
    let state = row
        .term("state", &catalog.opening_states)
        .map(|state| state.code.clone());
    let Whereabouts {
        division_id,
        point,
        point_basis,
    } = where_it_is?;
    let (kind, title, employer, pay) = (kind?, title?, employer?, pay?);
    let parts = NaturalKeyParts {
        source: &source,
        external_id: row.optional("external_id"),
        division: division_id,
        kind: &kind.code,
        employer: &folded(employer),
        title: &folded(title),
    };
    let record = OpeningRecord {
        natural_key: natural_key(parts),
        kind: kind.code.clone(),
        title: title.to_owned(),
        employer_name: employer.to_owned(),
        employer_code,
        division_id,
        lat: point.lat_degrees(),
        lon: point.lon_degrees(),
        point_basis: point_basis.unwrap_or_default(),
        occupation: work.occupation,
        category: work.category,
        headcount: headcount?,
        tags,
        starts_on,
        ends_on,
        state: state.unwrap_or_default(),
        ..with_pay(blank_record(row), &pay)
    };
    let record = OpeningRecord { source, ..record };
    Some(OpeningDraft {
        record,
        standing,
        max_days: kind.max_days,
        given: row.given(),
    })
}

/// Refuses texts that are too long.
fn check_texts(row: &mut RowReader<'_>, source: &str) {
    let texts = OpeningTexts {
        source,
        external_id: row.text("external_id"),
        title: row.text("title"),
        employer: row.text("employer"),
        address: row.text("address"),
        conditions: row.text("conditions"),
        duties: row.text("duties"),
    };
    row.check_lengths(&texts);
}

/// An opening with the plain texts of a row and nothing else.
fn blank_record(row: &RowReader<'_>) -> OpeningRecord {
    let text = |column| row.optional(column).map(str::to_owned);
    opening::Model {
        id: Uuid::nil(),
        short_no: 0,
        source: String::new(),
        external_id: text("external_id"),
        natural_key: String::new(),
        kind: String::new(),
        title: String::new(),
        employer_name: String::new(),
        employer_code: None,
        division_id: Uuid::nil(),
        address: text("address"),
        lat: 0.0,
        lon: 0.0,
        point_basis: String::new(),
        occupation: None,
        category: None,
        headcount: 0,
        conditions: text("conditions"),
        duties: text("duties"),
        pay_min_fen: None,
        pay_max_fen: None,
        pay_unit: String::new(),
        pay_months: None,
        pay_monthly_min_fen: None,
        pay_monthly_max_fen: None,
        tags: serde_json::Value::Null,
        starts_on: None,
        ends_on: None,
        posted_at: chrono::DateTime::UNIX_EPOCH,
        valid_until: chrono::DateTime::UNIX_EPOCH,
        state: String::new(),
        is_demo: false,
        version: 1,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    }
}

/// An opening with its pay as posted and normalised to a month.
fn with_pay(record: OpeningRecord, pay: &Pay) -> OpeningRecord {
    let monthly = pay.monthly_fen();
    OpeningRecord {
        pay_min_fen: pay.min_fen(),
        pay_max_fen: pay.max_fen(),
        pay_unit: pay.unit().code().to_owned(),
        pay_months: pay.months_per_year().map(i32::from),
        pay_monthly_min_fen: monthly.map(|(least, _)| least),
        pay_monthly_max_fen: monthly.map(|(_, most)| most),
        ..record
    }
}

/// Reads occupation and category; the occupation brings its own category.
fn read_work(row: &mut RowReader<'_>, catalog: &Catalog) -> Work {
    let occupation = row.term("occupation", &catalog.occupations);
    let category = row.term("category", &catalog.categories);
    let Some(occupation) = occupation else {
        return Work {
            occupation: None,
            category: category.map(|category| category.code.clone()),
        };
    };
    if category.is_some_and(|category| category.code != occupation.category) {
        let own = catalog.categories.get(&occupation.category);
        let (zh, en) = own.map_or(("", ""), |own| (own.zh.as_str(), own.en.as_str()));
        let message = Text::new(
            format!("“{}”属于类别“{zh}”", occupation.zh),
            format!("\"{}\" belongs to the category \"{en}\"", occupation.en),
        );
        row.refuse("category", "category_not_of_occupation", message);
    }
    Work {
        occupation: Some(occupation.code.clone()),
        category: Some(occupation.category.clone()),
    }
}

/// Reads the pay.
fn read_pay(row: &mut RowReader<'_>) -> Option<Pay> {
    match Pay::parse_text(row.required("pay")?) {
        Ok(pay) => Some(pay),
        Err(refusal) => {
            let message = Text::new(refusal.message(Language::Zh), refusal.message(Language::En));
            row.refuse("pay", "pay_not_understood", message);
            None
        }
    }
}

/// Reads the headcount: whole people, at least one.
fn read_headcount(row: &mut RowReader<'_>) -> Option<i32> {
    row.required("headcount")?;
    let headcount = row.number::<i32>("headcount")?;
    if (1..=MOST_HEADCOUNT).contains(&headcount) {
        return Some(headcount);
    }
    let message = Text::new(
        format!("人数应在 1 到 {MOST_HEADCOUNT} 之间"),
        format!("must be between 1 and {MOST_HEADCOUNT}"),
    );
    row.refuse("headcount", "out_of_range", message);
    None
}

/// Reads the employer's credit code; a failing check digit is only a warning.
fn read_employer_code(row: &mut RowReader<'_>) -> Option<String> {
    let refusal = match CreditCode::parse(row.optional("employer_code")?) {
        Ok(code) => {
            if !code.has_valid_check_digit() {
                let message = Text::new(
                    "校验码不符，待核实",
                    "the check digit fails: to be reviewed",
                );
                row.warn("employer_code", "check_digit", message);
            }
            return Some(code.as_str().to_owned());
        }
        Err(refusal) => refusal,
    };
    let chinese = match refusal {
        CreditCodeRefusal::Length { found } => {
            format!("统一社会信用代码是 18 位，这里有 {found} 位")
        }
        CreditCodeRefusal::Character => {
            "统一社会信用代码只含数字和大写字母（没有 I、O、S、V、Z）".to_owned()
        }
    };
    row.refuse(
        "employer_code",
        "bad_credit_code",
        Text::new(chinese, refusal.to_string()),
    );
    None
}
