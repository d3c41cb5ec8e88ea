"""Readers at work: the product as it is really started against Dash showing the same finished parts from memory."""

import asyncio
import os
import pickle
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from benchmarks import serving
from benchmarks.limits import Limit, part
from benchmarks.parts import capture
from benchmarks.readers import DashReader, Failed, ProductReader, Reader
from benchmarks.report import table
from etl import pipeline
from ledger.folder import DataFolder

PAGES = {"overview": "总览", "penalties": "行政处罚"}
YEARS = (2023, 2022, 2021)
ROUNDS, CLICKS, PAGE_SECONDS = 10, 15, 30.0
"""One reader: so many turns of each side, of so many clicks; no further turn after PAGE_SECONDS."""
READERS, EVERY, SECONDS, TURNS = 50, 5.0, 15.0, 3
RERUNS, EARLY, AT_ONCE = 10_000, 1_000, 8
"""Memory: after EARLY and after RERUNS reruns, by AT_ONCE readers."""
MEMORY_SECONDS = float(os.environ.get("BENCH_MEMORY_SECONDS", "90"))

ONE = "Another year: one reader, without a browser"
MANY = f"{READERS} readers, a click every {EVERY:.0f} s"
MEMORY = "Memory of the server"

Arrive = Callable[[str], Awaitable[Reader]]


@dataclass
class Side:
    """A contestant and what was measured of it."""

    name: str
    server: serving.Server
    arrive: Arrive
    times: list[float] = field(default_factory=list)
    cpu: float = 0.0
    failures: int = 0

    def reset(self) -> None:
        self.times, self.cpu, self.failures = [], 0.0, 0

    @property
    def p50(self) -> float:
        return statistics.median(self.times) * 1000

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1] * 1000

    @property
    def cpu_ms(self) -> float:
        return self.cpu / len(self.times) * 1000

    def used(self) -> float:
        """CPU seconds of the server's process so far."""
        import psutil

        spent = psutil.Process(self.server.pid).cpu_times()
        return spent.user + spent.system

    def memory(self) -> float:
        import psutil

        return psutil.Process(self.server.pid).memory_info().rss / 1e6


def run() -> str:
    """The markdown sections."""
    missing = [name for name in ("dash", "waitress", "psutil") if not find_spec(name)]
    if missing:
        raise SystemExit(
            f"{', '.join(missing)} missing: `make bench`, or pip install -r requirements-bench.txt"
        )
    from benchmarks import clicks, cold

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = prepare(folder)
        port = serving.free_port()
        with (
            serving.streamlit("dashboard.py", environment) as ours,
            serving.serve(
                ["-m", "benchmarks.dash_page", str(port)], environment, f"http://127.0.0.1:{port}", "/"
            ) as dash,
        ):
            sides = [Side("this project", ours, _product(ours.url)), Side("Dash", dash, _dash(dash.url))]
            said = [
                part(ONE, lambda: asyncio.run(_one(sides))),
                part("Another year: in the browser", lambda: clicks.section(ours.url, dash.url)),
                part(MANY, lambda: asyncio.run(_many(sides))),
                part("A first visit, with an empty browser cache", lambda: cold.section(ours.url)),
            ]
        # A server of its own: what the others left behind does not count.
        with serving.streamlit("dashboard.py", environment) as ours:
            alone = Side("this project", ours, _product(ours.url))
            said.append(part(MEMORY, lambda: asyncio.run(_memory(alone))))
    return "\n".join(said)


def prepare(folder: Path) -> dict[str, str]:
    """Loads the sample and captures the parts; gives the environment of both servers."""
    pipeline.load_sample(DataFolder(folder / "data"))
    (folder / "parts").mkdir()
    for page in PAGES:
        for year in YEARS:
            parts = [
                (kind, str(given[0]))
                for kind, given, _ in capture(page, folder / "data", year)
                if kind in ("html", "plotly_chart")
            ]
            (folder / "parts" / f"{page}-{year}").write_bytes(pickle.dumps(parts))
    return {**os.environ, "DASHBOARD_DATA": str(folder / "data"), "DASH_PARTS": str(folder / "parts")}


def _product(url: str) -> Arrive:
    choices = {"year": str(YEARS[0]), "body": "lusong"}
    return lambda page: ProductReader.arrive(url, "" if page == "overview" else page, choices)


def _dash(url: str) -> Arrive:
    return lambda page: DashReader.arrive(url, page)


