//! Files of places: what is taken, what is refused and how it is told.

use super::fixture::{Desk, NANMING, PLACE_HEADERS, batch_of, place_row, text_of, with};
use crate::commands::parts::Ending;

#[tokio::test]
async fn a_file_is_taken_and_the_same_file_again_changes_nothing() {
    let desk = Desk::new().await;
    let file = desk.file(
        "a.csv",
        PLACE_HEADERS,
        &[place_row(1, "甲站"), place_row(2, "乙站")],
    );
    desk.imported("places", &file).await;
    let places = desk.places().await;
    assert_eq!(places.len(), 2);
    assert_eq!(desk.changes().await, 2);
    let first = &places[0];
    assert_eq!(
        (
            first.row.version,
            first.row.is_demo,
            first.row.source.as_str()
        ),
        (1, false, "file")
    );
    assert_eq!(first.row.state, "open");
    assert_eq!(first.services.len(), 2);
    assert!(first.hours().is_some());
    let again = desk.import_file("places", &file).await;
    assert_eq!(again.ending, Ending::Done);
    assert!(
        text_of(&again).contains("文件没有带来任何变化"),
        "{again:?}"
    );
    assert_eq!(
        (
            desk.places().await,
            desk.changes().await,
            desk.batches().await
        ),
        (places, 2, 1)
    );
}

#[tokio::test]
async fn english_headers_in_any_spelling_are_understood() {
    let desk = Desk::new().await;
    let (division, lat, lon) = NANMING;
    let row =
        format!("X1,Station,Doorstep employment station,{division},{lat},{lon},first station");
    let file = desk.file(
        "a.csv",
        "External ID,ＮＡＭＥ,Kind,division,Latitude,LNG,description",
        &[row],
    );
    let answer = desk
        .import(&[
            "places",
            file.to_str().unwrap(),
            "--crs",
            "gcj02",
            "--language",
            "en",
        ])
        .await;
    assert_eq!(answer.ending, Ending::Done, "{answer:?}");
    let place = desk.places().await.remove(0);
    assert_eq!(place.row.kind, "doorstep_station");
    assert!(
        (place.row.lat - 26.56).abs() > 0.001,
        "the point was converted from GCJ-02"
    );
}

#[tokio::test]
async fn only_what_differs_is_changed_and_a_column_that_the_file_lacks_stays() {
    let desk = Desk::new().await;
    let rows = [place_row(1, "甲站"), place_row(2, "乙站")];
    desk.imported("places", &desk.file("a.csv", PLACE_HEADERS, &rows))
        .await;
    let (division, lat, lon) = NANMING;
    let rows = [
        format!("P1,甲站,家门口就业服务站,{division},{lat}01,{lon}01,wgs84,新地址"),
        format!("P2,乙站,家门口就业服务站,{division},{lat}02,{lon}02,wgs84,解放路 2 号"),
    ];
    let file = desk.file("b.csv", "编号,名称,类型,区划,纬度,经度,坐标系,地址", &rows);
    desk.imported("places", &file).await;
    let places = desk.places().await;
    let (first, second) = (&places[0], &places[1]);
    assert_eq!((first.row.version, second.row.version), (2, 1));
    assert_eq!(first.row.address.as_deref(), Some("新地址"));
    assert_eq!(first.row.phone.as_deref(), Some("12333"));
    assert_eq!(first.services.len(), 2);
    assert!(first.hours().is_some());
}

#[tokio::test]
async fn a_dry_run_tells_what_would_happen_and_writes_nothing() {
    let desk = Desk::new().await;
    let file = desk.file("a.csv", PLACE_HEADERS, &[place_row(1, "甲站")]);
    let answer = desk
        .import(&["places", file.to_str().unwrap(), "--dry-run"])
        .await;
    assert_eq!(answer.ending, Ending::Done);
    assert!(text_of(&answer).contains("新增 1"), "{answer:?}");
    assert_eq!(
        (
            desk.places().await.len(),
            desk.batches().await,
            desk.changes().await
        ),
        (0, 0, 0)
    );
}

