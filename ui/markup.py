"""Ready markup, already escaped, on its way to the screen."""

import streamlit as st


class Markup(str):
    """Text that Streamlit takes as it is.

    A plain string it would search line by line for a common indentation, and ask whether a file has that name, again
    at every run.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def show_html(text: str) -> None:
    """Puts it where the caller stands."""
    st.html(Markup(text))
