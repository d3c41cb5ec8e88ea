"""The reader of the running page, and what he may do.

Every panel of a page asks, and the answer stands in files and in the ledger: it is looked up once a run.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from definitions import load_definitions
from definitions.model import Definitions
from ui.access.doors import FRESH, doors
from ui.access.reader import Reader


@dataclass(frozen=True)
class _Asked:
    """What was found in a run, and when."""

    run: Any
    """Streamlit makes the places of a page anew for each run, so they tell one run from another."""
    definitions: Definitions
    reader: Reader | None
    at: float = field(default_factory=time.monotonic)

    def holds(self, run: Any) -> bool:
        """Not for longer than the gate believes a session, be the run as long as it likes."""
        return self.run is run and time.monotonic() - self.at < FRESH


_latest = threading.local()


def reader() -> Reader | None:
    """Whoever the connection's cookies name; None where his session has ended."""
    return _asked().reader


def definitions() -> Definitions:
    """The definitions of this run; raises `DefinitionError`."""
    return _asked().definitions


def may(action: str) -> bool:
    """Says whether the reader may do something; pages ask before they offer it, and again before it is done."""
    found = reader()
    return found is not None and found.may(definitions(), action)


def _asked() -> _Asked:
    context = get_script_run_ctx(suppress_warning=True)
    run = None if context is None else context.cursors
    known: _Asked | None = getattr(_latest, "asked", None)
    if known is None or run is None or not known.holds(run):
        found = load_definitions()
        known = _Asked(run, found, doors().reader(dict(st.context.cookies), found))
        _latest.asked = known
    return known
