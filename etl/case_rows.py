"""Reads a case ledger: a row a case or a hearing, counted into measures of the return it belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from definitions.case_ledgers import NO, YES, Count, LedgerColumn
from definitions.model import Body, Definitions
from definitions.normalise import normalise_header, normalise_text
from etl.case_tables import FEWEST_COLUMNS, LedgerTable, day_of
from etl.faults import listed
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.merged import Merged
from etl.model import CaseCount, Reading, SetAside
from etl.titles import body_in_titles, year_in_titles

_YES = frozenset({"是", "有", "出庭", "已出庭", "√", "✓", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "未", "没有", "未出庭", "不出庭", "×", "✗", "n", "no", "false", "0"})


@dataclass
class _Row:
    """One case or hearing as understood."""

    number: int
    key: str
    body: Body | None
    dates: dict[str, date] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def read_ledger(
    found: LedgerTable, spot: Spot, file: str, definitions: Definitions, vocabulary: Vocabulary,
    findings: Findings, reading: Reading,
) -> None:  # fmt: skip
    """Adds the ledger's counts to the reading; what is wrong with a row is said at its cell."""
    reader = _Reader(found, spot, file, definitions, vocabulary, findings, reading)
    rows = list(reader.rows())
    year = reader.year(rows)
    if year is not None:
        reader.count(rows, year)


