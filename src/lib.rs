//! Menkou: the backend of the 15-minute employment circle. The map, from the top floor down:
//!
//! - `commands`: what `menkou` can be told to do
//! - [`server`]: builds the shared parts once and mounts every operation
//! - `demo`, `pages`: the demo data set; the pages a person looks at
//! - `nearby`: what is within reach of here, and every list, from memory
//! - `openings`, `places`: work on offer; where a person can walk to for help
//! - `imports`, `divisions`, [`accounts`]: files in and out; the administrative tree and its boundaries; who acts and
//!   how they prove it
//! - `http`: what every handler stands on
//! - [`partners`]: the outside systems: WeChat, SMS, real names, and the server that plays them in the demo
//! - `streets`: the street file on disk
//! - [`platform`]: clock, chance, identities, database, change log, Redis, sealed fields, spreadsheets, telemetry
//! - `catalog`, [`config`]: policy as data; settings
//! - `identity`, `rules`, [`language`]: pure ground
//!
//! A module imports only from floors below its own; `tests/architecture` holds the table.

pub mod accounts;
mod catalog;
pub mod commands;
pub mod config;
mod demo;
mod divisions;
pub mod http;
mod identity;
mod imports;
pub mod language;
mod nearby;
mod openings;
mod pages;
pub mod partners;
mod places;
pub mod platform;
mod rules;
pub mod server;
mod streets;
