"""The publish being served, opened once for everybody; a new publish is seen at the next rerun."""

import gc
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ledger.folder import data_folder
from ui.access.reader import Own
from warehouse import queries
from warehouse import served as files
from warehouse.connection import Warehouse, open_served

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
    years: tuple[int, ...]
    """All years there is something of, ascending."""
    _bodies: dict[int, pd.DataFrame] = field(default_factory=dict)
    _names: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """True where none of the reader's own bodies is in the data."""
        return not self.years

    def bodies(self, year: int) -> pd.DataFrame:
        """`queries.bodies` of a year, in tree order."""
        if year not in self._bodies:
            self._bodies[year] = tree_order(queries.bodies(self.warehouse, year))
        return self._bodies[year]

    def names(self, year: int) -> dict[str, str]:
        """Body → its name, indented by its depth in the tree; in tree order."""
        if year not in self._names:
            bodies = self.bodies(year)
            self._names[year] = dict(
                zip(bodies["body"], map(indented, bodies["name"], bodies["depth"]), strict=True)
            )
        return self._names[year]


def served(own: Own = None) -> Served | None:
    """The current publish, or what is of some bodies in it; None before the first.

    Raises `WarehouseDamaged` where it cannot be opened.
    """
    root = data_folder().root
    current = files.current(root)
    if current is None:
        return None
    path, made = str(current.path), _made(current.path)
    return _open(path, made) if own is None else _open_own(path, made, tuple(sorted(own)))


def _made(path: Path) -> int:
    """When the file was written: a data folder begun anew, or restored, counts its publishes from 1 again."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0  # opening it will say what is wrong


# Two: sessions in the middle of a run keep the old one while others open the new. It is never closed by hand,
# since somebody may be reading; the last reference closes it.
@st.cache_resource(max_entries=2, show_spinner=False)
def _open(path: str, made: int) -> Served:
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        raise FileNotFoundError(path)
    return _told(warehouse)


# As many as there are departments that look at the same time; the one not asked for longest goes first.
@st.cache_resource(max_entries=60, show_spinner=False)
def _open_own(path: str, made: int, own: tuple[str, ...]) -> Served:
    return _told(_open(path, made).warehouse.limited_to(own))


def _told(warehouse: Warehouse) -> Served:
    """An open warehouse with what it says of itself."""
    info = queries.publish_info(warehouse)
    publish = Publish(
        int(info["publish"]),
        local(info["published_at"]),
        bool(info["demonstration"]),
        int(info["submissions"]),
    )
    return Served(warehouse, publish, tuple(sorted(queries.years(warehouse))))


def tree_order(bodies: pd.DataFrame) -> pd.DataFrame:
    """Puts each body right after its parent, children in the order given."""
    below: dict[Any, list[str]] = {}
    known = set(bodies["body"])
    for body, parent in zip(bodies["body"], bodies["parent"], strict=True):
        below.setdefault(parent if parent in known else None, []).append(body)
    ordered: list[str] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        ordered.append(waiting.pop())
        waiting.extend(reversed(below.get(ordered[-1], [])))
    return bodies.set_index("body", drop=False).loc[ordered].reset_index(drop=True)


def indented(name: str, depth: int) -> str:
    return "　" * int(depth) + name


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
