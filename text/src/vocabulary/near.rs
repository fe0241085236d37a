//! Words that differ from another by one typo.
