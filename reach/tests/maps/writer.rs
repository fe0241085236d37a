//! Writes little maps as `.osm.pbf` and as OSM XML. Also used by the makers of the fuzz corpora.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

/// Keys with their values.
pub(crate) type TagList = Vec<(String, String)>;

/// A node: id, latitude and longitude in 1e-7 degree, tags.
#[derive(Clone, Debug)]
pub(crate) struct Node(
    pub(crate) i64,
    pub(crate) i32,
    pub(crate) i32,
    pub(crate) TagList,
);

/// A way: tags, ids of nodes.
#[derive(Clone, Debug)]
pub(crate) struct Way(pub(crate) TagList, pub(crate) Vec<i64>);

/// A little map.
#[derive(Clone, Debug, Default)]
pub(crate) struct LittleMap {
    /// Its nodes.
    pub(crate) nodes: Vec<Node>,
    /// Its ways.
    pub(crate) ways: Vec<Way>,
}

/// How an `.osm.pbf` is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Nodes in columns, as all programs write them today.
    pub(crate) is_dense: bool,
    /// Packed with zlib.
    pub(crate) is_packed: bool,
    /// The unit of coordinates in 1e-9 degree, at most 100.
    pub(crate) granularity: u32,
}

/// As all programs write today.
pub(crate) const USUAL: Style = Style {
    is_dense: true,
    is_packed: true,
    granularity: 100,
};

/// Tags from pairs.
pub(crate) fn tags(pairs: &[(&str, &str)]) -> TagList {
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    pairs.iter().map(own).collect()
}

/// A number in seven bits a byte.
pub(crate) fn varint(to: &mut Vec<u8>, mut word: u64) {
    while word >= 0x80 {
        to.push((word & 0x7f) as u8 | 0x80);
        word >>= 7;
    }
    to.push(word as u8);
}

/// Signed to unsigned, small stays small.
pub(crate) fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// A field that is a number.
pub(crate) fn number_field(to: &mut Vec<u8>, field: u64, word: u64) {
    varint(to, field << 3);
    varint(to, word);
}

