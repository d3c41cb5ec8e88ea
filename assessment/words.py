"""Scores in words: a rule, the arithmetic that gave a score from it, and why there is none."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from definitions.model import Definitions
from definitions.schemes import Item, Scheme

PARTS = {"whole": "不足的不计", "begun": "不足的按一次计", "share": "不足的按比例计"}
WHY = {
    "by_hand": "由考核员依据材料评定",
    "category": "不适用于这类单位",
    "no_such_function": "无此职能，不计此项",
    "no_denominator": "当年没有发生，不计此项",
    "left_out": "数量过少，按方案不计此项",
    "too_few": "数量过少，由考核员评定",
    "not_reported": "未报送，得0分",
    "withheld": "数据不公开，由考核员评定",
    "doubtful": "分子大于分母，由考核员核实后评定",
    "unknown": "系统无法确定，由考核员核实后评定",
    "no_target": "没有目标值，由考核员评定",
    "no_rule": "当年没有可用的口径，由考核员评定",
}
NOT_REPORTED = {
    "points": WHY["not_reported"],
    "bonus": "未报送，不加分",
    "veto": "未报送，由考核员核实后认定",
}
MOST_PLACES = 9


def number(value: Decimal | float | None, places: int = 4) -> str:
    """A number without needless zeros: 80, 66.67, 0.5; half of the last place is rounded up, as scores are."""
    if value is None:
        return "—"
    written = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{written or abs(written):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fraction(value: Fraction, apart_from: Iterable[Decimal] = (), places: int = 2) -> tuple[bool, str]:
    """Whether the number is written exactly, and how: never so short that it looks like one of those it differs from."""
    others = [Fraction(one) for one in apart_from]
    for more in range(places, MOST_PLACES + 1):
        scaled = value * 10**more
        whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        written = Fraction(whole, 10**more)
        if written == value or more == MOST_PLACES or written not in others:
            return written == value, number(Decimal(whole).scaleb(-more), more)
    raise AssertionError("the last of the places is always taken")


def arithmetic(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    """The exact way from the figures to the automatic score: 4/5 = 80% < 100%，每低1个百分点扣0.1分，低20个百分点，扣2分，得8分."""
    if row["state"] == "not_reported" or row["why"] == "not_reported":
        return NOT_REPORTED[item.kind]
    if row["state"] != "scored":
        return WHY[row["why"]]
    if item.rule == "occurrences":
        return _occurrences(item, row, definitions)
    if item.rule == "thresholds":
        return f"{_rate(item, row, definitions)} {_band(item, row, definitions)}，得{number(row['score'])}分"
    if item.rule == "proportion":
        return f"{_compared(item, row, definitions)}，{_proportion(item, row, definitions)}，得{number(row['score'])}分"
    return f"{_compared(item, row, definitions)}，{_shortfall(item, row, definitions)}"


def reason(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    """The title of what was looked at, and the arithmetic."""
    if item.indicator is not None:
        return f"{definitions.indicators[item.indicator].title} {arithmetic(item, row, definitions)}"
    return arithmetic(item, row, definitions)


def _value(row: Mapping[str, Any]) -> Fraction:
    """The rate as it is, not as it is written."""
    whole = Fraction(row["numerator"]) * row["scale"]
    return whole if row["denominator"] is None else whole / Fraction(row["denominator"])


def _limits(item: Item, row: Mapping[str, Any]) -> list[Decimal]:
    """What the rate is held against."""
    return [at for at, _ in item.bands] if item.rule == "thresholds" else [row["target"]]


def _divided(row: Mapping[str, Any]) -> str:
    """“4/5”, with the scale where it is none of 1 and a hundred."""
    scale = {1: "", 100: ""}.get(row["scale"], f"×{row['scale']}")
    return f"{number(row['numerator'])}/{number(row['denominator'])}{scale}"


def _rate(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    unit = definitions.indicators[str(item.indicator)].unit
    if row["denominator"] is None:
        return f"{number(row['numerator'])}{unit}"
    exact, text = fraction(_value(row), _limits(item, row))
    return f"{_divided(row)} {'=' if exact else '≈'} {text}{unit}"


def _reached(row: Mapping[str, Any]) -> bool:
    value, target = _value(row), Fraction(row["target"])
    return value <= target if row["direction"] == "lower" else value >= target


def _compared(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    unit = definitions.indicators[str(item.indicator)].unit
    good, bad = ("≤", ">") if row["direction"] == "lower" else ("≥", "<")
    return f"{_rate(item, row, definitions)} {good if _reached(row) else bad} {number(row['target'])}{unit}"


def _proportion(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    if _reached(row):
        return "达到目标"
    unit = definitions.indicators[str(item.indicator)].unit
    exact, text = fraction(_value(row), _limits(item, row))
    # Multiplied is what is written: where the rate is rounded, the two figures it comes from.
    rate = f"{text}{unit}" if exact or row["denominator"] is None else f"({_divided(row)})"
    goal = f"{number(row['target'])}{unit}"
    return f"{number(item.points)}分 × {rate} ÷ {goal}"


def _band(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    unit = definitions.indicators[str(item.indicator)].unit
    sign = "≤" if row["direction"] == "lower" else "≥"
    for at, points in item.bands:
        if points == row["score"]:
            return f"{sign} {number(at)}{unit}"
    worst = item.bands[-1][0]
    return f"{'>' if sign == '≤' else '<'} {number(worst)}{unit}"


def _shortfall(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    if _reached(row):
        return f"达到目标，得{number(row['score'])}分"
    unit = definitions.indicators[str(item.indicator)].unit
    worse = "高" if row["direction"] == "lower" else "低"
    missed = abs(_value(row) - Fraction(row["target"]))
    exact, text = fraction(missed, places=4)
    gap = f"{worse}{'' if exact else '约'}{text}{'个百分点' if unit == '%' else unit}"
    if item.part != "share":
        gap += f"，计{number(row['steps'])}次"
    rule = f"每{worse}{_step(item, unit)}扣{number(item.each)}分（{PARTS[item.part]}）"
    return f"{rule}，{gap}，{_taken(item, row)}"


def _step(item: Item, unit: str) -> str:
    return f"{number(item.per)}个百分点" if unit == "%" else f"{number(item.per)}{unit}"


def _taken(item: Item, row: Mapping[str, Any]) -> str:
    if not row["deduction"]:
        return f"不扣分，得{number(row['score'])}分"
    most = item.points if item.at_most is None else item.at_most
    capped = "扣至上限" if row["deduction"] == most and row["steps"] * (item.each or 0) > most else "扣"
    return f"{capped}{number(row['deduction'])}分，得{number(row['score'])}分"


def _occurrences(item: Item, row: Mapping[str, Any], definitions: Definitions) -> str:
    columns = [definitions.column_of[measure] for measure in item.measures]
    unit = columns[0].unit
    what = " + ".join(column.label for column in columns)
    if item.less:
        what += "".join(f" − {definitions.column_of[measure].label}" for measure in item.less)
    counted = f"{what} = {number(row['steps'])}{unit}"
    if not row["steps"] and item.kind == "points":
        return f"{counted}，不扣分，得{number(row['score'])}分"
    if item.kind == "veto":
        sign = ">" if row["reached"] else "≤"
        return f"{counted} {sign} {number(item.more_than)}{unit}，{'成立' if row['reached'] else '不成立'}"
    if item.kind == "bonus":
        full = row["score"] == item.points and row["steps"] * (item.each or 0) > item.points
        return f"{counted}，每{unit}加{number(item.each)}分，{'加至上限' if full else '加'}{number(row['score'])}分"
    return f"{counted}，每{unit}扣{number(item.each)}分，{_taken(item, row)}"


def rule_words(item: Item, scheme: Scheme, definitions: Definitions) -> str:
    """The rule as the product counts it, to hold beside the scheme's own words."""
    if item.rule == "by_hand":
        words = "考核员依据材料评定"
    elif item.rule == "occurrences":
        words = _counted_words(item, definitions)
    else:
        words = _rated_words(item, definitions)
    if item.kind == "veto":
        words += f"，成立时最高评为{scheme.grades[str(item.grade)].title}"
    return words


