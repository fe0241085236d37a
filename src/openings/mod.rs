//! Openings: work, or a seat, on offer: vacancies, gigs, public-welfare posts and training classes.
//!
//! Everyone may read those that stand; one that has ended answers 410 with similar ones near it. Writing is by import
//! so far. Lists are answered by `nearby` from memory; this slice answers one opening in full, from the database.
//! What it needs from above, [`SimilarItems`], is a port that `server` wires.

mod api;
mod intake;
mod pay;
mod record;
mod rules;
mod store;

pub(crate) use api::{OpeningFacts, get_opening};
pub(crate) use intake::OpeningRegister;
pub(crate) use pay::{Pay, PayUnit, to_monthly_fen};
pub(crate) use record::{OpeningRecord, SimilarItems, pay_of, point_of};
pub(crate) use rules::{NaturalKeyParts, natural_key};
pub(crate) use store::{insert, load_page, load_some};
