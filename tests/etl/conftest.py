"""What several tests of the pipeline share."""

import pytest

from tests.etl.command_line import CommandLine


@pytest.fixture
def etl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """`etl("load", path)` runs that command inside the test; however slow the machine, no progress is shown."""
    monkeypatch.setattr("etl.progress._PATIENCE", 600.0)
    return CommandLine(capsys)
