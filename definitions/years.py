"""Spans of years with open ends, as columns, identities and rules carry them."""

from typing import Protocol


class Dated(Protocol):
    """Anything that holds from `first_year` to `last_year`; None is an open end."""

    @property
    def first_year(self) -> int | None: ...
    @property
    def last_year(self) -> int | None: ...


EARLIEST, LATEST = 1, 9999


def span(thing: Dated) -> tuple[int, int]:
    return thing.first_year or EARLIEST, thing.last_year or LATEST


def backwards(thing: Dated) -> bool:
    first, last = span(thing)
    return first > last


def overlap(one: Dated, other: Dated) -> bool:
    return span(one)[0] <= span(other)[1] and span(other)[0] <= span(one)[1]


def covers(outer: Dated, inner: Dated) -> bool:
    return span(outer)[0] <= span(inner)[0] and span(inner)[1] <= span(outer)[1]


def span_text(thing: Dated) -> str:
    """`2021年起`, `2020年止`, `2019—2020年` or `各年`."""
    first, last = thing.first_year, thing.last_year
    if first and last:
        return f"{first}—{last}年"
    return f"{first}年起" if first else f"{last}年止" if last else "各年"
