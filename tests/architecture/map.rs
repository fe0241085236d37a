//! The house plan as data: the one machine-readable map of who lives on which floor.
//! Never holds a check; the checks beside this file read it. Next: `floors.rs`, `purity.rs`.

/// The top-level modules of `src/`, highest floor first; a module imports only from floors below its own.
///
/// A name that is not here may not exist in `src/`; a name without a file yet is fine.
pub(crate) const FLOORS: &[&[&str]] = &[
    &["main", "lib"],
    &["commands"],
    &["server"],
    &["demo", "pages"],
    &["figures"],
    &["nearby", "signups"],
    &["openings", "loans"],
    &["places", "registers", "patches", "cases"],
    &["imports", "notifications", "accounts", "divisions"],
    &["http"],
    &["partners"],
    &["platform", "streets"],
    &["catalog", "config"],
    &["workflow", "rules", "identity"],
    &["language"],
];

/// Modules that others may import only by the names their `mod.rs` offers.
pub(crate) const SLICES: &[&str] = &[
    "demo",
    "pages",
    "figures",
    "nearby",
    "signups",
    "openings",
    "loans",
    "places",
    "registers",
    "patches",
    "cases",
    "imports",
    "notifications",
    "accounts",
    "divisions",
];

/// Pairs (importer, imported) that the floors alone would allow and the plan does not.
pub(crate) const FORBIDDEN_PAIRS: &[(&str, &str)] = &[("http", "partners")];

/// The lowest floor that may name the crate `entity`, given by one of its modules.
pub(crate) const ENTITY_FROM: &str = "platform";

/// Modules and folders that are pure besides every slice's `rules`, without `.rs`.
pub(crate) const PURE_TREES: &[&str] = &[
    "reach/src",
    "src/workflow",
    "src/rules",
    "src/identity",
    "src/language",
    "src/places/hours",
    "src/openings/pay",
    "src/divisions/gazetteer",
    "src/nearby/search",
];

/// Crates that pure code never names.
pub(crate) const IMPURE_CRATES: &[&str] = &[
    "sea_orm",
    "sea_orm_migration",
    "sqlx",
    "actix_web",
    "redis",
    "reqwest",
    "tokio",
    "entity",
    "migration",
];

/// Parts of the standard library that pure code never names; the first two are free in its tests.
pub(crate) const IMPURE_STD: &[&str] = &["fs", "env", "net"];

/// Modules of the server that pure code never names.
pub(crate) const IMPURE_MODULES: &[&str] = &["platform", "http", "config", "server", "partners"];

/// Files of a slice that pure code of the same slice never names, because they hold queries.
pub(crate) const IMPURE_SIBLINGS: &[&str] = &["store", "service"];

/// Words that say nothing, and so may not be part of a name.
pub(crate) const EMPTY_WORDS: &[&str] = &[
    "util",
    "utils",
    "utility",
    "utilities",
    "helper",
    "helpers",
    "manager",
    "managers",
    "processor",
    "processors",
    "common",
    "misc",
];

/// Crates that `reach` may not depend on.
pub(crate) const NOT_IN_REACH: &[&str] = &["sea-orm", "actix-web", "redis", "reqwest", "tokio"];

/// Crates that no member may depend on, with the reason.
pub(crate) const NOT_ANYWHERE: &[(&str, &str)] = &[(
    "actix-governor",
    "it is GPL; limit rates with `governor` in `http`",
)];

/// The floor of a top-level module, counted from the top, or `None` when the map does not have it.
pub(crate) fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Whether `path` is the module `tree` itself or lies below it.
pub(crate) fn lies_in(path: &str, tree: &str) -> bool {
    path.strip_prefix(tree)
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether the plan asks this file to be pure.
pub(crate) fn is_pure(path: &str) -> bool {
    if PURE_TREES.iter().any(|tree| lies_in(path, tree)) {
        return true;
    }
    let Some(inside) = path.strip_prefix("src/") else {
        return false;
    };
    let slice = inside.split('/').next().unwrap_or_default();
    SLICES.contains(&slice)
        && inside
            .split('/')
            .skip(1)
            .any(|part| part == "rules" || part == "rules.rs")
}
