//! Counts answered requests and how long they took, by route template, method and status.
//!
//! Looking a meter up by its labels costs more than counting, so each worker keeps those that it has used. What a
//! stranger makes up (a method, a path) never becomes a label: it would never be freed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use metrics::{Counter, Histogram};

/// The meters of one route.
struct RouteMeters {
    /// Answers by method and status.
    answers: Vec<(&'static str, u16, Counter)>,
    /// How long they took, seconds.
    durations: Histogram,
}

thread_local! {
    /// The meters that this worker has used, by route template.
    static USED: RefCell<HashMap<String, RouteMeters>> = RefCell::default();
}

/// Counts one answer.
pub(super) fn count(route: &str, method: &'static str, status: u16, took: Duration) {
    USED.with_borrow_mut(|used| {
        if !used.contains_key(route) {
            used.insert(route.to_owned(), RouteMeters::of(route));
        }
        if let Some(meters) = used.get_mut(route) {
            meters.answers_of(route, method, status).increment(1);
            meters.durations.record(took.as_secs_f64());
        }
    });
}

impl RouteMeters {
    /// The meters of a route.
    fn of(route: &str) -> Self {
        Self {
            answers: Vec::new(),
            durations: metrics::histogram!("http_request_duration_seconds", "route" => route.to_owned()),
        }
    }

    /// The counter of a method and a status.
    fn answers_of(&mut self, route: &str, method: &'static str, status: u16) -> Counter {
        let of_them = |it: &&(&str, u16, Counter)| it.0 == method && it.1 == status;
        if let Some((_, _, counter)) = self.answers.iter().find(of_them) {
            return counter.clone();
        }
        let labels = [
            ("route", route.to_owned()),
            ("method", method.to_owned()),
            ("status", status.to_string()),
        ];
        let counter = metrics::counter!("http_requests_total", &labels);
        self.answers.push((method, status, counter.clone()));
        counter
    }
}
