"""A province's history as one long CSV file: checked with 0.1 % of the lines wrong, and loaded without a fault."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks import history
from benchmarks.contestants import WAYS
from benchmarks.report import table

CELLS = (100_000, 1_000_000, 5_000_000)
RUNS = 5
BAD = 0.001
_WARM_UP_CELLS = 10_000
_FLOOR = next(iter(WAYS))

_COUNTED = """
Each run is a process of its own, after a small file that makes the libraries load; medians of {runs}, the ways taking
turns. Memory is the peak of the whole process. **Check**: from the file to all faults, line by line; six kinds of faults,
0.1 % of the lines; all ways accept the same number of lines. **Load**: the same with a clean file, and the cells safely on
disk (a checkpointed DuckDB table, a synced Parquet file). Not counted: reading the definitions; for this project receiving
the bytes (copy, sha256, sync) before, and publishing after. Only this project checks units, states, duties and the
identities, keeps each cell's address and text, sorts, and says what is wrong in words.
"""


def run() -> str:
    """The markdown section: seconds and MB, and how often the floor's time and memory."""
    rows = [row for cells in CELLS for row in _measure(cells)]
    return table("Check and load a long CSV file", rows) + _COUNTED.format(runs=RUNS)


def _measure(cells: int) -> list[dict]:
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm_up = history.make(folder / "warm", _WARM_UP_CELLS)
        for title, bad in (("check", BAD), ("load", 0.0)):
            made = history.make(folder / title, cells, bad)
            found = _runs(made, warm_up.file, title)
            rows += [_row(cells, title, way, found) for way in WAYS]
    return rows


def _runs(made: history.History, warm_up: Path, title: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = defaultdict(list)
    for _ in range(RUNS):
        for way in WAYS:
            command = [
                sys.executable,
                "-m",
                "benchmarks.contestants",
                way,
                str(made.file),
                str(warm_up),
                title,
            ]
            environment = os.environ | {"DASHBOARD_DEFINITIONS": str(made.definitions)}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            found[way].append(json.loads(done.stdout))
    accepted = {one["good"] for runs in found.values() for one in runs}
    assert len(accepted) == 1, f"the ways disagree: {accepted}"
    print(f"  {made.cells:,} cells, {title}: {accepted.pop():,} accepted")
    return found


def _row(cells: int, title: str, way: str, found: dict[str, list[dict]]) -> dict:
    seconds, mb = (_median(found[way], what) for what in ("seconds", "mb"))
    floor = {what: _median(found[_FLOOR], what) for what in ("seconds", "mb")}
    return {
        "cells": f"{cells:,}",
        "run": title,
        "way": way,
        "s": f"{seconds:.2f}",
        "× time": f"{seconds / floor['seconds']:.2f}",
        "MB": f"{mb:.0f}",
        "× memory": f"{mb / floor['mb']:.2f}",
    }


def _median(runs: list[dict], what: str) -> float:
    return statistics.median(one[what] for one in runs)


if __name__ == "__main__":
    print(run())
