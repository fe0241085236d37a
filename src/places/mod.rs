//! Places: somewhere a person can walk to for help, and the services at it.
//!
//! Everyone may read them. Writing is by import so far; a place is never deleted, it is closed. Lists are answered by
//! `nearby` from memory; this slice answers one place in full, from the database.

mod api;
mod hours;
mod intake;
mod record;
mod rules;
mod store;

pub(crate) use api::{DivisionReferenceView, PlaceFacts, get_place};
pub(crate) use hours::Hours;
pub(crate) use intake::{
    POINT_BASES, PlaceRegister, PositionCells, Whereabouts, WhereaboutsReader, division_text,
    settled,
};
pub(crate) use record::PlaceRecord;
pub(crate) use rules::natural_key;
pub(crate) use store::{insert, load_all, load_some};
