//! What every slice stands on and that touches the world: clock, identities, database and change log, Redis,
//! spreadsheets, telemetry. It knows no slice and no HTTP.

pub mod cache;
pub mod changes;
pub mod clock;
pub mod database;
pub mod ids;
pub mod redis_link;
pub mod tabular;
pub mod telemetry;
pub mod tls;
