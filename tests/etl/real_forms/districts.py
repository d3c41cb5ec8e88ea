"""What district offices send besides: printed pages, a sheet a town, columns of bodies, tables beside tables."""

from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.real_forms.form import Figures, Form, of, text, xlsx

_PERMITS = ("申请数", "受理数", "许可数")
_PENALTIES = ("简易程序", "普通程序", "合计")
_TITLE = ("芦淞区2024年度行政许可实施情况统计表",)


def _permits(body: str, *counts: float | str) -> Figures:
    names = ("permit_applications", "permits_accepted", "permits_granted")
    return of(body, 2024, **dict(zip(names, counts, strict=True)))


def _penalties(body: str, *counts: float) -> Figures:
    names = ("summary_procedure_cases", "ordinary_procedure_cases", "total_cases", "penalty_amount")
    return of(body, 2024, **dict(zip(names, counts, strict=False)))


def _hidden_helper(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    helper = sheet.parent.create_sheet("下拉选项")
    for row in (("单位名称", *_PERMITS), ("水利局", 99, 99, 99)):
        helper.append(row)
    helper.sheet_state = "veryHidden"


_PAGE_HEAD = (
    ("芦淞区2024年度行政处罚实施情况统计表",),
    ("单位名称", "案件数（件）", None, None, "罚没金额"),
    (None, *_PENALTIES, "（万元）"),
)

FORMS = [
    Form(
        "landscape A4: both header rows again after the page break, page numbers, the signatures below",
        "处罚.xlsx",
        xlsx(
            (
                *_PAGE_HEAD,
                ("水利局", 1, 2, 3, 0.5), ("林业局", 1, 1, 2, 0),
                (None, None, "第 1 页，共 2 页"),
                *_PAGE_HEAD,
                ("教育局", 0, 1, 1, 0.1), ("总计", 2, 4, 6, 0.6),
                ("制表人：张三", None, "审核人：李四", None, "2025年1月10日"),
                (None, None, "第 2 页，共 2 页"),
            ),
            merge=("A1:E1", "A2:A3", "B2:D2", "A7:E7", "A8:A9", "B8:D8"),
        ),
        _penalties("water", 1, 2, 3, 5000) | _penalties("forestry", 1, 1, 2, 0) | _penalties("education", 0, 1, 1, 1000),
    ),
    Form(
        "a sheet per town, and before them the summary with 合计 at the top",
        "2024年度镇街处罚.xlsx",
        xlsx(
            {
                "汇总": (
                    ("2024年度镇（街道）行政处罚情况汇总表",),
                    ("镇（街道）", *_PENALTIES),
                    ("合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)"), ("青山镇", 1, 2, 3), ("白石镇", 4, 5, 9),
                ),
                "青山镇": (("2024年度行政处罚情况",), _PENALTIES, (1, 2, 3)),
                "白石镇": (("2024年度行政处罚情况",), _PENALTIES, (4, 5, 9)),
            }
        ),
        _penalties("town_qingshan", 1, 2, 3) | _penalties("town_baishi", 4, 5, 9),
        said=("row_repeated",),
    ),
    Form(
        "a sheet per town that differs from the summary",
        "2024年度镇街处罚.xlsx",
        xlsx(
            {
                "汇总": (("2024年度行政处罚情况",), ("镇（街道）", *_PENALTIES), ("青山镇", 1, 2, 3)),
                "青山镇": (("2024年度行政处罚情况",), _PENALTIES, (1, 3, 4)),
            }
        ),
        _penalties("town_qingshan", 1, 2, 3),
        errors=frozenset({"duplicate_row"}),
    ),
    Form(
        "a list per town, and a last sheet 合计 of nobody",
        "2024年度镇街处罚.xlsx",
        xlsx(
            {
                name: (("2024年度行政处罚情况",), ("项目", "数量"), *zip(_PENALTIES, counts, strict=True))
                for name, counts in (("青山镇", (1, 2, 3)), ("白石镇", (4, 5, 9)), ("合计", (5, 7, 12)))
            }
        ),
        _penalties("town_qingshan", 1, 2, 3) | _penalties("town_baishi", 4, 5, 9),
        said=("sheet_of_totals",),
    ),
    Form(
        "a list and a wide table of the same figures that differ",
        "许可.xlsx",
        xlsx(
            {
                "明细": (("芦淞区水利局2024年度行政许可情况",), ("项目", "数量"), *zip(_PERMITS, (10, 9, 8), strict=True)),
                "总表": (("芦淞区水利局2024年度行政许可情况",), _PERMITS, (11, 9, 8)),
            }
        ),
        _permits("water", 10, 9, 8),
        errors=frozenset({"duplicate_row"}),
    ),
    Form(
        "sums in formulas first, a hidden sheet of helpers",
        "许可.xlsx",
        xlsx(
            (
                _TITLE,
                ("单位名称", *_PERMITS),
                ("合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)"), ("水利局", 10, 9, 8), ("林业局", 4, 4, 4),
            ),
            then=_hidden_helper,
        ),
        _permits("water", 10, 9, 8) | _permits("forestry", 4, 4, 4),
        said=("sheet_hidden",),
    ),
    Form(
        "units as 件(次), 次/件, 单位:万元人民币",
        "其他.xlsx",
        xlsx(
            (
                ("芦淞区2024年度其他行政执法行为情况",),
                ("单位名称", "行政检查（件/次）", "行政确认(件 次)", "行政征收（次、件）", "征收金额（单位:万元人民币）",
                 "行政给付 件(次)", "行政奖励（件(次)）"),
                ("民政局", 1, 2, 3, 0.5, 4, 5),
            )
        ),
        of("civil_affairs", 2024, inspections=1, confirmations=2, levies=3, levy_amount=5000, benefits=4, rewards=5),
    ),
    Form(
        "numbers as text with spaces behind, 备注 with figures left and right of them",
        "处罚.csv",
        text(
            "芦淞区2024年度行政处罚情况,,,,,\n单位名称 ,备注,简易程序 ,普通程序,合 计,罚没金额（元）, 备注\n"
            "水利局　,2024,1 , 2,３\t,500.00 ,其中罚款3件\n林业局,3,1,1,2 件,0,12\n",
            "gb18030",
        ),
        _penalties("water", 1, 2, 3, 500) | _penalties("forestry", 1, 1, 2, 0),
    ),
    Form(
        "the numbers of the columns, then the units, below the names",
        "处罚.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                ("单位名称", *_PENALTIES, "罚没金额"),
                ("甲", 1, 2, 3, 4),
                (None, "件", "件", "件", "万元"),
                ("水利局", 1, 2, 3, 0.5),
            )
        ),
        _penalties("water", 1, 2, 3, 5000),
    ),
    Form(
        "a column a body, their sum and remarks behind",
        "许可.xlsx",
        xlsx(
            (
                _TITLE,
                ("序号", "项目", "水利局", "林业局", "合计", "备注"),
                (1, "申请数", 10, 4, 14, None), (2, "受理数", 9, 4, 13, "含上年"), (3, "许可数", 8, 4, 12, None),
            )
        ),
        _permits("water", 10, 9, 8) | _permits("forestry", 4, 4, 4),
    ),
    Form(
        "a column a body, one of them misspelt",
        "许可.xlsx",
        xlsx((_TITLE, ("项目", "水利局", "林业句"), ("申请数", 10, 4), ("受理数", 9, 4), ("许可数", 8, 4))),
        _permits("water", 10, 9, 8),
        errors=frozenset({"body_unknown"}),
    ),
    Form(
        "the bodies in two halves beside each other, to save paper",
        "许可.xlsx",
        xlsx(
            (
                _TITLE,
                ("单位名称", *_PERMITS, "单位名称", *_PERMITS),
                ("水利局", 10, 9, 8, "教育局", 2, 2, 2), ("林业局", 1, 1, 1, "合计", 13, 12, 11),
            )
        ),
        _permits("water", 10, 9, 8) | _permits("forestry", 1, 1, 1) | _permits("education", 2, 2, 2),
    ),
    Form(
        "a list beside a wide table, its header a row lower",
        "混排.xlsx",
        xlsx(
            (
                ("芦淞区水利局2024年度行政执法统计表",),
                _PERMITS,
                (10, 9, 8, None, "项目", "数量"),
                (None, None, None, None, "简易程序", 1),
                (None, None, None, None, "普通程序", 2),
            )
        ),
        _permits("water", 10, 9, 8) | _penalties("water", 1, 2),
    ),
    Form(
        "a wide table and a list that share the merged body",
        "混排.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政执法统计表",),
                ("单位名称", *_PERMITS, "项目", "数量"),
                ("水利局", 10, 9, 8, "简易程序", 1), (None, None, None, None, "普通程序", 2),
            ),
            merge=("A3:A4",),
        ),
        _permits("water", 10, 9, 8) | _penalties("water", 1, 2),
    ),
    Form(
        "two columns of figures, and no header that says what they are",
        "许可.xlsx",
        xlsx((("芦淞区水利局2024年度行政许可情况",), ("申请数", 1, 10), ("受理数", 1, 9), ("许可数", 1, 8))),
        {},
        errors=frozenset({"table_not_found"}),
    ),
    Form(
        "罚没金额 divided into 罚款 and 没收, merged above both",
        "处罚.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                ("单位名称", *_PENALTIES, "罚没金额（万元）", None),
                (*[None] * 4, "罚款", "没收"),
                ("水利局", 1, 2, 3, 1.5, 4),
            ),
            merge=("E2:F2", *(f"{column}2:{column}3" for column in "ABCD")),
        ),
        _penalties("water", 1, 2, 3, 55000),
        said=("columns_summed",),
    ),
    Form(
        "fines without what was confiscated: a blank is no 0",
        "处罚.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                ("单位名称", *_PENALTIES, "罚款金额（元）", "没收金额（元）"),
                ("水利局", 1, 2, 3, 15000, None),
            )
        ),
        _penalties("water", 1, 2, 3),
        errors=frozenset({"part_missing"}),
    ),
    Form(
        "cases and amount below each kind: the amount of all is 合计's",
        "处罚.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                ("单位名称", "罚款", None, "没收违法所得、没收非法财物", None, "合计", None),
                (None, *("件数", "金额（万元）") * 3),
                ("水利局", 2, 1.5, 1, 0.5, 3, 2),
            ),
            merge=("A2:A3", "B2:C2", "D2:E2", "F2:G2"),
        ),
        of("water", 2024, kind_fine=2, kind_confiscation=1, total_cases=3, penalty_amount=20000),
        said=("column_part",),
    ),
    Form(
        "the kinds of one procedure only: 罚款 and 合计 below 普通程序 are not those of all",
        "处罚.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                ("单位名称", "普通程序", None, None, "处罚总数"),
                (None, "警告", "罚款", "合计", None),
                ("水利局", 1, 2, 3, 5),
            ),
            merge=("A2:A3", "B2:D2", "E2:E3"),
        ),
        of("water", 2024, ordinary_procedure_cases=3, total_cases=5),
        said=("column_extra",),
    ),
    Form(
        "表号, 制表机关 and 批准机关 around the body that fills it in",
        "许可.xlsx",
        xlsx(
            (
                ("表  号：芦政统1表", None, "制表机关：芦淞区司法局"),
                ("行政许可情况统计表（2024年度）",),
                ("填报单位：芦淞区水利局", None, "批准机关：芦淞区统计局"),
                _PERMITS, (10, 9, 8),
            )
        ),
        _permits("water", 10, 9, 8),
    ),
    Form(
        "the line of the body left blank, the maker printed below",
        "许可.xlsx",
        xlsx((("行政许可情况统计表（2024年度）",), ("填报单位：", None, "芦淞区司法局制"), _PERMITS, (10, 9, 8))),
        {},
        errors=frozenset({"body_column_missing"}),
    ),
]  # fmt: skip
