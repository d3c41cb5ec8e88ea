"""Upload → published for one department's return, with 1 and 10 million cells stored; and a full rebuild."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import world
from benchmarks.report import table
from definitions.model import Definitions
from etl import pipeline
from warehouse import queries, served
from warehouse.connection import open_served

STORED = (1_000_000, 10_000_000)
RUNS = 7
BODY, YEAR = "d0000b07", 2023


def run() -> str:
    """The markdown section: medians in ms and the ratio of the larger store to the smaller."""
    rows = [_measure(cells) for cells in STORED]
    base = rows[0]
    for row in rows:
        row["upload → published, ratio"] = (
            f"{row['upload → published ms'] / base['upload → published ms']:.2f}"
        )
    return table("Publish after one department's return", rows) + (
        "\nOne file of eight returns (about 90 cells), from the bytes on disk to the swap: receive, read, check against "
        "the body's history, land, copy the served file, replace, derive, check, fsync, swap.\n"
    )


def _measure(cells: int) -> dict:
    with tempfile.TemporaryDirectory() as name:
        made = world.make(Path(name), cells)
        with _settings(made.definitions_folder):
            return _timed(made, Path(name))


def _timed(made: world.World, folder: Path) -> dict:
    began = time.perf_counter()
    pipeline.republish(data=made.data)
    full = time.perf_counter() - began
    times = [_upload(made, folder, number) for number in range(RUNS)]
    now = served.current(made.data.root)
    assert now is not None
    return {
        "cells stored": f"{made.cells:,}",
        "warehouse MB": f"{now.path.stat().st_size / 1e6:.0f}",
        "full rebuild s": f"{full:.1f}",
        "upload → published ms": round(statistics.median(times) * 1000),
        "slowest query ms": f"{_slowest(made.data.root):.1f}",
    }


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    old = os.environ.get("DASHBOARD_DEFINITIONS")
    os.environ["DASHBOARD_DEFINITIONS"] = str(folder)
    try:
        yield
    finally:
        if old is None:
            del os.environ["DASHBOARD_DEFINITIONS"]
        else:
            os.environ["DASHBOARD_DEFINITIONS"] = old


def _upload(made: world.World, folder: Path, number: int) -> float:
    path = folder / f"{number}.csv"
    path.write_text(_long_return(made.definitions, number), encoding="utf-8")
    began = time.perf_counter()
    loaded = pipeline.load([path], data=made.data)
    elapsed = time.perf_counter() - began
    assert loaded.ok, [f.message for o in loaded.outcomes for f in o.faults]
    return elapsed


def _long_return(definitions: Definitions, number: int) -> str:
    """Every measure of every return of one body: zeros but for the inspections, so that all identities hold."""
    columns = [c for d in world.sent(definitions) for c in d.columns if c.applies_in(YEAR)]
    carried = {"litigation_carried_in": "litigation_pending"}
    lines = ["单位名称,年度,指标名称,数值,原因"]
    for column in columns:
        value = number + 1 if column.measure == "inspections" else 0
        reason = "基准数据" if column.measure in carried else ""
        lines.append(f"{BODY},{YEAR},{column.measure},{value},{reason}")
    return "\n".join(lines) + "\n"


def _slowest(root: Path) -> float:
    """The slowest of the pages' queries for one district in one year, median of five, in ms."""
    warehouse = open_served(root)
    assert warehouse is not None
    asked = {
        "indicator_values": lambda: queries.indicator_values(warehouse, "d0000", YEAR),
        "indicator_series": lambda: queries.indicator_series(warehouse, "d0000", "correction_rate"),
        "indicator_by_body": lambda: queries.indicator_by_body(warehouse, "correction_rate", "d0000", YEAR),
        "status_matrix": lambda: queries.status_matrix(warehouse, "d0000", YEAR),
        "attention": lambda: queries.attention(warehouse, "d0000", YEAR),
        "measure_values": lambda: queries.measure_values(warehouse, "d0000", YEAR),
        "measure_series": lambda: queries.measure_series(warehouse, "d0000", ["inspections"]),
        "coverage": lambda: queries.coverage(warehouse, "d0000", YEAR),
        "coverage_totals": lambda: queries.coverage_totals(warehouse, "d0000"),
        "explanations": lambda: queries.explanations(warehouse, "d0000", YEAR),
        "trace": lambda: queries.trace(warehouse, "d0000", YEAR, "inspections"),
        "peers": lambda: queries.peers(warehouse, BODY, YEAR),
    }
    medians = {}
    for name, ask in asked.items():
        times = []
        for _ in range(5):
            began = time.perf_counter()
            ask()
            times.append(time.perf_counter() - began)
        medians[name] = statistics.median(times) * 1000
        print(f"  {name}: {medians[name]:.1f} ms")
    warehouse.close()
    return max(medians.values())


if __name__ == "__main__":
    print(run())
