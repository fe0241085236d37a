//! `reach`: what can be reached from here. Coordinates, distances, nearest and within.
//!
//! This crate is pure: it never does input or output, never asks a clock, never draws a random
//! number, and knows neither the network nor the database. Everything it needs is passed in.
//!
//! Where to read:
//! - [`coord`]: the three coordinate systems in use in China, as types that cannot be mixed up;
//! - [`measure`]: exact WGS-84 distance, and how long a walk of it takes;
//! - [`index`]: the nearest items that pass any combination of filters, exactly;
//! - [`street`]: walking on real streets.

pub mod coord;
pub mod index;
pub mod measure;
pub mod street;

pub use coord::{Bd09, CoordinateRefusal, Crs, Gcj02, GridPoint, Position, Wgs84};
pub use index::{
    Accept, Attribute, BaseSelection, Change, Circle, Compacted, Compaction, Hit, Index,
    IndexRefusal, ItemId, Layers, Nearest, NewItem, OrderKey, Predicate, Selection, Slot, TieBreak,
};
pub use measure::{DistanceKey, Metres, Pace, PaceRefusal, geodesic, walk_minutes};
