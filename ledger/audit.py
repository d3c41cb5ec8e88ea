"""Who did what, when, from where, and what it changed: one chain, to which lines are only added.

Every line carries the hash of the one before it, so a line that was changed, removed or put in later breaks the chain
from there on (`verify`). Lines are written in the transaction of the act itself: neither is there without the other.
"""

import getpass
import hashlib
import json
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from ledger import clock
from ledger import tables as t

START = "0" * 64
"""What the first line follows."""
_HASHED = ("audit", "at", "who", "origin", "act", "subject", "before", "after", "previous")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where: a network address, or the command line of a machine."""

    who: str
    origin: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `before` and `after` are JSON texts, or None where there is nothing to compare."""

    audit: int
    at: str
    who: str
    origin: str
    act: str
    subject: str
    before: str | None
    after: str | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many lines there are, the last one's hash, and the first that does not fit."""

    lines: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def at_the_command_line() -> Actor:
    """The user of the operating system, on this machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run as a user without a name
        name = "?"
    return Actor(f"os:{name}", socket.gethostname())


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Everything recorded within the block is this actor's doing; outside it is the command line's."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def acting_now() -> Actor:
    """Whose doing everything is that is recorded here and now."""
    return _actor.get() or at_the_command_line()


def record(
    connection: Connection,
    act: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> None:
    """Adds a line within the transaction of `connection`."""
    head = t.audit_head
    # Changing the head first makes others wait until this transaction ends: no two lines follow the same one.
    connection.execute(update(head).values(lines=head.c.lines + 1))
    lines, previous = connection.execute(select(head.c.lines, head.c.hash)).one()
    by = actor or acting_now()
    row = {
        "audit": lines,
        "at": clock.moment().isoformat(timespec="milliseconds"),
        "who": by.who,
        "origin": by.origin,
        "act": act,
        "subject": subject,
        "before": _text(before),
        "after": _text(after),
        "previous": previous,
    }
    row["hash"] = hash_of(row)
    connection.execute(t.audit.insert().values(**row))
    connection.execute(update(head).values(hash=row["hash"]))


def hash_of(row: Mapping[str, Any]) -> str:
    """sha256 over everything a line says, the hash of the line before it included."""
    said = json.dumps([row[name] for name in _HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def verify(connection: Connection, known: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Follows the chain from its start to its head; `known` are (line, hash) pairs somebody noted earlier.

    A chain somebody wrote anew as a whole fits together again: only a hash noted elsewhere gives that away.
    """
    noted = dict(known)
    lines, previous = 0, START
    for row in connection.execute(select(t.audit).order_by(t.audit.c.audit)):
        line = row._mapping
        if line["audit"] != lines + 1:
            return Verdict(lines, previous, lines + 1, "missing")
        if line["previous"] != previous or line["hash"] != hash_of(dict(line)):
            return Verdict(lines, previous, line["audit"], "altered")
        lines, previous = line["audit"], line["hash"]
        if noted.pop(lines, previous) != previous:
            return Verdict(lines, previous, lines, "rewritten")
    head = connection.execute(select(t.audit_head.c.lines, t.audit_head.c.hash)).one()
    if tuple(head) != (lines, previous) or noted:
        return Verdict(lines, previous, lines + 1, "missing")
    return Verdict(lines, previous)


def entries(
    connection: Connection,
    *,
    who: str | None = None,
    act: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Entry]:
    """The lines that match, newest first. `since` and `until` are days (2026-01-31), both included."""
    query = select(t.audit).order_by(t.audit.c.audit.desc())
    columns = t.audit.c
    day = func.substr(columns.at, 1, 10)
    if who is not None:
        query = query.where(columns.who == who)
    if act is not None:
        query = query.where(columns.act == act)
    if since is not None:
        query = query.where(day >= since)
    if until is not None:
        query = query.where(day <= until)
    return [Entry(**row._mapping) for row in connection.execute(query)]


def _text(values: Mapping[str, Any] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
