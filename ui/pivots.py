"""Tables with several quantities side by side: bodies × measures, kinds × years. Cells are numbers or the word for none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from reports.numbers import exact
from ui.frames import Row, has_text, rows_of
from ui.numbers import change, coverage_text, is_missing, short
from ui.status import absent_word
from ui.words import NO_VALUE

Cell = int | float | str
NO_SUCH_ROW = "–"


def cell(row: Row | None) -> Cell:
    """The exact number, rates to their decimals, or the word for why there is none; “–” where there is no such cell."""
    if row is None:
        return NO_SUCH_ROW
    if is_missing(row["value"]):
        return absent_word(row) or NO_VALUE
    if row.get("kind") in ("proportion", "ratio"):
        return short(row["value"], int(row["decimals"]), str(row["unit"]))
    return whole(row["value"])


def whole(value: Any) -> Cell:
    """A count without the “.0” that missing neighbours gave it."""
    if is_missing(value):
        return NO_SUCH_ROW
    number = exact(value)
    return int(number) if number == number.to_integral_value() else float(number)


def heading(rows: Sequence[Row | None]) -> str:
    """“罚没金额（元）”: what a column of rows is."""
    row = next(r for r in rows if r is not None)
    return f"{row.get('title') or row.get('label')}（{row['unit']}）"


SIDES = {"分子": "numerator", "分母": "denominator"}


def part_heading(head: str, word: str) -> str:
    """“出庭率（%）”, “分子” → “出庭率：分子”."""
    return f"{head.split('（')[0]}：{word}"


def grid(
    names: Sequence[str],
    title: str,
    columns: Mapping[str, Sequence[Row | None]],
    known: Collection[str] = (),
) -> pd.DataFrame:
    """A row per name, a column per heading; a rate brings along its numerator and denominator.

    `known` are those, by their heading (“出庭率：分子”), that another column already is.
    """
    table: dict[str, list[Any]] = {title: list(names)}
    for head, rows in columns.items():
        table[head] = [cell(r) for r in rows]
        if any(r is not None and r.get("kind") in ("proportion", "ratio") for r in rows):
            parts = {part_heading(head, word): side for word, side in SIDES.items()}
            table |= {
                part: [NO_SUCH_ROW if r is None else whole(r[side]) for r in rows]
                for part, side in parts.items()
                if part not in known
            }
    return pd.DataFrame(table)


def two_years(
    frame: pd.DataFrame, before: pd.DataFrame | None, year: int, compare: int | None
) -> pd.DataFrame:
    """Measures of one body as a display frame: this year, the compared year and the change, coverage, explanations."""
    rows = rows_of(frame)
    earlier = {} if before is None else by(rows_of(before), "measure")
    table: dict[str, list[Any]] = {
        "项目": [r["label"] for r in rows],
        "单位": [r["unit"] for r in rows],
        f"{year}年": [cell(r) for r in rows],
    }
    if compare is not None:
        table[f"{compare}年"] = [cell(earlier.get(r["measure"])) for r in rows]
        table["变化"] = [changed(r, earlier.get(r["measure"]), compare) for r in rows]
    table["报送单位"] = [coverage_text(r) or NO_SUCH_ROW for r in rows]
    if has_text(frame, "explanation"):
        table["说明"] = told_once(rows)
    return pd.DataFrame(table)


def told_once(rows: Sequence[Row]) -> list[str]:
    """What was explained, in full where it first stands and after that by reference: “同“审结复议案件””."""
    first: dict[str, str] = {}
    said = []
    for row in rows:
        text = row["explanation"] if isinstance(row["explanation"], str) else ""
        said.append(f"同“{first[text]}”" if text in first else text)
        if text:
            first.setdefault(text, str(row["label"]))
    return said


def changed(row: Row, before: Row | None, year: int) -> str:
    """“+20件（+1.3%）”, or why the two cannot be compared."""
    if is_missing(row["value"]):
        return ""
    if before is None or is_missing(before["value"]):
        return "不可比"
    return change(row["value"], before["value"], year, str(row["unit"])).removeprefix(f"较{year}年 ")


def by(rows: Iterable[Row], *columns: str) -> dict[Any, Row]:
    """Rows by the value of a column, or by a tuple of several."""
    return {tuple(r[c] for c in columns) if len(columns) > 1 else r[columns[0]]: r for r in rows}
