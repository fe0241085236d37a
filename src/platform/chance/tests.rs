//! That chance is chance, and in tests is not.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::Chance;

#[test]
fn the_systems_bytes_do_not_repeat() {
    let chance = Chance::system();
    let drawn: BTreeSet<[u8; 16]> = (0..100).map(|_| chance.draw().unwrap()).collect();
    assert_eq!(drawn.len(), 100);
}

#[test]
fn counted_bytes_repeat_from_run_to_run_and_not_within_one() {
    let (one, other) = (Chance::counted(7), Chance::counted(7));
    let first: [u8; 20] = one.draw().unwrap();
    assert_eq!(first, other.draw::<20>().unwrap());
    assert_ne!(first, one.draw::<20>().unwrap());
    assert_ne!(first, Chance::counted(8).draw::<20>().unwrap());
}