#[tokio::test]
async fn one_refused_row_stops_the_file_unless_the_valid_ones_are_accepted() {
    let desk = Desk::new().await;
    let bad = with(PLACE_HEADERS, &place_row(2, "乙站"), "类型", "茶馆");
    let file = desk.file("a.csv", PLACE_HEADERS, &[place_row(1, "甲站"), bad]);
    let report = desk.path("report.csv");
    let (file, report) = (file.to_str().unwrap(), report.to_str().unwrap());
    let answer = desk.import(&["places", file, "--report", report]).await;
    assert_eq!(answer.ending, Ending::Refused);
    assert!(
        answer.lines[0].contains("第 3 行") && answer.lines[0].contains("类型"),
        "{answer:?}"
    );
    assert!(
        answer.lines[0].contains("零工市场"),
        "the allowed kinds are named: {answer:?}"
    );
    assert_eq!((desk.places().await.len(), desk.batches().await), (0, 0));
    assert!(
        std::fs::read_to_string(report)
            .unwrap()
            .contains("unknown_value")
    );
    let answer = desk.import(&["places", file, "--accept-valid"]).await;
    assert_eq!(answer.ending, Ending::Done);
    assert!(text_of(&answer).contains("拒绝 1"), "{answer:?}");
    assert_eq!(desk.places().await.len(), 1);
}

#[tokio::test]
async fn every_bad_cell_is_refused_with_its_row_column_and_reason() {
    let desk = Desk::new().await;
    let long = "长".repeat(81);
    let cases = [
        ("名称", "", "不能为空"),
        ("名称", long.as_str(), "最多 80 个字"),
        (
            "区划",
            "贵州省贵阳市没有区",
            "没有“贵州省贵阳市没有区”这个值",
        ),
        ("区划", "", "不能为空"),
        ("纬度", "NaN", "有限的数字"),
        ("纬度", "inf", "有限的数字"),
        ("纬度", "北纬", "不是有效的数字"),
        ("纬度", "126.5", "纬度"),
        ("纬度", "48.8", "不在“南明区”内"),
        ("坐标系", "utm", "没有“utm”这个值"),
        ("开放时间", "随时", "看不懂"),
        ("开放时间", "", "就要填写“开放时间”"),
        ("服务项目", "算命", "没有“算命”这个值"),
        ("设施与特色", "order_class", "没有"),
        ("电话", "无", "不像电话号码"),
        ("状态", "装修", "可用或相近的有：开放、关闭"),
        ("核实日期", "去年", "不是有效的日期"),
    ];
    for (column, cell, reason) in cases {
        let row = with(PLACE_HEADERS, &place_row(1, "甲站"), column, cell);
        let answer = desk
            .import_file("places", &desk.file("a.csv", PLACE_HEADERS, &[row]))
            .await;
        assert_eq!(
            answer.ending,
            Ending::Refused,
            "{column} {cell}: {answer:?}"
        );
        let line = answer.lines.iter().find(|line| line.contains(reason));
        assert!(
            line.is_some_and(|line| line.contains("第 2 行")),
            "{column} {cell}: {answer:?}"
        );
    }
    assert_eq!(desk.places().await.len(), 0);
}

#[tokio::test]
async fn exchanged_zero_and_foreign_points_are_told_apart() {
    let desk = Desk::new().await;
    for (lat, lon, reason) in [
        ("106.72", "26.56", "写反了"),
        ("0", "0", "(0, 0)"),
        ("48.85", "2.35", "不在中国境内"),
        ("200", "500", "-90"),
    ] {
        let row = with(
            PLACE_HEADERS,
            &with(PLACE_HEADERS, &place_row(1, "甲站"), "纬度", lat),
            "经度",
            lon,
        );
        let answer = desk
            .import_file("places", &desk.file("a.csv", PLACE_HEADERS, &[row]))
            .await;
        assert_eq!(answer.ending, Ending::Refused);
        assert!(text_of(&answer).contains(reason), "{lat} {lon}: {answer:?}");
    }
}

