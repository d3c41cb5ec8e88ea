"""What an xls stream holds, told from the heads of its records; calamine reads the values themselves.

calamine says neither which cells hold formulas nor which are percentages, and allocates the whole rectangle
between the first and the last filled cell: two cells in a file of 6 KB took 500 MB.
Layout: [MS-XLS], published by Microsoft.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _SUPBOOK, _DIMENSIONS = 0x0809, 0x000A, 0x0085, 0x002F, 0x01AE, 0x0200
_FORMAT, _XF, _FORMULA, _RK, _NUMBER, _MULRK = 0x041E, 0x00E0, 0x0006, 0x027E, 0x0203, 0x00BD
_FILLED = frozenset({_FORMULA, _RK, _NUMBER, 0x00FD, 0x0204, 0x0205, 0x00D6})
_PERCENT_FORMATS = {9, 10}
# SUPBOOK of the workbook itself, and of the functions that come with Excel.
_OWN_BOOKS = (b"\x01\x04", b"\x01\x3a")


@dataclass
class SheetOutline:
    """Where a sheet's cells stand (1-based), and which of them are formulas or percentages."""

    rows: int = 0
    columns: int = 0
    claimed: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    percentages: set[tuple[int, int]] = field(default_factory=set)

    def extend(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


@dataclass
class Outline:
    """A workbook stream at a glance; `sheets` in the order of the workbook."""

    sheets: list[SheetOutline] = field(default_factory=list)
    encrypted: bool = False
    external_links: bool = False


def outline(stream: bytes) -> Outline:
    """Walks the records; raises `struct.error` where one is cut short."""
    found, starts = Outline(), dict[int, SheetOutline]()
    formats, styles = set(_PERCENT_FORMATS), list[int]()
    sheet: SheetOutline | None = None
    depth = 0
    for position, kind, data in _records(stream):
        if kind == _BOF:
            depth += 1
            # A chart inside a sheet is a stream within the stream and has numbers of its own.
            sheet = starts.get(position) if depth == 1 else sheet
        elif kind == _EOF:
            depth -= 1
        elif kind == _BOUNDSHEET:
            starts[struct.unpack_from("<I", data)[0]] = SheetOutline()
        elif kind == _FILEPASS:
            found.encrypted = True
            return found
        elif kind == _SUPBOOK:
            found.external_links |= data[2:4] not in _OWN_BOOKS
        elif kind == _FORMAT and b"%" in data[2:]:
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif sheet is not None and depth == 1:
            _take(sheet, kind, data, formats, styles)
    found.sheets = list(starts.values())
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield position, kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _take(sheet: SheetOutline, kind: int, data: bytes, formats: set[int], styles: list[int]) -> None:
    if kind == _DIMENSIONS and len(data) >= 12:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", data)
        sheet.claimed = max(0, last_row - first_row) * max(0, last_column - first_column)
    elif kind in _FILLED:
        row, column, style = struct.unpack_from("<HHH", data)
        sheet.extend(row + 1, column + 1)
        if kind == _FORMULA:
            sheet.formulas.add((row + 1, column + 1))
        elif _is_percent(style, formats, styles):
            sheet.percentages.add((row + 1, column + 1))
    elif kind == _MULRK:
        row, first = struct.unpack_from("<HH", data)
        for index in range((len(data) - 6) // 6):
            sheet.extend(row + 1, first + index + 1)
            if _is_percent(struct.unpack_from("<H", data, 4 + 6 * index)[0], formats, styles):
                sheet.percentages.add((row + 1, first + index + 1))


def _is_percent(style: int, formats: set[int], styles: list[int]) -> bool:
    return style < len(styles) and styles[style] in formats
