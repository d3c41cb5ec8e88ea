"""行政检查与强制：检查与处罚之比；强制措施和强制执行分开；确认、征收、裁决、奖励、给付。"""

import streamlit as st

from ui import context, enforcement
from ui.by_body import by_body
from ui.kinds import kinds_by_year

MEASURES = ["measure_premises_sealed", "measure_property_seized", "measure_funds_frozen", "measure_other"]
ENFORCEMENTS = [
    "enforcement_added_fine", "enforcement_funds_transferred", "enforcement_auction",
    "enforcement_obstruction_removed", "enforcement_substitute_performance", "enforcement_other",
]  # fmt: skip
COURT = "court_enforcement_applications"
ACTS = [
    "confirmations", "levies", "levy_amount", "adjudications", "rewards", "benefits", "other_enforcement_acts",
]  # fmt: skip
INSPECTED = ["inspections", "total_cases", "penalties_per_100_inspections"]
NOT_A_SHARE = "转为处罚的检查不计入检查次数，因此不是比例，可以大于100"
APART = "行政强制措施是为制止违法、保全证据而采取的暂时控制；行政强制执行是对不履行决定的强制履行。法律上是两类行为，分开统计，不相加。"
LISTED_APART = "申请法院强制执行另列，不计入行政强制执行"

now = context.current()


def inspection() -> None:
    left, right = st.columns(2)
    with left:
        enforcement.measure_over_years(now, "inspections", "行政检查：历年")
    with right:
        enforcement.rate_over_years(now, "penalties_per_100_inspections", "每百次检查处罚数：历年")
    by_body(now, INSPECTED, "行政检查与每百次检查处罚数：各单位", "bodies-inspections", notes=(NOT_A_SHARE,))


def coercion() -> None:
    enforcement.section("行政强制", APART)
    if not enforcement.owes(now, "coercion"):
        enforcement.no_function(now, "行政强制", "coercion")
        return
    kinds_by_year(now, [("", MEASURES)], "coercive_measures", "行政强制措施：种类", "measures")
    kinds_by_year(now, [("", ENFORCEMENTS)], "coercive_enforcements", "行政强制执行：种类", "enforcements")
    if not now.alone:
        left, right = st.columns(2)
        with left:
            by_body(now, ["coercive_measures"], "行政强制措施：各单位", "bodies-measures", wide=False)
        with right:
            by_body(now, ["coercive_enforcements"], "行政强制执行：各单位", "bodies-enforcements", wide=False)
    left, right = st.columns(2)
    with left:
        enforcement.measure_over_years(now, COURT, "申请法院强制执行：历年")
    with right:
        by_body(now, [COURT], "申请法院强制执行：各单位", "bodies-court", wide=False, notes=(LISTED_APART,))


def other_acts() -> None:
    enforcement.section("确认、征收、裁决、奖励、给付")
    enforcement.acts_by_year(now, ACTS, "其他行政执法行为：历年", "acts")
    by_body(now, ACTS, "其他行政执法行为：各单位", "bodies-acts")


if not enforcement.owes(now, "other_acts", "coercion"):
    enforcement.no_function(now, "行政检查和行政强制")
else:
    enforcement.headline(
        now,
        ["inspections", "penalties_per_100_inspections", "coercive_measures", "coercive_enforcements", COURT,
         "confirmations", "levies", "levy_amount"],
    )  # fmt: skip
    if enforcement.owes(now, "other_acts"):
        inspection()
    coercion()
    if enforcement.owes(now, "other_acts"):
        other_acts()
    enforcement.year_table(
        now,
        ["inspections", "coercive_measures", *MEASURES, "coercive_enforcements", *ENFORCEMENTS, COURT, *ACTS],
        "行政检查、行政强制及其他执法行为：全部项目",
        "all",
    )
