"""Says whose figures a row holds, and for which year."""

from datetime import date

from definitions.model import Body
from etl.faults import listed
from etl.findings import Findings, Spot
from etl.headers import Vocabulary
from etl.layout import Table
from etl.rows import Owned, Row, RowSorter
from etl.titles import Source, body_in_titles, half_width, year_in_titles
from etl.values import FIRST_YEAR, parse_year


class OwnerReader:
    """Reads body and year of the rows of one table, from their columns or from the titles."""

    def __init__(
        self,
        table: Table,
        spot: Spot,
        sorter: RowSorter,
        vocabulary: Vocabulary,
        findings: Findings,
        among_others: bool = False,
    ) -> None:
        self._table = table
        self._spot = spot
        self._sorter = sorter
        self._bodies = vocabulary.bodies
        self._issuers = vocabulary.words.issuer_words
        self._findings = findings
        self._is_summary = among_others and vocabulary.is_summary(spot.sheet)
        self._is_compared = vocabulary.is_compared
        self.is_sum = False
        """Whether the table, on a sheet called 汇总 beside others, says of no body that its figures are its own."""
        self._last_year = date.today().year
        self._title_year: int | None = None
        self._title_body: Body | None = None
        self._near: dict[str, list[str]] = {}
        self._known: dict[tuple[str, str], tuple[Body, int]] = {}

    def take_titles(self, file: str, rows: list[Row]) -> None:
        """Looks for what has no column; a body only where all rows can be its own."""
        if header := self._sorter.year_of_figures:
            spot = self._spot.at(self._table.header_row, header.column)
            self._take_year((self._sorter.year or 0, Source(header.text, spot, True)))
        elif not self._sorter.year_column:
            self._take_year(self._own_year(year_in_titles(self._table, self._spot, file)))
        if not self._sorter.body_column:
            years = [parse_year(row.text(self._sorter.year_column), self._last_year) for row in rows]
            one_body = len(set(years)) == len(rows) or self._table.is_long
            year = self._title_year or parse_year(rows[0].text(self._sorter.year_column), self._last_year)
            known_year = year if isinstance(year, int) else None
            found = self._heading_body(known_year) or body_in_titles(
                self._table, self._spot, file, self._bodies, known_year, self._issuers
            )
            self._take_body(found if one_body else None)

    def _own_year(self, found: tuple[int, Source] | None) -> tuple[int, Source] | None:
        """On a sheet called 上年 the year is only what stands there: the file's is another."""
        sheet = self._spot.sheet or ""
        is_here = found and (found[1].text == half_width(sheet) or not found[1].is_name)
        return found if is_here or not self._is_compared(sheet) else None

    def _heading_body(self, year: int | None) -> tuple[Body, Source] | None:
        """The body that heads the column of figures of a list."""
        header = self._sorter.body_of_figures
        if header is None:
            return None
        named = next(filter(None, map(self._bodies.named, header.levels)), [])
        alive = [body for body in named if year is None or body.exists_in(year)]
        spot = self._spot.at(self._table.header_row, header.column)
        return (alive[0], Source(header.text, spot, True)) if len(alive) == 1 else None

    def owned(self, row: Row) -> Owned:
        """Gives body and year; what cannot be told is said and left None."""
        texts = (
            self._sorter.key_text(row, self._sorter.body_column) or self._heading(row)[1],
            self._sorter.key_text(row, self._sorter.year_column),
        )
        known = self._known.get(texts)
        if known and not self._has_formula(row):
            return Owned(row, *known)
        year = self._year(row, texts[1])
        body = self._body(row, texts[0], year)
        if body and year:
            self._known[texts] = (body, year)
        return Owned(row, body, year)

    def _take_year(self, found: tuple[int, Source] | None) -> None:
        if found is None:
            self._findings.add("year_column_missing", self._header())
        elif not FIRST_YEAR <= found[0] <= self._last_year:
            self._out_of_range(found[1].spot, found[1].text)
        else:
            self._title_year, source = found
            at = source.spot.order, source.spot.row, source.spot.column
            self._findings.gather(
                "year_from_title", source.spot, at, value=source.text, year=self._title_year
            )

    def _take_body(self, found: tuple[Body, Source] | None) -> None:
        if found is None and self._is_summary:
            self.is_sum = True
            self._findings.add("sheet_of_totals", self._header(), value=self._spot.sheet)
        elif found is None:
            self._findings.add("body_column_missing", self._header())
        else:
            self._title_body, source = found
            self._findings.gather(
                "body_from_title",
                source.spot,
                (source.spot.order, source.spot.row, source.spot.column),
                value=source.text,
                body=self._title_body.body,
                name=self._title_body.name,
            )

    def _header(self) -> Spot:
        return self._spot.at(self._table.header_row, self._table.headers[0].column)

    def _has_formula(self, row: Row) -> bool:
        return self._is_formula(row, self._sorter.body_column) or self._is_formula(
            row, self._sorter.year_column
        )

    def _is_formula(self, row: Row, column: int | None) -> bool:
        return (row.number, column) in self._table.grid.formulas

    def _year(self, row: Row, text: str) -> int | None:
        column = self._sorter.year_column
        if not column:
            return self._title_year
        spot = self._spot.at(row.number, column)
        if self._is_formula(row, column):
            self._findings.add("formula_cell", spot, value=row.text(column), column=self._label(column))
            return None
        year = parse_year(text, self._last_year)
        if isinstance(year, int):
            return year
        if year == "year_out_of_range":
            self._out_of_range(spot, text)
        else:
            self._findings.gather(year if text else "year_blank", spot, (self._spot.order, text), value=text)
        return None

    def _out_of_range(self, spot: Spot, text: str) -> None:
        self._findings.gather(
            "year_out_of_range", spot, (spot.order, text), value=text, first=FIRST_YEAR, last=self._last_year
        )

    def _body(self, row: Row, text: str, year: int | None) -> Body | None:
        column = self._sorter.body_column
        heading, _ = self._heading(row)
        if not column and not heading:
            return self._title_body
        spot, key = self._spot.at(heading or row.number, column or 1), (self._spot.order, text, year)
        if column and self._is_formula(row, column):
            self._findings.add("formula_cell", spot, value=row.text(column), column=self._label(column))
            return None
        named = self._bodies.named(text)
        alive = [body for body in named if year is None or body.exists_in(year)]
        if len(alive) == 1:
            if heading:
                fields = {"value": text, "body": alive[0].body, "name": alive[0].name}
                self._findings.gather("body_from_title", spot, (self._spot.order, heading, 1), **fields)
            return alive[0]
        if not text:
            self._findings.gather("body_blank", spot, self._spot.order)
        elif named and not alive:
            self._not_in_year(spot, key, text, named, year or 0)
        elif not named or year is not None:
            near = listed([body.short_name for body in alive] or self._nearest(text))
            self._findings.gather("body_unknown", spot, key[:2], value=text, near=near)
        return None

    def _heading(self, row: Row) -> tuple[int, str]:
        """The last row above that is nothing but a body's name; 0 and blank where there is none."""
        above = [number for number in self._sorter.body_headings if number < row.number]
        return (max(above), self._sorter.body_headings[max(above)]) if above else (0, "")

    def _nearest(self, text: str) -> list[str]:
        if text not in self._near:
            self._near[text] = self._bodies.nearest(text) if self._findings.may_suggest() else []
        return self._near[text]

    def _not_in_year(self, spot: Spot, key: object, text: str, named: list[Body], year: int) -> None:
        related = dict.fromkeys(name for body in named for name in self._bodies.related(body, year))
        self._findings.gather(
            "body_not_in_year", spot, repr(key), value=text, year=year, instead=listed(list(related))
        )

    def _label(self, column: int) -> str:
        return next((header.text for header in self._table.headers if header.column == column), "")
