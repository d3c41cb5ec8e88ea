"""Shares a total out among bodies: whole numbers, exactly the total, the same on every machine."""

from collections.abc import Mapping
from math import fsum
from random import Random


def share(total: int, weights: Mapping[str, float], seed: str, least: int, noise: float) -> dict[str, int]:
    """Gives every key of `weights` its whole part of `total`, at least `least`, varied by ± `noise`."""
    # One generator a key: a body more or another order leaves the others' luck alone.
    luck = {key: Random(f"{seed} {key}") for key in weights}
    varied = {key: weight * (1 + noise * (2 * luck[key].random() - 1)) for key, weight in weights.items()}
    whole = fsum(varied.values())  # sum() adds floats in another way since Python 3.12
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {key: (total - least * len(varied)) * weight / whole for key, weight in varied.items()}
    parts = {key: least + int(value) for key, value in exact.items()}
    # Small bodies take turns at the units left over: the largest remainder alone would never reach them.
    chances = {key: (value % 1) * (luck[key].random() if noise else 1) for key, value in exact.items()}
    for key in sorted(chances, key=lambda key: (-chances[key], key))[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
