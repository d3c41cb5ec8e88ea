"""Keeps every test away from the user's data and makes hypothesis repeatable."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from etl import pipeline
from ledger.folder import DataFolder

ROOT = Path(__file__).resolve().parent.parent

# No deadline: the first example pays for imports and caches. CI tries the same examples every time, so that
# no change is refused for what an earlier one broke; a developer's run keeps searching.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# Every `AppTest` would look for components in every installed package, which takes half of a small test; none has any.
manifest_scanner.scan_component_manifests = lambda *_, **__: []


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


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample in it, loaded once for all workers: to read, or to copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample" / "data"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")), pytest.MonkeyPatch.context() as patch:
        if not folder.exists():
            patch.delenv("DASHBOARD_DEFINITIONS", raising=False)
            loaded = pipeline.load_sample(DataFolder(folder))
            assert loaded is not None
            assert loaded.ok
    return folder


@pytest.fixture
def on_sample(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Points `DASHBOARD_DATA` at the loaded sample."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_data))
    return sample_data
