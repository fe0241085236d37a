//! A block of an `.osm.pbf` file, unpacked: its nodes and ways, read where they lie.
//!
//! Layout: <https://wiki.openstreetmap.org/wiki/PBF_Format>. The only memory it takes besides the block is sixteen
//! bytes a string, of which there may be a million, and one way. Numbers are added with a check; nothing here can panic.

use super::elements::{Elements, WAY_NODES, grid_point};
use super::keys::Tags;
use super::refusal::Fault;
use super::wire::{Deltas, Fields, Packed, Value, zigzag};
use crate::coord::GridPoint;

/// So many strings a block has at most; real ones have some ten thousand.
const STRINGS: usize = 1_000_000;

/// The features a map may ask of its reader and get.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Refuses a header that asks for something unknown.
pub(super) fn check_header(block: &[u8]) -> Result<(), Fault> {
    let mut fields = Fields::of(block);
    while let Some((number, value)) = fields.next()? {
        if let (4, Value::Bytes(feature)) = (number, value) {
            let feature = String::from_utf8_lossy(feature);
            if !FEATURES.contains(&feature.as_ref()) {
                return Err(Fault::Feature(feature.chars().take(60).collect()));
            }
        }
    }
    Ok(())
}

/// What the elements of a block share.
struct Frame<'a> {
    /// Its strings.
    strings: Vec<&'a [u8]>,
    /// The unit of coordinates, in 1e-9 degree.
    granularity: i64,
    /// Added to every latitude, in 1e-9 degree.
    lat_offset: i64,
    /// Added to every longitude, in 1e-9 degree.
    lon_offset: i64,
}

/// Hands on the elements of a block.
pub(super) fn read_block(block: &[u8], elements: &mut impl Elements) -> Result<(), Fault> {
    let frame = Frame::of(block)?;
    let mut way = Vec::new();
    let mut fields = Fields::of(block);
    while let Some((number, value)) = fields.next()? {
        if let (2, Value::Bytes(group)) = (number, value) {
            frame.read_group(group, &mut way, elements)?;
        }
    }
    Ok(())
}