async def _one(sides: list[Side]) -> str:
    rows, said = [], ""
    for page, title in PAGES.items():
        limit, ratios = Limit(PAGE_SECONDS), []
        async with AsyncExitStack() as stack:
            readers = []
            for side in sides:
                side.reset()
                readers.append(reader := await side.arrive(page))
                stack.push_async_callback(reader.leave)
                for year in YEARS * 3:
                    await reader.choose(year)
            for turn in range(ROUNDS):
                if turn and limit.over():
                    break
                turns = [await _clicked(*pair) for pair in zip(sides, readers, strict=True)]
                ratios.append(turns[0] / turns[1])
        said = said or limit.said()
        rows += [
            {
                "page": title,
                "way": side.name,
                "p50 ms": f"{side.p50:.1f}",
                "p95 ms": f"{side.p95:.1f}",
                "server CPU ms": f"{side.cpu_ms:.1f}",
                "p50 × Dash": f"{statistics.median(ratios):.2f}" if side is sides[0] else "1.00",
            }
            for side in sides
        ]
    return table(ONE, rows) + (
        f"\nUp to {ROUNDS * CLICKS} clicks on years seen before, the two taking turns of {CLICKS}; from the choice to the "
        "last word of the answer; the ratio is the median of the turns'. The reader says what a browser would say, "
        "over one kept connection, and keeps what a browser keeps. Dash shows the same figures and markup from memory, "
        f"served by waitress with 8 threads.{said}\n"
    )


async def _clicked(side: Side, reader: Reader) -> float:
    """One turn; gives its median in seconds."""
    before = side.used()
    times = [await reader.choose(YEARS[click % len(YEARS)]) for click in range(CLICKS)]
    side.cpu += side.used() - before
    side.times += times
    return statistics.median(times)


async def _many(sides: list[Side]) -> str:
    ratios, busy = [], {side.name: 0.0 for side in sides}
    async with AsyncExitStack() as stack:
        crowds = []
        for side in sides:
            side.reset()
            crowds.append(crowd := [await side.arrive(list(PAGES)[n % len(PAGES)]) for n in range(READERS)])
            for reader in crowd:
                stack.push_async_callback(reader.leave)
        for turn in range(TURNS):
            worst = []
            for side, crowd in zip(sides, crowds, strict=True):
                begun = len(side.times)
                busy[side.name] += await _crowd(side, crowd, turn)
                worst.append(statistics.quantiles(side.times[begun:], n=20)[-1])
            ratios.append(worst[0] / worst[1])
    rows = [
        {
            "way": side.name,
            "clicks": len(side.times),
            "failures": side.failures,
            "p50 ms": f"{side.p50:.1f}",
            "p95 ms": f"{side.p95:.1f}",
            "p95 × Dash": f"{statistics.median(ratios):.2f}" if side is sides[0] else "1.00",
            "server CPU": f"{side.cpu / busy[side.name]:.0%}",
        }
        for side in sides
    ]
    return table(MANY, rows) + (
        f"\n{TURNS} turns of {SECONDS:.0f} s each, half of the readers on each page, each at moments of its own; the "
        "readers use the same cores. The ratio is the median of the turns'. Server CPU: of one core.\n"
    )


async def _crowd(side: Side, readers: list[Reader], turn: int) -> float:
    """All readers at once; gives how many seconds they clicked."""
    chance = random.Random(2022 + turn)
    before, began = side.used(), time.perf_counter()
    await asyncio.gather(*(_click(side, r, began + chance.uniform(0, EVERY)) for r in readers))
    side.cpu += side.used() - before
    return time.perf_counter() - began


async def _click(side: Side, reader: Reader, due: float) -> None:
    for click in range(int(SECONDS / EVERY)):
        await asyncio.sleep(max(0.0, due + click * EVERY - time.perf_counter()))
        try:
            side.times.append(await reader.choose(YEARS[(click + 1) % len(YEARS)]))
        except Failed:
            side.failures += 1


async def _memory(side: Side) -> str:
    limit, done, early = Limit(MEMORY_SECONDS), 0, 0.0

    async def click(reader: Reader) -> None:
        nonlocal done, early
        while done < RERUNS and not limit.over():
            done += 1
            if done == EARLY:
                early = side.memory()
            await reader.choose(YEARS[done % len(YEARS)])

    async with AsyncExitStack() as stack:
        readers = [await side.arrive(list(PAGES)[n % len(PAGES)]) for n in range(AT_ONCE)]
        for reader in readers:
            stack.push_async_callback(reader.leave)
        await asyncio.gather(*map(click, readers))
        late = side.memory()
    row = {
        "reruns": f"{done:,}",
        f"MB after {EARLY:,}": f"{early:.0f}" if early else "–",
        "MB after all": f"{late:.0f}",
        "ratio": f"{late / early:.2f}" if early else "–",
        "reruns a second": f"{done / limit.spent:.0f}",
    }
    return table(MEMORY, [row]) + (
        f"\n{AT_ONCE} readers clicking without pause, half of them on each page, up to {RERUNS:,} reruns; the whole "
        f"process.{limit.said()} `BENCH_MEMORY_SECONDS=900 python -m benchmarks visitors` gives it longer.\n"
    )


if __name__ == "__main__":
    print(run())
