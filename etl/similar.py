"""Names that are nearly a text, found among thousands in about a millisecond."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

_COMPARED = 40
"""Names with the most letters in common; only these are compared letter by letter."""


class Similar:
    """An index of names by their letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._holding: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for position, name in enumerate(self._names):
            for letter, times in Counter(name).items():
                self._holding[letter].append((position, times))

    def to(self, text: str, most: int, cutoff: float) -> list[str]:
        """Up to `most` names with a `difflib` ratio of at least `cutoff`, the nearest first."""
        shared: dict[int, int] = defaultdict(int)
        for letter, times in Counter(text).items():
            for position, held in self._holding.get(letter, ()):
                shared[position] += held if held < times else times
        length = len(text)
        # No ratio is above this one, which the number of shared letters gives.
        found = ((self._names[position], count) for position, count in shared.items())
        bounds = ((2 * count / (length + len(name)), name) for name, count in found)
        best = sorted((bound for bound in bounds if bound[0] >= cutoff), reverse=True)[:_COMPARED]
        return difflib.get_close_matches(text, [name for _, name in best], most, cutoff)
