"""依法决策与规范性文件：五步程序、“三统一”、制定与清理；各单位；历年。"""

import streamlit as st

from ui import context, decisions, rates
from ui.by_body import by_body
from ui.enforcement import acts_by_year, no_function, owes, section, year_table

DOCUMENTS = [
    "normative_documents_in_force", "normative_documents_issued", "normative_documents_registered",
    "normative_documents_repealed", "normative_documents_amended",
]  # fmt: skip
DECISIONS = [
    "major_decisions", "decisions_with_public_participation", "decisions_with_expert_appraisal",
    "decisions_with_risk_assessment", "decisions_with_legality_review", "decisions_with_collective_deliberation",
]  # fmt: skip

now = context.current()

if not owes(now, "rulemaking"):
    no_function(now, "制定规范性文件和重大行政决策")
else:
    rates.headline(
        now,
        [
            "major_decisions",
            "legality_review_coverage",
            "unified_registration_rate",
            "normative_documents_in_force",
        ],
    )
    section("重大行政决策：五步程序，件件履行")
    decisions.steps(now, "重大行政决策五步程序：履行与缺漏", "steps")
    decisions.by_body(now, "五步程序：各单位", "steps-bodies")
    decisions.by_year(now, "五步程序：历年", "steps-years")

    section("规范性文件：统一登记、统一编号、统一公布")
    left, right = st.columns(2)
    with left:
        decisions.registration_by_body(now, "规范性文件“三统一”：各单位", "registration-bodies")
    with right:
        rates.over_years(now, "unified_registration_rate", "规范性文件“三统一”率：历年")
    acts_by_year(
        now,
        DOCUMENTS,
        "规范性文件制定与清理：历年",
        "documents-years",
    )
    by_body(now, DOCUMENTS, "规范性文件：各单位", "documents-bodies")
    year_table(now, [*DECISIONS, *DOCUMENTS], "重大行政决策与规范性文件", "now")
