"""The sample's marts: every figure by the oracle, and none moved since the golden copies were written."""

from pathlib import Path

import pytest

from definitions import load_definitions
from etl.read import read_file
from tests.warehouse.compare import assert_like_oracle
from tests.warehouse.golden import FOLDER, MARTS, golden
from tests.warehouse.oracle import Oracle

ROOT = Path(__file__).resolve().parents[2]


def test_every_figure_of_the_sample_by_the_oracle(sample_data: Path) -> None:
    definitions = load_definitions()
    files = sorted((ROOT / "sample").glob("[0-9]*/*.csv"))
    cells = [cell for file in files for cell in read_file(file, definitions).cells]
    assert assert_like_oracle(sample_data, Oracle(definitions, cells)) > 15_000


@pytest.mark.parametrize("mart", MARTS)
def test_no_figure_moved(sample_data: Path, mart: str) -> None:
    kept = (FOLDER / f"{mart}.csv").read_text(encoding="utf-8")
    assert golden(sample_data)[mart] == kept, (
        "meant? then run python -m tests.warehouse.golden and look at the diff"
    )
