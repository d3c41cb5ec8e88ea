"""The official public forms of penalties, permits, coercion and other acts, as printed and as filled in by many."""

from tests.etl.real_forms.form import Form, of, text, xls, xlsx

_KINDS = (
    "警告、通报批评", "罚款", "没收违法所得、没收非法财物", "暂扣许可证件、降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业、责令关闭、限制从业", "行政拘留", "其他",
)  # fmt: skip
_OLD_KINDS = (
    "警告", "罚款", "没收违法所得、没收非法财物", "责令停产停业", "暂扣许可证、暂扣执照", "吊销许可证、吊销执照",
    "行政拘留", "其他",
)  # fmt: skip


def _kinds(*counts: int) -> dict[str, float]:
    names = "warning fine confiscation permit_suspended permit_revoked business_restricted closure detention other"
    return {f"kind_{name}": count for name, count in zip(names.split(), counts, strict=True)}


def _old_kinds(*counts: int) -> dict[str, float]:
    names = "warning fine confiscation closure permit_suspended permit_revoked detention other"
    return {f"old_kind_{name}": count for name, count in zip(names.split(), counts, strict=True)}


_COERCION = (
    ("2024年度行政强制实施情况统计表",),
    ("单位名称", "行政强制措施实施数量（宗）", *[None] * 4, "行政强制执行实施数量（宗）", *[None] * 6),
    (None, "查封场所、设施或者财物", "扣押财物", "冻结存款、汇款", "其他行政强制措施", "合计",
     "行政机关强制执行", *[None] * 4, "合计", "申请法院强制执行"),
    (*[None] * 6, "加处罚款或者滞纳金", "划拨存款、汇款", "拍卖或者依法处理查封、扣押的场所、设施或者财物",
     "排除妨碍、恢复原状", "代履行", None, None),
    ("芦淞区水利局", 1, 2, 0, 4, 7, 0, 0, 3, 5, 1, 9, 6),
    ("芦淞区交通运输局", 0, 8, 0, 0, 8, 2, 0, 0, 0, 0, 2, 3),
)  # fmt: skip
_COERCION_SAYS = of(
    "water", 2024, measure_premises_sealed=1, measure_property_seized=2, measure_funds_frozen=0, measure_other=4,
    coercive_measures=7, enforcement_added_fine=0, enforcement_funds_transferred=0, enforcement_auction=3,
    enforcement_obstruction_removed=5, enforcement_substitute_performance=1, coercive_enforcements=9,
    court_enforcement_applications=6,
) | of(
    "transport", 2024, measure_premises_sealed=0, measure_property_seized=8, measure_funds_frozen=0,
    measure_other=0, coercive_measures=8, enforcement_added_fine=2, enforcement_funds_transferred=0,
    enforcement_auction=0, enforcement_obstruction_removed=0, enforcement_substitute_performance=0,
    coercive_enforcements=2, court_enforcement_applications=3,
)  # fmt: skip

