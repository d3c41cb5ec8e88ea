"""What DuckDB throws, as the rest of the program knows it: the machine's faults are OSErrors, Ctrl-C is Ctrl-C."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_MACHINE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
    duckdb.PermissionException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)
_NUMBERS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOENT,
    errno.EIO,
)


class WarehouseUnavailable(OSError):
    """DuckDB could not read or write (full disk, no permission, no memory); nothing was published."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises `WarehouseUnavailable` for what the machine did to `path`; a mistake in SQL passes as it is."""
    try:
        yield
    except _MACHINE as error:
        raise WarehouseUnavailable(number_of(error), str(error), str(path)) from error
    except RuntimeError as error:
        # DuckDB answers Ctrl-C within a query with this.
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


def number_of(error: Exception) -> int | None:
    """The operating system's number: DuckDB keeps only its words."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return errno.ENOMEM
    if "No files found" in str(error):
        return errno.ENOENT
    return next((number for number in _NUMBERS if os.strerror(number) in str(error)), None)
