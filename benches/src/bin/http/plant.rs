//! Writes the data set into an own SQLite file, once, in one transaction; every row is marked as demo.

use std::path::Path;

use entity::{opening, place, place_service};
use menkou::platform::clock::Clock;
use menkou::platform::database::WriteTransaction;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};

use crate::chance::Chance;
use crate::ground::Ground;
use crate::rows::{Drawn, Occupations, RowMaker};
use crate::serve::open;

/// Items drawn before they are written: their columns stay below SQLite's 32,766 parameters a statement.
const ITEMS_A_STATEMENT: usize = 800;

/// Writes `items` items into `dir`, unless it holds a set already.
pub(crate) async fn plant(dir: &Path, items: usize) -> anyhow::Result<()> {
    let parts = open(dir).await?;
    parts.make_schema(menkou::language::Language::En).await?;
    let database = parts.database();
    let there = opening::Entity::find().count(database.readers()).await?;
    if there > 0 {
        println!("{} holds {there} openings already", dir.display());
        return Ok(());
    }
    let ground = Ground::read(database).await?;
    let occupations = Occupations::read()?;
    let now = Clock::system().now();
    let mut maker = RowMaker {
        ground: &ground,
        occupations: &occupations,
        now,
        chance: Chance::of(1),
    };
    let transaction = database.begin().await?;
    let mut batch = Batch::default();
    for number in 0..items {
        match maker.draw(number) {
            Some(Drawn::Place(row, services)) => {
                batch.places.push(*row);
                batch.services.extend(services);
            }
            Some(Drawn::Opening(row)) => batch.openings.push(*row),
            None => anyhow::bail!("the catalog or the divisions are empty"),
        }
        if number % ITEMS_A_STATEMENT == ITEMS_A_STATEMENT - 1 {
            std::mem::take(&mut batch).write(&transaction).await?;
        }
        if number % 100_000 == 99_999 {
            eprintln!("planted {} of {items}", number + 1);
        }
    }
    batch.write(&transaction).await?;
    transaction.commit(now).await?;
    database.close().await;
    Ok(())
}

/// Rows that are written together.
#[derive(Default)]
struct Batch {
    /// Places.
    places: Vec<place::Model>,
    /// What they offer.
    services: Vec<place_service::Model>,
    /// Openings.
    openings: Vec<opening::Model>,
}

impl Batch {
    /// Writes the rows.
    async fn write(self, transaction: &WriteTransaction) -> anyhow::Result<()> {
        let connection = transaction.connection();
        if !self.places.is_empty() {
            let rows = self
                .places
                .into_iter()
                .map(|row| row.into_active_model().reset_all());
            place::Entity::insert_many(rows)
                .exec_without_returning(connection)
                .await?;
        }
        if !self.services.is_empty() {
            let rows = self
                .services
                .into_iter()
                .map(|row| row.into_active_model().reset_all());
            place_service::Entity::insert_many(rows)
                .exec_without_returning(connection)
                .await?;
        }
        if !self.openings.is_empty() {
            let rows = self
                .openings
                .into_iter()
                .map(|row| row.into_active_model().reset_all());
            opening::Entity::insert_many(rows)
                .exec_without_returning(connection)
                .await?;
        }
        Ok(())
    }
}
