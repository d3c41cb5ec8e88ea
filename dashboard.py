"""The dashboard's entry: `streamlit run dashboard.py`. It is imported once as the server, then run for every reader."""

import streamlit as st
from starlette.middleware import Middleware

from definitions import DefinitionError
from ui import address, context, frame, navigation, server
from ui.access import belongings, here
from ui.access.doors import doors
from ui.access.gate import Gate
from ui.access.start import checked
from ui.figures import alert, answers
from ui.served import collect_if_due, served


def show() -> None:
    """The chosen page over the served publish, or what to do where there is none."""
    try:
        definitions, reader = here.definitions(), here.reader()
    except DefinitionError:
        frame.style(navigation.navigation().title)
        raise
    path, page = navigation.page_for(reader, definitions)
    frame.style(page.title)
    if reader is None:
        frame.signed_out()
        return
    belongings.claim(reader.name)
    if not reader.may(definitions, navigation.action_of(path)):
        frame.forbidden(page.title, reader, path)
        return
    if navigation.stands_alone(path):
        frame.plain_heading(page.title, reader)
        page.run()
        return
    current = served(reader.own(definitions, navigation.figures_of(path)))
    if current is None or current.empty:
        frame.no_data(page.title, page.url_path == "", mine=current is not None)
        return
    with st.sidebar:
        chosen = context.choose(current, path)
        alert.shown(reader)
    above = st.container()
    frame.heading(chosen, page.title, reader)
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
    checked()
    navigation.claim_pages()
    app = st.App(
        __file__,
        lifespan=server.started,
        routes=answers.routes(doors()),
        middleware=[Middleware(Gate, doors=doors()), Middleware(server.CompressedFiles)],
    )
