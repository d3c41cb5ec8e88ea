"""Every question pages ask, at 54 million figures: of a body, of a district of thirty, of the whole country."""

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from benchmarks import country, world
from benchmarks.publish import _settings
from benchmarks.report import table
from etl import pipeline
from warehouse import queries
from warehouse.connection import Warehouse, open_served

DISTRICTS = 2050
RUNS, RUNS_OF_ALL = 41, 5
MEMORY = "9GB"
"""What the full rebuild may use before it writes aside; otherwise DuckDB takes 80 % of the machine's."""
TOP = "city"

RATES = ["correction_rate", "settlement_rate", "court_appearance_rate"]
MEASURES = ["inspections", "penalty_amount", "head_appearances"]

Ask = Callable[[Warehouse, str, int], Any]
ASKED: dict[str, Ask] = {
    "indicator_values": queries.indicator_values,
    "indicator_series": lambda w, body, _: queries.indicator_series(w, body, RATES[0]),
    "indicator_history, 3 indicators": lambda w, body, _: queries.indicator_history(w, body, RATES),
    "indicator_by_body": lambda w, body, year: queries.indicator_by_body(w, RATES[0], body, year),
    "indicator_by_body, 3 indicators": lambda w, body, year: queries.indicator_by_body(w, RATES, body, year),
    "indicator_records, children, 2 years": lambda w, body, year: queries.indicator_records(
        w, queries.children(w, body, year), [year - 1, year], RATES
    ),
    "status_matrix": queries.status_matrix,
    "peers": queries.peers,
    "attention": queries.attention,
    "measure_values": queries.measure_values,
    "measure_series, 3 measures": lambda w, body, _: queries.measure_series(w, body, MEASURES),
    "measure_series, restated": lambda w, body, _: queries.measure_series(w, body, MEASURES, restated=True),
    "measure_by_body": lambda w, body, year: queries.measure_by_body(w, body, year, MEASURES[:1]),
    "measure_by_body, 3 measures": lambda w, body, year: queries.measure_by_body(w, body, year, MEASURES),
    "coverage": queries.coverage,
    "coverage_totals": lambda w, body, _: queries.coverage_totals(w, body),
    "reconciliation": queries.reconciliation,
    "explanations": queries.explanations,
    "faults_kept": queries.faults_kept,
    "trace": lambda w, body, year: queries.trace(w, body, year, MEASURES[0]),
    "lineage": lambda w, body, _: queries.lineage(w, body),
    "children": queries.children,
    "bodies": lambda w, _, year: queries.bodies(w, year),
    "years": lambda w, _, __: queries.years(w),
    "publish_info": lambda w, _, __: queries.publish_info(w),
    "submissions": lambda w, _, __: queries.submissions(w),
}

_READ = """
Stored: {cells:,} figures as sent, {rows:,} rows with the totals, {bodies:,} bodies, 10 years, {words:,} explanations, in
one file of {mb:,.0f} MB. Milliseconds from the call to the finished frame, median / worst of {runs} calls (of the country
{runs_of_all}), each about another district or body and another year, so that nothing is asked twice; in brackets the rows
given. The first call of each is left aside. A body picked from 60,000 mostly lies in a part of the file that nobody has
read yet; “again” is the second call about the same body and year, answered from what DuckDB has in memory. What names
thousands of rows costs what its rows cost: a page about the whole country should not ask for every body's list. What a publish says of its bodies, returns and indicators is read once, by
whoever asks first: {known:.0f} ms; the tree of a year is made once, too, and `bodies` hands out copies of it.

Again: `python -m benchmarks queries` (a quarter of an hour, 10 GB of memory, 3 GB of disk).
"""


def run() -> str:
    """The markdown section: median and worst ms of every question."""
    with tempfile.TemporaryDirectory() as name:
        made = country.make(Path(name), DISTRICTS)
        with _settings(made.definitions_folder):
            bounded = partial(duckdb.connect, config={"memory_limit": MEMORY})
            with patch("warehouse.build.duckdb.connect", bounded):
                pipeline.republish(data=made.data)
            return measured(made.data.root, made.cells)


def measured(root: Path, cells: int) -> str:
    """The section for a warehouse that is there already."""
    w = open_served(root)
    assert w is not None
    began = time.perf_counter()
    bodies = len(w.known.bodies)
    known = (time.perf_counter() - began) * 1000
    for year in world.YEARS:
        queries.bodies(w, year)
    rows = [_row(w, name, ask) for name, ask in ASKED.items()]
    with duckdb.connect(str(w.path), read_only=True) as direct:
        stored = [_count(direct, table) for table in ("measure", "explained")]
    facts = {"cells": cells, "rows": stored[0], "words": stored[1], "bodies": bodies, "known": known}
    facts |= {"mb": w.path.stat().st_size / 1e6, "runs": RUNS, "runs_of_all": RUNS_OF_ALL}
    w.close()
    return table("Every page's queries at 54 million figures", rows) + _READ.format(**facts)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    (count,) = connection.execute(f"select count(*) from {name}").fetchone() or (0,)
    return count


def _row(w: Warehouse, name: str, ask: Ask) -> dict[str, str]:
    choice = random.Random(name)
    districts = [f"d{choice.randrange(DISTRICTS):04d}" for _ in range(RUNS + 1)]
    bodies = [f"{district}b{choice.randrange(world.BODIES):02d}" for district in districts]
    tops = [TOP] * (RUNS_OF_ALL + 1)
    asked = {"a body": bodies, "a district": districts, "the country": tops}
    found = {scope: _timed(w, ask, codes, choice) for scope, codes in asked.items()}
    found["a body, again"] = _timed(w, ask, bodies, choice, again=True)
    print(f"  {name}: {found}", flush=True)
    return {"question": f"`{name.replace(',', '`,', 1)}" + ("" if "," in name else "`")} | found


def _timed(w: Warehouse, ask: Ask, codes: list[str], choice: random.Random, again: bool = False) -> str:
    """`median / worst (rows)`, the first call left aside; `again` times the second of two equal calls."""
    times, answer = [], None
    gc.collect()
    for code in codes:
        year = choice.randrange(world.YEARS.start + 1, world.YEARS.stop)
        if again:
            ask(w, code, year)
        began = time.perf_counter()
        answer = ask(w, code, year)
        times.append((time.perf_counter() - began) * 1000)
    rows = f"{len(answer):,}" if answer is not None else "0"
    return f"{statistics.median(times[1:]):.1f} / {max(times[1:]):.1f} ({rows})"


if __name__ == "__main__":
    print(run())
