//! A database of its own for each test, with the divisions planted, and the commands as a person types them.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use clap::Parser;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::catalog::Catalog;
use crate::commands::parts::{Answer, Ending, Parts};
use crate::commands::{export, import};
use crate::config::Config;
use crate::divisions::{Atlas, load_atlas, plant_divisions};
use crate::openings::OpeningRecord;
use crate::places::PlaceRecord;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::ids::Ids;

/// A division of the tests, and a point well inside it (WGS-84).
pub(super) const NANMING: (&str, &str, &str) = ("贵州省贵阳市南明区", "26.5600", "106.7200");

/// The headers of the tests' files of places.
pub(super) const PLACE_HEADERS: &str = "编号,名称,类型,区划,纬度,经度,坐标系,地址,共建单位,开放时间,特殊日期,节假日,服务项目,设施与特色,电话,说明,状态,核实日期";

/// The headers of the tests' files of openings.
pub(super) const OPENING_HEADERS: &str = "编号,类型,岗位名称,用工单位,统一社会信用代码,区划,纬度,经度,坐标系,职业,人数,条件,职责,薪资,标签,发布日期,有效期至,状态";

/// The catalog, loaded once.
static CATALOG: LazyLock<Arc<Catalog>> = LazyLock::new(|| Arc::new(Catalog::load(None).unwrap()));

/// A planted database to copy, and the divisions in it.
static PLANTED: OnceCell<(TempDir, Arc<Atlas>)> = OnceCell::const_new();

/// What a test works with.
pub(super) struct Desk {
    /// The folder of its files.
    pub(super) folder: TempDir,
    /// The opened parts.
    pub(super) parts: Parts,
}

/// `menkou import` as typed.
#[derive(Debug, Parser)]
struct ImportLine {
    /// The arguments.
    #[command(flatten)]
    arguments: import::ImportArgs,
}

/// `menkou export` as typed.
#[derive(Debug, Parser)]
struct ExportLine {
    /// The arguments.
    #[command(flatten)]
    arguments: export::ExportArgs,
}

