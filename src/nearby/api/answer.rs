//! What every list does around its own way of finding: the moment and the form, the entity tag, and the envelope.

use actix_web::http::header::ACCEPT;
use actix_web::{HttpRequest, HttpResponse};
use reach::coord::Crs;
use reach::index::Slot;
use serde_json::{Map, Value, json};

use super::NearbyParts;
use crate::http::etag::Tag;
use crate::nearby::page::{Form, PageWriter};
use crate::nearby::query::Search;
use crate::nearby::snapshot::{Moment, Snapshot};

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
    pub(super) fn tag(&self, asked: &str) -> Tag {
        Tag::of(&[
            &self.snapshot.standing_mark(self.moment.now).to_string(),
            &self.snapshot.version.0.to_string(),
            &(self.moment.now.timestamp() / 60).to_string(),
            self.form.media_type(),
            asked,
        ])
    }

    /// The answer: the cards of what was found in an envelope, with `more` members.
    pub(super) fn answer(
        &self,
        tag: &Tag,
        search: &Search,
        found: FoundPage,
        more: Vec<(&str, Value)>,
    ) -> HttpResponse {
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
        let mut members = Map::new();
        members.insert("next_page_token".to_owned(), json!(found.next));
        members.insert("crs".to_owned(), json!(crs.as_str()));
        members.insert("as_of".to_owned(), json!(self.moment.now));
        members.extend(
            more.into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        members.insert(
            "effective_filters".to_owned(),
            Value::Object(search.effective.clone()),
        );
        let mut response = HttpResponse::Ok();
        tag.put(&mut response);
        response
            .content_type(self.form.media_type())
            .body(writer.finish(&members))
    }
}
