"""Where other pages find the way down to file, sheet and cell: `trace_link(now, "head_appearances")`."""

import streamlit as st

from ui.context import Context
from ui.links import href
from ui.markdown import literal
from ui.navigation import page_file

PAGE = "reference/data_status.py"
PART = "part"
"""The address parameter that says which part of the page of data status is open."""
TRACE = "trace"
"""The part that traces a figure, and the address parameter that says which."""


def trace_params(measure: str, body: str | None = None, year: int | None = None) -> dict[str, str]:
    """The address parameters that open a figure's provenance; the filters stay where they are not given."""
    given = {"body": body, "year": None if year is None else str(year)}
    return {PART: TRACE, TRACE: measure, **{k: v for k, v in given.items() if v is not None}}


def trace_address(now: Context, measure: str, body: str | None = None, year: int | None = None) -> str:
    """The same as an address, for a link inside a table."""
    return href(now, PAGE, **trace_params(measure, body, year))


def trace_link(now: Context, measure: str, body: str | None = None, year: int | None = None) -> None:
    """A link to a figure's provenance, for beside the figure."""
    label = now.definitions.column_of[measure].label
    st.page_link(
        page_file(PAGE),
        label=literal(f"溯源：{label}"),
        query_params=trace_params(measure, body, year),
        icon=":material/account_tree:",
    )
