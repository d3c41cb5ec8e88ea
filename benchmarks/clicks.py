"""In real Chromium: from the click on another year to the last change on the page."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from benchmarks.limits import Limit
from benchmarks.report import table
from tools.browser import find_chromium
from tools.system import is_root

PAGES = {"overview": "总览", "penalties": "行政处罚"}
YEARS = (2021, 2022, 2023)
WARM, RUNS, LEAST = 6, 12, 3
"""The year compared with follows the year: every view has come by after six clicks."""
PAGE_SECONDS = 40.0
TRIES, OPENS = 5, 4_000
"""How often a list of years is opened before the measurement fails, and the milliseconds it has to open."""
QUIET = 400
"""Milliseconds without a change after which nothing more is expected."""

WATCH = """(root) => {
    window.clicked = window.changed = 0;
    document.addEventListener('pointerup', () => { window.clicked = performance.now(); }, true);
    new MutationObserver((records) => {
        if (records.some((r) => !(r.attributeName || '').startsWith('aria-'))) window.changed = performance.now();
    }).observe(document.querySelector(root), {
        attributes: true, characterData: true, childList: true, subtree: true,
    });
}"""
SETTLED = """([year, quiet]) => {
    const app = document.querySelector('[data-testid=stApp]');
    return window.changed > window.clicked
        && document.querySelector('.scope')?.textContent.includes(`· ${year}年 ·`)
        && (!app || app.getAttribute('data-test-script-state') === 'notRunning')
        && performance.now() - window.changed > quiet;
}"""


@dataclass(frozen=True)
class Side:
    """Where a contestant is and where its parts are shown."""

    name: str
    url: str
    root: str

    def visit(self, tab: Page, page: str) -> None:
        ours = self.name != "Dash"
        path = "" if page == "overview" else page
        tab.goto(f"{self.url}/{path}?year=2023&body=lusong" if ours else f"{self.url}/?page={page}")
        tab.wait_for_selector(f"{self.root} .scope", timeout=30_000)
        tab.wait_for_timeout(3 * QUIET)
        tab.evaluate(WATCH, self.root)

    def choose(self, tab: Page, year: int) -> None:
        """Clicks on a year; what is timed begins with the last click."""
        if self.name == "Dash":
            tab.locator("#year").get_by_text(str(year)).click()
            return
        for attempt in range(1, TRIES + 1):
            # A list that opens while the page is still being drawn is closed again.
            tab.get_by_role("combobox", name="年度", exact=True).click()
            try:
                tab.get_by_role("option", name=f"{year}年").click(timeout=OPENS)
                return
            except TimeoutError:
                if attempt == TRIES:
                    raise
                tab.keyboard.press("Escape")


@contextmanager
def chromium() -> Iterator[Browser]:
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    # What is measured is on this machine, and so is everything it may ask for.
    arguments += ["--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    arguments += ["--no-sandbox"] if is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


def section(ours: str, dash: str) -> str:
    """The markdown section."""
    sides = [Side("this project", ours, "[data-testid=stMain]"), Side("Dash", dash, "#parts")]
    rows, said = [], ""
    with chromium() as browser:
        for page, title in PAGES.items():
            limit = Limit(PAGE_SECONDS)
            found = _measure(
                [browser.new_page(viewport={"width": 1366, "height": 768}) for _ in sides], sides, page, limit
            )
            said = said or limit.said()
            rows += [
                {
                    "page": title,
                    "way": side.name,
                    "ms": f"{found[side.name]:.0f}",
                    "× Dash": f"{found[side.name] / found['Dash']:.2f}",
                }
                for side in sides
            ]
    return table("Another year: in the browser", rows) + (
        f"\nMedians of up to {RUNS} clicks on years seen before, the two taking turns: from the click to the last "
        f"change among the parts of the page.{said}\n"
    )


def _measure(tabs: list[Page], sides: list[Side], page: str, limit: Limit) -> dict[str, float]:
    times: dict[str, list[float]] = {side.name: [] for side in sides}
    for tab, side in zip(tabs, sides, strict=True):
        side.visit(tab, page)
    for click in range(WARM + RUNS):
        if click >= WARM + LEAST and limit.over():
            break
        year = YEARS[click % len(YEARS)]
        for tab, side in zip(tabs, sides, strict=True):
            tab.bring_to_front()
            side.choose(tab, year)
            tab.wait_for_function(SETTLED, arg=[year, QUIET], timeout=30_000)
            if click >= WARM:
                times[side.name].append(tab.evaluate("window.changed - window.clicked"))
    for tab in tabs:
        tab.close()
    return {name: statistics.median(found) for name, found in times.items()}
