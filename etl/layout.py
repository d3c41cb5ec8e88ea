"""Finds the tables in a grid: title rows, header (one to three rows, merged or not), data rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from definitions.normalise import normalise_header, unit_in_header
from etl.files import MAX_COLUMNS
from etl.findings import Spot
from etl.headers import BODY, LONGEST_HEADER, MEASURE, OF_YEAR, OTHER, VALUE, Header, Vocabulary
from etl.model import Grid
from etl.values import Number, parse_number, state_of

HEADER_WITHIN = 30
"""Rows from the top in which the first header must stand; titles and notes above it are rarely over five."""
_TALLEST_HEADER = 3
# A further header beyond these is read as a row, and its 单位名称 reported as an unknown body.
_MOST_TABLES = 100
# A second table's own title stands right above its header.
_TITLES_BETWEEN = 3
_FEWEST_LINES = 2
_MOST_LINES = 2_000
"""Of a sheet without a header; no form is longer."""


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
    above: tuple[int, ...] = ()
    """The sheet's own title rows, where these are another table's."""
    columns: range = range(1, MAX_COLUMNS + 1)
    """Where the table stands between others beside it."""
    dataset: str | None = None
    """The return its upper header names; None where the columns must tell."""
    covers: tuple[Spot, ...] = ()
    """First cells of the sheets before it that hold no table: what a cover says holds for all that follows."""
    units: int = 0
    """Rows of the header, the last ones, that name nothing but units."""

    def alone(self, columns: range) -> "Table":
        """The same with nothing beside its `columns` from the header on: what stands there belongs to others."""
        return replace(self, grid=cut(self.grid, columns, self.start), columns=columns)

    @property
    def header_row(self) -> int:
        """The row number of the header's last row of names; of a list without one, of its first line."""
        return self.grid.row_numbers[max(self.first - 1 - self.units, self.start)]

    def texts(self, position: int) -> list[str]:
        """What is written in one of its rows, from left to right."""
        row = self.grid.rows[position][self.columns.start - 1 : self.columns.stop - 1]
        return [text.strip() for text in row if text.strip()]


def cut(grid: Grid, columns: range, first: int) -> Grid:
    """The grid with blanks beside `columns` from row position `first` on; the titles above stay whole."""
    blank = [""] * (columns.start - 1)
    rows = [[*blank, *row[columns.start - 1 : columns.stop - 1]] for row in grid.rows[first:]]
    return replace(grid, rows=[*grid.rows[:first], *rows])


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
        block, units = _with_units(grid, vocabulary, block)
        first = block.start + block.height
        following = _next_block(grid, vocabulary, block) if len(tables) + 1 < _MOST_TABLES else None
        end = _first_title(grid, vocabulary, first, following.start) if following else len(grid.rows)
        titles = tuple(range(above, block.start))
        own = tables[0].titles if tables else ()
        table = Table(grid, block.headers, titles, block.start, first, end, block.is_long, own, units=units)
        tables.append(table)
        block, above = following, end
    return tables or plain_lists(grid, vocabulary)


def _with_units(grid: Grid, vocabulary: Vocabulary, block: _Block) -> tuple[_Block, int]:
    """The header with the units that stand alone in the row below it: 件, 件, 万元."""
    columns = [header.column for header in block.headers if vocabulary.owners(header)]
    for below in (0, 1) if not block.is_long else ():
        row = block.start + block.height + below
        texts = [_at(grid.rows[row], column) for column in columns] if row < len(grid.rows) else []
        units = [unit_in_header(f"({text.strip('()（）')})") for text in texts]
        if any(texts) and all(unit or not text for unit, text in zip(units, texts, strict=True)):
            named = dict(zip(columns, units, strict=True))
            headers = tuple(replace(h, unit=named.get(h.column) or h.unit) for h in block.headers)
            return replace(block, headers=headers, height=block.height + below + 1), below + 1
        # The numbers of the columns may stand between.
        if not all(text.isdecimal() for text in texts):
            break
    return block, 0


def _best_block(grid: Grid, vocabulary: Vocabulary, starts: range) -> _Block | None:
    """The rows that mean most as a header; fewer rows before more, upper before lower."""
    telling = {
        row
        for row in range(starts.start, min(starts.stop + 2, len(grid.rows)))
        if _tells(grid, row, vocabulary)
    }
    best = None
    for start in starts:
        # A wider header further down belongs to another table: only what begins within this one may be better.
        if best is not None and start >= best.start + best.height:
            break
        for height in range(1, _TALLEST_HEADER + 1):
            if start + height <= len(grid.rows) and telling.intersection(range(start, start + height)):
                block = _block(grid, vocabulary, start, height)
                if block and (best is None or _is_better(block, best)):
                    best = block
    return best


