"""Finds a case ledger in a sheet: a header of its own, and a row a case below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from definitions.case_ledgers import CaseLedger
from definitions.model import Definitions
from definitions.normalise import normalise_header, normalise_text
from etl.headers import BODY, LONGEST_HEADER, Header, Vocabulary
from etl.layout import HEADER_WITHIN, Table
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


def find_ledger(grid: Grid, definitions: Definitions, vocabulary: Vocabulary) -> LedgerTable | None:
    """The ledger a sheet holds; None for an ordinary form."""
    best: tuple[int, CaseLedger, dict[str, int], int] | None = None
    for position, row in enumerate(grid.rows[:HEADER_WITHIN]):
        names = {normalise_header(text): n for n, text in enumerate(row, 1) if 0 < len(text) < LONGEST_HEADER}
        for ledger in definitions.ledgers.values():
            columns = {
                column.column: names[name]
                for column in ledger.columns.values()
                for name in names
                if name in column.names
            }
            if _tells(ledger, columns) and (best is None or len(columns) > best[0]):
                best = len(columns), ledger, columns, position
    if best is None:
        return None
    _, ledger, columns, position = best
    headers = tuple(
        Header(n, " ".join(text.split()), (normalise_header(text),), None)
        for n, text in enumerate(grid.rows[position], 1)
        if text.strip()
    )
    table = Table(
        grid, headers, tuple(range(position)), position, position + 1, len(grid.rows), is_long=False
    )
    body = next((h.column for h in headers if vocabulary.roles.get(h.names[0]) == BODY), None)
    return LedgerTable(ledger, table, columns, body)


def _tells(ledger: CaseLedger, columns: Mapping[str, int]) -> bool:
    kinds = [ledger.columns[name].kind for name in columns]
    return "date" in kinds and (len(kinds) >= FEWEST_COLUMNS or "key" in kinds)


def day_of(text: str) -> date | None:
    """2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日 or 20240305, with or without a time."""
    text = normalise_text(text)
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