def _rated_words(item: Item, definitions: Definitions) -> str:
    indicator = definitions.indicators[str(item.indicator)]
    goal = "目标值" if item.full_at is None else f"{number(item.full_at)}{indicator.unit}"
    sign = "≤" if indicator.direction == "lower" else "≥"
    if item.rule == "thresholds":
        bands = "，".join(f"{sign}{number(at)}{indicator.unit}得{number(p)}分" for at, p in item.bands)
        words = f"{indicator.title}：{bands}，其余不得分"
    elif item.rule == "proportion":
        words = f"{number(item.points)}分 × {indicator.title} ÷ {goal}，最多{number(item.points)}分"
    else:
        step = _step(item, indicator.unit)
        most = item.points if item.at_most is None else item.at_most
        worse = "高于" if indicator.direction == "lower" else "低于"
        words = f"{indicator.title}{worse}{goal}，每{step}扣{number(item.each)}分，{PARTS[item.part]}，最多扣{number(most)}分"
    few = {"by_hand": "由考核员评定", "leave_out": "不计此项"}.get(item.few)
    return f"{words}；分母不足{indicator.min_n}时{few}" if few else words


def _counted_words(item: Item, definitions: Definitions) -> str:
    columns = [definitions.column_of[measure] for measure in item.measures]
    unit = columns[0].unit
    what = " + ".join(column.label for column in columns)
    what += "".join(f" − {definitions.column_of[measure].label}" for measure in item.less)
    if item.kind == "veto":
        words = f"{what} 超过{number(item.more_than)}{unit}"
    elif item.kind == "bonus":
        words = f"{what}：每{unit}加{number(item.each)}分，最多加{number(item.points)}分"
    else:
        most = item.points if item.at_most is None else item.at_most
        words = f"{what}：每{unit}扣{number(item.each)}分，最多扣{number(most)}分"
    among = "、".join(definitions.column_of[measure].label for measure in item.among)
    return f"{words}；{among}为0的不计此项" if among else words
