"""An xls workbook as grids: values by python-calamine, what it does not tell from the record heads."""

import io
import struct
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from etl.biff import Outline, SheetOutline, outline
from etl.faults import Refused
from etl.files import MAX_CELLS, MAX_COLUMNS
from etl.grids import Budget, GridBuilder, number_text, percent_text
from etl.model import Grid
from etl.ole import Container
from etl.sheets import date_text

# What the format can hold in one sheet; a sheet that claims more would make calamine reserve memory for it.
_LARGEST_CLAIM = 65_536 * 256


def ole_kind(path: Path) -> tuple[str, bytes]:
    """xls, `encrypted` (a protected xlsx) or doc and the like; and the file's bytes."""
    data = path.read_bytes()
    names = Container(data).names()
    if "EncryptedPackage" in names:
        return "encrypted", data
    if names & {"Workbook", "Book"}:
        return "xls", data
    return ("doc" if "WordDocument" in names else "OLE"), data


def read_xls(data: bytes) -> tuple[list[Grid], list[str]]:
    """Gives the visible sheets that hold anything, and the names of the hidden ones."""
    found = _checked_outline(data)
    workbook = _open(data)
    budget = Budget()
    hidden, grids = [], []
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        elif grid := _grid(workbook, number, found.sheets[number], budget):
            grids.append(grid)
    return grids, hidden


def _checked_outline(data: bytes) -> Outline:
    """Looks at the records first: calamine allocates before it can be stopped."""
    container = Container(data)
    try:
        found = outline(container.stream("Workbook") or container.stream("Book"))
    except struct.error as error:
        raise Refused("file_damaged") from error
    if found.encrypted:
        raise Refused("file_password")
    if any(name.startswith("_VBA_PROJECT") for name in container.names()):
        raise Refused("file_macro")
    if found.external_links:
        raise Refused("file_external_links")
    if sum(sheet.rows * sheet.columns for sheet in found.sheets) > MAX_CELLS:
        raise Refused("too_many_cells", limit=MAX_CELLS)
    if any(sheet.claimed > _LARGEST_CLAIM for sheet in found.sheets):
        raise Refused("file_damaged")
    return found


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Refused("file_password") from error
    except CalamineError as error:
        raise Refused("file_damaged") from error
    except BaseException as error:
        # A panic inside calamine derives from BaseException; a bad file must not end the process.
        if type(error).__name__ == "PanicException":
            raise Refused("file_damaged") from error
        raise


def _grid(workbook: CalamineWorkbook, number: int, found: SheetOutline, budget: Budget) -> Grid | None:
    sheet = workbook.get_sheet_by_index(number)
    builder = GridBuilder(sheet.name, budget)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        percent = (((row, column) in found.percentages) for column in range(1, len(values) + 1))
        builder.add(
            row, [_text(value, is_percent) for value, is_percent in zip(values, percent, strict=True)]
        )
    builder.formulas = {cell for cell in found.formulas if cell[1] <= MAX_COLUMNS}
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        builder.merged.append((first_row + 1, first_column + 1, last_row + 1, last_column + 1))
    grid = builder.grid()
    return grid if grid.rows else None


def _text(value: object, is_percent: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return percent_text(value) if is_percent else number_text(value)
    return date_text(value)
