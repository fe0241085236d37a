//! A vocabulary as bytes.
