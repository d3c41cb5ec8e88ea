"""A province's history as one long CSV file: the sample's real shapes, multiplied, so that everything adds up."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import world
from definitions import load_definitions
from definitions.model import Definitions
from etl.headers import vocabulary
from etl.model import Cell
from etl.pipeline import SAMPLE
from etl.read import read_file

HEADER = "单位名称,年度,指标名称,数值,计量单位"
KINDS = ("body", "measure", "year", "text", "fraction", "twice")
"""Six ways to be wrong, in equal shares."""
_PATTERNS = (
    "health",
    "agriculture",
    "housing",
    "natural_resources",
    "water",
    "forestry",
    "emergency_management",
)
_LARGEST_FACTOR = 60

Line = list[str]


@dataclass(frozen=True)
class History:
    definitions: Path
    file: Path
    cells: int


def make(folder: Path, cells: int, bad: float = 0.0) -> History:
    """Definitions with bodies enough, and a file of `cells` lines, the share `bad` of them wrong in one of KINDS."""
    patterns = _patterns()
    fewest = min(map(len, patterns))
    folder.mkdir(parents=True, exist_ok=True)
    chosen = world.grow(folder / "definitions", -(-cells // (fewest * world.BODIES)))
    file = folder / "history.csv"
    choice = random.Random(5)
    _write_names(folder, load_definitions(chosen))
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{HEADER}\n")
        for number, line in enumerate(_lines(load_definitions(chosen), patterns, cells)):
            wrong = bad and choice.random() < bad
            for written in _spoilt(line, KINDS[number % len(KINDS)]) if wrong else [line]:
                out.write(",".join(written) + "\n")
    return History(chosen, file, cells)


def _write_names(folder: Path, definitions: Definitions) -> None:
    """What bodies and measures are called in the file, for whoever does not know the definitions."""
    labels = _labels(definitions)
    bodies = [[body.name, body.body] for body in definitions.bodies.values()]
    measures = [
        [labels[m], m, definitions.dataset_of[m], str(c.integer).lower()]
        for m, c in definitions.column_of.items()
    ]
    for name, rows in (
        ("body", [["body_name", "body"], *bodies]),
        ("measure", [["label", "measure", "dataset", "whole"], *measures]),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)


def _labels(definitions: Definitions) -> dict[str, str]:
    """measure → what the file calls it: its label or, where two returns share that, its code."""
    known = vocabulary(definitions)
    rolled_up = {d.dataset for d in definitions.datasets.values() if d.rolls_up}
    clear = {m: len(rolled_up & known.named(c.label).keys()) == 1 for m, c in definitions.column_of.items()}
    own = {m: definitions.dataset_of[m] in rolled_up for m in clear}
    return {m: c.label if clear[m] and own[m] else m for m, c in definitions.column_of.items()}


def _patterns() -> list[list[Cell]]:
    """All cells of five years of some bodies of the sample that owe every return and of which every sum is right."""
    cells = defaultdict(list)
    for path in sorted(SAMPLE.glob("[0-9]*/*.csv")):
        for cell in read_file(path, load_definitions()).cells:
            cells[cell.body].append(cell)
    return [cells[body] for body in _PATTERNS]


def _lines(definitions: Definitions, patterns: list[list[Cell]], cells: int) -> Iterator[Line]:
    factor, labels = random.Random(3), _labels(definitions)
    left = cells
    for number, body in enumerate(body for body in definitions.bodies.values() if body.functions):
        times = factor.randint(1, _LARGEST_FACTOR)
        for cell in patterns[number % len(patterns)][:left]:
            yield [body.name, str(cell.year), labels[cell.measure], str((cell.value or 0) * times), cell.unit]
            left -= 1


def _spoilt(line: Line, kind: str) -> list[Line]:
    body, year, measure, value, unit = line
    wrong = {
        "body": [f"{body}处", year, measure, value, unit],
        "measure": [body, year, f"{measure}情况", value, unit],
        "year": [body, f"1{year}", measure, value, unit],
        "text": [body, year, measure, f"约{value}", unit],
        "fraction": [body, year, measure, f"{value}.5", unit],
    }
    return [wrong[kind]] if kind in wrong else [line, line]
