//! What makes two rows the same place.

use uuid::Uuid;

use crate::language::folded;

/// The import identity: the external id within its source, else division, kind and normalised name.
pub(crate) fn natural_key(
    source: &str,
    external_id: Option<&str>,
    division: Uuid,
    kind: &str,
    title: &str,
) -> String {
    match external_id {
        Some(external_id) => format!("x|{source}|{external_id}"),
        None => format!("n|{division}|{kind}|{}", folded(title)),
    }
}
