"""The finished parts of a page, for contestants that show the same without working anything out."""

import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.serving import ROOT

Part = tuple[str, str]
"""("html", markup) or ("chart", the figure as JSON)."""


def capture(page: str, data: Path, year: int) -> list[Part]:
    """Runs a page (overview, or the name of its file) once and gives what it puts on screen, in order."""
    from streamlit.testing.v1 import AppTest

    parts: list[Part] = []

    def keep(kind: str) -> Any:
        return lambda body, *_, **__: parts.append((kind, str(body if kind == "html" else body.to_json())))

    os.environ["DASHBOARD_DATA"] = str(data)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"year": str(year), "body": "lusong"})
    with patch("streamlit.plotly_chart", keep("chart")), patch("streamlit.html", keep("html")):
        if page != "overview":
            found = next(path for path in ROOT.glob("pages/*/*.py") if path.stem == page)
            app.run()
            parts.clear()
            app.switch_page(str(found.relative_to(ROOT)))
        app.run()
    return parts
