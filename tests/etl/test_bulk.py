"""Large lists: whatever is in them, both readers say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from definitions import load_definitions
from etl.bulk import read_bulk
from tests.etl.long_files import all_cells, any_size, as_ordinary, both_ways, long_files

RELAXED = settings(suppress_health_check=list(HealthCheck), max_examples=60)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    any_size(monkeypatch)
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@RELAXED
@given(content=long_files())
def test_both_readers_say_the_same(tmp_path: Path, scratch: Path, content: bytes) -> None:
    definitions, path = load_definitions(), tmp_path / "list.csv"
    path.write_bytes(content)
    fast, slow = both_ways(path, scratch, definitions)
    if fast is None:
        return
    assert fast.bulk
    assert fast.count == len(slow.cells)
    assert as_ordinary(fast, definitions) == slow
