"""What a publish says of bodies, returns, measures and indicators: read once, then looked up by code.

Joining these small tables to the figures in every query took several times as long as finding the figures.
"""

import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

Read = Callable[[str], list[tuple[Any, ...]]]
Run = tuple[int, int]
"""A first and a last seat."""

_GAP = 64
"""Seats skipped within a run: reading their rows too costs less than another query."""


_SAID = "indicator title kind unit decimals direction min_n obligation section headline rule rule_title"
_TREES = 12
"""Years whose tree is kept as a frame: under 10 MB each with 60,000 bodies."""


class Body(NamedTuple):
    body: str
    name: str
    short_name: str
    parent: str | None
    category: str
    category_title: str
    depth: int
    seat: int
    above: int
    position: int
    """In the definitions' order."""
    valid_from: date
    valid_to: date | None
    first_year: int | None
    last_year: int | None

    def exists_in(self, year: int) -> bool:
        """Among the years of the publish."""
        return (
            self.first_year is not None
            and self.last_year is not None
            and self.first_year <= year <= self.last_year
        )


class Dataset(NamedTuple):
    dataset: str
    title: str
    rolls_up: bool
    position: int


class Measure(NamedTuple):
    measure: str
    dataset: str
    label: str
    unit: str
    position: int


class Indicator(NamedTuple):
    indicator: str
    title: str
    unit: str
    decimals: int
    obligation: bool
    position: int


class Rule(NamedTuple):
    position: int
    said: dict[str, Any]
    """What every row of the rule says of it and its indicator: indicator, title, kind …, rule, rule_title."""


class Known:
    """The small tables of one publish; `read` gives the rows of `queries/<name>.sql`.

    `limited`: the publish is seen through `limit`, so that a body at the top may have a parent, and siblings, all the same.
    """

    def __init__(self, read: Read, limited: bool = False) -> None:
        self._limited = limited
        listed = [Body(*row) for row in read("all_body")]
        self.bodies = {body.body: body for body in listed}
        self.seated = sorted(listed, key=lambda body: body.seat)
        self._at = {body.seat: body for body in listed}
        # The same order, but where a limited view puts bodies of several levels at the top.
        self._by_parent = sorted(listed, key=lambda body: (body.above, body.seat))
        self._above = [body.above for body in self._by_parent]
        self._inner = set(read("all_inner"))
        self.years: list[int] = [year for (year,) in read("all_year")]
        self.datasets = {row[0]: Dataset(*row) for row in read("all_dataset")}
        self.measures = {row[0]: Measure(*row) for row in read("all_measure")}
        self.indicators = {row[0]: Indicator(*row) for row in read("all_indicator")}
        self.rules = {
            (row[0], row[-3]): Rule(row[-1], dict(zip(_SAID.split(), row[:-1], strict=True)))
            for row in read("all_rule")
        }
        self.targets = read("all_target")
        """(year, indicator, scope)"""
        self.faults: dict[str, str] = dict(read("all_fault_kind"))
        self.published_parts = _grouped(read("all_published_part"))
        self.rules_of = _grouped(
            (measure, (indicator, rule)) for measure, indicator, rule in read("all_rule_part")
        )
        """measure → the (indicator, rule) it is part of."""
        self._lock = threading.Lock()
        self._trees: dict[int, pd.DataFrame] = {}
        self.members = _grouped(read("all_lineage"))
        """body → the others merged or renamed into it."""

    def tree(self, year: int) -> pd.DataFrame:
        """The bodies of a year, parents before children, in the definitions' order; to be copied, not changed."""
        with self._lock:
            if year not in self._trees:
                self._trees[year] = self._tree(year)
                while len(self._trees) > _TREES:
                    self._trees.pop(next(iter(self._trees)))
            return self._trees[year]

    def _tree(self, year: int) -> pd.DataFrame:
        listed = [body for body in self.bodies.values() if body.exists_in(year)]
        listed.sort(key=lambda body: body.depth)
        names = ("body", "name", "short_name", "parent", "category", "category_title", "depth")
        values: dict[str, Any] = {name: [getattr(body, name) for body in listed] for name in names}
        return pd.DataFrame(values | {"leaf": [self.leaf(body, year) for body in listed]})

    @cached_property
    def roots(self) -> list[str]:
        return [body.body for body in self.bodies.values() if body.parent is None]

    def at(self, seat: int) -> Body:
        return self._at[seat]

    def leaf(self, body: Body, year: int) -> bool:
        """Says whether a body that exists in the year reports for itself."""
        return (body.seat, year) not in self._inner

    def children(self, body: Body, year: int) -> list[Body]:
        """The bodies directly below, in the definitions' order."""
        return [b for b in self._directly_below(body.seat, body.seat) if b.exists_in(year)]

    def siblings(self, body: Body, year: int) -> list[Body]:
        """The bodies of the same parent, the body itself included."""
        if self._limited and not body.above:
            return [body]
        return [b for b in self._directly_below(body.above, body.above) if b.exists_in(year)]

    def targeted(self, bodies: Iterable[Body], year: int) -> list[str]:
        """The indicators that may have a target in the year for one of the bodies."""
        scopes = {"*"}.union(*((body.body, f"category:{body.category}") for body in bodies))
        return list({code for when, code, scope in self.targets if when == year and scope in scopes})

    def upwards(self, body: Body) -> Iterator[Body]:
        """The body and all above it, nearest first."""
        yield body
        while body.above:
            body = self.at(body.above)
            yield body

    def below(self, runs: Iterable[Run]) -> list[Run]:
        """The seats of the runs and of all below them."""
        found = []
        waiting = list(runs)
        while waiting:
            first, last = waiting.pop()
            found.append((first, last))
            waiting += self._runs_below(first, last)
        return joined(found, 0)

    def _runs_below(self, first: int, last: int) -> list[Run]:
        """The seats of the children of a run: one run, unless some of them are not in view."""
        children = self._children(first, last)
        if not children:
            return []
        low, high = self._by_parent[children.start].seat, self._by_parent[children.stop - 1].seat
        if high - low + 1 == len(children):
            return [(low, high)]
        return joined(((self._by_parent[i].seat,) * 2 for i in children), 0)

    def _children(self, first: int, last: int) -> range:
        return range(bisect_left(self._above, first), bisect_right(self._above, last))

    def _directly_below(self, first: int, last: int) -> Sequence[Body]:
        children = self._children(first, last)
        return self._by_parent[children.start : children.stop]


def runs_of(bodies: Iterable[Body]) -> list[Run]:
    """The bodies' seats as runs, in which others may lie."""
    return joined(((body.seat, body.seat) for body in bodies), _GAP)


def joined(runs: Iterable[Run], gap: int) -> list[Run]:
    """Runs between which at most `gap` seats lie become one."""
    found: list[Run] = []
    for first, last in sorted(runs):
        if found and first - found[-1][1] <= gap + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _grouped(pairs: Iterable[Sequence[Any]]) -> dict[Any, list[Any]]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
