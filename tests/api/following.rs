//! The index follows what is committed, everywhere, and nothing else; what still answers while the database or Redis is
//! away; and what the signs of life say of it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::{change_log, opening, place, place_service};
use menkou::platform::changes::{self, Cursor, News};
use menkou::platform::database::Subject;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};
use serde_json::Value;
use uuid::Uuid;

use crate::harness::App;
use crate::harness::fixtures::around_seat;

/// A Redis that nobody runs: port 1 of this machine (tcpmux, which nothing has used for decades).
const NO_REDIS: [(&str, &str); 1] = [("MENKOU__REDIS__URL", "redis://127.0.0.1:1/")];

/// The titles of what is near the seat, nearest first.
async fn titles(app: &App, more: &str) -> Vec<String> {
    let page = app.get_json(&around_seat(more)).await;
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Rewrites a place in a transaction of its own and waits until the index has it.
async fn rewrite(app: &App, row: place::Model) {
    let mut transaction = app.database.begin().await.unwrap();
    let id = row.id;
    place::Entity::update(row.into_active_model().reset_all())
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.changed(Subject::Place, id);
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
}

/// What `/readyz` says.
async fn readiness(app: &App) -> Value {
    let answer = app.get("/readyz").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_appears_moves_closes_and_reopens_as_it_is_committed() {
    let app = App::start().await;
    assert!(titles(&app, "").await.is_empty());
    let mut place = app.one_place("甲", 100.0).await;
    app.one_place("乙", 200.0).await;
    assert_eq!(titles(&app, "").await, ["甲", "乙"]);
    place.lat += 200.0 / 110_800.0;
    rewrite(&app, place.clone()).await;
    assert_eq!(titles(&app, "").await, ["乙", "甲"]);
    place.title = "甲（搬迁）".to_owned();
    rewrite(&app, place.clone()).await;
    assert_eq!(titles(&app, "").await, ["乙", "甲（搬迁）"]);
    place.state = "closed".to_owned();
    rewrite(&app, place.clone()).await;
    assert_eq!(titles(&app, "").await, ["乙"]);
    place.state = "open".to_owned();
    rewrite(&app, place).await;
    assert_eq!(titles(&app, "").await, ["乙", "甲（搬迁）"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_added_or_deleted_is_found_or_not_by_its_filter() {
    let app = App::start().await;
    let place = app.new_place("站", 100.0).await;
    let services = ["policy_enquiry", "gig_search"];
    app.store_places(&[(place.clone(), &services)]).await;
    assert_eq!(titles(&app, "&services=gig_search").await, ["站"]);
    let mut transaction = app.database.begin().await.unwrap();
    place_service::Entity::delete_by_id((place.id, "gig_search".to_owned()))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.changed(Subject::Place, place.id);
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    assert!(titles(&app, "&services=gig_search").await.is_empty());
    assert_eq!(titles(&app, "&services=policy_enquiry").await, ["站"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_disappears_when_it_is_filled_or_deleted() {
    let app = App::start().await;
    let mut filled = app.one_opening("一", 100.0).await;
    let deleted = app.one_opening("二", 200.0).await;
    assert_eq!(titles(&app, "").await, ["一", "二"]);
    filled.state = "filled".to_owned();
    let mut transaction = app.database.begin().await.unwrap();
    transaction.changed(Subject::Opening, filled.id);
    transaction.changed(Subject::Opening, deleted.id);
    opening::Entity::update(filled.into_active_model().reset_all())
        .exec(transaction.connection())
        .await
        .unwrap();
    opening::Entity::delete_by_id(deleted.id)
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    assert!(titles(&app, "").await.is_empty());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_or_not_yet_committed_never_appears() {
    let app = App::start().await;
    let row = app.new_place("未提交", 100.0).await;
    let mut transaction = app.database.begin().await.unwrap();
    place::Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(transaction.connection())
        .await
        .unwrap();
    transaction.changed(Subject::Place, row.id);
    app.catch_up().await;
    assert!(titles(&app, "").await.is_empty());
    drop(transaction);
    app.one_place("已提交", 200.0).await;
    assert_eq!(titles(&app, "").await, ["已提交"]);
    let found = place::Entity::find_by_id(row.id)
        .one(app.database.readers())
        .await
        .unwrap();
    assert_eq!(found, None);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_replica_sees_every_change_whoever_wrote_it() {
    let app = App::start().await;
    let other = app.replica(&[]).await;
    app.one_place("甲", 100.0).await;
    other.catch_up().await;
    assert_eq!(titles(&other, "").await, ["甲"]);
    let row = app.new_place("乙", 200.0).await;
    other.store_places(&[(row, &[])]).await;
    app.catch_up().await;
    assert_eq!(titles(&app, "").await, ["甲", "乙"]);
    assert_eq!(titles(&other, "").await, ["甲", "乙"]);
    let late = app.replica(&[]).await;
    assert_eq!(titles(&late, "").await, ["甲", "乙"]);
    for server in [late, other, app] {
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_writers_at_once_lose_nothing_on_either_replica() {
    let app = App::start().await;
    let other = app.replica(&[]).await;
    let mut rows = Vec::new();
    for number in 0..40_u32 {
        let north_m = 10.0 + 15.0 * f64::from(number);
        rows.push(app.new_place(&format!("站{number}"), north_m).await);
    }
    let mut writers = tokio::task::JoinSet::new();
    for (number, row) in rows.into_iter().enumerate() {
        // Half through the pool of each replica: two processes as far as the database knows.
        let database = if number % 2 == 0 {
            &app.database
        } else {
            &other.database
        };
        let (database, now) = (database.clone(), app.clock.now());
        writers.spawn(async move {
            let mut transaction = database.begin().await.unwrap();
            transaction.changed(Subject::Place, row.id);
            place::Entity::insert(row.into_active_model().reset_all())
                .exec_without_returning(transaction.connection())
                .await
                .unwrap();
            tokio::task::yield_now().await;
            transaction.commit(now).await.unwrap();
        });
    }
    while let Some(written) = writers.join_next().await {
        written.unwrap();
    }
    let stored = place::Entity::find()
        .all(app.database.readers())
        .await
        .unwrap();
    let stored: BTreeSet<String> = stored.into_iter().map(|row| row.title).collect();
    assert_eq!(stored.len(), 40);
    for server in [&app, &other] {
        server.catch_up().await;
        let found = titles(server, "&page_size=100").await;
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), stored);
    }
    other.stop().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_told_each_record_once_in_the_order_of_commits() {
    let app = App::start().await;
    let start = changes::newest(&app.database).await.unwrap();
    assert!(matches!(
        changes::after(&app.database, start).await.unwrap(),
        News::Nothing
    ));
    let first = app.one_place("甲", 100.0).await;
    let second = app.one_place("乙", 200.0).await;
    rewrite(&app, first.clone()).await;
    let News::Changed(told, next) = changes::after(&app.database, start).await.unwrap() else {
        panic!("nothing is told");
    };
    assert_eq!(
        told,
        [(Subject::Place, first.id), (Subject::Place, second.id)]
    );
    assert_eq!(next, changes::newest(&app.database).await.unwrap());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_that_was_away_while_rows_were_deleted_is_told_to_reload() {
    let app = App::start().await;
    let away = changes::newest(&app.database).await.unwrap();
    app.one_place("甲", 100.0).await;
    let between = changes::newest(&app.database).await.unwrap();
    app.one_place("乙", 200.0).await;
    let newest = changes::newest(&app.database).await.unwrap();
    let before = app.clock.now() + TimeDelta::milliseconds(1);
    let deleted = changes::purge(&app.database, before).await.unwrap();
    assert!(deleted >= 2, "{deleted}");
    let left = change_log::Entity::find()
        .count(app.database.readers())
        .await;
    assert_eq!(left.unwrap(), 1, "the newest is never deleted");
    assert_eq!(changes::newest(&app.database).await.unwrap(), newest);
    for cursor in [away, between] {
        let news = changes::after(&app.database, cursor).await.unwrap();
        assert!(matches!(news, News::Reload), "{cursor:?}: {news:?}");
    }
    let news = changes::after(&app.database, newest).await.unwrap();
    assert!(matches!(news, News::Nothing), "{news:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_reloads_whole_when_rows_that_it_has_not_read_are_gone() {
    let app = App::start().await;
    let before = app.one_place("甲", 100.0).await;
    // In one transaction what another replica did while this one was away: two changes, and the rows that would have
    // told of the first are gone.
    let lost = app.new_place("乙", 200.0).await;
    let told = app.new_place("丙", 300.0).await;
    let mut transaction = app.database.begin().await.unwrap();
    for row in [&lost, &told] {
        place::Entity::insert(row.clone().into_active_model().reset_all())
            .exec_without_returning(transaction.connection())
            .await
            .unwrap();
    }
    place::Entity::delete_by_id(before.id)
        .exec(transaction.connection())
        .await
        .unwrap();
    let Cursor(newest) = changes::newest(&app.database).await.unwrap();
    change_log::Entity::delete_many()
        .filter(change_log::Column::Id.lte(newest))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.changed(Subject::Place, told.id);
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    assert_eq!(titles(&app, "").await, ["乙", "丙"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_database_away_lists_go_on_details_say_when_to_ask_again_and_readiness_says_so() {
    let app = App::start().await;
    let place = app.one_place("站", 100.0).await;
    let opening = app.one_opening("岗位", 200.0).await;
    assert_eq!(readiness(&app).await["status"], "ready");
    app.database.close().await;
    assert_eq!(titles(&app, "").await, ["站", "岗位"]);
    for path in ["/v1/places?crs=wgs84", "/v1/openings?crs=wgs84", "/v1/meta"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    assert_eq!(app.get("/v1/divisions?crs=wgs84").await.status, 200);
    assert_eq!(app.get("/map").await.status, 200);
    assert_eq!(app.get("/healthz").await.text, "ok\n");
    let ready = readiness(&app).await;
    assert_eq!(ready["status"], "degraded", "{ready}");
    assert_eq!(ready["database"], "away");
    assert_eq!(ready["items"], 2);
    for (noun, id) in [("places", place.id), ("openings", opening.id)] {
        let answer = app.get(&format!("/v1/{noun}/{id}?crs=wgs84")).await;
        assert_eq!(answer.status, 503, "{}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
        let problem = answer.json();
        assert_eq!(problem["code"], "temporarily_unavailable");
        assert!(!answer.text.to_lowercase().contains("sql"), "{problem}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_that_was_away_and_came_back_is_followed_again() {
    let app = App::start().await;
    if app.database.readers().get_database_backend() != DbBackend::Postgres {
        app.stop().await;
        return;
    }
    let operator = App::start().await;
    let query = sea_orm::Statement::from_string(DbBackend::Postgres, "SELECT current_database()");
    let row = app.database.readers().query_one_raw(query).await.unwrap();
    let name: String = row.unwrap().try_get_by_index(0).unwrap();
    let command = async |text: String| {
        operator
            .database
            .readers()
            .execute_unprepared(&text)
            .await
            .unwrap();
    };
    app.one_place("甲", 100.0).await;
    command(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    command(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    assert_eq!(titles(&app, "").await, ["甲"]);
    let ready = readiness(&app).await;
    assert_eq!(
        (&ready["status"], &ready["database"]),
        (&"degraded".into(), &"away".into())
    );
    command(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    app.one_place("乙", 200.0).await;
    // The round that read the first change has ended when the second is in.
    app.one_place("丙", 300.0).await;
    assert_eq!(titles(&app, "").await, ["甲", "乙", "丙"]);
    let ready = readiness(&app).await;
    assert_eq!(
        (&ready["status"], &ready["database"]),
        (&"ready".into(), &"ok".into())
    );
    operator.stop().await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_redis_away_the_server_starts_answers_follows_and_says_degraded() {
    let app = App::start_with(&NO_REDIS).await;
    let place = app.one_place("站", 100.0).await;
    assert_eq!(titles(&app, "").await, ["站"]);
    let answer = app.get(&format!("/v1/places/{}?crs=wgs84", place.id)).await;
    assert_eq!(answer.status, 200);
    let ready = readiness(&app).await;
    assert_eq!(ready["status"], "degraded", "{ready}");
    assert_eq!(ready["redis"], "away");
    assert_eq!(ready["database"], "ok");
    assert_eq!(ready["is_following"], true);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_redis_away_each_replica_limits_by_itself() {
    let settings = [NO_REDIS[0], ("MENKOU__HTTP__RATE_PER_MINUTE", "8")];
    let app = App::start_with(&settings).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(app.get("/v1/meta").await.status);
    }
    assert_eq!(statuses, [200, 200, 429, 429]);
    assert_eq!(app.get("/healthz").await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_of_life_say_what_is_held_and_how_far_it_was_followed() {
    let app = App::start().await;
    let alive = app.get("/healthz").await;
    assert_eq!((alive.status, alive.text.as_str()), (200, "ok\n"));
    let empty = readiness(&app).await;
    assert_eq!(
        (&empty["status"], &empty["items"]),
        (&"ready".into(), &0.into())
    );
    app.one_place("站", 100.0).await;
    let one = readiness(&app).await;
    assert_eq!(one["items"], 1);
    let Cursor(newest) = changes::newest(&app.database).await.unwrap();
    assert_eq!(one["index_version"], newest);
    assert!(newest > empty["index_version"].as_i64().unwrap());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_by_template_and_hold_no_position_no_name_and_no_identity() {
    let app = App::start().await;
    let id = Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef);
    let path = "/v1/nearby?lat=26.6172839&lon=106.7938271&crs=wgs84&division=520103";
    assert_eq!(app.get(path).await.status, 200);
    assert_eq!(
        app.get(&format!("/v1/places/{id}?crs=wgs84")).await.status,
        404
    );
    assert_eq!(
        app.get("/v1/divisions?crs=wgs84&q=秘密地名").await.status,
        200
    );
    assert_eq!(app.get("/no/such/secret-path").await.status, 404);
    let metrics = app.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain"));
    let text = metrics.text;
    let counted = |route: &str, status: &str| {
        text.lines().any(|line| {
            line.starts_with("http_requests_total{")
                && line.contains(&format!("route=\"{route}\""))
                && line.contains(&format!("status=\"{status}\""))
        })
    };
    assert!(counted("/v1/nearby", "200"), "{text}");
    assert!(counted("/v1/places/{id}", "404"));
    assert!(counted("unmatched", "404"));
    assert!(text.contains("http_request_duration_seconds"));
    for secret in [
        "6172839",
        "7938271",
        "520103",
        "秘密地名",
        "secret-path",
        "123456789abc",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(!text.contains(&id.to_string()));
    app.stop().await;
}
