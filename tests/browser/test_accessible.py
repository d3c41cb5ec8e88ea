"""Every page for those who cannot see it, or use no mouse: axe's rules (WCAG 2.1 A and AA), tables, names, keyboard.

There are no exceptions: ui/page.js puts right what Streamlit's own parts lack. One that cannot be put right belongs
in a list here, with its rule and its selector.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_pages import PAGES, opened

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "rules": {"heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
PUT_RIGHT = "() => document.querySelector('[data-testid=stSidebarNavItems] > [role=list]')"
"""ui/page.js has been over the page."""
UNNAMED = """() => [
    ...[...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(
        e => e.getAttribute('role') !== 'figure' || (e.getAttribute('aria-label') || '').length < 20),
    ...[...document.querySelectorAll('[data-testid=stMain] table')].filter(e => !e.caption?.textContent),
    ...document.querySelectorAll('[data-testid=stMain] th:not([scope])'),
    ...[...document.querySelectorAll('.table-box')].filter(e => e.tabIndex !== 0 || !e.getAttribute('aria-label')),
].map(e => e.outerHTML.slice(0, 160))"""
ENGLISH = """() => [...document.querySelectorAll('[aria-label], img[alt]')]
    .map(e => e.getAttribute('aria-label') || e.alt).filter(name => !/[\\u4e00-\\u9fff]/.test(name))"""
# What Tab stops at: of the buttons of a switch only the chosen one, the arrow keys go to the others.
STOPS = """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex]')].filter(
    e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true})
        && e.getAttribute('aria-checked') !== 'false').length"""
SETTLED = f"() => {{ const n = ({STOPS})(), same = window.counted === n; window.counted = n; return same; }}"
STOP = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  window.visited = window.visited || new Set();
  const again = window.visited.has(here);
  window.visited.add(here);
  const ring = e => e && getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  const {top, bottom} = here.getBoundingClientRect();
  return {again, ring: ring(here) || ring(here.parentElement), seen: bottom > 0 && top < innerHeight,
    html: here.outerHTML.slice(0, 160)};
}"""


def violations(page: Page, where: str) -> list[str]:
    """What axe finds, a line an element: page, rule, element, reason."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{where}: {rule['id']} ({rule['impact']}): {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(page: Page, path: str, title: str) -> list[str]:
    """What is wrong with a page, its first chart switched to the table, its definitions unfolded."""
    opened(page, path, title, year=2022, body="lusong")
    page.wait_for_function(PUT_RIGHT)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    switch = page.get_by_role("radio", name="表", exact=True)
    if switch.count():
        shown = page.locator(".table-box").count()
        switch.first.click()
        expect(page.locator(".table-box")).to_have_count(shown + 1, timeout=30_000)
    unnamed = [f"{title}: no name, caption or scope: {html}" for html in page.evaluate(UNNAMED)]
    english = [f"{title}: read out in English: {name}" for name in page.evaluate(ENGLISH)]
    untitled = [] if title in page.title() else [f"{title}: the tab is called {page.title()}"]
    return [*violations(page, title), *unnamed, *english, *untitled]


@pytest.mark.timeout(300)
def test_every_page_can_be_read_aloud(page: Page) -> None:
    found = [fault for path, title in PAGES for fault in faults(page, path, title)]
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize(("path", "title"), [PAGES[0], ("reference/profile.py", "部门画像")])
def test_the_keyboard_reaches_everything(page: Page, path: str, title: str) -> None:
    opened(page, path, title, year=2022, body="lusong")
    page.wait_for_function(PUT_RIGHT)
    page.wait_for_function(SETTLED, polling=250)
    stops = page.evaluate(STOPS)
    reached = 0
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            break
        assert stop["ring"], f"focus cannot be seen: {stop['html']}"
        assert stop["seen"], f"focus is off the screen: {stop['html']}"
        reached += 1
    # A chart that was drawn late has brought stops of its own.
    assert reached == page.evaluate(STOPS)


def test_the_keyboard_skips_the_sidebar_and_switches_to_the_table(page: Page) -> None:
    opened(page, "enforcement/permits.py", "行政许可", year=2022, body="lusong")
    page.wait_for_function(PUT_RIGHT)
    page.wait_for_function(SETTLED, polling=250)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMain")).to_be_focused()
    switch = page.get_by_role("radiogroup").first
    switch.get_by_role("radio", name="图").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(switch.get_by_role("radio", name="表")).to_be_checked()
    expect(switch.get_by_role("radio", name="表")).to_be_focused()
    expect(page.locator(".st-key-panel-flow table.data")).to_be_visible()
