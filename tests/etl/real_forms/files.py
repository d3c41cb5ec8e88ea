"""The same departments' forms as other programs save them."""

from tests.etl.real_forms.form import Form, ods, of, text, xls, xlsx

_TWO_LEVELS = (
    ("株洲市芦淞区水利局2024年度行政处罚、行政许可情况", *[None] * 6),
    ("行政许可", None, None, "行政处罚", None, None, None),
    ("申请", "受理", "许可", "简易程序", "普通程序", "合计", "罚没金额（万元）"),
    (10, 9, 8, 1, 2, 3, 0.04),
)
_SAYS = of(
    "water", 2024, permit_applications=10, permits_accepted=9, permits_granted=8, summary_procedure_cases=1,
    ordinary_procedure_cases=2, total_cases=3, penalty_amount=400,
)  # fmt: skip
_LINES = (
    "芦淞区2024年度行政许可实施情况统计表{0}{0}{0}\n"
    "填报单位：芦淞区行政审批服务局{0}{0}单位：件{0}\n"
    "单位名称{0}申请数{0}受理数{0}许可数\n"
    "行政审批服务局{0}“1,204”{0}１２００{0}1188\n"
    "合计{0}“1,204”{0}1200{0}1188\n"
    "填表人：张三{0}审核人：李四{0}联系电话：{0}0731-28281234\n"
)
_APPROVALS = of(
    "approval_service", 2024, permit_applications=1204, permits_accepted=1200, permits_granted=1188
)  # fmt: skip


def _lines(separator: str) -> str:
    return _LINES.format(separator).replace("“", '"').replace("”", '"')


FORMS = [
    Form("GBK with commas, signatures and a telephone at the foot", "许可.csv", text(_lines(","), "gbk"), _APPROVALS),
    Form("UTF-8 with a mark and semicolons", "许可.csv", text(_lines(";"), "utf-8-sig"), _APPROVALS),
    Form("Unicode text of Excel: UTF-16 with tabs, called txt or csv", "许可.csv", text(_lines("\t"), "utf-16"), _APPROVALS),
    Form("GBK with full-width commas", "许可.csv", text(_LINES.format("，").replace("“1,204”", "1204"), "gb18030"), _APPROVALS),
    Form(
        "old Excel, two returns below one merged header",
        "水利局.xls",
        xls(_TWO_LEVELS, ((0, 0, 0, 6), (1, 1, 0, 2), (1, 1, 3, 6))),
        _SAYS,
    ),
    Form(
        "LibreOffice, two returns below one merged header",
        "水利局.ods",
        ods(_TWO_LEVELS, {(0, 0): (1, 7), (1, 0): (1, 3), (1, 3): (1, 4)}),
        _SAYS,
    ),
    Form(
        "CSV of two returns below one header whose merging was lost",
        "水利局.csv",
        text("\n".join(",".join("" if v is None else str(v) for v in row) for row in _TWO_LEVELS) + "\n", "gb18030"),
        _SAYS,
    ),
    Form(
        "old Excel, a list with a merged group and merged title",
        "复议应诉.xls",
        xls(
            (
                ("芦淞区公安分局2024年度行政复议、行政应诉情况统计表", None, None),
                ("类别", "项目", "数量（件）"),
                ("行政复议", "收到", 6), (None, "受理", 5), (None, "审结", 4), (None, "其中：维持", 3),
                ("行政应诉", "上期结转", 1), (None, "新收", 9), (None, "审结", 8), (None, "未结", 2),
            ),
            ((0, 0, 0, 2), (2, 5, 0, 0), (6, 9, 0, 0)),
        ),
        of("public_security", 2024, reconsideration_received=6, reconsideration_accepted=5,
           reconsideration_concluded=4, outcome_upheld=3, litigation_carried_in=1, litigation_new=9,
           litigation_concluded=8, litigation_pending=2),
    ),
    Form(
        "a workbook copied on from last year: the visible sheet of last year is read as last year's",
        "许可.xlsx",
        xlsx(
            {
                "2023": (("芦淞区林业局行政许可情况",), ("申请数", "受理数", "许可数"), (7, 6, 5)),
                "2024": (("芦淞区林业局行政许可情况",), ("申请数", "受理数", "许可数"), (9, 8, 7)),
                "Sheet3": (),
            }
        ),
        of("forestry", 2023, permit_applications=7, permits_accepted=6, permits_granted=5)
        | of("forestry", 2024, permit_applications=9, permits_accepted=8, permits_granted=7),
    ),
]  # fmt: skip
