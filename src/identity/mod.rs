//! What identifies people and firms: codes and numbers that can be checked by themselves.
//!
//! Pure: it knows no register and asks nobody whether a code was ever given out. It must never put a number or a name
//! of a person into an error, a log or `Debug`: the types of people print nothing, `masked` shows what a list may show,
//! and `expose` is the only way to the whole. Read next: `credit_code` (GB 32100), `resident_id` (GB 11643), `phone`.

mod credit_code;
mod masking;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "accounts of citizens will read them")
)]
mod mobile;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "accounts of citizens will read them")
)]
mod person_name;
mod phone;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "accounts of citizens will read them")
)]
mod resident_id;
#[cfg(test)]
mod tests;

pub(crate) use credit_code::{CreditCode, CreditCodeRefusal};
#[expect(unused_imports, reason = "accounts of citizens will read them")]
pub(crate) use mobile::{Mobile, MobileRefusal};
#[expect(unused_imports, reason = "accounts of citizens will read them")]
pub(crate) use person_name::{PersonName, PersonNameRefusal};
pub(crate) use phone::is_plausible_phone;
#[expect(unused_imports, reason = "accounts of citizens will read them")]
pub(crate) use resident_id::{ResidentId, ResidentIdRefusal, TEST_AREA_PREFIX};
