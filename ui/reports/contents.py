"""What the Word pack holds of each section beside its sentences: a table of all its figures, and the charts that matter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui import capacity, decisions, enforcement, rates, respondents, stages
from ui.by_body import by_body
from ui.kinds import kinds_by_year

PERMITS = ["permit_applications", "permits_accepted", "permits_granted", "permits_denied", "permits_revoked"]
PROCEDURES = ["summary_procedure_cases", "ordinary_procedure_cases"]
PENALTIES = [
    "total_cases",
    *PROCEDURES,
    "penalty_amount",
    "cases_legally_vetted",
    "cases_transferred_criminal",
]
COERCION = ["measure_premises_sealed", "measure_property_seized", "measure_funds_frozen", "measure_other"]
ACTS = [
    "inspections", "coercive_measures", *COERCION, "coercive_enforcements", "court_enforcement_applications",
    "confirmations", "levies", "levy_amount",
]  # fmt: skip
RECONSIDERATION = [
    "reconsideration_received", "reconsideration_accepted", "reconsideration_concluded", "reconsideration_pending",
    *stages.OUTCOMES,
]  # fmt: skip
LITIGATION = [
    "litigation_carried_in", "litigation_new", "litigation_concluded", "litigation_pending", "litigation_written_only",
    "litigation_hearings", "head_appearances", "principal_appearances", "litigation_losses",
]  # fmt: skip
RULEMAKING = [
    "major_decisions", "decisions_with_public_participation", "decisions_with_expert_appraisal",
    "decisions_with_risk_assessment", "decisions_with_legality_review", "decisions_with_collective_deliberation",
    "normative_documents_in_force", "normative_documents_issued", "normative_documents_registered",
]  # fmt: skip
CAPACITY = [
    "training_sessions", "training_attendances", "disclosure_entries", "legal_counsel", "contracts_reviewed",
    "certified_officers", "officers_due",
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A section of a page, as `ui.panel.shown` made it, and what it is called with."""

    section: Callable[..., None]
    args: tuple[Any, ...]

    @property
    def name(self) -> str:
        return f"{self.section.__module__}:{self.section.__qualname__}"


def table(measures: list[str], title: str) -> Item:
    return Item(enforcement.year_table, (measures, title, "pack"))


TABLES = {
    "permits": table(PERMITS, "行政许可情况"),
    "penalties": table(PENALTIES, "行政处罚情况"),
    "inspection_coercion": table(ACTS, "行政检查、行政强制及其他执法行为情况"),
    "reconsideration": table(RECONSIDERATION, "行政复议办理情况"),
    "litigation": table(LITIGATION, "行政应诉情况"),
    "rulemaking": table(RULEMAKING, "重大行政决策与规范性文件情况"),
    "capacity": table(CAPACITY, "执法能力情况"),
}
CHARTS = {
    "permits": (
        Item(enforcement.measure_over_years, ("permits_granted", "准予许可：历年")),
        Item(enforcement.rate_over_years, ("denial_rate", "不予许可率：历年")),
        Item(by_body, (["permits_granted", "permits_denied", "denial_rate"], "许可、不予许可与不予许可率：各单位", "pack")),
    ),
    "penalties": (
        Item(enforcement.parts_over_years, (PROCEDURES, "处罚案件：简易程序与普通程序", "pack")),
        Item(enforcement.measure_over_years, ("penalty_amount", "罚没金额：历年")),
        Item(by_body, (["total_cases", "penalty_amount", "average_penalty"], "处罚案件与罚没金额：各单位", "pack")),
    ),
    "inspection_coercion": (
        Item(enforcement.measure_over_years, ("inspections", "行政检查：历年")),
        Item(enforcement.rate_over_years, ("penalties_per_100_inspections", "每百次检查处罚数：历年")),
        Item(kinds_by_year, ([("", COERCION)], "coercive_measures", "行政强制措施：种类", "pack")),
    ),
    "reconsideration": (
        Item(stages.reconsideration, ()),
        Item(rates.funnel, ("correction_rate", "复议纠错率与审结件数：差异是否超出偶然", "审结")),
        Item(rates.over_years, ("correction_rate", "复议纠错率：历年，两种口径")),
        Item(enforcement.parts_over_years, (stages.OUTCOMES, "审结结果：历年", "pack")),
    ),
    "litigation": (
        Item(stages.litigation, ()),
        Item(rates.over_years, ("court_appearance_rate", "负责人出庭应诉率：历年，两种口径")),
        Item(respondents.appearance_by_body, ("谁开了庭，谁的负责人缺席（以件数计）", "pack")),
    ),
    "rulemaking": (
        Item(decisions.steps, ("重大行政决策五步程序：履行与缺漏", "pack")),
        Item(rates.over_years, (decisions.REGISTRATION, "规范性文件“三统一”率：历年")),
    ),
    "capacity": (
        Item(enforcement.rate_over_years, ("certification_rate", "执法人员持证率：历年")),
        Item(capacity.shortfall_panel, ()),
    ),
    "reporting": (
        Item(rates.together, (["completeness_rate", "punctuality_rate"], "报送完整率与按时报送率：历年", "pack")),
    ),
}  # fmt: skip
