"""Of which year: titles, spans, days of filling in, names of files and sheets."""

from datetime import datetime

from tests.etl.real_forms.form import Figures, Form, of, text, xlsx

_PERMITS = ("申请数", "受理数", "许可数")


def _permits(body: str, year: int, *counts: int) -> Figures:
    names = ("permit_applications", "permits_accepted", "permits_granted")
    return of(body, year, **dict(zip(names, counts, strict=True)))


FORMS = [
    Form(
        "only the day of filling in names a year",
        "行政许可.xlsx",
        xlsx((("芦淞区财政局行政许可情况",), ("填报日期：2025年1月8日",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "only the day of sending, in the file's name",
        "行政许可（财政局2025.1.8报）.xlsx",
        xlsx((("芦淞区财政局行政许可情况",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "only the month of sending, in the file's name",
        "财政局2025年1月报送行政许可.csv",
        text("申请数,受理数,许可数\n5,4,3\n"),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "figures up to a day: 截至2024年12月31日, filled in later",
        "行政许可情况.xlsx",
        xlsx(
            (
                ("芦淞区财政局行政许可情况表",),
                ("数据截止时间：2024年12月31日", None, "填报日期：2025年1月6日"),
                _PERMITS,
                (5, 4, 3),
            )
        ),
        _permits("finance", 2024, 5, 4, 3),
    ),
    Form(
        "the blanks of a printed title filled in: （ 2024 ）年度, underlined body",
        "许可统计表.xlsx",
        xlsx(
            (
                ("行政许可实施情况统计表",),
                ("（ 2024 ）年度",),
                ("填报单位：__芦淞区民政局__（章）",),
                _PERMITS,
                (15, 14, 13),
            )
        ),
        _permits("civil_affairs", 2024, 15, 14, 13),
    ),
    Form(
        "title, year, body and unit all in one cell, with line breaks",
        "1.xlsx",
        xlsx(
            (
                ("行政许可实施情况统计表\n（二〇二四年度）\n填报单位：芦淞区林业局  计量单位：件",),
                _PERMITS,
                (25, 24, 23),
            )
        ),
        _permits("forestry", 2024, 25, 24, 23),
    ),
    Form(
        "the number of a circular and two other years around the one meant",
        "附件3.xlsx",
        xlsx(
            (
                ("湘司发〔2023〕12号附件3",),
                ("芦淞区水利局2024年度行政许可实施情况统计表（2025年1月填报）",),
                _PERMITS,
                (35, 34, 33),
            )
        ),
        _permits("water", 2024, 35, 34, 33),
    ),
    Form(
        "the title names two years",
        "许可.xlsx",
        xlsx((("芦淞区水利局2023-2024年度行政许可情况",), _PERMITS, (35, 34, 33))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
    Form(
        "one sheet a year, the body in each title",
        "水利局历年许可.xlsx",
        xlsx(
            {
                f"{year}年": (("芦淞区水利局行政许可情况",), _PERMITS, (year - 2000, year - 2001, year - 2002))
                for year in (2022, 2023, 2024)
            }
        ),
        _permits("water", 2022, 22, 21, 20)
        | _permits("water", 2023, 23, 22, 21)
        | _permits("water", 2024, 24, 23, 22),
    ),
    Form(
        "years as dates and spans in a column",
        "许可历年.xlsx",
        xlsx(
            (
                ("单位", "统计期间", "年度", *_PERMITS),
                ("林业局", "全年", "2022年1-12月", 1, 1, 1),
                ("林业局", "全年", "二〇二三年", 2, 2, 2),
                ("林业局", "全年", datetime(2024, 12, 31), 3, 3, 3),
            ),
            then=lambda sheet: setattr(sheet["C4"], "number_format", 'yyyy"年"'),
        ),
        _permits("forestry", 2022, 1, 1, 1)
        | _permits("forestry", 2023, 2, 2, 2)
        | _permits("forestry", 2024, 3, 3, 3),
    ),
    Form(
        "half a year and a quarter are not the year",
        "许可.xlsx",
        xlsx((("单位", "年度", *_PERMITS), ("林业局", "2024年上半年", 1, 1, 1), ("水利局", "2024年第一季度", 2, 2, 2))),
        {},
        errors=frozenset({"year_unreadable"}),
    ),
    Form(
        "the title says the first half of the year",
        "许可.xlsx",
        xlsx((("芦淞区林业局2024年上半年行政许可情况",), _PERMITS, (5, 4, 3))),
        {},
        errors=frozenset({"year_column_missing"}),
    ),
]  # fmt: skip
