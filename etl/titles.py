"""The year or body of a table without such a column: from title rows, the sheet's or the file's name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from definitions.model import Body
from etl.bodies import Bodies
from etl.findings import Spot
from etl.layout import Table

# The month tells a date of filling in (2023年1月10日) from the year reported on (2022年, 2022年1-12月).
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(度)?(?!\s*\d{1,2}\s*月)")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may name the year or the body; `spot` is its cell, or the table where it is a name."""

    text: str
    spot: Spot
    is_name: bool


def year_in_titles(table: Table, spot: Spot, file: str) -> tuple[int, Source] | None:
    """The one year the nearest source names; None where it names several or none does."""
    for sources in _sources(table, spot, file):
        found = {year: source for source in sources for year in _years(source)}
        if found:
            return next(iter(found.items())) if len(found) == 1 else None
    return None


def body_in_titles(
    table: Table, spot: Spot, file: str, bodies: Bodies, year: int | None
) -> tuple[Body, Source] | None:
    """The one body the nearest source names; None where it names several or none does."""
    for sources in _sources(table, spot, file):
        found = {
            body.body: (body, source) for source in sources for body in bodies.in_text(source.text, year)
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _sources(table: Table, spot: Spot, file: str) -> Iterator[list[Source]]:
    """Title rows, then the sheet's name, then the file's."""
    grid = table.grid
    yield [
        Source(unicodedata.normalize("NFKC", text), spot.at(grid.row_numbers[row], column), False)
        for row in table.titles
        for column, text in enumerate(grid.rows[row], 1)
        if text.strip()
    ]
    header = spot.at(table.header_row, table.headers[0].column)
    yield [Source(unicodedata.normalize("NFKC", grid.sheet or ""), header, True)]
    yield [Source(unicodedata.normalize("NFKC", file), header, True)]


def _years(source: Source) -> set[int]:
    found = _YEAR.findall(source.text)
    # 2022年度…报表（2023年填报）: the word 年度 says which one is meant.
    named = {int(year) for year, whole in found if whole} or {int(year) for year, _ in found}
    if not named and source.is_name:
        named = {int(year) for year in _BARE_YEAR.findall(source.text)}
    return named
