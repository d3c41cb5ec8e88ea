"""What the browser's own plotly.js makes of a line with a gap when it has to draw it again."""

import json
from pathlib import Path

import plotly
import pytest

from tests.ui.frames import caption, count, frame
from ui import charts
from ui.breaks import Break

VALUES = {2019: 18, 2020: 15, 2021: 23, 2022: 30, 2023: 36}
REDRAWN = """async ({figure, widths}) => {
  const place = document.body.appendChild(document.createElement('div'));
  for (const width of widths) {
    const again = JSON.parse(figure);
    await Plotly.react(place, again.data, {...again.layout, width});
  }
  return [...place.querySelectorAll('.textpoint')].map(e => e.textContent.trim()).filter(Boolean);
}"""


def broken_line():
    rows = [count(float(v), year=y) for y, v in VALUES.items()]
    return charts.series(frame(*rows), caption(unit="件"), breaks=[Break(2021, "机构改革")])


def test_no_point_is_given_an_empty_text():
    assert "" not in broken_line().data[0].text


@pytest.mark.browser
def test_every_number_survives_a_change_of_width():
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if chromium is None:
        pytest.skip("no Chromium")
    script = Path(plotly.__file__).parent / "package_data/plotly.min.js"
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<body></body>")
        page.add_script_tag(path=str(script))
        shown = page.evaluate(
            REDRAWN,
            {"figure": json.dumps(broken_line().to_plotly_json(), default=list), "widths": [500, 620, 450]},
        )
        browser.close()
    assert shown == ["18件", "15件", "23件", "30件"]