def _is_better(block: _Block, best: _Block) -> bool:
    """Means more; as much in fewer rows; as much in as many, it stands above."""
    return (block.score, -block.height) > (best.score, -best.height)


def _tells(grid: Grid, row: int, vocabulary: Vocabulary) -> bool:
    names = (normalise_header(text) for text in grid.rows[row] if text and len(text) < LONGEST_HEADER)
    return any(name in vocabulary.roles or name in vocabulary.columns for name in names)


def _block(grid: Grid, vocabulary: Vocabulary, start: int, height: int) -> _Block | None:
    headers = _headers(grid, start, height, vocabulary)
    roles = {role for header in headers if (role := vocabulary.role(header))} - {OTHER}
    compared = {compared for header in headers if (compared := vocabulary.compares(header))}
    is_long = MEASURE in roles and (
        VALUE in roles or OF_YEAR in compared or any(map(vocabulary.body_above, headers))
    )
    figures = 0
    for dataset in vocabulary.datasets:
        # A set: a title row over a merged header would else count one measure once a column.
        known = {vocabulary.named_by(header, dataset)[:1] for header in headers} - {()}
        figures = max(figures, len(known))
    # A single text above is a title; it may name several returns and heads none of the columns.
    if len([text for text in grid.rows[start] if text.strip()]) > 1:
        figures = max(figures, _named_above(headers, vocabulary))
    # Without a body column one known header may be chance: a title such as 行政处罚 is one too.
    if not is_long and not (figures > 1 or (figures and BODY in roles)):
        return None
    # 件数 and 金额 below each, or 本年 and 上年: the names above mean as much without them.
    qualified = any(len(header.levels) > 1 and vocabulary.qualifies(header.levels[-1]) for header in headers)
    return _Block(headers, start, height, is_long, len(roles) + (0 if is_long else figures + qualified))


def _named_above(headers: Iterable[Header], vocabulary: Vocabulary) -> int:
    """How many measures the headers mean where upper ones name their returns, of whatever return."""
    above = [(dataset, header) for header in headers if (dataset := vocabulary.named_above(header))]
    return len({vocabulary.measures(header, dataset)[0].measure for dataset, header in above})


def _headers(grid: Grid, start: int, height: int, vocabulary: Vocabulary) -> tuple[Header, ...]:
    levels = _filled(grid, start, height)
    width = max(map(len, levels))
    headers = []
    for column in range(width):
        parts = [level[column] for level in levels if column < len(level) and level[column].strip()]
        if parts := list(dict.fromkeys(parts)):
            headers.append(_header(column + 1, parts, vocabulary))
    return tuple(headers)


def _header(column: int, parts: list[str], vocabulary: Vocabulary) -> Header:
    """Combines the levels: `行政许可/申请` is looked up as 行政许可申请 before 申请, `合计/件数` also as 合计."""
    parts = [part[:LONGEST_HEADER] for part in parts]
    names = [normalise_header(part) for part in parts]
    combined = ["".join(names[start:]) for start in range(len(names))]
    if len(names) == _TALLEST_HEADER:
        combined.insert(1, names[0] + names[2])
    above = [name for name in names[:-1] if name in vocabulary.columns]
    if above and names[-1] in vocabulary.totals:
        # 合计 below 普通程序 is no total of all; below the name of a return it may be anything.
        combined[-1:] = [name for name in above if name not in vocabulary.dataset_titles]
    if len(names) > 1 and vocabulary.qualifies(parts[-1]):
        combined += ["".join(names[start:-1]) for start in range(len(names) - 1)]
    units = (unit_in_header(part) for part in reversed(parts))
    text = "/".join(" ".join(part.split()) for part in parts)
    return Header(column, text, tuple(filter(None, combined)), next(filter(None, units), None), tuple(parts))


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
        # From below: a blank between two levels hides no column from the header above both.
        headed = {column for column, text in enumerate(levels[-1]) if text.strip()}
        for upper in reversed(levels[:-1]):
            own = {column for column, text in enumerate(upper) if text.strip()}
            _fill_right(upper, headed)
            headed |= own
    return levels


def _fill(level: list[str], columns: range, text: str) -> None:
    level.extend([""] * (columns.stop - 1 - len(level)))
    for column in columns:
        level[column - 1] = text


def _fill_right(upper: list[str], headed: set[int]) -> None:
    upper.extend([""] * (max(headed, default=-1) + 1 - len(upper)))
    for column in range(1, len(upper)):
        if not upper[column].strip() and column in headed:
            upper[column] = upper[column - 1]


def _at(row: Sequence[str], column: int) -> str:
    return row[column - 1].strip() if column <= len(row) else ""


