"""`make` alone explains itself, and a machine without a new enough Python is told so."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_make_alone_lists_the_targets() -> None:
    done = make()
    assert done.returncode == 0
    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert {"run", "check", "test", "bench", "clean"} <= listed


def test_without_python_it_says_which_is_needed() -> None:
    done = make("run", "PYTHON=")
    assert done.returncode != 0
    assert "Python 3.11" in done.stderr