FORMS = [
    Form(
        "penalties of several bodies: number of a circular, three titles, totals first, column numbers 甲 乙 1 2",
        "附件1.xlsx",
        xlsx(
            (
                ("株芦法办〔2025〕3号附件1",),
                ("行政处罚实施情况统计表",),
                ("统计时间：2024年1月1日至2024年12月31日", *[None] * 11, "单位：宗、万元"),
                ("序号", "执法主体", "行政处罚实施数量（宗）", *[None] * 9, "罚没金额"),
                (None, None, *_KINDS, "合计", None),
                ("甲", "乙", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
                (None, "合计", 3, 41, 2, 0, 0, 0, 1, 0, 0, 47, 32.5),
                (1, "区市场监督管理局", 3, 38, 2, 0, 0, 0, 1, 0, 0, 44, 30.25),
                (2, "区水利局", 0, 3, 0, 0, 0, 0, 0, 0, 0, 3, 2.25),
            ),
            merge=("A2:M2", "A4:A5", "B4:B5", "C4:L4", "M4:M5"),
        ),
        of("market_supervision", 2024, **_kinds(3, 38, 2, 0, 0, 0, 1, 0, 0), total_cases=44, penalty_amount=302500)
        | of("water", 2024, **_kinds(0, 3, 0, 0, 0, 0, 0, 0, 0), total_cases=3, penalty_amount=22500),
    ),
    Form(
        "the form before 2021 stacked on the new one, each with its own title and year",
        "行政处罚对比.xlsx",
        xlsx(
            (
                ("株洲市芦淞区交通运输局行政处罚情况",),
                ("表一  2020年度行政处罚实施情况统计表",),
                (*_OLD_KINDS, "合计（宗）", "罚没收入（万元）"),
                (1, 20, 0, 0, 3, 0, 0, 0, 24, 4.5),
                (),
                ("表二  2024年度行政处罚实施情况统计表",),
                (*_KINDS, "合计（宗）", "罚没金额（元）"),
                (2, 30, 1, 0, 0, 0, 0, 0, 0, 33, 61500),
            )
        ),
        of("transport", 2020, **_old_kinds(1, 20, 0, 0, 3, 0, 0, 0), total_cases=24, penalty_amount=45000)
        | of("transport", 2024, **_kinds(2, 30, 1, 0, 0, 0, 0, 0, 0), total_cases=33, penalty_amount=61500),
    ),
    Form(
        "coercion of several bodies, three levels, merged",
        "强制.xlsx",
        xlsx(
            _COERCION,
            merge=("A2:A4", "B2:F2", "G2:M2", "G3:K3", *(f"{c}3:{c}4" for c in "BCDEFLM")),
        ),
        _COERCION_SAYS,
    ),
    Form(
        "coercion, three levels, saved as CSV: the merging is lost",
        "行政强制.csv",
        text(
            "\n".join(",".join("" if v is None else str(v) for v in row) for row in _COERCION) + "\n", "gb18030"
        ),
        _COERCION_SAYS,
    ),
    Form(
        "permits: one level below a merged one, body in the seal line, 甲 before the column numbers",
        "许可表.xls",
        xls(
            (
                ("行政许可实施情况统计表",),
                ("（2024年度）",),
                ("单位（盖章）：株洲市芦淞区农业农村局",),
                ("单位名称", "行政许可实施数量（宗）", None, None, None, None),
                (None, "申请数量", "受理数量", "许可数量", "不予许可数量", "撤销许可数量"),
                ("甲", 1, 2, 3, 4, 5),
                ("区农业农村局", 61, 60, 58, 2, 0),
                ("填表人：李四", None, "审核人：王五", None, "填报日期：2025.1.8", None),
            ),
            merge=((0, 0, 0, 5), (3, 3, 1, 5), (3, 4, 0, 0)),
        ),
        of("agriculture", 2024, permit_applications=61, permits_accepted=60, permits_granted=58, permits_denied=2,
           permits_revoked=0),
    ),
    Form(
        "the four tables one a sheet, body and year only on the cover",
        "芦淞年报.xlsx",
        xlsx(
            {
                "封面": (
                    (), ("行政执法统计年报",), ("（2024年度）",), ("填报单位（盖章）：株洲市芦淞区林业局",),
                    ("填报日期：2025年1月10日",),
                ),
                "表一": (("行政处罚实施情况统计表",), ("简易程序", "普通程序", "合计（宗）"), (1, 6, 7)),
                "表二": (("行政许可实施情况统计表",), ("申请", "受理", "许可"), (9, 8, 7)),
                "填报说明": (("一、本表由各行政执法主体填报。",), ("二、统计期间为上年1月1日至12月31日。",)),
            }
        ),
        of("forestry", 2024, summary_procedure_cases=1, ordinary_procedure_cases=6, total_cases=7,
           permit_applications=9, permits_accepted=8, permits_granted=7),
    ),
    Form(
        "other acts: the kind above 次数, and 金额 in its own unit, for several bodies",
        "其他行政执法行为.xlsx",
        xlsx(
            (
                ("芦淞区2024年度其他行政执法行为实施情况统计表",),
                ("序号", "行政机关名称", "行政征收", None, "行政检查", "行政确认", "行政裁决", "行政给付", "行政奖励"),
                (None, None, "次数", "征收总金额（万元）", "次数", "次数", "次数", "次数", "次数"),
                (1, "民政局", 0, 0, 12, 450, 0, 8, 1),
                (2, "水利局", 7, 30.05, 96, 0, 2, 0, 0),
            ),
            merge=("C2:D2", "A2:A3", "B2:B3"),
        ),
        of("civil_affairs", 2024, levies=0, levy_amount=0, inspections=12, confirmations=450, adjudications=0,
           benefits=8, rewards=1)
        | of("water", 2024, levies=7, levy_amount=300500, inspections=96, confirmations=0, adjudications=2,
             benefits=0, rewards=0),
    ),
    Form(
        "penalties by procedure, cases and amount below each",
        "处罚程序.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚案件情况统计表",),
                ("单位名称", "简易程序", None, "普通程序", None, "合计", None),
                (None, "案件数（件）", "金额（元）", "案件数（件）", "金额（元）", "案件数（件）", "金额（元）"),
                ("应急管理局", 5, 1000, 20, 250000, 25, 251000),
            ),
            merge=("A2:A3", "B2:C2", "D2:E2", "F2:G2"),
        ),
        of("emergency_management", 2024, summary_procedure_cases=5, ordinary_procedure_cases=20, total_cases=25,
           penalty_amount=251000),
    ),
    Form(
        "too wide for one page: the rest of the columns in 续表 below, with the bodies again",
        "处罚续表.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚实施情况统计表",),
                ("单位名称", *_KINDS[:5]),
                ("水利局", 1, 2, 3, 0, 0),
                ("林业局", 4, 5, 6, 0, 0),
                ("续表",),
                ("单位名称", *_KINDS[5:], "合计", "罚没金额（元）"),
                ("水利局", 0, 0, 0, 0, 6, 100),
                ("林业局", 0, 0, 0, 0, 15, 200),
            )
        ),
        of("water", 2024, **_kinds(1, 2, 3, 0, 0, 0, 0, 0, 0), total_cases=6, penalty_amount=100)
        | of("forestry", 2024, **_kinds(4, 5, 6, 0, 0, 0, 0, 0, 0), total_cases=15, penalty_amount=200),
    ),
    Form(
        "a row of units below the names, no brackets",
        "处罚（带单位行）.xlsx",
        xlsx(
            (
                ("芦淞区2024年度行政处罚统计表",),
                ("单位名称", "简易程序", "普通程序", "合计", "罚没金额"),
                ("计量单位", "件", "件", "件", "万元"),
                ("卫健局", 2, 3, 5, 1.5),
            )
        ),
        of("health", 2024, summary_procedure_cases=2, ordinary_procedure_cases=3, total_cases=5, penalty_amount=15000),
    ),
]  # fmt: skip
