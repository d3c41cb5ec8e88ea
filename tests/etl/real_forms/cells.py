"""What stands in the cells, and what is only there to be asked."""

from datetime import datetime

from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.real_forms.form import Figures, Form, Make, of, text, xlsx

_PERMITS = ("申请数", "受理数", "许可数")
_NAMES = ("permit_applications", "permits_accepted", "permits_granted")


def _permits(body: str, *figures: float | str) -> Figures:
    return of(body, 2024, **dict(zip(_NAMES, figures, strict=True)))


def _row(*cells: object) -> Make:
    """One row of permits of the district's education bureau."""
    return xlsx((("芦淞区教育局2024年度行政许可情况",), _PERMITS, cells))


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


FORMS = [
    Form(
        "blank for nobody knows what: of one who has the function, of one who has not, a whole row",
        "2024年度行政许可.xlsx",
        xlsx(
            (
                ("单位名称", *_PERMITS),
                ("教育局", 3, None, 0),
                ("医保局", None, None, None),
                ("水利局", None, None, None),
            )
        ),
        _permits("education", 3, "not_reported", 0)
        | _permits("medical_insurance", *["no_such_function"] * 3)
        | _permits("water", *["not_reported"] * 3),
        said=("cell_blank", "row_blank"),
    ),
    Form(
        "dashes, strokes, 无, 不适用, 无此职能, 未统计, 涉密",
        "2024年度行政许可.xlsx",
        xlsx(
            (
                ("单位名称", *_PERMITS),
                ("教育局", "—", "/", "无"),
                ("水利局", "不适用", "无此职能", "未统计"),
                ("公安分局", "涉密", "０", "－－"),
                ("医保局", "/", "无", "不涉及"),
            )
        ),
        _permits("education", *["not_reported"] * 3)
        | _permits("water", "no_such_function", "no_such_function", "not_reported")
        | _permits("public_security", "withheld", 0, "not_reported")
        | _permits("medical_insurance", *["no_such_function"] * 3),
        said=("state_ambiguous",),
    ),
    Form(
        "figures of a body that has no such function",
        "2024年度行政许可.xlsx",
        xlsx((("单位名称", *_PERMITS), ("医保局", 3, 2, 1), ("教育局", 3, 2, 1))),
        _permits("education", 3, 2, 1),
        errors=frozenset({"function_missing"}),
    ),
    Form(
        "3-5 become a date, a number become text, a sum written out",
        "许可.xlsx",
        _row(datetime(2025, 3, 5), "'12", "12+3"),
        {},
        errors=frozenset({"number_date", "number_unreadable"}),
    ),
    Form("less than none", "许可.xlsx", _row("-3", "(3)", -1), {}, errors=frozenset({"number_negative"})),
    Form("shares in place of counts", "许可.xlsx", _row("95%", "９５％", 3), _permits("education", 0, 0, 3),
         errors=frozenset({"number_percent"})),
    Form(
        "Chinese numerals, about, more than, of which, two figures in a cell",
        "许可.csv",
        text(
            "芦淞区2024年度行政许可情况\n单位名称,申请数,受理数,许可数\n教育局,三十二,约20,20余件\n"
            "水利局,5（其中：3）,3/2,12[1]\n林业局,近百,10-12,4、5\n",
            "gb18030",
        ),
        {},
        errors=frozenset({"number_unreadable", "cell_unit_unknown"}),
    ),
    Form(
        "marks of notes, spaces of every kind, a leading apostrophe, a full stop",
        "许可.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可情况",),
                ("单位名称", *_PERMITS),
                ("教育局", "12*", "\u300012\u3000", "１２①"),
                ("水利局", "1,234", "1\u00a0234", "1 2 3 4"),
                ("林业局", 5.0, "5.0", "5。"),
            )
        ),
        _permits("education", 12, 12, 12)
        | _permits("water", 1234, 1234, 1234)
        | _permits("forestry", 5, 5, 5),
        errors=frozenset({"number_unreadable"}),
    ),
    Form(
        "a figure merged over two bodies",
        "2024年度许可.xlsx",
        xlsx(
            (("单位名称", *_PERMITS), ("教育局", 9, 3, 2), ("水利局", None, 4, 3)),
            merge=("B2:B3",),
        ),
        of("education", 2024, permits_accepted=3, permits_granted=2)
        | of("water", 2024, permits_accepted=4, permits_granted=3),
        errors=frozenset({"merged_cell"}),
    ),
    Form(
        "a row hidden by a filter or by hand: read, and said so",
        "2024年度许可.xlsx",
        xlsx(
            (("芦淞区2024年度行政许可情况",), ("单位名称", *_PERMITS), ("教育局", 3, 2, 1), ("水利局", 9, 9, 9)),
            then=_hide_row,
        ),
        _permits("education", 3, 2, 1) | _permits("water", 9, 9, 9),
        said=("隐藏",),
    ),
    Form(
        "a column hidden, last year's, under the same name: its sender cannot see what is meant by C2",
        "2024年度许可.xlsx",
        xlsx(
            (("芦淞区教育局2024年度行政许可情况",), ("申请数", "受理数", "受理数", "许可数"), (3, 2, 88, 1)),
            then=_hide_column,
        ),
        _permits("education", 3, 2, 1),
        errors=frozenset({"column_duplicate"}),
        said=("隐藏",),
    ),
    Form(
        "remarks and telephone numbers among and below the figures",
        "2024年度许可.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可实施情况统计表",),
                ("单位名称", "申请数", "备注", "受理数", "许可数", "联系电话"),
                ("教育局", 3, 2023, 2, 1, 28281234),
                ("填表人：张三", "审核人：李四", "联系电话：", 28281234, "日期：", "2025-1-8"),
                (None, None, None, None, "第 1 页", "共 1 页"),
            )
        ),
        _permits("education", 3, 2, 1),
    ),
]  # fmt: skip
