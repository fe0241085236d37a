//! The table of places: its columns, in the order in which they are written, and the words of its small columns.

use crate::imports::{Column, Word};

/// The columns.
pub(super) const COLUMNS: &[Column] = &[
    Column::optional("source", "来源", &["数据来源"]),
    Column::optional("external_id", "编号", &["id", "站点编号", "编码"]),
    Column::needed("title", "名称", &["name", "站点名称", "机构名称"]),
    Column::needed("kind", "类型", &["type", "站点类型", "类别"]),
    Column::needed(
        "division",
        "区划",
        &["行政区划", "区划代码", "所在区划", "division_code"],
    ),
    Column::needed("lat", "纬度", &["latitude"]),
    Column::needed("lon", "经度", &["lng", "longitude"]),
    Column::optional("crs", "坐标系", &["坐标系统", "coordinate_system"]),
    Column::optional("point_basis", "坐标来源", &[]),
    Column::optional("address", "地址", &["详细地址"]),
    Column::optional("site_kind", "场所类型", &["场所"]),
    Column::optional("grade", "等级", &["星级"]),
    Column::optional("co_builders", "共建单位", &[]),
    Column::optional(
        "hours",
        "开放时间",
        &["营业时间", "服务时间", "opening_hours"],
    ),
    Column::optional("hours_exceptions", "特殊日期", &[]),
    Column::optional("public_holidays", "节假日", &["法定节假日"]),
    Column::optional("make_up_days", "调休上班日", &["调休"]),
    Column::optional("services", "服务项目", &["服务"]),
    Column::optional("facets", "设施与特色", &["设施", "特色", "设施特色"]),
    Column::optional("phone", "电话", &["联系电话", "telephone", "tel"]),
    Column::optional("description", "说明", &["简介", "备注"]),
    Column::optional("state", "状态", &[]),
    Column::optional("verified_at", "核实日期", &["核实时间"]),
];

/// The states of a place.
pub(super) const STATES: &[Word] = &[
    Word {
        code: "open",
        zh: "开放",
        en: "open",
        aliases: &["正常", "营业", "启用"],
    },
    Word {
        code: "closed",
        zh: "关闭",
        en: "closed",
        aliases: &["停用", "停业", "撤销"],
    },
];
