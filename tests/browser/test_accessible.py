"""Every page for those who use no mouse; what can be read aloud is looked at with each page in test_pages.py."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.aloud import PUT_RIGHT
from tests.browser.test_pages import PAGES, opened

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


@pytest.mark.parametrize(("path", "title"), [PAGES[0], ("reference/profile.py", "部门画像")])
def test_the_keyboard_reaches_everything(page: Page, path: str, title: str) -> None:
    opened(page, path, title, year=2022, body="lusong")
    page.wait_for_function(PUT_RIGHT)
    page.wait_for_function(SETTLED, polling=250)
    # A busy machine draws the last charts after that, and what is drawn anew loses the focus.
    page.wait_for_timeout(3000)
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
