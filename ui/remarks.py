"""What must be said below a figure: who is missing, what is withheld, on how much a rate rests, what the sender explained."""

from collections.abc import Sequence

import pandas as pd

from ui.caption import period_of
from ui.frames import Row, is_small, rows_of
from ui.numbers import figure, is_missing
from ui.words import WITHHELD, joined

Notes = tuple[str, ...]


def coverage_notes(frame: pd.DataFrame) -> Notes:
    """For figures over years: in which years, and in which measures, not every body's number is in the sum."""
    rows = [r for r in rows_of(frame) if r.get("main", True) and due_of(r) > 1]
    short = [r for r in rows if reported_of(r) < due_of(r)]
    if not rows:
        return ()
    if not short:
        return ("各年应报单位均已报送",)
    found: dict[str, list[int]] = {}
    for year in sorted({int(r["year"]) for r in short}):
        here = [r for r in short if r["year"] == year]
        texts = dict.fromkeys(coverage_words(r) for r in here)
        whole = len(here) == sum(r["year"] == year for r in rows) and len(texts) == 1
        for text in texts:
            labels = [str(r.get("label")) for r in here if coverage_words(r) == text]
            found.setdefault(text if whole else f"{joined(labels, 2)}{text}", []).append(year)
    return tuple(f"{years_text(years)}报送{text}" for text, years in found.items())


def years_text(years: Sequence[int]) -> str:
    """“2021–2022年”, or “2019、2021年” where they do not follow each other."""
    run = years[-1] - years[0] == len(years) - 1
    return period_of(list(years)) if run else f"{'、'.join(map(str, years))}年"


def reported_of(row: Row) -> int:
    return int(row["coverage_reported"] if "coverage_reported" in row else row["reported"])


def due_of(row: Row) -> int:
    return int(row["coverage_due"] if "coverage_due" in row else row["due"])


def coverage_words(row: Row) -> str:
    """“30/31个单位”, “30/31个单位（1个不公开）”."""
    withheld = row.get("withheld")
    hidden = f"（{int(withheld)}个{WITHHELD}）" if withheld and not is_missing(withheld) else ""
    return f"{reported_of(row)}/{due_of(row)}个单位{hidden}"


def size_notes(frame: pd.DataFrame) -> Notes:
    """The n of a rate in every year, and what a hollow mark means where there is one."""
    rows = [
        r
        for r in rows_of(frame.sort_values("year"))
        if r.get("main", True) and not is_missing(r["denominator"])
    ]
    if not rows:
        return ()
    sizes = "、".join(f"{r['year']}年{figure(r['denominator'])}" for r in rows)
    small = {int(r["min_n"]) for r in rows if is_small(r)}
    return (f"分母n：{sizes}", *(f"空心：n不足{n}，只列数，不比较" for n in sorted(small)))


def without_function(names: Sequence[str]) -> Notes:
    """Who is left out of a comparison because the law gives it nothing to count."""
    return (f"无此职能{len(names)}个：{joined(list(names), 12)}",) if names else ()


def withheld_notes(frame: pd.DataFrame) -> Notes:
    """Whose number exists and is not shown, so that the sum is known to be without it."""
    found: dict[str, list[str]] = {}
    for r in rows_of(frame):
        if r.get("state") == "withheld":
            found.setdefault(str(r["label"]), []).append(str(r["short_name"]))
    return tuple(f"{label}：{joined(names)}{WITHHELD}，未计入合计" for label, names in found.items())


def explained(frame: pd.DataFrame, most: int = 2) -> Notes:
    """What senders said of a broken identity; the rest is in the table."""
    if "explanation" not in frame:
        return ()
    rows = [r for r in rows_of(frame) if isinstance(r["explanation"], str) and r["explanation"]]
    said: dict[str, list[int]] = {}
    for r in rows:
        said.setdefault(r["explanation"], []).append(int(r["year"]))
    texts = [f"{period_of(sorted(years))}{text}" for text, years in said.items()]
    return (*texts[:most], *([f"另有{len(texts) - most}条说明见表"] if len(texts) > most else []))
