"""A folder for what is needed only while a command runs; what a crash left goes with the next one."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A new folder in `parent`, removed at the end; whoever still holds his own keeps it."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(parent)
    folder = parent / uuid.uuid4().hex
    lock = folder.with_suffix(".lock")
    try:
        with FileLock(lock):
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Removes the folders of which nobody holds the lock any more."""
    for path in parent.glob("*.lock"):
        with suppress(Timeout, OSError):
            with FileLock(path, timeout=0):
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            path.unlink(missing_ok=True)
