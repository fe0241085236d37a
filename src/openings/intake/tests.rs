//! How long a posting may stand.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::standing::latest_end;

#[test]
fn the_day_of_posting_is_day_zero_and_the_last_day_counts_in_full() {
    let posted = "2026-11-24T15:59:59Z".parse().unwrap();
    assert_eq!(
        latest_end(posted, 15).to_rfc3339(),
        "2026-12-09T16:00:00+00:00"
    );
    let posted = "2026-11-24T16:00:00Z".parse().unwrap();
    assert_eq!(
        latest_end(posted, 15).to_rfc3339(),
        "2026-12-10T16:00:00+00:00"
    );
}
