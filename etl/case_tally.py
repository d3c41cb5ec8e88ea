"""Counts the cases of a file's ledgers into measures of the returns they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from definitions.case_ledgers import END, Count
from etl.case_model import Case, Listed
from etl.faults import listed, place
from etl.findings import Spot
from etl.model import CaseCount, CaseNumbers
from etl.months import WHOLE, said
from etl.row_readers import File

LONGEST_GROUP = 20
"""Characters; what is longer is no class of cases but the story of one, and may name who applied."""

_Row = tuple[Listed, Case]
_Rows = Sequence[_Row]


def count_ledgers(ledgers: Iterable[Listed], file: File) -> None:
    """Adds to the file's reading the counts of every body and year that has a row, the zeros too.

    A ledger may be spread over several sheets, one a month or a quarter: it is one all the same.
    """
    rows: dict[tuple[str, str, int], list[_Row]] = defaultdict(list)
    sheets = list(ledgers)
    for sheet in sheets:
        for case in sheet.cases:
            _say_other_year(sheet, case, file)
            if case.body and _may_report(sheet, case, file):
                rows[sheet.found.ledger.ledger, case.body.body, sheet.year].append((sheet, case))
    for whose, own in rows.items():
        (_, body, year), first = whose, own[0][0]
        ledger = first.found.ledger
        if ledger.unique:
            _say_duplicates(own, file)
        # Several rows of one case are one case.
        cases = defaultdict[object, list[_Row]](list)
        for sheet, case in own:
            cases[case.same or (sheet.spot.order, case.number)].append((sheet, case))
        counts = dict[object, _Row]()
        for count in ledger.counts:
            if all(sheet.can_count(count) for sheet, _ in own):
                counted = {same: row for same, of in cases.items() if (row := _row(of, count, year))}
                counts |= counted
                _add(body, year, count, first, [*counted.values()], file)
        numbered = {case.same: case.key for _, case in counts.values() if case.same}
        file.reading.case_numbers[whose] = CaseNumbers(numbered, len(counts) - len(numbered))
        _say_part(body, [s for s in sheets if (s.found.ledger, s.year) == (ledger, year)], first, file)


def _say_part(body: str, sheets: Sequence[Listed], first: Listed, file: File) -> None:
    """Says that the sheets that may have cases of the body name parts that do not make a year."""
    own = [sheet.months for sheet in sheets if sheet.body is None or sheet.body.body == body]
    months = frozenset[int]().union(*own)
    if not all(own) or months == WHOLE:
        return
    ledger = first.found.ledger
    file.findings.add(
        "ledger_part_of_year", first.spot.at(first.found.table.header_row, 1), dataset=ledger.of, body=body,
        year=first.year, measures=tuple(count.measure for count in ledger.counts), title=ledger.title,
        part=said(months), missing=said(WHOLE - months), name=file.definitions.bodies[body].short_name,
    )  # fmt: skip


def _say_other_year(sheet: Listed, case: Case, file: File) -> None:
    counts = sheet.found.ledger.counts
    days = {day for count in counts for day in (*count.dates, count.open_until)}
    dated = {case.dates[day].year for day in days if day in case.dates}
    open_still = any(
        count.open_until and sheet.can_count(count) and _row([(sheet, case)], count, sheet.year)
        for count in counts
    )
    if dated and sheet.year not in dated and not open_still:
        file.findings.gather(
            "case_other_year",
            sheet.spot.at(case.number, 1),
            sheet.spot.order,
            year=sheet.year,
            value=case.key,
        )


def _may_report(sheet: Listed, case: Case, file: File) -> bool:
    assert case.body
    body, year = case.body, sheet.year
    dataset = file.definitions.datasets[sheet.found.ledger.of]
    spot = sheet.spot.at(case.number, sheet.found.body_column or 1)
    if not body.exists_in(year):
        near = listed(file.vocabulary.bodies.related(body, year))
        file.findings.gather(
            "body_not_in_year", spot, (spot.order, body.body), value=body.short_name, year=year, instead=near
        )
        return False
    if not file.definitions.owes(body, dataset):
        file.findings.gather(
            "function_missing", spot, (spot.order, body.body), value=case.key, column=dataset.title,
            dataset=dataset.dataset, body=body.body, year=year, name=body.short_name, dataset_title=dataset.title,
        )  # fmt: skip
        return False
    return True


def _say_duplicates(rows: _Rows, file: File) -> None:
    seen: dict[str, Spot] = {}
    for sheet, case in rows:
        here = sheet.spot.at(case.number, sheet.found.columns.get(sheet.found.ledger.key.column, 1))
        first = seen.setdefault(case.same, here) if case.same else here
        if first != here:
            where = first.cell if first.order == here.order else place(first.sheet, first.cell)
            file.findings.add("case_duplicate", here, value=case.key, first=where)


def _add(body: str, year: int, count: Count, first: Listed, counted: _Rows, file: File) -> None:
    """Adds one measure's count, whole and by each dimension."""
    ledger, grid, columns = first.found.ledger, first.found.table.grid, first.found.columns
    header = grid.address(
        first.found.table.header_row, next(columns[name] for name in count.dates if name in columns)
    )

    def add(dimension: str, groups: Mapping[str, int]) -> None:
        file.reading.cases += [
            CaseCount(
                ledger.ledger, ledger.of, body, year, count.measure, dimension, group, n, first.spot.sheet, header
            )
            for group, n in groups.items()
        ]  # fmt: skip

    add("", {"": len(counted)})
    for dimension in ledger.dimensions:
        name = dimension.column
        groups = defaultdict[str, int](int)
        for sheet, case in counted:
            if name in sheet.found.columns:
                group = case.values.get(name, "")
                groups[group if len(group) <= LONGEST_GROUP else ""] += 1
        add(name, groups)


def _row(case: _Rows, count: Count, year: int) -> _Row | None:
    """The row by which a case counts, which says what it was about; None where it does not."""
    if count.having:
        return _together(case, count, year)
    if not count.open_until:
        return next((row for row in case if _happened(row[1], count, year)), None)
    day = date(year if count.at == END else year - 1, 12, 31)
    left_out = any(
        row.dates.get(count.open_until, date.max) <= day or not _meets(row, count) for _, row in case
    )
    begun = (row for row in case if any(row[1].dates.get(name, date.max) <= day for name in count.dates))
    return None if left_out else next(begun, None)


def _together(case: _Rows, count: Count, year: int) -> _Row | None:
    """As `_row`, where the day that counts may stand in one row and what is asked of the case in another."""
    dated = any((day := _day(row, count)) and day.year == year for _, row in case)
    has_all = all(any(name in row.dates for _, row in case) for name in count.having)
    return next((row for row in case if _meets(row[1], count)), None) if dated and has_all else None


def _day(case: Case, count: Count) -> date | None:
    return next((case.dates[name] for name in count.dates if name in case.dates), None)


def _happened(case: Case, count: Count, year: int) -> bool:
    day = _day(case, count)
    return day is not None and day.year == year and _meets(case, count)


def _meets(case: Case, count: Count) -> bool:
    return all(case.values.get(name) == value for name, value in count.where.items()) and not any(
        case.values.get(name) == value for name, value in count.unless.items()
    )
