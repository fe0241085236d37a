//! The spine: divisions, places with their services, openings, imports that can be undone, and the change log.

use sea_orm_migration::prelude::*;

/// See the module.
#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

/// What a column holds; both databases get the type that suits.
#[derive(Clone, Copy)]
enum Kind {
    /// Identity (UUID).
    Id,
    /// Text of any length; SQLite and PostgreSQL compare it by bytes.
    Text,
    /// 64-bit integer.
    Integer,
    /// 32-bit integer.
    Small,
    /// Double precision number.
    Double,
    /// True or false.
    Bool,
    /// JSON document.
    Json,
    /// Local date.
    Date,
    /// Instant in UTC.
    Instant,
}

/// A column that must have a value.
fn required(name: &'static str, kind: Kind) -> ColumnDef {
    let mut column = optional(name, kind);
    column.not_null();
    column
}

/// A column that may be null.
fn optional(name: &'static str, kind: Kind) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    match kind {
        Kind::Id => column.uuid(),
        Kind::Text => column.text(),
        Kind::Integer => column.big_integer(),
        Kind::Small => column.integer(),
        Kind::Double => column.double(),
        Kind::Bool => column.boolean(),
        Kind::Json => column.json_binary(),
        Kind::Date => column.date(),
        Kind::Instant => column.timestamp_with_time_zone(),
    };
    column
}

/// An ascending position that the database gives out and never reuses.
fn position(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(Alias::new(name));
    column
        .big_integer()
        .not_null()
        .auto_increment()
        .primary_key();
    column
}

/// A table of columns with a primary key over `key` (none where a [`position`] is the key).
fn table(
    name: &'static str,
    key: &[&'static str],
    columns: Vec<ColumnDef>,
) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for mut column in columns {
        table.col(&mut column);
    }
    if !key.is_empty() {
        let mut primary = Index::create();
        for part in key {
            primary.col(Alias::new(*part));
        }
        table.primary_key(&mut primary);
    }
    table.to_owned()
}

/// A reference that refuses to leave orphans.
fn reference(
    from: (&'static str, &'static str),
    to: (&'static str, &'static str),
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(Alias::new(from.0), Alias::new(from.1))
        .to(Alias::new(to.0), Alias::new(to.1))
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// An index, unique or not.
fn index(
    name: &'static str,
    table: &'static str,
    column: &'static str,
    unique: bool,
) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(name)
        .table(Alias::new(table))
        .col(Alias::new(column));
    if unique {
        index.unique();
    }
    index.to_owned()
}

/// The administrative tree and its codes.
fn division_tables() -> Vec<TableCreateStatement> {
    let mut division = table(
        "division",
        &["id"],
        vec![
            required("id", Kind::Id),
            optional("parent_id", Kind::Id),
            required("path", Kind::Text),
            required("level", Kind::Text),
            required("name", Kind::Text),
            required("full_name", Kind::Text),
            optional("lat", Kind::Double),
            optional("lon", Kind::Double),
            optional("point_basis", Kind::Text),
            required("is_ended", Kind::Bool),
            optional("note", Kind::Text),
        ],
    );
    division.foreign_key(&mut reference(
        ("division", "parent_id"),
        ("division", "id"),
    ));
    let mut code = table(
        "division_code",
        &["system", "code", "division_id"],
        vec![
            required("system", Kind::Text),
            required("code", Kind::Text),
            required("division_id", Kind::Id),
            optional("valid_from", Kind::Date),
            optional("valid_to", Kind::Date),
        ],
    );
    code.foreign_key(&mut reference(
        ("division_code", "division_id"),
        ("division", "id"),
    ));
    vec![division, code]
}

/// What every imported record with a place on the map has.
fn located_columns() -> Vec<ColumnDef> {
    vec![
        required("id", Kind::Id),
        required("short_no", Kind::Integer),
        required("source", Kind::Text),
        optional("external_id", Kind::Text),
        required("natural_key", Kind::Text),
        required("kind", Kind::Text),
        required("title", Kind::Text),
        required("division_id", Kind::Id),
        optional("address", Kind::Text),
        required("lat", Kind::Double),
        required("lon", Kind::Double),
        required("point_basis", Kind::Text),
        required("state", Kind::Text),
        required("is_demo", Kind::Bool),
        required("version", Kind::Integer),
        required("created_at", Kind::Instant),
        required("updated_at", Kind::Instant),
    ]
}

