"""A table made public, as it will be printed: heads, rows, cells, notes, and what was checked before."""

from dataclasses import dataclass
from decimal import Decimal

from reports.numbers import WAN, written

TRANSLATED, INCOMPLETE = "※", "△"
YUAN, WAN_YUAN = "元", "万元"


@dataclass(frozen=True)
class Cell:
    """A value in the stored unit, or the word for why there is none; `mark` leads to a note below the table."""

    value: Decimal | None
    word: str = ""
    mark: str = ""
    state: str = "number"


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    body: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Head:
    """A column: its heading, the heading above it, and the unit it is printed in."""

    group: str
    label: str
    measure: str
    unit: str


@dataclass(frozen=True)
class Check:
    """Something looked at before the table leaves; `ok` is False where somebody must know of it."""

    ok: bool
    text: str


@dataclass(frozen=True)
class Disclosed:
    """A table ready to be written. `total` is None for a single body."""

    table: str
    title: str
    scope: str
    year: int
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line | None
    notes: tuple[str, ...]
    checks: tuple[Check, ...]
    source: str
    demonstration: bool

    @property
    def clean(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def rows(self) -> tuple[Line, ...]:
        return (*self.lines, *((self.total,) if self.total else ()))


def text_of(cell: Cell, head: Head) -> str:
    """As it is printed: “24”, “155.9714”, “12※”, “未报”."""
    if cell.value is None:
        return cell.word
    return written(in_unit(cell.value, head)) + cell.mark


def in_unit(value: Decimal, head: Head) -> Decimal:
    return value / WAN if head.unit == WAN_YUAN else value
