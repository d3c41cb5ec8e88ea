"""A filing's figures beside those that are published: of the same year, which they would replace, and of the year before."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from definitions.model import Definitions
from etl.batch import said
from etl.judge import Checked
from etl.model import NUMBER, Cell
from ui.numbers import figure
from ui.served import Served
from warehouse import queries

Known = dict[tuple[str, int, str], tuple[Any, str]]
"""(body, year, measure) → value and state"""


def published(current: Served | None, cells: Iterable[Cell]) -> Known:
    """What is published of the bodies, in their years and the years before."""
    if current is None:
        return {}
    wanted = list(cells)
    years = sorted({year for c in wanted for year in (c.year, c.year - 1)})
    bodies, measures = sorted({c.body for c in wanted}), sorted({c.measure for c in wanted})
    rows = queries.measure_records(current.warehouse, bodies, years, measures) if wanted else []
    return {
        (r["body"], r["year"], r["measure"]): (r["value"], r["state"])
        for r in rows
        if r["submission"] is not None
    }


def table(
    definitions: Definitions, checked: Sequence[Checked], current: Served | None, only_changed: bool
) -> pd.DataFrame:
    """A line a cell, in the files' order: now, as published for the same year, the difference, the year before."""
    cells = [cell for one in checked for cell in said(one.reading.cells)]
    known = published(current, cells)
    rows = []
    for cell in cells:
        same = known.get((cell.body, cell.year, cell.measure))
        if only_changed and same is not None and same == (cell.value, cell.state):
            continue
        rows.append(_row(definitions, cell, same, known.get((cell.body, cell.year - 1, cell.measure))))
    return pd.DataFrame(rows)


def between(definitions: Definitions, mine: Sequence[Checked], theirs: Sequence[Checked]) -> pd.DataFrame:
    """A line a cell in which two filings of the same returns are not alike."""
    words = definitions.words.state_titles
    own, other = (
        {(c.body, c.year, c.measure): c for one in side for c in said(one.reading.cells)}
        for side in (mine, theirs)
    )
    rows = []
    for key in dict.fromkeys([*own, *other]):
        here, there = own.get(key), other.get(key)
        pair = [(c.value, c.state) if c else None for c in (here, there)]
        cell = here or there
        if cell is None or pair[0] == pair[1]:
            continue
        column = definitions.column_of[cell.measure]
        rows.append(
            {
                "单位": definitions.bodies[cell.body].short_name,
                "年度": str(cell.year),
                "项目": f"{column.label}（{cell.unit}）",
                "本份": words_of(pair[0], words),
                "那一份": words_of(pair[1], words),
            }
        )
    return pd.DataFrame(rows)


def _row(
    definitions: Definitions, cell: Cell, same: tuple[Any, str] | None, before: tuple[Any, str] | None
) -> dict[str, str]:
    words = definitions.words.state_titles
    column = definitions.column_of[cell.measure]
    own = cell.value, cell.state
    return {
        "单位": definitions.bodies[cell.body].short_name,
        "年度": str(cell.year),
        "报表": definitions.datasets[cell.dataset].title,
        "项目": f"{column.label}（{cell.unit}）",
        "本次": words_of(own, words),
        "此前已报": words_of(same, words),
        "相差": difference(own, same),
        "上年": words_of(before, words),
        "较上年": change(own, before),
        "位置": " ".join(filter(None, (cell.sheet, cell.cell))),
    }


def words_of(given: tuple[Any, str] | None, words: Any) -> str:
    """A number, or the word for why there is none."""
    if given is None:
        return "—"
    value, state = given
    return figure(float(value)) if state == NUMBER else str(words[state])


def difference(own: tuple[Any, str], other: tuple[Any, str] | None) -> str:
    """“+3”; a number that takes the place of a word has no difference, but is not the same."""
    if other is None:
        return "新"
    if own == other:
        return ""
    if own[1] == other[1] == NUMBER:
        off = Decimal(own[0]) - Decimal(other[0])
        return f"{'+' if off > 0 else '−'}{figure(abs(float(off)))}"
    return "不同"


def change(own: tuple[Any, str], before: tuple[Any, str] | None) -> str:
    """“+12.5%”; of nothing nothing can be said."""
    if before is None or not own[1] == before[1] == NUMBER or not before[0]:
        return ""
    share = (float(own[0]) - float(before[0])) / float(before[0]) * 100
    return f"{'+' if share > 0 else '−' if share < 0 else '±'}{abs(share):.1f}%"


def counts(definitions: Definitions, checked: Sequence[Checked], current: Served | None) -> str:
    """“共42格：新报40格，与此前已报不同2格。”"""
    cells = [cell for one in checked for cell in said(one.reading.cells)]
    known = published(current, cells)
    kinds = [difference((c.value, c.state), known.get((c.body, c.year, c.measure))) for c in cells]
    fresh, changed = kinds.count("新"), sum(kind not in ("新", "") for kind in kinds)
    parts = _nonzero((f"新报{fresh}格", fresh), (f"与此前已报不同{changed}格", changed))
    return f"共{len(cells)}格：{'，'.join(parts) or '与此前已报完全相同'}。"


def _nonzero(*parts: tuple[str, int]) -> Iterator[str]:
    return (text for text, count in parts if count)
