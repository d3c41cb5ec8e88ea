"""A first visit in real Chromium, with an empty cache: as the server sends it, and as it would without compressing."""

import statistics
import time

from playwright.sync_api import Browser

from benchmarks.clicks import PAGES, chromium
from benchmarks.limits import Limit
from benchmarks.report import table

RUNS = 3
SECONDS = 45.0
NETWORKS = {"this machine": None, "10 Mbit/s, 20 ms": {"latency": 20, "throughput": 10e6 / 8}}
UNHURRIED = 5_000
SHOWN = """(charts) => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.getAttribute('data-test-script-state') === 'notRunning' && document.querySelector('.scope')
        && document.querySelectorAll('[data-testid=stPlotlyChart]:has(.main-svg)').length >= charts;
}"""
CHARTS = "document.querySelectorAll('[data-testid=stPlotlyChart]').length"


def section(url: str) -> str:
    """The markdown section."""
    rows, limit = [], Limit(SECONDS)
    with chromium() as browser:
        for page, title in PAGES.items():
            address = f"{url}/{'' if page == 'overview' else page}?year=2022&body=lusong"
            charts = _charts(browser, address)
            for network in NETWORKS:
                found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
                for run in range(RUNS):
                    if run and limit.over():
                        break
                    for compressed, visits in found.items():
                        visits.append(_visit(browser, address, charts, compressed, network))
                ms, kb = ({c: statistics.median(v[i] for v in found[c]) for c in found} for i in (0, 1))
                rows.append(
                    {
                        "page": title,
                        "network": network,
                        "KB": f"{kb[True]:,.0f}",
                        "KB uncompressed": f"{kb[False]:,.0f}",
                        "ms": f"{ms[True]:,.0f}",
                        "ms uncompressed": f"{ms[False]:,.0f}",
                    }
                )
    return table("A first visit, with an empty browser cache", rows) + (
        f"\nMedians of up to {RUNS}, taking turns; uncompressed: the same server, asked by a browser that takes no gzip. KB over "
        f"HTTP, as transferred.{limit.said()}\n"
    )


def _charts(browser: Browser, address: str) -> int:
    """How many charts the page has; the visit does not count, and compresses the files."""
    tab = browser.new_page()
    tab.goto(address)
    tab.wait_for_timeout(UNHURRIED)
    charts = int(tab.evaluate(CHARTS))
    tab.close()
    return charts


def _visit(
    browser: Browser, address: str, charts: int, compressed: bool, network: str
) -> tuple[float, float]:
    """(ms to the last part, KB)."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    tab = context.new_page()
    wire, received = context.new_cdp_session(tab), [0]
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    if not compressed:
        wire.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "identity"}})
    if limits := NETWORKS[network]:
        rate = {"downloadThroughput": limits["throughput"], "uploadThroughput": limits["throughput"]}
        wire.send(
            "Network.emulateNetworkConditions", {"offline": False, "latency": limits["latency"], **rate}
        )
    began = time.perf_counter()
    tab.goto(address)
    tab.wait_for_function(SHOWN, arg=charts, timeout=60_000)
    took = (time.perf_counter() - began) * 1000
    context.close()
    return took, sum(received) / 1000
