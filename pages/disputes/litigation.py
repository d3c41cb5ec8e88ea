"""行政应诉：案件流向，负责人出庭（两种口径、以件数计），正职出庭，败诉；各单位；历年。"""

import streamlit as st

from ui import context, rates, respondents, stages
from ui.by_body import by_body
from ui.enforcement import acts_by_year, no_function, owes, section, year_table

RATES = ["court_appearance_rate", "principal_appearance_rate", "loss_rate"]
MEASURES = [
    "litigation_carried_in", "litigation_new", "litigation_concluded", "litigation_pending", "litigation_written_only",
    "litigation_hearings", "head_appearances", "principal_appearances", "litigation_losses",
]  # fmt: skip
BY_BODY = ["litigation_concluded", "litigation_carried_in", "litigation_new", "litigation_pending",
           "litigation_written_only", "litigation_hearings", "litigation_losses"]  # fmt: skip

now = context.current()

if not owes(now, "litigation"):
    no_function(now, "行政应诉")
else:
    rates.headline(now, [*RATES, "litigation_concluded"])
    stages.litigation(now)

    section("负责人出庭应诉：应出尽出")
    left, right = st.columns(2)
    with left:
        rates.intervals(now, RATES, "各项比率、口径与95%区间", "rates")
    with right:
        rates.over_years(now, "court_appearance_rate", "负责人出庭应诉率：历年，两种口径")
    left, right = st.columns(2)
    with left:
        respondents.appearance_by_body(now, "谁开了庭，谁的负责人缺席（以件数计）", "appearance-bodies")
    with right:
        respondents.appearance_by_year(now, "开庭与缺席：历年（以件数计）", "appearance-years")

    section("正职出庭与败诉")
    left, right = st.columns(2)
    with left:
        rates.over_years(now, "principal_appearance_rate", "正职负责人出庭率：历年")
    with right:
        rates.over_years(now, "loss_rate", "行政诉讼败诉率：历年")

    section("案件量")
    by_body(now, BY_BODY, "应诉案件：各单位", "bodies")
    acts_by_year(now, MEASURES, "应诉案件：历年", "years")
    year_table(now, MEASURES, "应诉情况", "now")
