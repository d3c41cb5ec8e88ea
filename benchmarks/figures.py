"""Pictures: ours beside bare kaleido with a kept browser on the same figures, a browser a figure, and one whole Word pack."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kaleido

from benchmarks.report import table
from definitions import load_definitions
from etl.pipeline import load_sample
from ledger.audit import Actor, acting
from ledger.folder import DataFolder
from ui.charts.medium import MEDIA
from ui.context import Context
from ui.exhibits import Origin, made_again
from ui.figures import freezing, issuing
from ui.figures.printer import Printer
from ui.reports import pack
from ui.reports.contents import CHARTS
from ui.served import served

FIGURES = 20
ROUNDS = 3
COLD = 3
"""Figures drawn with a browser of their own each: enough to see what that costs."""


def run() -> str:
    """The section of RESULTS.md."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DASHBOARD_DATA"] = folder
        load_sample(DataFolder(Path(folder)))
        now = view()
        figures = drawn(now)[:FIGURES]
        printer = Printer()
        printer.png(figures[0], MEDIA["column"])
        kaleido.start_sync_server(mathjax=False)
        bare(figures[0])
        ours, plain = side_by_side(
            lambda: [printer.png(figure, MEDIA["column"]) for figure in figures],
            lambda: [bare(figure) for figure in figures],
        )
        kaleido.stop_sync_server()
        start = time.perf_counter()
        for figure in figures[:COLD]:
            bare(figure)
        cold = (time.perf_counter() - start) / COLD * len(figures)
        printer.close()
        whole, pieces = word_pack(now)
    rows = [
        line(f"{len(figures)} figures, kept browser: bare kaleido", plain, plain),
        line("the same: ours (exact width, 300 dpi written in)", ours, plain),
        line(f"the same: a browser a figure (from {COLD})", cold, plain),
        line(f"a Word pack of {pieces} pieces: numbers, pictures, tables, sentences", whole, plain),
    ]
    return f"{table('Pictures at 300 dpi, A4 column', rows)}\nThe goal is 1.3 of bare kaleido, and a pack of 20 figures well under 30 s.\n"


def line(title: str, seconds: float, floor: float) -> dict[str, str]:
    return {"": title, "s": f"{seconds:.2f}", "ratio": f"{seconds / floor:.2f}"}


def view() -> Context:
    current = served()
    assert current is not None
    found = issuing.context_of(current, Origin("", (), {}, "reports/word.py", 2022, "lusong", 2021))
    assert found is not None
    return found


def drawn(now: Context) -> list[dict[str, Any]]:
    """The charts of the Word pack as they are drawn."""
    figures = []
    for items in CHARTS.values():
        for item in items:
            origin = Origin(item.name, item.args, {}, now.page, now.year, now.body, now.compare)
            if (one := made_again(origin, now)) is not None and one.figure is not None:
                kept = issuing.freeze(one, origin, now)
                figures.append(freezing.drawing(kept, MEDIA["column"], "100-014"))
    return figures


def bare(figure: dict[str, Any]) -> bytes:
    """What kaleido gives by itself at the same size."""
    scale = MEDIA["column"].pixels / figure["layout"]["width"]
    found: bytes = kaleido.calc_fig_sync(figure, {"format": "png", "scale": scale})
    return found


def word_pack(now: Context) -> tuple[float, int]:
    """Seconds of one, browser and all, and how many pieces it holds."""
    wanted = pack.Wanted("基准", tuple(load_definitions().sentences), True, True)
    start = time.perf_counter()
    with acting(Actor("benchmark", "127.0.0.1")):
        pack.packed(now, wanted, lambda share, said: None)
    pieces = sum(len(pack.pieces_of(code, wanted)) for code in wanted.sections)
    return time.perf_counter() - start, pieces


def side_by_side(ours: Callable[[], object], plain: Callable[[], object]) -> tuple[float, float]:
    """Medians in seconds, the two taking turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, work in zip(times, (ours, plain), strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])
