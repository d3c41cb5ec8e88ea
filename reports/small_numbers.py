"""Small numbers in a table of bodies: they share a row with a neighbour's, so that nobody can work them out."""

from collections.abc import Sequence
from decimal import Decimal

from definitions.disclosure import DisclosureTable
from reports.disclosure_model import INCOMPLETE, Cell, Line


def merged_small(table: DisclosureTable, lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """Puts a body with a small number in a telling column into one row with its neighbour; also gives the rows' names.

    Who is whose neighbour is fixed by the order of the bodies and hangs on no value: a partner chosen by its numbers
    would tell something of them.
    """
    places = [i for i, measure in enumerate(table.columns) if measure in table.small]
    shown, names = [], []
    for group in neighbours(lines, places, table.small_below):
        if len(group) > 1 and any(
            is_small(line.cells[i], table.small_below) for line in group for i in places
        ):
            name = "、".join(line.name for line in group)
            cells = tuple(sum_of([line.cells[i] for line in group]) for i in range(len(table.columns)))
            shown.append(Line("", name, cells))
            names.append(name)
        else:
            shown += group
    return shown, tuple(names)


def neighbours(lines: Sequence[Line], places: Sequence[int], below: int) -> list[list[Line]]:
    """The rows two and two, an odd one with the last two.

    A row without a number in one of the columns would lend its partner no cover: it stands alone, or joins the first
    pair where it has a small number itself.
    """
    whole = [line for line in lines if all(line.cells[i].value is not None for i in places)]
    groups = [list(whole[i : i + 2]) for i in range(0, len(whole), 2)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        odd = groups.pop()
        groups[-1] += odd
    for line in lines:
        if line not in whole:
            telling = any(is_small(line.cells[i], below) for i in places)
            if telling and groups:
                groups[0].append(line)
            else:
                groups.append([line])
    return groups


def is_small(cell: Cell, below: int) -> bool:
    return cell.value is not None and 0 < cell.value < below


def sum_of(cells: Sequence[Cell]) -> Cell:
    """The sum of what is numbers; what is not is said by a mark, or by the word where there is nothing else."""
    numbers = [cell for cell in cells if cell.value is not None]
    if not numbers:
        return cells[0]
    partial = any(cell.state in ("not_reported", "withheld") for cell in cells)
    marks = "".join(dict.fromkeys("".join(cell.mark for cell in numbers) + (INCOMPLETE if partial else "")))
    return Cell(sum((cell.value for cell in numbers if cell.value is not None), Decimal(0)), mark=marks)
