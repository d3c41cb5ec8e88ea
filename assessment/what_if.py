"""Other weights, and how firm the ranking is: totals as one product of two small matrices."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.sheets import Sheet
from definitions.schemes import POINTS

Floats = npt.NDArray[np.float64]

SPREAD = 0.2
TIMES = 1000
SEED = 20220101
"""The same view gives the same ranges."""
_NEARLY = 1e-9
"""What doubles may be off: far below a hundredth of a point."""


@dataclass(frozen=True)
class Attained:
    """The share of its points each body has of each item: bodies × items, nan where an item is not scored for a body."""

    bodies: tuple[str, ...]
    items: tuple[str, ...]
    share: Floats
    points: Floats
    """Of the scheme, an item each."""
    bonus: Floats
    full: float
    """What a body with every point gets."""


def attained(sheets: Sequence[Sheet]) -> Attained:
    """Of sheets of one scheme; what is still open is left out, as if it did not concern the body."""
    scheme = sheets[0].scheme
    items = scheme.of_kind(POINTS)
    shares = [
        [
            np.nan if (s := sheet.of_item[item.item].score) is None else float(s / item.points)
            for item in items
        ]
        for sheet in sheets
    ]
    return Attained(
        tuple(sheet.body for sheet in sheets),
        tuple(item.item for item in items),
        np.array(shares, dtype=float),
        np.array([float(item.points) for item in items]),
        np.array([float(sheet.bonus) for sheet in sheets]),
        float(scheme.points),
    )


def totals(of: Attained, points: Floats) -> Floats:
    """A total each body for `points` (an item each), or a row of totals for every row of them; nan without a base.

    To a hundredth of a point, half up, as the score sheets have it.
    """
    known = ~np.isnan(of.share)
    got = points @ np.where(known, of.share, 0.0).T
    base = points @ known.astype(float).T
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(base > 0, got / base * of.full, np.nan)
    found: Floats = np.round(np.floor(scaled * 100 + 0.5 + _NEARLY) / 100 + of.bonus, 2)
    return found


def bases(of: Attained, points: Floats) -> Floats:
    """The points of the items that count for each body."""
    found: Floats = points @ (~np.isnan(of.share)).astype(float).T
    return found


def ranks(of_bodies: Floats, groups: Sequence[Hashable], taking_part: npt.NDArray[np.bool_]) -> Floats:
    """Ranks within groups, the best 1, equal totals sharing one; nan for who takes no part. Rows of totals: rows of ranks."""
    found = np.full(of_bodies.shape, np.nan)
    for group in set(groups):
        members = np.flatnonzero(np.array([g == group for g in groups]) & taking_part)
        own = np.round(of_bodies[..., members], 6)
        found[..., members] = 1 + (own[..., None, :] > own[..., :, None]).sum(axis=-1)
    return found


@dataclass(frozen=True)
class Firmness:
    """How a body's rank moves when all weights vary at random."""

    best: int
    worst: int
    usual_best: int
    usual_worst: int
    """Nine of ten variations lie between these two."""
    first: float
    """In which share of the variations it is first."""


def firmness(
    of: Attained,
    points: Floats,
    groups: Sequence[Hashable],
    taking_part: npt.NDArray[np.bool_],
    spread: float = SPREAD,
    times: int = TIMES,
) -> Mapping[str, Firmness]:
    """body → how firm its rank is, for `times` random variations of every weight by up to ± `spread`."""
    factors = np.random.default_rng(SEED).uniform(1 - spread, 1 + spread, (times, len(points)))
    found = ranks(totals(of, points * factors), groups, taking_part)
    # A rank of ten variations is no rank in between: the nearest that occurred.
    low, high = np.nanquantile(found[:, taking_part], [0.05, 0.95], axis=0, method="nearest")
    position = {int(n): k for k, n in enumerate(np.flatnonzero(taking_part))}
    return {
        of.bodies[n]: Firmness(
            int(found[:, n].min()),
            int(found[:, n].max()),
            int(low[k]),
            int(high[k]),
            float((found[:, n] == 1).mean()),
        )
        for n, k in position.items()
    }
