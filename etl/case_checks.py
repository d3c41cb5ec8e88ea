"""What is wrong with one row of a case ledger, said at its cell."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from definitions.case_ledgers import NO, LedgerColumn
from etl.amend import EMPTY, NOT_REPEATED
from etl.case_model import Case
from etl.case_tables import LedgerTable
from etl.faults import listed
from etl.findings import Findings, Spot


class RowChecks:
    """Checks the rows of one sheet; `offered` is how a yes and a no may be written."""

    def __init__(self, found: LedgerTable, spot: Spot, findings: Findings, offered: list[str]) -> None:
        self._found, self._ledger, self._spot = found, found.ledger, spot
        self._findings, self._offered = findings, offered

    def run(self, row: Case) -> None:
        """Says what of a row's days and answers is missing or cannot be."""
        self._reversed(row)
        for name in sorted(self._left_blank(row)):
            column = self._ledger.columns[name]
            if name not in self._found.columns:
                # Where only a name is asked for, none means that nobody came; that is said.
                row.values[name] = NO
                self._nobody(row, column)
            elif column.kind == "choice":
                self.say("case_result_missing", row, column, value=f"{max(row.dates.values())}")
            else:
                self.ask(row, column, "")
        for name, because in self._undated(row).items():
            said, code = self._ledger.columns[because], row.values[because]
            shown = said.values[code][0] if said.kind == "choice" else self._offered[code == NO]
            self.say("case_date_missing", row, self._ledger.columns[name], value=shown, because=said.label)

    def _nobody(self, row: Case, column: LedgerColumn) -> None:
        columns = self._found.columns
        person = next(one for one in self._ledger.persons_for(column.column) if one.column in columns)
        spot = self._spot.at(row.number, columns[person.column])
        self._findings.gather("case_nobody_named", spot, self._spot.order, column=person.label)

    def say(self, code: str, row: Case, column: LedgerColumn, **fields: object) -> None:
        """Adds a fault at the cell of `column`."""
        spot = self._spot.at(row.number, self._found.columns[column.column])
        self._findings.add(code, spot, column=column.label, **fields)

    def ask(self, row: Case, column: LedgerColumn, text: str) -> None:
        """Asks what `text` means, once for all cells that say the same; what may be a name is not repeated."""
        hidden = text and column.kind == "yes_no" and self._ledger.names_persons
        known = [texts[0] for texts in column.values.values()] or self._offered
        self._findings.gather(
            "case_value_unknown", self._spot.at(row.number, self._found.columns[column.column]),
            (self._spot.order, column.column, text), value=NOT_REPEATED if hidden else text or EMPTY, column=column.label,
            known=listed(known, mark=False),
        )  # fmt: skip

    def _reversed(self, row: Case) -> None:
        dates: list[tuple[str, date]] = [(n, row.dates[n]) for n in self._ledger.columns if n in row.dates]
        for (earlier, before), (later, day) in pairwise(dates):
            if day < before:
                self.say(
                    "case_dates_reversed", row, self._ledger.columns[later], value=f"{day}",
                    earlier=self._ledger.columns[earlier].label, before=f"{before}",
                )  # fmt: skip

    def _left_blank(self, row: Case) -> set[str]:
        """The columns on which it depends whether a case that has its date is counted, and that say nothing."""
        asked = set()
        for count in self._ledger.counts:
            day = count.having[0] if count.having else count.dated_by
            if count.possible(self._found.told) and day in row.dates:
                blank = [name for name in count.where if name not in row.values]
                told = [name for name in count.where if name in row.values]
                if blank and all(row.values[name] == count.where[name] for name in told):
                    # The first decides.
                    asked.add(blank[0])
        # What is written there and not known was said already.
        return asked - row.unknown

    def _undated(self, row: Case) -> Mapping[str, str]:
        """Days left blank without which the case is counted nowhere, or as open → the column that says it is not."""
        found, columns = dict[str, str](), self._found.told
        for count in (one for one in self._ledger.counts if one.possible(columns)):
            met = count.where and all(row.values.get(name) == value for name, value in count.where.items())
            if met and not any(name in row.dates for name in count.row_days):
                day = next(name for name in count.row_days if name in columns)
                found.setdefault(day, next(iter(count.where)))
            if count.open_until and count.open_until not in row.dates:
                for name, code in row.values.items():
                    if self._ledger.columns[name].kind == "choice" and count.unless.get(name) != code:
                        found.setdefault(count.open_until, name)
        return {day: because for day, because in found.items() if day not in row.unknown}
