//! What one entry says about another: every named code exists, every range is a range.
//!
//! Must never: correct a file; a fault is named and refused.
//! Read next: `refusal.rs` for the problems, `mod.rs` for who calls this.

use super::vocabulary::{Fault, Term, Vocabulary};
use super::{
    Catalog, Facet, Occupation, OpeningKind, PlaceKind, Problem, ServiceItem, files, word_terms,
};

/// The codes of the states of an opening that the server knows.
const OPENING_STATES: [&str; 7] = [
    "draft",
    "in_review",
    "published",
    "filled",
    "closed",
    "expired",
    "withdrawn",
];

/// The codes of the units of pay that the server knows.
const PAY_UNITS: [&str; 6] = ["hour", "day", "month", "year", "piece", "negotiable"];

/// The code of the kind of opening to which gig pay belongs.
const GIG: &str = "gig";

/// A check of one file's entries.
type Check = fn(&Catalog) -> Result<(), Fault>;

/// Each file with the check of its entries.
pub(super) const CHECKS: [(&str, Check); 7] = [
    (files::PLACES, places),
    (files::SERVICES, services),
    (files::OPENINGS, openings),
    (files::OCCUPATIONS, occupations),
    (files::SYNONYMS, word_terms::synonyms),
    (files::STOP_WORDS, word_terms::stop_words),
    (files::OWN_WORDS, word_terms::own_words),
];

/// A fault of a whole key in a row of `T`'s table.
fn fault<T: Term>(row: usize, key: &'static str, problem: Problem) -> Fault {
    Fault {
        table: T::TABLE,
        row,
        key,
        element: None,
        problem,
    }
}

/// Refuses a code that its vocabulary does not hold.
fn known<T: Term, U: Term>(
    row: usize,
    key: &'static str,
    code: &str,
    targets: &Vocabulary<U>,
) -> Result<(), Fault> {
    if targets.get(code).is_some() {
        return Ok(());
    }
    Err(fault::<T>(
        row,
        key,
        Problem::UnknownCode {
            code: code.to_owned(),
            table: U::TABLE,
        },
    ))
}

/// Refuses a list that names a code its vocabulary does not hold, or one code twice.
fn all_known<T: Term, U: Term>(
    row: usize,
    key: &'static str,
    codes: &[String],
    targets: &Vocabulary<U>,
) -> Result<(), Fault> {
    for (element, code) in codes.iter().enumerate() {
        let at_element = |fault: Fault| Fault {
            element: Some(element),
            ..fault
        };
        known::<T, U>(row, key, code, targets).map_err(at_element)?;
        if codes.iter().take(element).any(|earlier| earlier == code) {
            return Err(at_element(fault::<T>(
                row,
                key,
                Problem::RepeatedCode(code.clone()),
            )));
        }
    }
    Ok(())
}

/// Refuses a blank text.
fn not_blank<T: Term>(row: usize, key: &'static str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(fault::<T>(row, key, Problem::Empty));
    }
    Ok(())
}

/// Refuses a vocabulary that holds other codes than those written in the server's own code.
fn exactly<T: Term>(terms: &Vocabulary<T>, codes: &[&str]) -> Result<(), Fault> {
    for (row, term) in terms.iter().enumerate() {
        if !codes.contains(&term.code()) {
            return Err(fault::<T>(
                row,
                "code",
                Problem::NotServed(term.code().to_owned()),
            ));
        }
    }
    match codes.iter().find(|code| terms.get(code).is_none()) {
        Some(code) => Err(fault::<T>(
            0,
            "code",
            Problem::LacksCode((*code).to_owned()),
        )),
        None => Ok(()),
    }
}

/// Checks `places.toml`.
fn places(catalog: &Catalog) -> Result<(), Fault> {
    for (row, kind) in catalog.place_kinds.iter().enumerate() {
        all_known::<PlaceKind, _>(row, "facets", &kind.facets, &catalog.facets)?;
        not_blank::<PlaceKind>(row, "description_zh", &kind.description_zh)?;
        not_blank::<PlaceKind>(row, "description_en", &kind.description_en)?;
        not_blank::<PlaceKind>(row, "source", &kind.source)?;
    }
    for (row, facet) in catalog.facets.iter().enumerate() {
        known::<Facet, _>(row, "group", &facet.group, &catalog.facet_groups)?;
    }
    Ok(())
}

/// Checks `services.toml`.
fn services(catalog: &Catalog) -> Result<(), Fault> {
    for (row, item) in catalog.services.iter().enumerate() {
        known::<ServiceItem, _>(row, "family", &item.family, &catalog.families)?;
        not_blank::<ServiceItem>(row, "audience_zh", &item.audience_zh)?;
        not_blank::<ServiceItem>(row, "audience_en", &item.audience_en)?;
        not_blank::<ServiceItem>(row, "source", &item.source)?;
        if item.bring_zh.len() != item.bring_en.len() {
            return Err(fault::<ServiceItem>(row, "bring_en", Problem::UnequalLists));
        }
    }
    Ok(())
}

/// Checks `openings.toml`.
fn openings(catalog: &Catalog) -> Result<(), Fault> {
    exactly(&catalog.opening_states, &OPENING_STATES)?;
    exactly(&catalog.pay_units, &PAY_UNITS)?;
    match catalog
        .opening_kinds
        .iter()
        .position(|kind| kind.max_days == 0)
    {
        Some(row) => Err(fault::<OpeningKind>(row, "max_days", Problem::ZeroDays)),
        None => Ok(()),
    }
}

/// Checks `occupations.toml`.
fn occupations(catalog: &Catalog) -> Result<(), Fault> {
    for (row, job) in catalog.occupations.iter().enumerate() {
        known::<Occupation, _>(row, "category", &job.category, &catalog.categories)?;
        all_known::<Occupation, _>(row, "kinds", &job.kinds, &catalog.opening_kinds)?;
        all_known::<Occupation, _>(row, "tags", &job.tags, &catalog.tags)?;
        not_blank::<Occupation>(row, "duties_zh", &job.duties_zh)?;
        not_blank::<Occupation>(row, "conditions_zh", &job.conditions_zh)?;
        if job.monthly_low == 0 || job.monthly_low > job.monthly_high {
            return Err(fault::<Occupation>(row, "monthly_high", Problem::NotARange));
        }
        gig_pay(catalog, row, job)?;
    }
    Ok(())
}

/// Refuses gig pay that is incomplete, out of order, or given where the occupation is never a gig.
fn gig_pay(catalog: &Catalog, row: usize, job: &Occupation) -> Result<(), Fault> {
    let is_gig = job.kinds.iter().any(|kind| kind == GIG);
    match (&job.gig_unit, job.gig_low, job.gig_high) {
        (None, None, None) if !is_gig => Ok(()),
        (Some(unit), Some(low), Some(high)) if is_gig => {
            known::<Occupation, _>(row, "gig_unit", unit, &catalog.pay_units)?;
            if low == 0 || low > high {
                return Err(fault::<Occupation>(row, "gig_high", Problem::NotARange));
            }
            Ok(())
        }
        _ => Err(fault::<Occupation>(row, "gig_unit", Problem::GigPay)),
    }
}
