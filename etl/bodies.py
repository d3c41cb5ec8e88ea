"""Finds the body a sender names, and what is known of it in the year."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from definitions.model import Body, Definitions
from definitions.normalise import body_names, normalise_header
from etl.similar import Similar

NEAR = 0.5
"""`difflib` ratio from which a name counts as nearly right; two of four characters alike."""

_LONGEST = 100
# 市场监督管理局（知识产权局）; an office or a squad in brackets is a part of the body, and not the whole.
_SECOND_SIGN = re.compile(r"\s*[（(](?:[^（）()]*局|盖?公?章|本级)[）)]\s*[*＊]?\s*$")
_Step = Callable[[Body, int], Iterable[Body]]


class Bodies:
    """Names → bodies. One name may belong to several bodies one after the other."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._named: dict[str, list[Body]] = {}
        for body in definitions.bodies.values():
            for name in body_names(body):
                self._named.setdefault(name, []).append(body)
        self._parents: dict[int, set[str | None]] = {}
        self._longest_first = sorted(self._named, key=len, reverse=True)

    def named(self, text: str) -> list[Body]:
        """Every body of that name, whenever it existed; a second sign at the door, or （盖章）, may stand behind it."""
        if len(text) >= _LONGEST:
            return []
        return self._named.get(normalise_header(text)) or self._named.get(
            normalise_header(_SECOND_SIGN.sub("", text)), []
        )

    def nearest(self, text: str) -> list[str]:
        """Up to three short names that are nearly `text`."""
        wanted = normalise_header(text)[:60]
        close = self._similar.to(wanted, 12, NEAR)
        return list(dict.fromkeys(body.short_name for name in close for body in self._named[name]))[:3]

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self._named)

    def related(self, body: Body, year: int) -> list[str]:
        """Short names of the bodies in its place in `year`: what it became, or what it came from."""
        found = [*self._followers(body, year), *self._forerunners(body, year)]
        return list(dict.fromkeys(other.short_name for other in found))

    def has_children(self, body: Body, year: int) -> bool:
        if year not in self._parents:
            alive = (other for other in self._definitions.bodies.values() if other.exists_in(year))
            self._parents[year] = {other.parent for other in alive}
        return body.body in self._parents[year]

    def in_text(self, text: str, year: int | None) -> list[Body]:
        """The bodies a title names; `芦淞区水利局` names the bureau, not the district besides."""
        found = {body.body: body for name in self._names_in(text) for body in self._named[name]}
        alive = [body for body in found.values() if year is None or body.exists_in(year)]
        above = {parent for body in alive for parent in self._ancestors(body)}
        return [body for body in alive if body.body not in above]

    def _names_in(self, text: str) -> Iterator[str]:
        """Names that occur in the text, the longest first; a name inside another's does not count."""
        left = normalise_header(text)
        for name in self._longest_first:
            # One character, or a code such as `water`, may be part of any word.
            if len(name) > 1 and not name.isascii() and name in left:
                yield name
                left = left.replace(name, " ")

    def _ancestors(self, body: Body) -> Iterator[str]:
        while body.parent and body.parent in self._definitions.bodies:
            yield body.parent
            body = self._definitions.bodies[body.parent]

    def _followers(self, body: Body, year: int) -> Iterator[Body]:
        """Successors alive in `year`, through any number of reorganisations."""
        later = [b for b in self._definitions.bodies.values() if body.body in b.predecessors]
        yield from self._alive(later, year, self._followers)

    def _forerunners(self, body: Body, year: int) -> Iterator[Body]:
        earlier = [
            self._definitions.bodies[code] for code in body.predecessors if code in self._definitions.bodies
        ]
        yield from self._alive(earlier, year, self._forerunners)

    def _alive(self, bodies: Iterable[Body], year: int, further: "_Step") -> Iterator[Body]:
        for body in bodies:
            if body.exists_in(year):
                yield body
            else:
                yield from further(body, year)
