//! The outside systems that the product asks: WeChat, an SMS gateway, a register of real names.
//!
//! For each a trait that slices name, a real client, and one simulated server that speaks the same contracts over HTTP,
//! so that the demo and the tests run the real clients. Nothing here knows a slice, a database or an account; nothing
//! may be called inside a transaction; no secret and no personal data may reach a log or an error. Which server is
//! asked is configuration: production refuses the simulated one.
//!
//! Read next: `wechat`, `sms`, `real_name`, then `simulated`; the contracts are in `docs/partners.md`.

mod calling;
mod opening;
pub mod real_name;
mod signed;
pub mod simulated;
pub mod sms;
#[cfg(test)]
mod tests;
pub mod wechat;

pub use calling::{CallerRefusal, Outbound};
pub use opening::{PartnerRefusal, Partners};
