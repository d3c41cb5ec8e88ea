"""What becomes of a ledger that was sent before: of a body and year only the newest counts, so no case may go unnoticed."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from definitions.model import Definitions
from etl.amend import Amendments
from etl.faults import fault, listed
from etl.model import CaseCount, CaseNumbers, Fault, Reading
from etl.read import read_file
from ledger import Ledger
from ledger.folder import DataFolder

Whose = tuple[str, str, int]
"""(ledger, body, year)"""


def contested(readings: Sequence[Reading]) -> dict[Whose, list[int]]:
    """Ledgers of which several files of one load have cases → those files, by their position."""
    found: dict[Whose, list[int]] = {}
    for number, reading in enumerate(readings):
        for whose in dict.fromkeys(map(_whose, reading.cases)):
            found.setdefault(whose, []).append(number)
    return {whose: numbers for whose, numbers in found.items() if len(numbers) > 1}


def in_two_files(
    readings: Sequence[Reading], found: Mapping[Whose, Sequence[int]], definitions: Definitions
) -> list[list[Fault]]:
    """One list of faults for each reading: those `contested` found, each at every file."""
    faults: list[list[Fault]] = [[] for _ in readings]
    for whose, numbers in found.items():
        for number in numbers:
            count = next(count for count in readings[number].cases if _whose(count) == whose)
            other = readings[next(n for n in numbers if n != number)].file
            faults[number].append(_fault(definitions, "ledger_in_two_files", count, other=other))
    return faults


def cases_gone(
    data: DataFolder, readings: Sequence[Reading], standing: Mapping[Whose, int], definitions: Definitions
) -> list[list[Fault]]:
    """One list of faults for each reading: cases of the ledger that counts now (`standing`: its submission), and not here.

    Only counts are kept, so the earlier file itself is read again. Where it was lost nothing can be compared.
    """

    @cache
    def before(submission: int) -> Reading | None:
        return _read_again(data, submission, definitions)

    return [
        [
            found
            for count in {_whose(count): count for count in reading.cases}.values()
            if (submission := standing.get(_whose(count))) and (earlier := before(submission))
            for found in _gone(earlier, reading, count, definitions)
        ]
        for reading in readings
    ]


def _gone(earlier: Reading, reading: Reading, count: CaseCount, definitions: Definitions) -> Iterable[Fault]:
    nothing = CaseNumbers({}, 0)
    was, now = (one.case_numbers.get(_whose(count), nothing) for one in (earlier, reading))
    missing = [shown for number, shown in was.numbered.items() if number not in now.numbered]
    # Cases without a number cannot be told apart, only counted.
    fewer = max(len(missing), was.count - now.count)
    if fewer:
        numbers = f"（{listed(missing, mark=False)}）" if missing else ""
        yield _fault(
            definitions, "ledger_cases_gone", count, before=earlier.file, fewer=fewer, numbers=numbers
        )


def _read_again(data: DataFolder, submission: int, definitions: Definitions) -> Reading | None:
    with Ledger(data.ledger) as kept:
        known = kept.submission(submission)
    if known is None or not data.original(known.sha256).exists():
        return None
    return read_file(data.original(known.sha256), definitions, known.file, Amendments.of(known.amended))


def _fault(definitions: Definitions, code: str, count: CaseCount, **fields: Any) -> Fault:
    ledger = definitions.ledgers[count.ledger]
    return fault(
        definitions, code, sheet=count.sheet, cell=count.cell, dataset=count.dataset, body=count.body, year=count.year,
        measures=tuple(one.measure for one in ledger.counts), title=ledger.title, one_row=ledger.one_row,
        name=definitions.bodies[count.body].short_name, **fields,
    )  # fmt: skip


def _whose(count: CaseCount) -> Whose:
    return count.ledger, count.body, count.year
