"""Accounts with quick hashes and a clock that is moved by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ledger import clock
from ledger.accounts import Accounts
from tests.ledger.people import Office
from tests.quick_hashes import quick_hashes


class Clock:
    """`clock += 60` lets a minute pass."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def __iadd__(self, seconds: float) -> "Clock":
        self.now += timedelta(seconds=seconds)
        return self


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "moment", lambda: moved.now)
    return moved


@pytest.fixture
def quick() -> Iterator[None]:
    with quick_hashes():
        yield


@pytest.fixture
def office(quick: None, time: Clock, data: Path) -> Iterator[Office]:
    """A ledger with two people in it, who have chosen their passwords."""
    with Accounts(data / "ledger.sqlite") as accounts:
        made = Office(accounts, data / "ledger.sqlite")
        made.join("wang", ("viewer",))
        made.join("li", ("department",), ("health",))
        yield made
