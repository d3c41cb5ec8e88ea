"""Receive: the bytes are safe on disk, under their sha256, before anybody looks into them."""

import hashlib
import os
import tempfile
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from etl.amend import NONE, Amendments
from ledger.folder import DataFolder
from warehouse.served import sync_folder

_CHUNK = 1 << 20
INCOMING = ".incoming-"
_ABANDONED_SECONDS = 3600
"""A copy nobody has finished for so long was that of a process that is gone."""
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
"""Categories of characters that leave no mark."""


@dataclass(frozen=True)
class Received:
    """Bytes kept in the originals under `sha256`; `name` is what the sender called them."""

    name: str
    sha256: str
    size: int
    amended: Amendments = NONE
    """What the sender said of it on the page."""
    sent_at: str = ""
    """When its sender sent it: an ISO day, or a moment in local time; nothing where that is not known."""


def receive_file(data: DataFolder, path: Path) -> Received:
    with path.open("rb") as source:
        return receive_stream(data, source, sender_name(path))


def sender_name(path: Path) -> str:
    """The file's name as text in one line; one unzipped from Windows may be in bytes of GBK."""
    raw = os.fsencode(path.name)
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gb18030", errors="replace")
    # Line breaks would forge lines of an answer, marks of direction another ending.
    return "".join("�" if unicodedata.category(one) in _UNSEEN else one for one in name)


def receive_stream(data: DataFolder, source: BinaryIO, name: str) -> Received:
    """Copies `source` into the originals, fsynced; a copy cut short leaves no file of that name."""
    data.originals.mkdir(parents=True, exist_ok=True)
    _sweep(data.originals)
    digest = hashlib.sha256()
    size = 0
    descriptor, temporary = tempfile.mkstemp(dir=data.originals, prefix=INCOMING)
    try:
        with os.fdopen(descriptor, "wb") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, data.original(digest.hexdigest()))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(data.originals)
    return Received(name, digest.hexdigest(), size)


def _sweep(originals: Path) -> None:
    """Takes away what a killed process had begun to copy."""
    for left in originals.glob(f"{INCOMING}*"):
        with suppress(OSError):  # somebody else was faster
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
