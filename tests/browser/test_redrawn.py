"""What plotly.js makes of a chart that is handed to it again: as a copy, with other figures, at another width."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly
import pytest
from playwright.sync_api import Browser, Page

from tests.ui.frames import caption, count, frame
from ui import charts
from ui.breaks import Break
from ui.charts.finished import Finished

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
VALUES = {2019: 18, 2020: 15, 2021: 23, 2022: 30, 2023: 36}
REDRAWN = """async ({figure, widths}) => {
  const place = document.body.appendChild(document.createElement('div'));
  for (const width of widths) {
    const again = JSON.parse(figure);
    await Plotly.react(place, again.data, {...again.layout, width});
  }
  return [...place.querySelectorAll('.textpoint')].map(e => e.textContent.trim()).filter(Boolean);
}"""


DRAWN = """async (figures) => {
  const place = document.body.appendChild(document.createElement('div'));
  let drawn = 0;
  for (const {data, layout} of figures) {
    await Plotly.react(place, data, layout);
    if (!drawn++) place.on('plotly_beforeplot', () => drawn += 100);
  }
  return {drawn, texts: [...place.querySelectorAll('.textpoint')].map(e => e.textContent.trim()).filter(Boolean)};
}"""


@pytest.fixture
def sheet(chromium: Browser) -> Iterator[Page]:
    """An empty page with plotly.js."""
    page = chromium.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(path=str(SCRIPT))
    yield page
    page.close()


def sent(values: dict[int, int]) -> dict[str, Any]:
    """A chart as it goes to the browser."""
    rows = [count(float(value), year=year) for year, value in values.items()]
    return Finished(charts.series(frame(*rows), caption(unit="件")), wide=False).to_dict()


def test_a_copy_is_not_drawn_again(sheet: Page) -> None:
    """Streamlit hands over every chart twice."""
    found = sheet.evaluate(DRAWN, [sent(VALUES), sent(VALUES), sent(VALUES)])
    assert found == {"drawn": 3, "texts": ["18件", "15件", "23件", "30件"]}


def test_other_figures_are_drawn(sheet: Page) -> None:
    found = sheet.evaluate(DRAWN, [sent(VALUES), sent(VALUES | {2022: 31})])
    assert found["drawn"] > 100
    assert "31件" in found["texts"]


def test_every_number_of_a_broken_line_survives_a_change_of_width(sheet: Page) -> None:
    rows = [count(float(value), year=year) for year, value in VALUES.items()]
    figure = charts.series(frame(*rows), caption(unit="件"), breaks=[Break(2021, "机构改革")])
    given = {
        "figure": json.dumps(Finished(figure, wide=False).to_dict(), default=list),
        "widths": [500, 620, 450],
    }
    assert sheet.evaluate(REDRAWN, given) == ["18件", "15件", "23件", "30件"]
