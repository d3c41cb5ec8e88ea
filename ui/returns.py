"""How many of the due returns are in: by return, by body, by year."""

from typing import Any

import pandas as pd

from ui.cell import Cell
from ui.context import Context
from ui.frames import Row, rows_of
from ui.links import href
from ui.numbers import is_missing
from ui.served import local
from ui.trace import PAGE, PART
from ui.words import COVERAGE, joined
from warehouse import queries

SHAPES = {"reported": "● ", "not_reported": "？ ", "no_such_function": "∅ "}


def totals_table(now: Context) -> pd.DataFrame:
    """A row a return: how many are in of how many due, the compared year beside, and who is missing."""
    totals = queries.coverage_totals(now.warehouse, now.body)
    late = missing_by_dataset(now)
    counts = {(r["dataset"], r["year"]): r for r in rows_of(totals)}
    due = [d for d in dict.fromkeys(totals["dataset"]) if counts.get((d, now.year), {}).get("due")]
    titles = dict(zip(totals["dataset"], totals["dataset_title"], strict=True))
    table: dict[str, list[Any]] = {
        "报表": [*(titles[d] for d in due), "合计"],
        f"{now.year}年": [*(of_due(counts.get((d, now.year))) for d in due), whole(totals, now.year)],
    }
    if now.compare is not None:
        before = [of_due(counts.get((d, now.compare))) for d in due]
        table[f"{now.compare}年"] = [*before, whole(totals, now.compare)]
    table["未报送"] = [*(joined(late.get(d, []), 6) or "–" for d in due), ""]
    return pd.DataFrame(table)


def missing_by_dataset(now: Context) -> dict[str, list[str]]:
    """dataset → the bodies whose return is not in."""
    frame = queries.coverage(now.warehouse, now.body, now.year)
    found: dict[str, list[str]] = {}
    for r in rows_of(frame[frame["state"] == "not_reported"]):
        found.setdefault(str(r["dataset"]), []).append(str(r["short_name"]))
    return found


def of_due(row: Row | None) -> str:
    return "–" if row is None or not row["due"] else f"{row['reported']}/{row['due']}"


def whole(totals: pd.DataFrame, year: int) -> str:
    of_year = totals[totals["year"] == year]
    return f"{of_year['reported'].sum()}/{of_year['due'].sum()}" if of_year["due"].sum() else "–"


def totals_sentence(now: Context) -> str:
    """“应报246份，已报239份，未报7份。”"""
    totals = queries.coverage_totals(now.warehouse, now.body)
    of_year = totals[totals["year"] == now.year]
    due, reported = int(of_year["due"].sum()), int(of_year["reported"].sum())
    if not due:
        return f"{now.year}年没有应报的报表。"
    late = f"，未报{due - reported}份" if due > reported else "，全部报送"
    return f"应报{due}份，已报{reported}份{late}。"


def own_table(now: Context) -> pd.DataFrame:
    """A leaf's returns, one a row: whether it is in, which file, when it came."""
    rows = rows_of(queries.coverage(now.warehouse, now.body, now.year))
    before = earlier(now)
    table: dict[str, list[Any]] = {
        "报表": [r["dataset_title"] for r in rows],
        f"{now.year}年": [state_cell(str(r["state"])) for r in rows],
    }
    if now.compare is not None:
        table[f"{now.compare}年"] = [before.get(str(r["dataset"]), "–") for r in rows]
    table["提交编号"] = ["–" if is_missing(r["submission"]) else str(int(r["submission"])) for r in rows]
    table["收到日期"] = [moment(r["received_at"])[:10] for r in rows]
    return pd.DataFrame(table)


def earlier(now: Context) -> dict[str, Any]:
    """dataset → what the body sent in the compared year."""
    if now.compare is None:
        return {}
    frame = queries.coverage(now.warehouse, now.body, now.compare)
    return {str(r["dataset"]): state_cell(str(r["state"])) for r in rows_of(frame)}


def state_cell(state: str) -> Cell | str:
    """The word for a return's state; a missing one as a label."""
    if state == "not_reported":
        return Cell(COVERAGE[state], status="not_reported")
    return f"{SHAPES.get(state, '')}{COVERAGE.get(state, state)}"


def moment(value: Any) -> str:
    """“2026-02-03 09:15” as it was here."""
    return "–" if is_missing(value) else local(value)[:16].replace("T", " ")


def returns_address(now: Context) -> str:
    return href(now, PAGE, **{PART: "returns"})