/// The time of the tests.
pub(super) fn now() -> DateTime<Utc> {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

/// Opens an SQLite database in a folder.
async fn open(folder: &TempDir) -> Database {
    let url = format!("sqlite://{}", folder.path().join("menkou.db").display());
    Database::open(&url.into(), 2).await.unwrap()
}

/// Plants the divisions once.
async fn plant() -> (TempDir, Arc<Atlas>) {
    let folder = TempDir::new().unwrap();
    let database = open(&folder).await;
    database.migrate().await.unwrap();
    plant_divisions(&database, &CATALOG, &Clock::fixed(now()), &Ids::counted(1))
        .await
        .unwrap();
    let atlas = Arc::new(load_atlas(&database, &CATALOG).await.unwrap());
    database.close().await;
    (folder, atlas)
}

impl Desk {
    /// A desk with the divisions and nothing else.
    pub(super) async fn new() -> Self {
        let (planted, atlas) = PLANTED.get_or_init(plant).await;
        let folder = TempDir::new().unwrap();
        std::fs::copy(
            planted.path().join("menkou.db"),
            folder.path().join("menkou.db"),
        )
        .unwrap();
        let parts = Parts {
            database: open(&folder).await,
            catalog: Arc::clone(&CATALOG),
            atlas: Arc::clone(atlas),
            clock: Clock::fixed(now()),
            ids: Ids::counted(1_000_000),
        };
        Self { folder, parts }
    }

    /// The path of a file in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a CSV file of a header and rows.
    pub(super) fn file(&self, name: &str, headers: &str, rows: &[String]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, format!("{headers}\n{}\n", rows.join("\n"))).unwrap();
        path
    }

    /// Runs `menkou import ...`.
    pub(super) async fn import(&self, arguments: &[&str]) -> Answer {
        self.try_import(arguments).await.unwrap()
    }

    /// Runs `menkou import ...`, which may fail.
    pub(super) async fn try_import(&self, arguments: &[&str]) -> anyhow::Result<Answer> {
        let line = ImportLine::try_parse_from([&["import"], arguments].concat()).unwrap();
        let folder = self.folder.path().display().to_string();
        let variables = [("MENKOU__DATA__DIR".to_owned(), folder)];
        let config = Config::load(variables).unwrap();
        let answer = import::answer_on(&line.arguments, &self.parts, &config);
        answer.await
    }

    /// Runs `menkou import WHAT FILE`.
    pub(super) async fn import_file(&self, what: &str, path: &std::path::Path) -> Answer {
        self.import(&[what, path.to_str().unwrap()]).await
    }

    /// Runs `menkou import WHAT FILE`, which must be taken, and gives the batch.
    pub(super) async fn imported(&self, what: &str, path: &std::path::Path) -> String {
        let answer = self.import_file(what, path).await;
        assert_eq!(answer.ending, Ending::Done, "{answer:?}");
        batch_of(&answer).unwrap_or_else(|| panic!("{answer:?}"))
    }

    /// Runs `menkou export WHAT FILE --crs CRS`.
    pub(super) async fn export(&self, what: &str, path: &std::path::Path, crs: &str) -> Answer {
        self.export_as(&["export", what, path.to_str().unwrap(), "--crs", crs])
            .await
    }

    /// Runs `menkou export WHAT FILE` in English.
    pub(super) async fn export_english(&self, what: &str, path: &std::path::Path) -> Answer {
        self.export_as(&[
            "export",
            what,
            path.to_str().unwrap(),
            "--crs",
            "wgs84",
            "--language",
            "en",
        ])
        .await
    }

    /// Runs `menkou export WHAT FILE` with the records of the demo.
    pub(super) async fn export_with_demo(&self, what: &str, path: &std::path::Path) -> Answer {
        self.export_as(&[
            "export",
            what,
            path.to_str().unwrap(),
            "--crs",
            "wgs84",
            "--include-demo",
        ])
        .await
    }

    /// Runs `menkou export` with arguments.
    async fn export_as(&self, arguments: &[&str]) -> Answer {
        let line = ExportLine::try_parse_from(arguments).unwrap();
        export::answer(&line.arguments, &self.parts).await.unwrap()
    }

    /// Every place.
    pub(super) async fn places(&self) -> Vec<PlaceRecord> {
        crate::places::load_all(self.parts.database.readers())
            .await
            .unwrap()
    }

    /// Every opening in any state.
    pub(super) async fn openings(&self) -> Vec<OpeningRecord> {
        use sea_orm::{EntityTrait, QueryOrder};
        let find = entity::opening::Entity::find().order_by_asc(entity::opening::Column::Id);
        find.all(self.parts.database.readers()).await.unwrap()
    }

    /// How many change rows there are beside the planting's.
    pub(super) async fn changes(&self) -> u64 {
        use sea_orm::{EntityTrait, PaginatorTrait};
        entity::change_log::Entity::find()
            .count(self.parts.database.readers())
            .await
            .unwrap()
            - 1
    }

    /// How many batches there are.
    pub(super) async fn batches(&self) -> usize {
        crate::imports::batches(self.parts.database.readers())
            .await
            .unwrap()
            .len()
    }
}

/// The batch that an answer names.
pub(super) fn batch_of(answer: &Answer) -> Option<String> {
    let words = answer.lines.last()?.split_whitespace();
    words
        .map(|word| word.trim_end_matches('）'))
        .find(|word| uuid::Uuid::try_parse(word).is_ok())
        .map(str::to_owned)
}

/// The lines of an answer as one text.
pub(super) fn text_of(answer: &Answer) -> String {
    answer.lines.join("\n")
}

/// A row of a valid place.
pub(super) fn place_row(number: u32, title: &str) -> String {
    let (division, lat, lon) = NANMING;
    format!(
        "P{number},{title},家门口就业服务站,{division},{lat}{number:02},{lon}{number:02},wgs84,解放路 {number} 号,甲社区；乙公司,\
         周一至周五 09:00-12:00；周一至周五 13:30-17:00,2026-12-25 休息（盘点）,照常,岗位信息查询；就业政策咨询,wifi；充电,12333,有热水，可休息,开放,2026-11-01"
    )
}

/// A row of a valid vacancy.
pub(super) fn opening_row(number: u32, title: &str) -> String {
    let (division, lat, lon) = NANMING;
    format!(
        "O{number},岗位,{title},某某服务有限公司,91520100000000000J,{division},{lat}{number:02},{lon}{number:02},wgs84,\
         物业保洁员,3,身体健康,日常保洁,3000-4000元/月,包吃；包住,2026-11-20,2026-12-31,招聘中"
    )
}

/// A row with another cell in one column.
pub(super) fn with(headers: &str, row: &str, column: &str, cell: &str) -> String {
    let at = headers
        .split(',')
        .position(|header| header == column)
        .unwrap();
    let mut cells: Vec<&str> = row.split(',').collect();
    cells[at] = cell;
    cells.join(",")
}
