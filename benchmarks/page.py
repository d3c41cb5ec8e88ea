"""A page in real Chromium against bare Streamlit drawing the very same parts, interleaved."""

import os
import pickle
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st
from playwright.sync_api import Page, sync_playwright

from benchmarks.report import table
from etl import pipeline
from ledger.folder import DataFolder
from tools.browser import find_chromium
from tools.system import is_root

ROOT = Path(__file__).resolve().parent.parent
BARE = Path(__file__).with_name("bare_page.py")
RUNS = 8
UNSEEN = (2020, 2019, 2023, 0)
"""Years to compare with that nobody has asked for: the same parts, worked out anew."""
FEWER = 3
"""Sentences such a view may lack."""
ELEMENTS = ("html", "plotly_chart", "segmented_control", "download_button")
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
        for page in PAGES:
            _capture(page, folder)
        with _serve("dashboard.py", environment) as ours, _serve(str(BARE), environment) as bare:
            rows = _measure(ours, bare)
    return table("A page against bare Streamlit with the same parts", rows) + (
        "\nBare Streamlit draws the same charts, tables, switches and downloads, finished, from memory: no "
        "warehouse, nothing to work out, no layout. A warm visit is from the address to the last part on screen, with "
        "the browser's cache filled and the view seen before; a first look is a view nobody has asked for since the "
        "publish.\n"
    )


def _capture(page: str, folder: Path) -> None:
    """Runs a page once and keeps what it puts on screen."""
    from streamlit.testing.v1 import AppTest

    parts: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def keep(kind: str) -> Any:
        draw = getattr(st, kind)

        def kept(*given: Any, **named: Any) -> Any:
            plain = (given[0].to_json(), *given[1:]) if kind == "plotly_chart" else given
            # Callbacks and what is worked out at a click are the page's own.
            said = {name: value for name, value in named.items() if not callable(value)}
            if kind == "download_button":
                said["data"] = ""
            parts.append((kind, plain, said))
            return draw(*given, **named)

        return patch(f"streamlit.{kind}", kept)

    os.environ["DASHBOARD_DATA"] = str(folder / "data")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"year": "2022", "body": "lusong"})
    with ExitStack() as patches:
        for kind in ELEMENTS:
            patches.enter_context(keep(kind))
        if page != "overview":
            found = next(path for path in ROOT.glob("pages/*/*.py") if path.stem == page)
            app.run()
            parts.clear()
            app.switch_page(str(found.relative_to(ROOT)))
        app.run()
    (folder / "parts").mkdir(exist_ok=True)
    (folder / "parts" / page).write_bytes(pickle.dumps(parts))


@contextmanager
def _serve(script: str, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        f"--server.port={port}",
        "--server.headless=true",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _measure(ours: str, bare: str) -> list[dict[str, Any]]:
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    arguments += ["--no-sandbox"] if is_root() else []
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
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
        browser.close()
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
