"""Forms as departments have them, none of them ours: what a person reads without doubt is read, all else is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.etl.reading_tools import content, errors, read, set_aside
from tests.etl.workbooks import Rows, write_csv, write_ods, write_xls, write_xlsx

HEALTH = "芦淞区卫生健康局"
PERMITS = {"permit_applications": 10, "permits_accepted": 9, "permits_granted": 8}
CASES = {"reconsideration_received": 3, "reconsideration_accepted": 3, "reconsideration_concluded": 2}
NEW_KINDS = (
    "警告、通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件、降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业、责令关闭、限制从业", "行政拘留", "其他行政处罚",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A sheet, and what it says: {(body, year): {measure: value or state}}."""

    style: str
    rows: Rows
    says: Mapping[tuple[str, int], Mapping[str, Any]]
    merged: Sequence[str] = ()
    errors: Sequence[str] = ()
    sheet: str = "Sheet1"
    file: str = "form.xlsx"
    aside: Sequence[tuple[int, str]] = field(default=())
    """Rows that must have been set aside, and why."""


FORMS = [
    Form(
        "the official form of penalties: annex, title, unit in a note line, two levels, column numbers, signatures",
        (
            ("附件2",),
            (f"{HEALTH}2024年度行政处罚实施情况统计表",),
            (f"填报单位（盖章）：{HEALTH}", *[None] * 9, "单位：宗、万元"),
            ("行政处罚实施数量（宗）", *[None] * 9, "罚没金额"),
            (*NEW_KINDS, "合计（宗）", "罚没金额"),
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            (1, 2, 0, 0, 0, 0, 0, 0, 0, 3, 1.5),
            ("填表人：张三", None, None, "审核人：李四", None, None, "填报日期：2025年1月8日"),
            ("说明：1.“行政处罚实施数量”指2024年1月1日至12月31日期间作出行政处罚决定的数量。",),
        ),
        {("health", 2024): {"kind_fine": 2, "kind_confiscation": 0, "total_cases": 3, "penalty_amount": 15000}},
        merged=("A2:K2", "A4:J4", "K4:K5"),
        aside=((6, "numbering"), (8, "note"), (9, "note")),
    ),
    Form(
        "the official form of coercion: three levels",
        (
            (f"{HEALTH}2024年度行政强制实施情况统计表",),
            ("行政强制措施实施数量（宗）", *[None] * 4, "行政强制执行实施数量（宗）", *[None] * 6),
            ("查封场所、设施或者财物", "扣押财物", "冻结存款、汇款", "其他行政强制措施", "合计",
             "行政机关强制执行", None, None, None, None, "合计", "申请法院强制执行"),
            (*[None] * 5, "加处罚款或者滞纳金", "划拨存款、汇款",
             "拍卖或者依法处理查封、扣押的场所、设施或者财物", "排除妨碍、恢复原状", "代履行", None, None),
            (1, 0, 0, 0, 1, 0, 0, 2, 0, 0, 2, 4),
        ),
        {("health", 2024): {"measure_premises_sealed": 1, "coercive_measures": 1, "enforcement_auction": 2,
                            "coercive_enforcements": 2, "court_enforcement_applications": 4}},
        merged=("A2:E2", "F2:L2", "F3:J3", *(f"{c}3:{c}4" for c in "ABCDEKL")),
    ),
    Form(
        "the official form of other acts, its kinds above 次数",
        (
            (f"{HEALTH}2024年度其他行政执法行为实施情况统计表",),
            ("行政征收", None, "行政检查", "行政裁决", "行政确认", "其他行政执法行为"),
            ("次数", "征收总金额（万元）", "次数", "次数", "次数", "宗数"),
            (1, 2.5, 120, 0, 5, 0),
        ),
        {("health", 2024): {"levies": 1, "levy_amount": 25000, "inspections": 120, "adjudications": 0,
                            "confirmations": 5, "other_enforcement_acts": 0}},
        merged=("A2:B2",),
    ),
    Form(
        "the eight kinds of before 2021",
        (
            ("卫生健康局2019年度行政处罚实施情况统计表",),
            ("警告", "罚款", "没收违法所得、没收非法财物", "暂扣许可证、执照", "责令停产停业", "吊销许可证、执照",
             "行政拘留", "其他行政处罚", "合计（宗）", "罚没收入（万元）"),
            (1, 2, 0, 0, 0, 0, 0, 0, 3, 0.5),
        ),
        {("health", 2019): {"old_kind_warning": 1, "old_kind_fine": 2, "total_cases": 3, "penalty_amount": 5000}},
    ),
    Form(
        "a column a year: the title says which, the other is for comparison",
        (
            ("卫生健康局2023年度行政许可情况对比表",),
            ("项目", "单位", "2024年", "2023年", "同比增减"),
            ("申请", "件", 99, 10, "-90%"),
            ("受理", "件", 98, 9, "-91%"),
            ("许可", "件", 97, 8, "-92%"),
        ),
        {("health", 2023): PERMITS},
    ),
    Form(
        "a column a year and no year in the title: the latest",
        (
            ("卫生健康局行政许可情况",),
            ("指标名称", "2023年", "2024年"),
            ("申请", 99, 10), ("受理", 98, 9), ("许可", 97, 8),
        ),
        {("health", 2024): PERMITS},
    ),
    Form(
        "本年数 and 上年数",
        (
            (f"{HEALTH}2024年度行政许可情况",),
            ("项目", "本年数", "上年数", "增减（%）"),
            ("申请数", 10, 9, 11.1), ("受理数", 9, 9, 0), ("许可数", 8, 9, -11.1),
        ),
        {("health", 2024): PERMITS},
    ),
    Form(
        "one value a line: the title says of which return the lines are",
        (
            (f"{HEALTH}2024年度行政许可情况",),
            ("项目", "数量"),
            ("申请数", 10), ("受理数", 9), ("许可数", 8), ("合计", 27),
        ),
        {("health", 2024): PERMITS},
        aside=((6, "totals"),),
    ),
    Form(
        "two lists side by side",
        (
            ("卫生健康局2024年度行政许可情况",),
            ("项目", "数量", "项目", "数量"),
            ("申请数", 10, "受理数", 9),
            ("许可数", 8, "不予许可数", 1),
        ),
        {("health", 2024): PERMITS | {"permits_denied": 1}},
    ),
    Form(
        "lines grouped by a merged cell at their left",
        (
            ("卫生健康局2024年度依法行政情况统计表",),
            ("类别", "项目", "数量"),
            ("行政许可", "申请", 10), (None, "受理", 9), (None, "许可", 8),
            ("行政处罚", "罚款（宗）", 5), (None, "合计（宗）", 5),
            ("行政复议", "收到", 3), (None, "受理", 3), (None, "审结", 2),
        ),
        {("health", 2024): PERMITS | {"kind_fine": 5, "total_cases": 5} | CASES},
        merged=("A3:A5", "A6:A7", "A8:A10"),
    ),
    Form(
        "the same groups, only beside their first lines",
        (
            ("卫生健康局2024年度依法行政情况统计表",),
            ("分类", "项目", "数量"),
            ("行政许可", "申请", 10), (None, "受理", 9), (None, "许可", 8),
            ("行政复议", "收到", 3), (None, "受理", 3), (None, "审结", 2),
        ),
        {("health", 2024): PERMITS | CASES},
    ),
    Form(
        "headings between the lines, numbering of three kinds, 其中, a total at the foot",
        (
            ("卫生健康局2024年度依法行政统计表",),
            ("项目", "数量", "备注"),
            ("一、行政许可",), ("（一）申请（件）", 10), ("（二）受理（件）", 9), ("（三）许可（件）", 8),
            ("二、行政复议",), ("1.收到申请（件）", 3), ("2.受理（件）", 3), ("3.审结（件）", 2), ("其中：维持", 1),
            ("合计", 36),
        ),
        {("health", 2024): PERMITS | CASES | {"outcome_upheld": 1}},
        aside=((3, "note"), (7, "note"), (12, "totals")),
    ),
    Form(
        "labels and figures without any header",
        (
            (f"{HEALTH}2024年度行政复议情况",),
            ("收到复议申请（件）", 3), ("受理（件）", 3), ("审结（件）", 2), ("维持", "无此职能"),
        ),
        {("health", 2024): CASES | {"outcome_upheld": "no_such_function"}},
    ),
    Form(
        "labels and figures, the header calls them something else and its unit counts",
        (
            (f"{HEALTH}2024年度行政处罚情况",),
            ("内容", "完成情况（万元）"),
            ("罚没金额", 1.5), ("行政处罚案件合计（件）", 7),
        ),
        {("health", 2024): {"penalty_amount": 15000}},
        errors=("unit_unknown",),
    ),
    Form(
        "a list whose unit stands in a note line",
        (
            (f"{HEALTH}2024年度行政处罚情况",),
            ("单位：件、万元",),
            ("指标", "数值"),
            ("罚没金额", 1.5), ("简易程序", 3), ("普通程序", 4),
        ),
        {("health", 2024): {"penalty_amount": 15000, "summary_procedure_cases": 3, "ordinary_procedure_cases": 4}},
    ),
    Form(
        "two returns side by side, each with its title",
        (
            ("卫生健康局2024年度统计表",),
            ("一、行政许可", None, None, None, "二、行政复议"),
            ("申请", "受理", "许可", None, "收到", "受理", "审结"),
            (10, 9, 8, None, 3, 3, 2),
        ),
        {("health", 2024): PERMITS | CASES},
    ),
    Form(
        "two returns one below the other, no column of bodies, the second under a merged header",
        (
            ("卫生健康局2024年度统计表",),
            ("一、行政许可",),
            ("申请", "受理", "许可"),
            (10, 9, 8),
            (),
            ("二、行政复议",),
            ("案件数", None, None),
            ("收到", "受理", "审结"),
            (3, 3, 2),
            ("填表人：王五",),
        ),
        {("health", 2024): PERMITS | CASES},
        merged=("A7:C7",),
    ),
    Form(
        "one wide table of several returns under headers that name them",
        (
            ("芦淞区2024年度行政执法统计表",),
            ("序号", "单位名称", "行政许可", None, None, "行政处罚", None, "行政复议", None, None, "备注"),
            (None, None, "申请", "受理", "许可", "合计", "罚没金额（万元）", "收到", "受理", "审结", None),
            (1, "卫生健康局", 10, 9, 8, 5, "1.2", 3, 3, 2, "无"),
            (2, "水利局", 1, 1, 1, 0, 0, 0, 0, 0, None),
            ("合计", None, 11, 10, 9, 5, 1.2, 3, 3, 2, None),
        ),
        {
            ("health", 2024): PERMITS | CASES | {"total_cases": 5, "penalty_amount": 12000},
            ("water", 2024): {"permit_applications": 1, "permits_accepted": 1, "permits_granted": 1, "total_cases": 0,
                              "penalty_amount": 0} | dict.fromkeys(CASES, 0),
        },
        merged=("C2:E2", "F2:G2", "H2:J2", "A2:A3", "B2:B3", "K2:K3"),
        aside=((6, "totals"),),
    ),
    Form(
        "marks of notes on headers and figures",
        (
            ("卫生健康局2024年度行政许可情况",),
            ("申请数①", "受理数*", "许可数[1]", "不予许可数注1", "撤销许可数（注2）"),
            ("10*", "9①", 8, 1, 0),
            ("①含变更、延续",), ("注1：指书面决定不予许可的。",),
        ),
        {("health", 2024): PERMITS | {"permits_denied": 1, "permits_revoked": 0}},
    ),
    Form(
        "Traditional characters",
        (
            ("衛生健康局2024年度行政許可實施情況統計表",),
            ("單位名稱", "申請數量（件）", "受理數量（件）", "許可數量（件）"),
            ("衛生健康局", "１０", 9, 8),
            ("合計", 10, 9, 8),
        ),
        {("health", 2024): PERMITS},
        aside=((4, "totals"),),
    ),
    Form(
        "counting words behind the figures",
        (
            ("卫生健康局2024年度行政许可情况",),
            ("申请数", "受理数", "许可数", "不予许可数"),
            ("304册", "304件", "1,234宗", "２份"),
        ),
        {("health", 2024): {"permit_applications": 304, "permits_accepted": 304, "permits_granted": 1234,
                            "permits_denied": 2}},
    ),
    Form(
        "the year as a span of days, beside a day of filling in",
        (
            ("行政许可实施情况统计表",),
            ("填报单位（盖章）：卫生健康局", None, "统计时间：2024年1月1日至2024年12月31日"),
            ("申请数", "受理数", "许可数"),
            (10, 9, 8),
            ("填报日期：2025年1月8日",),
        ),
        {("health", 2024): PERMITS},
    ),
    Form(
        "the year in Chinese numerals, a bare date at the foot",
        (
            ("卫生健康局二〇二四年度行政许可实施情况统计表",),
            ("申请数", "受理数", "许可数"),
            (10, 9, 8),
            ("二〇二五年一月八日",),
        ),
        {("health", 2024): PERMITS},
    ),
    Form(
        "a row a year, the body in the title",
        (
            ("卫生健康局行政许可情况",),
            ("年度", "申请数", "受理数", "许可数"),
            (2023, 1, 1, 1),
            (2024, 10, 9, 8),
        ),
        {("health", 2023): {"permit_applications": 1, "permits_accepted": 1, "permits_granted": 1},
         ("health", 2024): PERMITS},
    ),
    Form(
        "the body is the sheet's name, the year the file's",
        (("申请数", "受理数", "许可数"), (10, 9, 8)),
        {("health", 2024): PERMITS},
        sheet="卫健局",
        file="2024年度行政许可.xlsx",
    ),
    Form(
        "a blank stays a blank",
        (
            ("卫生健康局2024年度行政许可情况",),
            ("申请数", "受理数", "许可数"),
            (10, None, 8),
        ),
        {("health", 2024): {"permit_applications": 10, "permits_accepted": "not_reported", "permits_granted": 8}},
    ),
    Form(
        "about as many, some more, a sum: no figures",
        (
            ("卫生健康局2024年度行政许可情况",),
            ("申请数", "受理数", "许可数", "不予许可数", "撤销许可数"),
            ("约20", "20余件", "12+3", "三十二", "5（其中：3）"),
        ),
        {},
        errors=("cell_unit_unknown", *("number_unreadable",) * 4),
    ),
    Form(
        "bodies across",
        (
            ("芦淞区2024年度行政许可情况",),
            ("项目", "卫生健康局", "水利局"),
            ("申请数", 10, 1), ("受理数", 9, 1), ("许可数", 8, 1),
        ),
        {("health", 2024): PERMITS,
         ("water", 2024): {"permit_applications": 1, "permits_accepted": 1, "permits_granted": 1}},
    ),
    Form(
        "a label of two returns and nothing to tell which",
        (
            (f"{HEALTH}2024年度情况表",),
            ("项目", "数量"),
            ("受理数", 9), ("收到复议申请", 3),
        ),
        {("health", 2024): {"reconsideration_received": 3}},
        errors=("measure_ambiguous",),
    ),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=[form.style for form in FORMS])
