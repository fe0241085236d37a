//! What every list does around its own way of finding: the moment and the form, the entity tag, and the envelope.

use std::fmt::{self, Write as _};

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use reach::coord::Crs;
use reach::index::Slot;

use super::NearbyParts;
use crate::http::etag::Tag;
use crate::http::language;
use crate::language::Language;
use crate::nearby::card::FullCard;
use crate::nearby::counting::{Around, Counting};
use crate::nearby::finding::{Finding, Found, Start};
use crate::nearby::members::Members;
use crate::nearby::moment::Moment;
use crate::nearby::page::{Form, PageWriter};
use crate::nearby::query::Search;
use crate::nearby::reached::{Basis, Reach};
use crate::nearby::snapshot::{Entry, Snapshot};
use crate::nearby::why::Standing;

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
    /// The caller's language, for explanations.
    language: Language,
}

/// One item of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundItem {
    /// The item.
    pub(super) slot: Slot,
    /// How far it is, where there is an origin.
    pub(super) reach: Option<Reach>,
    /// How many further openings say the same and match too.
    pub(super) duplicates: u32,
}

impl From<&Found> for FoundItem {
    fn from(found: &Found) -> Self {
        Self {
            slot: found.slot,
            reach: Some(found.reach),
            duplicates: found.duplicates,
        }
    }
}

/// What was found, and how the list continues.
pub(super) struct FoundPage {
    /// The items.
    pub(super) items: Vec<FoundItem>,
    /// The token of the next page.
    pub(super) next: Option<String>,
    /// What the envelope says besides what every list says.
    pub(super) more: Members,
    /// What walking times rest on, where there is an origin.
    pub(super) basis: Option<Basis>,
}

/// What is known of the whole that matches.
pub(super) struct Whole<'a> {
    /// Whether there is nothing at all.
    pub(super) is_empty: bool,
    /// The search around an origin and where it meets the streets.
    pub(super) around: Option<(&'a Finding<'a>, Option<&'a Start<'a>>)>,
    /// The question, where many ask it: not where it holds a person's own position.
    pub(super) shared_question: Option<&'a str>,
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
            language: language::of_headers(request.headers()),
        }
    }

    /// The entity tag: an answer depends on the index, on which items stand, on the minute (opening hours), on the
    /// form and on what was asked.
    pub(super) fn tag(&self, search: &Search, asked: fmt::Arguments<'_>) -> Tag {
        let standing = self.snapshot.standing_mark(self.moment.now);
        let version = self.snapshot.version.0;
        let ground = self.snapshot.ground.as_ref().map_or(0, |it| it.mark);
        let minute = self.moment.now.timestamp() / 60;
        let media_type = self.form.media_type();
        let mut text = String::with_capacity(TAG_BYTES);
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{standing}|{version}|{ground:x}|{minute}|{media_type}|{asked}"
        );
        let _ = write!(text, "|{}", search.page_size);
        for facet in &search.count_by {
            let _ = write!(text, "|{}", facet.facet);
        }
        if search.explain {
            let _ = write!(text, "|why {}", self.language.tag());
        }
        Tag::of(&[&text])
    }

    /// Everything that counts by facet depend on.
    fn counts_key(&self, search: &Search, question: &str) -> String {
        let standing = self.snapshot.standing_mark(self.moment.now);
        let version = self.snapshot.version.0;
        let ground = self.snapshot.ground.as_ref().map_or(0, |it| it.mark);
        let minute = self.moment.now.timestamp() / 60;
        let minute = search.open_now.map_or(0, |_| minute);
        let facets: Vec<&str> = search.count_by.iter().map(|it| it.facet).collect();
        format!("{standing}|{version}|{ground:x}|{minute}|{facets:?}|{question}")
    }

    /// Puts what is to be said of the whole that matches: counts where they are asked for, advice where nothing does.
    pub(super) async fn say_of_whole(
        &self,
        members: &mut Members,
        search: &Search,
        whole: &Whole<'_>,
        parts: &NearbyParts,
    ) {
        if search.count_by.is_empty() && !whole.is_empty {
            return;
        }
        let counting = Counting {
            snapshot: self.snapshot,
            moment: &self.moment,
            search,
            around: whole
                .around
                .map(|(finding, start)| Around::of(finding, start)),
        };
        if !search.count_by.is_empty() {
            let make = || counting.facet_counts(&parts.catalog).to_string();
            let counts = match whole.shared_question {
                Some(question) => {
                    let key = self.counts_key(search, question);
                    parts.counts.get_or_make(&key, make).await
                }
                None => make().into(),
            };
            members.put_json("facet_counts", &counts);
        }
        if whole.is_empty {
            members.put("advice", &counting.advice());
        }
    }

    /// The answer: the cards of what was found in an envelope with its members.
    pub(super) fn answer(&self, tag: &Tag, search: &Search, found: FoundPage) -> HttpResponse {
        let cards = found.items.iter();
        let bytes = cards.filter_map(|it| Some(self.snapshot.entry(it.slot)?.card.most_bytes()));
        let mut writer = PageWriter::new(self.form, search.crs, bytes.sum());
        self.snapshot
            .fetch_fragments(found.items.iter().map(|it| it.slot));
        let mut before = None;
        for (position, item) in found.items.into_iter().enumerate() {
            let FoundItem {
                slot,
                reach,
                duplicates,
            } = item;
            let why = search.explain.then(|| {
                let is_place = self.snapshot.entry(slot).is_some_and(Entry::is_place);
                let place = Standing {
                    position,
                    reach,
                    before,
                    is_place,
                    is_by_time: search.is_by_time && found.basis == Some(Basis::Streets),
                };
                place.why(self.language)
            });
            before = reach;
            if let Some(card) = self.snapshot.spliced(slot, reach, duplicates, &self.moment) {
                let why = why.as_deref();
                let is_apart = reach.map(|it| it.basis) != found.basis;
                let splice = card.splice.with_basis(is_apart);
                writer.item(&FullCard {
                    why,
                    splice,
                    ..card
                });
            }
        }
        let crs = match self.form {
            Form::Json => search.crs,
            Form::GeoJson => Crs::Wgs84,
        };
        let mut members = found.more;
        if let Some(text) = &search.text {
            members.put("text", &text.notes());
        }
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
