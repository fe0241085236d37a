//! What identifies people and firms: codes and numbers that can be checked by themselves.
//!
//! Pure: it knows no register and asks nobody whether a code was ever given out. It must never put a number of a
//! person into an error. Read next: `credit_code` (GB 32100), `phone`.

mod credit_code;
mod phone;

pub(crate) use credit_code::{CreditCode, CreditCodeRefusal};
pub(crate) use phone::is_plausible_phone;
