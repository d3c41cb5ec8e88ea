"""The ledger's SQLite file (WAL), opened for many threads; the same tables suit PostgreSQL when one machine is outgrown."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, update
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection

from ledger import tables as t
from ledger.failures import translate

BUSY_SECONDS = 30.0
"""How long to wait while another process holds the ledger."""


def open_engine(path: Path, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Opens the file, and makes it or the tables an older version did not know."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_seconds})
    event.listen(engine, "handle_error", translate)

    @event.listens_for(engine, "connect")
    def _(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("pragma journal_mode = wal")
        # FULL: an acknowledged submission must survive a power cut, not only a killed process.
        cursor.execute("pragma synchronous = full")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    t.metadata.create_all(engine)
    return engine


class LastingEngine:
    """For who keeps the ledger open for days: notices when the data folder is begun anew, or restored."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._engine = open_engine(path, busy_seconds)
        self._file = _identity(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._current().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that has the ledger to itself from its first moment: what it reads stays true until it ends."""
        with self._current().begin() as connection:
            connection.execute(update(t.audit_head).values(lines=t.audit_head.c.lines))
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def _current(self) -> Engine:
        if _identity(self._path) != self._file:
            self._engine.dispose()
            self._engine = open_engine(self._path, self._busy_seconds)
            self._file = _identity(self._path)
        return self._engine


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another of the same name."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
