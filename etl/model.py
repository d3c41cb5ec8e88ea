"""What travels along the pipeline: grids of text, cells with an address, faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from warehouse.kept import Kept

NUMBER = "number"
NOT_REPORTED = "not_reported"
NO_SUCH_FUNCTION = "no_such_function"
WITHHELD = "withheld"

ERROR = "error"
EXPLAIN = "explain"
NOTICE = "notice"


@dataclass(frozen=True)
class Grid:
    """One sheet (or one CSV file) as text, exactly as the sender sees it.

    `rows[i][j]` is the text of the cell in sheet row `row_numbers[i]` (1-based; for CSV the
    physical line on which the record starts) and column `j + 1`.
    """

    sheet: str | None
    rows: Sequence[Sequence[str]]
    row_numbers: Sequence[int]
    formulas: frozenset[tuple[int, int]] = frozenset()
    """(row number, column number) of cells that hold a formula."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges as (first row, first column, last row, last column), all as the sender sees them."""
    hidden: tuple[tuple[int, int], ...] = ()
    """(row, 0) of rows and (0, column) of columns that hold something and that the sender does not see."""

    def address(self, row: int, column: int) -> str:
        """`B7` for a sheet, `第7行第2列` for CSV; `row` and `column` are 1-based as the sender sees them."""
        if self.sheet is None:
            return f"第{row}行第{column}列"
        return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    """One understood figure: `value` in the stored unit, None unless `state` is number."""

    dataset: str
    body: str
    year: int
    measure: str
    value: Decimal | None
    state: str
    unit: str
    sheet: str | None
    cell: str
    raw: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, unusual or was understood in a way worth saying back."""

    level: str
    code: str
    sheet: str | None
    cell: str | None
    column: str | None
    value: str | None
    message: str
    remedy: str
    dataset: str | None = None
    body: str | None = None
    year: int | None = None
    measures: tuple[str, ...] = ()
    """The measures the fault speaks of; an explanation is shown wherever one of them is."""
    detail: str | None = None
    """The code of the identity that is broken, so that a reason can name it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sender's reason from the file itself; `target` is a cell address, a fault code or an identity's code.

    `body`/`year` are set where the reason stood in a row's own reasons column.
    """

    target: str | None
    text: str
    body: str | None = None
    year: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not read as data, and why (title, header, totals row, note, blank)."""

    sheet: str | None
    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A header, or the label of a line, nobody's alias matches."""

    sheet: str | None
    cell: str
    header: str
    name: str = ""
    """The header as it is looked up: normalised, its levels joined."""
    dataset: str = ""
    """The return it stands in; none for a line that may be of any."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A cell typed anew on the page: what stands in the file, and what counts."""

    sheet: str | None
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How many cases of a ledger make up a measure of a body and year: all, or those of one value of a dimension."""

    ledger: str
    dataset: str
    body: str
    year: int
    measure: str
    dimension: str
    """A column of the ledger; nothing for all cases."""
    value: str
    """What stands there; nothing where the column was left blank."""
    n: int
    sheet: str | None
    cell: str
    """The header of the column of days by which they were counted."""


@dataclass(frozen=True)
class CaseNumbers:
    """The cases of a ledger that count in its year, to be compared with those sent before."""

    numbered: Mapping[str, str]
    """The case's number as it is compared → as it is shown."""
    others: int
    """Cases without a number."""

    @property
    def count(self) -> int:
        return len(self.numbered) + self.others


@dataclass
class Reading:
    """Everything that was understood of one file, and everything that was not."""

    file: str
    cells: list[Cell] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    cases: list[CaseCount] = field(default_factory=list)
    """What the file's case ledgers come to."""
    case_numbers: dict[tuple[str, str, int], CaseNumbers] = field(default_factory=dict)
    """(ledger, body, year) → its cases."""
    private: set[tuple[str | None, str]] = field(default_factory=set)
    """(sheet, cell) of what may be the name of a person: not to be repeated anywhere."""
    answered: list[Unmapped] = field(default_factory=list)
    """Headers understood, or left out, as the sender said on the page."""
    rows: int = 0
    """Data rows read."""
    bulk: Kept | None = None
    """Further cells, of a large file, about which there is nothing to say: they never become Python objects."""

    @property
    def count(self) -> int:
        """How many cells there are, wherever they are."""
        return len(self.cells) + (self.bulk.count if self.bulk else 0)

    def close(self) -> None:
        """Lets go of what is kept of a large file."""
        if self.bulk:
            self.bulk.close()
