"""A return of a locked year is not taken in, whoever sends it and however."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from definitions.model import Definitions
from etl.batch import said
from etl.faults import fault
from etl.judge import Checked
from etl.model import Fault, Reading
from ledger import Ledger
from ledger.folder import DataFolder


def locked_years(data: DataFolder) -> set[int]:
    """The locked years of a data folder, of which there may be nothing yet."""
    if not data.ledger.is_file():
        return set()
    with Ledger(data.ledger) as ledger:
        return ledger.locked_years()


def without_locked(
    definitions: Definitions, judged: Sequence[Checked], locked: Collection[int]
) -> list[Checked]:
    """The verdicts, with an error for each file that speaks of a locked year."""
    if not locked:
        return list(judged)
    return [_with(one, _faults(definitions, one.reading, locked)) for one in judged]


def _with(one: Checked, found: list[Fault]) -> Checked:
    return replace(one, faults=[*found, *one.faults], open_faults=[*found, *one.open_faults])


def _faults(definitions: Definitions, reading: Reading, locked: Collection[int]) -> list[Fault]:
    small = {(cell.body, cell.year) for cell in said(reading.cells)}
    small |= {(count.body, count.year) for count in reading.cases}
    large = {(body, year) for body, year, _ in reading.bulk.parts()} if reading.bulk else set()
    parts = {(body, year) for body, year in small | large if year in locked}
    if not parts:
        return []
    years = "、".join(str(year) for year in sorted({year for _, year in parts}))
    names = [definitions.bodies[body].short_name for body in sorted({body for body, _ in parts})]
    bodies = "、".join(names[:3]) + (f"等{len(names)}个单位" if len(names) > 3 else "")
    return [fault(definitions, "year_locked", years=years, bodies=bodies)]
