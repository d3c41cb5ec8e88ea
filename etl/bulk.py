"""Large files with one figure a line: SQL sets aside the lines that are plainly right, Python judges the rest.

The rest goes to the ordinary reader as a grid with the lines' true numbers, so that every message and every address
is the same as if it had read the whole file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from definitions.model import Body, Column, Definitions
from definitions.normalise import normalise_header, normalise_text, unit_in_header
from etl.columns import ColumnReader, Columns
from etl.contents import Contents
from etl.csv_file import SEPARATORS, find_separator, formulas, records
from etl.faults import Refused
from etl.files import MAX_BULK_BYTES, MAX_ROWS, check_claim, rough_kind
from etl.findings import Findings, Spot
from etl.grids import Budget, GridBuilder
from etl.headers import BODY, MEASURE, UNIT, VALUE, YEAR, vocabulary
from etl.layout import Table, find_tables
from etl.list_reader import columns_meant
from etl.model import Cell, Grid, Reading
from etl.read import understand
from etl.row_readers import File
from etl.values import LARGEST, parse_year, state_of
from warehouse.bulk import HEAD, Lines, Meaning, Owner, Shape, Unsuited
from warehouse.kept import Kept, Row

SMALLEST_BYTES = 300_000
"""About 8,000 lines: below, the ordinary reader has done before DuckDB has begun."""
LARGEST_SHARE = 0.25
"""Of lines left to Python; beyond it the ordinary reader is hardly slower, and needs no second copy."""
WIDEST = 30
_HEAD_ROWS = 60
"""More than the ordinary reader looks at to tell the columns."""
_MOST_OWNERS = 500_000
_MOST_LABELS = 20_000
_MOST_ODD = 1_000
_CHUNK = 1 << 20


def read_bulk(path: Path, definitions: Definitions, name: str, scratch: Path) -> Reading | None:
    """Reads a large file whose values stand in lines; None where it is none, and the ordinary reader must see it.

    Most cells are left in a database, which the caller closes with the reading; it may spill into `scratch`.
    """
    try:
        return _BulkReader(path, definitions, name, scratch).read()
    except (Refused, Unsuited, UnicodeDecodeError):
        return None


@dataclass
class _Kinds:
    """Bodies by what they owe: those of one kind have the same figures."""

    numbers: dict[tuple[frozenset[str], bool], int] = field(default_factory=dict)
    examples: list[tuple[Body, bool]] = field(default_factory=list)
    years: set[tuple[int, int]] = field(default_factory=set)
    """(kind, year) that occur."""

    def of(self, body: Body, is_total: bool, year: int) -> int:
        number = self.numbers.setdefault((body.functions, is_total), len(self.numbers))
        if number == len(self.examples):
            self.examples.append((body, is_total))
        self.years.add((number, year))
        return number


class _BulkReader:
    def __init__(self, path: Path, definitions: Definitions, name: str, scratch: Path) -> None:
        self._path, self._definitions, self._name, self._scratch = path, definitions, name, scratch
        self._vocabulary = vocabulary(definitions)
        # What is found on the way is found again, and told, by the ordinary reader.
        self._file = File(name, definitions, self._vocabulary, Findings(definitions), Reading(name))

    def read(self) -> Reading:
        check_claim(self._name, rough_kind(self._path))
        lines, newline = _survey(self._path)
        separator = find_separator(self._path, "utf-8-sig")
        table = self._table(separator)
        columns = self._columns(table)
        shape = _shape(table, columns, separator, newline, lines)
        with Lines(self._path, shape, self._scratch, self._definitions) as table_of_lines:
            return self._part(table_of_lines, shape, columns)

    def _table(self, separator: str) -> Table:
        """The table that begins in the first line; raises `Unsuited` where the file has another layout."""
        if separator not in SEPARATORS[:3]:
            raise Unsuited("the separator is no byte")
        builder = GridBuilder(None, Budget())
        for line, record in islice(records(self._path, "utf-8-sig", separator), HEAD):
            builder.add(line, record)
        tables = find_tables(builder.grid(), self._vocabulary)
        if len(tables) != 1 or not tables[0].is_long or (tables[0].start, tables[0].first) != (0, 1):
            raise Unsuited("no list that begins in the first line")
        if tables[0].end < _HEAD_ROWS:
            raise Unsuited("blank lines at the top")
        return tables[0]

    def _columns(self, table: Table) -> Columns:
        reader = ColumnReader(
            table, Spot(0, table.grid), self._name, self._vocabulary, self._file.findings, self._file.reading
        )
        columns = reader.read()
        if columns is None or not {BODY, YEAR, MEASURE, VALUE} <= columns.roles.keys():
            raise Unsuited("a column is missing")
        return columns

    def _part(self, lines: Lines, shape: Shape, columns: Columns) -> Reading:
        kinds = _Kinds()
        owners = list(self._owners(lines.owners(_MOST_OWNERS), kinds))
        labels = lines.labels(_MOST_LABELS)
        if any(self._vocabulary.roles.get(normalise_header(label)) in (BODY, MEASURE) for label, _ in labels):
            raise Unsuited("a further header below")
        header_unit = columns.roles[VALUE].unit
        meanings = [row for text in labels for row in self._meanings(*text, header_unit, kinds)]
        states = {text: state for text in lines.odd_values(_MOST_ODD) if (state := self._state(text))}
        left = lines.judge(owners, meanings, states, int(LARGEST))
        if left > min(MAX_ROWS, HEAD + LARGEST_SHARE * shape.lines):
            raise Unsuited("too much to say")
        reading = self._understand(lines.rest(), shape)
        reading.bulk = Kept(lines, [_row(cell) for cell in reading.cells])
        reading.rows += reading.bulk.count
        return reading

    def _owners(self, texts: Sequence[tuple[str, str]], kinds: _Kinds) -> Iterator[Owner]:
        """What each pair of texts for body and year means, where that is one body."""
        bodies, last = self._vocabulary.bodies, date.today().year
        years: dict[str, int | str] = {}
        for body_text, year_text in texts:
            if year_text not in years:
                years[year_text] = parse_year(year_text, last)
            year = years[year_text]
            if not isinstance(year, int) or body_text.lstrip().startswith("="):
                continue
            alive = [body for body in bodies.named(body_text.strip()) if body.exists_in(year)]
            if len(alive) == 1:
                kind = kinds.of(alive[0], bodies.has_children(alive[0], year), year)
                yield body_text, year_text, alive[0].body, year, kind

    def _meanings(
        self, label_text: str, unit_text: str, header_unit: str | None, kinds: _Kinds
    ) -> Iterator[Meaning]:
        """The column a label means for each kind of body in each year, where that is one."""
        label = label_text.strip()
        named = self._vocabulary.named(label)
        if not named:
            return
        units = {unit for unit in (normalise_text(unit_text), unit_in_header(label), header_unit) if unit}
        for kind, year in kinds.years:
            body, is_total = kinds.examples[kind]
            found = columns_meant(self._file, named, body, year, (self._name,))
            if len(found) == 1 and not (is_total and self._rolls_up(found[0])):
                yield label_text, unit_text, kind, year, *self._meaning(found[0], body, year, units)

    def _meaning(
        self, column: Column, body: Body, year: int, units: set[str]
    ) -> tuple[str, bool, bool, bool]:
        """The measure; whether nothing has to be converted or doubted; whether it is owed; whether it is whole."""
        factors = self._definitions.words.unit_factors.get(column.unit, {})
        is_plain = column.applies_in(year) and all(factors.get(unit) == 1 for unit in units)
        owed = self._definitions.owes(body, self._definitions.datasets[self._dataset(column)])
        return column.measure, is_plain, owed, column.integer

    def _dataset(self, column: Column) -> str:
        return self._definitions.dataset_of[column.measure]

    def _rolls_up(self, column: Column) -> bool:
        return self._definitions.datasets[self._dataset(column)].rolls_up

    def _state(self, text: str) -> str | None:
        state = state_of(text, self._vocabulary.states)
        return state if state in self._definitions.words.states else None

    def _understand(self, rest: Sequence[tuple[int, list[str]]], shape: Shape) -> Reading:
        reading = understand(Contents([_grid(rest, shape.lines)]), self._name, self._definitions)
        if any(found.code == "file_unreadable" for found in reading.faults):
            raise Unsuited("the ordinary reader must say so of the whole file")
        return reading


def _survey(path: Path) -> tuple[int, str]:
    """(number of lines, how they end); raises `Unsuited` where bytes show that lines are no records."""
    size = path.stat().st_size
    if not SMALLEST_BYTES <= size <= MAX_BULK_BYTES:
        raise Unsuited("too small or too large")
    ends = returns = windows = 0
    last = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            ends += chunk.count(b"\n")
            if b"\r" in chunk or last[-1:] == b"\r":
                returns += chunk.count(b"\r")
                windows += (last[-1:] + chunk).count(b"\r\n")
            if b"\0" in chunk or (b'"' in chunk and _has_loose_quotes(last[-1:] + chunk)):
                raise Unsuited("a zero, or a quote that readers take differently")
            last = chunk
    if returns not in (0, ends) or returns != windows:
        raise Unsuited("lines end in several ways")
    blank = last[len(last.rstrip(b"\r\n")) :].count(b"\n")
    return ends - blank + 1, "\r\n" if returns else "\n"


def _has_loose_quotes(chunk: bytes) -> bool:
    """A space beside a quote belongs to the text for one reader and not for another."""
    return b'" ' in chunk or b' "' in chunk


def _shape(table: Table, columns: Columns, separator: str, newline: str, lines: int) -> Shape:
    named = {header.column for header in table.headers}
    width = max(named)
    if width > WIDEST:
        raise Unsuited("too wide")
    unnamed = {column for column in range(1, width) if column not in named}
    return Shape(
        separator=separator,
        newline=newline,
        lines=lines,
        width=width,
        body=columns.roles[BODY].column,
        year=columns.roles[YEAR].column,
        measure=columns.roles[MEASURE].column,
        value=columns.roles[VALUE].column,
        unit=columns.role(UNIT),
        empty=frozenset(unnamed | {header.column for header in columns.reasons}),
    )


def _row(cell: Cell) -> Row:
    """A cell with the line it stands on."""
    line = int(cell.cell[1 : cell.cell.index("行")])
    return line, cell.body, cell.year, cell.measure, cell.value, cell.state, cell.raw


def _grid(rest: Sequence[tuple[int, list[str]]], lines: int) -> Grid:
    """The lines left as the ordinary reader has them: cut after the last text, one blank line for several."""
    for _, texts in rest:
        while texts and not texts[-1].strip():
            texts.pop()
    end = len(rest)
    while end and not rest[end - 1][1] and rest[end - 1][0] == lines - (len(rest) - end):
        end -= 1
    blank = {line for line, texts in rest if not texts}
    kept = [(line, texts) for line, texts in rest[:end] if texts or line - 1 not in blank]
    found = frozenset(place for line, texts in kept for place in formulas(line, texts))
    return Grid(None, [texts for _, texts in kept], [line for line, _ in kept], found)
