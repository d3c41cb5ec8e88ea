"""The dashboard's entry: `streamlit run dashboard.py`. It is imported once as the server, then run for every reader."""

import streamlit as st
from starlette.middleware import Middleware

from ui import address, context, frame, navigation, server
from ui.served import collect_if_due, served


def show() -> None:
    """The chosen page over the served publish, or what to do where there is none."""
    page = navigation.navigation()
    frame.style(page.title)
    current = served()
    if current is None:
        frame.no_data(page.title, page.url_path == "")
        return
    with st.sidebar:
        chosen = context.choose(current)
    above = st.container()
    frame.heading(chosen, page.title)
    try:
        page.run()
    finally:
        # The page has choices of its own in the address.
        with above:
            address.show_notes()


if __name__ == "__main__":
    frame.guarded(show)
    collect_if_due()
else:
    navigation.claim_pages()
    app = st.App(__file__, lifespan=server.started, middleware=[Middleware(server.CompressedFiles)])
