//! The files of the catalog: the compiled-in texts and the folder that may replace them one by one.
//!
//! Must never: read a file outside the given folder's known names, or pass over a name it does not know.
//! Read next: `catalog/divisions/SOURCES.md` for where the data files come from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::CatalogRefusal;

/// The largest file that may replace one of ours: 16 MiB.
pub(super) const LARGEST_BYTES: u64 = 16 * 1024 * 1024;

/// Kinds of place, facets, sites, grades.
pub(super) const PLACES: &str = "places.toml";
/// Families of services and service items.
pub(super) const SERVICES: &str = "services.toml";
/// Kinds of opening, units of pay, states, tags.
pub(super) const OPENINGS: &str = "openings.toml";
/// Categories and occupations.
pub(super) const OCCUPATIONS: &str = "occupations.toml";

/// What people say for the same thing.
pub(super) const SYNONYMS: &str = "words/synonyms.toml";
/// Words that say nothing about what is sought.
pub(super) const STOP_WORDS: &str = "words/stop_words.toml";
/// Words that are never cut.
pub(super) const OWN_WORDS: &str = "words/own_words.toml";

/// Names that may stand beside the files and are not read.
const NOTES: [&str; 2] = ["SOURCES.md", "README.md"];

/// Pairs each file's relative name with its compiled-in text.
macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/catalog/", $name)))),+]
    };
}

/// Every file of the catalog: its relative name and its compiled-in text.
pub(super) const EMBEDDED: [(&str, &str); 21] = embedded![
    "places.toml",
    "services.toml",
    "openings.toml",
    "occupations.toml",
    "divisions/cn_divisions_mca2026.csv",
    "divisions/gz_divisions_mca2026.csv",
    "divisions/gz_streets_nbs2023.csv",
    "divisions/gz_villages_nbs2023.csv",
    "divisions/gz_code_changes_1981_2020.csv",
    "divisions/gz_code_changes_added.csv",
    "divisions/town_aliases.csv",
    "divisions/gz_county_seats.csv",
    "divisions/gz_town_points_geonames.csv",
    "divisions/gz_geonames_places.csv",
    "divisions/gz_bounds_province.geojson",
    "divisions/gz_bounds_city.geojson",
    "divisions/gz_bounds_district.geojson",
    "holidays/cn_holidays_2018_2026.csv",
    "words/synonyms.toml",
    "words/stop_words.toml",
    "words/own_words.toml",
];

/// The texts of all files, by relative name with `/` between folder and file.
#[derive(Clone)]
pub(super) struct Texts(BTreeMap<&'static str, Cow<'static, str>>);

impl Texts {
    /// The compiled-in texts, each replaced by the file of the same relative name in `dir`.
    pub(super) fn load(dir: Option<&Path>) -> Result<Self, CatalogRefusal> {
        let compiled = EMBEDDED
            .into_iter()
            .map(|(name, text)| (name, Cow::Borrowed(text)));
        let mut texts = Self(compiled.collect());
        if let Some(dir) = dir {
            texts.replace_from(dir, "")?;
        }
        Ok(texts)
    }

    /// The text of a file; an unknown name stops a debug build and is empty in a release build.
    pub(super) fn get(&self, name: &str) -> &str {
        let text = self.0.get(name);
        debug_assert!(text.is_some(), "the catalog has no file {name}");
        text.map_or("", AsRef::as_ref)
    }

    /// Replaces texts from a folder whose files stand under `prefix`, in the order of their names.
    fn replace_from(&mut self, folder: &Path, prefix: &str) -> Result<(), CatalogRefusal> {
        for path in paths_in(folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // Kubernetes keeps its own `..data` beside the files it mounts.
            if name.starts_with("..") || NOTES.contains(&name.as_ref()) {
                continue;
            }
            let relative = format!("{prefix}{name}");
            let inside = format!("{relative}/");
            if path.is_dir() && EMBEDDED.iter().any(|(known, _)| known.starts_with(&inside)) {
                self.replace_from(&path, &inside)?;
                continue;
            }
            match EMBEDDED.iter().find(|(known, _)| *known == relative) {
                Some((known, _)) => self.0.insert(known, Cow::Owned(text_of(&path)?)),
                None => return Err(CatalogRefusal::UnknownFile { path }),
            };
        }
        Ok(())
    }
}

/// What stands in a folder, sorted, so that the same folder is always refused for the same file.
fn paths_in(folder: &Path) -> Result<Vec<PathBuf>, CatalogRefusal> {
    let unreadable = |cause| CatalogRefusal::Unreadable {
        path: folder.to_owned(),
        cause,
    };
    let mut paths = fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

/// The text of one file, without a byte order mark; refused over the limit or where it is not UTF-8.
fn text_of(path: &Path) -> Result<String, CatalogRefusal> {
    let path = path.to_owned();
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large from one that just fits.
    let read = File::open(&path).and_then(|file| {
        file.take(LARGEST_BYTES.saturating_add(1))
            .read_to_end(&mut bytes)
    });
    match read {
        Err(cause) => return Err(CatalogRefusal::Unreadable { path, cause }),
        Ok(length) if u64::try_from(length).map_or(true, |length| length > LARGEST_BYTES) => {
            return Err(CatalogRefusal::TooLarge { path });
        }
        Ok(_) => {}
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = super::locate::line_at(error.as_bytes(), good);
        CatalogRefusal::NotUtf8 { path, line }
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}
