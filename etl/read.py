"""Reads a return of any layout: cells with their address, and all that is wrong with it, in one pass."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from definitions.model import Definitions
from etl import amend
from etl.amend import Amendments
from etl.bands import tables_in
from etl.case_model import Listed
from etl.case_rows import read_ledger
from etl.case_tables import find_ledger
from etl.case_tally import count_ledgers
from etl.contents import Contents, open_contents
from etl.faults import Refused
from etl.findings import Findings, Spot
from etl.headers import vocabulary
from etl.merged import Merged
from etl.model import Reading
from etl.own_form import is_guide
from etl.reasons import is_reason_sheet, read_reasons
from etl.row_readers import File, say_absent
from etl.tables import read_bands
from etl.verdict_sheet import is_verdict

_log = logging.getLogger(__name__)


def read_file(
    path: Path, definitions: Definitions, name: str | None = None, amended: Amendments = amend.NONE
) -> Reading:
    """Reads `path`, called `name` by its sender; whatever is wrong with it becomes a fault of the reading."""
    file = name or path.name
    return understand(open_contents(path, file), file, definitions, amended)


def understand(
    contents: Contents, name: str, definitions: Definitions, amended: Amendments = amend.NONE
) -> Reading:
    """Reads what was found in the file called `name`, as its sender amended it."""
    reading, findings = Reading(name), Findings(definitions)
    for refused in contents.refused:
        findings.refuse(refused)
    if not contents.refused:
        try:
            words = vocabulary(definitions).answering(amend.columns_answered(definitions, amended.headings))
            grids, changed = amend.corrected(contents.grids, amended.corrections)
            file = File(reading.file, definitions, words, findings, reading)
            _read_contents(replace(contents, grids=grids), file)
            amend.say_corrected(findings, grids, changed, reading.cells, reading.private)
            reading.corrected = list(changed.values())
        except Exception:
            # Nothing a sender writes should lead here; if it does, the file waits and the others go on.
            _log.exception("cannot understand %s", reading.file)
            reading.cells.clear()
            findings.refuse(Refused("file_unreadable"))
    reading.faults = findings.faults()
    return reading


def _read_contents(contents: Contents, file: File) -> None:
    for sheet in contents.hidden:
        file.findings.add("sheet_hidden", Spot(), sheet=sheet, value=sheet)
    without, ledgers, verdicts = list[Spot](), list[Listed | None](), 0
    covers: list[Spot] | None = None
    file.sheets = len(contents.grids)
    for order, grid in enumerate(contents.grids):
        spot = Spot(order, grid)
        if is_verdict(grid.sheet, _first_text(spot)):
            verdicts += 1
            continue
        if is_reason_sheet(grid, file.vocabulary):
            read_reasons(grid, spot, file.vocabulary, file.findings, file.reading)
            continue
        if ledger := find_ledger(grid, file.name, file.definitions, file.vocabulary):
            ledgers.append(read_ledger(ledger, spot, file))
            continue
        has_tables = _read_tables(spot, file, covers if covers is not None else without)
        if has_tables and covers is None:
            covers = list(without)
        if not has_tables and not is_guide(grid.sheet, _first_text(spot)):
            without.append(spot)
    say_absent(file)
    count_ledgers(filter(None, ledgers), file)
    # A guide or a cover among sheets of figures is no fault; a file without any table is.
    code = "table_not_found" if len(without) == len(contents.grids) - verdicts else "sheet_without_table"
    for spot in without:
        assert spot.grid is not None
        file.findings.add(code, spot.at(spot.grid.row_numbers[0], 1), value=_first_text(spot))
    if not contents.grids:
        file.findings.add("table_not_found", Spot(), value="")


def _read_tables(spot: Spot, file: File, covers: Sequence[Spot]) -> bool:
    """Reads the tables of a sheet; says whether there are any. `covers` are the sheets before the first of all."""
    assert spot.grid is not None
    _say_hidden(spot, file)
    bands = tables_in(spot.grid, file.vocabulary)
    covered = [[replace(table, covers=tuple(covers)) for table in tables] for tables in bands]
    read_bands(file, covered, spot, Merged(spot.grid))
    return any(bands)


def _say_hidden(spot: Spot, file: File) -> None:
    """What the sender does not see on his screen is read all the same, and said."""
    for row, column in spot.grid.hidden if spot.grid else ():
        at = spot.at(row, 1) if row else spot.at(spot.grid.row_numbers[0] if spot.grid else 1, column)
        file.findings.gather("row_hidden" if row else "column_hidden", at, spot.order)


def _first_text(spot: Spot) -> str:
    rows = spot.grid.rows if spot.grid else ()
    return next((text.strip() for row in rows for text in row if text.strip()), "")
