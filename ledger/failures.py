"""What the ledger's database throws, as the rest of the program knows it: OSErrors with the system's number."""

import errno
import sqlite3

from sqlalchemy.engine import ExceptionContext

# SQLite's own names, by how they begin; the longer ones say more than the number of the operating system would.
_NUMBERS = {
    "SQLITE_BUSY": errno.EBUSY,
    "SQLITE_LOCKED": errno.EBUSY,
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_READONLY_DBMOVED": errno.ENOENT,
    "SQLITE_READONLY": errno.EACCES,
    "SQLITE_PERM": errno.EACCES,
    "SQLITE_AUTH": errno.EACCES,
    "SQLITE_CANTOPEN": errno.EACCES,
    "SQLITE_NOMEM": errno.ENOMEM,
    "SQLITE_IOERR": errno.EIO,
}
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class LedgerUnavailable(OSError):
    """The ledger could not be read or written (full disk, no permission, locked); nothing was recorded."""


class LedgerDamaged(LedgerUnavailable):
    """The ledger's file is no database any more; only a backup helps."""


def translate(context: ExceptionContext) -> None:
    """Handler of SQLAlchemy's `handle_error`: raises the machine's faults as ours, leaves mistakes in SQL as they are."""
    error = context.original_exception
    if not isinstance(error, sqlite3.Error):
        return
    name = getattr(error, "sqlite_errorname", "")
    path = context.engine.url.database if context.engine else None
    if name.startswith(_DAMAGED):
        raise LedgerDamaged(None, str(error), path) from error
    number = next((number for start, number in _NUMBERS.items() if name.startswith(start)), None)
    if number is not None:
        raise LedgerUnavailable(number, str(error), path) from error
