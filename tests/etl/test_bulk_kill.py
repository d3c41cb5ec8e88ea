"""A large load killed anywhere leaves what is served whole, nothing lost and nothing lying about; and it stays small."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import history
from etl import pipeline
from etl.scratch import scratch_folder, sweep
from ledger.folder import DataFolder, data_folder, sha256_of
from tests.etl.forked import load_large_until, started
from tests.etl.long_files import any_size, plain_lines, write_long
from tests.etl.test_kill import served_value

PLAIN = [[line[name] for name in ("body", "year", "label", "value")] for line in plain_lines()]

PLACES = (
    "receipted", "warehouse.bulk:Lines.judge", "warehouse.bulk:Lines.settle", "read", "warehouse.kept:Kept.suspicious",
    "checked", "warehouse.kept:Kept.land", "etl.pipeline:land_reading", "landed", "accepted", "written", "swapped",
)  # fmt: skip

MEASURED = """
import resource, sys
from pathlib import Path
from definitions import load_definitions
from etl import pipeline
from etl.headers import vocabulary
from ledger.folder import DataFolder
vocabulary(load_definitions())
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform != "darwin" else 1 << 20)
path, folder = map(Path, sys.argv[1:])
before = peak()
checked = pipeline.check_files([path], data=DataFolder(folder))[0]
assert checked.ok and checked.reading.bulk and checked.reading.count == 300_000
print(peak() - before)
"""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    any_size(monkeypatch)


def inspections(folder: Path, value: int) -> Path:
    return write_long(folder / f"{value}.csv", [*PLAIN, ["卫生健康局", "2022", "行政检查次数", str(value)]])


def lying_about() -> list[Path]:
    """What a finished load leaves nowhere."""
    data = data_folder()
    return [*data.landed.glob("*.draft"), *data.scratch.glob("*")]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which 100 is served."""
    folder = tmp_path_factory.mktemp("loaded")
    with pytest.MonkeyPatch.context() as patch:
        any_size(patch)
        assert pipeline.load([inspections(folder, 100)], data=DataFolder(folder / "data")).ok
    return folder / "data"


@pytest.mark.parametrize("place", PLACES)
def test_killed_in_a_large_load(loaded: Path, data: Path, tmp_path: Path, place: str) -> None:
    shutil.copytree(loaded, data)
    path = inspections(tmp_path, 200)
    process = started(load_large_until, place, path)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert served_value() == (200 if place == "swapped" else 100)
    assert data_folder().original(sha256_of(path)).read_bytes() == path.read_bytes()
    assert pipeline.load([path]).ok
    assert served_value() == 200
    assert lying_about() == []


def test_killed_at_random_moments(tmp_path: Path) -> None:
    assert pipeline.load([inspections(tmp_path, 1)]).ok
    moments = random.Random(5)
    for value in range(2, 6):
        path = inspections(tmp_path, value)
        process = started(load_large_until, "", path)
        time.sleep(moments.uniform(0.05, 1.0))
        process.kill()
        process.join()
        assert served_value() in range(1, value + 1)
    assert pipeline.load([path]).ok
    assert served_value() == 5
    assert lying_about() == []


def test_a_folder_in_use_is_not_swept(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        (folder / "cells").touch()
        with scratch_folder(tmp_path) as other:
            assert other != folder
        assert (folder / "cells").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_left_behind_is_swept(tmp_path: Path) -> None:
    (tmp_path / "dead.lock").touch()
    (tmp_path / "dead").mkdir()
    (tmp_path / "dead" / "cells").touch()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_python_objects(tmp_path: Path) -> None:
    """300,000 lines as Python objects would take half a gigabyte."""
    made = history.make(tmp_path / "history", 300_000)
    environment = os.environ | {"DASHBOARD_DEFINITIONS": str(made.definitions)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(made.file), str(tmp_path / "data")],
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 250
