//! A base's folder: its files, and a manifest with the length and hash of each.
//!
//! Every byte is read once, into memory, and compared with the manifest before anything interprets it; what happens to
//! the files later is of no consequence. A folder is written beside its place and then renamed. Nothing is repaired:
//! a refused folder is rebuilt from the database. Read next: `mod.rs`.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::refusal::BaseRefusal;

/// The first bytes of a manifest.
const MAGIC: &[u8; 8] = b"MENKOUTX";

/// The version of the folder's format.
const VERSION: u32 = 1;

/// The manifest's name.
const MANIFEST: &str = "manifest";

/// The longest manifest, bytes.
const LONGEST_MANIFEST: u64 = 64 * 1024;

/// The most that a folder may hold: this many bytes a document, and [`LEAST_BYTES`].
const BYTES_A_DOCUMENT: u64 = 16 * 1024;

/// What even an empty folder may hold.
const LEAST_BYTES: u64 = 64 * 1024 * 1024;

/// What a folder says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The lexicon it was built with.
    pub(super) fingerprint: u64,
    /// How many documents.
    pub(super) documents: u32,
}

/// Files by name.
pub(super) type Files = Vec<(PathBuf, Vec<u8>)>;

/// A file that cannot be read or written.
fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> BaseRefusal + '_ {
    move |cause| BaseRefusal::File {
        path: path.to_owned(),
        cause,
    }
}

/// A file that is not as it was written.
fn damaged(path: &Path, what: &str) -> BaseRefusal {
    BaseRefusal::Damaged {
        path: path.to_owned(),
        what: what.to_owned(),
    }
}

/// Writes a folder: beside its place first, then in place of what stood there.
pub(super) fn write(folder: &Path, head: Head, files: &Files) -> Result<(), BaseRefusal> {
    let (new, old) = (beside(folder, "new"), beside(folder, "old"));
    for left in [&new, &old] {
        if left.exists() {
            fs::remove_dir_all(left).map_err(failed(left))?;
        }
    }
    fs::create_dir_all(&new).map_err(failed(&new))?;
    for (name, bytes) in files {
        let path = new.join(name);
        fs::write(&path, bytes).map_err(failed(&path))?;
    }
    let manifest = new.join(MANIFEST);
    fs::write(&manifest, manifest_of(head, files)).map_err(failed(&manifest))?;
    if folder.exists() {
        fs::rename(folder, &old).map_err(failed(folder))?;
    }
    fs::rename(&new, folder).map_err(failed(folder))?;
    if old.exists() {
        fs::remove_dir_all(&old).map_err(failed(&old))?;
    }
    Ok(())
}

/// A folder's name with an ending.
fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    folder.with_file_name(name)
}

/// The manifest: magic, version, lexicon, documents, files, and the hash of all that.
fn manifest_of(head: Head, files: &Files) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(head.fingerprint.to_le_bytes());
    bytes.extend(head.documents.to_le_bytes());
    for (name, content) in files {
        let name = name.to_string_lossy();
        bytes.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(name.as_bytes());
        bytes.extend(
            u64::try_from(content.len())
                .unwrap_or(u64::MAX)
                .to_le_bytes(),
        );
        bytes.extend(xxh3_128(content).to_le_bytes());
    }
    bytes.extend(xxh3_64(&bytes).to_le_bytes());
    bytes
}

