"""Copies of definitions that a test may break."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of a small, complete set of definitions that no change of the office's own can touch."""
    return Path(shutil.copytree(HERE / "small", tmp_path / "small"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the project's own definitions: its CSV and TOML files."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    return Path(shutil.copytree(ROOT / "definitions", tmp_path / "own", ignore=ignored))
