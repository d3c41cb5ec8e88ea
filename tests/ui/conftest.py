"""The real definitions, and a data folder with the sample in it."""

import shutil
from pathlib import Path

import pytest

from definitions import load_definitions
from definitions.model import Definitions


@pytest.fixture
def definitions() -> Definitions:
    return load_definitions()


@pytest.fixture(scope="session")
def sample_folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample for all tests of this folder: to show a page may write down that it was shown."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("ui") / "data"))
