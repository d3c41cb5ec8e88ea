"""Years that are locked: no return of theirs is taken in until somebody reopens them, with a reason."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from ledger import audit, clock
from ledger import tables as t


@dataclass(frozen=True, slots=True)
class Lock:
    """A year that was locked, or reopened; by whom, when and why."""

    year: int
    locked: bool
    at: str
    who: str
    reason: str


def history(connection: Connection) -> list[Lock]:
    """Every locking and reopening, the oldest first."""
    columns = [c for c in t.year_lock.c if c.name != "event"]
    return [
        Lock(**row._mapping) for row in connection.execute(select(*columns).order_by(t.year_lock.c.event))
    ]


def locked_years(connection: Connection) -> set[int]:
    last = {lock.year: lock.locked for lock in history(connection)}
    return {year for year, locked in last.items() if locked}


def set_lock(connection: Connection, year: int, locked: bool, reason: str) -> None:
    """Locks or reopens; nothing where it stands so already. Raises `ValueError` for reopening without a reason."""
    if not locked and not reason.strip():
        raise ValueError("a year is reopened for a reason")
    if (year in locked_years(connection)) == locked:
        return
    row = {
        "year": year,
        "locked": locked,
        "at": clock.after(0),
        "who": audit.acting_now().who,
        "reason": reason.strip(),
    }
    connection.execute(insert(t.year_lock).values(row))
    act = "year_lock" if locked else "year_reopen"
    audit.record(
        connection, act, str(year), {"locked": not locked}, {"locked": locked, "reason": reason.strip()}
    )
