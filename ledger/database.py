"""The ledger's SQLite file (WAL), opened for many threads; the same tables suit PostgreSQL when one machine is outgrown."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, inspect, update
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

from ledger import tables as t
from ledger.failures import translate

BUSY_SECONDS = 30.0
"""How long to wait while another process holds the ledger."""


def open_engine(path: Path, busy_seconds: float | None = None) -> Engine:
    """Opens the file, and makes it or the tables an older version did not know."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waits = {"timeout": BUSY_SECONDS if busy_seconds is None else busy_seconds}
    url = URL.create("sqlite", database=str(path))
    # What is written may be a password's hash, and an error's text goes into a log.
    engine = create_engine(url, connect_args=waits, hide_parameters=True)
    event.listen(engine, "handle_error", translate)

    @event.listens_for(engine, "connect")
    def _(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        _to_wal(cursor, waits["timeout"])
        # FULL: an acknowledged submission must survive a power cut, not only a killed process.
        cursor.execute("pragma synchronous = full")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    _make_tables(engine)
    return engine


def _to_wal(cursor: DBAPICursor, busy_seconds: float) -> None:
    """Sets the journal; SQLite does not wait by itself while somebody else is just setting it on a new file."""
    until = time.monotonic() + busy_seconds
    while True:
        try:
            cursor.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _make_tables(engine: Engine) -> None:
    """Adds what is missing; of several who open a ledger for the first time, one does and the others wait."""
    if t.metadata.tables.keys() <= set(inspect(engine).get_table_names()):
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("begin immediate")
        t.metadata.create_all(connection)
        connection.commit()


class LastingEngine:
    """For who keeps the ledger open for days: notices when the data folder is begun anew, or restored."""

    def __init__(self, path: Path, busy_seconds: float | None = None) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._engine = open_engine(path, busy_seconds)
        self._file = _identity(path)
        self._lock = threading.Lock()

    @property
    def there(self) -> bool:
        """False while the data folder is gone: who only looks must not begin another in its place."""
        return self._path.is_file()

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
        # The pool keeps the old file open, so its number cannot become the new one's.
        with self._lock:
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
