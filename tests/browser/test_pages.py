"""Every page in a real browser: no error on the page, in the console or towards other hosts; read aloud; on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from definitions import load_definitions
from tests.browser.aloud import faults
from tests.browser.paper import unfit
from ui.navigation import SECTIONS, action_of, stands_alone

PAGES = [
    (path, title)
    for listed in SECTIONS.values()
    for path, title in listed
    if load_definitions().rights[action_of(path)].reach["administrator"] != "no"
]
"""What an administrator sees, as whom a demonstration begins; the others: test_filing.py, test_assessment.py."""
FIGURES = [(path, title) for path, title in PAGES if not stands_alone(path)]
BROKEN = "本页未能显示"
QUIET = """() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))"""


def address(path: str, **parameters: object) -> str:
    """The address of a page: its file's name, nothing for the first."""
    name = "" if path == "overview/overview.py" else path.split("/")[1].removesuffix(".py")
    query = "&".join(f"{key}={value}" for key, value in parameters.items())
    return f"/{name}?{query}"


def opened(page: Page, path: str, title: str, **parameters: object) -> None:
    page.goto(address(path, **parameters))
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=30_000)
    page.wait_for_function(QUIET, timeout=30_000)
    expect(page.get_by_text(BROKEN)).to_have_count(0)


# Of a single body the pages that are built otherwise; all are run for one, without a browser, in tests/pages.
OF_A_TOWN = ("overview/overview.py", "disputes/litigation.py", "reference/profile.py")
VIEWS = [(*one, "lusong") for one in PAGES] + [(*one, "town_baishi") for one in PAGES if one[0] in OF_A_TOWN]


@pytest.mark.parametrize(("path", "title", "body"), VIEWS)
def test_a_page_opens_on_a_cold_deep_link(page: Page, path: str, title: str, body: str) -> None:
    opened(page, path, title, year=2022, body=body)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        # A chart is drawn again once the page has found its width: for a moment there is nothing on it.
        expect(chart).to_have_text(re.compile(r".{20,}", re.DOTALL), use_inner_text=True)
    assert "演示" in page.locator("body").inner_text()
    if body == "lusong":
        found = faults(page, title)
        assert not found, "\n".join(found)
    if (path, title) in FIGURES:
        found = unfit(page)
        assert not found, "\n".join(found)


def test_a_link_reopens_the_same_view(page: Page) -> None:
    opened(page, "disputes/litigation.py", "行政应诉", year=2021, body="health", compare=2019)
    text = page.locator(".scope").inner_text()
    assert "卫生健康局" in text
    assert "2021年" in text
    assert "2019" in text
    page.get_by_role("link", name="行政复议").click()
    expect(page.get_by_role("heading", name="行政复议", level=1)).to_be_visible(timeout=30_000)
    for part in ("year=2021", "body=health", "compare=2019"):
        assert part in page.url


def test_nonsense_in_the_address_is_said_and_harmless(page: Page) -> None:
    opened(page, "overview/overview.py", "总览", year="1850", body="<b>x</b>", compare="';drop")
    expect(page.get_by_text("已改用默认值").first).to_be_visible()


def test_four_of_five_is_never_a_bare_eighty(page: Page) -> None:
    opened(page, "overview/overview.py", "总览", year=2022, body="lusong")
    text = page.locator("body").inner_text()
    for shown in ("4/5", "37.6%", "96.4%", "100%", "未达标"):
        assert shown in text


def test_the_report_that_does_not_add_up_is_noticed(page: Page) -> None:
    opened(page, "disputes/reconsideration.py", "行政复议", year=2022, body="lusong")
    text = page.locator("body").inner_text()
    assert "26" in text
    assert "相差1" in text or "+1" in text


def test_on_a_notebook_at_125_percent_charts_side_by_side_go_one_below_the_other(page: Page) -> None:
    page.set_viewport_size({"width": 1093, "height": 614})
    opened(page, "enforcement/permits.py", "行政许可", year=2022, body="lusong")
    side_by_side = page.locator("[data-testid=stColumn] [data-testid=stPlotlyChart]")
    expect(side_by_side.first).to_be_visible()
    cut = """charts => charts.filter(e => {
      const box = e.closest('[data-testid=stElementContainer]');
      return box.scrollWidth > box.clientWidth + 1;
    }).length"""
    assert side_by_side.evaluate_all(cut) == 0
