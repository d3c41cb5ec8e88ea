"""How far a proportion may lie from a rate by chance alone: exact binomial limits for a funnel."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def binomial_limits(rate: float, sizes: Numbers, quantiles: Sequence[float]) -> list[Numbers]:
    """For each quantile that of the observed proportion at each size, interpolated between counts.

    After Spiegelhalter, Funnel plots for comparing institutional performance (2005), appendix.
    """
    if not 0 < rate < 1:
        return [np.full(len(sizes), rate) for _ in quantiles]
    largest = int(sizes.max())
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, largest + 1)))])
    found = [limits_at(rate, int(n), quantiles, logs) for n in sizes]
    return [np.array(column) for column in zip(*found, strict=True)]


def tail_chances(rate: float, count: int, size: int) -> tuple[float, float]:
    """How likely chance alone gives `count` or fewer, and `count` or more, out of `size`.

    The limits are drawn smooth; at few cases a count may lie beyond the line and still be nothing unusual.
    """
    counts = np.arange(size + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])
    log_chances = logs[size] - logs - logs[::-1] + counts * np.log(rate) + (size - counts) * np.log1p(-rate)
    chances = np.exp(log_chances)
    return float(chances[: count + 1].sum()), float(chances[count:].sum())


def limits_at(rate: float, size: int, quantiles: Sequence[float], logs: Numbers) -> list[float]:
    """The limits at one size; `logs` are log factorials. Counts beyond 10 standard deviations are left out."""
    reach = 10 * (size * rate * (1 - rate)) ** 0.5 + 10
    counts = np.arange(max(0, int(size * rate - reach)), min(size, int(size * rate + reach)) + 1)
    failures = size - counts
    log_chances = (
        logs[size] - logs[counts] - logs[failures] + counts * np.log(rate) + failures * np.log1p(-rate)
    )
    chances = np.exp(log_chances)
    sums = np.cumsum(chances)
    limits = []
    for quantile in quantiles:
        reached = min(int(np.searchsorted(sums, quantile)), len(counts) - 1)
        part = (sums[reached] - quantile) / chances[reached] if chances[reached] > 0 else 0.0
        limits.append(min(1.0, max(0.0, float(counts[reached] - part) / size)))
    return limits
