//! The keys of OpenStreetMap that are looked at, and nothing else of an element's tags.
//!
//! Next: `tags.rs`, for what their values mean.

/// The values of the keys that are looked at; empty where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tags<'a> {
    /// `highway`.
    pub(super) highway: &'a str,
    /// `railway`.
    pub(super) railway: &'a str,
    /// `public_transport`.
    pub(super) public_transport: &'a str,
    /// `route`.
    pub(super) route: &'a str,
    /// `foot`.
    pub(super) foot: &'a str,
    /// `access`.
    pub(super) access: &'a str,
    /// `motorroad`.
    pub(super) motorroad: &'a str,
    /// `bridge`.
    pub(super) bridge: &'a str,
    /// `tunnel`.
    pub(super) tunnel: &'a str,
    /// `barrier`.
    pub(super) barrier: &'a str,
    /// `entrance`.
    pub(super) entrance: &'a str,
    /// `door`.
    pub(super) door: &'a str,
}

impl<'a> Tags<'a> {
    /// Whether a key is one that is looked at.
    pub(super) fn knows(key: &[u8]) -> bool {
        let mut tags = Tags::default();
        tags.set(key, b"x");
        tags != Tags::default()
    }

    /// Keeps the value if the key is one that is looked at. Text that is not UTF-8 is none of the words of this file.
    pub(super) fn set(&mut self, key: &[u8], value: &'a [u8]) {
        let slot = match key {
            b"highway" => &mut self.highway,
            b"railway" => &mut self.railway,
            b"public_transport" => &mut self.public_transport,
            b"route" => &mut self.route,
            b"foot" => &mut self.foot,
            b"access" => &mut self.access,
            b"motorroad" => &mut self.motorroad,
            b"bridge" => &mut self.bridge,
            b"tunnel" => &mut self.tunnel,
            b"barrier" => &mut self.barrier,
            b"entrance" => &mut self.entrance,
            b"door" => &mut self.door,
            _ => return,
        };
        *slot = std::str::from_utf8(value).unwrap_or_default();
    }
}
