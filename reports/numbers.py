"""How figures are written in a report: exact, never 0 for a value that is missing, never rounded to a false 0 or 100."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MOST_DECIMALS = 4
WAN = Decimal(10_000)


def exact(value: Any) -> Decimal:
    """Turns an int, float or Decimal into the Decimal a person would write for it."""
    return (
        value
        if isinstance(value, Decimal)
        else Decimal(repr(value.item() if hasattr(value, "item") else value))
    )


def rounded(number: Decimal, places: int) -> Decimal:
    """Half up, as sums in offices are."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def is_false_end(number: Decimal, shown: Decimal, unit: str) -> bool:
    """0.04 shown as 0.0, or 99.96 % shown as 100.0 %."""
    ends = (Decimal(0), Decimal(100)) if unit == "%" else (Decimal(0),)
    return shown in ends and number != shown


def places_of(number: Decimal, decimals: int, unit: str) -> int:
    """As many decimals as asked for, and more while a nonzero would read 0 (or a rate 100)."""
    places = decimals
    while places < MOST_DECIMALS and is_false_end(number, rounded(number, places), unit):
        places += 1
    return places


def written(value: Any, decimals: int = MOST_DECIMALS, unit: str = "") -> str:
    """As official documents write numbers: no groups of thousands, no zeros at the end: 41673, 66.7, 1.5."""
    number = exact(value)
    text = f"{rounded(number, places_of(number, decimals, unit)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text.strip("-0.") else text.lstrip("-")


def in_wan(value: Any, decimals: int = 2) -> str:
    """1559714 → “约155.97万元”; without 约 where nothing was rounded away."""
    number = exact(value) / WAN
    shown = rounded(number, places_of(number, decimals, ""))
    return f"{'' if shown == number else '约'}{written(shown)}万元"
