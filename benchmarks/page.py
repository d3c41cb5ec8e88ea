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
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Page, sync_playwright

from benchmarks.report import table
from etl import pipeline
from etl.store import DataFolder
from tools.browser import find_chromium
from tools.system import is_root

ROOT = Path(__file__).resolve().parent.parent
BARE = Path(__file__).with_name("bare_page.py")
RUNS = 9
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
        "\nBare Streamlit shows the finished figures and tables from memory: no warehouse, no filters, no captions to "
        "work out. A warm visit is from the address to the last part on screen, with the browser's cache filled.\n"
    )


def _capture(page: str, folder: Path) -> None:
    """Runs a page once and keeps what it puts on screen."""
    from streamlit.testing.v1 import AppTest

    parts: list[tuple[str, Any]] = []

    def keep(kind: str) -> Any:
        return lambda body, *_, **__: parts.append((kind, body if kind == "html" else body.to_json()))

    os.environ["DASHBOARD_DATA"] = str(folder / "data")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params.update({"year": "2022", "body": "lusong"})
    with patch("streamlit.plotly_chart", keep("chart")), patch("streamlit.html", keep("html")):
        if page != "overview":
            found = next(path for path in ROOT.glob("pages/*/*.py") if path.stem == page)
            app.run()
            parts.clear()
            app.switch_page(str(found.relative_to(ROOT)))
        app.run()
    (folder / "parts").mkdir(exist_ok=True)
    wanted = [(kind, str(body)) for kind, body in parts]
    (folder / "parts" / page).write_bytes(pickle.dumps(wanted))


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
            sides = {
                "ours": f"{ours}/{'' if page == 'overview' else page}?year=2022&body=lusong",
                "bare": f"{bare}/?page={page}",
            }
            times: dict[str, list[float]] = {}
            for number in range(RUNS + 1):
                for side, url in sides.items():
                    visit = _visit(tab, url)
                    if number:  # the first fills the browser's cache
                        times.setdefault(side, []).append(visit)
            medians = {key: statistics.median(found) * 1000 for key, found in times.items()}
            rows.append(
                {
                    "page": title,
                    "warm visit ms": f"{medians['ours']:.0f}",
                    "bare ms": f"{medians['bare']:.0f}",
                    "ratio": f"{medians['ours'] / medians['bare']:.2f}",
                }
            )
        browser.close()
    return rows


QUIET = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelectorAll('[data-testid=stPlotlyChart]').length
        === document.querySelectorAll('[data-testid=stPlotlyChart] .main-svg:first-of-type').length
}"""


def _visit(tab: Page, url: str) -> float:
    began = time.perf_counter()
    tab.goto(url)
    tab.wait_for_selector("[data-testid=stHtml]", state="attached", timeout=30_000)
    tab.wait_for_function(QUIET, timeout=30_000)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(run())
