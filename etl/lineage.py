"""Which bodies' figures of an earlier year a body's figures continue, across renames, mergers and splits."""

from collections import defaultdict
from collections.abc import Mapping

from definitions.model import Body


class Lineage:
    """Answers who came before a body; empty answers mean that there is nothing comparable."""

    def __init__(self, bodies: Mapping[str, Body]):
        self._bodies = bodies
        self._heirs: dict[str, list[Body]] = defaultdict(list)
        for body in bodies.values():
            for predecessor in body.predecessors:
                self._heirs[predecessor].append(body)
        self._known: dict[tuple[str, int, int], tuple[str, ...]] = {}

    def before(self, body: str, year: int) -> tuple[str, ...]:
        """The bodies whose `year - 1` continues in this body's `year`; none after a split or new start."""
        return self.line(body, year, year - 1)

    def line(self, body: str, year: int, past: int) -> tuple[str, ...]:
        """The bodies that were this one in the year `past`; empty if the line breaks on the way."""
        key = (body, year, past)
        if key not in self._known:
            self._known[key] = self._line(body, year, past)
        return self._known[key]

    def after(self, body: str, year: int) -> str | None:
        """The body in whose `year + 1` this body's `year` continues, alone or with others."""
        heirs = [body, *(heir.body for heir in self._heirs.get(body, ()))]
        return next((heir for heir in heirs if body in self.before(heir, year + 1)), None)

    def _line(self, body: str, year: int, past: int) -> tuple[str, ...]:
        names: tuple[str, ...] = (body,)
        for at in range(year, past, -1):
            steps = [self._before(name, at) for name in names]
            if not all(steps):
                return ()
            names = tuple(name for step in steps for name in step)
        return names

    def _before(self, name: str, year: int) -> tuple[str, ...]:
        own = self._bodies.get(name)
        if own is None or not own.exists_in(year):
            return ()
        known = [self._bodies[code] for code in own.predecessors if code in self._bodies]
        there = [body for body in known if body.exists_in(year - 1)]
        if own.exists_in(year - 1):  # it goes on, and takes in whoever ended with last year
            sources = [own, *(body for body in there if not body.exists_in(year))]
        elif any(body.exists_in(year) for body in there):  # carved out of one that goes on
            return ()
        else:
            sources = there
        if any(self._shared(source, own, year) for source in sources):
            return ()
        return tuple(source.body for source in sources)

    def _shared(self, source: Body, own: Body, year: int) -> bool:
        """Says whether part of `source` went to another body this year: how much is not known.

        An heir that left long ago, while `source` lives on, took its part long ago and is no obstacle.
        """
        goes_on = source.exists_in(year)
        others = [heir for heir in self._heirs.get(source.body, ()) if heir is not own]
        return any(heir.exists_in(year) and not (goes_on and heir.exists_in(year - 1)) for heir in others)
