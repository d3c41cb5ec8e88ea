"""Brings together faults that need a reason and the reasons that were given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from definitions.model import Definitions
from definitions.normalise import normalise_text
from etl.faults import fault, place
from etl.findings import bounded
from etl.model import EXPLAIN, Fault, Reason, column_letters

FEWEST_LETTERS = 2
"""`无`, `-` or `。。。` in a reasons column is a box ticked, not a reason."""

_A1 = re.compile(r"\$?([a-z]{1,3})\$?(\d+)")
_ROW_COLUMN = re.compile(r"第(\d+)行第(\d+)列")


@dataclass(frozen=True, slots=True)
class Explained:
    """A fault that needed a reason, and the reasons given for it."""

    fault: Fault
    text: str


def apply(
    faults: Sequence[Fault], reasons: Sequence[Reason], definitions: Definitions
) -> tuple[list[Explained], list[Fault]]:
    """The explain-level faults that have a reason, and all that remains, with notices of reasons not used."""
    asking = _Asking(faults, definitions)
    texts: dict[int, dict[str, None]] = {}
    unused: list[Fault] = []
    for reason in reasons:
        wanted = asking.of(reason)
        if not says_something(reason.text):
            # A dash in the reasons column of a row that needs no reason is how such a column is filled in.
            if wanted or reason.target:
                unused.append(_notice(definitions, "reason_empty", reason))
        elif not wanted:
            unused.append(_notice(definitions, "reason_unused", reason))
        else:
            for position in wanted:
                texts.setdefault(position, {}).setdefault(reason.text.strip())
    explained = [Explained(faults[position], "；".join(texts[position])) for position in sorted(texts)]
    remaining = [found for position, found in enumerate(faults) if position not in texts]
    return explained, [*remaining, *bounded(unused, definitions)]


class _Asking:
    """The faults that need a reason; a row's own reason is only held against those of its body and year."""

    def __init__(self, faults: Sequence[Fault], definitions: Definitions) -> None:
        self._definitions = definitions
        self._faults = faults
        self._all = [position for position, found in enumerate(faults) if found.level == EXPLAIN]
        self._by_row: dict[tuple[str | None, int | None], list[int]] = {}
        for position in self._all:
            row = faults[position].body, faults[position].year
            self._by_row.setdefault(row, []).append(position)

    def of(self, reason: Reason) -> list[int]:
        """Positions of the faults a reason is meant for."""
        near = self._all if reason.body is None else self._by_row.get((reason.body, reason.year), [])
        return [p for p in near if speaks_of(reason, self._faults[p], self._definitions)]


def says_something(text: str) -> bool:
    """Says whether a reason has at least two letters, digits or Chinese characters."""
    return sum(letter.isalnum() for letter in text) >= FEWEST_LETTERS


def speaks_of(reason: Reason, found: Fault, definitions: Definitions) -> bool:
    """Says whether a reason is meant for a fault: by address, by code or title, or by standing in its row."""
    if reason.body is not None and (reason.body, reason.year) != (found.body, found.year):
        return False
    if reason.target is None:
        return reason.body is not None and reason.sheet == found.sheet
    return _same_form(reason.target) in _names(found, definitions)


def _names(found: Fault, definitions: Definitions) -> set[str]:
    """Everything a reason may call a fault, in the form of `_same_form`."""
    names = [found.code, found.detail, found.cell, place(found.sheet, found.cell)]
    names.append(f"{found.sheet}!{found.cell}" if found.sheet else None)
    names.append(definitions.faults[found.code].title)
    return {_same_form(name) for name in names if name}


def _same_form(target: str) -> str:
    """Reduces the ways to write a target to one: half-width, small letters, no spaces, quotes or `$`.

    `第7行第2列` becomes `b7` too: whoever opens a CSV file in a spreadsheet sees B7.
    """
    text = normalise_text(target).casefold().replace("'", "")
    sheet, mark, address = text.rpartition("!")
    if a1 := _A1.fullmatch(address):
        return f"{sheet}{mark}{a1[1]}{int(a1[2])}"
    if place := _ROW_COLUMN.fullmatch(address):
        return f"{sheet}{mark}{column_letters(int(place[2])).casefold()}{int(place[1])}"
    return text


def _notice(definitions: Definitions, code: str, reason: Reason) -> Fault:
    body = definitions.bodies.get(reason.body) if reason.body else None
    where = reason.target or (f"{body.short_name}{reason.year}年" if body else "")
    return fault(
        definitions,
        code,
        sheet=reason.sheet,
        cell=reason.target,
        value=reason.text,
        body=reason.body,
        year=reason.year,
        where=where,
    )
