//! Short names of divisions: what people say for 黔东南苗族侗族自治州 is 黔东南.
//!
//! Pure. A short name has at least two characters; where nothing shorter is left, there is none.

/// What the names of divisions end in, longer ones first.
const SUFFIXES: [&str; 20] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "民族乡",
    "街道办事处",
    "街道",
    "特区",
    "林区",
    "地区",
    "矿区",
    "新区",
    "省",
    "市",
    "县",
    "区",
    "镇",
    "乡",
    "旗",
];

/// The peoples whose names stand in those of autonomous divisions.
const PEOPLES: [&str; 56] = [
    "各族",
    "壮族",
    "回族",
    "苗族",
    "彝族",
    "侗族",
    "水族",
    "瑶族",
    "白族",
    "傣族",
    "畲族",
    "黎族",
    "羌族",
    "怒族",
    "京族",
    "土族",
    "藏族",
    "满族",
    "汉族",
    "佤族",
    "布依族",
    "仡佬族",
    "土家族",
    "毛南族",
    "仫佬族",
    "蒙古族",
    "朝鲜族",
    "哈尼族",
    "傈僳族",
    "拉祜族",
    "纳西族",
    "景颇族",
    "布朗族",
    "阿昌族",
    "普米族",
    "德昂族",
    "独龙族",
    "基诺族",
    "哈萨克族",
    "维吾尔族",
    "柯尔克孜族",
    "达斡尔族",
    "鄂温克族",
    "鄂伦春族",
    "锡伯族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
    "塔吉克族",
    "塔塔尔族",
    "乌孜别克族",
    "俄罗斯族",
    "门巴族",
    "珞巴族",
    "赫哲族",
];

/// The short name of a division, folded; none where it has none.
pub(super) fn short_name(name: &str) -> Option<String> {
    let mut rest = SUFFIXES
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))?;
    while let Some(shorter) = PEOPLES.iter().find_map(|people| rest.strip_suffix(people)) {
        if shorter.is_empty() {
            break;
        }
        rest = shorter;
    }
    (rest.chars().count() >= 2).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn a_division_is_called_by_what_stands_before_its_rank_and_its_peoples() {
        let shorts = [
            ("贵阳市", Some("贵阳")),
            ("贵州省", Some("贵州")),
            ("黔东南苗族侗族自治州", Some("黔东南")),
            ("务川仡佬族苗族自治县", Some("务川")),
            ("鸡场苗族彝族布依族乡", Some("鸡场")),
            ("六枝特区", Some("六枝")),
            ("花果园街道", Some("花果园")),
            ("积石山保安族东乡族撒拉族自治县", Some("积石山")),
            ("西区", None),
        ];
        for (name, short) in shorts {
            assert_eq!(short_name(name).as_deref(), short, "{name}");
        }
    }
}
