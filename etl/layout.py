"""Finds the tables in a grid: title rows, header (one to three rows, merged or not), data rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from definitions.normalise import normalise_header, unit_in_header
from etl.headers import BODY, LONGEST_HEADER, MEASURE, VALUE, Header, Vocabulary
from etl.model import Grid

HEADER_WITHIN = 15
"""Rows from the top in which the first header must stand; titles and notes above it are rarely over five."""
_TALLEST_HEADER = 3
# A further header beyond these is read as a row, and its 单位名称 reported as an unknown body.
_MOST_TABLES = 100
# A second table's own title stands right above its header.
_TITLES_BETWEEN = 3


@dataclass(frozen=True)
class Table:
    """A header and its data rows; `start`, `first` and `end` are positions in `grid.rows`."""

    grid: Grid
    headers: tuple[Header, ...]
    titles: tuple[int, ...]
    start: int
    first: int
    end: int
    is_long: bool

    @property
    def header_row(self) -> int:
        """The row number of the header's last row."""
        return self.grid.row_numbers[self.first - 1]


@dataclass(frozen=True)
class _Block:
    headers: tuple[Header, ...]
    start: int
    height: int
    is_long: bool
    score: int


def find_tables(grid: Grid, vocabulary: Vocabulary) -> list[Table]:
    """Gives the tables from top to bottom; none where no row is a header."""
    block = _best_block(grid, vocabulary, range(min(HEADER_WITHIN, len(grid.rows))))
    tables: list[Table] = []
    above = 0
    while block is not None:
        first = block.start + block.height
        following = _next_block(grid, vocabulary, block) if len(tables) + 1 < _MOST_TABLES else None
        end = _first_title(grid, vocabulary, first, following.start) if following else len(grid.rows)
        titles = tuple(range(above, block.start))
        tables.append(Table(grid, block.headers, titles, block.start, first, end, block.is_long))
        block, above = following, end
    return tables


def _best_block(grid: Grid, vocabulary: Vocabulary, starts: range) -> _Block | None:
    """The rows that mean most as a header; fewer rows before more, upper before lower."""
    telling = {
        row
        for row in range(starts.start, min(starts.stop + 2, len(grid.rows)))
        if _tells(grid, row, vocabulary)
    }
    best = None
    for height in range(1, _TALLEST_HEADER + 1):
        for start in starts:
            if start + height <= len(grid.rows) and telling.intersection(range(start, start + height)):
                block = _block(grid, vocabulary, start, height)
                if block and (best is None or block.score > best.score):
                    best = block
    return best


def _tells(grid: Grid, row: int, vocabulary: Vocabulary) -> bool:
    names = (normalise_header(text) for text in grid.rows[row] if text and len(text) < LONGEST_HEADER)
    return any(name in vocabulary.roles or name in vocabulary.columns for name in names)


def _block(grid: Grid, vocabulary: Vocabulary, start: int, height: int) -> _Block | None:
    headers = _headers(grid, start, height)
    roles = {role for header in headers if (role := vocabulary.role(header))}
    is_long = {MEASURE, VALUE} <= roles
    figures = 0
    for dataset in vocabulary.datasets:
        # A set: a title row over a merged header would else count one measure once a column.
        known = {vocabulary.measures(header, dataset)[:1] for header in headers} - {()}
        figures = max(figures, len(known))
    # Without a body column one known header may be chance: a title such as 行政处罚 is one too.
    if not is_long and not (figures > 1 or (figures and BODY in roles)):
        return None
    return _Block(headers, start, height, is_long, len(roles) + (0 if is_long else figures))


def _headers(grid: Grid, start: int, height: int) -> tuple[Header, ...]:
    levels = _filled(grid, start, height)
    width = max(map(len, levels))
    headers = []
    for column in range(width):
        parts = [level[column] for level in levels if column < len(level) and level[column].strip()]
        if parts := list(dict.fromkeys(parts)):
            headers.append(_header(column + 1, parts))
    return tuple(headers)


def _header(column: int, parts: list[str]) -> Header:
    """Combines the levels: `行政许可/申请` is looked up as 行政许可申请 before 申请."""
    parts = [part[:LONGEST_HEADER] for part in parts]
    names = [normalise_header(part) for part in parts]
    combined = ["".join(names[start:]) for start in range(len(names))]
    if len(names) == _TALLEST_HEADER:
        combined.insert(1, names[0] + names[2])
    units = (unit_in_header(part) for part in reversed(parts))
    text = "/".join(" ".join(part.split()) for part in parts)
    return Header(column, text, tuple(filter(None, combined)), next(filter(None, units), None))


def _filled(grid: Grid, start: int, height: int) -> list[list[str]]:
    """The header rows with every merged cell holding the text of its range.

    A CSV file keeps only the first cell of a range: there a blank above a filled cell belongs to its left.
    """
    levels = [list(grid.rows[start + level]) for level in range(height)]
    rows = [grid.row_numbers[start + level] for level in range(height)]
    ranges = [merged for merged in grid.merged if merged[0] in rows] if height > 1 else []
    for first_row, first_column, last_row, last_column in ranges:
        text = _at(levels[rows.index(first_row)], first_column)
        width = max(map(len, levels))
        for level, row in enumerate(rows):
            if first_row <= row <= last_row and text:
                _fill(levels[level], range(first_column, min(last_column, width) + 1), text)
    if not ranges:
        for upper, lower in pairwise(levels):
            _fill_right(upper, lower)
    return levels


def _fill(level: list[str], columns: range, text: str) -> None:
    level.extend([""] * (columns.stop - 1 - len(level)))
    for column in columns:
        level[column - 1] = text


def _fill_right(upper: list[str], lower: list[str]) -> None:
    upper.extend([""] * (len(lower) - len(upper)))
    for column in range(1, len(upper)):
        if not upper[column].strip() and _at(lower, column + 1):
            upper[column] = upper[column - 1]


def _at(row: Sequence[str], column: int) -> str:
    return row[column - 1].strip() if column <= len(row) else ""


def _next_block(grid: Grid, vocabulary: Vocabulary, block: _Block) -> _Block | None:
    """A further table below: it has a body or measure header in the same column as this one."""
    key = MEASURE if block.is_long else BODY
    columns = [header.column for header in block.headers if vocabulary.role(header) == key]
    for row in _rows_like_headers(grid, vocabulary, block.start + block.height, columns[:1]):
        if found := _best_block(grid, vocabulary, range(row, row + 1)):
            return found
    return None


def _rows_like_headers(grid: Grid, vocabulary: Vocabulary, first: int, columns: list[int]) -> Iterator[int]:
    for row in range(first, len(grid.rows)):
        for column in columns:
            text = _at(grid.rows[row], column)
            if (
                text
                and len(text) < LONGEST_HEADER
                and vocabulary.roles.get(normalise_header(text)) in (BODY, MEASURE)
            ):
                yield row


def _first_title(grid: Grid, vocabulary: Vocabulary, first: int, header: int) -> int:
    """Where the rows above a further header begin to be its titles: a single text each, and no body's name."""
    row = header
    while row > max(first, header - _TITLES_BETWEEN):
        filled = [text for text in grid.rows[row - 1] if text.strip()]
        if len(filled) > 1 or (filled and vocabulary.bodies.named(filled[0])):
            break
        row -= 1
    return row