/// A field that is bytes.
pub(crate) fn bytes_field(to: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(to, field << 3 | 2);
    varint(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// Packed numbers.
fn packed(words: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in words {
        varint(&mut bytes, word);
    }
    bytes
}

/// Packed differences.
fn deltas(numbers: impl IntoIterator<Item = i64>) -> Vec<u8> {
    let mut last = 0;
    packed(numbers.into_iter().map(|number| {
        let word = zigzag(number - last);
        last = number;
        word
    }))
}

/// Packed with zlib.
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Packed with gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A blob with its header.
pub(crate) fn blob(kind: &str, block: &[u8], is_packed: bool) -> Vec<u8> {
    let mut inner = Vec::new();
    if is_packed {
        number_field(&mut inner, 2, block.len() as u64);
        bytes_field(&mut inner, 3, &zlib(block));
    } else {
        bytes_field(&mut inner, 1, block);
    }
    framed(kind, &inner)
}

/// A blob message behind its header.
pub(crate) fn framed(kind: &str, inner: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    bytes_field(&mut header, 1, kind.as_bytes());
    number_field(&mut header, 3, inner.len() as u64);
    let mut bytes = (header.len() as u32).to_be_bytes().to_vec();
    bytes.extend(header);
    bytes.extend_from_slice(inner);
    bytes
}

/// The first blob of a file, asking for these features.
pub(crate) fn header(features: &[&str], is_packed: bool) -> Vec<u8> {
    let mut block = Vec::new();
    for feature in features {
        bytes_field(&mut block, 4, feature.as_bytes());
    }
    blob("OSMHeader", &block, is_packed)
}

/// The strings of a block.
struct Strings(Vec<String>);

impl Strings {
    /// The number of a string.
    fn number(&mut self, text: &str) -> u64 {
        let found = self.0.iter().position(|it| it == text);
        let at = found.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        at as u64
    }
}

impl LittleMap {
    /// The map as `.osm.pbf`: a header, a block of nodes, a block of ways.
    pub(crate) fn pbf(&self, style: Style) -> Vec<u8> {
        let mut bytes = header(&["OsmSchema-V0.6", "DenseNodes"], style.is_packed);
        for block in [self.node_block(style), self.way_block()] {
            bytes.extend(blob("OSMData", &block, style.is_packed));
        }
        bytes
    }

    /// A block of nodes.
    fn node_block(&self, style: Style) -> Vec<u8> {
        let mut strings = Strings(vec![String::new()]);
        let units = |steps: i32| i64::from(steps) * 100 / i64::from(style.granularity);
        let mut group = Vec::new();
        if style.is_dense {
            let mut words = Vec::new();
            for Node(.., tags) in &self.nodes {
                for (key, value) in tags {
                    words.extend([strings.number(key), strings.number(value)]);
                }
                words.push(0);
            }
            let mut dense = Vec::new();
            bytes_field(&mut dense, 1, &deltas(self.nodes.iter().map(|it| it.0)));
            bytes_field(
                &mut dense,
                8,
                &deltas(self.nodes.iter().map(|it| units(it.1))),
            );
            bytes_field(
                &mut dense,
                9,
                &deltas(self.nodes.iter().map(|it| units(it.2))),
            );
            bytes_field(&mut dense, 10, &packed(words));
            bytes_field(&mut group, 2, &dense);
        } else {
            for Node(id, lat, lon, tags) in &self.nodes {
                let mut node = Vec::new();
                number_field(&mut node, 1, zigzag(*id));
                let keys: Vec<u64> = tags.iter().map(|it| strings.number(&it.0)).collect();
                let values: Vec<u64> = tags.iter().map(|it| strings.number(&it.1)).collect();
                bytes_field(&mut node, 2, &packed(keys));
                bytes_field(&mut node, 3, &packed(values));
                number_field(&mut node, 8, zigzag(units(*lat)));
                number_field(&mut node, 9, zigzag(units(*lon)));
                bytes_field(&mut group, 1, &node);
            }
        }
        primitive_block(&strings, &group, style.granularity)
    }

    /// A block of ways.
    fn way_block(&self) -> Vec<u8> {
        let mut strings = Strings(vec![String::new()]);
        let mut group = Vec::new();
        for (number, Way(tags, nodes)) in self.ways.iter().enumerate() {
            let mut way = Vec::new();
            number_field(&mut way, 1, number as u64 + 1);
            let keys: Vec<u64> = tags.iter().map(|it| strings.number(&it.0)).collect();
            let values: Vec<u64> = tags.iter().map(|it| strings.number(&it.1)).collect();
            bytes_field(&mut way, 2, &packed(keys));
            bytes_field(&mut way, 3, &packed(values));
            bytes_field(&mut way, 8, &deltas(nodes.iter().copied()));
            bytes_field(&mut group, 3, &way);
        }
        primitive_block(&strings, &group, 100)
    }

    /// The map as OSM XML.
    pub(crate) fn xml(&self) -> String {
        let mut text =
            String::from("<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n");
        for Node(id, lat, lon, tags) in &self.nodes {
            let place = format!(
                "<node id=\"{id}\" lat=\"{}\" lon='{}'",
                degrees(*lat),
                degrees(*lon)
            );
            if tags.is_empty() {
                text.push_str(&format!("  {place}/>\n"));
            } else {
                text.push_str(&format!("  {place}>\n{}  </node>\n", tag_lines(tags)));
            }
        }
        for (number, Way(tags, nodes)) in self.ways.iter().enumerate() {
            text.push_str(&format!("  <way id=\"{}\">\n", number + 1));
            for node in nodes {
                text.push_str(&format!("    <nd ref=\"{node}\"/>\n"));
            }
            text.push_str(&format!("{}  </way>\n", tag_lines(tags)));
        }
        text.push_str("</osm>\n");
        text
    }
}

/// A block of one group.
fn primitive_block(strings: &Strings, group: &[u8], granularity: u32) -> Vec<u8> {
    let mut table = Vec::new();
    for string in &strings.0 {
        bytes_field(&mut table, 1, string.as_bytes());
    }
    let mut block = Vec::new();
    bytes_field(&mut block, 1, &table);
    bytes_field(&mut block, 2, group);
    if granularity != 100 {
        number_field(&mut block, 17, u64::from(granularity));
    }
    block
}

/// Degrees with seven decimals.
fn degrees(steps: i32) -> String {
    let sign = if steps < 0 { "-" } else { "" };
    let steps = steps.unsigned_abs();
    format!("{sign}{}.{:07}", steps / 10_000_000, steps % 10_000_000)
}

/// Tags as lines.
fn tag_lines(tags: &TagList) -> String {
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('"', "&quot;")
    };
    let line = |(key, value): &(String, String)| {
        format!(
            "    <tag k=\"{}\" v=\"{}\"/>\n",
            escaped(key),
            escaped(value)
        )
    };
    tags.iter().map(line).collect()
}

/// A street through these nodes.
pub(crate) fn street(nodes: &[i64]) -> Way {
    Way(tags(&[("highway", "residential")]), nodes.to_vec())
}

/// Nodes 1 to `count` in a row from south to north, some 11 m apart, near Guiyang.
pub(crate) fn row_of_nodes(count: i64) -> Vec<Node> {
    let node = |id: i64| {
        Node(
            id,
            265_800_000 + 1_000 * id as i32,
            1_067_100_000,
            Vec::new(),
        )
    };
    (1..=count).map(node).collect()
}