/// Places and the services at them.
fn place_tables() -> Vec<TableCreateStatement> {
    let mut columns = located_columns();
    columns.extend([
        optional("site_kind", Kind::Text),
        optional("grade", Kind::Text),
        required("co_builders", Kind::Json),
        optional("hours", Kind::Json),
        required("facets", Kind::Json),
        optional("phone", Kind::Text),
        optional("description", Kind::Text),
        optional("verified_at", Kind::Instant),
    ]);
    let mut place = table("place", &["id"], columns);
    place.foreign_key(&mut reference(("place", "division_id"), ("division", "id")));
    let mut service = table(
        "place_service",
        &["place_id", "service"],
        vec![
            required("place_id", Kind::Id),
            required("service", Kind::Text),
            optional("hours", Kind::Json),
            optional("audience", Kind::Text),
            optional("bring", Kind::Text),
            optional("verified_at", Kind::Instant),
        ],
    );
    service.foreign_key(&mut reference(
        ("place_service", "place_id"),
        ("place", "id"),
    ));
    vec![place, service]
}

/// Openings.
fn opening_table() -> TableCreateStatement {
    let mut columns = located_columns();
    columns.extend([
        required("employer_name", Kind::Text),
        optional("employer_code", Kind::Text),
        optional("occupation", Kind::Text),
        optional("category", Kind::Text),
        required("headcount", Kind::Small),
        optional("conditions", Kind::Text),
        optional("duties", Kind::Text),
        optional("pay_min_fen", Kind::Integer),
        optional("pay_max_fen", Kind::Integer),
        required("pay_unit", Kind::Text),
        optional("pay_months", Kind::Small),
        optional("pay_monthly_min_fen", Kind::Integer),
        optional("pay_monthly_max_fen", Kind::Integer),
        required("tags", Kind::Json),
        optional("starts_on", Kind::Date),
        optional("ends_on", Kind::Date),
        required("posted_at", Kind::Instant),
        required("valid_until", Kind::Instant),
    ]);
    let mut opening = table("opening", &["id"], columns);
    opening.foreign_key(&mut reference(
        ("opening", "division_id"),
        ("division", "id"),
    ));
    opening
}

/// Imports, the change log and facts about the installation.
fn ledger_tables() -> Vec<TableCreateStatement> {
    let batch = table(
        "import_batch",
        &["id"],
        vec![
            required("id", Kind::Id),
            required("subject", Kind::Text),
            required("file_name", Kind::Text),
            required("file_sha256", Kind::Text),
            required("source", Kind::Text),
            required("state", Kind::Text),
            required("created_count", Kind::Integer),
            required("updated_count", Kind::Integer),
            required("unchanged_count", Kind::Integer),
            required("refused_count", Kind::Integer),
            required("applied_at", Kind::Instant),
            optional("undone_at", Kind::Instant),
        ],
    );
    let mut row = table(
        "import_row",
        &[],
        vec![
            position("id"),
            required("batch_id", Kind::Id),
            required("subject_id", Kind::Id),
            optional("before", Kind::Json),
            required("after_version", Kind::Integer),
        ],
    );
    row.foreign_key(&mut reference(
        ("import_row", "batch_id"),
        ("import_batch", "id"),
    ));
    let change = table(
        "change_log",
        &[],
        vec![
            position("id"),
            required("subject", Kind::Text),
            required("subject_id", Kind::Id),
            required("at", Kind::Instant),
        ],
    );
    let installation = table(
        "installation",
        &["key"],
        vec![required("key", Kind::Text), required("value", Kind::Text)],
    );
    let sequence = table(
        "sequence",
        &["name"],
        vec![
            required("name", Kind::Text),
            required("last", Kind::Integer),
        ],
    );
    vec![batch, row, change, installation, sequence]
}

/// Every index of the spine.
fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("division_path", "division", "path", true),
        index(
            "division_code_by_division",
            "division_code",
            "division_id",
            false,
        ),
        index("division_code_by_code", "division_code", "code", false),
        index("place_natural_key", "place", "natural_key", true),
        index("place_short_no", "place", "short_no", true),
        index("place_by_division", "place", "division_id", false),
        index("opening_natural_key", "opening", "natural_key", true),
        index("opening_short_no", "opening", "short_no", true),
        index("opening_by_division", "opening", "division_id", false),
        index("opening_by_valid_until", "opening", "valid_until", false),
        index("import_row_by_batch", "import_row", "batch_id", false),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = division_tables()
            .into_iter()
            .chain(place_tables())
            .chain([opening_table()])
            .chain(ledger_tables());
        for table in tables {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        for name in ["place", "opening"] {
            let row = Query::insert()
                .into_table(Alias::new("sequence"))
                .columns([Alias::new("name"), Alias::new("last")])
                .values_panic([name.into(), 0_i64.into()])
                .to_owned();
            manager.execute(row).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [
            "sequence",
            "installation",
            "change_log",
            "import_row",
            "import_batch",
            "opening",
            "place_service",
            "place",
            "division_code",
            "division",
        ] {
            manager
                .drop_table(Table::drop().table(Alias::new(name)).to_owned())
                .await?;
        }
        Ok(())
    }
}
