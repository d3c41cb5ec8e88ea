"""What is made for a view is made once: a publish never changes, and so neither does anything worked out from it.

The key is everything a reader may choose or be allowed to see (`Context.view`) and the arguments, so nobody is ever
given what was made for somebody else's view. The function itself is part of the key: one that a page defines is made
anew at every run and remembers nothing, which is why sections live in modules.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ui.context import Context

MOST = 1000
"""About a hundred views of a page; the one not asked for longest goes first."""

P = ParamSpec("P")
T = TypeVar("T")


class _Memory:
    """The latest results, for all sessions together."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Two sessions may make the same thing at once: that costs less than one waiting for the other."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return made


_memory = _Memory()


def remembered(make: Callable[Concatenate[Context, P], T]) -> Callable[Concatenate[Context, P], T]:
    """A function of the view and of codes and texts that is worked out once a view.

    Nobody may change what it returns, and what it returns must not hold the `Context`: the warehouse behind it would
    stay open. Lists may be given as arguments; anything else must be hashable.
    """

    @wraps(make)
    def found(now: Context, /, *args: P.args, **named: P.kwargs) -> T:
        key = (make, now.view, frozen(args), frozen(named))
        made: T = _memory.get(key, lambda: make(now, *args, **named))
        return made

    return found


def frozen(given: object) -> Hashable:
    """The same as something that can be a key."""
    if isinstance(given, dict):
        return tuple((name, frozen(value)) for name, value in given.items())
    if isinstance(given, list | tuple):
        return tuple(frozen(value) for value in given)
    assert isinstance(given, Hashable)
    return given
