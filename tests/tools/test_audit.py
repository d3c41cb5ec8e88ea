"""The look-up of known weaknesses: one found fails, one accepted does not, and not having looked is said."""

import subprocess
from typing import Any

import pytest

from tools import audit

WEAK = {
    "name": "starlette",
    "version": "0.1",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["0.2"]}],
}
SOUND = {"name": "duckdb", "version": "1.5.5", "vulns": []}
SKIPPED = {"name": "pandas", "skip_reason": "not found"}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    def give(*packages: dict[str, Any]) -> None:
        monkeypatch.setattr(audit, "asked", lambda name: {"dependencies": list(packages)})

    return give


def test_a_known_weakness_fails_and_names_the_version_that_mends_it(answers: Any) -> None:
    answers(SOUND, WEAK)
    with pytest.raises(SystemExit, match=r"starlette 0\.1: PYSEC-1, 0\.2"):
        audit.main()


@pytest.mark.parametrize("known", ["PYSEC-1", "CVE-1"])
def test_an_accepted_one_is_printed(
    answers: Any, known: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(WEAK)
    monkeypatch.setattr(audit, "ACCEPTED", {known: "not reachable from outside"})
    audit.main()
    assert "not reachable from outside" in capsys.readouterr().out


def test_what_was_not_looked_up_is_not_called_sound(answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answers(SKIPPED)
    audit.main()
    assert "nothing was looked up" in capsys.readouterr().out
    answers(SKIPPED, SOUND)
    audit.main()
    assert "2 packages looked up, 2 not found" in capsys.readouterr().out


def test_an_answer_that_is_none_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 1, "", "offline"))
    assert audit.asked("requirements.txt") == {"dependencies": []}
