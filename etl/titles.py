"""The year or body of a table without such a column: from title rows, the sheet's or the file's name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from definitions.model import Body
from etl.bodies import Bodies
from etl.findings import Spot
from etl.layout import Table
from etl.model import Grid
from etl.months import WHOLE, label_months, months_in

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
# 截至2024年12月31日: the figures of that year, and no day of filling in.
_TO_LAST_DAY = re.compile(r"截[至止]\D{0,8}(20\d{2})\s*[年./-]\s*12\s*[月./-]\s*31")
# Nobody can say of which of them the figures are.
_TWO_YEARS = re.compile(r"(?<!\d)20\d{2}\s*年?[度份]?\s*[-—–~～至到、和及]\s*20\d{2}\s*年度")
_TO_MONTH = re.compile(r"截[至止]\D{0,8}(?:(20\d{2})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)年?")
# （ 2024 ）年度, as printed forms leave room for it.
_BLANK_FILLED_IN = re.compile(r"[(（_]+\s*(20\d{2})\s*[)）_]+")
# Fifteen rows of a thousand columns could stand above a header.
_LONGEST_TITLE = 1_000
_COVER_ROWS = 60


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may name the year or the body; `spot` is its cell, or the table where it is a name."""

    text: str
    spot: Spot
    is_name: bool


def year_in_titles(table: Table, spot: Spot, file: str, by_parts: bool = False) -> tuple[int, Source] | None:
    """The one year the nearest source names; None where it names several or none does.

    2022年度…报表 and 2023年填报: the word 年度 says which one is meant. `by_parts`: a sheet may hold a part of the year.
    """
    for sources in naming(table, spot, file):
        text = " ".join(source.text for source in sources)
        if (
            _TWO_YEARS.search(text)
            or any(_is_of_part(source.text) for source in sources)
            or _ends_early(text)
        ):
            return None
        for pattern in (_NAMED_YEAR, _WHOLE_YEAR, _TO_LAST_DAY, _YEAR, _BARE_YEAR):
            found = {year: source for source in sources for year in _years(source, pattern)}
            if found:
                is_part = not by_parts and pattern in (_YEAR, _BARE_YEAR) and _is_named_part(table, file)
                return next(iter(found.items())) if len(found) == 1 and not is_part else None
    return None


def _is_named_part(table: Table, file: str) -> bool:
    """A sheet called 3月 or a file called …上半年: 2024年 above the figures is then the year it lies in."""
    sheet = half_width(table.grid.sheet or "")
    return _is_of_part(sheet) or _is_of_part(half_width(file)) or 0 < len(label_months(sheet)) < len(WHOLE)


def _is_of_part(text: str) -> bool:
    """Half a year, a quarter, 1-9月: nobody can say that the figures are those of the year."""
    return len(months_in(text)) % len(WHOLE) > 0


def _ends_early(text: str) -> bool:
    """截至9月30日: no whole year. With a year that is not the only one named it is the day of looking things up."""
    found = _TO_MONTH.search(text)
    if not found or int(found[2]) >= max(WHOLE):
        return False
    return not found[1] or set(_ANY_YEAR.findall(text)) == {found[1]}


def months_in_titles(table: Table, spot: Spot, file: str) -> tuple[frozenset[int], int | None]:
    """The months the nearest source names, and the one year beside them; no month for what says nothing of a part."""
    for near in naming(table, spot, file):
        found = frozenset[int]().union(*(months_in(source.text, source.is_name) for source in near))
        if found:
            years = {int(year) for source in near for year in _ANY_YEAR.findall(source.text)}
            return found, years.pop() if len(years) == 1 else None
    return frozenset(), None


def body_in_titles(
    table: Table, spot: Spot, file: str, bodies: Bodies, year: int | None, issuers: tuple[str, ...]
) -> tuple[Body, Source] | None:
    """The one body the nearest source names; None where it names several or none does.

    `issuers` are the words that mark who made the form, which is not who fills it in.
    """
    for sources in naming(table, spot, file):
        found = {
            body.body: (body, source)
            for source in sources
            for body in bodies.in_text(without_issuer(source.text, issuers), year)
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def without_issuer(text: str, issuers: tuple[str, ...]) -> str:
    """Takes out 制表机关：区统计局 and 区司法局印制."""
    kept, is_next = list[str](), False
    for word in text.split():
        marked = word.startswith(issuers) or word.endswith(issuers)
        if not (marked or is_next):
            kept.append(word)
        is_next = marked and word.endswith((":", "："))
    return " ".join(kept)


def naming(table: Table, spot: Spot, file: str) -> Iterator[list[Source]]:
    """Title rows, the sheet's own where they are another table's, the sheet's name, the covers before it, the file's."""
    for rows in (table.titles, table.above):
        yield list(_sources(table.grid, rows, spot))
    header = spot.at(table.header_row, table.headers[0].column)
    yield [Source(half_width(table.grid.sheet or ""), header, True)]
    for cover in table.covers:
        if cover.grid:
            yield list(_sources(cover.grid, range(min(len(cover.grid.rows), _COVER_ROWS)), cover))
    yield [Source(half_width(file), header, True)]


def _sources(grid: Grid, rows: Iterable[int], spot: Spot) -> Iterator[Source]:
    for row in rows:
        filled = [(column, text.strip()) for column, text in enumerate(grid.rows[row], 1) if text.strip()]
        if filled:
            text = half_width(" ".join(text for _, text in filled)[:_LONGEST_TITLE])
            yield Source(text, spot.at(grid.row_numbers[row], filled[0][0]), False)


def half_width(text: str) -> str:
    """Half-width, with 二〇二四年 as 2024年."""
    text = unicodedata.normalize("NFKC", text)
    return _WRITTEN_YEAR.sub(lambda found: found[1].translate(_DIGITS), text)


def _years(source: Source, pattern: re.Pattern[str]) -> set[int]:
    # 2022 alone is a year in a name; in a title it may be anything.
    if pattern is _BARE_YEAR and not source.is_name:
        return set()
    text = _BLANK_FILLED_IN.sub(r"\1", source.text)
    return {int("".join(match.groups(""))) for match in pattern.finditer(text)}
