//! The plain search that answers are compared with, and the questions' common parts. It measures every item with
//! Karney's geodesic and asks the engine nothing.

use reach::{
    Attribute, DistanceKey, GridPoint, Hit, Index, ItemId, Nearest, NewItem, OrderKey, Predicate,
    TieBreak, Wgs84, geodesic,
};

/// The codes of an item in these tests.
pub(crate) const CODE: Attribute = Attribute(1);
/// The number of an item in these tests.
pub(crate) const NUMBER: Attribute = Attribute(2);
/// How the ties fall unless a test is about them.
pub(crate) const TIE: TieBreak = TieBreak {
    day: 20_000,
    seed: 0,
};

/// Everything from an origin, nearest first.
pub(crate) fn all_from(origin: Wgs84) -> Nearest<'static> {
    Nearest {
        origin,
        within: None,
        predicates: &[],
        accept: None,
        tie: TIE,
        after: None,
        limit: usize::MAX,
    }
}

/// The keys of an answer.
pub(crate) fn keys(hits: &[Hit]) -> Vec<OrderKey> {
    hits.iter().map(|hit| hit.key).collect()
}

/// All pages of a question, `limit` items each, as a caller turns them.
pub(crate) fn pages(index: &Index, query: Nearest<'_>, limit: usize) -> Vec<OrderKey> {
    let mut found = Vec::new();
    let mut after = query.after;
    loop {
        let hits = index.nearest(&Nearest {
            after,
            limit,
            ..query
        });
        assert!(hits.len() <= limit);
        let Some(last) = hits.last() else {
            return found;
        };
        assert!(
            hits.iter()
                .all(|hit| after.is_none_or(|after| hit.key > after))
        );
        after = Some(last.key);
        found.extend(keys(&hits));
    }
}

/// The true answer by its definition: every item measured, tested, sorted.
pub(crate) fn truth(items: &[NewItem], query: &Nearest<'_>) -> Vec<OrderKey> {
    let mut found: Vec<OrderKey> = items
        .iter()
        .filter(|item| {
            query
                .predicates
                .iter()
                .all(|predicate| satisfies(item, predicate))
        })
        .map(|item| OrderKey {
            distance: DistanceKey::from(geodesic(query.origin, item.point)),
            tie: query.tie.lot(item.id),
            id: item.id,
        })
        .filter(|key| {
            query
                .within
                .is_none_or(|within| key.distance <= within.into())
        })
        .filter(|key| query.after.is_none_or(|after| *key > after))
        .collect();
    found.sort_unstable();
    found.truncate(query.limit);
    found
}

/// Whether an item satisfies a predicate, by its definition.
pub(crate) fn satisfies(item: &NewItem, predicate: &Predicate) -> bool {
    let has = |attribute: &Attribute, value: &u32| item.values.contains(&(*attribute, *value));
    match predicate {
        Predicate::AnyOf { attribute, values } => values.iter().any(|value| has(attribute, value)),
        Predicate::AllOf { attribute, values } => values.iter().all(|value| has(attribute, value)),
        Predicate::Within {
            attribute,
            at_least,
            at_most,
        } => {
            let number = item.numbers.iter().find(|(name, _)| name == attribute);
            number.is_some_and(|(_, number)| {
                at_least.is_none_or(|low| *number >= low)
                    && at_most.is_none_or(|high| *number <= high)
            })
        }
        Predicate::In(_) => panic!("no selection is drawn here"),
    }
}

/// The point of the grid nearest to some degrees; a longitude beyond the date line comes in from the other side.
pub(crate) fn grid(lat: f64, lon: f64) -> Wgs84 {
    let lon = lon - 360.0 * ((lon + 180.0) / 360.0).floor();
    GridPoint::from(Wgs84::new(lat, lon).unwrap()).into()
}

/// An item with some codes and perhaps a number.
pub(crate) fn item(id: u128, point: Wgs84, codes: &[u32], number: Option<i64>) -> NewItem {
    NewItem {
        id: ItemId(id),
        point,
        values: codes.iter().map(|code| (CODE, *code)).collect(),
        numbers: number.into_iter().map(|number| (NUMBER, number)).collect(),
    }
}

/// Guiyang.
pub(crate) fn centre() -> Wgs84 {
    Wgs84::new(26.6, 106.7).unwrap()
}

/// Needs one of some codes.
pub(crate) fn any(values: impl IntoIterator<Item = u32>) -> Predicate {
    Predicate::AnyOf {
        attribute: CODE,
        values: values.into_iter().collect(),
    }
}

/// Needs all of some codes.
pub(crate) fn all(values: impl IntoIterator<Item = u32>) -> Predicate {
    Predicate::AllOf {
        attribute: CODE,
        values: values.into_iter().collect(),
    }
}

/// Needs a number in a range.
pub(crate) const fn number(at_least: Option<i64>, at_most: Option<i64>) -> Predicate {
    Predicate::Within {
        attribute: NUMBER,
        at_least,
        at_most,
    }
}

/// Whether the engine answers a question as the plain search does, distances included.
pub(crate) fn check(index: &Index, items: &[NewItem], query: &Nearest<'_>) {
    let hits = index.nearest(query);
    assert_eq!(keys(&hits), truth(items, query));
    for hit in hits {
        let exact = geodesic(query.origin, index.point(hit.slot).unwrap());
        assert!((hit.distance.get() - exact.get()).abs() < 0.0005);
        assert_eq!(hit.key.distance, DistanceKey::from(hit.distance));
        assert_eq!((hit.key.id, index.id(hit.slot)), (hit.id, Some(hit.id)));
    }
}
