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
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?!\s*\d{1,2}\s*月)")
_NAMED_YEAR = re.compile(
    r"(?<!\d)(20\d{2})\s*年度|年[度份]\s*[:：]?\s*(20\d{2})(?![\d./-]|\s*年\s*\d{1,2}\s*月)"
)
# 2024年1月1日至2024年12月31日, 2024年1月至12月: the whole of a year, not a day.
_WHOLE_YEAR = re.compile(
    r"(?<!\d)(20\d{2})\s*[年./-]\s*0?1(?:\s*月|[./-])?\s*(?:0?1\s*日?)?\s*(?:至|到|[-—–~～])+\s*(?:\1\s*[年./-]\s*)?12"
)
_WRITTEN_YEAR = re.compile(r"(二[〇○Ｏ零0][一二三四五六七八九〇○零]{2})(?=\s*年)")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
# Of a name; the year of a day or a month is that of the sending.
_BARE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)(?!\s*[-./年_]\s*\d{1,2}(?!\d))")
# Two years, or part of one: nobody can say that the figures are those of a year.
_NO_ONE_YEAR = re.compile(
    r"(?<!\d)20\d{2}\s*年?[度份]?\s*[-—–~～至到、和及]\s*20\d{2}\s*年度"
    r"|20\d{2}\s*年度?\s*(?:上半年|下半年|[前第]?[一二三四1-4]个?季度)"
)
# （ 2024 ）年度, as printed forms leave room for it.
_BLANK_FILLED_IN = re.compile(r"[(（_]+\s*(20\d{2})\s*[)）_]+")
# Fifteen rows of a thousand columns could stand above a header.
_LONGEST_TITLE = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may name the year or the body; `spot` is its cell, or the table where it is a name."""

    text: str
    spot: Spot
    is_name: bool


def year_in_titles(table: Table, spot: Spot, file: str) -> tuple[int, Source] | None:
    """The one year the nearest source names; None where it names several or none does.

    2022年度…报表 and 2023年填报: the word 年度 says which one is meant.
    """
    for sources in naming(table, spot, file):
        if any(_NO_ONE_YEAR.search(source.text) for source in sources):
            return None
        for pattern in (_NAMED_YEAR, _WHOLE_YEAR, _YEAR, _BARE_YEAR):
            found = {year: source for source in sources for year in _years(source, pattern)}
            if found:
                return next(iter(found.items())) if len(found) == 1 else None
    return None


def body_in_titles(
    table: Table, spot: Spot, file: str, bodies: Bodies, year: int | None
) -> tuple[Body, Source] | None:
    """The one body the nearest source names; None where it names several or none does."""
    for sources in naming(table, spot, file):
        found = {
            body.body: (body, source) for source in sources for body in bodies.in_text(source.text, year)
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def naming(table: Table, spot: Spot, file: str) -> Iterator[list[Source]]:
    """Title rows, the sheet's own where they are another table's, then the sheet's name, then the file's."""
    grid = table.grid
    for rows in (table.titles, table.above):
        yield [
            Source(
                _half_width(" ".join(filled)[:_LONGEST_TITLE]), spot.at(grid.row_numbers[row], column), False
            )
            for row in rows
            if (filled := [text.strip() for text in grid.rows[row] if text.strip()])
            for column in [next(c for c, text in enumerate(grid.rows[row], 1) if text.strip())]
        ]
    header = spot.at(table.header_row, table.headers[0].column)
    yield [Source(_half_width(grid.sheet or ""), header, True)]
    yield [Source(_half_width(file), header, True)]


def _half_width(text: str) -> str:
    """Half-width, with 二〇二四年 as 2024年."""
    text = unicodedata.normalize("NFKC", text)
    return _WRITTEN_YEAR.sub(lambda found: found[1].translate(_DIGITS), text)


def _years(source: Source, pattern: re.Pattern[str]) -> set[int]:
    # 2022 alone is a year in a name; in a title it may be anything.
    if pattern is _BARE_YEAR and not source.is_name:
        return set()
    text = _BLANK_FILLED_IN.sub(r"\1", source.text)
    return {int("".join(match.groups(""))) for match in pattern.finditer(text)}
