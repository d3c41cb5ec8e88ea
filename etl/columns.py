"""Says what each column of a table is: body, year, a measure in a unit, a reason, or nothing we know."""

import re
from dataclasses import dataclass, field, replace

from definitions.model import Column
from definitions.normalise import normalise_text, simplified
from etl.faults import listed
from etl.findings import Findings, Spot
from etl.headers import (
    BODY,
    COMPARED,
    MEASURE,
    OF_YEAR,
    OTHER,
    PERIOD,
    REASON,
    UNIT,
    VALUE,
    YEAR,
    Header,
    Vocabulary,
)
from etl.layout import Table
from etl.model import Reading, Unmapped
from etl.own_form import is_last_header
from etl.titles import year_in_titles

_SAMPLE = 50
_TITLE_UNITS = re.compile(r"单位(?:为|是)?[:：]?(.+)", re.DOTALL)
_UNIT_OF_TITLE = re.compile(r"\(([^()]{0,6}元)\)")
_NOTES_BELOW = 6
_FOUR_DIGITS = re.compile(r"20\d{2}")
_BETWEEN_UNITS = re.compile(r"[\s、,，;；:：/和及()（）。]+")


@dataclass(frozen=True)
class Figures:
    """A column of figures: the measures it may be (one a year), and the factor to the stored unit."""

    header: Header
    measures: tuple[Column, ...]
    factor: int
    others: tuple["Figures", ...] = ()
    """Further columns that hold the rest of the measure: the figure is the sum of all."""

    @property
    def columns(self) -> list[int]:
        """The numbers of all its columns, from 1."""
        return [self.header.column, *(other.header.column for other in self.others)]

    def measure(self, year: int) -> Column | None:
        """The measure the column holds in `year`; None where the classification did not exist then."""
        return next((measure for measure in self.measures if measure.applies_in(year)), None)


@dataclass
class Columns:
    """The columns of one table by what they hold; positions are 1-based."""

    dataset: str = ""
    roles: dict[str, Header] = field(default_factory=dict)
    reasons: list[Header] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    unknown: list[Header] = field(default_factory=list)
    year: int | None = None
    """Of figures that stand below a year, and the header that names it."""
    year_header: Header | None = None
    body_header: Header | None = None
    """Of a list whose figures stand below the name of a body."""
    title_units: list[str] = field(default_factory=list)
    """Units named above the table, as 单位：件、万元."""

    def role(self, role: str) -> int | None:
        header = self.roles.get(role)
        return header.column if header else None


