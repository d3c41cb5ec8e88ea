"""The screen presentation: view after view over the whole screen, from the keyboard, on to the next page and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import opened

SHOWN = "() => document.querySelector('.presentation:not(.busy) .slide')"
ROOM = """() => {
  const stage = document.querySelector('.stage').getBoundingClientRect();
  const slide = document.querySelector('.slide').getBoundingClientRect();
  const texts = [...document.querySelectorAll('.slide text, .slide td, .slide p')].map(e => e.getBoundingClientRect())
    .filter(r => r.width);
  return {filled: Math.max(slide.width / stage.width, slide.height / stage.height),
    out: Math.max(...texts.map(r => Math.max(r.right - stage.right, stage.left - r.left, r.bottom - stage.bottom)))};
}"""


@pytest.fixture
def meeting_room(page: Page) -> Page:
    page.set_viewport_size({"width": 1920, "height": 1080})
    return page


def place(page: Page) -> str:
    page.wait_for_function(SHOWN, timeout=30_000)
    return page.locator(".presented-place").inner_text()


def title(page: Page) -> str:
    return re.sub(r"（.*", "", page.locator(".presented-title").inner_text())


def test_every_view_of_a_page_is_large_and_nothing_is_cut(meeting_room: Page) -> None:
    page = meeting_room
    opened(page, "overview/overview.py", "总览", year=2022, body="lusong")
    page.get_by_role("button", name="放映").click()
    many = int(place(page).split(" / ")[1])
    assert many >= 6, "verdict with cards, attention, a matrix in parts, returns, agreement"
    seen = []
    for at in range(1, many + 1):
        assert place(page) == f"{at} / {many}"
        found = page.evaluate(ROOM)
        assert found["filled"] > 0.5
        assert found["out"] < 1, f"view {at} is cut"
        seen.append(page.locator(".slide").inner_text())
        page.keyboard.press("PageDown")
    assert "复议纠错率" in seen[0]
    bodies = set(
        page.evaluate("[...document.querySelectorAll('table.matrix tbody th')].map(h => h.innerText)")
    )
    for body in bodies:
        assert sum(f"\n{body}\n" in f"\n{view}\n".replace("\t", "\n") for view in seen), (
            f"{body} is in no view"
        )
    expect(page.locator(".presented-note")).to_contain_text("演示")
    assert place(page).startswith("1 / ")
    assert title(page) == "行政许可"


def test_the_keyboard_leads_through_pages_and_to_a_table_and_out(meeting_room: Page) -> None:
    page = meeting_room
    opened(page, "enforcement/permits.py", "行政许可", year=2021, body="health", compare=2019)
    page.keyboard.press("Shift+P")
    place(page)
    assert page.evaluate("document.fullscreenElement !== null")
    page.keyboard.press("ArrowRight")
    place(page)
    assert page.locator(".slide .main-svg").count()
    page.keyboard.press("t")
    page.wait_for_function("() => document.querySelector('.presentation:not(.busy) .slide table.data')")
    page.keyboard.press("t")
    page.wait_for_function("() => document.querySelector('.presentation:not(.busy) .slide .main-svg')")
    assert not page.locator(".slide button").count(), "what cannot be pressed is not shown"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('.presented-title').innerText.startsWith('总览')")
    shown, many = place(page).split(" / ")
    assert shown == many, "back to the last view of the page before"
    assert "2021年 · 对比2019年" in page.locator(".presented-scope").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator(".presentation")).to_have_count(0)
    page.wait_for_function("() => document.fullscreenElement === null")
    expect(page.get_by_role("heading", name="总览", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="放映")).to_be_focused()
    for part in ("year=2021", "body=health", "compare=2019"):
        assert part in page.url


def test_a_page_to_work_at_is_not_presented(page: Page) -> None:
    opened(page, "reference/definitions.py", "指标口径")
    expect(page.locator("button.present")).to_have_count(0)
    page.keyboard.press("Shift+P")
    expect(page.locator(".presentation")).to_have_count(0)