/// Reads a folder: what it says of itself, and its files, each exactly as it was written.
pub(super) fn read(folder: &Path, fingerprint: u64) -> Result<(Head, Files), BaseRefusal> {
    let path = folder.join(MANIFEST);
    let bytes = read_whole(&path, None, LONGEST_MANIFEST)?;
    let (head, listed) = read_manifest(&path, &bytes)?;
    if head.fingerprint != fingerprint {
        return Err(BaseRefusal::ForeignLexicon { path });
    }
    let most = u64::from(head.documents)
        .saturating_mul(BYTES_A_DOCUMENT)
        .saturating_add(LEAST_BYTES);
    let total = listed
        .iter()
        .fold(0_u64, |sum, it| sum.saturating_add(it.length));
    if total > most {
        return Err(damaged(&path, "more bytes than so many documents can have"));
    }
    let mut files = Vec::with_capacity(listed.len());
    for entry in listed {
        let path = folder.join(&entry.name);
        let content = read_whole(&path, Some(entry.length), most)?;
        if xxh3_128(&content) != entry.hash {
            return Err(damaged(
                &path,
                "its bytes have changed since it was written",
            ));
        }
        files.push((PathBuf::from(entry.name), content));
    }
    Ok((head, files))
}

/// Reads a file of a known length, or of any up to a limit; never more than it has.
fn read_whole(path: &Path, length: Option<u64>, most: u64) -> Result<Vec<u8>, BaseRefusal> {
    let file = File::open(path).map_err(failed(path))?;
    let found = file.metadata().map_err(failed(path))?.len();
    if length.is_some_and(|length| length != found) || found > most {
        return Err(damaged(path, "not as long as it was written"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found).unwrap_or(0));
    file.take(found)
        .read_to_end(&mut bytes)
        .map_err(failed(path))?;
    if u64::try_from(bytes.len()).ok() != Some(found) {
        return Err(damaged(path, "cut short while it was read"));
    }
    Ok(bytes)
}

/// A file as the manifest lists it.
struct Listed {
    /// Its name; never a path.
    name: String,
    /// Its length in bytes.
    length: u64,
    /// Its hash.
    hash: u128,
}

/// Reads a manifest.
fn read_manifest(path: &Path, bytes: &[u8]) -> Result<(Head, Vec<Listed>), BaseRefusal> {
    let short = || damaged(path, "cut short");
    let mut rest = bytes;
    if take::<8>(&mut rest).ok_or_else(short)? != *MAGIC {
        return Err(damaged(path, "not the manifest of a text index"));
    }
    let found = u32::from_le_bytes(take(&mut rest).ok_or_else(short)?);
    if found != VERSION {
        return Err(BaseRefusal::ForeignVersion {
            path: path.to_owned(),
            found,
            wanted: VERSION,
        });
    }
    let signed = bytes.len().checked_sub(8).ok_or_else(short)?;
    let (content, seal) = bytes.split_at_checked(signed).ok_or_else(short)?;
    if xxh3_64(content).to_le_bytes() != *seal {
        return Err(damaged(path, "its bytes have changed since it was written"));
    }
    let mut rest = content.get(12..).ok_or_else(short)?;
    let head = Head {
        fingerprint: u64::from_le_bytes(take(&mut rest).ok_or_else(short)?),
        documents: u32::from_le_bytes(take(&mut rest).ok_or_else(short)?),
    };
    let mut listed = Vec::new();
    while !rest.is_empty() {
        let length = usize::from(u16::from_le_bytes(take(&mut rest).ok_or_else(short)?));
        let (name, after) = rest.split_at_checked(length).ok_or_else(short)?;
        rest = after;
        let name = std::str::from_utf8(name).ok().filter(|name| is_plain(name));
        let name = name.ok_or_else(|| damaged(path, "lists a file that is none of ours"))?;
        listed.push(Listed {
            name: name.to_owned(),
            length: u64::from_le_bytes(take(&mut rest).ok_or_else(short)?),
            hash: u128::from_le_bytes(take(&mut rest).ok_or_else(short)?),
        });
    }
    Ok((head, listed))
}

/// Whether a name is that of a file in the folder itself.
fn is_plain(name: &str) -> bool {
    let is_letter = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    !name.is_empty() && name.chars().all(is_letter) && !name.contains("..") && name != MANIFEST
}

/// Takes some bytes off the front.
fn take<const COUNT: usize>(rest: &mut &[u8]) -> Option<[u8; COUNT]> {
    let (taken, after) = rest.split_first_chunk::<COUNT>()?;
    *rest = after;
    Some(*taken)
}
