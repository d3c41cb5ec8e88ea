"""Figures that are allowed but worth a second look: all notices, none of them stops a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from definitions.model import Definitions
from etl.arithmetic import plain
from etl.faults import fault
from etl.figures import Figures
from etl.model import NUMBER, Cell, Fault
from etl.poisson import change_probability

YEARS_BACK = 5
"""Older years say more about another time than about this one."""

FEWEST_YEARS = 2
"""One earlier year cannot show how much a body's counts move by themselves."""

IMPROBABLE = 1e-6
"""Real counts vary more than Poisson ones do: campaigns come in waves. A customary 0.01 would notice every
wave, and nobody would read the notices any more."""

NOTEWORTHY = Decimal("0.5")
"""Share of the earlier mean: among thousands of cases a tenth more is improbable, and no reason to ask."""

TEN_THOUSAND = 10_000
SLIP_FACTOR = 3
"""How far from exactly ten thousand times a slip between 元 and 万元 may be: amounts do change."""

MANY_NUMBERS = 10
SAME_DIGIT_SHARE = 0.6
"""Of ten numbers, seven alike come up by chance about once in ten thousand returns."""

FEWEST_ALIKE = 5
"""Different numbers, that is: 27 applications, 27 accepted, 27 granted under 1 item may well come again."""

Earlier = list[tuple[int, Decimal]]


def unusual_faults(figures: Figures, definitions: Definitions) -> Iterator[Fault]:
    """Slips of unit, leaps against the body's own history, repeated last digits, last year's return again."""
    for (_, _, dataset), cells in figures.parts.items():
        numbers = [cell for cell in cells if cell.state == NUMBER and cell.value is not None]
        for cell in numbers:
            yield from _against_history(cell, figures, definitions)
        yield from _digits_repeated(numbers, definitions, definitions.datasets[dataset].title)
        yield from _same_as_last_year(numbers, figures, definitions)


def _against_history(cell: Cell, figures: Figures, definitions: Definitions) -> Iterator[Fault]:
    column = definitions.column_of[cell.measure]
    if not column.integer and column.unit != "元":
        return
    earlier = _earlier(cell, figures)
    if column.unit == "元" and (slip := _slip(_value(cell), earlier)):
        too_large, usual = slip
        times, header, written = ("一万倍", "万元", "元") if too_large else ("万分之一", "元", "万元")
        yield _fault(
            definitions,
            "unit_slip",
            cell,
            usual=plain(usual),
            amount=plain(_value(cell)),
            times=times,
            header=header,
            written=written,
        )
    elif column.integer and (share := _leap(_value(cell), earlier)) is not None:
        history = "、".join(f"{year}年{plain(value)}" for year, value in earlier)
        yield _fault(
            definitions,
            "history_unusual",
            cell,
            figure=plain(_value(cell)),
            history=history,
            change=_change_text(share),
        )


def _earlier(cell: Cell, figures: Figures) -> Earlier:
    """The same figure of the years before, oldest first, of this body or those it continues."""
    years = range(cell.year - YEARS_BACK, cell.year)
    found = [(year, figures.earlier(cell.body, cell.year, cell.measure, year)) for year in years]
    return [(year, value) for year, value in found if value is not None]


def _slip(amount: Decimal, earlier: Earlier) -> tuple[bool, Decimal] | None:
    """Whether the amount is about 10,000 times too large (or too small), and what is usual; else None."""
    amounts = [value for _, value in earlier if value > 0]
    if not amounts or amount <= 0:
        return None
    usual = median(amounts)
    for too_large, times in ((True, amount / usual), (False, usual / amount)):
        if times * SLIP_FACTOR >= TEN_THOUSAND and times <= TEN_THOUSAND * SLIP_FACTOR:
            return too_large, usual
    return None


def _leap(count: Decimal, earlier: Earlier) -> Decimal | None:
    """The change as a share of the earlier mean (infinite after only 0), where it is worth a notice."""
    if len(earlier) < FEWEST_YEARS:
        return None
    total = sum((value for _, value in earlier), Decimal(0))
    mean = total / len(earlier)
    share = (count - mean) / mean if mean else Decimal("inf")
    # The share goes first: it is cheap, and beyond it the tail of the test is short.
    if abs(share) < NOTEWORTHY or change_probability(int(count), int(total), len(earlier)) >= IMPROBABLE:
        return None
    return share


def _change_text(share: Decimal) -> str:
    if share.is_infinite():
        return "往年都是0"
    if share >= 1:
        return f"约为往年平均的{plain(round(share + 1, 1))}倍"
    return f"比往年平均{'多' if share > 0 else '少'}{abs(share) * 100:.0f}%"


def _digits_repeated(
    numbers: Sequence[Cell], definitions: Definitions, dataset_title: str
) -> Iterator[Fault]:
    """Looks for counts that were made up or rounded: they end alike.

    Each value is looked at once, because a body whose only penalties are fines rightly writes the same number
    in several columns. Amounts are left out: those stated in 万元 all end in 0.
    """
    counts = [c for c in numbers if definitions.column_of[c.measure].integer and _value(c) >= 10]
    distinct = {int(_value(cell)): cell for cell in reversed(counts)}
    if len(distinct) < MANY_NUMBERS:
        return
    digit, alike = Counter(value % 10 for value in distinct).most_common(1)[0]
    if alike > SAME_DIGIT_SHARE * len(distinct):
        first = next(cell for cell in counts if int(_value(cell)) % 10 == digit)
        measures = tuple(cell.measure for cell in counts)
        yield _fault(
            definitions,
            "digits_repeated",
            first,
            measures,
            all=len(distinct),
            alike=alike,
            digit=digit,
            dataset_title=dataset_title,
        )


def _same_as_last_year(
    numbers: Sequence[Cell], figures: Figures, definitions: Definitions
) -> Iterator[Fault]:
    """Looks for last year's return sent in again under this year."""
    compared = []
    for cell in numbers:
        before = figures.earlier(cell.body, cell.year, cell.measure, cell.year - 1)
        if before is not None and before != cell.value:
            return
        if before is not None:
            compared.append(cell)
    alike = [cell for cell in compared if cell.value]
    if len({cell.value for cell in alike}) >= FEWEST_ALIKE:
        yield _fault(
            definitions,
            "same_as_last_year",
            alike[0],
            tuple(cell.measure for cell in compared),
            all=len(compared),
            last_year=alike[0].year - 1,
            nonzero=len(alike),
            dataset_title=definitions.datasets[alike[0].dataset].title,
        )


def _value(cell: Cell) -> Decimal:
    return cell.value or Decimal(0)


def _fault(
    definitions: Definitions, code: str, cell: Cell, measures: tuple[str, ...] = (), **fields: Any
) -> Fault:
    label = definitions.column_of[cell.measure].label
    return fault(
        definitions,
        code,
        sheet=cell.sheet,
        cell=cell.cell,
        column=label,
        value=cell.raw,
        dataset=cell.dataset,
        body=cell.body,
        year=cell.year,
        measures=measures or (cell.measure,),
        **fields,
    )
