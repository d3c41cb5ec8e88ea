"""What-if at 40 bodies × 60 items: one change of weights, and a thousand for how firm the ranking is."""

import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from assessment.what_if import TIMES, Attained, firmness, ranks, totals
from benchmarks.report import table

BODIES, ITEMS, GROUPS = 40, 60, 4
ROUNDS = 15


def made() -> Attained:
    """Random attainments, a quarter of the items not concerning a body."""
    chance = np.random.default_rng(1)
    share = chance.uniform(0.3, 1, (BODIES, ITEMS))
    share[chance.random((BODIES, ITEMS)) < 0.25] = np.nan
    bodies, items = (
        tuple(f"{kind}{n}" for n in range(count)) for kind, count in (("b", BODIES), ("i", ITEMS))
    )
    return Attained(bodies, items, share, chance.uniform(0.5, 3, ITEMS), np.zeros(BODIES), 100.0)


def plainly(of: Attained, points: list[float], groups: list[int]) -> dict[str, int]:
    """The same totals and ranks as loops over a table, as one would write it first."""
    found = {}
    for body, row in zip(of.bodies, of.share.tolist(), strict=True):
        known = [(share, p) for share, p in zip(row, points, strict=True) if share == share]
        base = sum(p for _, p in known)
        found[body] = round(sum(share * p for share, p in known) / base * 100, 2)
    group_of = dict(zip(of.bodies, groups, strict=True))
    return {
        body: 1 + sum(found[o] > total and group_of[o] == group_of[body] for o in of.bodies)
        for body, total in found.items()
    }


def run() -> str:
    """The section of RESULTS.md."""
    of, groups = made(), [n % GROUPS for n in range(BODIES)]
    taking_part = np.ones(BODIES, dtype=bool)
    chance = random.Random(1)
    weights = [[p * chance.uniform(0.8, 1.2) for p in of.points] for _ in range(TIMES)]
    first = ranks(totals(of, np.array(weights[0])), groups, taking_part).astype(int).tolist()
    assert first == list(plainly(of, weights[0], groups).values()), "both ways give the same ranks"
    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "one change: totals and ranks": (
            lambda: ranks(totals(of, of.points), groups, taking_part),
            lambda: plainly(of, of.points.tolist(), groups),
        ),
        f"how firm: {TIMES} random variations": (
            lambda: firmness(of, of.points, groups, taking_part),
            lambda: [plainly(of, one, groups) for one in weights],
        ),
    }
    rows = []
    for title, pair in ways.items():
        ours, plain = _side_by_side(*pair, rounds=ROUNDS if "one" in title else 3)
        rows.append(
            {
                "": title,
                "ours ms": f"{ours:.2f}",
                "plain loops ms": f"{plain:.2f}",
                "ratio": f"{plain / ours:.1f}",
            }
        )
    title = f"What-if: {BODIES} bodies, {ITEMS} items"
    said = "The goal is 200 ms for a change and the thousand variations together."
    return f"{table(title, rows)}\n{said} Plain loops give the same totals and ranks.\n"


def _side_by_side(
    ours: Callable[[], object], plain: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Medians in ms, the two taking turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, work in zip(times, (ours, plain), strict=True):
            start = time.perf_counter()
            work()
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])
