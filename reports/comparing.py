"""This year beside another: how much more or less, or why the two must not be compared."""

from typing import Any

from definitions.model import Definitions
from reports.numbers import MOST_DECIMALS, exact, written

Record = dict[str, Any]


def change_text(definitions: Definitions, body: str, now: Record, before: Record | None, year: int) -> str:
    """“比2021年增加20件、增长1.3%”, or “…不与2021年比较”; nothing where there is nothing to say.

    `now` and `before` are rows of one measure or indicator; `year` is the earlier or other year.
    """
    if now["value"] is None:
        return ""
    if reason := not_comparable(definitions, body, now, before, year):
        return f"{reason}，不与{year}年比较"
    assert before is not None
    if "too_few" in (now.get("status"), before.get("status")):
        return ""
    return difference(now, before, year)


def not_comparable(definitions: Definitions, body: str, now: Record, before: Record | None, year: int) -> str:
    """Why the two years are not alike; nothing where they are."""
    first, last = sorted((int(now["year"]), year))
    founded = definitions.bodies[body].valid_from.year if body in definitions.bodies else 0
    if first < founded <= last and definitions.bodies[body].predecessors:
        return f"因{founded}年机构改革"
    if broken := broken_in(definitions, now, first, last):
        return f"因{broken}年统计分类变化"
    if before is None or before["value"] is None:
        return f"因{year}年没有数据"
    if now.get("rule") != before.get("rule"):
        return "因口径变化"
    return ""


def broken_in(definitions: Definitions, row: Record, first: int, last: int) -> int | None:
    """The year in which the form began or ceased to have a measure, after `first` and up to `last`."""
    codes = [row["measure"]] if "measure" in row else measures_of(definitions, row)
    columns = [definitions.column_of[code] for code in codes if code in definitions.column_of]
    starts = {c.first_year for c in columns if c.first_year}
    ends = {c.last_year + 1 for c in columns if c.last_year}
    return next((year for year in sorted(starts | ends) if first < year <= last), None)


def measures_of(definitions: Definitions, row: Record) -> list[str]:
    rule = next(r for r in definitions.indicators[row["indicator"]].rules if r.rule == row["rule"])
    return [*rule.numerator, *rule.denominator]


def difference(now: Record, before: Record, year: int) -> str:
    """How much more or less; of percentages in percentage points, of others also in per cent."""
    unit = now["unit"]
    moved = exact(now["value"]) - exact(before["value"])
    if moved == 0:
        return f"与{year}年持平"
    decimals = now.get("decimals")
    places = MOST_DECIMALS if decimals is None else int(decimals)
    if unit == "%":
        return f"比{year}年{'提高' if moved > 0 else '降低'}{written(abs(moved), places)}个百分点"
    text = f"比{year}年{'增加' if moved > 0 else '减少'}{written(abs(moved), places)}{unit}"
    if exact(before["value"]) == 0:
        return text
    share = abs(moved / exact(before["value"]) * 100)
    return f"{text}、{'增长' if moved > 0 else '下降'}{written(share, 1, '%')}%"
