//! What tests of codes and numbers share: the published vectors.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(
    clippy::disallowed_methods,
    reason = "MENKOU_TEST_DATA names the published vectors"
)]

use std::path::PathBuf;

/// All of them; none where they are not at hand, which is said.
pub(super) fn published() -> Option<serde_json::Value> {
    let Some(folder) = std::env::var_os("MENKOU_TEST_DATA") else {
        eprintln!("not run: MENKOU_TEST_DATA is unset, std_vectors.json is not at hand");
        return None;
    };
    let folder = PathBuf::from(folder);
    let places = [
        folder.join("tests/std_vectors.json"),
        folder.join("std_vectors.json"),
    ];
    let path = places.iter().find(|path| path.exists()).unwrap();
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}
