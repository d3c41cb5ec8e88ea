"""The verdict on files that were read together, with what is published and the reasons given."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

from definitions.model import Definitions
from etl import explain
from etl.batch import Part, batch_faults
from etl.case_again import cases_gone, contested, in_two_files
from etl.case_counts import COUNTED, bodies_of, reconcile, typed_after
from etl.check import check
from etl.figures import History
from etl.findings import bounded
from etl.large import Families, Large
from etl.lineage import Lineage
from etl.model import ERROR, EXPLAIN, Cell, Fault, Reading, Reason
from ledger.folder import DataFolder
from warehouse import served
from warehouse.connection import WarehouseDamaged, open_served
from warehouse.kept import Around

_MOST_CLASHING = 200
"""Bodies of which two large files say different things; more are not compared cell by cell."""


@dataclass(frozen=True)
class Checked:
    """A reading with its verdict; `open_faults` are those that stop it from being loaded."""

    reading: Reading
    faults: Sequence[Fault]
    explained: Sequence[explain.Explained]
    open_faults: Sequence[Fault]

    @property
    def ok(self) -> bool:
        return not self.open_faults


def judge(
    data: DataFolder,
    definitions: Definitions,
    readings: Sequence[Reading],
    reasons: Sequence[Sequence[Reason]],
) -> list[Checked]:
    """Judges each reading by itself, against the others and against what is published."""
    of_ledgers = _ledger_faults(data, definitions, readings)
    large = {n: Large(reading.bulk, definitions) for n, reading in enumerate(readings) if reading.bulk}
    together = _Together(data, definitions, readings, large)
    of_batch = batch_faults(together.comparable(), definitions)
    judged = [
        _judge_one(
            definitions,
            reading,
            reasons[number],
            [*of_ledgers[number], *of_batch[number], *together.check(number)],
        )
        for number, reading in enumerate(readings)
    ]
    return _without_other_files_reasons(judged)


def _ledger_faults(
    data: DataFolder, definitions: Definitions, readings: Sequence[Reading]
) -> list[list[Fault]]:
    """Before anything else: it may add cells, which all other checks have to see."""
    bodies, twice = bodies_of(readings), contested(readings)
    rows = _standing(data, definitions, readings, bodies)
    figures = {(r["body"], r["year"], r["measure"]): (r["ledger"], r["n"]) for r in rows}
    sent = {(r["ledger"], r["body"], r["year"]): r["submission"] for r in rows}
    found = [
        typed_after(readings, definitions, figures),
        in_two_files(readings, twice, definitions),
        cases_gone(data, readings, sent, definitions),
    ]
    if bodies:
        published, from_ledgers = _published(data, bodies), _from_ledgers(data, bodies)
        found.append(reconcile(readings, definitions, published, from_ledgers, twice))
    return [[fault for faults in of for fault in faults] for of in zip(*found, strict=True)]


def _standing(
    data: DataFolder, definitions: Definitions, readings: Sequence[Reading], bodies: AbstractSet[str]
) -> list[dict[str, Any]]:
    """What the published ledgers say of `bodies` and of the figures typed; a large list is not held against them."""
    of = {ledger.of for ledger in definitions.ledgers.values()}
    typed = {cell.body for reading in readings for cell in reading.cells if cell.dataset in of}
    concerned = sorted(bodies | typed)
    return _rows(data, "standing_ledgers", bodies=concerned) if concerned else []


def _from_ledgers(data: DataFolder, bodies: set[str]) -> set[Part]:
    """The published returns nobody typed."""
    rows = _rows(data, "from_ledgers", bodies=sorted(bodies), counted=COUNTED)
    return {(r["body"], r["year"], r["dataset"]) for r in rows}


def _judge_one(
    definitions: Definitions, reading: Reading, reasons: Sequence[Reason], found: Sequence[Fault]
) -> Checked:
    faults = [*reading.faults, *found]
    explained, remaining = explain.apply(faults, [*reading.reasons, *reasons], definitions)
    open_faults = [f for f in remaining if f.level in (ERROR, EXPLAIN)]
    return Checked(reading, [*(e.fault for e in explained), *remaining], explained, open_faults)


def _without_other_files_reasons(judged: Sequence[Checked]) -> list[Checked]:
    """A reason given for a whole batch is unused only if no file of it had use for it."""
    unused = [{(f.cell, f.value) for f in one.faults if f.code == "reason_unused"} for one in judged]
    nowhere = set.intersection(*unused) if unused else set()

    def kept(faults: Sequence[Fault]) -> list[Fault]:
        own = (f for f in faults if f.code != "reason_unused" or f.sheet or (f.cell, f.value) in nowhere)
        return list(own)

    return [replace(one, faults=kept(one.faults)) for one in judged]


class _Together:
    """The readings of one batch: what each of them has to be held against."""

    def __init__(
        self,
        data: DataFolder,
        definitions: Definitions,
        readings: Sequence[Reading],
        large: dict[int, Large],
    ) -> None:
        self._data, self._definitions = data, definitions
        self._readings, self._large = readings, large
        self._small = [reading for number, reading in enumerate(readings) if number not in large]

    def check(self, number: int) -> list[Fault]:
        """What is wrong or unusual with the figures of one reading."""
        if number not in self._large:
            return check(self._readings[number], self._definitions, self._history_of_small)
        faults = self._large[number].identity_faults(
            self._around(number), self._families, lambda bodies: self._history(bodies, number)
        )
        return list(bounded(faults, self._definitions))

    def comparable(self) -> list[Reading]:
        """The readings; a large one with its cells of just those bodies that another file reports too."""
        if not self._large or len(self._readings) == 1:
            return list(self._readings)
        return [
            replace(reading, cells=self._large[number].cells(self._shared(number)))
            if reading.bulk
            else reading
            for number, reading in enumerate(self._readings)
        ]

    def _shared(self, number: int) -> set[str]:
        own, shared = self._parts[number], {cell.body for cell in self._small_cells}
        for other, parts in self._parts.items():
            if other != number:
                clashing = (part[0] for part in sorted(own.keys() & parts.keys()) if own[part] != parts[part])
                shared |= set(list(dict.fromkeys(clashing))[:_MOST_CLASHING])
        return shared

    @cached_property
    def _parts(self) -> dict[int, dict[tuple[str, int, str], int]]:
        # A single large file has no other to be held against.
        several = len(self._large) > 1
        return {number: large.kept.parts() if several else {} for number, large in self._large.items()}

    @cached_property
    def _families(self) -> Families:
        return Families(list(self._definitions.bodies.values()))

    @property
    def _small_cells(self) -> Iterator[Cell]:
        return chain.from_iterable(reading.cells for reading in self._small)

    @cached_property
    def _concerned(self) -> set[str]:
        """All bodies of the batch, with those they came from: of these, published figures are looked at."""
        bodies = {cell.body for cell in self._small_cells}
        for large in self._large.values():
            bodies |= set(large.kept.bodies())
        return set(_with_predecessors(self._definitions, bodies))

    @cached_property
    def _history_of_small(self) -> History:
        """Numbers already published for the bodies concerned, under those of the batch itself."""
        if not self._large:
            return _published(self._data, self._concerned) | _numbers(self._small_cells)
        bodies = {cell.body for cell in self._small_cells}
        return self._history({other for body in bodies for other in self._families.of(body)})

    def _history(self, bodies: set[str], without: int | None = None) -> History:
        """The same for some bodies; without the numbers of one large reading, which has them itself."""
        history = _published(self._data, self._concerned & bodies)
        for number, large in self._large.items():
            if number != without:
                history |= _numbers(large.cells(bodies))
        return history | _numbers(cell for cell in self._small_cells if cell.body in bodies)

    def _around(self, number: int) -> Around:
        others = [reading for reading in self._readings if reading is not self._readings[number]]
        alone = not others and served.current(self._data.root) is None
        cells = chain.from_iterable(reading.cells for reading in others)
        return Around(
            bodies=() if alone else sorted(self._concerned),
            known=[(*key, value) for key, value in _numbers(cells).items()],
            others=[reading.bulk for reading in others if reading.bulk],
            data=self._data.root,
            reformed=self._families.reformed,
            passed=self._families.passed(Lineage(self._definitions.bodies)),
        )


def _numbers(cells: Iterator[Cell] | Sequence[Cell]) -> dict[tuple[str, int, str], Decimal]:
    return {(c.body, c.year, c.measure): c.value for c in cells if c.value is not None}


def _with_predecessors(definitions: Definitions, bodies: set[str]) -> Iterator[str]:
    for code in bodies:
        yield code
        yield from _with_predecessors(definitions, set(definitions.bodies[code].predecessors))


def _published(data: DataFolder, bodies: set[str]) -> dict[tuple[str, int, str], Decimal]:
    rows = _rows(data, "history", bodies=sorted(bodies))
    return {(r["body"], r["year"], r["measure"]): r["value"] for r in rows}


def _rows(data: DataFolder, query: str, **parameters: Any) -> list[dict[str, Any]]:
    """What the served warehouse answers; nothing where there is none that can be read."""
    try:
        warehouse = open_served(data.root)
    except WarehouseDamaged:
        return []
    if warehouse is None:
        return []
    try:
        return warehouse.rows(query, **parameters)
    finally:
        warehouse.close()
