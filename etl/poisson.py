"""The test whether a count agrees with earlier ones; in plain Python, because an office has no scipy."""

import math

NEGLIGIBLE = 1e-17
"""A term this small beside the sum so far changes no digit of it."""


def change_probability(count: int, earlier: int, years: int) -> float:
    """The chance of a count at least this far out if nothing has changed, two-sided.

    Given their sum, a year's Poisson count is one of `years + 1` equal shares: `count` is binomial with
    n = count + earlier and p = 1 / (years + 1). The smaller tail is doubled. `earlier` is their sum.
    """
    n, p = count + earlier, 1 / (years + 1)
    return min(1.0, 2 * min(upper_tail(count, n, p), upper_tail(n - count, n, 1 - p)))


def upper_tail(k: int, n: int, p: float) -> float:
    """P(X >= k) for a binomial X, 0 < p < 1.

    Above the mean the terms fall ever faster, so the sum stops early even when n is in the millions.
    """
    if k <= 0:
        return 1.0
    if k > n:
        return 0.0
    if k <= n * p:
        return 1 - upper_tail(n - k + 1, n, 1 - p)
    odds = p / (1 - p)
    total = term = 1.0
    for i in range(k, n):
        term *= (n - i) / (i + 1) * odds
        total += term
        if term < NEGLIGIBLE * total:
            break
    return math.exp(_log_term(k, n, p)) * total


def _log_term(k: int, n: int, p: float) -> float:
    """log P(X = k); logs, because the factorials of a year's inspections overflow."""
    choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return choose + k * math.log(p) + (n - k) * math.log1p(-p)
