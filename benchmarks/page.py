"""A page in real Chromium against bare Streamlit drawing the very same parts, interleaved."""

import os
import pickle
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from benchmarks import serving
from benchmarks.clicks import chromium
from benchmarks.parts import capture
from benchmarks.report import table
from etl import pipeline
from ledger.folder import DataFolder

BARE = Path(__file__).with_name("bare_page.py")
RUNS = 8
UNSEEN = (2020, 2019, 2023, 0)
"""Years to compare with that nobody has asked for: the same parts, worked out anew."""
FEWER = 3
"""Sentences such a view may lack."""
PAGES = {"overview": "总览", "penalties": "行政处罚", "litigation": "行政应诉"}


def run() -> str:
    """The markdown section: medians in ms of a warm visit, ours beside bare Streamlit's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline.load_sample(DataFolder(folder / "data"))
        environment = {
            **os.environ,
            "DASHBOARD_DATA": str(folder / "data"),
            "BARE_PARTS": str(folder / "parts"),
        }
        (folder / "parts").mkdir()
        for page in PAGES:
            (folder / "parts" / page).write_bytes(pickle.dumps(capture(page, folder / "data", 2022)))
        with (
            serving.streamlit("dashboard.py", environment) as ours,
            serving.streamlit(str(BARE), environment) as bare,
        ):
            rows = _measure(ours.url, bare.url)
    return table("A page against bare Streamlit with the same parts", rows) + (
        "\nBare Streamlit draws the same charts, tables, switches and downloads, finished, from memory: no "
        "warehouse, nothing to work out, no layout. A warm visit is from the address to the last part on screen, with "
        "the browser's cache filled and the view seen before; a first look is a view nobody has asked for since the "
        "publish.\n"
    )


def _measure(ours: str, bare: str) -> list[dict[str, Any]]:
    rows = []
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        for page, title in PAGES.items():
            address = f"{ours}/{'' if page == 'overview' else page}?body=lusong"
            times: dict[str, list[float]] = {}
            seen, floor = f"{address}&year=2022&compare=2021", f"{bare}/?page={page}"
            parts, parts_of_bare = _parts(tab, seen), _parts(tab, floor)
            for _ in range(RUNS):
                times.setdefault("ours", []).append(_visit(tab, seen, parts))
                times.setdefault("bare", []).append(_visit(tab, floor, parts_of_bare))
            for other in UNSEEN:
                unseen = f"{address}&year=2022&compare={other}"
                times.setdefault("first", []).append(_visit(tab, unseen, [parts[0] - FEWER, *parts[1:]]))
            medians = {key: statistics.median(found) * 1000 for key, found in times.items()}
            rows.append(
                {
                    "page": title,
                    "warm visit ms": f"{medians['ours']:.0f}",
                    "bare ms": f"{medians['bare']:.0f}",
                    "ratio": f"{medians['ours'] / medians['bare']:.2f}",
                    "first look ms": f"{medians['first']:.0f}",
                    "× bare": f"{medians['first'] / medians['bare']:.2f}",
                }
            )
    return rows


COUNTS = """() => ['[data-testid=stHtml]', '[data-testid=stPlotlyChart] .main-svg:first-of-type',
    '[data-testid=stDownloadButton]', '[data-testid=stButtonGroup]'].map((kind) => document.querySelectorAll(kind).length)"""
COMPLETE = f"""(wanted) => {{
    const app = document.querySelector('[data-testid=stApp]');
    const counts = ({COUNTS})();
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && counts.every((count, kind) => count >= wanted[kind]);
}}"""
UNHURRIED = 4_000
"""Milliseconds in which any page is on screen, whole."""


def _parts(tab: Page, url: str) -> list[int]:
    """How many parts of each kind there are once everything is on screen; fills the browser's cache as well."""
    tab.goto(url)
    tab.wait_for_timeout(UNHURRIED)
    found: list[int] = tab.evaluate(COUNTS)
    return found


def _visit(tab: Page, url: str, parts: list[int]) -> float:
    """Seconds from the address to the last part; nothing of the page before is left to be counted."""
    tab.goto("about:blank")
    began = time.perf_counter()
    tab.goto(url, wait_until="commit")
    tab.wait_for_function(COMPLETE, arg=parts, timeout=30_000, polling=10)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(run())
