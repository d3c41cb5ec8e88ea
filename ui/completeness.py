"""Who sent what: bodies × returns of a year, bodies × years, and for a leaf its returns × years."""

from collections import Counter
from typing import Any

import pandas as pd

from ui.cell import Cell
from ui.context import Context
from ui.frames import rows_of
from ui.returns import of_due, state_cell
from ui.words import joined
from warehouse import queries


def by_year(now: Context) -> dict[int, pd.DataFrame]:
    """Year → `queries.coverage`."""
    return {year: queries.coverage(now.warehouse, now.body, year) for year in now.years}


def datasets_over_years(now: Context) -> pd.DataFrame:
    """A row a return, a column a year: sent of due; of a leaf, the word."""
    if now.leaf:
        return own_over_years(now)
    totals = queries.coverage_totals(now.warehouse, now.body)
    cells = {(r["dataset"], r["year"]): r for r in rows_of(totals)}
    titles = {r["dataset"]: r["dataset_title"] for r in rows_of(totals) if r["due"]}
    table: dict[str, list[Any]] = {"报表": list(titles.values())}
    for year in now.years:
        table[f"{year}年"] = [of_due(cells.get((d, year))) for d in titles]
    return pd.DataFrame(table)


def own_over_years(now: Context) -> pd.DataFrame:
    """A leaf's returns; “–” in years in which it did not exist."""
    frames = {year: rows_of(frame) for year, frame in by_year(now).items()}
    titles = {r["dataset"]: r["dataset_title"] for rows in frames.values() for r in rows}
    states = {(r["dataset"], year): str(r["state"]) for year, rows in frames.items() for r in rows}
    table: dict[str, list[Any]] = {"报表": list(titles.values())}
    for year in now.years:
        table[f"{year}年"] = [state_cell(states[d, year]) if (d, year) in states else "–" for d in titles]
    return pd.DataFrame(table)


def bodies_over_years(now: Context) -> pd.DataFrame:
    """A row a body, a column a year: sent of due, with what is missing named."""
    frames = {year: rows_of(frame) for year, frame in by_year(now).items()}
    names = {str(r["body"]): str(r["short_name"]) for rows in reversed(frames.values()) for r in rows}
    table: dict[str, list[Any]] = {"单位": list(names.values())}
    for year, rows in frames.items():
        states: dict[str, list[tuple[str, str]]] = {}
        for r in rows:
            states.setdefault(str(r["body"]), []).append((str(r["state"]), str(r["dataset_title"])))
        table[f"{year}年"] = [sent_cell(states.get(b, [])) for b in names]
    return pd.DataFrame(table)


def sent_cell(states: list[tuple[str, str]]) -> Cell | str:
    """“8/8”; where something is missing, as a label with its name."""
    counts = Counter(state for state, _ in states)
    due = counts["reported"] + counts["not_reported"]
    if not due:
        return "–"
    sent = f"{counts['reported']}/{due}"
    late = [title for state, title in states if state == "not_reported"]
    return Cell(f"{sent} 缺{joined(late, 1)}", status="not_reported") if late else sent


def sentence(now: Context) -> str:
    """Which years are complete and what the others lack."""
    late: dict[int, Counter[str]] = {}
    for r in rows_of(queries.coverage_totals(now.warehouse, now.body)):
        found = late.setdefault(int(r["year"]), Counter())
        if r["due"] > r["reported"]:
            found[str(r["dataset_title"])] += int(r["due"] - r["reported"])
    whole = [f"{year}年" for year, lacking in late.items() if not lacking]
    gaps = [f"{year}年缺{c.total()}份（{joined(list(c), 3)}）" for year, c in late.items() if c]
    parts = ([f"{'、'.join(whole)}报表齐全"] if whole else []) + gaps
    return "；".join(parts) + "。" if parts else ""
