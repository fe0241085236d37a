//! Routes: lines that take exactly the time of the search.

use proptest::prelude::*;
use reach::geodesic;
use reach::street::Snap;

use crate::generated;
use crate::generated::Ground;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_route_takes_the_time_of_the_search_and_is_as_long_as_its_line(seed: u64, hills: bool) {
        let ground = if hills { Ground::Hills } else { Ground::Flat };
        let (_, streets, points) = generated(seed, ground);
        let snaps: Vec<(reach::Wgs84, Snap)> = points.iter().filter_map(|it| Some((*it, streets.snap(*it)?))).collect();
        for (from, one) in &snaps {
            let times = streets.reach_from(one, 7200);
            for (to, other) in &snaps {
                let route = streets.route(one, other);
                prop_assert_eq!(route.as_ref().map(|it| it.milliseconds), times.milliseconds_to(other));
                let Some(route) = route else { continue };
                let line = route.line_between(*from, *to);
                let length: f64 = line.windows(2).map(|pair| geodesic(pair[0], pair[1]).get()).sum();
                prop_assert!((length - route.metres).abs() < 0.2, "{length} and not {}", route.metres);
                let end = *route.line.last().unwrap();
                prop_assert!(geodesic(end, streets.place(other).unwrap()).get() < 0.01);
                prop_assert!(route.metres_of_steps <= route.metres + 0.01);
                let slowest = route.metres / 75.0 * 60_000.0 * 4.1 + 2000.0;
                let fastest = route.metres / streets.fastest_metres_per_second() * 1000.0 - 50.0;
                prop_assert!((fastest..=slowest).contains(&f64::from(route.milliseconds)));
                if ground == Ground::Flat && route.line.len() > 1 {
                    prop_assert_eq!(route.climb_m, None);
                    let expected = (route.metres + route.metres_of_steps) / 75.0 * 60_000.0;
                    let off = f64::from(route.milliseconds) - expected;
                    prop_assert!((-5.0..=5.0 + line.len() as f64).contains(&off), "{off} ms off");
                }
            }
        }
    }
}
