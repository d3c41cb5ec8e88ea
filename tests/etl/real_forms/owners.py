"""Whose figures: titles, seals, sheets, headings, names as people write them."""

from tests.etl.real_forms.form import Figures, Form, of, xlsx

_PERMITS = ("申请数", "受理数", "许可数")


def _permits(body: str, year: int, *counts: int) -> Figures:
    names = ("permit_applications", "permits_accepted", "permits_granted")
    return of(body, year, **dict(zip(names, counts, strict=True)))


FORMS = [
    Form(
        "the title of one body above the seal of another",
        "2024年度许可.xlsx",
        xlsx(
            (("芦淞区水利局2024年度行政许可情况",), ("填报单位（盖章）：芦淞区教育局",), _PERMITS, (35, 34, 33))
        ),
        {},
        errors=frozenset({"body_column_missing"}),
    ),
    Form(
        "one sheet a body, the year in each title, the last sheet the sum of all",
        "2024年各单位许可.xlsx",
        xlsx(
            {
                "住建局": (("2024年度行政许可情况",), _PERMITS, (11, 10, 9)),
                "交通局": (("2024年度行政许可情况",), _PERMITS, (21, 20, 19)),
                "汇总": (("2024年度行政许可情况",), ("单位名称", *_PERMITS), ("合计", 32, 30, 28)),
            }
        ),
        _permits("housing", 2024, 11, 10, 9) | _permits("transport", 2024, 21, 20, 19),
    ),
    Form(
        "names in a column: other signs in brackets, seals, numbering, marks, spaces",
        "2024年度许可.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可情况",),
                ("执法主体", *_PERMITS),
                ("1.市场监督管理局（知识产权局）", 1, 1, 1),
                ("文化旅游广电体育局(文物局)", 2, 2, 2),
                ("发展和改革局 （粮食和物资储备局）", 3, 3, 3),
                ("区水利局（盖章）", 4, 4, 4),
                ("教 育 局*", 5, 5, 5),
            )
        ),
        _permits("market_supervision", 2024, 1, 1, 1)
        | _permits("culture_tourism_sports", 2024, 2, 2, 2)
        | _permits("development_reform", 2024, 3, 3, 3)
        | _permits("water", 2024, 4, 4, 4)
        | _permits("education", 2024, 5, 5, 5),
    ),
    Form(
        "the same short name before and after a reorganisation",
        "城管历年.xlsx",
        xlsx((("单位", "年份", *_PERMITS), ("城管局", "2020年", 7, 6, 5), ("城管局", "2024年度", 9, 8, 7))),
        _permits("urban_administration", 2020, 7, 6, 5) | _permits("urban_management", 2024, 9, 8, 7),
    ),
    Form(
        "the bodies grouped, with headings, sums of the groups and 芦淞区合计 at the foot",
        "2024年度许可汇总.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可实施情况统计表",),
                ("类别", "单位名称", *_PERMITS),
                ("区直部门", "水利局", 5, 4, 3),
                (None, "林业局", 6, 5, 4),
                (None, "小　计", 11, 9, 7),
                ("镇（街道）", "青山镇", 1, 1, 1),
                (None, "白石镇", 2, 2, 2),
                (None, "小　计", 3, 3, 3),
                ("芦淞区合计", None, 14, 12, 10),
            ),
            merge=("A3:A5", "A6:A8", "A9:B9"),
        ),
        _permits("water", 2024, 5, 4, 3)
        | _permits("forestry", 2024, 6, 5, 4)
        | _permits("town_qingshan", 2024, 1, 1, 1)
        | _permits("town_baishi", 2024, 2, 2, 2),
    ),
    Form(
        "two bodies one below the other, each a list below its own 单位 line",
        "2024年度镇街处罚.xlsx",
        xlsx(
            (
                ("2024年度行政处罚情况",),
                ("单位：青山镇",),
                ("项目", "数量"),
                ("简易程序", 1), ("普通程序", 2), ("合计", 3),
                (),
                ("单位：白石镇",),
                ("项目", "数量"),
                ("简易程序", 4), ("普通程序", 5), ("合计", 9),
            )
        ),
        of("town_qingshan", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2, total_cases=3)
        | of("town_baishi", 2024, summary_procedure_cases=4, ordinary_procedure_cases=5, total_cases=9),
    ),
    Form(
        "bodies as headings among the lines of one list, the first of them in the title",
        "2024年度镇街.xlsx",
        xlsx(
            (
                ("青山镇人民政府2024年度行政处罚情况",),
                ("项目", "数量"),
                ("简易程序", 1), ("普通程序", 2),
                ("白石镇人民政府",),
                ("罚款（宗）", 4), ("警告（宗）", 5),
            )
        ),
        of("town_qingshan", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2)
        | of("town_baishi", 2024, kind_fine=4, kind_warning=5),
    ),
    Form(
        "Traditional characters throughout: body, title, unit line, headers, total",
        "2024年度行政處罰.xlsx",
        xlsx(
            (
                ("株洲市蘆淞區2024年度行政處罰實施情況統計表",),
                ("單位：宗、萬元",),
                ("單位名稱", "簡易程序", "普通程序", "合計", "罰沒金額", "備註"),
                ("市場監督管理局", "１", "２１", "２２", "３．５", None),
                ("農業農村局", 0, 4, 4, 0.25, "無"),
                ("總計", 1, 25, 26, 3.75, None),
            )
        ),
        of("market_supervision", 2024, summary_procedure_cases=1, ordinary_procedure_cases=21, total_cases=22,
           penalty_amount=35000)
        | of("agriculture", 2024, summary_procedure_cases=0, ordinary_procedure_cases=4, total_cases=4,
             penalty_amount=2500),
    ),
]  # fmt: skip
