"""Counts the cases of a file's ledgers into measures of the returns they belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from definitions.case_ledgers import Count
from etl.case_rows import Case, Listed
from etl.faults import listed, place
from etl.findings import Spot
from etl.model import CaseCount
from etl.row_readers import File

LONGEST_GROUP = 20
"""Characters; what is longer is no class of cases but the story of one, and may name who applied."""

_Rows = Sequence[tuple[Listed, Case]]


def count_ledgers(ledgers: Iterable[Listed], file: File) -> None:
    """Adds to the file's reading the counts of every body and year that has a row, the zeros too.

    A ledger may be spread over several sheets, one a month or a quarter: it is one all the same.
    """
    rows: dict[tuple[str, str, int], list[tuple[Listed, Case]]] = defaultdict(list)
    for sheet in ledgers:
        for case in sheet.cases:
            _say_other_year(sheet, case, file)
            if case.body and _may_report(sheet, case, file):
                rows[sheet.found.ledger.ledger, case.body.body, sheet.year].append((sheet, case))
    for (_, body, year), own in rows.items():
        ledger = own[0][0].found.ledger
        if ledger.unique:
            _say_duplicates(own, file)
        for count in ledger.counts:
            if all(sheet.can_count(count) for sheet, _ in own):
                _add(body, year, count, own, file)


def _say_other_year(sheet: Listed, case: Case, file: File) -> None:
    dated = {
        case.dates[count.dated_by].year for count in sheet.found.ledger.counts if count.dated_by in case.dates
    }
    if dated and sheet.year not in dated:
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
        first = seen.setdefault(case.key, here) if case.key else here
        if first != here:
            where = first.cell if first.order == here.order else place(first.sheet, first.cell)
            file.findings.add("case_duplicate", here, value=case.key, first=where)


def _add(body: str, year: int, count: Count, rows: _Rows, file: File) -> None:
    """Adds one measure's count, whole and by each dimension."""
    # Several rows of one case are one case: the first says what it was about.
    cases: dict[object, tuple[Listed, Case]] = {}
    for sheet, case in rows:
        if _counts(case, count, year):
            cases.setdefault(case.key or (sheet.spot.order, case.number), (sheet, case))
    first, _ = rows[0]
    ledger, grid = first.found.ledger, first.found.table.grid
    header = grid.address(first.found.table.header_row, first.found.columns[count.dated_by])

    def add(dimension: str, groups: Mapping[str, int]) -> None:
        file.reading.cases += [
            CaseCount(
                ledger.ledger, ledger.of, body, year, count.measure, dimension, group, n, first.spot.sheet, header
            )
            for group, n in groups.items()
        ]  # fmt: skip

    add("", {"": len(cases)})
    for dimension in ledger.dimensions:
        name = dimension.column
        groups = defaultdict[str, int](int)
        for sheet, case in cases.values():
            if name in sheet.found.columns:
                group = case.values.get(name, "")
                groups[group if len(group) <= LONGEST_GROUP else ""] += 1
        add(name, groups)


def _counts(case: Case, count: Count, year: int) -> bool:
    day, values = case.dates.get(count.dated_by), case.values
    return (
        day is not None
        and day.year == year
        and all(values.get(name) == value for name, value in count.where.items())
        and not any(values.get(name) == value for name, value in count.unless.items())
    )
