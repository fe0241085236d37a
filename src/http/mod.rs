//! What every handler stands on: problem documents, checked input, page tokens, entity tags, rate limits, the
//! request's trace, and the fallback that tells a wrong path from a wrong method. It knows no slice.
//!
//! Read next: `problem` (errors), `input` (queries and bodies), `trace` (the outermost middleware).

pub mod codes;
pub mod compression;
pub mod coordinates;
pub mod etag;
pub mod fallback;
pub mod input;
pub mod language;
mod meters;
pub mod page_token;
pub mod problem;
pub mod rate_limit;
pub mod trace;

pub use codes::Code;
pub use input::Input;
pub use language::Negotiated;
pub use problem::{ApiError, FieldError, Place};
