//! The table of openings: its columns, in the order in which they are written.

use crate::imports::Column;

/// The columns.
pub(super) const COLUMNS: &[Column] = &[
    Column::optional("source", "来源", &["数据来源"]),
    Column::optional("external_id", "编号", &["id", "岗位编号", "编码"]),
    Column::needed("kind", "类型", &["type", "岗位类型"]),
    Column::needed(
        "title",
        "岗位名称",
        &["名称", "岗位", "职位", "职位名称", "name", "job_title"],
    ),
    Column::needed(
        "employer",
        "用工单位",
        &[
            "单位名称",
            "招聘单位",
            "用人单位",
            "company",
            "employer_name",
        ],
    ),
    Column::optional(
        "employer_code",
        "统一社会信用代码",
        &["信用代码", "credit_code"],
    ),
    Column::needed(
        "division",
        "区划",
        &["行政区划", "区划代码", "所在区划", "division_code"],
    ),
    Column::needed("lat", "纬度", &["latitude"]),
    Column::needed("lon", "经度", &["lng", "longitude"]),
    Column::optional("crs", "坐标系", &["坐标系统", "coordinate_system"]),
    Column::optional("point_basis", "坐标来源", &[]),
    Column::optional("address", "地址", &["工作地点", "详细地址"]),
    Column::optional("occupation", "职业", &["工种"]),
    Column::optional("category", "类别", &["职业类别"]),
    Column::needed("headcount", "人数", &["招聘人数", "需求人数"]),
    Column::needed(
        "conditions",
        "条件",
        &["任职条件", "招聘条件", "任职要求", "requirements"],
    ),
    Column::needed("duties", "职责", &["工作内容", "岗位职责", "工作职责"]),
    Column::needed("pay", "薪资", &["薪酬", "工资", "待遇", "salary"]),
    Column::optional("tags", "标签", &["福利"]),
    Column::optional("posted_at", "发布日期", &["发布时间"]),
    Column::optional("valid_until", "有效期至", &["截止日期", "有效期"]),
    Column::optional("starts_on", "开始日期", &["开工日期", "开班日期"]),
    Column::optional("ends_on", "结束日期", &["完工日期", "结班日期"]),
    Column::optional("state", "状态", &[]),
];
