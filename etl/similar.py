"""Names that are nearly a text, found among ten thousand in less than a millisecond."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

_COMPARED = 12
"""Names with the most letters in common; only these are compared in order, letter by letter."""


class Similar:
    """An index of names by their letters."""

    def __init__(self, names: Iterable[str]) -> None:
        # Sorted: which of several equally near names are given must not depend on the order of a set.
        self._names = sorted(names)
        self._lengths = np.array([len(name) for name in self._names])
        holding: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for position, name in enumerate(self._names):
            for letter, times in Counter(name).items():
                holding[letter].append((position, times))
        self._holding = {letter: np.array(held).T for letter, held in holding.items()}

    def to(self, text: str, most: int, cutoff: float) -> list[str]:
        """Up to `most` names with a `difflib` ratio of at least `cutoff`, the nearest first."""
        shared = np.zeros(len(self._names))
        for letter, times in Counter(text).items():
            if letter in self._holding:
                positions, held = self._holding[letter]
                shared[positions] += np.minimum(held, times)
        # No ratio is above this one, which the number of shared letters gives.
        bounds = 2 * shared / (len(text) + self._lengths) if text else shared
        best = np.argsort(-bounds, kind="stable")[:_COMPARED]
        near = [self._names[position] for position in best if bounds[position] >= cutoff]
        return difflib.get_close_matches(text, near, most, cutoff)
