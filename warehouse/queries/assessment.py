"""What the assessment asks: scores worked out from the returns, the cells behind them, and scores by other targets."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from definitions.schemes import Scheme
from warehouse import sql
from warehouse.connection import Warehouse
from warehouse.dimensions import scheme_tables
from warehouse.queries.figures import add_files

Record = dict[str, Any]

_RESCORED = """
with
    wish as (select unnest($items::varchar[]) as item, unnest($goals::decimal(18, 4)[]) as goal),
    fresh_basis as (
        select body, seat, year, version, item, numerator, denominator, value, n, target, direction, kind, scale, steps,
            demonstration, state, why
        from score where year = $year and version = $version
    ),
    scheme_item as (
        select item.* replace (coalesce(wish.goal, item.full_at) as full_at)
        from served.scheme_item as item
        left join wish using (item)
        where year = $year and version = $version
    )
from ({score})
"""


def scores(w: Warehouse, year: int, version: int) -> list[Record]:
    """The rows of `score` of the year's bodies, exact: body, item, state, why, numerator …, score; bodies in order."""
    return w.rows("score_rows", year=year, version=version)


def made_by(w: Warehouse, scheme: Scheme) -> bool:
    """Whether the publish was made by the scheme as it is now, or by none of it or another wording."""
    return all(
        _same(w.rows_of(_OF_SCHEME.format(table=table), year=scheme.year, version=scheme.version), rows)
        for table, rows in scheme_tables([scheme]).items()
    )


_OF_SCHEME = "from {table} where year = $year and version = $version"


def _same(there: Iterable[Record], wanted: Iterable[Record]) -> bool:
    first, second = (
        sorted(repr(sorted((key, _plain(value)) for key, value in row.items())) for row in rows)
        for rows in (there, wanted)
    )
    return first == second


def _plain(value: Any) -> Any:
    return f"{value:.4f}" if isinstance(value, Decimal) else value


def score_sources(w: Warehouse, year: int, version: int, body: str, item: str) -> list[Record]:
    """The cells behind a score: part (numerator, denominator, counted, less, among), label, value, state, file, cell …"""
    rows = w.rows("score_source_rows", year=year, version=version, body=body, item=item)
    return _named(w, rows)


def all_score_sources(w: Warehouse, year: int, version: int) -> list[Record]:
    """The cells behind every score of a year, each with its body and item."""
    return _named(w, w.rows("all_score_sources", year=year, version=version))


def _named(w: Warehouse, rows: list[Record]) -> list[Record]:
    for row in rows:
        measure = w.known.measures[row["measure"]]
        row |= {"label": measure.label, "unit": measure.unit, "dataset": measure.dataset}
    add_files(w, rows)
    return rows


def rescored(w: Warehouse, year: int, version: int, goals: Mapping[str, Decimal]) -> list[Record]:
    """What the scores would be with other values asked for: item → goal. For an unlimited warehouse only."""
    text = _RESCORED.format(score=sql.text("marts", "score"))
    wanted = list(goals.items())
    return w.rows_of(
        text, year=year, version=version, items=[i for i, _ in wanted], goals=[str(g) for _, g in wanted]
    )
