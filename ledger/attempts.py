"""Failed sign-ins in a row, of a name and from a machine: the longer they go on, the longer the pause."""

import math
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from ledger import clock
from ledger import tables as t

ALLOWED = {"name": 5, "from": 30}
"""Failures before the first pause. Many readers may share one address, and one machine may try many names."""
FIRST_PAUSE, LONGEST_PAUSE = 60, 3600
FORGOTTEN_AFTER = timedelta(days=1)


def locked_seconds(connection: Connection, name: str, origin: str) -> int:
    """How long the name or the machine has yet to wait; 0 where it may try."""
    query = select(t.attempt.c.locked_until).where(
        t.attempt.c.who.in_(_keys(name, origin)), t.attempt.c.locked_until.is_not(None)
    )
    left = [-clock.age(until) for until in connection.execute(query).scalars()]
    return max(0, math.ceil(max(left, default=0)))


def failed(connection: Connection, name: str, origin: str) -> Iterator[tuple[str, str]]:
    """Counts one more failure; gives (who, until) for each pause that begins with it."""
    for who in _keys(name, origin):
        count = _counted(connection, who)
        over = count - ALLOWED[who.partition(":")[0]]
        if over >= 0:
            until = clock.after(min(FIRST_PAUSE * 2 ** min(over, 20), LONGEST_PAUSE))
            connection.execute(update(t.attempt).where(t.attempt.c.who == who).values(locked_until=until))
            yield who, until
    # Whoever tries names at random leaves no more behind than a day's worth.
    old = clock.text(clock.moment() - FORGOTTEN_AFTER)
    connection.execute(delete(t.attempt).where(t.attempt.c.last_at < old))


def forgive(connection: Connection, name: str, origin: str | None = None) -> None:
    """Begins the count anew."""
    connection.execute(delete(t.attempt).where(t.attempt.c.who.in_(_keys(name, origin))))


def _counted(connection: Connection, who: str) -> int:
    row, now = t.attempt.c, clock.after(0)
    count = (connection.execute(select(row.failures).where(row.who == who)).scalar() or 0) + 1
    if count == 1:
        connection.execute(insert(t.attempt).values(who=who, failures=1, last_at=now))
    else:
        connection.execute(update(t.attempt).where(row.who == who).values(failures=count, last_at=now))
    return count


def _keys(name: str, origin: str | None) -> list[str]:
    return [f"name:{name}"] + ([f"from:{origin[:64]}"] if origin else [])
