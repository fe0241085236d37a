//! Identities and hashes of a base's documents as bytes.

/// Bytes of a document: identity and hash.
pub(super) const DOCUMENT_BYTES: usize = 24;

/// Identities and hashes as bytes.
pub(super) fn to_bytes(ids: &[u128], hashes: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ids.len().saturating_mul(DOCUMENT_BYTES));
    for (id, hash) in ids.iter().zip(hashes) {
        bytes.extend(id.to_le_bytes());
        bytes.extend(hash.to_le_bytes());
    }
    bytes
}

/// Identities and hashes read from bytes.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Vec<u128>, Vec<u64>)> {
    let mut ids = Vec::with_capacity(bytes.len() / DOCUMENT_BYTES);
    let mut hashes = Vec::with_capacity(bytes.len() / DOCUMENT_BYTES);
    let chunks = bytes.chunks_exact(DOCUMENT_BYTES);
    let is_whole = chunks.remainder().is_empty();
    for chunk in chunks {
        let (id, hash) = chunk.split_first_chunk::<16>()?;
        ids.push(u128::from_le_bytes(*id));
        hashes.push(u64::from_le_bytes(hash.try_into().ok()?));
    }
    is_whole.then_some((ids, hashes))
}
