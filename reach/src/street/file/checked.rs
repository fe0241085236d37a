//! Whether the parts of a map that was read fit together. What passes here can be walked without another look.

use crate::coord::GridPoint;
use crate::index::numeric::wide;
use crate::street::contraction::{
    FURTHEST_LAT, FURTHEST_LON, LONGEST_EDGE_M, LONGEST_STRETCH_M, MOST_STRETCHES,
};
use crate::street::map::StreetMap;
use crate::street::network::is_height;
use crate::street::refusal::StreetsRefusal;

impl StreetMap {
    /// The map, if its parts fit together.
    pub(super) fn checked(self) -> Result<Self, StreetsRefusal> {
        if self.junctions.is_empty() || self.ends.is_empty() {
            return Err(StreetsRefusal::Nothing);
        }
        let most = 1 << 31;
        if [self.junctions.len(), self.ends.len(), self.bends.len()]
            .into_iter()
            .any(|count| count > most)
        {
            return Err(StreetsRefusal::TooMany);
        }
        let contradiction = self.contradiction();
        contradiction.map_or(Ok(self), |what| Err(StreetsRefusal::Contradiction(what)))
    }

    /// The first thing that does not fit.
    fn contradiction(&self) -> Option<&'static str> {
        let is_far =
            |it: &GridPoint| it.lat.abs_diff(0) > LAT_LIMIT || it.lon.abs_diff(0) > LON_LIMIT;
        let is_wrong_height = |it: &f32| !it.is_nan() && !is_height(*it);
        let stretches = self.ends.len() + self.bends.len();
        let is_over = !stretches.is_multiple_of(64)
            && self
                .steps
                .last()
                .is_some_and(|it| it >> (stretches % 64) != 0);
        if !are_rows(&self.own, self.ends.len()) {
            Some("the edges of the junctions are not in a row")
        } else if !are_rows(&self.bends_at, self.bends.len()) {
            Some("the bends of the edges are not in a row")
        } else if self.junctions.iter().chain(&self.bends).any(is_far) {
            Some("a point is where no street can be")
        } else if self.heights.iter().any(is_wrong_height) {
            Some("a height is not one on earth")
        } else if is_over {
            Some("there are stairs beyond the last stretch")
        } else {
            self.wrong_edge()
        }
    }

    /// What is wrong with the first edge with which anything is wrong.
    fn wrong_edge(&self) -> Option<&'static str> {
        self.courses().find_map(|(_, course)| {
            if course.to < course.from || wide(course.to) >= self.junctions.len() {
                return Some("an edge ends at a junction where it cannot end");
            }
            if wide(course.stretches()) > MOST_STRETCHES {
                return Some("an edge has too many bends");
            }
            let mut metres = 0.0;
            for leg in course.walked() {
                let length = leg.metres;
                if length > LONGEST_STRETCH_M + 1.0 {
                    return Some("a stretch is too long");
                }
                metres += length;
            }
            (metres > LONGEST_EDGE_M + LONGEST_STRETCH_M + 2.0).then_some("an edge is too long")
        })
    }
}

/// The furthest latitude, without its sign.
const LAT_LIMIT: u32 = FURTHEST_LAT.unsigned_abs();
/// The furthest longitude, without its sign.
const LON_LIMIT: u32 = FURTHEST_LON.unsigned_abs();

/// Whether numbers divide so many things into rows: from zero to all of them, never backwards.
fn are_rows(firsts: &[u32], count: usize) -> bool {
    firsts.first() == Some(&0)
        && firsts.is_sorted()
        && firsts.last().is_some_and(|last| wide(*last) == count)
}
