"""The line for whoever waits: on stderr, only after a second."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.progress import Progress
from tests.etl.command_line import CommandLine
from tests.etl.returns import inspections


def test_long_work_is_shown_on_stderr_only(
    etl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    etl("load", inspections(tmp_path, "a.csv", "水利局", 12))
    monkeypatch.setattr("etl.progress._PATIENCE", 0.0)
    answer = etl("rebuild", "--json")
    assert answer.json["publish"] == 2
    assert answer.err.startswith("重建")
    assert "已用 0 秒" in answer.err


def test_short_work_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("载入", 3) as progress:
        progress("received")
    assert capsys.readouterr().err == ""


def test_the_line_comes_after_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    with Progress("载入", 3) as progress:
        progress("receipted")
        wait_for(lambda: bool(capsys.readouterr().err))
    assert time.monotonic() - began >= 1


class Screen:
    """A terminal that remembers what was written."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_progress_on_a_terminal_keeps_to_one_line_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.progress._PATIENCE", 0.0)
    monkeypatch.setattr("etl.progress._TICK", 0.01)
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    with Progress("载入", 40) as progress:
        for step in ("received", "receipted", "read", "read"):
            progress(step)
        wait_for(lambda: "读取 2/40 个文件" in screen.text)
    assert "\n" not in screen.text
    assert screen.text.endswith("\r")
    assert screen.text.split("\r")[-2].strip() == ""


def wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(500):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen")
