//! So many changes that they are merged into a new base while the server answers: nothing is lost, doubled or stale.

use entity::place;
use menkou::platform::database::Subject;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use crate::harness::App;
use crate::harness::fixtures::around_seat;

/// Rows of one commit; five such commits are more than may gather beside an empty base.
const A_COMMIT: usize = 1_000;

/// Stores so many places in one commit, each further north than the one before, and waits until the index has them.
async fn store_many(app: &App, commit: usize) -> Vec<place::Model> {
    let plain = app.new_place("", 0.0).await;
    let rows: Vec<place::Model> = (0..A_COMMIT)
        .map(|number| {
            let (id, nth) = (app.ids.next(app.clock.now()), commit * A_COMMIT + number);
            place::Model {
                id,
                short_no: i64::try_from(nth).unwrap(),
                natural_key: id.to_string(),
                title: format!("第{nth}处"),
                lat: plain.lat + f64::from(u32::try_from(nth).unwrap()) * 1e-5,
                ..plain.clone()
            }
        })
        .collect();
    let mut transaction = app.database.begin().await.unwrap();
    let models = rows
        .iter()
        .map(|row| row.clone().into_active_model().reset_all());
    place::Entity::insert_many(models)
        .exec_without_returning(transaction.connection())
        .await
        .unwrap();
    for row in &rows {
        transaction.changed(Subject::Place, row.id);
    }
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    rows
}

/// How often changes were merged into a new base, as the metrics tell.
async fn compactions(app: &App) -> u64 {
    let metrics = app.get("/metrics").await.text;
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix("index_compactions_total "));
    line.map_or(0, |count| count.parse().unwrap())
}

/// The titles of every page of a list, in its order.
async fn all_titles(app: &App, path: &str) -> Vec<String> {
    let (mut titles, mut token) = (Vec::new(), String::new());
    loop {
        let page = app.get_json(&format!("{path}{token}")).await;
        let items = page["items"].as_array().unwrap();
        titles.extend(
            items
                .iter()
                .map(|it| it["title"].as_str().unwrap().to_owned()),
        );
        match page["next_page_token"].as_str() {
            Some(next) => token = format!("&page_token={next}"),
            None => return titles,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_beyond_the_bound_are_merged_and_every_answer_stays_true() {
    let app = App::start().await;
    let mut rows = Vec::new();
    for commit in 0..5 {
        rows.extend(store_many(&app, commit).await);
    }
    assert!(compactions(&app).await > 0);
    let mut transaction = app.database.begin().await.unwrap();
    for row in rows.iter().step_by(10) {
        let mut closed = row.clone();
        closed.state = "closed".to_owned();
        place::Entity::update(closed.into_active_model().reset_all())
            .exec(transaction.connection())
            .await
            .unwrap();
        transaction.changed(Subject::Place, row.id);
    }
    transaction.commit(app.clock.now()).await.unwrap();
    app.catch_up().await;
    let left = (0..rows.len()).filter(|nth| nth % 10 != 0);
    let expected: Vec<String> = left.map(|nth| format!("第{nth}处")).collect();
    let path = around_seat("&radius_m=50000&page_size=100");
    assert_eq!(all_titles(&app, &path).await, expected);
    app.stop().await;
}
