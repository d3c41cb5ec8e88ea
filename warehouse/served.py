"""Which warehouse file is served: numbered immutable files, and CURRENT that names one of them."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

KEEP = 2
"""Publishes kept: the one served and the one before, for readers that are just opening it."""

_NAME = re.compile(r"\d+\.duckdb")


@dataclass(frozen=True)
class Served:
    """The publish that CURRENT names."""

    publish: int
    path: Path


def folder(data: Path) -> Path:
    return data / "warehouse"


def current(data: Path) -> Served | None:
    """Reads CURRENT; None before the first publish, or where somebody has spoilt it: then the next builds anew."""
    try:
        name = (folder(data) / "CURRENT").read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    if not _NAME.fullmatch(name):
        return None
    return Served(int(Path(name).stem), folder(data) / name)


def promote(data: Path, draft: Path, publish: int) -> Served:
    """Makes a finished draft the served file. Up to the replace of CURRENT readers see the old one."""
    target = folder(data) / f"{publish:06d}.duckdb"
    sync_file(draft)
    os.replace(draft, target)
    pointer = folder(data) / "CURRENT.new"
    pointer.write_text(target.name, encoding="ascii")
    sync_file(pointer)
    sync_folder(folder(data))
    os.replace(pointer, folder(data) / "CURRENT")
    sync_folder(folder(data))
    return Served(publish, target)


def sweep(data: Path) -> None:
    """Removes drafts that a crash left and publishes nobody will open any more."""
    served = current(data)
    for path in folder(data).glob("draft*"):
        _remove(path)
    for path in folder(data).glob("[0-9]*.duckdb*"):
        number = int(path.name.split(".")[0])
        if served is None or number > served.publish or number <= served.publish - KEEP:
            _remove(path)


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_copied(path: Path) -> None:
    """Sends to the disk what a file that is still being worked on holds by now; Windows lets nobody else open it.

    Closing it gives up DuckDB's lock on the draft, which nobody but the holder of the data folder's lock opens.
    """
    if os.name != "nt":
        sync_file(path)


def sync_folder(path: Path) -> None:
    """Makes a rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        # What did not fit into memory: DuckDB's folder `draft.duckdb.tmp`.
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink()
    except (PermissionError, FileNotFoundError):
        # Windows refuses while a reader has it open; the next publish tries again.
        return
