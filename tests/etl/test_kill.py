"""Killed at any step, repeatedly: the served warehouse is the old or the new one, and nothing sent is lost."""

import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from etl import pipeline
from ledger.folder import DataFolder, data_folder, sha256_of
from tests.etl.forked import load_until, started
from tests.etl.returns import inspections
from warehouse import queries
from warehouse.connection import open_served

STEPS = (
    "received", "receipted", "read", "checked", "landed", "accepted", "drafted", "applied", "derived", "verified",
    "written", "swapped", "recorded",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


def served_value() -> int | None:
    warehouse = open_served(data_folder().root)
    assert warehouse is not None
    try:
        rows = queries.measure_records(warehouse, ["health", "lusong"], [2022], ["inspections"])
    finally:
        warehouse.close()
    whole, part = (row["value"] for row in rows)
    assert whole == part, "a half-published figure is served"
    return int(part)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which 100 is served."""
    folder = tmp_path_factory.mktemp("loaded")
    data = DataFolder(folder / "data")
    assert pipeline.load([inspections(folder, "old.csv", "卫生健康局", 100)], data=data).ok
    return data.root


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(step: str, loaded: Path, data: Path, tmp_path: Path) -> None:
    shutil.copytree(loaded, data)
    path = inspections(tmp_path, "new.csv", "卫生健康局", 200)
    process = started(load_until, step, path)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert served_value() == (200 if step in ("swapped", "recorded") else 100)
    assert data_folder().original(sha256_of(path)).read_bytes() == path.read_bytes()
    finished = pipeline.load([path])
    assert finished.ok
    assert served_value() == 200
    assert not list(data_folder().landed.glob("*.draft"))


def test_killed_at_random_moments(tmp_path: Path) -> None:
    pipeline.load([inspections(tmp_path, "old.csv", "卫生健康局", 1)])
    random_ = random.Random(11)
    for value in range(2, 9):
        path = inspections(tmp_path, f"{value}.csv", "卫生健康局", value)
        process = started(load_until, "", path)
        time.sleep(random_.uniform(0.02, 0.6))
        process.kill()
        process.join()
        assert served_value() in range(1, value + 1)
    assert pipeline.load([path]).ok
    assert served_value() == 8
