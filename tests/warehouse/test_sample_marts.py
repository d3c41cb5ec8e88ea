"""The sample's marts: every figure by the oracle, and none moved since the golden copies were written."""

import csv
from datetime import date
from pathlib import Path

import pytest

from definitions import load_definitions
from etl.model import Cell
from etl.read import read_file
from tests.warehouse.compare import assert_like_oracle
from tests.warehouse.golden import FOLDER, MARTS, golden
from tests.warehouse.oracle import Oracle

ROOT = Path(__file__).resolve().parents[2]


def test_every_figure_of_the_sample_by_the_oracle(sample_data: Path) -> None:
    definitions = load_definitions()
    files = sorted((ROOT / "sample").glob("[0-9]*/*.csv"))
    with (ROOT / "sample" / "sent.csv").open(encoding="utf-8-sig", newline="") as listed:
        days = {row["file"]: date.fromisoformat(row["sent_on"]) for row in csv.DictReader(listed)}
    cells: list[Cell] = []
    sent_on: dict[tuple[str, int, str], list[date | None]] = {}
    for file in files:
        found = read_file(file, definitions).cells
        cells += found
        sent_on |= {(c.body, c.year, c.dataset): [days[f"{file.parent.name}/{file.name}"]] for c in found}
    assert assert_like_oracle(sample_data, Oracle(definitions, cells, sent_on)) > 15_000


@pytest.mark.parametrize("mart", MARTS)
def test_no_figure_moved(sample_data: Path, mart: str) -> None:
    kept = (FOLDER / f"{mart}.csv").read_text(encoding="utf-8")
    assert golden(sample_data)[mart] == kept, (
        "meant? then run python -m tests.warehouse.golden and look at the diff"
    )
