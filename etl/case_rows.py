"""Reads the rows of a case ledger: what of each case is counted, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from definitions.case_ledgers import Count, LedgerColumn
from definitions.model import Body
from definitions.normalise import normalise_answer, normalise_header, normalise_text
from etl.case_tables import FEWEST_COLUMNS, LedgerTable, day_of
from etl.faults import listed
from etl.findings import Spot
from etl.merged import Merged
from etl.model import SetAside
from etl.row_readers import File
from etl.titles import body_in_titles, year_in_titles
from etl.values import AMBIGUOUS, BLANK, state_of


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
        """By a date that has no column nothing can be counted; nothing is said of its measures."""
        return count.needs <= self.found.columns.keys()


def read_ledger(found: LedgerTable, spot: Spot, file: File) -> Listed | None:
    """The cases of a sheet; what is wrong with a row is said at its cell. None where no year is to be known."""
    reader = _Reader(found, spot, file)
    cases = list(reader.cases())
    year = reader.year(cases)
    return None if year is None else Listed(found, spot, year, cases)


class _Reader:
    def __init__(self, found: LedgerTable, spot: Spot, file: File) -> None:
        self._found, self._ledger, self._table = found, found.ledger, found.table
        self._spot, self._file, self._vocabulary = spot, file.name, file.vocabulary
        self._findings, self._reading = file.findings, file.reading
        # Of the many ways to answer.
        self._offered = [file.vocabulary.words.yes[0], file.vocabulary.words.no[0]]
        self._merged = Merged(found.table.grid)
        self._not_yet = {normalise_text(text) for text in found.ledger.not_yet}

    def cases(self) -> Iterator[Case]:
        """The cases; every other row is set aside."""
        grid = self._table.grid
        for position in (*self._table.titles, self._table.start):
            self._set_aside(position, "header" if position == self._table.start else "title")
        body = self._body_of_all()
        for position in range(self._table.first, self._table.end):
            texts, number = grid.rows[position], grid.row_numbers[position]
            filled = [text for text in texts if text.strip()]
            if not filled:
                continue
            if any(normalise_header(text) in self._vocabulary.totals for text in filled[:2]):
                self._set_aside(position, "totals")
            elif not self._is_case(texts):
                self._set_aside(position, "note")
            else:
                self._reading.rows += 1
                yield self._case(texts, number, body)

    def year(self, cases: Sequence[Case]) -> int | None:
        """The year of the ledger: the titles', else the one all dates lie in."""
        named = year_in_titles(self._table, self._spot, self._file)
        if named:
            return named[0]
        dated = {count.dated_by for count in self._ledger.counts}
        years = {case.dates[name].year for case in cases for name in dated & case.dates.keys()}
        if len(years) == 1:
            return years.pop()
        if cases:
            self._findings.add("year_column_missing", self._at(self._table.header_row, 1))
        return None

    def _is_case(self, texts: Sequence[str]) -> bool:
        """A row with a date, or with a number and one thing more that the ledger asks for."""
        filled = [
            name for name, at in self._found.columns.items() if at <= len(texts) and texts[at - 1].strip()
        ]
        kinds = [self._ledger.columns[name].kind for name in filled]
        return any(
            kind == "date" and day_of(texts[self._found.columns[name] - 1])
            for name, kind in zip(filled, kinds, strict=True)
        ) or len(filled) >= min(FEWEST_COLUMNS, len(self._found.columns))

    def _case(self, texts: Sequence[str], number: int, body: Body | None) -> Case:
        key = self._text(texts, number, self._ledger.key.column)
        row = Case(
            number, normalise_text(key), self._body(texts, number) if self._found.body_column else body
        )
        for name in self._found.columns:
            column = self._ledger.columns[name]
            text = self._text(texts, number, name)
            if column.kind == "date" and text:
                if day := day_of(text):
                    row.dates[name] = day
                else:
                    self._say("case_date_unreadable", number, column, value=text)
            elif column.kind in ("choice", "yes_no"):
                self._take_choice(row, column, text)
            elif column.kind == "text" and text:
                row.values[name] = " ".join(text.split())
        self._verify(row)
        return row

    def _take_choice(self, row: Case, column: LedgerColumn, text: str) -> None:
        if not text:
            return
        code: str | None
        if column.kind == "yes_no":
            code, shown = self._vocabulary.answers.get(normalise_answer(text)), self._offered
        else:
            codes = {normalise_header(t): code for code, texts in column.values.items() for t in texts}
            code, shown = codes.get(normalise_header(text)), [texts[0] for texts in column.values.values()]
        if code is not None:
            row.values[column.column] = code
            return
        row.unknown.add(column.column)
        self._ask(row, column, text, shown)

    def _ask(self, row: Case, column: LedgerColumn, text: str, known: list[str]) -> None:
        self._findings.gather(
            "case_value_unknown", self._at(row.number, self._found.columns[column.column]),
            (self._spot.order, column.column, text), value=text or "（空）", column=column.label,
            known=listed(known, mark=False),
        )  # fmt: skip

    def _verify(self, row: Case) -> None:
        dates = [name for name in self._ledger.columns if name in row.dates]
        for earlier, later in pairwise(dates):
            if row.dates[later] < row.dates[earlier]:
                self._say(
                    "case_dates_reversed", row.number, self._ledger.columns[later], value=f"{row.dates[later]}",
                    earlier=self._ledger.columns[earlier].label, before=f"{row.dates[earlier]}",
                )  # fmt: skip
        for name in sorted(self._left_blank(row)):
            column = self._ledger.columns[name]
            if column.kind == "choice":
                self._say("case_result_missing", row.number, column, value=f"{max(row.dates.values())}")
            else:
                self._ask(row, column, "", self._offered)

    def _left_blank(self, row: Case) -> set[str]:
        """The columns on which it depends whether a case that has its date is counted, and that say nothing."""
        asked, columns = set(), self._found.columns.keys()
        for count in self._ledger.counts:
            if count.needs <= columns and count.dated_by in row.dates:
                blank = count.where.keys() - row.values.keys()
                told = {name: value for name, value in count.where.items() if name in row.values}
                if blank and all(row.values[name] == value for name, value in told.items()):
                    # The first decides.
                    asked.add(next(name for name in count.where if name in blank))
        # What is written there and not known was said already.
        return asked - row.unknown

    def _body(self, texts: Sequence[str], number: int) -> Body | None:
        at = self._found.body_column or 1
        text = (texts[at - 1].strip() if at <= len(texts) else "") or self._merged.text(number, at)
        spot, named = self._at(number, at), self._vocabulary.bodies.named(text)
        if not text:
            self._findings.gather("body_blank", spot, self._spot.order)
            return None
        if not named:
            near = listed(self._vocabulary.bodies.nearest(text)) if self._findings.may_suggest() else ""
            self._findings.gather("body_unknown", spot, (self._spot.order, text), value=text, near=near)
            return None
        alive = [body for body in named if body.valid_to is None]
        return (alive or named)[0]

    def _body_of_all(self) -> Body | None:
        if self._found.body_column:
            return None
        found = body_in_titles(self._table, self._spot, self._file, self._vocabulary.bodies, None)
        if found is None:
            self._findings.add("body_column_missing", self._at(self._table.header_row, 1))
            return None
        return found[0]

    def _text(self, texts: Sequence[str], number: int, name: str) -> str:
        at = self._found.columns.get(name)
        if at is None:
            return ""
        text = (texts[at - 1].strip() if at <= len(texts) else "") or self._merged.text(number, at)
        return "" if self._says_nothing(text, self._ledger.columns[name].kind) else text

    def _says_nothing(self, text: str, kind: str) -> bool:
        """A dash, or that the case has not come so far. 无 says no where that is asked."""
        if kind == "yes_no" and normalise_answer(text) in self._vocabulary.answers:
            return False
        return normalise_text(text) in self._not_yet or state_of(text, self._vocabulary.states) in (
            AMBIGUOUS,
            BLANK,
        )

    def _say(self, code: str, number: int, column: LedgerColumn, **fields: object) -> None:
        spot = self._at(number, self._found.columns[column.column])
        self._findings.add(code, spot, column=column.label, **fields)

    def _at(self, row: int, column: int) -> Spot:
        return self._spot.at(row, column)

    def _set_aside(self, position: int, why: str) -> None:
        text = " ".join(text.strip() for text in self._table.grid.rows[position] if text.strip())
        if text:
            number = self._table.grid.row_numbers[position]
            self._reading.set_aside.append(SetAside(self._spot.sheet, number, why, text[:200]))
