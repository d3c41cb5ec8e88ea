"""Runs `python -m etl` (or another command line) inside the test, and says what it answered."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import pytest

from etl.__main__ import main

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stdout holds, as JSON that any reader takes: no NaN, nothing beside it."""
        return json.loads(self.out, parse_constant=_no_json)


def _no_json(text: str) -> NoReturn:
    raise AssertionError(f"{text} is no JSON")


class CommandLine:
    """`etl("load", path)` runs the command."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], main: Callable[[Sequence[str]], int] = main
    ) -> None:
        self._capsys, self._main = capsys, main

    def __call__(self, *arguments: object) -> Answer:
        self._capsys.readouterr()
        code = self._main([str(argument) for argument in arguments])
        captured = self._capsys.readouterr()
        answer = Answer(code, captured.out, captured.err)
        assert "Traceback" not in answer.out + answer.err
        assert bool(code) <= bool(CHINESE.search(answer.err)), "a failure without a Chinese word"
        return answer
