//! Noise: seeded random queries and bodies. Whatever comes, the answer is a page or a problem document, never 5xx.

use crate::bad_input::{LISTS, assert_problem};
use crate::harness::App;

/// Random queries thrown at each list.
const THROWS: usize = 300;

/// SplitMix64 (Steele, Lea, Flood 2014): the same noise in every run.
struct Noise(u64);

impl Noise {
    /// The next number below `below`.
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(below).unwrap()).unwrap()
    }

    /// One of some texts.
    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// One of some words between spaces, or nothing.
    fn word<'t>(&mut self, words: &'t str) -> &'t str {
        let words: Vec<&str> = words.split(' ').chain([""]).collect();
        self.pick(&words)
    }

    /// A text of letters that mean something somewhere in a query.
    fn scrap(&mut self) -> String {
        const LETTERS: [&str; 30] = [
            "a",
            "Z",
            "0",
            "9",
            "-",
            ".",
            ",",
            ":",
            ";",
            "%",
            "%20",
            "%00",
            "%ff",
            "%E8%B4%B5",
            "+",
            "&",
            "=",
            "[",
            "]",
            "{",
            "'",
            "(",
            "~",
            "/",
            "?",
            "_",
            "%2C",
            "%25",
            "e",
            "1",
        ];
        let length = self.below(12);
        (0..length).map(|_| self.pick(&LETTERS)).collect()
    }

    /// A pair that may make sense.
    fn pair(&mut self) -> String {
        const NAMES: &str = "lat lon crs near minutes radius_m kinds services facets_all facets_any \
            site_kinds grades categories occupations tags_any tags_all division \
            open_now pay_at_least_fen pay_unit posted_since seed page_size page_token \
            parent q code level x";
        const VALUES: &str = "0 1 -1 15 60 61 26.57 106.71 1e308 -1e-400 NaN 9223372036854775807 \
            9223372036854775808 -9223372036854775808 true false wgs84 gcj02 bd09 \
            vacancy gig,vacancy doorstep_station wifi month hour 520102 \
            division:520102 place:00000000-0000-7000-8000-000000000000 \
            2026-11-24T00:00:00Z +262143-12-31T23:59:59.999999999Z \
            0000-01-01T00:00:00Z county %E5%8D%97%E6%98%8E AAAA ,";
        let name = match self.below(12) {
            0 => self.scrap(),
            _ => self.word(NAMES).to_owned(),
        };
        const SOUND: [&str; 4] = ["page_size=15", "page_size=1", "page_size=1000000000", ""];
        match self.below(10) {
            0 => format!("{name}={}", self.scrap()),
            1 => name,
            2 | 3 => self.pick(&SOUND).to_owned(),
            _ => format!("{name}={}", self.word(VALUES)),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_query_is_thrown_at_a_list_it_never_fails_by_itself() {
    let app = App::start().await;
    app.one_place("站", 10.0).await;
    app.one_opening("岗", 10.0).await;
    let mut noise = Noise(20_261_124);
    for list in LISTS {
        let (bare, _) = list.split_once('?').unwrap();
        let mut statuses = std::collections::BTreeMap::new();
        for throw in 0..THROWS {
            let pairs: Vec<String> = (0..=noise.below(4)).map(|_| noise.pair()).collect();
            let pairs = pairs.join("&");
            let path = match throw % 3 {
                0 => format!("{bare}?{pairs}"),
                _ => format!("{list}&{pairs}"),
            };
            let answer = app.get(&path).await;
            *statuses.entry(answer.status).or_insert(0) += 1;
            match answer.status {
                200 => assert!(answer.json()["items"].is_array(), "{path}"),
                400 | 422 => assert_problem(&answer, &path),
                other => panic!("{other} for {path}: {}", answer.text),
            }
        }
        // The noise must reach both sides of the check, or it would prove nothing.
        assert!(statuses.len() == 3, "{list}: {statuses:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_body_is_thrown_at_the_search_it_never_fails_by_itself() {
    let app = App::start().await;
    let mut noise = Noise(42);
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"lat\"",
        "\"lon\"",
        "\"crs\"",
        "26.57",
        "106.71",
        "\"wgs84\"",
        "null",
        "true",
        "1e400",
        "-",
        "\"\\u0000\"",
        "\"kinds\"",
        "[\"gig\"]",
        "é",
    ];
    for _ in 0..THROWS {
        let middle: String = (0..noise.below(10)).map(|_| noise.pick(&pieces)).collect();
        let sound = "{\"lat\":26.57,\"lon\":106.71,\"crs\":\"wgs84\",\"minutes\":";
        let body = match noise.below(3) {
            0 => middle,
            1 => format!("{{{middle}}}"),
            _ => format!("{sound}{middle}}}"),
        };
        let answer = app.send("POST", "/v1/nearby", &[], Some(&body)).await;
        match answer.status {
            200 => assert!(answer.json()["items"].is_array(), "{body}"),
            400 | 422 => assert_problem(&answer, &body),
            other => panic!("{other} for {body}: {}", answer.text),
        }
    }
    app.stop().await;
}
