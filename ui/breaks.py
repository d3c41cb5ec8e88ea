"""Where a series stops being comparable with itself, and why: read from the definitions, drawn by the charts."""

from collections.abc import Iterable
from dataclasses import dataclass

from definitions.model import Body, Definitions, Indicator


@dataclass(frozen=True)
class Break:
    """Years from `year` on cannot be compared with those before it."""

    year: int
    label: str


def indicator_breaks(indicator: Indicator) -> tuple[Break, ...]:
    """A change of the main rule is a break."""
    mains = sorted((r for r in indicator.rules if r.main), key=lambda r: r.first_year or 0)
    return tuple(
        Break(after.first_year, f"{after.first_year}年起口径改为“{after.title}”，不可比")
        for after in mains[1:]
        if after.first_year
    )


def measure_breaks(definitions: Definitions, measures: Iterable[str]) -> tuple[Break, ...]:
    """A measure that starts or ends with a new form is a break."""
    columns = [definitions.column_of[m] for m in measures if m in definitions.column_of]
    starts = {c.first_year for c in columns if c.first_year}
    ends = {c.last_year + 1 for c in columns if c.last_year}
    return tuple(Break(year, f"{year}年统计分类变化，不可比") for year in sorted(starts | ends))


def body_breaks(definitions: Definitions, body: str) -> tuple[Break, ...]:
    """A body that succeeds others starts with a break."""
    found = definitions.bodies.get(body)
    if found is None or not found.predecessors:
        return ()
    before = "、".join(predecessor_names(definitions, found))
    return (Break(found.valid_from.year, f"{found.valid_from.year}年机构改革（原{before}）"),)


def predecessor_names(definitions: Definitions, body: Body) -> list[str]:
    return [definitions.bodies[p].short_name for p in body.predecessors if p in definitions.bodies]
