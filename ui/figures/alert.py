"""Says on every page, to who may take figures along, that some taken along no longer hold."""

import time

import streamlit as st

from ledger.figures import Figure
from ledger.folder import data_folder
from ui.access import here
from ui.access.reader import Reader
from ui.figures import checking, issuing
from ui.links import anchor
from ui.navigation import action_of, url_of

FRESH = 15.0
"""Seconds the list of figures is believed: every run of every page asks."""
PAGE = "reports/register.py"

_listed: tuple[float, str, list[Figure]] = (float("-inf"), "", [])


def shown(reader: Reader) -> None:
    """A link with the number of changed figures; nothing while none is known to have changed."""
    if not reader.may(here.definitions(), action_of(PAGE)):
        return
    figures = [figure for figure in listed() if issuing.may_see(reader, figure)]
    known = checking.known_of(figures) if figures else []
    if len(known) < len(figures):
        checking.check_later(figures)
    if stale := sum(one.stale for one in known):
        link = anchor(f"{url_of(PAGE)}?show=changed", f"取走的图表中有{stale}个已变化")
        st.html(f'<p class="stale-alert">{link}</p>')


def listed() -> list[Figure]:
    """The register, read again now and then."""
    global _listed
    path = data_folder().ledger
    at, of, figures = _listed
    if time.monotonic() - at > FRESH or of != str(path):
        figures = issuing.register().listed() if path.is_file() else []
        _listed = time.monotonic(), str(path), figures
    return figures
