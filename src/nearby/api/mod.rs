//! The operations answered from memory, one a file, and what they share.

mod answer;
mod contract;
mod list;
mod meta;
mod search;

use std::sync::Arc;

use actix_web::web::Data;
use reach::measure::Pace;

use super::live::NearbyIndex;
use crate::catalog::Catalog;
use crate::config::Profile;
use crate::divisions::Atlas;
use crate::http::page_token::PageTokens;
use crate::platform::clock::Clock;
use crate::rules::calendar::WorkCalendar;

pub(crate) use list::{list_openings, list_places};
pub(crate) use meta::get_meta;
pub(crate) use search::{list_nearby, search_nearby};

/// What the operations are answered with.
pub(crate) struct NearbyParts {
    /// The live index.
    pub(crate) index: Data<NearbyIndex>,
    /// Divisions.
    pub(crate) atlas: Arc<Atlas>,
    /// Vocabularies.
    pub(crate) catalog: Arc<Catalog>,
    /// Holidays.
    pub(crate) calendar: Arc<WorkCalendar>,
    /// Makes and reads page tokens.
    pub(crate) tokens: PageTokens,
    /// How distance becomes time.
    pub(crate) pace: Pace,
    /// The configured pace, for `/v1/meta`.
    pub(crate) walking: crate::config::WalkingConfig,
    /// The profile, for `/v1/meta`.
    pub(crate) profile: Profile,
    /// Time.
    pub(crate) clock: Clock,
}
