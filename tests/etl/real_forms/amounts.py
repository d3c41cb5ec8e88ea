"""元 or 万元, and which of several columns is the amount: where a slip makes a figure ten thousand times too large."""

from tests.etl.real_forms.form import Figures, Form, Make, of, text, xlsx

_HEADER = ("单位名称", "简易程序", "普通程序", "合计", "罚没金额")


def _penalties(body: str, amount: float, *counts: int) -> Figures:
    names = ("summary_procedure_cases", "ordinary_procedure_cases", "total_cases")
    return of(body, 2024, **dict(zip(names, counts, strict=True)), penalty_amount=amount)


def _unit_line(line: str, *more: object) -> Make:
    return xlsx((("芦淞区2024年度行政处罚情况",), (line, *more), _HEADER, ("水利局", 1, 2, 3, 1.5)))


FORMS = [
    Form(
        "the unit of each of two tables above it: 万元, then 元",
        "2024年度处罚和其他.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政执法统计表",),
                ("一、行政处罚",),
                ("单位：件、万元",),
                _HEADER,
                ("水利局", 1, 2, 3, 1.5),
                (),
                ("二、其他行政执法行为",),
                ("单位：次、元",),
                ("单位名称", "行政检查次数", "行政征收次数", "行政征收金额"),
                ("水利局", 9, 4, 8800),
            )
        ),
        _penalties("water", 15000, 1, 2, 3) | of("water", 2024, inspections=9, levies=4, levy_amount=8800),
    ),
    Form(
        "spaces in the unit line: 单 位 ： 万 元",
        "处罚1.xlsx",
        _unit_line("单 位 ： 万 元"),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "金额单位 without colon, beside the seal",
        "处罚2.xlsx",
        _unit_line("填报单位：法治办", None, "金额单位 万元"),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "（万元） behind the title",
        "处罚3.xlsx",
        xlsx(
            (("芦淞区2024年度行政处罚案件及罚没金额情况（件、万元）",), _HEADER, ("水利局", 1, 2, 3, 1.5))
        ),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "the unit only in a note below the table",
        "处罚4.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                _HEADER,
                ("水利局", 1, 2, 3, 1.5),
                ("注：罚没金额单位为万元，案件数单位为件。",),
            )
        ),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "headers with a unit in other words: （万元，保留两位小数）",
        "处罚5.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚没金额（万元，保留两位小数）"),
                ("水利局", 1, 2, 3, 1.5),
            )
        ),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "headers with a unit in other words: （单位：人民币万元） and a line break",
        "处罚6.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚没\n金额\n（单位：人民币万元）"),
                ("水利局", 1, 2, 3, 1.5),
            )
        ),
        _penalties("water", 15000, 1, 2, 3),
    ),
    Form(
        "fines and what was confiscated in two columns: the whole is their sum",
        "处罚7.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚款金额（元）", "没收金额（元）"),
                ("水利局", 1, 2, 3, 15000, 40000),
            )
        ),
        _penalties("water", 55000, 1, 2, 3),
        said=("columns_summed", "15000（E3）＋40000（F3）"),
    ),
    Form(
        "a format that shows 1.2345万元 for 12345, under 万元",
        "处罚8.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚没金额（万元）"),
                ("水利局", 1, 2, 3, 12345),
            ),
            then=lambda sheet: setattr(sheet["E3"], "number_format", '0!.0000"万元"'),
        ),
        _penalties("water", 12345, 1, 2, 3),
    ),
    Form(
        "counts and amounts a kind, in one list with two columns of figures",
        "处罚9.xlsx",
        xlsx(
            (
                ("芦淞区水利局2024年度行政处罚情况",),
                ("项目", "数量（宗）", "金额（万元）"),
                ("警告、通报批评", 2, None),
                ("罚款", 5, 1.5),
                ("合计", 7, 1.5),
            )
        ),
        of("water", 2024, kind_warning=2, kind_fine=5, total_cases=7),
        said=("金额（万元）",),
    ),
    Form(
        "a list with a column 单位 that says 件 and 万元",
        "处罚10.csv",
        text(
            "芦淞区水利局2024年度行政处罚情况\n序号\t项目\t单位\t数量\n1\t简易程序\t件\t1\n2\t普通程序\t件\t2\n"
            "3\t罚没金额\t万元\t1.5\n",
            "utf-16",
        ),
        of("water", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2, penalty_amount=15000),
    ),
    Form(
        "amounts written with their unit, under 元",
        "处罚11.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚没金额（元）"),
                ("水利局", "1件", "2 件", "３件", "1.5万元"),
                ("林业局", "0", "1 234", "１，２３４", "3,500.50元"),
            )
        ),
        _penalties("water", 15000, 1, 2, 3) | _penalties("forestry", 3500.5, 0, 1234, 1234),
    ),
    Form(
        "1.2万 under 元: most likely 12000, so it is asked",
        "处罚12.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚情况",),
                (*_HEADER[:4], "罚没金额（元）"),
                ("水利局", 1, 2, 3, "1.2万"),
            )
        ),
        _penalties("water", 12000, 1, 2, 3),
        errors=frozenset({"cell_unit_unknown"}),
    ),
]  # fmt: skip
