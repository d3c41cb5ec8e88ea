"""行政应诉：案件流向，负责人出庭（两种口径、以件数计），正职出庭，败诉；各单位；历年。"""

import streamlit as st

from ui import case_ledgers, context, panel, rates, respondents, stages
from ui.by_body import by_body
from ui.definition_link import definition_link
from ui.enforcement import acts_by_year, no_function, owes, section, year_table

RATES = ["court_appearance_rate", "principal_appearance_rate", "loss_rate"]
CASES = ["litigation_new", "litigation_carried_in", "litigation_concluded", "litigation_pending"]
COURT = ["litigation_written_only", "litigation_hearings"]
HEADS = ["head_appearances", "principal_appearances"]
BODIES = "谁开了庭，谁的负责人缺席（以件数计）"

now = context.current()


def rates_over_years() -> None:
    """Rates with intervals and both rules, absences in counts, principal heads apart, losses."""
    left, right = st.columns(2)
    with left:
        rates.intervals(now, RATES, "各项比率、口径与95%区间", "rates")
    with right:
        rates.over_years(now, "court_appearance_rate", "负责人出庭应诉率：历年，两种口径")
    definition_link(now.definitions.indicators["court_appearance_rate"])
    panel.in_pairs(
        *([] if now.alone else [lambda: respondents.appearance_by_body(now, BODIES, "appearance-bodies")]),
        lambda: respondents.appearance_by_year(now, "开庭与缺席：历年（以件数计）", "appearance-years"),
    )
    section("正职出庭与败诉")
    left, right = st.columns(2)
    with left:
        rates.over_years(now, "principal_appearance_rate", "正职负责人出庭率：历年")
    with right:
        rates.over_years(now, "loss_rate", "行政诉讼败诉率：历年")


if not owes(now, "litigation"):
    no_function(now, "行政应诉")
else:
    rates.headline(now, [*RATES, "litigation_concluded"])
    stages.litigation(now)
    section("负责人出庭应诉：应出尽出")
    if rates.known(now, RATES):
        rates_over_years()
    else:
        rates.never(now, RATES, "出庭率、败诉率")
        respondents.appearance_by_body(now, BODIES, "appearance-bodies", wide=True)
    section("案件是什么：开庭台账")
    case_ledgers.shown(now, "hearings")
    section("案件量")
    by_body(now, [*CASES, *COURT, "litigation_losses"], "应诉案件：各单位（按新收件数排列）", "bodies")
    acts_by_year(now, [*CASES, *COURT, *HEADS, "litigation_losses"], "应诉案件：历年", "years")
    year_table(now, [*CASES, *COURT, *HEADS, "litigation_losses"], "应诉情况", "now")