#[tokio::test]
async fn a_point_just_over_the_border_is_taken_with_a_warning_and_one_far_over_it_refused() {
    let desk = Desk::new().await;
    let atlas = &desk.parts.atlas;
    let inside = atlas.boundaries().interior_point("520103").unwrap();
    let distance = |lat: f64| {
        let point = reach::coord::Wgs84::new(lat, inside.lon_degrees()).unwrap();
        atlas
            .boundaries()
            .distance_to("520103", point)
            .unwrap()
            .get()
    };
    // Walks north from inside until the point is some hundred metres beyond the border.
    let near = (0..4000)
        .map(|step| inside.lat_degrees() + f64::from(step) * 0.0005)
        .find(|lat| distance(*lat) > 150.0);
    let near = near.unwrap();
    assert!(distance(near) < 500.0);
    for (lat, ending) in [(near, Ending::Done), (near + 0.2, Ending::Refused)] {
        let row = with(PLACE_HEADERS, &place_row(1, "甲站"), "区划", "520103");
        let row = with(PLACE_HEADERS, &row, "纬度", &lat.to_string());
        let row = with(
            PLACE_HEADERS,
            &row,
            "经度",
            &inside.lon_degrees().to_string(),
        );
        let file = desk.file("a.csv", PLACE_HEADERS, &[row]);
        let answer = desk
            .import(&["places", file.to_str().unwrap(), "--dry-run"])
            .await;
        assert_eq!(answer.ending, ending, "{answer:?}");
        assert!(text_of(&answer).contains("不在“云岩区”内"), "{answer:?}");
    }
}

#[tokio::test]
async fn divisions_that_ended_are_refused_and_those_elsewhere_taken() {
    let desk = Desk::new().await;
    let ended = desk
        .parts
        .atlas
        .iter()
        .find(|(_, division)| division.is_ended && division.code.is_some());
    let ended = ended.unwrap().1.code.clone().unwrap();
    let row = with(PLACE_HEADERS, &place_row(1, "甲站"), "区划", &ended);
    let answer = desk
        .import_file("places", &desk.file("a.csv", PLACE_HEADERS, &[row]))
        .await;
    assert!(text_of(&answer).contains("已经撤销"), "{answer:?}");
    let row = with(PLACE_HEADERS, &place_row(1, "甲站"), "区划", "440306");
    let row = with(
        PLACE_HEADERS,
        &with(PLACE_HEADERS, &row, "纬度", "22.55"),
        "经度",
        "113.88",
    );
    desk.imported("places", &desk.file("b.csv", PLACE_HEADERS, &[row]))
        .await;
}

#[tokio::test]
async fn rows_of_one_record_are_refused_naming_each_other() {
    let desk = Desk::new().await;
    let nameless = |title| with(PLACE_HEADERS, &place_row(1, title), "编号", "");
    let rows = [
        place_row(1, "甲站"),
        place_row(2, "乙站"),
        place_row(1, "丙站"),
        nameless("丁 站"),
        nameless("丁站"),
    ];
    let answer = desk
        .import_file("places", &desk.file("a.csv", PLACE_HEADERS, &rows))
        .await;
    assert_eq!(answer.ending, Ending::Refused);
    let text = text_of(&answer);
    for words in [
        "第 2 行：与第 4 行",
        "第 4 行：与第 2 行",
        "第 5 行：与第 6 行",
        "第 6 行：与第 5 行",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("拒绝 4"), "{text}");
}

#[tokio::test]
async fn headers_are_refused_when_unknown_missing_or_doubled() {
    let desk = Desk::new().await;
    let refusal = async |headers: &str, arguments: &[&str]| {
        let row = vec!["1"; headers.split(',').count()].join(",");
        let file = desk.file("a.csv", headers, &[row]);
        let answer = desk
            .import(&[&["places", file.to_str().unwrap()], arguments].concat())
            .await;
        assert_eq!(answer.ending, Ending::Refused);
        text_of(&answer)
    };
    let text = refusal("名称,类型,区划,维度,经度,坐标系", &[]).await;
    assert!(
        text.contains("“维度”列") && text.contains("您是否想用“纬度”"),
        "{text}"
    );
    assert!(text.contains("缺少必需的列“纬度”"), "{text}");
    let text = refusal("名称,name,类型,区划,纬度,经度,坐标系", &[]).await;
    assert!(text.contains("与“名称”列是同一列"), "{text}");
    assert!(
        refusal("名称,类型,区划,纬度,经度", &["--accept-valid"])
            .await
            .contains("没有说明坐标系")
    );
}

