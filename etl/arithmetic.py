"""Sums, comparisons and printed rates, and how they are said to a clerk. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from definitions.normalise import normalise_text

LISTED_IN_FULL = 4
"""A longer sum names only its parts other than 0, and says how many it leaves out."""

_PRINTED = re.compile(r"(\d+(?:\.(\d*))?)%?")


@dataclass(frozen=True)
class Terms:
    """One side of a comparison: labelled figures, and the year or body they are from if that needs saying."""

    parts: Sequence[tuple[str, Decimal]]
    of: str = ""

    @property
    def total(self) -> Decimal:
        return sum((value for _, value in self.parts), Decimal(0))

    def text(self, linking: str = "") -> str:
        """`审结为25` with `linking` 为, or `维持8 + 驳回8（其余7项为0）= 16`."""
        if len(self.parts) == 1:
            label, value = self.parts[0]
            return f"{self.of}{label}{linking}{plain(value)}"
        shown = [part for part in self.parts if part[1]] if len(self.parts) > LISTED_IN_FULL else self.parts
        left_out = len(self.parts) - len(shown)
        if not shown:
            return f"{self.of}{self.parts[0][0]}等{left_out}项都是0"
        others = f"（其余{left_out}项为0）" if left_out else " "
        added = " + ".join(label + plain(value) for label, value in shown)
        return f"{self.of}{added}{others}= {plain(self.total)}"


def plain(value: Decimal) -> str:
    """A figure as a clerk writes it: 25, 4986.9; no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def broken(left: Decimal, relation: str, right: Decimal) -> bool:
    return left > right if relation == "<=" else left != right


def compare_text(left: Terms, relation: str, right: Terms) -> str:
    """What does not add, in words and numbers: `维持8 + 驳回8 = 16，而审结为15，相差1`."""
    gap = plain(abs(left.total - right.total))
    if relation == "<=":
        return f"{left.text()}，超过{right.text()}，多出{gap}"
    return f"{left.text()}，而{right.text('为')}，相差{gap}"


def printed_rate(raw: str, value: Decimal) -> str:
    """The text that shows how precisely a rate was printed: the sender's own, or else the value."""
    return raw if _PRINTED.fullmatch(normalise_text(raw)) else plain(value)


def rate_agrees(printed: str, numerator: Decimal | int, denominator: Decimal | int) -> bool:
    """Says whether a printed percentage is `numerator / denominator` rounded to its printed places.

    An exact half may have been rounded either way. Raises ValueError if `printed` is no percentage, and
    ZeroDivisionError without a denominator.
    """
    percent, places = _printed(printed)
    return abs(percent - _percent(numerator, denominator)) <= Fraction(1, 2 * 10**places)


def rate_text(printed: str, numerator: Decimal | int, denominator: Decimal | int) -> str:
    """`写的是31%，而7 ÷ 23 = 30.4%`: the right rate gets one place more than the printed one."""
    percent, (_, places) = _percent(numerator, denominator), _printed(printed)
    right = Decimal(percent.numerator) / Decimal(percent.denominator)
    division = f"{plain(Decimal(numerator))} ÷ {plain(Decimal(denominator))}"
    return f"写的是{normalise_text(printed).rstrip('%')}%，而{division} = {right:.{places + 1}f}%"


def _printed(text: str) -> tuple[Fraction, int]:
    """A percentage and the number of its decimal places, e.g. `30.4%` → 30.4 and 1."""
    match = _PRINTED.fullmatch(normalise_text(text))
    if match is None:
        raise ValueError(f"not a percentage: {text!r}")
    return Fraction(match[1].rstrip(".")), len(match[2] or "")


def _percent(numerator: Decimal | int, denominator: Decimal | int) -> Fraction:
    return Fraction(numerator) * 100 / Fraction(denominator)
