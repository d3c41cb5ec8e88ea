"""行政复议：收到、受理、审结、结果；纠错率用漏斗图，不排名；两种口径；历年。"""

import streamlit as st

from ui import case_ledgers, context, rates, respondents, stages
from ui.definition_link import definition_link
from ui.enforcement import no_function, owes, parts_over_years, section, year_table

RATES = ["correction_rate", "settlement_rate", "resolution_rate", "acceptance_rate"]
MEASURES = [
    "reconsideration_received", "reconsideration_accepted", "reconsideration_rejected", "reconsideration_concluded",
    "reconsideration_pending", *stages.OUTCOMES, "field_checks", "expert_consultations", "collective_discussions",
]  # fmt: skip

now = context.current()


def rates_over_years() -> None:
    """This year's rates with their intervals and both rules, and every rate over the years."""
    left, right = st.columns(2)
    with left:
        rates.intervals(now, RATES, "各项比率、口径与95%区间", "rates")
    with right:
        rates.over_years(now, "correction_rate", "复议纠错率：历年，两种口径")
    definition_link(now.definitions.indicators["correction_rate"])
    section("化解、结果与办理：历年")
    left, right = st.columns(2)
    with left:
        rates.together(now, ["settlement_rate", "resolution_rate"], "调解和解率与综合化解率：历年", "settled")
    with right:
        parts_over_years(now, stages.OUTCOMES, "审结结果：历年", "outcomes")


if not owes(now, "reconsideration"):
    no_function(now, "行政复议被申请人")
else:
    rates.headline(now, ["reconsideration_received", "reconsideration_concluded", *RATES])
    stages.reconsideration(now)
    if not now.alone:
        section("纠错率：是偶然，还是确有差异")
        rates.funnel(now, "correction_rate", "复议纠错率与审结件数：差异是否超出偶然", "审结")
    if rates.known(now, RATES):
        rates_over_years()
    else:
        rates.never(now, RATES, "各项复议比率")
    stages.reconsideration_years(now, "收案、结案与审理方式：历年", "years")
    if not now.alone:
        section("各被申请人")
        respondents.reconsideration_bodies(now, "复议案件：各单位（按收到件数排列，不按比率）", "bodies")
    section("案件是什么：案件台账")
    case_ledgers.shown(now, "reconsideration_cases")
    year_table(now, MEASURES, "复议办理情况", "now")
