"""The finished parts of a page, for contestants that show the same without working anything out."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st

from benchmarks.serving import ROOT

Part = tuple[str, tuple[Any, ...], dict[str, Any]]
"""(element of Streamlit, arguments, named arguments); a chart's figure as JSON."""
ELEMENTS = ("html", "plotly_chart", "segmented_control", "download_button")


def capture(page: str, data: Path, year: int) -> list[Part]:
    """Runs a page (overview, or the name of its file) once and gives what it puts on screen, in order."""
    from streamlit.testing.v1 import AppTest

    parts: list[Part] = []
    os.environ["DASHBOARD_DATA"] = str(data)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"year": str(year), "body": "lusong"})
    with ExitStack() as patches:
        for kind in ELEMENTS:
            patches.enter_context(_keeping(kind, parts))
        if page != "overview":
            found = next(path for path in ROOT.glob("pages/*/*.py") if path.stem == page)
            app.run()
            parts.clear()
            app.switch_page(str(found.relative_to(ROOT)))
        app.run()
    return parts


def _keeping(kind: str, parts: list[Part]) -> Any:
    """Streamlit's element, which also notes what it is given."""
    draw = getattr(st, kind)

    def kept(*given: Any, **named: Any) -> Any:
        plain = (given[0].to_json(), *given[1:]) if kind == "plotly_chart" else given
        # Callbacks and what is worked out at a click are the page's own.
        said = {name: value for name, value in named.items() if not callable(value)}
        if kind == "download_button":
            said["data"] = ""
        parts.append((kind, plain, said))
        return draw(*given, **named)

    return patch(f"streamlit.{kind}", kept)