class _Reader:
    def __init__(
        self, found: LedgerTable, spot: Spot, file: str, definitions: Definitions, vocabulary: Vocabulary,
        findings: Findings, reading: Reading,
    ) -> None:  # fmt: skip
        self._found, self._ledger, self._table = found, found.ledger, found.table
        self._spot, self._file = spot, file
        self._definitions, self._vocabulary = definitions, vocabulary
        self._findings, self._reading = findings, reading
        self._merged = Merged(found.table.grid)
        self._seen: dict[str, str] = {}

    def rows(self) -> Iterator[_Row]:
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
                yield self._row(texts, number, body)

    def year(self, rows: Sequence[_Row]) -> int | None:
        """The year of the ledger: the titles', else the one all dates lie in."""
        named = year_in_titles(self._table, self._spot, self._file)
        if named:
            return named[0]
        dated = {count.dated_by for count in self._ledger.counts}
        years = {row.dates[name].year for row in rows for name in dated & row.dates.keys()}
        if len(years) == 1:
            return years.pop()
        if rows:
            self._findings.add("year_column_missing", self._at(self._table.header_row, 1))
        return None

    def count(self, rows: Sequence[_Row], year: int) -> None:
        """Adds the counts of every body that has a row, the zeros too."""
        by_body: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if row.body and self._may_report(row, year):
                by_body[row.body.body].append(row)
            dated = {row.dates[c.dated_by].year for c in self._ledger.counts if c.dated_by in row.dates}
            if dated and year not in dated:
                self._findings.gather(
                    "case_other_year", self._at(row.number, 1), self._spot.order, year=year, value=row.key
                )
        for body, own in by_body.items():
            # A date that has no column in the ledger cannot be counted by: nothing is said of its measures.
            counts = [count for count in self._ledger.counts if self._can_count(count)]
            for count in counts:
                self._add(body, year, count, own)

    def _can_count(self, count: Count) -> bool:
        return {count.dated_by, *count.where} <= self._found.columns.keys()

    def _may_report(self, row: _Row, year: int) -> bool:
        assert row.body
        dataset = self._definitions.datasets[self._ledger.of]
        if not row.body.exists_in(year):
            near = listed(self._vocabulary.bodies.related(row.body, year))
            self._findings.gather(
                "body_not_in_year", self._at(row.number, self._found.body_column or 1),
                (self._spot.order, row.body.body), value=row.body.short_name, year=year, instead=near,
            )  # fmt: skip
            return False
        if not self._definitions.owes(row.body, dataset):
            self._findings.gather(
                "function_missing", self._at(row.number, self._found.body_column or 1),
                (self._spot.order, row.body.body), value=row.key, column=dataset.title, dataset=dataset.dataset,
                body=row.body.body, year=year, name=row.body.short_name, dataset_title=dataset.title,
            )  # fmt: skip
            return False
        return True

    def _add(self, body: str, year: int, count: Count, rows: Sequence[_Row]) -> None:
        """Adds one measure's count, whole and by each dimension."""
        counted = [
            row
            for row in rows
            if count.dated_by in row.dates
            and row.dates[count.dated_by].year == year
            and all(row.values.get(name) == value for name, value in count.where.items())
        ]
        # Several rows of one case are one case: the first says what it was about.
        cases = {row.key or f"row {row.number}": row for row in reversed(counted)}
        header = self._table.grid.address(self._table.header_row, self._found.columns[count.dated_by])

        def add(dimension: str, value: str, n: int) -> None:
            self._reading.cases.append(
                CaseCount(
                    self._ledger.ledger, self._ledger.of, body, year, count.measure, dimension, value, n,
                    self._spot.sheet, header,
                )
            )  # fmt: skip

        add("", "", len(cases))
        for dimension in self._ledger.dimensions:
            if dimension.column in self._found.columns:
                values = defaultdict[str, int](int)
                for row in cases.values():
                    values[row.values.get(dimension.column, "")] += 1
                for value, n in values.items():
                    add(dimension.column, value, n)

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

    def _row(self, texts: Sequence[str], number: int, body: Body | None) -> _Row:
        key = self._text(texts, number, self._ledger.key.column)
        row = _Row(
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
                row.values[name] = " ".join(text.split())[:60]
        self._verify(row)
        return row

    def _take_choice(self, row: _Row, column: LedgerColumn, text: str) -> None:
        if not text:
            return
        known = normalise_text(text).casefold()
        code: str | None
        if column.kind == "yes_no":
            code, shown = YES if known in _YES else NO if known in _NO else None, ["是", "否"]
        else:
            codes = {normalise_header(t): code for code, texts in column.values.items() for t in texts}
            code, shown = codes.get(normalise_header(text)), [texts[0] for texts in column.values.values()]
        if code is not None:
            row.values[column.column] = code
            return
        self._ask(row, column, text, shown)

    def _ask(self, row: _Row, column: LedgerColumn, text: str, known: list[str]) -> None:
        self._findings.gather(
            "case_value_unknown", self._at(row.number, self._found.columns[column.column]),
            (self._spot.order, column.column, text), value=text or "（空）", column=column.label,
            known=listed(known, mark=False),
        )  # fmt: skip

    def _verify(self, row: _Row) -> None:
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
                self._ask(row, column, "", ["是", "否"])
        if self._ledger.unique and row.key:
            here = self._at(row.number, self._found.columns[self._ledger.key.column])
            first = self._seen.setdefault(row.key, here.cell or "")
            if first != here.cell:
                self._findings.add("case_duplicate", here, value=row.key, first=first)

    def _left_blank(self, row: _Row) -> set[str]:
        """The columns on which it depends whether a case that has its date is counted, and that say nothing."""
        asked = set()
        for count in self._ledger.counts:
            if self._can_count(count) and count.dated_by in row.dates:
                blank = count.where.keys() - row.values.keys()
                told = {name: value for name, value in count.where.items() if name in row.values}
                if blank and all(row.values[name] == value for name, value in told.items()):
                    # The first decides; what is written there and not known was said already.
                    first = next(name for name in count.where if name in blank)
                    asked |= set() if self._raw(row.number, self._found.columns[first]) else {first}
        return asked

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
        return (texts[at - 1].strip() if at <= len(texts) else "") or self._merged.text(number, at)

    def _raw(self, number: int, at: int) -> str:
        row = self._table.grid.rows[self._table.grid.row_numbers.index(number)]
        return row[at - 1].strip() if at <= len(row) else ""

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
