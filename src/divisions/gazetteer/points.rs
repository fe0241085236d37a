//! Giving divisions of the tree the points that the lists have for them.
//!
//! It must never make a point up: a division without a listed point keeps none. Read next: `tree.rs`.

use reach::coord::Wgs84;

use super::GazetteerRefusal;
use super::division::PointBasis;
use super::rows::{SeatRow, TownPointRow, code12, read};
use super::tree::Tree;

impl Tree {
    /// Gives the counties their seats.
    ///
    /// # Errors
    /// Refuses an unknown county and a point that is not on the earth.
    pub(super) fn place_seats(
        &mut self,
        file: &'static str,
        text: &str,
    ) -> Result<(), GazetteerRefusal> {
        for numbered in read::<SeatRow>(file, text)? {
            let (line, row) = (numbered.line, numbered.row);
            let code = code12(file, line, &row.code6)?;
            let point = Wgs84::new(row.lat_wgs84, row.lon_wgs84)
                .map_err(|_| GazetteerRefusal::BadPoint { file, line })?;
            self.place(file, line, code, (point, PointBasis::Seat))?;
        }
        Ok(())
    }

    /// Gives the towns that have one their point.
    ///
    /// # Errors
    /// Refuses an unknown town and a point that is not on the earth.
    pub(super) fn place_towns(
        &mut self,
        file: &'static str,
        text: &str,
    ) -> Result<(), GazetteerRefusal> {
        for numbered in read::<TownPointRow>(file, text)? {
            let (line, row) = (numbered.line, numbered.row);
            let code = code12(file, line, &row.code12)?;
            let point = Wgs84::new(row.lat_wgs84, row.lon_wgs84)
                .map_err(|_| GazetteerRefusal::BadPoint { file, line })?;
            self.place(file, line, code, (point, PointBasis::Geonames))?;
        }
        Ok(())
    }

    /// Gives one division, named by ministry code, its point.
    fn place(
        &mut self,
        file: &'static str,
        line: u64,
        code: String,
        point: (Wgs84, PointBasis),
    ) -> Result<(), GazetteerRefusal> {
        let division = match self.by_mca_mut(&code) {
            Some(division) => division,
            None => return Err(GazetteerRefusal::UnknownCode { file, line, code }),
        };
        division.point = Some(point);
        Ok(())
    }
}
