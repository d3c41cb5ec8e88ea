"""The publish being served, opened once for everybody; a new publish is seen at the next rerun."""

import gc
import threading
import time
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from etl.store import data_folder
from warehouse import served as files
from warehouse.connection import Warehouse, open_served
from warehouse.queries import publish_info

COLLECT_EVERY = 60.0
"""Seconds between full collections: `runner.postScriptGC` is off, and figures are full of cycles."""

_collecting = threading.Lock()
_collected_at = time.monotonic()


@dataclass(frozen=True)
class Publish:
    """Which publish the figures on screen come from."""

    number: int
    published_at: str
    demonstration: bool
    submissions: int

    @property
    def date(self) -> str:
        return self.published_at[:10]


@dataclass(frozen=True)
class Served:
    """An open warehouse and what it says of itself."""

    warehouse: Warehouse
    publish: Publish


def served() -> Served | None:
    """The current publish, or None before the first; raises `WarehouseDamaged` where it cannot be opened."""
    root = data_folder().root
    current = files.current(root)
    return None if current is None else _open(str(current.path))


# Two: sessions in the middle of a run keep the old one while others open the new. It is never closed by hand,
# since somebody may be reading; the last reference closes it.
@st.cache_resource(max_entries=2, show_spinner=False)
def _open(path: str) -> Served:
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        raise FileNotFoundError(path)
    info = publish_info(warehouse)
    publish = Publish(
        int(info["publish"]),
        local(info["published_at"]),
        bool(info["demonstration"]),
        int(info["submissions"]),
    )
    return Served(warehouse, publish)


def local(moment: datetime | str) -> str:
    """A moment as local ISO text: around midnight UTC would name another day."""
    found = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    return found.astimezone().isoformat(timespec="seconds")


def collect_if_due() -> None:
    """Collects cycles at most once in `COLLECT_EVERY` seconds, in whichever session comes by."""
    global _collected_at
    if time.monotonic() - _collected_at < COLLECT_EVERY or not _collecting.acquire(blocking=False):
        return
    try:
        gc.collect()
        _collected_at = time.monotonic()
    finally:
        _collecting.release()
