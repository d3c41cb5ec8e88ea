"""Keeps every test away from the user's data and makes hypothesis repeatable."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from etl import pipeline
from ledger.folder import DataFolder
from tests.hostile import hostile_data

ROOT = Path(__file__).resolve().parent.parent

# No deadline: the first example pays for imports and caches. CI tries the same examples every time, so that
# no change is refused for what an earlier one broke; a developer's run keeps searching.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# What takes long comes first, so that no worker is left with it at the end; the two share the files out in this order.
LONG = ("browser", "rush", "warehouse", "etl")

# Every `AppTest` would look for components in every installed package, which takes half of a small test; none has any.
manifest_scanner.scan_component_manifests = lambda *_, **__: []

# It would also look every millisecond whether its page has come to an end, which takes a seventh of the page's time.
_look = local_script_runner.require_widgets_deltas


def _wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
    assert runner._script_thread
    runner._script_thread.join(timeout)
    _look(runner, timeout)


local_script_runner.require_widgets_deltas = _wait


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the folders with long tests first; within a folder the order stays."""
    folders = [*LONG, ""]

    def rank(item: pytest.Item) -> int:
        first = item.path.relative_to(ROOT / "tests").parts[0]
        return folders.index(first if first in LONG else "")

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What has been imported by now stays: it need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def files_under(folder: Path) -> dict[Path, tuple[int, int]]:
    """path → (size, time of change) of every file below `folder`."""
    found = {}
    for path in folder.rglob("*"):
        stat = path.stat()
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The test's own data folder (not made yet); fails the test if the user's `data/` changed meanwhile."""
    folder = tmp_path / "data"
    monkeypatch.setenv("DASHBOARD_DATA", str(folder))
    monkeypatch.delenv("DASHBOARD_DEFINITIONS", raising=False)
    before = files_under(ROOT / "data")
    yield folder
    assert files_under(ROOT / "data") == before, "data/ changed, by this test or by a running dashboard"


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a data folder once for all workers: once("sample", load) gives the folder that `load` was told to make."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name / "data"
        folder.parent.mkdir(exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if not folder.exists():
                make(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def sample_data(once: Once) -> Path:
    """A data folder with the sample in it: to read, or to copy."""

    def load(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("DASHBOARD_DEFINITIONS", raising=False)
            loaded = pipeline.load_sample(DataFolder(folder))
        assert loaded is not None
        assert loaded.ok

    return once("sample", load)


@pytest.fixture
def on_sample(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Points `DASHBOARD_DATA` at the loaded sample."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_data))
    return sample_data


@pytest.fixture(scope="session")
def hostile_environment(once: Once, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Points at hostile definitions, and at this worker's own copy of a data folder that was sent with them."""
    made = once("hostile", hostile_data)
    data = shutil.copytree(made, tmp_path_factory.mktemp("hostile") / "data")
    return {"DASHBOARD_DEFINITIONS": str(made.with_name("definitions")), "DASHBOARD_DATA": str(data)}
