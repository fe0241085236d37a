//! The spine: what is near is found, nearest first, as promised.

use crate::harness::App;
use crate::harness::fixtures::around_seat;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_near_is_found_nearest_first_with_distance_and_minutes() {
    let app = App::start().await;
    let far = app.one_place("远站", 500.0).await;
    let near = app.one_place("近站", 100.0).await;
    app.one_place("太远", 900.0).await;
    let page = app.get_json(&around_seat("")).await;
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{page}");
    assert_eq!(items[0]["id"], near.id.to_string());
    assert_eq!(items[1]["id"], far.id.to_string());
    assert_eq!(items[0]["walk_minutes"], 2);
    assert_eq!(page["basis"], "estimate");
    assert_eq!(page["crs"], "wgs84");
    assert_eq!(page["effective_filters"]["minutes"], 15);
    let distance = items[1]["distance_m"].as_f64().unwrap();
    assert!((499.0..501.0).contains(&distance), "{distance}");
    app.stop().await;
}
