"""行政许可：申请、受理、决定、撤销；不予许可率；许可事项；各单位。"""

import streamlit as st

from ui import context, enforcement
from ui.by_body import by_body

CASES = ["permit_applications", "permits_accepted", "permits_granted", "permits_denied", "permits_revoked"]
ITEMS = ["permit_items_by_law", "permit_items_by_local_rule"]
LATER = "撤销是许可之后的行为，不计入决定，也不与其他项相加"

now = context.current()


def show() -> None:
    enforcement.headline(now, [CASES[0], CASES[1], "permits_granted", "permits_denied", "denial_rate"])
    left, right = st.columns(2)
    with left:
        enforcement.steps_of_two_years(
            now,
            CASES,
            "从申请到决定",
            "flow",
            notes=(LATER,),
            reading=enforcement.rate_sentence(now, "denial_rate"),
        )
    with right:
        enforcement.parts_over_years(now, ITEMS, "行政许可事项：按设定依据", "items")
    left, right = st.columns(2)
    with left:
        enforcement.measure_over_years(now, "permits_granted", "准予许可：历年")
    with right:
        enforcement.rate_over_years(now, "denial_rate", "不予许可率：历年")
    by_body(
        now,
        ["permits_granted", "permits_denied", "denial_rate"],
        "许可、不予许可与不予许可率：各单位",
        "bodies",
    )
    enforcement.year_table(now, [*CASES, "permit_items", *ITEMS], "行政许可：全部项目", "all")


if enforcement.owes(now, "permits"):
    show()
else:
    enforcement.no_function(now, "行政许可")