class ColumnReader:
    """Reads the headers of one table; what it cannot use is said in `findings` and in the reading."""

    def __init__(
        self,
        table: Table,
        spot: Spot,
        file: str,
        vocabulary: Vocabulary,
        findings: Findings,
        reading: Reading,
    ) -> None:
        self._table = table
        self._spot = spot
        self._file = file
        self._vocabulary = vocabulary
        self._findings = findings
        self._unmapped, self._answered = reading.unmapped, reading.answered

    def read(self) -> Columns | None:
        """None (and an error) where no one return can be told from the headers."""
        columns = Columns(title_units=self._title_units())
        rest = self._take_roles(columns)
        if self._table.is_long:
            self._unknown(columns, self._take_list(columns, rest))
            return columns
        dataset = self._table.dataset or self._dataset(columns, rest)
        if dataset is None:
            return None
        columns.dataset = dataset
        rest = self._without_compared(columns, rest)
        self._unknown(columns, self._take_figures(columns, rest))
        return columns

    def _take_roles(self, columns: Columns) -> list[Header]:
        rest = []
        for header in self._table.headers:
            role = self._vocabulary.role(header)
            if role == BODY and self._table.is_long and self._holds_units(header):
                # 单位 is both "body" and "unit of measurement"; what stands below it decides.
                role = UNIT
            if role == OTHER or is_last_header(header.text):
                continue
            if self._table.is_long and self._vocabulary.compares(header):
                rest.append(header)
                continue
            if self._vocabulary.says(header) and self._vocabulary.answered[header.names[0]] is None:
                self._say_answered(header, None)
                continue
            if role == REASON:
                columns.reasons.append(header)
            elif role in (BODY, YEAR, PERIOD) or (role and self._table.is_long):
                self._take_role(columns, role, header)
            else:
                rest.append(header)
        return rest

    def _take_list(self, columns: Columns, headers: list[Header]) -> list[Header]:
        """Takes the column of figures that stands below a year; gives what nobody knows.

        Of several years it is the one the titles name, else the latest: the others are there for comparison, and
        must not take the place of what was reported then.
        """
        label = columns.roles[MEASURE].column
        years = {int(m[0]): h for h in headers if (m := _FOUR_DIGITS.search(h.text)) and self._is(h, OF_YEAR)}
        if years and VALUE not in columns.roles:
            named = year_in_titles(self._table, self._spot, self._file)
            columns.year = named[0] if named and named[0] in years else max(years)
            columns.roles[VALUE] = columns.year_header = years.pop(columns.year)
        bodies = [h for h in headers if self._vocabulary.body_above(h)]
        if bodies and VALUE not in columns.roles:
            columns.roles[VALUE] = columns.body_header = bodies[0]
            headers = self._without_strangers(headers, label)
        compared = [h for h in headers if self._is(h, COMPARED) or h in years.values()]
        for header in compared:
            self._say("column_compared", header)
        taken = [*compared, *columns.roles.values()]
        return [h for h in headers if h not in taken and h.column > label]

    def _without_strangers(self, headers: list[Header], label: int) -> list[Header]:
        """Of columns headed by bodies those that are: a misspelt one must not go unread, a sum may."""
        for header in headers:
            is_sum = any(name in self._vocabulary.totals for name in header.names)
            if header.column > label and not (is_sum or self._vocabulary.body_above(header)):
                near = self._vocabulary.bodies.nearest(header.text) if self._findings.may_suggest() else []
                spot = self._spot.at(self._table.header_row, header.column)
                key = (self._spot.order, header.text)
                self._findings.gather("body_unknown", spot, key, value=header.text, near=listed(near))
        return [header for header in headers if self._vocabulary.body_above(header)]

    def _without_compared(self, columns: Columns, headers: list[Header]) -> list[Header]:
        """The columns of a wide table without those above or below which stands 上年, or a year not reported on."""
        periods = {header: self._vocabulary.period(header) for header in headers}
        years = {year: header for header, year in reversed(periods.items()) if isinstance(year, int)}
        if years and YEAR not in columns.roles:
            named = year_in_titles(self._table, self._spot, self._file)
            columns.year = named[0] if named and named[0] in years else max(years)
            columns.year_header = years[columns.year]
        compared = [header for header in headers if periods[header] not in (None, columns.year)]
        for header in compared:
            self._say("column_compared", header)
        return [header for header in headers if header not in compared]

    def _is(self, header: Header, kind: str) -> bool:
        return self._vocabulary.compares(header) == kind

    def _take_role(self, columns: Columns, role: str, header: Header) -> None:
        if role == MEASURE and role in columns.roles and VALUE not in columns.roles:
            columns.roles[role] = header  # 类别 and 项目: the one next to the figures names them
            return
        first = columns.roles.setdefault(role, header)
        if first is not header:
            self._say("column_duplicate", header, first=self._address(first))

    def _holds_units(self, header: Header) -> bool:
        texts = [row[header.column - 1] for row in self._sample() if header.column <= len(row)]
        filled = [normalise_text(text) for text in texts if text.strip()]
        units = {unit for factors in self._vocabulary.words.unit_factors.values() for unit in factors}
        return bool(filled) and all(text in units for text in filled)

    def _sample(self) -> list[list[str]]:
        rows = self._table.grid.rows[self._table.first : min(self._table.end, self._table.first + _SAMPLE)]
        return [list(row) for row in rows]

    def _dataset(self, columns: Columns, headers: list[Header]) -> str | None:
        """The return that knows most of the headers; titles decide between equals."""
        counts = {
            dataset: len(
                {c[0].measure for header in headers if (c := self._vocabulary.measures(header, dataset))}
            )
            for dataset in self._vocabulary.datasets
        }
        most = max(counts.values())
        best = self._fitting_bodies(columns, [dataset for dataset, count in counts.items() if count == most])
        if len(best) > 1:
            best = self._named(best)
        if len(best) == 1:
            return best[0]
        titles = [self._vocabulary.datasets[dataset].title for dataset in best]
        spot = self._spot.at(self._table.header_row, self._table.headers[0].column)
        self._findings.add("dataset_unclear", spot, datasets=listed(titles))
        return None

    def _fitting_bodies(self, columns: Columns, datasets: list[str]) -> list[str]:
        """Published totals are for bodies that report nothing else; all others send ordinary returns."""
        ordinary = [dataset for dataset in datasets if self._vocabulary.datasets[dataset].rolls_up]
        if not ordinary or len(ordinary) == len(datasets):
            return datasets
        column = columns.role(BODY)
        names = {row[column - 1] for row in self._sample() if column and column <= len(row)}
        bodies = [body for name in names for body in self._vocabulary.bodies.named(name)]
        publish_only = bodies and not any(self._vocabulary.owes_ordinary(body) for body in bodies)
        return [dataset for dataset in datasets if dataset not in ordinary] if publish_only else ordinary

    def _named(self, datasets: list[str]) -> list[str]:
        """Those named by the sheet, else by a title row, else by the file."""
        titles = [text for row in self._table.titles for text in self._table.texts(row)]
        above = (*self._table.titles, *self._table.above)
        over_all = [text for row in above for text in self._table.grid.rows[row]]
        for text in (self._table.grid.sheet or "", " ".join(titles), " ".join(over_all), self._file):
            named = {
                dataset: n for dataset, n in self._vocabulary.named_in(text).items() if dataset in datasets
            }
            longest = max(named.values(), default=0)
            if longest:
                return [dataset for dataset, length in named.items() if length == longest]
        return datasets

    def _take_figures(self, columns: Columns, headers: list[Header]) -> list[Header]:
        """Takes the columns the return knows; gives the others."""
        headers = self._take_parts(columns, headers)
        rest, seen = [], dict[str, Header]()
        for header in headers:
            measures = self._vocabulary.measures(header, columns.dataset)
            if not measures:
                rest.append(header)
                continue
            first = seen.setdefault(measures[0].measure, header)
            factor = self._factor(header, measures[0], columns.title_units)
            if first is not header:
                self._say("column_duplicate", header, measures[0], first=self._address(first))
            elif factor is not None:
                columns.figures.append(Figures(header, measures, factor))
                if self._vocabulary.says(header):
                    self._say_answered(header, measures[0], columns.dataset)
        return rest

    def _take_parts(self, columns: Columns, headers: list[Header]) -> list[Header]:
        """Takes what a measure is split into (fines, and what was confiscated); gives the others.

        Beside a column of the whole they are of-which columns; without one they are added up.
        """
        for measure in self._vocabulary.datasets[columns.dataset].columns:
            parts = [[h for h in headers if set(h.names) & set(names)] for names in measure.parts]
            found = [part[0] for part in parts if part]
            if len(found) < 2:
                continue
            headers = [header for header in headers if header not in found]
            whole = [h for h in headers if measure in self._vocabulary.measures(h, columns.dataset)]
            if whole:
                for header in found:
                    self._say(
                        "column_part", header, measure, label=measure.label, first=self._address(whole[0])
                    )
                continue
            factors = [self._factor(header, measure, columns.title_units) for header in found]
            first, *others = (Figures(h, (measure,), f or 0) for h, f in zip(found, factors, strict=True))
            if all(factors):
                columns.figures.append(replace(first, others=tuple(others)))
        return headers

    def _factor(self, header: Header, measure: Column, title_units: list[str]) -> int | None:
        """The factor from the header's unit, else from a title as 单位：万元; None for a strange unit."""
        factors = self._vocabulary.words.unit_factors.get(measure.unit, {})
        # The nearest note that names a unit of this kind counts, also where it only says 元.
        unit = header.unit or next((unit for unit in title_units if unit in factors), measure.unit)
        if unit not in factors and unit != measure.unit:
            known = listed(list(factors), mark=False)
            self._say("unit_unknown", header, measure, value=unit, unit=measure.unit, known=known)
            return None
        factor = factors.get(unit, 1)
        if factor != 1:
            self._say(
                "unit_converted",
                header,
                measure,
                value=unit,
                unit=measure.unit,
                factor=factor,
            )
        return factor

    def _title_units(self) -> list[str]:
        """Units that notes name, those nearest above the table first, those below it last."""
        rows = self._table.grid.rows
        above = reversed([*self._table.above, *self._table.titles])
        below = range(max(self._table.first, self._table.end - _NOTES_BELOW), self._table.end)
        notes = [rows[p] for p in below if len([text for text in rows[p] if text.strip()]) == 1]
        texts = (text for row in (*(rows[p] for p in above), *notes) for text in row if text.strip())
        return [unit for text in texts for unit in _units_in(text)]

    def _unknown(self, columns: Columns, headers: list[Header]) -> None:
        columns.unknown = headers
        for header in headers:
            self._unmapped.append(self._as_unmapped(header, columns.dataset))
            owners = self._vocabulary.owners(header) - {columns.dataset}
            if owners and columns.dataset:
                titles = listed([self._vocabulary.datasets[owner].title for owner in sorted(owners)])
                own = self._vocabulary.datasets[columns.dataset].title
                self._say("column_of_other_return", header, datasets=titles, dataset_title=own)
            else:
                suggest = columns.dataset and header.names and self._findings.may_suggest()
                near = self._vocabulary.nearest_labels(header.names[-1], columns.dataset) if suggest else []
                self._say("column_extra", header, near=listed(near))

    def _as_unmapped(self, header: Header, dataset: str) -> Unmapped:
        name = header.names[0] if header.names else ""
        return Unmapped(self._spot.sheet, self._address(header), header.text, name, dataset)

    def _say_answered(self, header: Header, measure: Column | None, dataset: str = "") -> None:
        """Says that a header was taken, or left out, as its sender said."""
        self._answered.append(self._as_unmapped(header, dataset))
        if measure is None:
            self._say("heading_left_out", header)
        else:
            self._say("heading_answered", header, measure, label=measure.label)

    def absent(self, columns: Columns, years: set[int], elsewhere: frozenset[str]) -> None:
        """Columns the return has in these years and the table lacks: an error if required, else said once.

        `elsewhere` are the measures that all its bodies have in this or in another table of the file.
        """
        present = {measure.measure for figures in columns.figures for measure in figures.measures} | elsewhere
        missing = [
            column
            for column in self._vocabulary.datasets[columns.dataset].columns
            if column.measure not in present and (not years or any(map(column.applies_in, years)))
        ]
        for column in missing:
            if column.required:
                self._say_absent("column_missing", columns.dataset, [column])
        if optional := [column for column in missing if not column.required]:
            self._say_absent("column_absent", columns.dataset, optional)

    def _say_absent(self, code: str, dataset: str, absent: list[Column]) -> None:
        spot = self._spot.at(self._table.header_row, self._table.headers[0].column)
        self._findings.add(
            code,
            spot,
            column=listed([column.label for column in absent]),
            dataset=dataset,
            measures=tuple(column.measure for column in absent),
            dataset_title=self._vocabulary.datasets[dataset].title,
        )

    def _say(self, code: str, header: Header, measure: Column | None = None, **fields: object) -> None:
        known = {"measures": (measure.measure,)} if measure else {}
        spot = self._spot.at(self._table.header_row, header.column)
        self._findings.add(code, spot, column=header.text, **({"value": header.text} | known | fields))

    def _address(self, header: Header) -> str:
        return self._spot.at(self._table.header_row, header.column).cell or ""


def _units_in(text: str) -> list[str]:
    """What `单位：件、万元`, `金额单位 万元` or a title's `（万元）` names; the words of the units, known or not."""
    text = simplified(normalise_text(text))
    found = [*_TITLE_UNITS.findall(text), *_UNIT_OF_TITLE.findall(text)]
    return [unit for units in found for unit in _BETWEEN_UNITS.split(units) if unit]
