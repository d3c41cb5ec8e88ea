"""Reads the rows of a case ledger: what of each case is counted, and what is wrong with it."""

from collections.abc import Iterator, Sequence

from definitions.case_ledgers import LedgerColumn
from definitions.model import Body
from definitions.normalise import normalise_answer, normalise_header, normalise_text
from etl.case_checks import RowChecks
from etl.case_model import Case, Listed
from etl.case_people import appeared
from etl.case_tables import FEWEST_COLUMNS, LedgerTable, day_of
from etl.faults import listed
from etl.findings import Spot
from etl.merged import Merged
from etl.model import SetAside
from etl.row_readers import File
from etl.titles import body_in_titles, months_in_titles, year_in_titles
from etl.values import AMBIGUOUS, BLANK, state_of


def read_ledger(found: LedgerTable, spot: Spot, file: File) -> Listed | None:
    """The cases of a sheet; what is wrong with a row is said at its cell. None where no year is to be known."""
    reader = _Reader(found, spot, file)
    cases = list(reader.cases())
    months, beside = months_in_titles(found.table, spot, file.name)
    year = reader.year(cases, beside)
    return None if year is None else Listed(found, spot, year, cases, months, reader.body)


class _Reader:
    def __init__(self, found: LedgerTable, spot: Spot, file: File) -> None:
        self._found, self._ledger, self._table = found, found.ledger, found.table
        self._spot, self._file, self._vocabulary = spot, file.name, file.vocabulary
        self._findings, self._reading = file.findings, file.reading
        self.body: Body | None = None
        words = file.vocabulary.words
        self._checks = RowChecks(found, spot, file.findings, [words.yes[0], words.no[0]])
        self._merged = Merged(found.table.grid)
        self._not_yet = {normalise_text(text) for text in found.ledger.not_yet}

    def cases(self) -> Iterator[Case]:
        """The cases; every other row is set aside."""
        grid = self._table.grid
        for position in (*self._table.titles, self._table.start):
            self._set_aside(position, "header" if position == self._table.start else "title")
        self.body = self._body_of_all()
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
                yield self._case(texts, number, self.body)

    def year(self, cases: Sequence[Case], beside: int | None) -> int | None:
        """The year of the ledger: the titles', the one beside a part of a year, else the one all dates lie in."""
        named = year_in_titles(self._table, self._spot, self._file, by_parts=True)
        if named:
            return named[0]
        if beside:
            return beside
        dated = {name for count in self._ledger.counts for name in count.dates}
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
        # Who it was comes last: where it is asked whether anybody was, the answer to that counts.
        for name in sorted(self._found.columns, key=lambda name: self._ledger.columns[name].kind == "person"):
            column = self._ledger.columns[name]
            text = self._text(texts, number, name)
            if column.kind == "date" and text:
                if day := day_of(text):
                    row.dates[name] = day
                else:
                    row.unknown.add(name)
                    self._checks.say("case_date_unreadable", row, column, value=text)
            elif column.kind == "choice":
                self._take_choice(row, column, text)
            elif column.kind in ("yes_no", "person"):
                self._take_answer(row, column, text)
            elif column.kind == "text" and text:
                row.values[name] = " ".join(text.split())
        self._checks.run(row)
        return row

    def _take_choice(self, row: Case, column: LedgerColumn, text: str) -> None:
        if not text:
            return
        codes = {normalise_header(t): code for code, texts in column.values.items() for t in texts}
        code = codes.get(normalise_header(text))
        if code is None:
            row.unknown.add(column.column)
            self._checks.ask(row, column, text)
        else:
            row.values[column.column] = code

    def _take_answer(self, row: Case, column: LedgerColumn, text: str) -> None:
        """A yes or a no, or who it was: where it is asked whether somebody came, many write who did."""
        asked = column.answers or column.column
        persons = self._ledger.persons_for(asked)
        at = self._at(row.number, self._found.columns[column.column])
        if self._ledger.names_persons:
            self._reading.private.add((at.sheet, at.cell or ""))
        if not text or asked in row.values or asked in row.unknown:
            return
        code = self._vocabulary.answers.get(normalise_answer(text)) or (
            appeared(text, self._ledger.persons) if persons else None
        )
        if code:
            row.values[asked] = code
            return
        row.unknown.add(asked)
        if persons:
            self._checks.say("case_person_unclear", row, column)
        else:
            self._checks.ask(row, column, text)

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
        found = body_in_titles(
            self._table,
            self._spot,
            self._file,
            self._vocabulary.bodies,
            None,
            self._vocabulary.words.issuer_words,
        )
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
        if kind in ("yes_no", "person") and normalise_answer(text) in self._vocabulary.answers:
            return False
        return normalise_text(text) in self._not_yet or state_of(text, self._vocabulary.states) in (
            AMBIGUOUS,
            BLANK,
        )

    def _at(self, row: int, column: int) -> Spot:
        return self._spot.at(row, column)

    def _set_aside(self, position: int, why: str) -> None:
        text = " ".join(text.strip() for text in self._table.grid.rows[position] if text.strip())
        if text:
            number = self._table.grid.row_numbers[position]
            self._reading.set_aside.append(SetAside(self._spot.sheet, number, why, text[:200]))
