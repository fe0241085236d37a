//! What every list does around its own way of finding: the moment and the form, the entity tag, and the envelope.

use std::fmt::{self, Write as _};

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use reach::coord::Crs;
use reach::index::Slot;

use super::NearbyParts;
use crate::http::etag::Tag;
use crate::nearby::members::Members;
use crate::nearby::page::{Form, PageWriter};
use crate::nearby::query::Search;
use crate::nearby::snapshot::{Moment, Snapshot};

/// Bytes reserved for the members of an envelope.
pub(super) const MEMBERS_BYTES: usize = 512;

/// Bytes reserved for what an entity tag is computed from.
const TAG_BYTES: usize = 512;

/// An answer that is being found.
pub(super) struct Asking<'a> {
    /// What is searched.
    pub(super) snapshot: &'a Snapshot,
    /// The moment that the answer speaks of.
    pub(super) moment: Moment<'a>,
    /// The form that the caller asks for.
    form: Form,
}

/// What was found: slots with millimetres and seconds where there is an origin, and how the list continues.
pub(super) struct FoundPage {
    /// The items.
    pub(super) items: Vec<(Slot, Option<(u64, u32)>)>,
    /// The token of the next page.
    pub(super) next: Option<String>,
    /// What the envelope says besides what every list says.
    pub(super) more: Members,
}

impl<'a> Asking<'a> {
    /// Begins an answer at this moment.
    pub(super) fn begin(
        request: &HttpRequest,
        parts: &'a NearbyParts,
        snapshot: &'a Snapshot,
    ) -> Self {
        let accept = request
            .headers()
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok());
        let moment = Moment::at(parts.clock.now(), &parts.calendar);
        Self {
            snapshot,
            moment,
            form: Form::of_accept(accept),
        }
    }

    /// The entity tag: an answer depends on the index, on which items stand, on the minute (opening hours), on the
    /// form and on what was asked.
    pub(super) fn tag(&self, asked: fmt::Arguments<'_>) -> Tag {
        let standing = self.snapshot.standing_mark(self.moment.now);
        let version = self.snapshot.version.0;
        let minute = self.moment.now.timestamp() / 60;
        let media_type = self.form.media_type();
        let mut text = String::with_capacity(TAG_BYTES);
        // Writing to a String cannot fail.
        let _ = write!(text, "{standing}|{version}|{minute}|{media_type}|{asked}");
        Tag::of(&[&text])
    }

    /// The answer: the cards of what was found in an envelope with its members.
    pub(super) fn answer(&self, tag: &Tag, search: &Search, found: FoundPage) -> HttpResponse {
        let cards = found.items.iter();
        let bytes =
            cards.filter_map(|(slot, _)| Some(self.snapshot.entry(*slot)?.card.most_bytes()));
        let mut writer = PageWriter::new(self.form, search.crs, bytes.sum());
        for (slot, reach) in found.items {
            if let Some(card) = self.snapshot.spliced(slot, reach, &self.moment) {
                writer.item(&card);
            }
        }
        let crs = match self.form {
            Form::Json => search.crs,
            Form::GeoJson => Crs::Wgs84,
        };
        let mut members = found.more;
        members.put("next_page_token", &found.next);
        members.put("crs", crs.as_str());
        members.put("as_of", &self.moment.now);
        members.put_object("effective_filters", &search.effective);
        let mut response = HttpResponse::Ok();
        tag.put(&mut response);
        let media_type = HeaderValue::from_static(self.form.media_type());
        response
            .insert_header((CONTENT_TYPE, media_type))
            .body(writer.finish(&members))
    }
}
