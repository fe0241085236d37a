//! The streets that the bench walks on: Liechtenstein's, moved into Guizhou's box, since no place outside China may be
//! asked for. Lengths east to west stay what they are; a map of a real city of Guizhou is not among the test data.

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use reach::street::osm::read_map;
use reach::street::{Network, StreetMap, Vertex};
use reach::{GridPoint, Wgs84};

use crate::ground::{Spot, moved};

/// The file that the server looks for.
pub(crate) const STREETS: &str = "streets.menkou";

/// Packs a map, flat and moved, into the folder of the set.
pub(crate) fn pack(dir: &Path, map: &Path) -> anyhow::Result<()> {
    let file = File::open(map).with_context(|| format!("{}", map.display()))?;
    let map = read_map(file)?;
    let network = map.network();
    let vertices = network.vertices().iter().map(|vertex| {
        let point = Wgs84::from(vertex.point);
        let Spot { lat, lon } = moved(point.lat_degrees(), point.lon_degrees());
        Ok(Vertex {
            point: GridPoint::from(Wgs84::new(lat, lon)?),
            ..*vertex
        })
    });
    let vertices: Vec<Vertex> = vertices.collect::<anyhow::Result<_>>()?;
    let network = Network::new(vertices, network.stretches().to_vec())?;
    let packed = StreetMap::build(&network)?;
    Ok(std::fs::write(dir.join(STREETS), packed.to_bytes())?)
}
