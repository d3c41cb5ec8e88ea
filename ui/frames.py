"""Small things done with frames in more than one place."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

Row = dict[str, Any]
"""One row of a frame: column → value, missing ones NaN or None."""


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The frame as records."""
    columns = [str(c) for c in frame.columns]
    values = (column.tolist() for _, column in frame.items())
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def main_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the main counting rule; a frame without rules as it is."""
    return frame[frame["main"].fillna(False).astype(bool)] if "main" in frame else frame


def has_text(frame: pd.DataFrame, column: str) -> bool:
    """Says whether a text column exists and says anything."""
    return column in frame and bool(frame[column].fillna("").astype(str).str.strip().ne("").any())


def numbers_of(rows: Iterable[Row], *columns: str) -> list[float]:
    """All numbers the rows have in these columns; missing ones are left out, not counted as 0."""
    return [float(r[c]) for r in rows for c in columns if not pd.isna(r.get(c))]


def is_small(row: Row) -> bool:
    """Says whether a rate or an average rests on fewer than its `min_n`: it is shown, not compared."""
    if row.get("status") == "too_few":
        return True
    if (
        row.get("kind") not in ("proportion", "ratio")
        or pd.isna(row.get("value"))
        or pd.isna(row.get("min_n"))
    ):
        return False
    return bool(row["denominator"] < row["min_n"])
