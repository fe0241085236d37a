//! Records for tests, written through the product's own transaction so that the index follows.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{division, opening, place, place_service};
use menkou::platform::database::Subject;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{App, test_moment};

/// The seat of Nanming district, Guiyang (WGS-84), where most tests stand.
pub(crate) const SEAT_LAT: f64 = 26.571_469;
/// See [`SEAT_LAT`].
pub(crate) const SEAT_LON: f64 = 106.710_608;

impl App {
    /// The identity of the division with this full name.
    pub(crate) async fn division(&self, full_name: &str) -> Uuid {
        let found = division::Entity::find()
            .filter(division::Column::FullName.eq(full_name))
            .one(self.database.readers())
            .await
            .unwrap();
        found.expect("the division is planted").id
    }

    /// A doorstep station `north_m` metres north of the seat, not yet stored; changed by the test as it likes.
    pub(crate) async fn new_place(&self, title: &str, north_m: f64) -> place::Model {
        let division_id = self.division("贵州省贵阳市南明区").await;
        let id = self.ids.next(self.clock.now());
        place::Model {
            id,
            short_no: i64::try_from(id.as_u128() % 1_000_000_000_000).unwrap(),
            source: "test".to_owned(),
            external_id: None,
            natural_key: id.to_string(),
            kind: "doorstep_station".to_owned(),
            title: title.to_owned(),
            division_id,
            address: None,
            lat: SEAT_LAT + north_m / 110_800.0,
            lon: SEAT_LON,
            point_basis: "surveyed".to_owned(),
            site_kind: Some("residential".to_owned()),
            grade: None,
            co_builders: json!([]),
            hours: None,
            facets: json!([]),
            phone: None,
            description: None,
            state: "open".to_owned(),
            verified_at: None,
            is_demo: false,
            version: 1,
            created_at: test_moment(),
            updated_at: test_moment(),
        }
    }

    /// A vacancy `north_m` metres north of the seat, not yet stored; changed by the test as it likes.
    pub(crate) async fn new_opening(&self, title: &str, north_m: f64) -> opening::Model {
        let division_id = self.division("贵州省贵阳市南明区").await;
        let id = self.ids.next(self.clock.now());
        opening::Model {
            id,
            short_no: i64::try_from(id.as_u128() % 1_000_000_000_000).unwrap(),
            source: "test".to_owned(),
            external_id: None,
            natural_key: id.to_string(),
            kind: "vacancy".to_owned(),
            title: title.to_owned(),
            employer_name: "测试用工单位".to_owned(),
            employer_code: None,
            division_id,
            address: None,
            lat: SEAT_LAT + north_m / 110_800.0,
            lon: SEAT_LON,
            point_basis: "surveyed".to_owned(),
            occupation: None,
            category: None,
            headcount: 1,
            conditions: Some("无".to_owned()),
            duties: Some("测试".to_owned()),
            pay_min_fen: Some(400_000),
            pay_max_fen: Some(600_000),
            pay_unit: "month".to_owned(),
            pay_months: None,
            pay_monthly_min_fen: Some(400_000),
            pay_monthly_max_fen: Some(600_000),
            tags: json!([]),
            starts_on: None,
            ends_on: None,
            posted_at: days_ago(1),
            valid_until: days_ago(-30),
            state: "published".to_owned(),
            is_demo: false,
            version: 1,
            created_at: test_moment(),
            updated_at: test_moment(),
        }
    }

    /// Stores places with their services and waits until the index has them.
    pub(crate) async fn store_places(&self, places: &[(place::Model, &[&str])]) {
        let mut transaction = self.database.begin().await.unwrap();
        for (row, services) in places {
            let model = row.clone().into_active_model().reset_all();
            place::Entity::insert(model)
                .exec_without_returning(transaction.connection())
                .await
                .unwrap();
            for service in *services {
                let row = place_service::Model {
                    place_id: row.id,
                    service: (*service).to_owned(),
                    hours: None,
                    audience: None,
                    bring: None,
                    verified_at: None,
                };
                let model = row.into_active_model().reset_all();
                place_service::Entity::insert(model)
                    .exec_without_returning(transaction.connection())
                    .await
                    .unwrap();
            }
            transaction.changed(Subject::Place, row.id);
        }
        transaction.commit(self.clock.now()).await.unwrap();
        self.catch_up().await;
    }

    /// Stores openings and waits until the index has them.
    pub(crate) async fn store_openings(&self, openings: &[opening::Model]) {
        let mut transaction = self.database.begin().await.unwrap();
        for row in openings {
            let model = row.clone().into_active_model().reset_all();
            opening::Entity::insert(model)
                .exec_without_returning(transaction.connection())
                .await
                .unwrap();
            transaction.changed(Subject::Opening, row.id);
        }
        transaction.commit(self.clock.now()).await.unwrap();
        self.catch_up().await;
    }

    /// Gives a stored opening another title and waits until the index has it.
    pub(crate) async fn change_title(&self, opening: &opening::Model, title: &str) {
        let mut changed = opening.clone();
        changed.title = title.to_owned();
        changed.version += 1;
        let mut transaction = self.database.begin().await.unwrap();
        opening::Entity::update(changed.into_active_model().reset_all())
            .exec(transaction.connection())
            .await
            .unwrap();
        transaction.changed(Subject::Opening, opening.id);
        transaction.commit(self.clock.now()).await.unwrap();
        self.catch_up().await;
    }

    /// Stores one plain place and returns it.
    pub(crate) async fn one_place(&self, title: &str, north_m: f64) -> place::Model {
        let place = self.new_place(title, north_m).await;
        self.store_places(&[(place.clone(), &[])]).await;
        place
    }

    /// Stores one plain opening and returns it.
    pub(crate) async fn one_opening(&self, title: &str, north_m: f64) -> opening::Model {
        let opening = self.new_opening(title, north_m).await;
        self.store_openings(std::slice::from_ref(&opening)).await;
        opening
    }
}

/// The moment so many days before the test's.
pub(crate) fn days_ago(days: i64) -> DateTime<Utc> {
    test_moment() - TimeDelta::days(days)
}

/// The query of a search around the seat.
pub(crate) fn around_seat(more: &str) -> String {
    format!("/v1/nearby?lat={SEAT_LAT}&lon={SEAT_LON}&crs=wgs84{more}")
}