def _next_block(grid: Grid, vocabulary: Vocabulary, block: _Block) -> _Block | None:
    """A further table below: a body or measure header in the same column as this one, or names of measures alone."""
    key = MEASURE if block.is_long else BODY
    columns = [header.column for header in block.headers if vocabulary.role(header) == key]
    first = block.start + block.height
    for row in _rows_like_headers(grid, vocabulary, first, columns[:1]):
        begin = row
        while begin > max(first, row - _TALLEST_HEADER + 1) and _is_texts(grid.rows[begin - 1]):
            begin -= 1
        if found := _best_block(grid, vocabulary, range(begin, row + 1)):
            return found
    return None


def _rows_like_headers(grid: Grid, vocabulary: Vocabulary, first: int, columns: list[int]) -> Iterator[int]:
    for row in range(first, len(grid.rows)):
        keys = (_at(grid.rows[row], column) for column in columns)
        if any(_role(vocabulary, text) in (BODY, MEASURE) for text in keys) or (
            _is_texts(grid.rows[row])
            and (_names_measures(grid.rows[row], vocabulary) or _heads_list(grid.rows[row], vocabulary))
        ):
            yield row


def _heads_list(row: Sequence[str], vocabulary: Vocabulary) -> bool:
    """项目 and 数量, as in no row of figures."""
    roles = {_role(vocabulary, text) for text in row}
    return MEASURE in roles and VALUE in roles


def _role(vocabulary: Vocabulary, text: str) -> str | None:
    return vocabulary.roles.get(normalise_header(text)) if text and len(text) < LONGEST_HEADER else None


def _is_texts(row: Sequence[str]) -> bool:
    """Several texts and no number: no row of figures, and no title."""
    filled = [text for text in row if text.strip()]
    return len(filled) > 1 and not any(isinstance(parse_number(text), Number) for text in filled)


def _names_measures(row: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Two measures of one return, as in no row of figures."""
    named = [set(vocabulary.named(text)) for text in row if text.strip()]
    return any(first & second for first, second in combinations(filter(None, named), 2))


def _first_title(grid: Grid, vocabulary: Vocabulary, first: int, header: int) -> int:
    """Where the rows above a further header begin to be its titles: a single text each, and no body's name."""
    row = header
    while row > max(first, header - _TITLES_BETWEEN):
        filled = [text for text in grid.rows[row - 1] if text.strip()]
        if len(filled) > 1 or (filled and _is_figure(filled[0], vocabulary)):
            break
        row -= 1
    return row


def _is_figure(text: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.is_year(text):
        return False
    return isinstance(parse_number(text), Number) or bool(vocabulary.bodies.named(text))


def plain_lists(grid: Grid, vocabulary: Vocabulary) -> list[Table]:
    """Lists of a measure and its figure in neighbouring columns, without a header that says so."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for position, row in enumerate(grid.rows[:_MOST_LINES]):
        for label, text in enumerate(row, start=1):
            if text.strip() and vocabulary.named(text) and (value := _figure_beside(row, label, vocabulary)):
                pairs.setdefault((label, value), []).append(position)
    found = {pair: positions for pair, positions in pairs.items() if len(positions) >= _FEWEST_LINES}
    if not found or any(_has_further(grid, value, positions) for (_, value), positions in found.items()):
        return []
    start = min(min(positions) for positions in found.values())
    headers = []
    for (label, value), _ in sorted(found.items()):
        headers.append(
            Header(
                label,
                vocabulary.words.measure_headers[0],
                (normalise_header(vocabulary.words.measure_headers[0]),),
                None,
            )
        )
        above = [
            text for position in range(max(0, start - 2), start) if (text := _at(grid.rows[position], value))
        ]
        unit = next(filter(None, map(unit_in_header, reversed(above))), None)
        name = vocabulary.words.value_headers[0]
        headers.append(Header(value, name, (normalise_header(name),), unit))
    if len({header.column for header in headers}) < len(headers):
        return []
    titles = tuple(range(start))
    return [Table(grid, tuple(headers), titles, start, start, len(grid.rows), is_long=True)]


def _has_further(grid: Grid, value: int, positions: Sequence[int]) -> bool:
    """Whether most lines have a second figure: without a header nobody can say which of them is the year's."""
    further = [p for p in positions if isinstance(parse_number(_at(grid.rows[p], value + 1)), Number)]
    return 2 * len(further) > len(positions)


def _figure_beside(row: Sequence[str], label: int, vocabulary: Vocabulary) -> int | None:
    """The column of the figure that stands right of a label, perhaps behind its unit."""
    for column in (label + 1, label + 2):
        text = _at(row, column)
        if (
            isinstance(parse_number(text), Number)
            or state_of(text, vocabulary.states) in vocabulary.words.states
        ):
            return column
        if text and unit_in_header(f"({text})") is None:
            return None
    return None
