"""Giving out figure numbers, and seeing what a numbered figure would be today."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from definitions import load_definitions
from ledger.figures import Figure, Figures
from ledger.folder import data_folder
from ui import navigation
from ui.access.reader import Own, Reader
from ui.charts.medium import MEDIA, drawn_for
from ui.context import Context
from ui.exhibits import Exhibit, Origin, made_again
from ui.figures import freezing
from ui.figures.freezing import Change, Frozen
from ui.served import Served, served

LOG = logging.getLogger("dashboard")


def register() -> Figures:
    """The register in the data folder's ledger."""
    return _register(data_folder().ledger)


@lru_cache(maxsize=2)
def _register(path: Path) -> Figures:
    return Figures(path)


def issue(exhibit: Exhibit, origin: Origin, now: Context, form: str) -> Figure:
    """Freezes what is on screen and gives it a number; the caller acts for the reader."""
    kept = freeze(exhibit, origin, now)
    own = now.warehouse.own
    figure: dict[str, Any] = {
        "title": exhibit.caption.title,
        "scope": exhibit.caption.scope,
        "year": origin.year,
        "publish": now.publish.number,
        "own": None if own is None else sorted(own),
        "action": navigation.action_of(origin.page),
    }
    found = register().find(register().issue(figure, kept, form))
    assert found is not None
    return found


def freeze(exhibit: Exhibit, origin: Origin, now: Context, drawn: bool = True) -> dict[str, Any]:
    """An exhibit as JSON, drawn once for each medium."""
    drawings: dict[str, Exhibit] = {}
    if drawn and exhibit.figure is not None:
        for code, medium in MEDIA.items():
            with drawn_for(medium):
                again = made_again(origin, now)
            if again is not None:
                drawings[code] = again
    return freezing.frozen(exhibit, origin, drawings, now.definitions)


def may_see(reader: Reader, figure: Figure) -> bool:
    """Says whether a figure speaks only of bodies whose figures the reader may see.

    The right to a page may reach further than the right to figures: anybody may read what an indicator means.
    """
    definitions = load_definitions()
    actions = {figure.action, "sources" if figure.action == "sources" else "figures"}
    return actions <= definitions.rights.keys() and all(
        _within(figure.own, reader.own(definitions, action)) for action in actions
    )


def _within(bodies: Sequence[str] | None, own: Own) -> bool:
    return own is None or (bodies is not None and bool(own) and frozenset(bodies) <= own)


@dataclass(frozen=True)
class Today:
    """What a figure would be if it were made now. `kept` is None where it cannot be, `why` then says it."""

    kept: Frozen | None
    changes: tuple[Change, ...]
    publish: int
    why: str = ""

    @property
    def stale(self) -> bool:
        return bool(self.changes) or self.kept is None


def today(figure: Figure, drawn: bool = True) -> Today:
    """Makes the figure again from the publish being served, with the eyes of whoever made it; `drawn`: as a picture too."""
    assert figure.frozen is not None
    origin = freezing.origin_of(figure.frozen)
    current = served(None if figure.own is None else frozenset(figure.own))
    if current is None:
        return Today(None, (), 0, "现在没有已发布的数据。")
    now = context_of(current, origin)
    if now is None:
        return Today(None, (), current.publish.number, f"{origin.year}年的数据里已没有这个单位。")
    try:
        exhibit = made_again(origin, now)
        kept = None if exhibit is None else freeze(exhibit, origin, now, drawn)
    except Exception:
        # Its section takes other arguments by now, or what it names is no more. What was kept is not touched by that.
        LOG.warning("figure %s cannot be made again", figure.number, exc_info=True)
        return Today(None, (), current.publish.number, "现在的程序不能重做这张图表。")
    if kept is None:
        return Today(None, (), current.publish.number, "现在的页面上已没有这张图表，或它已没有内容。")
    return Today(kept, tuple(freezing.changes(figure.frozen, kept)), current.publish.number)


def context_of(current: Served, origin: Origin) -> Context | None:
    """The view a figure was made in, over another publish; None where the body is not there."""
    if origin.year not in current.years:
        return None
    bodies = current.bodies(origin.year)
    if origin.body not in set(bodies["body"]):
        return None
    return Context(
        current.warehouse,
        load_definitions(),
        current.publish,
        origin.year,
        current.years,
        origin.compare,
        origin.body,
        bodies,
        origin.page,
    )


def view_of(now: Context, origin: Origin, bodies: Callable[[int], Any]) -> Context:
    """The running page's view, turned to the body and years of a section that was made for others."""
    if (now.year, now.body, now.compare) == (origin.year, origin.body, origin.compare):
        return now
    own = now.bodies if origin.year == now.year else bodies(origin.year)
    return replace(now, year=origin.year, body=origin.body, compare=origin.compare, bodies=own)
