"""What an action on a page of filings did, said once after the page has been drawn anew."""

import streamlit as st

from ui.markdown import literal

OPEN = "filing"
"""The address's parameter that lays a filing open."""


def told() -> None:
    """Says it."""
    said, refused = st.session_state.pop("_filing_told", ("", False))
    if refused:
        st.error(literal(said))
    elif said:
        st.success(literal(said), icon=":material/check_circle:")


def tell(text: str, filing: int | None = None, refused: bool = False) -> None:
    """Draws the page anew with a sentence on top, and a filing laid open; `refused`: nothing was done, and why."""
    st.session_state["_filing_told"] = (text, refused)
    if filing is None:
        st.query_params.pop(OPEN, None)
    else:
        st.query_params[OPEN] = str(filing)
    st.rerun()
