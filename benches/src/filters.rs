//! The rows of the tables: filters from "everything" to "nothing", the nasty ones among them.
//!
//! A filter is told in terms of the data, and each contestant translates it. Nothing here measures.
//! Next: [`crate::watch`].

use reach::Predicate;

use crate::data::{CATEGORY, Item, OCCUPATION, TAG, WAGE, tags_of};

/// One row: what an item must be.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What the tables call it.
    pub name: &'static str,
    /// The category it must be of.
    pub category: Option<u32>,
    /// The occupation it must be of.
    pub occupation: Option<u32>,
    /// The tags it must have, one bit each.
    pub tags: u32,
    /// The smallest wage, yuan a month.
    pub wage_at_least: Option<i32>,
}

impl Filter {
    /// Whether an item passes.
    #[must_use]
    pub fn holds(&self, item: &Item) -> bool {
        self.category.is_none_or(|wanted| item.category == wanted)
            && self
                .occupation
                .is_none_or(|wanted| item.occupation == wanted)
            && item.tags & self.tags == self.tags
            && self.wage_at_least.is_none_or(|least| item.wage >= least)
    }

    /// The filter as the engine's conditions.
    #[must_use]
    pub fn predicates(&self) -> Vec<Predicate> {
        let codes = [(CATEGORY, self.category), (OCCUPATION, self.occupation)];
        let codes = codes.into_iter().filter_map(|(attribute, value)| {
            let values = vec![value?];
            Some(Predicate::AnyOf { attribute, values })
        });
        let tags = (self.tags != 0).then(|| Predicate::AllOf {
            attribute: TAG,
            values: tags_of(self.tags).collect(),
        });
        let wage = self.wage_at_least.map(|least| Predicate::Within {
            attribute: WAGE,
            at_least: Some(i64::from(least)),
            at_most: None,
        });
        codes.chain(tags).chain(wage).collect()
    }

    /// How many of the items pass.
    #[must_use]
    pub fn count(&self, items: &[Item]) -> usize {
        items.iter().filter(|item| self.holds(item)).count()
    }
}

/// All rows.
#[must_use]
pub fn rows() -> Vec<Filter> {
    let named = |name| Filter {
        name,
        ..Filter::default()
    };
    vec![
        named("100 %, no filter"),
        Filter {
            wage_at_least: Some(5500),
            ..named("50 %, wage")
        },
        Filter {
            category: Some(5),
            ..named("5 %, category")
        },
        Filter {
            category: Some(4),
            wage_at_least: Some(10_435),
            ..named("0.5 %, category and wage")
        },
        Filter {
            tags: 1 << 0 | 1 << 3 | 1 << 6 | 1 << 10 | 1 << 13,
            ..named("0.24 %, 5 tags together")
        },
        Filter {
            occupation: Some(77),
            ..named("0.05 %, occupation")
        },
        Filter {
            category: Some(6),
            tags: 1 << 1 | 1 << 2 | 1 << 5 | 1 << 9,
            ..named("0.04 %, category and 4 tags")
        },
        Filter {
            occupation: Some(77),
            category: Some(3),
            tags: 1 << 7,
            ..named("0 %, occupation, category and tag")
        },
        Filter {
            occupation: Some(9999),
            ..named("0 %, unknown value")
        },
        Filter {
            category: Some(3),
            tags: 1 << 7,
            ..named("0 %, common but never together")
        },
        Filter {
            category: Some(19),
            ..named("6 %, all of it far away")
        },
    ]
}