impl<'a> Frame<'a> {
    /// The strings and units of a block.
    fn of(block: &'a [u8]) -> Result<Self, Fault> {
        let mut frame = Self {
            strings: Vec::new(),
            granularity: 100,
            lat_offset: 0,
            lon_offset: 0,
        };
        let mut fields = Fields::of(block);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Bytes(table)) => frame.read_strings(table)?,
                (17, Value::Number(unit)) => {
                    let unit = i64::try_from(unit).unwrap_or(0);
                    let is_unit = (1..=1_000_000_000).contains(&unit);
                    let wrong = || Fault::broken("the unit of coordinates is out of range");
                    frame.granularity = Some(unit).filter(|_| is_unit).ok_or_else(wrong)?;
                }
                (19, Value::Number(offset)) => frame.lat_offset = offset.cast_signed(),
                (20, Value::Number(offset)) => frame.lon_offset = offset.cast_signed(),
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        Ok(frame)
    }

    /// Notes where the strings stand.
    fn read_strings(&mut self, table: &'a [u8]) -> Result<(), Fault> {
        let mut fields = Fields::of(table);
        while let Some((number, value)) = fields.next()? {
            if let (1, Value::Bytes(string)) = (number, value) {
                if self.strings.len() == STRINGS {
                    return Err(Fault::broken("it has more than a million strings"));
                }
                self.strings.push(string);
            }
        }
        Ok(())
    }

    /// The string of this number.
    fn string(&self, number: u64) -> Result<&'a [u8], Fault> {
        let place = usize::try_from(number).ok();
        let found = place.and_then(|it| self.strings.get(it)).copied();
        found.ok_or_else(|| Fault::broken("it names a string that it does not have"))
    }

    /// A point from the block's units.
    fn point(&self, id: i64, lat: i64, lon: i64) -> Result<GridPoint, Fault> {
        let steps = |units: i64, offset: i64| {
            let nano = units.checked_mul(self.granularity)?.checked_add(offset)?;
            Some(nano.checked_add(50)?.div_euclid(100))
        };
        let lat = steps(lat, self.lat_offset).ok_or(Fault::OffEarth(id))?;
        let lon = steps(lon, self.lon_offset).ok_or(Fault::OffEarth(id))?;
        grid_point(id, lat, lon)
    }

    /// Hands on the elements of a group; relations and changesets are not looked at.
    fn read_group<E: Elements>(
        &self,
        group: &[u8],
        way: &mut Vec<i64>,
        elements: &mut E,
    ) -> Result<(), Fault> {
        let mut fields = Fields::of(group);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Bytes(node)) if E::NODES => self.read_node(node, elements)?,
                (2, Value::Bytes(dense)) if E::NODES => self.read_dense(dense, elements)?,
                (3, Value::Bytes(message)) if E::WAYS => self.read_way(message, way, elements)?,
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        Ok(())
    }

    /// Tags from two lists of string numbers.
    fn tags(&self, keys: &[u8], values: &[u8]) -> Result<Tags<'a>, Fault> {
        let (mut keys, mut values) = (Packed::of(keys), Packed::of(values));
        let mut tags = Tags::default();
        loop {
            match (keys.next()?, values.next()?) {
                (Some(key), Some(value)) => tags.set(self.string(key)?, self.string(value)?),
                (None, None) => return Ok(tags),
                (Some(_), None) | (None, Some(_)) => {
                    return Err(Fault::broken("it has not as many keys as values"));
                }
            }
        }
    }

    /// Hands on a node that stands alone.
    fn read_node(&self, message: &[u8], elements: &mut impl Elements) -> Result<(), Fault> {
        let (mut id, mut lat, mut lon) = (None, None, None);
        let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Number(word)) => id = Some(zigzag(word)),
                (2, Value::Bytes(packed)) => keys = packed,
                (3, Value::Bytes(packed)) => values = packed,
                (8, Value::Number(word)) => lat = Some(zigzag(word)),
                (9, Value::Number(word)) => lon = Some(zigzag(word)),
                (2 | 3, Value::Number(_)) => return Err(unpacked()),
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        let (Some(id), Some(lat), Some(lon)) = (id, lat, lon) else {
            return Err(Fault::broken("a node has no id or no place"));
        };
        if elements.wants(id) {
            let tags = self.tags(keys, values)?;
            elements.node(id, self.point(id, lat, lon)?, &tags)?;
        }
        Ok(())
    }

    /// Hands on nodes that stand in columns.
    fn read_dense(&self, message: &[u8], elements: &mut impl Elements) -> Result<(), Fault> {
        let empty: &[u8] = &[];
        let (mut ids, mut lats, mut lons, mut words) = (empty, empty, empty, empty);
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (1, Value::Bytes(packed)) => ids = packed,
                (8, Value::Bytes(packed)) => lats = packed,
                (9, Value::Bytes(packed)) => lons = packed,
                (10, Value::Bytes(packed)) => words = packed,
                (1 | 8 | 9 | 10, Value::Number(_)) => return Err(unpacked()),
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        let has_tags = !words.is_empty();
        let (mut ids, mut lats) = (Deltas::of(ids), Deltas::of(lats));
        let (mut lons, mut words) = (Deltas::of(lons), Packed::of(words));
        loop {
            let (id, lat, lon) = match (ids.next()?, lats.next()?, lons.next()?) {
                (Some(id), Some(lat), Some(lon)) => (id, lat, lon),
                (None, None, None) => return Ok(()),
                (..) => return Err(Fault::broken("its columns of nodes differ in length")),
            };
            let is_wanted = elements.wants(id);
            let tags = if has_tags {
                self.dense_tags(&mut words, is_wanted)?
            } else {
                Tags::default()
            };
            if is_wanted {
                elements.node(id, self.point(id, lat, lon)?, &tags)?;
            }
        }
    }

    /// The tags of the next node in columns: pairs of string numbers up to a zero.
    fn dense_tags(&self, words: &mut Packed<'_>, is_wanted: bool) -> Result<Tags<'a>, Fault> {
        let short = || Fault::broken("the tags of its nodes end too early");
        let mut tags = Tags::default();
        loop {
            let key = words.next()?.ok_or_else(short)?;
            if key == 0 {
                return Ok(tags);
            }
            let value = words.next()?.ok_or_else(short)?;
            if is_wanted {
                tags.set(self.string(key)?, self.string(value)?);
            }
        }
    }

    /// Hands on a way.
    fn read_way(
        &self,
        message: &[u8],
        nodes: &mut Vec<i64>,
        elements: &mut impl Elements,
    ) -> Result<(), Fault> {
        let empty: &[u8] = &[];
        let (mut keys, mut values, mut refs) = (empty, empty, empty);
        let mut fields = Fields::of(message);
        while let Some((number, value)) = fields.next()? {
            match (number, value) {
                (2, Value::Bytes(packed)) => keys = packed,
                (3, Value::Bytes(packed)) => values = packed,
                (8, Value::Bytes(packed)) => refs = packed,
                (2 | 3 | 8, Value::Number(_)) => return Err(unpacked()),
                (_, Value::Number(_) | Value::Bytes(_) | Value::Fixed) => {}
            }
        }
        let tags = self.tags(keys, values)?;
        nodes.clear();
        let mut refs = Deltas::of(refs);
        while let Some(node) = refs.next()? {
            if nodes.len() == WAY_NODES {
                return Err(Fault::LongWay(WAY_NODES));
            }
            nodes.push(node);
        }
        elements.way(&tags, nodes)
    }
}

/// A list stands number by number, as no writer of maps writes it.
fn unpacked() -> Fault {
    Fault::broken("a list of numbers is not packed")
}
