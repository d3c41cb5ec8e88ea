"""Months, quarters, last year's figures beside the year's: what is the year's, and what is asked about."""

from tests.etl.real_forms.form import Figures, Form, of, xlsx

_PERMITS = ("申请数", "受理数", "许可数")
_TITLE = ("芦淞区2024年度行政许可实施情况统计表",)


def _permits(body: str, *counts: float | str) -> Figures:
    names = ("permit_applications", "permits_accepted", "permits_granted")
    return of(body, 2024, **dict(zip(names, counts, strict=True)))


FORMS = [
    Form(
        "a sheet 上年 of other bodies: the file's year is not its own",
        "2024年度许可.xlsx",
        xlsx(
            {
                "本年": (("行政许可情况",), ("单位名称", *_PERMITS), ("水利局", 2, 2, 2)),
                "上年": (("行政许可情况",), ("单位名称", *_PERMITS), ("林业局", 1, 1, 1)),
            }
        ),
        _permits("water", 2, 2, 2),
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "2023年度 alone above a list, 2024年度 alone above the next",
        "水利局.xlsx",
        xlsx(
            (
                ("芦淞区水利局行政执法情况",),
                ("2023年度",), ("项目", "数量"), ("许可数", 1), ("不予许可数", 1),
                ("2024年度",), ("项目", "数量"), ("简易程序", 2), ("普通程序", 2),
            )
        ),
        of("water", 2023, permits_granted=1, permits_denied=1)
        | of("water", 2024, summary_procedure_cases=2, ordinary_procedure_cases=2),
    ),
    Form(
        "the body merged over three rows: this year, last year, the change",
        "许可.xlsx",
        xlsx(
            (
                _TITLE,
                ("单位名称", "期别", *_PERMITS),
                ("水利局", "本年", 10, 9, 8), (None, "上年", 7, 6, 5), (None, "增减", 3, 3, 3),
                ("林业局", "本年", 4, 4, 4), (None, "上年", 6, 6, 6), (None, "增减", -2, -2, -2),
            ),
            merge=("A3:A5", "A6:A8"),
        ),
        _permits("water", 10, 9, 8) | _permits("forestry", 4, 4, 4),
        said=("row_compared",),
    ),
    Form(
        "months below each body, the year at the foot of each",
        "许可分月.xlsx",
        xlsx(
            (
                _TITLE,
                ("单位名称", "月份", *_PERMITS),
                *((name if month == 1 else None, f"{month}月", 1, 1, 1) for name in ("水利局",) for month in range(1, 13)),
                (None, "合计", 12, 12, 12),
            ),
            merge=("A3:A15",),
        ),
        _permits("water", 12, 12, 12),
    ),
    Form(
        "nine months and their sum are not the year",
        "许可分月.xlsx",
        xlsx(
            (
                ("芦淞区水利局2024年度行政许可情况",),
                ("月份", *_PERMITS),
                *((f"{month}月", 1, 1, 1) for month in range(1, 10)),
                ("合计", 9, 9, 9),
            )
        ),
        _permits("water", 9, 9, 9),
        errors=frozenset({"months_incomplete"}),
    ),
    Form(
        "four quarters and no row of the year: nothing is added up unasked",
        "许可分季.xlsx",
        xlsx(
            (
                ("芦淞区水利局2024年度行政许可情况",),
                ("季度", *_PERMITS),
                *((f"{quarter}季度", 1, 1, 1) for quarter in "一二三四"),
            )
        ),
        {},
        errors=frozenset({"year_row_missing"}),
    ),
    Form(
        "the title says 1-6月",
        "许可.xlsx",
        xlsx((("芦淞区水利局2024年1-6月行政许可情况",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "the title says 2024年, its file 上半年",
        "水利局2024年上半年许可.xlsx",
        xlsx((("芦淞区水利局2024年行政许可情况",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "figures up to 30 September",
        "许可.xlsx",
        xlsx((("芦淞区水利局2024年度行政许可情况",), ("（数据截至9月30日）",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "本年 and 上年 below each name, merged",
        "许可.xlsx",
        xlsx(
            (
                _TITLE,
                ("单位名称", "申请数", None, "受理数", None, "许可数", None),
                (None, *("本年", "上年") * 3),
                ("水利局", 10, 7, 9, 6, 8, 5),
            ),
            merge=("A2:A3", "B2:C2", "D2:E2", "F2:G2"),
        ),
        _permits("water", 10, 9, 8),
        said=("column_compared",),
    ),
    Form(
        "本月 before 累计 in a list",
        "许可.xlsx",
        xlsx(
            (
                ("芦淞区水利局2024年度行政许可情况",),
                ("项目", "本月", "累计"), ("申请数", 1, 10), ("受理数", 1, 9), ("许可数", 1, 8),
            )
        ),
        _permits("water", 10, 9, 8),
    ),
    Form(
        "a row a year with 合计 at the foot",
        "许可历年.xlsx",
        xlsx((("芦淞区水利局行政许可情况",), ("年度", *_PERMITS), ("2023年", 2, 2, 2), ("2024年", 3, 3, 3), ("合计", 5, 5, 5))),
        of("water", 2023, permit_applications=2, permits_accepted=2, permits_granted=2) | _permits("water", 3, 3, 3),
    ),
]  # fmt: skip
