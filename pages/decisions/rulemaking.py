"""依法决策与规范性文件：五步程序、“三统一”、制定与清理；各单位；历年。"""

from ui import context, decisions, panel, rates
from ui.by_body import by_body
from ui.definition_link import definition_link
from ui.enforcement import acts_by_year, no_function, owes, section, year_table

STEPS, REGISTRATION = list(decisions.STEPS), [decisions.REGISTRATION]
HEADLINE = ["major_decisions", "legality_review_coverage", *REGISTRATION, "normative_documents_in_force"]
DECISIONS = [
    "major_decisions", "decisions_with_public_participation", "decisions_with_expert_appraisal",
    "decisions_with_risk_assessment", "decisions_with_legality_review", "decisions_with_collective_deliberation",
]  # fmt: skip
DOCUMENTS = [
    "normative_documents_in_force", "normative_documents_issued", "normative_documents_registered",
    "normative_documents_repealed", "normative_documents_amended",
]  # fmt: skip
REGISTERED = "规范性文件“三统一”：各单位"

now = context.current()


def five_steps() -> None:
    """This year's decisions, who lacks which step, and the years before."""
    ever = rates.known(now, STEPS)
    if ever:
        decisions.steps(now, "重大行政决策五步程序：履行与缺漏", "steps")
    else:
        rates.never(now, STEPS, "五步程序")
    decisions.by_body(now, "五步程序：各单位", "steps-bodies")
    if ever:
        decisions.by_year(now, "五步程序：历年", "steps-years")
    definition_link(now.definitions.indicators["legality_review_coverage"])


def registration() -> None:
    """Documents registered of those issued, by body and over the years."""
    if not rates.known(now, REGISTRATION):
        rates.never(now, REGISTRATION, "“三统一”率")
        decisions.registration_by_body(now, REGISTERED, "registration-bodies", wide=True)
        return
    panel.in_pairs(
        *(
            []
            if now.alone
            else [lambda: decisions.registration_by_body(now, REGISTERED, "registration-bodies")]
        ),
        lambda: rates.over_years(now, decisions.REGISTRATION, "规范性文件“三统一”率：历年"),
    )


if not owes(now, "rulemaking"):
    no_function(now, "制定规范性文件和重大行政决策")
else:
    rates.headline(now, HEADLINE)
    section("重大行政决策：五步程序，件件履行")
    five_steps()
    section("规范性文件：统一登记、统一编号、统一公布", decisions.stock_reading(now))
    registration()
    acts_by_year(now, DOCUMENTS, "规范性文件制定与清理：历年", "documents-years")
    by_body(now, DOCUMENTS, "规范性文件：各单位", "documents-bodies")
    year_table(now, [*DECISIONS, *DOCUMENTS], "重大行政决策与规范性文件", "now")
