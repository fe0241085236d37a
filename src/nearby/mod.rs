//! What is within reach of here, and every list of places and openings, answered from memory.
//!
//! Everyone may read it. It holds every place and every opening that stands as a pre-serialised card beside the
//! spatial index, follows the change log, and swaps in a new snapshot when something changed. A list touches no
//! database. It never stores or logs where somebody searched from.
//!
//! Read next: `filters` (the one list of filters), `query` (a request becomes a search), `snapshot` (what is searched),
//! `follow` (how changes arrive), `page` (how an answer is put together).

mod alike;
mod api;
mod card;
mod cards_of;
mod compacting;
mod counting;
mod filters;
mod finding;
mod follow;
mod live;
mod members;
mod moment;
mod page;
mod query;
mod reached;
mod similar;
mod snapshot;
mod texts;
mod token;
mod turning;
mod why;
mod wording;

pub(crate) use api::{
    NearbyParts, get_meta, get_reach, get_route, list_nearby, list_openings, list_places,
    search_nearby, suggest_words,
};
pub(crate) use follow::{Followed, Follower, follow_changes};
pub(crate) use live::NearbyIndex;
pub(crate) use similar::NearbySimilar;
#[cfg(test)]
pub(crate) use wording::Wording;
pub(crate) use wording::lexicon_words;
