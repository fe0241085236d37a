//! Every shared part that handlers name, built once.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Data;
use anyhow::Context;
use reach::measure::Pace;
use text::{Lexicon, LexiconWords};

use super::ground::GroundKeeper;
use super::{Parts, openapi};
use crate::config::Profile;
use crate::divisions::{self, Atlas};
use crate::http::fallback::Routes;
use crate::http::page_token::PageTokens;
use crate::http::rate_limit::RateLimit;
use crate::nearby::{Followed, Follower, NearbyIndex, NearbyParts, NearbySimilar, lexicon_words};
use crate::openings::OpeningFacts;
use crate::pages::{Health, MapParts};
use crate::places::PlaceFacts;
use crate::platform::cache::TextCache;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;
use crate::platform::redis_link::RedisLink;
use crate::platform::telemetry;
use crate::rules::calendar::WorkCalendar;

/// The holiday table in the catalog.
const HOLIDAYS: &str = "holidays/cn_holidays_2018_2026.csv";

/// Every shared part that handlers name; each is cheap to clone.
#[derive(Clone)]
pub(super) struct Shared {
    /// Divisions.
    pub(super) atlas: Data<Atlas>,
    /// For lists.
    pub(super) nearby: Data<NearbyParts>,
    /// For one place.
    pub(super) places: Data<PlaceFacts>,
    /// For one opening.
    pub(super) openings: Data<OpeningFacts>,
    /// For the map.
    pub(super) map: Data<MapParts>,
    /// For health.
    pub(super) health: Data<Health>,
    /// Page tokens.
    pub(super) tokens: Data<PageTokens>,
    /// The rate limit.
    pub(super) rate: Data<Option<RateLimit>>,
    /// Known addresses.
    pub(super) routes: Data<Routes>,
    /// Time.
    pub(super) clock: Data<Clock>,
    /// Identities.
    pub(super) ids: Data<Ids>,
    /// The database.
    pub(super) database: Data<Database>,
}

/// Builds what handlers name, and the follower that keeps the index true.
pub(super) async fn build(
    parts: &Parts,
    redis: Option<RedisLink>,
    keeper: &GroundKeeper,
) -> anyhow::Result<(Shared, Follower)> {
    let atlas = Arc::new(divisions::load_atlas(&parts.database, &parts.catalog).await?);
    let calendar = WorkCalendar::parse(parts.catalog.text(HOLIDAYS)).context(HOLIDAYS)?;
    let calendar = Arc::new(calendar);
    let loading = Follower::load(Followed {
        database: parts.database.clone(),
        atlas: Arc::clone(&atlas),
        catalog: Arc::clone(&parts.catalog),
        clock: parts.clock.clone(),
        calendar: Arc::clone(&calendar),
        ground: keeper.ground(),
        lexicon: lexicon_of(parts, &atlas)?,
        text_folder: text_folder(parts),
    });
    let (index, follower) = loading.await?;
    let nearby = nearby_parts(parts, Data::from(index), atlas, calendar, redis.clone())?;
    let shared = Shared {
        atlas: Data::from(Arc::clone(&nearby.atlas)),
        places: Data::new(PlaceFacts {
            atlas: Data::from(Arc::clone(&nearby.atlas)),
            catalog: Data::from(Arc::clone(&nearby.catalog)),
            calendar: Data::from(Arc::clone(&nearby.calendar)),
            clock: parts.clock.clone(),
        }),
        openings: Data::new(OpeningFacts {
            atlas: Data::from(Arc::clone(&nearby.atlas)),
            similar: Arc::new(NearbySimilar {
                index: nearby.index.clone(),
                catalog: Arc::clone(&nearby.catalog),
                calendar: Arc::clone(&nearby.calendar),
                pace: nearby.pace,
            }),
            clock: parts.clock.clone(),
        }),
        map: Data::new(MapParts {
            outlines: outlines(parts),
        }),
        health: Data::new(Health {
            index: nearby.index.clone(),
            database: parts.database.clone(),
            redis: redis.clone(),
            streets: keeper.health(),
            metrics: telemetry::start_metrics(),
            is_stopping: AtomicBool::new(false),
        }),
        rate: Data::new(RateLimit::new(
            &parts.config.http,
            parts.clock.clone(),
            redis,
        )),
        routes: Data::new(Routes::of(&openapi())),
        clock: Data::new(parts.clock.clone()),
        ids: Data::new(parts.ids.clone()),
        database: Data::new(parts.database.clone()),
        tokens: Data::new(nearby.tokens.clone()),
        nearby: Data::new(nearby),
    };
    Ok((shared, follower))
}

/// The words of the catalog and the divisions. Servers of one process with the same words share one dictionary.
fn lexicon_of(parts: &Parts, atlas: &Atlas) -> anyhow::Result<Arc<Lexicon>> {
    static LAST: Mutex<Option<(LexiconWords, Arc<Lexicon>)>> = Mutex::new(None);
    let words = lexicon_words(&parts.catalog, atlas);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, lexicon)) = last.as_ref().filter(|(known, _)| *known == words) {
        return Ok(Arc::clone(lexicon));
    }
    let lexicon = Arc::new(Lexicon::new(&words)?);
    *last = Some((words, Arc::clone(&lexicon)));
    Ok(lexicon)
}

/// The folder of the text index; none where it cannot be made, and the index stays in memory.
fn text_folder(parts: &Parts) -> Option<PathBuf> {
    let folder = parts.config.data.dir.as_path();
    match std::fs::create_dir_all(folder) {
        Ok(()) => Some(folder.join("text")),
        Err(error) => {
            tracing::warn!(%error, "the text index is kept in memory alone");
            None
        }
    }
}

/// What the lists are answered with.
fn nearby_parts(
    parts: &Parts,
    index: Data<NearbyIndex>,
    atlas: Arc<Atlas>,
    calendar: Arc<WorkCalendar>,
    redis: Option<RedisLink>,
) -> anyhow::Result<NearbyParts> {
    let walking = parts.config.walking.clone();
    let tokens =
        PageTokens::new(&parts.config.http.page_token_key).context("http.page_token_key")?;
    Ok(NearbyParts {
        index,
        atlas,
        catalog: Arc::clone(&parts.catalog),
        calendar,
        tokens,
        pace: Pace::new(walking.metres_per_minute, walking.detour_factor)?,
        walking,
        profile: parts.config.profile,
        clock: parts.clock.clone(),
        areas: TextCache::new("areas", parts.clock.clone(), redis.clone()),
        counts: TextCache::new("counts", parts.clock.clone(), redis),
    })
}

/// The county outlines where they may be shown, with their approval number where there is one.
fn outlines(parts: &Parts) -> Option<String> {
    let approval = &parts.config.map.boundary_approval;
    let may_show = parts.config.profile == Profile::Demo || !approval.is_empty();
    let boundaries = parts
        .catalog
        .text("divisions/gz_bounds_district.geojson")
        .trim();
    may_show.then(|| match boundaries.strip_suffix('}') {
        Some(open) if !approval.is_empty() => {
            format!(
                "{open},\"approval_number\":{}}}",
                serde_json::Value::from(approval.as_str())
            )
        }
        Some(_) | None => boundaries.to_owned(),
    })
}
