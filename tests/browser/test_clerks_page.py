"""docs/clerks.zh-CN.md: its pictures are made here (`make screenshots`), and every word it quotes is on the screen."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.offices import PASSWORD, Office, on_page
from tests.browser.test_filing import as_csv, choose, number_of, read, sample_of
from tests.browser.test_pages import QUIET
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "clerks.zh-CN.md"
TEXT = GUIDE.read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[[^\]]*\]\(clerks/([\w-]+)\.png\)", TEXT)
QUOTED = set(re.findall(r"“([^”]+)”", TEXT))


TITLES = "() => [...document.querySelectorAll('[data-testid=stDataFrame] canvas th')].map(e => e.innerText)"
ROWS = """() => [...document.querySelectorAll('[data-testid=stDataFrame] canvas tbody tr')]
    .map(row => [...row.querySelectorAll('td')].map(e => e.innerText))"""
"""The table a screen reader finds within the drawn one."""


class Tour:
    """What was on the screen, and the pictures taken of it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.taken: list[str] = []
        self.seen = ""

    def stop(self, name: str | None = None) -> None:
        """Reads the screen and, with a name, takes a picture of it."""
        self.page.wait_for_timeout(400)
        inputs = self.page.evaluate(
            "[...document.querySelectorAll('[placeholder]')].map(e => e.placeholder).join('\\n')"
        )
        self.seen += self.page.locator("body").inner_text() + inputs
        if name:
            self.page.screenshot(path=self.folder / f"{name}.png")
            self.taken.append(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = os.environ.get("SCREENSHOTS")
    return ROOT / given if given else tmp_path


def test_the_guide_shows_what_is_there(office: Office, browser_of: Callable[[], Page], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    page = browser_of()
    tour = Tour(page, folder)
    page.goto("/")
    tour.stop("sign-in")
    page.get_by_label("用户名").fill("health.clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    on_page(page, "我的报送")
    page.get_by_role("combobox", name="报送年度").click()
    page.get_by_role("option", name="2024年").click()
    expect(page.get_by_role("table", name="卫健局2024年应报的报表")).to_be_visible()
    tour.stop("owed")
    line = sample_of("penalties", "卫生健康局")
    total = int(line["处罚案件合计"])
    choose(page, ("行政处罚.csv", as_csv(line | {"罚没金额": "-5", "处罚案件合计": str(total + 1)})))
    tour.stop()
    read(page)
    page.get_by_role("heading", name="错误：必须改正").scroll_into_view_if_needed()
    tour.stop("faults")
    correct(page, "620770000")
    tour.stop("correct")
    page.get_by_role("button", name="按改动重新核对").click()
    expect(page.get_by_text("已重新核对：改了1格")).to_be_visible()
    expect(page.get_by_role("table", name="提示：看一眼即可")).to_contain_text(
        "原件填写“-5”，报送人在网页上改为“620770000”"
    )
    tour.stop()
    page.get_by_placeholder("写明原因").scroll_into_view_if_needed()
    page.get_by_placeholder("写明原因").fill("两案合并审理，按一件统计")
    page.get_by_placeholder("写明原因").press("Control+Enter")
    expect(page.get_by_text("对不上的都有说明，可以提交")).to_be_visible()
    tour.stop("reason")
    number = number_of(page)
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("已提交，等待审核")).to_be_visible()
    tour.stop("submitted")
    returned(browser_of(), number)
    page.goto(f"/mine?filing={number}")
    expect(page.get_by_text("■ 审核意见")).to_be_visible()
    page.get_by_text("■ 审核意见").scroll_into_view_if_needed()
    tour.stop("returned")
    assert tour.taken == PICTURES
    assert {words for words in QUOTED if words not in tour.seen} == set()
    missing = [name for name in PICTURES if not (GUIDE.parent / "clerks" / f"{name}.png").is_file()]
    assert not missing, "run `make screenshots`"


def correct(page: Page, text: str) -> None:
    """Types a new text into the table of cells, in the first row whose cell is wrong."""
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    table.scroll_into_view_if_needed()
    page.wait_for_function(f"() => ({ROWS})().flat().includes('-5')")
    page.wait_for_function(QUIET)
    rows = page.evaluate(ROWS)
    row = next(number for number, texts in enumerate(rows) if "-5" in texts)
    column = next(n for n, title in enumerate(page.evaluate(TITLES)) if title == "改为")
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + 50)
    for key in ["ArrowDown"] * row + ["ArrowRight"] * column:
        page.keyboard.press(key)
        # The table is drawn on a canvas: nothing says when the next cell is the chosen one.
        page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    box_for_text = page.locator("#portal textarea, #portal input").first
    expect(box_for_text).to_be_visible()
    # A busy machine may lose a key: then this is still the column of what was sent, which cannot be typed into.
    while not box_for_text.is_enabled():
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)
        page.keyboard.press("Enter")
        expect(box_for_text).to_be_visible()
    box_for_text.fill(text)
    page.keyboard.press("Enter")


def returned(page: Page, number: str) -> None:
    """A reviewer gives it back."""
    page.goto(f"/access/sign-in?next=/inbox?filing={number}")
    page.get_by_label("用户名").fill("reviewer")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("退回的理由（退回时必填）", exact=True).fill("请附合并审理的决定书文号")
    page.get_by_label("退回的理由（退回时必填）", exact=True).press("Control+Enter")
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text(f"第{number}号已退回")).to_be_visible()