#[tokio::test]
async fn no_file_may_claim_the_demo_source() {
    let desk = Desk::new().await;
    let file = desk.file("a.csv", PLACE_HEADERS, &[place_row(1, "甲站")]);
    let answer = desk
        .import(&["places", file.to_str().unwrap(), "--source", "Demo"])
        .await;
    assert_eq!(answer.ending, Ending::Refused);
    let headers = format!("{PLACE_HEADERS},来源");
    let file = desk.file(
        "b.csv",
        &headers,
        &[format!("{},demo", place_row(1, "甲站"))],
    );
    assert_eq!(
        desk.import_file("places", &file).await.ending,
        Ending::Refused
    );
}

#[tokio::test]
async fn two_imports_of_one_file_at_once_make_no_duplicates() {
    let desk = Desk::new().await;
    let rows: Vec<String> = (1..=200).map(|number| place_row(number, "站")).collect();
    let file = desk.file("a.csv", PLACE_HEADERS, &rows);
    let (one, other) = tokio::join!(
        desk.import_file("places", &file),
        desk.import_file("places", &file)
    );
    assert_eq!((one.ending, other.ending), (Ending::Done, Ending::Done));
    assert_eq!(
        usize::from(batch_of(&one).is_some()) + usize::from(batch_of(&other).is_some()),
        1
    );
    assert_eq!((desk.places().await.len(), desk.batches().await), (200, 1));
}

#[tokio::test]
async fn ten_thousand_rows_are_taken_in_one_batch() {
    let desk = Desk::new().await;
    let rows: Vec<String> = (1..=10_000).map(|number| place_row(number, "站")).collect();
    let file = desk.file("a.csv", PLACE_HEADERS, &rows);
    let batch = desk.imported("places", &file).await;
    assert_eq!(
        (
            desk.places().await.len(),
            desk.batches().await,
            desk.changes().await
        ),
        (10_000, 1, 10_000)
    );
    assert!(text_of(&desk.import_file("places", &file).await).contains("未变 10000"));
    assert_eq!(desk.import(&["undo", &batch]).await.ending, Ending::Done);
    assert_eq!(desk.places().await.len(), 0);
}

#[tokio::test]
async fn fifty_problems_are_shown_and_the_rest_counted() {
    let desk = Desk::new().await;
    let rows: Vec<String> = (1..=60)
        .map(|number| with(PLACE_HEADERS, &place_row(number, "站"), "电话", "无"))
        .collect();
    let answer = desk
        .import_file("places", &desk.file("a.csv", PLACE_HEADERS, &rows))
        .await;
    assert_eq!(
        answer
            .lines
            .iter()
            .filter(|line| line.contains("不像电话号码"))
            .count(),
        50
    );
    assert!(text_of(&answer).contains("还有 10 条"), "{answer:?}");
}

#[tokio::test]
async fn a_point_in_guizhou_is_refused_for_a_division_elsewhere() {
    let desk = Desk::new().await;
    let (_, lat, lon) = NANMING;
    let row = format!("X1,Station,Doorstep employment station,440104,{lat},{lon},first station");
    let headers = "External ID,name,Kind,division,Latitude,LNG,description";
    let file = desk.file("a.csv", headers, &[row]);
    let answer = desk
        .import(&["places", file.to_str().unwrap(), "--crs", "wgs84"])
        .await;
    assert_eq!(answer.ending, Ending::Refused);
    assert!(
        text_of(&answer).contains("坐标落在贵州的县内"),
        "{answer:?}"
    );
    assert!(desk.places().await.is_empty());
}

#[tokio::test]
async fn a_cell_of_a_thousand_mistakes_is_refused_in_few_words() {
    let desk = Desk::new().await;
    let (division, lat, lon) = NANMING;
    let cell: Vec<String> = (0..1_000).map(|number| format!("x{number}")).collect();
    let row = format!(
        "X1,Station,Doorstep employment station,{division},{lat},{lon},{}",
        cell.join(";")
    );
    let headers = "External ID,name,Kind,division,Latitude,LNG,services";
    let file = desk.file("a.csv", headers, &[row]);
    let report = desk.path("report.csv");
    let arguments = [
        "places",
        file.to_str().unwrap(),
        "--crs",
        "wgs84",
        "--report",
        report.to_str().unwrap(),
    ];
    let answer = desk.import(&arguments).await;
    assert_eq!(answer.ending, Ending::Refused);
    let told = std::fs::read_to_string(report).unwrap().lines().count();
    assert!((2..=40).contains(&told), "{told} lines");
}
