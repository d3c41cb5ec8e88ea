"""Where tables stand in a sheet, and what is above, beside, between and below them."""

from tests.etl.real_forms.form import Form, of, xlsx

_PERMITS = ("申请数", "受理数", "许可数")
_PERMITS_SAY = of("water", 2024, permit_applications=10, permits_accepted=9, permits_granted=8)
_PENALTIES = ("简易程序", "普通程序", "合计", "罚没金额（元）")
_PENALTIES_SAY = of(
    "water", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2, total_cases=3, penalty_amount=400
)  # fmt: skip
_WATER = "芦淞区水利局2024年度"

FORMS = [
    Form(
        "a narrow table above a wide one, a blank row between, no titles of their own",
        "水利局2024年度.xlsx",
        xlsx(
            (("单位名称", *_PERMITS), ("水利局", 10, 9, 8), (), ("单位名称", *_PENALTIES), ("水利局", 1, 2, 3, 400))
        ),
        _PERMITS_SAY | _PENALTIES_SAY,
    ),
    Form(
        "three tables of growing width, a title each, the body in the uppermost",
        "年报.xlsx",
        xlsx(
            (
                (f"{_WATER}行政执法统计年报",),
                ("表一 行政许可",), _PERMITS, (10, 9, 8),
                ("表二 行政处罚",), _PENALTIES, (1, 2, 3, 400),
                ("表三 其他行政执法行为",),
                ("行政检查次数", "行政确认", "行政裁决", "行政奖励", "行政给付"), (5, 4, 3, 2, 1),
            )
        ),
        _PERMITS_SAY | _PENALTIES_SAY
        | of("water", 2024, inspections=5, confirmations=4, adjudications=3, rewards=2, benefits=1),
    ),
    Form(
        "two tables side by side, each with its own column of bodies",
        "并列.xlsx",
        xlsx(
            (
                ("芦淞区2024年度统计表",),
                ("单位名称", *_PERMITS, None, "单位名称", *_PENALTIES),
                ("水利局", 10, 9, 8, None, "水利局", 1, 2, 3, 400),
                ("林业局", 1, 1, 1, None, "教育局", 0, 5, 5, 600),
                ("合计", 11, 10, 9, None, "合计", 1, 7, 8, 1000),
            )
        ),
        _PERMITS_SAY | _PENALTIES_SAY
        | of("forestry", 2024, permit_applications=1, permits_accepted=1, permits_granted=1)
        | of("education", 2024, summary_procedure_cases=0, ordinary_procedure_cases=5, total_cases=5,
             penalty_amount=600),
    ),
    Form(
        "a list beside a wide table",
        "混排.xlsx",
        xlsx(
            (
                (f"{_WATER}行政执法统计表",),
                (*_PERMITS, None, "项目", "数量"),
                (10, 9, 8, None, "简易程序", 1),
                (None, None, None, None, "普通程序", 2),
                (None, None, None, None, "罚没金额（元）", 400),
            )
        ),
        _PERMITS_SAY | of("water", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2, penalty_amount=400),
    ),
    Form(
        "a list below a wide table",
        "上下.xlsx",
        xlsx(
            (
                (f"{_WATER}行政执法统计表",),
                ("一、行政许可",), _PERMITS, (10, 9, 8),
                (),
                ("二、行政处罚",), ("项目", "数量"), ("简易程序", 1), ("普通程序", 2), ("罚没金额（元）", 400),
            )
        ),
        _PERMITS_SAY | of("water", 2024, summary_procedure_cases=1, ordinary_procedure_cases=2, penalty_amount=400),
    ),
    Form(
        "empty rows and columns before the table, narrow empty columns between its columns",
        "许可.xlsx",
        xlsx(
            (
                (), (), (),
                (None, None, f"{_WATER}行政许可情况"),
                (),
                (None, None, "申请数", None, "受理数", None, "许可数"),
                (None, None, 10, None, 9, None, 8),
            )
        ),
        _PERMITS_SAY,
    ),
    Form(
        "eighteen lines of 填报说明 above the table",
        "许可.xlsx",
        xlsx(
            (
                (f"{_WATER}行政许可情况",), ("填报说明：",),
                *((f"{n}.第{n}项的口径按上级通知执行，各单位认真核对。",) for n in range(1, 17)),
                ("单位名称", *_PERMITS),
                ("水利局", 10, 9, 8),
            )
        ),
        _PERMITS_SAY,
    ),
    Form(
        "headers with line breaks and spaces, other order, a column of remarks with figures in between",
        "处罚.xlsx",
        xlsx(
            (
                ("2024年度行政处罚情况",),
                ("序\n号", "罚 没\n金 额\n（元）", "备　注", "合\n计", "单 位\n名 称", "普  通 程 序", "简易\n程序"),
                (1, 400, 2023, 3, "水利局", 2, 1),
            )
        ),
        _PENALTIES_SAY,
    ),
    Form(
        "spellings of headers: 其它, 及, 和, 或, full-width brackets, 起, 次, 之",
        "处罚.xlsx",
        xlsx(
            (
                (f"{_WATER}行政处罚情况",),
                ("警告及通报批评（起）", "罚款（次）", "没收违法所得和没收非法财物[件]", "吊销许可证（照）",
                 "责令停产停业或责令关闭或限制从业", "其它行政处罚（件）", "总计（宗）"),
                (1, 2, 3, 4, 5, 6, 21),
            )
        ),
        of("water", 2024, kind_warning=1, kind_fine=2, kind_confiscation=3, kind_permit_revoked=4, kind_closure=5,
           kind_other=6, total_cases=21),
    ),
    Form(
        "a wide table over two printed pages: 本页小计, the header again, 累计",
        "许可.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可情况",),
                ("单位名称", *_PERMITS),
                ("水利局", 10, 9, 8), ("林业局", 1, 1, 1), ("本页小计", 11, 10, 9),
                ("芦淞区2024年度行政许可情况（续）",),
                ("单位名称", *_PERMITS),
                ("教育局", 2, 2, 2), ("本页小计", 2, 2, 2), ("累计", 13, 12, 11),
            )
        ),
        _PERMITS_SAY
        | of("forestry", 2024, permit_applications=1, permits_accepted=1, permits_granted=1)
        | of("education", 2024, permit_applications=2, permits_accepted=2, permits_granted=2),
    ),
    Form(
        "of-which rows below each body",
        "许可.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政许可情况",),
                ("单位名称", *_PERMITS),
                ("水利局", 10, 9, 8), ("其中：网上办理", 7, 7, 7), ("林业局", 1, 1, 1), ("其中：网上办理", 1, 1, 1),
            )
        ),
        _PERMITS_SAY | of("forestry", 2024, permit_applications=1, permits_accepted=1, permits_granted=1),
        errors=frozenset({"body_unknown"}),
    ),
    Form(
        "last year's row below this year's, called 上年 in the column of bodies",
        "许可.xlsx",
        xlsx((("单位", "年度", *_PERMITS), ("水利局", 2024, 10, 9, 8), ("上年同期", 2023, 99, 98, 97), ("增减%", None, -90, -91, -92))),
        _PERMITS_SAY,
    ),
    Form(
        "a formula of sums beside the figures",
        "处罚.xlsx",
        xlsx((("单位", "年度", *_PENALTIES), ("水利局", 2024, 1, 2, "=C2+D2", 400))),
        _PENALTIES_SAY,
        errors=frozenset({"formula_cell"}),
    ),
]  # fmt: skip
