"""How a number is written: exact, grouped, never 0 for a value that is missing, never rounded to a false 0 or 100."""

from decimal import Decimal
from typing import Any

import pandas as pd

from reports.numbers import MOST_DECIMALS, WAN, exact, places_of, rounded
from ui.status import absent_word
from ui.words import NO_VALUE

YI = Decimal(100_000_000)
MINUS = "−"


def is_missing(value: Any) -> bool:
    """Says whether there is no number: None, NaN, NA, NaT."""
    return value is None or bool(pd.isna(value))


def figure(value: Any, unit: str = "", decimals: int | None = None, absent: str = NO_VALUE) -> str:
    """41697, 件 → “41,697件”; `decimals` None keeps all the value has; no value → the word `absent`."""
    if is_missing(value):
        return absent
    return digits(exact(value), decimals, unit) + unit


def digits(number: Decimal, decimals: int | None, unit: str = "") -> str:
    """Groups and rounds half up, with as many more decimals as keep a nonzero from reading 0 (or a rate 100)."""
    if decimals is None:
        return signed(plain(rounded(number, MOST_DECIMALS)))
    places = places_of(number, decimals, unit)
    return signed(f"{rounded(number, places):,.{places}f}")


def plain(number: Decimal) -> str:
    """Groups and drops zeros after the point: 24.0000 → “24”."""
    text = f"{number:,.{MOST_DECIMALS}f}"
    return text.rstrip("0").rstrip(".")


def signed(text: str) -> str:
    """Writes the true minus sign, and no minus before a bare zero."""
    return MINUS + text[1:] if text.startswith("-") and text.strip("-0.,") else text.lstrip("-")


def in_wan(value: Any, unit: str = "", absent: str = NO_VALUE) -> str:
    """1559714, 元 → “155.97万元”; below 万 exact; for cards and axes, never for tables."""
    if is_missing(value):
        return absent
    number = exact(value)
    for step, word in ((YI, "亿"), (WAN, "万")):
        if abs(number) >= step:
            return signed(plain(rounded(number / step, 2))) + word + unit
    return figure(number, unit)


def percent(value: Any, numerator: Any, denominator: Any, decimals: int = 1, absent: str = NO_VALUE) -> str:
    """80.0, 4, 5 → “80%（4/5）”; without a value, the word."""
    if is_missing(value):
        return absent
    return f"{short(value, decimals, '%')}%{over(numerator, denominator)}"


def over(numerator: Any, denominator: Any) -> str:
    """4, 5 → “（4/5）”, or nothing where one of them is missing."""
    if is_missing(numerator) or is_missing(denominator):
        return ""
    return f"（{figure(numerator)}/{figure(denominator)}）"


def short(value: Any, decimals: int, unit: str = "") -> str:
    """As `digits`, without zeros at the end: 24.0 → “24”, 66.7 stays."""
    text = digits(exact(value), decimals, unit)
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(row: Any, absent: str | None = None) -> str:
    """Writes the value of an indicator or measure row, with n where it is a proportion."""
    word = absent or absent_word(row) or NO_VALUE
    kind, unit = row.get("kind"), str(row.get("unit") or "")
    if kind == "proportion":
        return percent(row["value"], row.get("numerator"), row.get("denominator"), int(row["decimals"]), word)
    if kind == "ratio" and not is_missing(row["value"]):
        return short(row["value"], int(row["decimals"]), unit) + unit
    return figure(row["value"], unit, None, word)


def change(now: Any, before: Any, year: int, unit: str, decimals: int | None = None) -> str:
    """“较2021年 +12件（+3.1%）”; of two rates “较2021年 +5.0个百分点”; “” where this year has no value."""
    if is_missing(now):
        return ""
    if is_missing(before):
        return f"{year}年无数据，不可比"
    difference = exact(now) - exact(before)
    if unit == "%":
        return f"较{year}年 {plus(difference, decimals if decimals is not None else 1)}个百分点"
    text = f"较{year}年 {plus(difference, decimals)}{unit}"
    return text if exact(before) == 0 else f"{text}（{plus(difference / abs(exact(before)) * 100, 1)}%）"


def plus(number: Decimal, decimals: int | None) -> str:
    """Writes a difference with its sign: “+12”, “−0.3”, “持平” has none: “±0”."""
    if number == 0:
        return "±0"
    return ("+" if number > 0 else "") + digits(number, decimals)


def interval(low: Any, high: Any, decimals: int = 1) -> str:
    """38.0, 96.0 → “38%–96%”, or nothing."""
    if is_missing(low) or is_missing(high):
        return ""
    return f"{short(low, decimals, '%')}%–{short(high, decimals, '%')}%"


def coverage_text(row: Any) -> str:
    """“26/28”: bodies that reported of those that should; "" where the row does not say."""
    reported, due = row.get("coverage_reported", row.get("reported")), row.get("coverage_due", row.get("due"))
    return "" if is_missing(due) else f"{figure(reported)}/{figure(due)}"
