"""Finds a case ledger in a sheet: a header of its own, and a row a case below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from definitions.case_ledgers import CaseLedger
from definitions.model import Definitions
from definitions.normalise import normalise_header, normalise_text
from etl.headers import BODY, LONGEST_HEADER, Header, Vocabulary
from etl.layout import HEADER_WITHIN, Table
from etl.merged import Merged
from etl.model import Grid

FEWEST_COLUMNS = 3
"""Of those the ledger knows, that tell one from an ordinary form."""
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s.*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True)
class LedgerTable:
    """A ledger in a grid: where its header stands, and what the columns are (from 1)."""

    ledger: CaseLedger
    table: Table
    columns: Mapping[str, int]
    """column of the definition → position"""
    body_column: int | None

    @property
    def told(self) -> frozenset[str]:
        """The columns of which it says something, be it by who it was."""
        known = self.ledger.columns
        return frozenset(filter(None, (*self.columns, *(known[name].answers for name in self.columns))))


def find_ledger(
    grid: Grid, file: str, definitions: Definitions, vocabulary: Vocabulary
) -> LedgerTable | None:
    """The ledger a sheet of `file` holds; None for an ordinary form, and for a list of anything else."""
    best: tuple[tuple[int, bool], CaseLedger, dict[str, int], int] | None = None
    merged = Merged(grid)
    for position in range(min(HEADER_WITHIN, len(grid.rows))):
        names = _names(grid, merged, position)
        for ledger in definitions.ledgers.values():
            columns = {
                column.column: names[name]
                for column in ledger.columns.values()
                for name in reversed(column.names)
                if name in names
            }
            # Columns both know decide nothing; the day by which it counts first does.
            fits = len(columns), ledger.main_day in columns
            if (best is None or fits > best[0]) and _tells(ledger, columns):
                named = _named(grid, position, file, definitions, vocabulary)
                if _asks_for_a_result(ledger, columns) if named is None else ledger.ledger in named:
                    best = fits, ledger, columns, position
    if best is None:
        return None
    _, ledger, columns, position = best
    headers = tuple(
        Header(n, " ".join(text.split()), (normalise_header(text),), None)
        for n, text in enumerate(_texts(grid, merged, position), 1)
        if text
    )
    table = Table(
        grid, headers, tuple(range(position)), position, position + 1, len(grid.rows), is_long=False
    )
    body = next((h.column for h in headers if vocabulary.roles.get(h.names[0]) == BODY), None)
    return LedgerTable(ledger, table, columns, body)


def _names(grid: Grid, merged: Merged, position: int) -> dict[str, int]:
    """Normalised header → column, from 1; below 出庭负责人, 姓名 is 出庭负责人姓名 too."""
    texts = _texts(grid, merged, position)
    names = {normalise_header(text): n for n, text in enumerate(texts, 1)}
    if position:
        number = grid.row_numbers[position - 1]
        for n, (own, above) in enumerate(zip_longest(texts, grid.rows[position - 1], fillvalue=""), 1):
            over = above.strip() or merged.text(number, n)
            if own and over and over != own and len(over) < LONGEST_HEADER:
                names.setdefault(normalise_header(over + own), n)
    return names


def _texts(grid: Grid, merged: Merged, position: int) -> list[str]:
    """A row as a header: below a heading over several columns, what stands beside it or is merged with it counts too."""
    number, above = grid.row_numbers[position], grid.rows[position - 1] if position else ()
    texts = (
        own.strip() or merged.text(number, n) or other.strip()
        for n, (own, other) in enumerate(zip_longest(grid.rows[position], above, fillvalue=""), 1)
    )
    return [text if len(text) < LONGEST_HEADER else "" for text in texts]


def _named(
    grid: Grid, position: int, file: str, definitions: Definitions, vocabulary: Vocabulary
) -> set[str] | None:
    """The ledgers that the nearest name may mean, of itself or by its return; None where nothing says what it is.

    Lists of penalties, of documents or of cases in court have a number and days too.
    """
    titles = " ".join(text for row in grid.rows[:position] for text in row if text.strip())
    for text in (titles, grid.sheet or "", file):
        returns, name = vocabulary.named_in(text), normalise_header(text)
        ledgers = {
            ledger.ledger
            for ledger in definitions.ledgers.values()
            if ledger.of in returns or any(alias in name for alias in ledger.names)
        }
        if returns or ledgers:
            return ledgers
    return None


def _tells(ledger: CaseLedger, columns: Mapping[str, int]) -> bool:
    kinds = [ledger.columns[name].kind for name in columns]
    return "date" in kinds and (len(kinds) >= FEWEST_COLUMNS or "key" in kinds)


def _asks_for_a_result(ledger: CaseLedger, columns: Mapping[str, int]) -> bool:
    """Whether a column's texts show, row by row, that it is this ledger: another list's would not be known."""
    return any(ledger.columns[name].kind in ("choice", "yes_no", "person") for name in columns)


def day_of(text: str) -> date | None:
    """2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日 or 20240305, with or without a time."""
    text = normalise_text(text)
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
