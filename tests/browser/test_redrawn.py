"""What plotly.js makes of a line with a gap when it has to draw it again, as it does at every change of width."""

import json
from pathlib import Path

import plotly
from playwright.sync_api import Browser

from tests.ui.frames import caption, count, frame
from ui import charts
from ui.breaks import Break

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


def test_every_number_of_a_broken_line_survives_a_change_of_width(chromium: Browser):
    rows = [count(float(value), year=year) for year, value in VALUES.items()]
    figure = charts.series(frame(*rows), caption(unit="件"), breaks=[Break(2021, "机构改革")])
    page = chromium.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(path=str(SCRIPT))
    given = {"figure": json.dumps(figure.to_plotly_json(), default=list), "widths": [500, 620, 450]}
    assert page.evaluate(REDRAWN, given) == ["18件", "15件", "23件", "30件"]
    page.close()
