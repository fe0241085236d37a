//! What the events of OSM XML mean: nodes and ways directly below `<osm>`, their tags, their nodes.
//!
//! Layout: <https://wiki.openstreetmap.org/wiki/OSM_XML>. Elements that are not known are passed over with all that is in
//! them; what was deleted (`visible="false"`) is not there.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::elements::{Elements, WAY_NODES, grid_point};
use super::keys::Tags;
use super::refusal::Fault;

/// Elements inside one another; a map needs three.
const DEPTH: usize = 64;
/// Tags of one element; real ones have at most some hundred.
const TAGS: usize = 10_000;

/// What an open element of the map is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    /// Something that is passed over.
    #[default]
    Other,
    /// A node that is wanted: its id, and its place in 1e-7 degree.
    Node {
        /// The id.
        id: i64,
        /// The latitude.
        lat: i64,
        /// The longitude.
        lon: i64,
    },
    /// A way.
    Way,
}

/// Where in the document one is.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// How many elements are open.
    depth: usize,
    /// Whether the root was seen.
    has_root: bool,
    /// Which element of the map is open.
    open: Open,
    /// Its tags.
    tags: Vec<(String, String)>,
    /// Its nodes when it is a way.
    nodes: Vec<i64>,
}

impl Outline {
    /// Takes an event; false at the end of the document.
    pub(super) fn take(
        &mut self,
        event: &Event<'_>,
        elements: &mut impl Elements,
    ) -> Result<bool, Fault> {
        match event {
            Event::Start(tag) => {
                self.enter(tag, elements)?;
                self.depth = self.depth.saturating_add(1);
                if self.depth > DEPTH {
                    return Err(Fault::broken("its elements lie too deep in one another"));
                }
            }
            Event::Empty(tag) => {
                self.enter(tag, elements)?;
                if self.depth == 1 {
                    self.leave(elements)?;
                }
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 1 {
                    self.leave(elements)?;
                }
            }
            Event::Eof => {
                if self.depth > 0 || !self.has_root {
                    return Err(Fault::Truncated);
                }
                return Ok(false);
            }
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
        Ok(true)
    }

    /// Begins an element.
    fn enter<E: Elements>(&mut self, tag: &BytesStart<'_>, elements: &mut E) -> Result<(), Fault> {
        match (self.depth, tag.name().0) {
            (0, "osm") => self.has_root = true,
            (0, _) => return Err(Fault::broken("its outermost element is not <osm>")),
            (1, name) => {
                self.tags.clear();
                self.nodes.clear();
                self.open = match name {
                    "node" if E::NODES => begin_node(tag, elements)?,
                    "way" if E::WAYS && is_visible(tag)? => Open::Way,
                    _ => Open::Other,
                };
            }
            (2, "tag") if self.open != Open::Other => self.take_tag(tag)?,
            (2, "nd") if self.open == Open::Way => {
                if self.nodes.len() == WAY_NODES {
                    return Err(Fault::LongWay(WAY_NODES));
                }
                self.nodes.push(number(tag, "ref")?);
            }
            (_, _) => {}
        }
        Ok(())
    }

    /// Keeps a tag of the open element.
    fn take_tag(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let key = attribute(tag, "k")?.ok_or_else(|| Fault::broken("a tag has no key"))?;
        let value = attribute(tag, "v")?.ok_or_else(|| Fault::broken("a tag has no value"))?;
        if Tags::knows(key.as_bytes()) {
            if self.tags.len() == TAGS {
                return Err(Fault::broken("an element has more tags than any real one"));
            }
            self.tags.push((key.into_owned(), value.into_owned()));
        }
        Ok(())
    }

    /// Ends an element directly below the root.
    fn leave(&mut self, elements: &mut impl Elements) -> Result<(), Fault> {
        let open = std::mem::take(&mut self.open);
        let mut tags = Tags::default();
        for (key, value) in &self.tags {
            tags.set(key.as_bytes(), value.as_bytes());
        }
        match open {
            Open::Other => Ok(()),
            Open::Node { id, lat, lon } => elements.node(id, grid_point(id, lat, lon)?, &tags),
            Open::Way => elements.way(&tags, &self.nodes),
        }
    }
}

/// Begins a node, if it is wanted.
fn begin_node(tag: &BytesStart<'_>, elements: &mut impl Elements) -> Result<Open, Fault> {
    let id = number(tag, "id")?;
    if !elements.wants(id) || !is_visible(tag)? {
        return Ok(Open::Other);
    }
    let (lat, lon) = (steps(tag, "lat")?, steps(tag, "lon")?);
    Ok(Open::Node { id, lat, lon })
}

/// Whether an element was not deleted.
fn is_visible(tag: &BytesStart<'_>) -> Result<bool, Fault> {
    Ok(attribute(tag, "visible")?.as_deref() != Some("false"))
}

/// The value of an attribute.
fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Result<Option<Cow<'t, str>>, Fault> {
    let mut attributes = tag.attributes();
    // Looking for one twice would take the square of the time in a tag of a hundred thousand.
    for found in attributes.with_checks(false) {
        let found = found.map_err(Fault::broken)?;
        if found.key.0 == name {
            let value = found.normalized_value(XmlVersion::Implicit1_0);
            return value.map(Some).map_err(Fault::broken);
        }
    }
    Ok(None)
}

/// An attribute that is a whole number.
fn number(tag: &BytesStart<'_>, name: &str) -> Result<i64, Fault> {
    let value = attribute(tag, name)?;
    let number = value.and_then(|text| text.parse().ok());
    number.ok_or_else(|| {
        let element = tag.name();
        Fault::broken(format_args!("<{}> has no whole number {name}", element.0))
    })
}

/// An attribute in degrees, as 1e-7 degrees; seven decimals are kept to the last.
#[expect(
    clippy::as_conversions,
    reason = "saturates, and what is not on earth is refused with its node"
)]
fn steps(tag: &BytesStart<'_>, name: &str) -> Result<i64, Fault> {
    let value = attribute(tag, name)?;
    let degrees: Option<f64> = value.and_then(|text| text.parse().ok());
    let degrees = degrees.filter(|degrees| degrees.is_finite());
    let degrees = degrees.ok_or_else(|| {
        let element = tag.name();
        Fault::broken(format_args!("<{}> has no degrees {name}", element.0))
    })?;
    // Seven decimals times 1e7 are off a whole number by less than 1e-6, so rounding finds it.
    Ok((degrees * 1e7).round() as i64)
}
