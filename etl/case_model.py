"""The cases of a ledger, as they were read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.case_ledgers import Count
from definitions.model import Body
from definitions.normalise import normalise_number
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

    @property
    def same(self) -> str:
        """By which cases are told apart; nothing where there is no number."""
        return normalise_number(self.key)


@dataclass(frozen=True)
class Listed:
    """The cases of one sheet, and the year it is of."""

    found: LedgerTable
    spot: Spot
    year: int
    cases: Sequence[Case]
    months: frozenset[int] = frozenset()
    """The part of the year its title names; nothing where it names none, which is the whole."""
    body: Body | None = None
    """Whose cases all are, where there is no column that says so."""

    def can_count(self, count: Count) -> bool:
        """Of what has no column nothing can be counted; nothing is said of its measures."""
        return count.possible(self.found.told)
