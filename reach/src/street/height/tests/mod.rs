//! Tests of heights.
