"""The sentences of the Word pack: what a section of a report says, in the order it says it.

A sentence is a list of clauses; a clause is text with the codes of measures and indicators in braces.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from definitions.draft import Draft
from definitions.records import Table

FOLDER = "sentences"
FORMS = ("", "change", "target", "gap", "rival", "万元")
"""How a figure is spoken of: its value; against the compared year; against its target; what is lacking; by another rule."""


@dataclass(frozen=True)
class Slot:
    """The place of a figure in a clause."""

    code: str
    """Of a measure or an indicator."""
    form: str = ""


@dataclass(frozen=True)
class Clause:
    """Texts and slots in turn."""

    pieces: tuple[str | Slot, ...]

    @property
    def slots(self) -> Iterator[Slot]:
        return (piece for piece in self.pieces if isinstance(piece, Slot))


@dataclass(frozen=True)
class SentenceSection:
    """A section of a report."""

    section: str
    order: int
    title: str
    dataset: str
    """The return it is mostly about: a body that does not owe it gets one sentence that says so."""
    sentences: tuple[tuple[Clause, ...], ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All measures and indicators it speaks of, in order."""
        slots = (slot for sentence in self.sentences for clause in sentence for slot in clause.slots)
        return tuple(dict.fromkeys(slot.code for slot in slots))


def read_sentences(draft: Draft) -> dict[str, SentenceSection]:
    """Reads `sentences/<section>.toml`."""
    found = {}
    for name in draft.names(FOLDER):
        table = draft.table(name)
        code = name.removeprefix(f"{FOLDER}/").removesuffix(".toml")
        if table:
            draft.put(table.place, "sentences", code)
            found[code] = _section(draft, code, table)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))


def _section(draft: Draft, code: str, table: Table) -> SentenceSection:
    section = SentenceSection(
        section=code,
        order=table.whole("order"),
        title=table.text("title"),
        dataset=table.text("dataset"),
        sentences=tuple(
            tuple(_clause(draft, table, text) for text in sentence)
            for sentence in table.text_lists("sentences")
        ),
    )
    table.close()
    return section


def _clause(draft: Draft, table: Table, text: str) -> Clause:
    pieces: list[str | Slot] = []
    try:
        for literal, name, form, _ in string.Formatter().parse(text):
            pieces += [literal] if literal else []
            pieces += [Slot(name, form or "")] if name is not None else []
    except ValueError:
        draft.problems.report(
            table.place.at("sentences"), f"“{text}”的花括号不成对", "占位写成 {代码} 或 {代码:change}"
        )
    return Clause(tuple(pieces))
