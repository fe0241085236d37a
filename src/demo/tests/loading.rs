//! Loading the demo set and keeping it alive.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::TimeDelta;
use entity::{change_log, opening, place};
use proptest::prelude::*;
use sea_orm::{EntityTrait, PaginatorTrait};
use tempfile::TempDir;

use super::{Counter, WORLD, in_world, load, now, planted, stored_openings};
use crate::demo::load::DemoReport;
use crate::demo::refresh::days_to_move;
use crate::demo::{holds_demo, refresh_demo};
use crate::language::Language;
use crate::platform::clock::Clock;

#[test]
fn loading_happens_once_and_says_so() {
    let folder = TempDir::new().unwrap();
    let (clock, progress) = (Clock::fixed(now()), Counter::default());
    in_world(async {
        let database = planted(&folder).await;
        assert!(!holds_demo(&database).await.unwrap());
        let changes = change_log::Entity::find()
            .count(database.readers())
            .await
            .unwrap();
        let report = load(&database, &clock, &progress).await;
        let (places, openings) = (WORLD.set.places.len(), WORLD.set.openings.len());
        assert_eq!(report, DemoReport::Loaded { places, openings });
        let rows = u64::try_from(places + openings).unwrap();
        assert_eq!(progress.total.load(Ordering::SeqCst), rows);
        assert_eq!(progress.done.load(Ordering::SeqCst), rows);
        assert_eq!(
            change_log::Entity::find()
                .count(database.readers())
                .await
                .unwrap(),
            changes + rows
        );
        assert!(holds_demo(&database).await.unwrap());
        clock.advance(Duration::from_secs(60));
        let again = load(&database, &clock, &progress).await;
        assert_eq!(
            again,
            DemoReport::AlreadyLoaded {
                at: "2026-11-24T02:30:00.000Z".to_owned()
            }
        );
        assert!(again.message(Language::En).contains("nothing was changed"));
        assert_eq!(progress.total.load(Ordering::SeqCst), rows);
        let stored = place::Entity::find().all(database.readers()).await.unwrap();
        let numbers: HashSet<i64> = stored.iter().map(|row| row.short_no).collect();
        assert_eq!((stored.len(), numbers.len()), (places, places));
        assert_eq!(stored_openings(&database).await.len(), openings);
        database.close().await;
    });
}

#[test]
fn refreshing_moves_what_ended_into_the_future_and_a_second_time_nothing() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::fixed(now());
    in_world(async {
        let database = planted(&folder).await;
        load(&database, &clock, &Counter::default()).await;
        assert_eq!(refresh_demo(&database, &clock).await.unwrap(), 0);
        for days in [3_u64, 200] {
            clock.advance(Duration::from_secs(days * 86_400));
            let before = stored_openings(&database).await;
            let is_due =
                |row: &&opening::Model| row.valid_until <= clock.now() + TimeDelta::days(1);
            let due = before.iter().filter(is_due).count();
            assert!(due > 0);
            assert_eq!(refresh_demo(&database, &clock).await.unwrap(), due);
            assert_eq!(refresh_demo(&database, &clock).await.unwrap(), 0);
            let after = stored_openings(&database).await;
            for (old, new) in before.iter().zip(&after) {
                assert!(new.posted_at <= clock.now(), "{new:?}");
                assert!(
                    clock.now() + TimeDelta::days(1) < new.valid_until,
                    "{new:?}"
                );
                assert_eq!(
                    new.valid_until - new.posted_at,
                    old.valid_until - old.posted_at
                );
                let moved = (new.posted_at - old.posted_at).num_days();
                assert_eq!(
                    new.starts_on
                        .zip(old.starts_on)
                        .map_or(moved, |(n, o)| (n - o).num_days()),
                    moved
                );
                assert_eq!(new.version, old.version + i64::from(moved > 0));
                assert_eq!((&new.title, new.short_no), (&old.title, old.short_no));
            }
        }
        database.close().await;
    });
}

proptest! {
    #[test]
    fn a_moved_span_is_posted_in_the_past_and_stands_for_more_than_a_day(
        length in 2_i64..90,
        age_minutes in 0_i64..400_000,
    ) {
        let posted_at = now() - TimeDelta::minutes(age_minutes);
        let valid_until = posted_at + TimeDelta::days(length);
        let moved = TimeDelta::days(days_to_move(posted_at, valid_until, now()));
        prop_assert!(posted_at + moved <= now());
        prop_assert!(valid_until + moved > now() + TimeDelta::days(1));
        let again = days_to_move(posted_at + moved, valid_until + moved, now());
        prop_assert_eq!(again, 0);
    }
}
