"""The reader of the running page, and what he may do."""

import streamlit as st

from definitions import load_definitions
from ui.access.doors import doors
from ui.access.reader import Reader


def reader() -> Reader | None:
    """Whoever the connection's cookies name; None where his session has ended."""
    return doors().reader(dict(st.context.cookies))


def may(action: str) -> bool:
    """Says whether the reader may do something; pages ask before they offer it, and again before it is done."""
    found = reader()
    return found is not None and found.may(load_definitions(), action)
