"""One value a line: groups, headings, several columns of figures, periods."""

from tests.etl.real_forms.form import Form, of, text, xlsx

_COERCION = of(
    "agriculture", 2024, measure_premises_sealed=1, measure_other=2, coercive_measures=3,
    enforcement_added_fine=4, enforcement_other=5, coercive_enforcements=9,
)  # fmt: skip

FORMS = [
    Form(
        "coercion with 其他 and 合计 twice, below headings of their own",
        "行政强制.xlsx",
        xlsx(
            (
                ("芦淞区农业农村局2024年度行政强制情况统计表",),
                ("项目", "数量"),
                ("（一）行政强制措施",),
                ("查封场所、设施、财物", 1), ("其他", 2), ("合计", 3),
                ("（二）行政强制执行",),
                ("加处罚款或者滞纳金", 4), ("其他", 5), ("合计", 9),
            )
        ),
        _COERCION,
    ),
    Form(
        "coercion with 合计 twice, below headings of their own",
        "行政强制.xlsx",
        xlsx(
            (
                ("芦淞区农业农村局2024年度行政强制情况统计表",),
                ("项目", "数量"),
                ("一、行政强制措施",), ("查封场所、设施、财物", 1), ("扣押财物", 2), ("合计", 3),
                ("二、行政强制执行",), ("加处罚款或者滞纳金", 4), ("代履行", 5), ("合计", 9),
            )
        ),
        of("agriculture", 2024, measure_premises_sealed=1, measure_property_seized=2, coercive_measures=3,
           enforcement_added_fine=4, enforcement_substitute_performance=5, coercive_enforcements=9),
    ),
    Form(
        "coercion with 其他 and 合计 twice, beside a merged group",
        "行政强制.xlsx",
        xlsx(
            (
                ("芦淞区农业农村局2024年度行政强制情况统计表",),
                ("类别", "项目", "数量（宗）"),
                ("行政强制措施实施数量", "查封场所、设施、财物", 1), (None, "其他", 2), (None, "合计", 3),
                ("行政强制执行实施数量", "加处罚款或者滞纳金", 4), (None, "其他", 5), (None, "合计", 9),
            ),
            merge=("A3:A5", "A6:A8"),
        ),
        _COERCION,
    ),
    Form(
        "two pairs of columns, each with a merged group of its own",
        "法治情况.xlsx",
        xlsx(
            (
                ("芦淞区司法局2024年度行政复议、行政应诉情况",),
                ("类别", "项目", "件数", "类别", "项目", "件数"),
                ("行政复议", "收到", 6, "行政应诉", "新收", 9),
                (None, "受理", 5, None, "审结", 8),
                (None, "审结", 4, None, "开庭审理", 7),
            ),
            merge=("A3:A5", "D3:D5"),
        ),
        of("justice", 2024, reconsideration_received=6, reconsideration_accepted=5, reconsideration_concluded=4,
           litigation_new=9, litigation_concluded=8, litigation_hearings=7),
    ),
    Form(
        "a quarter a column, and 全年",
        "许可季报.xlsx",
        xlsx(
            (
                ("芦淞区教育局2024年度行政许可情况",),
                ("项目", "一季度", "二季度", "三季度", "四季度", "全年"),
                ("申请数", 1, 2, 3, 4, 10),
                ("受理数", 1, 2, 3, 3, 9),
                ("许可数", 1, 2, 2, 3, 8),
            )
        ),
        of("education", 2024, permit_applications=10, permits_accepted=9, permits_granted=8),
    ),
    Form(
        "a month a row, the year at the foot",
        "许可月报.xlsx",
        xlsx(
            (
                ("芦淞区教育局2024年度行政许可情况",),
                ("月份", "申请数", "受理数", "许可数"),
                *((f"{month}月", 1, 1, 1) for month in range(1, 13)),
                ("合计", 12, 12, 12),
            )
        ),
        of("education", 2024, permit_applications=12, permits_accepted=12, permits_granted=12),
    ),
    Form(
        "上年同期 before 本年累计, and the change",
        "许可对比.xlsx",
        xlsx(
            (
                ("填报单位：芦淞区教育局", None, "2024年1—12月"),
                ("指标名称", "计量单位", "上年同期", "本年累计", "同比增减%"),
                ("申请数", "件", 20, 10, -50),
                ("受理数", "件", 19, 9, -52.6),
                ("许可数", "件", 18, 8, -55.6),
            )
        ),
        of("education", 2024, permit_applications=10, permits_accepted=9, permits_granted=8),
    ),
    Form(
        "two years as columns, cases and amount below each, merged",
        "处罚对比.xlsx",
        xlsx(
            (
                ("芦淞区卫生健康局2024年度行政处罚情况对比表",),
                ("项目", "2023年", None, "2024年", None),
                (None, "数量", "占比", "数量", "占比"),
                ("简易程序", 90, "90%", 30, "75%"),
                ("普通程序", 10, "10%", 10, "25%"),
                ("合计", 100, "100%", 40, "100%"),
            ),
            merge=("A2:A3", "B2:C2", "D2:E2"),
        ),
        of("health", 2024, summary_procedure_cases=30, ordinary_procedure_cases=10, total_cases=40),
    ),
    Form(
        "计划数 before 实际数",
        "培训.xlsx",
        xlsx(
            (
                ("芦淞区统计局2024年度执法能力建设情况",),
                ("指标", "计划数", "实际完成数"),
                ("执法培训次数", 12, 10),
                ("执法培训人次", 300, 280),
                ("持证执法人员", 15, 14),
            )
        ),
        of("statistics", 2024, training_sessions=10, training_attendances=280, certified_officers=14),
    ),
    Form(
        "decimal numbering, 行次, indentation, 其中, counting words behind the figures",
        "规范性文件.xlsx",
        xlsx(
            (
                ("芦淞区司法局2024年度规范性文件与重大行政决策情况",),
                ("行次", "指标名称", "数值"),
                (1, "1. 制定规范性文件", "12件"),
                (2, "1.1　其中：“三统一”规范性文件", "12 件"),
                (3, "  1.2 现行有效规范性文件", "304册"),
                (4, "2. 重大行政决策（件）", 5),
                (5, "2.1 公众参与", "５"),
            )
        ),
        of("justice", 2024, normative_documents_issued=12, normative_documents_registered=12,
           normative_documents_in_force=304, major_decisions=5, decisions_with_public_participation=5),
    ),
    Form(
        "one sentence a figure, label and figure in one cell",
        "情况.xlsx",
        xlsx((("芦淞区统计局2024年度执法情况",), ("执法培训次数：10次",), ("持证执法人员：14人",))),
        of("statistics", 2024, training_sessions=10, certified_officers=14),
        errors=frozenset({"table_not_found"}),
    ),
    Form(
        "a list whose only line says 合计",
        "处罚合计.xlsx",
        xlsx((("芦淞区统计局2024年度行政处罚情况",), ("项目", "数量"), ("合计", 7))),
        of("statistics", 2024, total_cases=7),
    ),
    Form(
        "one row of figures, called 合计, the body in the title",
        "处罚合计2.xlsx",
        xlsx(
            (
                ("芦淞区统计局2024年度行政处罚情况",),
                ("项目", "简易程序", "普通程序", "合计"),
                ("合计", 3, 4, 7),
            )
        ),
        of("statistics", 2024, summary_procedure_cases=3, ordinary_procedure_cases=4, total_cases=7),
    ),
    Form(
        "one row of figures, called 件数, the body in the title",
        "处罚件数.csv",
        text("芦淞区统计局2024年度行政处罚情况;;;\n处罚程序;简易程序;普通程序;合计\n件数;3;4;7\n", "utf-8-sig"),
        of("statistics", 2024, summary_procedure_cases=3, ordinary_procedure_cases=4, total_cases=7),
    ),
    Form(
        "the same measure twice in a list, with two figures",
        "处罚两次.xlsx",
        xlsx(
            (("芦淞区统计局2024年度行政处罚情况",), ("项目", "数量"), ("简易程序", 3), ("普通程序", 4), ("一般程序", 5))
        ),
        of("statistics", 2024, summary_procedure_cases=3, ordinary_procedure_cases=4),
        errors=frozenset({"duplicate_row"}),
    ),
]  # fmt: skip
