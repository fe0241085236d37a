//! Any change to a base's folder: it is refused, never with a panic, unless it is no change.
//!
//! The first byte says which file is changed and how; where a file of ours is changed, its hash may be made right
//! again, so that its reader sees the changed bytes. tantivy's own files are never given a right hash: what is in them
//! is not looked at before the hash has been found right.

use std::path::Path;
use std::sync::LazyLock;

use crate::fixture;
use text::{BaseRefusal, Lexicon, TextBase};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Files by name, as written.
type Files = Vec<(String, Vec<u8>)>;

/// A folder as it was written.
struct Written {
    /// The words.
    lexicon: Lexicon,
    /// Its files.
    files: Files,
}

/// The folder, written once.
static WRITTEN: LazyLock<Written> = LazyLock::new(|| {
    let lexicon = fixture::lexicon();
    let place = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let folder = place.path().join("text");
    let documents = (0..40).map(|it| fixture::document(it, 0));
    TextBase::build(Some(&folder), &lexicon, documents).unwrap_or_else(|error| panic!("{error}"));
    let mut files: Files = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect();
    files.sort();
    Written { lexicon, files }
});

/// Changes the folder as some bytes say, in `place`, and opens it.
pub(crate) fn open_changed(bytes: &[u8], place: &Path) {
    let written = &*WRITTEN;
    let [first, how, rest @ ..] = bytes else {
        return;
    };
    let mut files = written.files.clone();
    let chosen = usize::from(*first) % files.len();
    let Some((name, content)) = files.get_mut(chosen) else {
        return;
    };
    let is_ours = name == "documents" || name == "vocabulary";
    change(content, *how, rest);
    if is_ours && how & 0x80 != 0 {
        reseal(&mut files);
    }
    let folder = place.join("text");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{error}"));
    for (name, content) in &files {
        std::fs::write(folder.join(name), content).unwrap_or_else(|error| panic!("{error}"));
    }
    let is_same = files == written.files;
    match TextBase::open(&folder, &written.lexicon) {
        Ok(_) if is_same || (is_ours && how & 0x80 != 0) => {}
        Ok(_) => panic!("a changed folder was opened: file {chosen}, {how:#x}"),
        Err(BaseRefusal::Index(error)) => panic!("the index was looked at: {error}"),
        Err(error) => assert!(!is_same, "an unchanged folder was refused: {error}"),
    }
}

/// Cuts a file short, makes it longer, flips bits, or writes over it.
fn change(content: &mut Vec<u8>, how: u8, rest: &[u8]) {
    let number = rest
        .iter()
        .take(3)
        .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    let place = number % content.len().max(1);
    match how % 5 {
        0 => content.truncate(place),
        1 => content.extend(rest),
        2 => {
            if let Some(byte) = content.get_mut(place) {
                *byte ^= 1 << (how / 5 % 8);
            }
        }
        3 => {
            for (byte, new) in content.iter_mut().skip(place).zip(rest) {
                *byte = *new;
            }
        }
        _ => *content = rest.to_vec(),
    }
}

/// Writes the manifest anew, so that lengths and hashes are right.
fn reseal(files: &mut Files) {
    let Some((_, old)) = files.iter().find(|(name, _)| name == "manifest") else {
        return;
    };
    let mut bytes = old.get(..24).unwrap_or_default().to_vec();
    for (name, content) in files.iter().filter(|(name, _)| name != "manifest") {
        bytes.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(name.as_bytes());
        bytes.extend(u64::try_from(content.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(xxh3_128(content).to_le_bytes());
    }
    bytes.extend(xxh3_64(&bytes).to_le_bytes());
    if let Some((_, manifest)) = files.iter_mut().find(|(name, _)| name == "manifest") {
        *manifest = bytes;
    }
}
