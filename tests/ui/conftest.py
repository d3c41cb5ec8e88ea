"""The real definitions, a data folder with the sample in it, and charts whose every property plotly looks at."""

import shutil
from pathlib import Path

import pytest

from definitions import load_definitions
from definitions.model import Definitions
from ui.charts import layout


@pytest.fixture(autouse=True)
def looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "CHECKED", True)


@pytest.fixture
def definitions() -> Definitions:
    return load_definitions()


@pytest.fixture(scope="session")
def sample_folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample for all tests of this folder: to show a page may write down that it was shown."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("ui") / "data"))
