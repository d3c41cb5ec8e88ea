"""The contestant of `benchmarks.visitors`: Dash showing the product's own finished parts from memory.

Nothing is worked out here, and markup goes on screen by the shortest way there is.
"""

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import waitress
from dash import Dash, Input, Output, State, dcc, html

BODY = "lusong"
MARKUP = """(parts) => {
    requestAnimationFrame(() => document.querySelectorAll('[data-markup]').forEach((part) => {
        part.innerHTML = part.dataset.markup;
    }));
    return '';
}"""


def application(shown: dict[tuple[str, int], list[tuple[str, str]]]) -> Dash:
    """Dash with `shown[page, year]` on `/?page=…&year=…`."""
    made = {view: [_component(*part) for part in parts] for view, parts in shown.items()}
    years = sorted({year for _, year in made}, reverse=True)
    app = Dash(__name__, update_title=None)
    app.layout = html.Div(
        [
            dcc.Location(id="address"),
            dcc.RadioItems(years, years[0], id="year"),
            dcc.Dropdown([BODY], BODY, id="body"),
            html.Div(id="parts"),
            html.Div(id="done"),
        ]
    )

    @app.callback(
        Output("parts", "children"),
        Input("year", "value"),
        Input("body", "value"),
        State("address", "search"),
    )
    def show(year: int, _: str, search: str) -> list[Any]:
        return made[search.removeprefix("?page="), year]

    app.clientside_callback(MARKUP, Output("done", "children"), Input("parts", "children"))
    return app


def _component(kind: str, text: str) -> Any:
    if kind == "plotly_chart":
        return dcc.Graph(figure=json.loads(text), config={"displayModeBar": False})
    if text.endswith(".css"):
        text = f"<style>{Path(text).read_text(encoding='utf-8')}</style>"
    return html.Div(**{"data-markup": text})


if __name__ == "__main__":
    found = {
        (page, int(year)): pickle.loads(path.read_bytes())
        for path in Path(os.environ["DASH_PARTS"]).iterdir()
        for page, year in [path.name.split("-")]
    }
    waitress.serve(application(found).server, host="127.0.0.1", port=int(sys.argv[1]), threads=8)
