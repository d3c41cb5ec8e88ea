"""Works every automatic score out again, with fractions and loops, from the oracle's figures and the scheme alone."""

import math
from decimal import Decimal
from fractions import Fraction

from definitions.model import Rule
from definitions.schemes import Item, Scheme
from tests.warehouse.oracle import Oracle

Answer = tuple[str, str | None, Decimal | None, bool | None]
"""state, why, score, reached (of a veto)"""


def all_scores(oracle: Oracle) -> dict[tuple[str, str, str], Answer]:
    """(scheme, body, item) → what it comes to, for all years the oracle knows."""
    return {
        (scheme.scheme, leaf, item.item): score(oracle, scheme, item, leaf)
        for scheme in oracle.definitions.schemes.values()
        if scheme.year in oracle.years
        for leaf in leaves(oracle, scheme.year)
        for item in scheme.items.values()
    }


def leaves(oracle: Oracle, year: int) -> list[str]:
    return [body.body for body in oracle.bodies(year) if not oracle.children(body.body, year)]


def score(oracle: Oracle, scheme: Scheme, item: Item, body: str) -> Answer:
    if item.categories and oracle.definitions.bodies[body].category not in item.categories:
        return "not_applicable", "category", None, None
    if item.rule == "by_hand":
        return "by_hand", "by_hand", None, None
    if item.indicator is None:
        return counted(oracle, scheme, item, body)
    return rated(oracle, scheme, item, body)


def counted(oracle: Oracle, scheme: Scheme, item: Item, body: str) -> Answer:
    cells = {m: oracle.leaf_state(body, scheme.year, m) for m in (*item.measures, *item.less, *item.among)}
    states = {state for _, state in cells.values()}
    sending = {m for m in cells if oracle.definitions.datasets[oracle.definitions.dataset_of[m]].derived}
    if "no_such_function" in states:
        return "not_applicable", "no_such_function", None, None
    if "withheld" in states:
        return "by_hand", "withheld", None, None
    if any(cells[m][1] == "not_reported" for m in sending):
        return "by_hand", "unknown", None, None
    if "not_reported" in states:
        veto = item.kind == "veto"
        return (
            ("by_hand" if veto else "not_reported"),
            "not_reported",
            None if veto else Decimal("0.00"),
            None,
        )
    value = {m: Fraction(number or 0) for m, (number, _) in cells.items()}
    if item.among and sum(value[m] for m in item.among) == 0:
        return "not_applicable", "no_denominator", None, None
    times = max(Fraction(0), sum(value[m] for m in item.measures) - sum(value[m] for m in item.less))
    if item.kind == "veto":
        return "scored", None, None, times > Fraction(item.more_than or 0)
    amount = half_up(times * Fraction(item.each or 0))
    if item.kind == "bonus":
        return "scored", None, min(amount, hundredths(item.points)), None
    most = item.points if item.at_most is None else item.at_most
    return "scored", None, hundredths(item.points) - min(amount, hundredths(most)), None


def rated(oracle: Oracle, scheme: Scheme, item: Item, body: str) -> Answer:
    indicator = oracle.definitions.indicators[str(item.indicator)]
    found = oracle.indicator(body, scheme.year, indicator.indicator, rule_of(oracle, scheme, item))
    status = found["status"]
    if status in ("no_such_function", "no_denominator"):
        return "not_applicable", status, None, None
    if status == "not_reported":
        return "not_reported", status, Decimal("0.00"), None
    if status in ("withheld", "doubtful"):
        return "by_hand", status, None, None
    if found["denominator"] is not None and found["denominator"] < indicator.min_n and item.few != "score":
        return (
            ("by_hand", "too_few", None, None)
            if item.few == "by_hand"
            else ("not_applicable", "left_out", None, None)
        )
    value = Fraction(found["numerator"]) * indicator.scale
    if found["denominator"] is not None:
        value /= Fraction(found["denominator"])
    target = oracle.target(body, scheme.year, indicator.indicator)
    goal = (
        Fraction(item.full_at) if item.full_at is not None else None if target is None else Fraction(target)
    )
    if goal is None and item.rule != "thresholds":
        return "by_hand", "no_target", None, None
    return "scored", None, given(item, value, goal, -1 if indicator.direction == "lower" else 1), None


def given(item: Item, value: Fraction, goal: Fraction | None, better: int) -> Decimal:
    """The points for a value; `better` is 1 where more is better, -1 where less is."""
    if item.rule == "thresholds" or goal is None:
        reached = [points for at, points in item.bands if better * value >= better * Fraction(at)]
        return hundredths(max(reached, default=Decimal(0)))
    if item.rule == "proportion":
        return half_up(Fraction(item.points) * min(Fraction(1), value / goal))
    steps = max(Fraction(0), better * (goal - value)) / Fraction(item.per or 1)
    if item.part != "share":
        steps = Fraction(math.floor(steps) if item.part == "whole" else math.ceil(steps))
    most = item.points if item.at_most is None else item.at_most
    return hundredths(item.points) - min(half_up(steps * Fraction(item.each or 0)), hundredths(most))


def rule_of(oracle: Oracle, scheme: Scheme, item: Item) -> Rule:
    rules = oracle.rules(str(item.indicator), scheme.year)
    return next(
        rule for rule in rules if (rule.main if item.counting is None else rule.rule == item.counting)
    )


def half_up(value: Fraction) -> Decimal:
    """To a hundredth, half up."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))) / 100


def hundredths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
