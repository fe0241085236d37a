//! What every slice stands on and that touches the world: clock, chance, identities, database and change log,
//! Redis, sealed fields, spreadsheets, telemetry. It knows no slice and no HTTP.

pub mod cache;
pub mod chance;
pub mod changes;
pub mod clock;
pub mod database;
pub mod ids;
pub mod redis_link;
pub mod sealing;
pub mod tabular;
pub mod telemetry;
pub mod tls;
