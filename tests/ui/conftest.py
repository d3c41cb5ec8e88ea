"""The real definitions, and a data folder with the sample in it."""

from pathlib import Path

import pytest

from definitions import load_definitions
from definitions.model import Definitions
from etl.pipeline import load_sample
from ledger.folder import DataFolder


@pytest.fixture
def definitions() -> Definitions:
    return load_definitions()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample published once for all tests: read only."""
    folder = tmp_path_factory.mktemp("sample")
    loaded = load_sample(DataFolder(folder))
    assert loaded is not None
    assert loaded.ok
    return folder
