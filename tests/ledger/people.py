"""People of an office and what they do at its door."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ledger import Ledger, passwords
from ledger.accounts import Accounts, Refused, Session, SignedIn
from ledger.audit import Entry

ORIGIN, ELSEWHERE = "10.1.2.3", "10.9.9.9"
PASSWORD, WRONG = "correct horse battery", "correct horse buttery"
IDLE, LONGEST = 1800, 12 * 3600

T = TypeVar("T")


@dataclass(frozen=True)
class Office:
    accounts: Accounts
    path: Path

    def join(self, name: str, roles: tuple[str, ...], bodies: tuple[str, ...] = ()) -> None:
        """Makes an account whose owner has chosen `PASSWORD`."""
        temporary = self.accounts.create(name, f"{name}君", roles, bodies)
        token = self.enter(name, temporary)
        assert self.accounts.change_password(token, temporary, PASSWORD) is None
        self.accounts.sign_out(token)

    def enter(self, name: str = "wang", password: str = PASSWORD, origin: str = ORIGIN) -> str:
        """Signs in and gives the token."""
        found = self.accounts.sign_in(name, password, origin)
        assert isinstance(found, SignedIn), found
        return found.token

    def refused(self, name: str = "wang", password: str = WRONG, origin: str = ORIGIN) -> Refused:
        found = self.accounts.sign_in(name, password, origin)
        assert isinstance(found, Refused)
        return found

    def session(self, token: str) -> Session | None:
        return self.accounts.session(token, IDLE, LONGEST)

    def lines(self, act: str | None = None) -> list[Entry]:
        """The audit, oldest first."""
        with Ledger(self.path) as ledger:
            assert ledger.verify().ok
            return ledger.audit(act=act)[::-1]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(query).fetchall()


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], T]) -> list[T]:
    """Has somebody else do something while a password is being compared; gives what came of it."""
    matches, done = passwords.matches, list[T]()

    def interrupted(kept: str | None, password: str) -> bool:
        found = matches(kept, password)
        done.append(act())
        return found

    monkeypatch.setattr(passwords, "matches", interrupted)
    return done
