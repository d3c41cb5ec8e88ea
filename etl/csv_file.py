"""A CSV file as a grid: finds its encoding and separator, keeps the line each record starts on."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from etl.faults import Refused
from etl.grids import Budget, GridBuilder, cell_too_long
from etl.model import Grid

SEPARATORS = (",", "\t", ";", "，")
_CHUNK = 1 << 20
_SAMPLE_RECORDS = 40
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(path: Path) -> Grid:
    """Reads `path`; raises `Refused` with the line where it is not a sound CSV file."""
    encoding = find_encoding(path)
    separator = find_separator(path, encoding)
    builder = GridBuilder(None, Budget())
    for line, record in records(path, encoding, separator):
        builder.add(line, record)
        builder.formulas.update(formulas(line, record))
    grid = builder.grid()
    if not grid.rows:
        raise Refused("file_empty")
    return grid


def formulas(line: int, record: Sequence[str]) -> list[tuple[int, int]]:
    """(line, column) of every cell that a spreadsheet would take for a formula."""
    if "=" not in "".join(record):
        return []
    return [(line, column) for column, text in enumerate(record, 1) if text.lstrip().startswith("=")]


def find_encoding(path: Path) -> str:
    """Gives the encoding the whole file is valid in: its BOM's, else UTF-8, else GB18030 (which holds GBK)."""
    with path.open("rb") as file:
        head = file.read(4)
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    candidates = [marked] if marked else ["utf-8", "gb18030"]
    broken = []
    for encoding in candidates:
        fault = _first_fault(path, encoding)
        if fault is None:
            return encoding
        broken.append(fault)
    # The encoding that got further is the one the file was meant to be in.
    code, line, found = max(broken, key=lambda fault: fault[1])
    raise Refused(code, row=line, value=found)


def _first_fault(path: Path, encoding: str) -> tuple[str, int, str] | None:
    """(code, line, what was found) of the first thing that is no text in `encoding`; reads 1 MB at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                bad = bytes(error.object[error.start : error.start + 1])
                good = bytes(error.object[: error.start]).decode(encoding, "ignore")
                return "encoding_broken", line + _line_ends(good), f"0x{bad.hex().upper()}"
            if "\0" in text:
                return "csv_nul", line + _line_ends(text[: text.index("\0")]), "0x00"
            line += _line_ends(text)
            if not chunk:
                return None


def _line_ends(text: str) -> int:
    # A chunk boundary inside \r\n counts it twice: one line off in a message is worth the simplicity.
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def find_separator(path: Path, encoding: str) -> str:
    """Gives the separator that cuts the first records into most columns, most evenly; else a comma."""
    return max(SEPARATORS, key=lambda separator: _evenness(path, encoding, separator))


def _evenness(path: Path, encoding: str, separator: str) -> int:
    widths: Counter[int] = Counter()
    try:
        for _, record in islice(records(path, encoding, separator), _SAMPLE_RECORDS):
            widths[len(record)] += 1
    except Refused:
        # Judged by what came before; the reading itself meets the same fault again and reports it.
        pass
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def records(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Gives (line the record starts on, its fields)."""
    with path.open(encoding=encoding, newline="") as file:
        # strict: else an unclosed quote would swallow the rest of the file without a word.
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 1
        try:
            for record in reader:
                yield line, record
                line = reader.line_num + 1
        except csv.Error as error:
            if "field larger" in str(error):
                raise cell_too_long(None, line, None, "") from error
            raise Refused("csv_quotes_broken", row=line) from error
