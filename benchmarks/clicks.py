"""In real Chromium: from the click on another year to the last change on the page."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.report import table
from tools.browser import find_chromium
from tools.system import is_root

PAGES = {"overview": "总览", "penalties": "行政处罚"}
YEARS = (2021, 2022, 2023)
WARM, RUNS = 9, 12
"""The year compared with follows the year: every view has come by after six clicks."""
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

    def option(self, tab: Page, year: int) -> Locator:
        if self.name == "Dash":
            return tab.locator("#year").get_by_text(str(year))
        tab.get_by_label("年度").first.click()
        return tab.get_by_role("option", name=f"{year}年")


@contextmanager
def chromium() -> Iterator[Browser]:
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    arguments += ["--no-sandbox"] if is_root() else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


def section(ours: str, dash: str) -> str:
    """The markdown section."""
    sides = [Side("this project", ours, "[data-testid=stMain]"), Side("Dash", dash, "#parts")]
    rows = []
    with chromium() as browser:
        for page, title in PAGES.items():
            found = _measure(
                [browser.new_page(viewport={"width": 1366, "height": 768}) for _ in sides], sides, page
            )
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
        f"\nMedians of {RUNS} clicks on years seen before, the two taking turns: from the click to the last change "
        "among the parts of the page.\n"
    )


def _measure(tabs: list[Page], sides: list[Side], page: str) -> dict[str, float]:
    times: dict[str, list[float]] = {side.name: [] for side in sides}
    for tab, side in zip(tabs, sides, strict=True):
        side.visit(tab, page)
    for click in range(WARM + RUNS):
        year = YEARS[click % len(YEARS)]
        for tab, side in zip(tabs, sides, strict=True):
            tab.bring_to_front()
            side.option(tab, year).click()
            tab.wait_for_function(SETTLED, arg=[year, QUIET], timeout=30_000)
            if click >= WARM:
                times[side.name].append(tab.evaluate("window.changed - window.clicked"))
    for tab in tabs:
        tab.close()
    return {name: statistics.median(found) for name, found in times.items()}
