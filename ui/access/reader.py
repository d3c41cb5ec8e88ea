"""Who is looking. Found from the cookie of the connection alone, never from a widget, the address or session state."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from definitions.model import Definitions
from ledger.audit import Actor, acting

Own = frozenset[str] | None
"""The bodies a right reaches: None is all of them."""


@dataclass(frozen=True)
class Reader:
    """Somebody with roles, looking from somewhere."""

    name: str
    shown_name: str
    roles: frozenset[str]
    bodies: frozenset[str]
    origin: str
    demonstration: bool = False

    def may(self, definitions: Definitions, action: str) -> bool:
        """Says whether any of the roles has the right, be it for own bodies only."""
        return self._reach(definitions, action) != "no"

    def own(self, definitions: Definitions, action: str) -> Own:
        """The bodies the right reaches; an empty set for who has no right to it at all."""
        reach = self._reach(definitions, action)
        if reach == "all":
            return None
        return with_parts(definitions, self.bodies) if reach == "own" else frozenset()

    def _reach(self, definitions: Definitions, action: str) -> str:
        """The furthest any role reaches."""
        found = {definitions.rights[action].reach.get(role, "no") for role in self.roles}
        return next((reach for reach in ("all", "own") if reach in found), "no")

    @contextmanager
    def acting(self) -> Iterator[None]:
        """What is recorded within is this reader's doing."""
        with acting(Actor(self.name, self.origin)):
            yield


def with_parts(definitions: Definitions, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies, all below them, and all that became part of one of them: whose past is theirs now."""
    below: dict[str, list[str]] = {}
    for body in definitions.bodies.values():
        if body.parent:
            below.setdefault(body.parent, []).append(body.body)
    found: set[str] = set()
    waiting = [body for body in bodies if body in definitions.bodies]
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += [*below.get(code, ()), *_ended(definitions, code)]
    return frozenset(found)


def _ended(definitions: Definitions, body: str) -> Iterator[str]:
    """Those that became part of the body and exist no more; one that lives on speaks for itself."""
    for code in definitions.bodies[body].predecessors:
        if definitions.bodies[code].valid_to is not None:
            yield code
