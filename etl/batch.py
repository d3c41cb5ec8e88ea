"""What can be told only from whole files, or from the files of one load together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from definitions.model import Definitions
from etl.faults import fault, listed
from etl.model import ERROR, Cell, Fault, Reading

Part = tuple[str, int, str]


def said(cells: Iterable[Cell]) -> list[Cell]:
    """The cells of every (body, year, dataset) that was not left wholly blank.

    A form sent in two halves must not wipe out the first half with the blank sheets of the second.
    """
    listed_cells = list(cells)
    filled = {_part(cell) for cell in listed_cells if cell.raw.strip()}
    return [cell for cell in listed_cells if _part(cell) in filled]


def batch_faults(readings: Sequence[Reading], definitions: Definitions) -> list[list[Fault]]:
    """One list for each reading, in their order."""
    found = [_nothing(reading, definitions) for reading in readings]
    for (number, dataset, other), parts in _clashes(readings).items():
        found[number].append(_twice(readings, number, dataset, other, parts, definitions))
    return found


def _nothing(reading: Reading, definitions: Definitions) -> list[Fault]:
    if (
        reading.bulk
        or reading.cases
        or said(reading.cells)
        or any(found.level == ERROR for found in reading.faults)
    ):
        return []
    return [fault(definitions, "nothing_reported")]


def _clashes(readings: Sequence[Reading]) -> Mapping[tuple[int, str, int], list[Part]]:
    """(reading, dataset, other reading) → what both report, with other figures."""
    parts: dict[Part, dict[int, dict[str, Any]]] = defaultdict(dict)
    for number, reading in enumerate(readings):
        for cell in said(reading.cells):
            content = cell.state if cell.value is None else cell.value
            parts[_part(cell)].setdefault(number, {})[cell.measure] = content
    clashes: dict[tuple[int, str, int], list[Part]] = defaultdict(list)
    for part, by_reading in parts.items():
        first = next(iter(by_reading))
        for number, contents in by_reading.items():
            if contents != by_reading[first]:
                clashes[first, part[2], number].append(part)
                clashes[number, part[2], first].append(part)
    return clashes


def _twice(
    readings: Sequence[Reading],
    number: int,
    dataset: str,
    other: int,
    parts: Sequence[Part],
    definitions: Definitions,
) -> Fault:
    body, year, _ = parts[0]
    at = next(cell for cell in readings[number].cells if _part(cell) == parts[0])
    names = [f"{definitions.bodies[body].short_name}{year}年" for body, year, _ in parts]
    return fault(
        definitions,
        "reported_twice",
        sheet=at.sheet,
        cell=at.cell,
        dataset=dataset,
        body=body,
        year=year,
        bodies=listed(names, mark=False),
        dataset_title=definitions.datasets[dataset].title,
        other=readings[other].file,
    )


def _part(cell: Cell) -> Part:
    return cell.body, cell.year, cell.dataset
