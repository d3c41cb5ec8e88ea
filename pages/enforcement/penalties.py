"""行政处罚：程序、种类（2021年分类变化）、罚没金额、各单位、机构改革前后。"""

import streamlit as st

from ui import context, enforcement
from ui.by_body import by_body
from ui.kinds import kinds_by_year
from ui.reforms import reform_panels

PROCEDURES = ["summary_procedure_cases", "ordinary_procedure_cases"]
KINDS = [
    "kind_warning", "kind_fine", "kind_confiscation", "kind_permit_suspended", "kind_permit_revoked",
    "kind_business_restricted", "kind_closure", "kind_detention", "kind_other",
]  # fmt: skip
OLD_KINDS = [
    "old_kind_warning", "old_kind_fine", "old_kind_confiscation", "old_kind_closure",
    "old_kind_permit_suspended", "old_kind_permit_revoked", "old_kind_detention", "old_kind_other",
]  # fmt: skip
CLASSIFICATIONS = [
    ("2020年及以前：8种（旧法）", OLD_KINDS),
    ("2021年起：9种（新修订《行政处罚法》），与此前不可比", KINDS),
]
FOLLOWED = ["cases_legally_vetted", "cases_transferred_criminal"]

now = context.current()


def show() -> None:
    enforcement.headline(
        now,
        ["penalty_cases", *PROCEDURES, "ordinary_procedure_share", "penalty_amount", "average_penalty"],
    )
    left, right = st.columns(2)
    with left:
        enforcement.parts_over_years(now, PROCEDURES, "处罚案件：简易程序与普通程序", "procedures")
    with right:
        enforcement.rate_over_years(now, "ordinary_procedure_share", "普通程序占比：历年")
    left, right = st.columns(2)
    with left:
        enforcement.measure_over_years(now, "penalty_amount", "罚没金额：历年")
    with right:
        enforcement.rate_over_years(now, "average_penalty", "案均罚没金额：历年")
    kinds_by_year(now, CLASSIFICATIONS, "total_cases", "处罚种类：2021年前后两套分类", "kinds")
    by_body(
        now,
        ["total_cases", "penalty_amount", "average_penalty", *FOLLOWED],
        "处罚案件、罚没金额、法制审核与移送司法：各单位",
        "bodies",
    )
    left, right = st.columns(2)
    with left:
        enforcement.measure_over_years(now, FOLLOWED[0], "经法制审核的案件：历年")
    with right:
        enforcement.measure_over_years(now, FOLLOWED[1], "移送司法机关：历年")
    reform_panels(now, ["total_cases", "penalty_amount"], "处罚案件")
    enforcement.year_table(
        now,
        ["total_cases", *PROCEDURES, "penalty_amount", *OLD_KINDS, *KINDS, *FOLLOWED],
        "行政处罚：全部项目",
        "all",
    )


if enforcement.owes(now, "penalties"):
    show()
else:
    enforcement.no_function(now, "行政处罚")
