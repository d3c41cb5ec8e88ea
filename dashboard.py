"""The dashboard's entry: `streamlit run dashboard.py`."""

import streamlit as st

from ui import address, context, frame, navigation
from ui.served import collect_if_due, served
from ui.words import TITLE

page = navigation.navigation()
st.set_page_config(page_title=f"{page.title} · {TITLE}", page_icon=":material/balance:", layout="wide")
frame.style()


def show() -> None:
    """The chosen page over the served publish, or what to do where there is none."""
    current = served()
    if current is None:
        frame.no_data(page.title, page.url_path == "")
        return
    with st.sidebar:
        chosen = context.choose(current)
    address.show_notes()
    frame.heading(chosen, page.title)
    page.run()


frame.guarded(show)
collect_if_due()
