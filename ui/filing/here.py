"""The filings of the running page's reader."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from definitions import load_definitions
from etl import filing as filings_of
from etl.judge import Checked
from ledger.filings import File, Filing, Filings
from ledger.folder import data_folder
from ui.access import here
from ui.access.reader import Own, Reader
from ui.served import served


def reader() -> Reader:
    """Whoever looks; the frame has asked already whether he may.

    Between two lines of a run a session may end, or a browser be closed: then nobody waits for the rest.
    """
    found = here.reader()
    if found is None:
        st.stop()
    return found


def own(action: str) -> Own:
    """The bodies the reader's right to an action reaches."""
    return reader().own(load_definitions(), action)


def filings() -> Filings:
    return _filings(data_folder().ledger)


@lru_cache(maxsize=4)
def _filings(ledger: Path) -> Filings:
    return Filings(ledger)


def checked(filing: Filing, reasons: tuple[tuple[str, str], ...]) -> list[Checked]:
    """What was understood and what is wrong, as of the served publish; worked out once for these reasons."""
    current = served()
    publish = (str(current.warehouse.path), current.publish.published_at) if current else ("", "")
    amended = (one.amended.text() for one in filings_of.received_of(filing))
    stands = (*publish, *amended, load_definitions().fingerprint, *sorted(filings().locked_years()))
    return _checked(filing.files, reasons, stands, _filing=filing)


@st.cache_resource(max_entries=60, show_spinner="正在读取和核对……")
def _checked(
    files: tuple[File, ...],
    reasons: tuple[tuple[str, str], ...],
    stands: tuple[object, ...],
    *,
    _filing: Filing,
) -> list[Checked]:
    return filings_of.check(data_folder(), _filing, reasons)
