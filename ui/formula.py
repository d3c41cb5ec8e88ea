"""How an indicator is counted, in words, out of the labels of the measures it is made of."""

from collections.abc import Sequence

from definitions.model import Definitions, Indicator, Rule


def main_rule(indicator: Indicator, year: int) -> Rule | None:
    """The rule that counts in a year; None where the indicator was not yet, or is no longer, counted."""
    mains = [r for r in indicator.rules if r.main]
    return next((r for r in mains if (r.first_year or year) <= year <= (r.last_year or year)), None)


def formula(definitions: Definitions, indicator: Indicator, rule: Rule) -> str:
    """“（撤销 + 变更）÷ 审结复议案件 × 100%”; a count is the sum of its measures."""
    above = [definitions.column_of[m].label for m in rule.numerator]
    below = [definitions.column_of[m].label for m in rule.denominator]
    if not below:
        return " + ".join(above)
    left, right = bracketed(above), bracketed(below)
    before, after = "" if left.endswith("）") else " ", "" if right.startswith("（") else " "
    return f"{left}{before}÷{after}{right}{factor(indicator, right)}"


def bracketed(labels: Sequence[str]) -> str:
    """One label as it is, a sum in brackets."""
    return labels[0] if len(labels) == 1 else f"（{' + '.join(labels)}）"


def factor(indicator: Indicator, before: str) -> str:
    """“ × 100%” for a percentage, “ × 100” for a quotient per hundred, nothing for a plain one."""
    space = "" if before.endswith("）") else " "
    if indicator.unit == "%":
        return f"{space}× {indicator.scale}%"
    return f"{space}× {indicator.scale}" if indicator.scale != 1 else ""
