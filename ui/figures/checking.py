"""Whether registered figures still hold: each is made again once a publish, and what was found is remembered."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from definitions import load_definitions
from ledger.figures import Figure
from ui.figures import issuing
from ui.figures.freezing import Change
from ui.served import served

LOG = logging.getLogger("dashboard")
MOST = 20_000


@dataclass(frozen=True)
class Checked:
    """A figure held against what is served now."""

    figure: Figure
    changes: tuple[Change, ...]
    why: str
    """Why it cannot be compared."""

    @property
    def stale(self) -> bool:
        return bool(self.changes or self.why)


View = tuple[str, str, str]
"""What is served now: the file, when it was published, the definitions."""

_found: OrderedDict[Hashable, Checked] = OrderedDict()
_running: set[View] = set()
_lock = threading.Lock()


def view_now() -> View:
    current = served()
    if current is None:
        return "", "", load_definitions().shown
    return (
        str(current.warehouse.path),
        current.publish.published_at,
        load_definitions().shown,
    )


def known_of(figures: Sequence[Figure]) -> list[Checked]:
    """What is known already of figures over what is served now."""
    view = view_now()
    with _lock:
        return [found for figure in figures if (found := _found.get((view, figure.serial, figure.at)))]


def check_one(view: View, figure: Figure) -> Checked:
    """One figure; whatever goes wrong with it is no reason not to tell of the others."""
    key = (view, figure.serial, figure.at)
    with _lock:
        if known := _found.get(key):
            return known
    found = _made_again(figure)
    with _lock:
        _found[key] = found
        while len(_found) > MOST:
            _found.popitem(last=False)
    return found


def _made_again(figure: Figure) -> Checked:
    try:
        whole = issuing.register().find(figure.serial)
        assert whole is not None
        found = issuing.today(whole, drawn=False)
    except Exception:
        LOG.exception("figure %s cannot be made again", figure.number)
        return Checked(figure, (), "现在的程序不能重做这张图表。")
    return Checked(figure, found.changes, found.why)


def check_later(figures: Sequence[Figure]) -> None:
    """Looks at them in a thread beside the pages, unless one is at it already."""
    view = view_now()
    with _lock:
        if view in _running:
            return
        _running.add(view)

    def work() -> None:
        try:
            for figure in figures:
                check_one(view, figure)
        finally:
            with _lock:
                _running.discard(view)

    threading.Thread(target=work, name="figures held against now", daemon=True).start()