def test_form(form: Form, tmp_path: Path) -> None:
    reading = read(write_xlsx(tmp_path / form.file, {form.sheet: form.rows}, merge=form.merged))
    said: dict[tuple[str, int], dict[str, Any]] = {}
    for cell in reading.cells:
        said.setdefault((cell.body, cell.year), {})[cell.measure] = content(cell)
    for owner, figures in form.says.items():
        assert said[owner].items() >= figures.items()
    assert set(said) == set(form.says)
    assert sorted(errors(reading)) == sorted(form.errors)
    assert set(form.aside) <= set(set_aside(reading))


SIMPLE = next(form for form in FORMS if form.style.startswith("lines grouped"))


@pytest.mark.parametrize("ending", ["csv", "gbk.csv", "xls", "ods"])
def test_the_same_form_in_other_kinds_of_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"form.{ending}"
    rows = [list(row) for row in SIMPLE.rows]
    if ending.endswith("csv"):
        write_csv(path, rows, "gb18030" if ending == "gbk.csv" else "utf-8-sig")
    else:
        (write_xls if ending == "xls" else write_ods)(path, {"Sheet1": rows})
    reading = read(path)
    assert not errors(reading)
    assert {cell.measure: content(cell) for cell in reading.cells} == SIMPLE.says["health", 2024]
