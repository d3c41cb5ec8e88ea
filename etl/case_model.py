"""The cases of a ledger, as they were read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.case_ledgers import Count
from definitions.model import Body
from etl.case_tables import LedgerTable
from etl.findings import Spot


@dataclass
class Case:
    """One row of a ledger as understood."""

    number: int
    key: str
    body: Body | None
    dates: dict[str, date] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """The columns in which stands what is not known, which was said."""


@dataclass(frozen=True)
class Listed:
    """The cases of one sheet, and the year it is of."""

    found: LedgerTable
    spot: Spot
    year: int
    cases: Sequence[Case]

    def can_count(self, count: Count) -> bool:
        """Of what has no column nothing can be counted; nothing is said of its measures."""
        return count.possible(self.found.told)
