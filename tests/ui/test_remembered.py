"""What is remembered of a view, for whom, and for how long."""

from typing import Any, cast

import pytest

from ui import remembered as module
from ui.context import Context
from ui.remembered import frozen, remembered


class View:
    """Stands for a context, of which only the key counts here."""

    def __init__(self, *view: object) -> None:
        self.view = view


def view(*key: object) -> Context:
    return cast(Context, View(*key))


def counting() -> tuple[list[Any], Any]:
    calls: list[Any] = []

    @remembered
    def made(now: Context, *args: Any, **named: Any) -> object:
        calls.append((now.view, args, named))
        return object()

    return calls, made


def test_one_view_is_worked_out_once_and_another_never_gets_it() -> None:
    calls, made = counting()
    first = made(view("publish 1", "health", 1), ["a"], key="b")
    assert made(view("publish 1", "health", 1), ["a"], key="b") is first
    assert len(calls) == 1
    others = [
        made(view("publish 2", "health", 1), ["a"], key="b"),
        made(view("publish 1", "housing", 1), ["a"], key="b"),
        made(view("publish 1", "health", 1), ["a", "c"], key="b"),
        made(view("publish 1", "health", 1), ["a"], key="c"),
    ]
    assert len({id(found) for found in (first, *others)}) == 5


def test_two_functions_of_one_name_do_not_share() -> None:
    (_, one), (_, other) = counting(), counting()
    assert one(view("two functions")) is not other(view("two functions"))


def test_a_failure_is_not_remembered() -> None:
    tries = []

    @remembered
    def failing(now: Context) -> str:
        tries.append(now)
        if len(tries) == 1:
            raise OSError("full")
        return "done"

    with pytest.raises(OSError, match="full"):
        failing(view("failing"))
    assert failing(view("failing")) == "done"


def test_the_memory_is_bounded_and_lets_go_of_what_was_asked_for_longest_ago(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    calls, made = counting()
    for number in (1, 2, 3, 1, 4):
        made(view("bounded", number))
    assert len(module._memory._found) == 3
    made(view("bounded", 1))
    assert len(calls) == 4
    made(view("bounded", 2))
    assert len(calls) == 5


def test_lists_within_lists_become_keys() -> None:
    assert frozen([("a", ["b"]), {"c": [1]}]) == (("a", ("b",)), (("c", (1,)),))
