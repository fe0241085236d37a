//! Opening hours against a picture: every minute of some weeks is painted open or closed from
//! the generated rules, and the answers must be the picture's. It never uses the code it judges
//! to paint. Read the parent module for examples.

use super::{Hours, Value, at, calendar, json};
use chrono::{NaiveDateTime, TimeDelta};
use proptest::prelude::*;

/// The first painted day: Sunday 8 February 2026.
const FIRST_DAY: usize = 8;

/// How many days are painted, all of February and March's first days.
const PAINTED_DAYS: usize = 24;

/// The minutes of a day.
const DAY: usize = 1440;

/// Spans of a day in minutes after its midnight; an end past 1440 is in the next day.
type Spans = Vec<(usize, usize)>;

/// Rules in the generator's own form.
#[derive(Clone, Debug)]
struct Rules {
    /// Monday to Sunday.
    week: Vec<Spans>,
    /// Days of February with spans of their own.
    exceptions: Vec<(usize, usize, Spans)>,
    /// None is closed, an empty inner is as usual.
    holidays: Option<Option<Spans>>,
    /// The word for make-up days.
    make_up: &'static str,
}

/// Spans that begin at `earliest` or later, some past midnight up to 02:00.
fn spans(earliest: usize, may_cross: bool) -> impl Strategy<Value = Spans> {
    let cuts = proptest::collection::btree_set(earliest / 5..DAY / 5, 0..7);
    (cuts, 0..24_usize, any::<bool>()).prop_map(move |(cuts, past, crosses)| {
        let cuts: Vec<usize> = cuts.into_iter().map(|cut| cut * 5).collect();
        let pairs = cuts.chunks_exact(2);
        let mut spans: Spans = pairs
            .filter_map(|c| Some((*c.first()?, *c.last()?)))
            .collect();
        if let Some(last) = spans.last_mut().filter(|_| may_cross && crosses) {
            last.1 = DAY + past * 5;
        }
        spans
    })
}

/// Any rules; weekly nights end by 02:00, when the earliest weekly span may begin, while
/// holidays and exceptions may begin at 00:00, inside the night of the day before.
fn rules() -> impl Strategy<Value = Rules> {
    let exception = (0..3_usize, spans(0, false));
    let holidays = proptest::option::of(proptest::option::of(spans(0, false)));
    (
        proptest::collection::vec(spans(120, true), 7),
        proptest::collection::vec(exception, 0..4),
        holidays,
        prop_oneof![Just("as_weekday"), Just("as_usual"), Just("closed")],
    )
        .prop_map(|(week, exceptions, holidays, make_up)| {
            let exceptions = exceptions.into_iter().zip([10, 14, 17, 24]);
            let exceptions = exceptions.map(|((more, spans), on)| (on, on + more, spans));
            Rules {
                week,
                exceptions: exceptions.collect(),
                holidays,
                make_up,
            }
        })
}

/// Minutes as `HH:MM`.
fn clock(minutes: usize) -> String {
    let minutes = if minutes > DAY {
        minutes - DAY
    } else {
        minutes
    };
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Spans as JSON.
fn spans_json(spans: &Spans) -> Value {
    spans
        .iter()
        .map(|&(from, to)| json!({"from": clock(from), "to": clock(to)}))
        .collect()
}

/// The rules as the JSON form.
fn hours_of(rules: &Rules) -> Hours {
    let days = rules.week.iter().zip(1..).flat_map(|(spans, day)| {
        let parts = spans.iter();
        parts.map(move |&(from, to)| json!({"day": day, "from": clock(from), "to": clock(to)}))
    });
    let exceptions = rules.exceptions.iter().map(|(from, to, spans)| {
        json!({
            "from_on": format!("2026-02-{from}"), "to_on": format!("2026-02-{to}"),
            "intervals": spans_json(spans), "note": "说明；一",
        })
    });
    let public_holidays = match &rules.holidays {
        None => json!("closed"),
        Some(None) => json!("as_usual"),
        Some(Some(spans)) => spans_json(spans),
    };
    Hours::from_value(&json!({
        "weekly": days.collect::<Vec<_>>(),
        "exceptions": exceptions.collect::<Vec<_>>(),
        "public_holidays": public_holidays,
        "make_up_days": rules.make_up,
    }))
    .unwrap()
}

/// The picture: one entry a minute from the first painted day's midnight.
fn paint(rules: &Rules) -> Vec<bool> {
    let mut picture = vec![false; PAINTED_DAYS * DAY];
    // From the day before, so that its night is painted; 8 February 2026 is a Sunday.
    for day in FIRST_DAY - 1..FIRST_DAY + PAINTED_DAYS {
        let usual = &rules.week.get((day + 5) % 7).unwrap().clone();
        let exception = rules
            .exceptions
            .iter()
            .find(|(from, to, _)| (from..=to).contains(&&day));
        let spans = if let Some((_, _, spans)) = exception {
            spans.clone()
        } else if (15..=23).contains(&day) {
            match &rules.holidays {
                None => Spans::new(),
                Some(None) => usual.clone(),
                Some(Some(spans)) => spans.clone(),
            }
        } else if [14, 28].contains(&day) && rules.make_up == "as_weekday" {
            rules.week.first().unwrap().clone()
        } else if [14, 28].contains(&day) && rules.make_up == "closed" {
            Spans::new()
        } else {
            usual.clone()
        };
        for minute in spans.into_iter().flat_map(|(from, to)| from..to) {
            let place = (day * DAY + minute).checked_sub(FIRST_DAY * DAY);
            if let Some(painted) = place.and_then(|place| picture.get_mut(place)) {
                *painted = true;
            }
        }
    }
    picture
}

/// The local time of a place in the picture.
fn moment(place: usize) -> NaiveDateTime {
    at("2026-02-08 00:00:00") + TimeDelta::minutes(i64::try_from(place).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_minute_is_as_painted(rules in rules()) {
        let (hours, calendar) = (hours_of(&rules), calendar());
        for (place, &is_open) in paint(&rules).iter().enumerate() {
            let now = moment(place);
            prop_assert_eq!(hours.is_open_at(now, &calendar), is_open, "{}", now);
        }
    }

    #[test]
    fn the_next_change_is_the_next_edge_of_the_picture(
        rules in rules(),
        starts in proptest::collection::vec(0..8 * DAY, 24),
    ) {
        let (hours, calendar, picture) = (hours_of(&rules), calendar(), paint(&rules));
        for start in starts {
            let now = picture.get(start).unwrap();
            let ahead = picture.iter().enumerate().skip(start).take(14 * DAY + 1);
            let expected = ahead
                .clone()
                .find(|(_, is_open)| *is_open != now)
                .map(|(place, is_open)| (moment(place), *is_open));
            prop_assert_eq!(hours.next_change(moment(start), &calendar), expected);
        }
    }

    #[test]
    fn every_text_form_and_the_json_form_are_read_back(rules in rules()) {
        let hours = hours_of(&rules);
        let value = serde_json::to_value(&hours).unwrap();
        prop_assert_eq!(Hours::from_value(&value), Ok(hours.clone()));
        let holidays = super::super::HolidayRule::parse_text(&hours.public_holidays().to_text());
        let make_up = super::super::MakeUpRule::parse_text(hours.make_up_days().to_text());
        let exceptions = Hours::parse_exceptions_text(&hours.exceptions_to_text()).unwrap();
        let read = Hours::parse_text(&hours.to_text())
            .unwrap()
            .with_rules(holidays.unwrap(), make_up.unwrap())
            .with_exceptions(exceptions);
        prop_assert_eq!(read, Ok(hours));
    }
}
