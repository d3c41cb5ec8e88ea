"""The score of every rule for every possible rate: never rises as things get worse, stays within its caps."""

from decimal import Decimal
from itertools import pairwise

import duckdb
import pyarrow as pa
import pytest

from definitions import load_definitions
from definitions.schemes import Item, Scheme
from warehouse import sql
from warehouse.dimensions import dimension_tables

MOST = 40
SCHEMES = load_definitions().schemes
RATED = [(s, i) for s in SCHEMES.values() for i in s.items.values() if i.indicator is not None]
COUNTED = [(s, i) for s in SCHEMES.values() for i in s.items.values() if i.measures]


def scores(scheme: Scheme, item: Item, rows: list[dict]) -> list[Decimal]:
    """What `marts/score.sql` makes of figures, row by row."""
    definitions = load_definitions()
    blank = {
        "year": scheme.year,
        "version": scheme.version,
        "item": item.item,
        "state": "scored",
        "demonstration": False,
    }
    basis = pa.Table.from_pylist([blank | row | {"body": str(n), "seat": n} for n, row in enumerate(rows)])
    with duckdb.connect() as connection:
        connection.execute(sql.text("schema", "dimensions"))
        for table in ("scheme_item", "scheme_band"):
            connection.register("incoming", pa.Table.from_pylist(dimension_tables(definitions)[table]))
            connection.execute(f"insert into {table} by name from incoming")
        connection.register("basis", basis)
        connection.execute(
            "create table fresh_basis as select * replace (numerator::decimal(18, 4) as numerator, "
            "denominator::decimal(18, 4) as denominator, target::decimal(18, 4) as target, steps::decimal(18, 4) as steps, "
            "n::double as n, value::double as value, direction::varchar as direction, kind::varchar as kind, "
            "scale::integer as scale), null::varchar as why from basis"
        )
        answer = connection.execute(
            f"select score from ({sql.text('marts', 'score')}) order by seat"
        ).fetchall()
    return [score for (score,) in answer]


def rates(item: Item, pairs: list[tuple[int, int]], target: int | None) -> list[dict]:
    indicator = load_definitions().indicators[str(item.indicator)]
    return [
        {"numerator": k, "denominator": n, "n": n, "value": k / n, "target": target, "direction": indicator.direction,
         "kind": indicator.kind, "scale": indicator.scale, "steps": None}
        for k, n in pairs
    ]  # fmt: skip


@pytest.mark.parametrize(("scheme", "item"), RATED, ids=lambda one: getattr(one, "item", ""))
@pytest.mark.parametrize("target", [100, 30])
def test_one_more_that_complies_never_lowers_the_score(scheme: Scheme, item: Item, target: int):
    """As a case of appearance added to the hearings, or one more of those there are."""
    worse = load_definitions().indicators[str(item.indicator)].direction == "lower"
    pairs = [(k, n) for n in range(1, MOST) for k in range(n + 1)]
    found = dict(zip(pairs, scores(scheme, item, rates(item, pairs, target)), strict=True))
    for (k, n), score in found.items():
        assert 0 <= score <= item.points
        better = [(k, n + 1), (k - 1, n)] if worse else [(k + 1, n + 1), (k + 1, n)]
        assert all(found[other] >= score for other in better if other in found), (k, n)


@pytest.mark.parametrize(("scheme", "item"), COUNTED, ids=lambda one: getattr(one, "item", ""))
def test_occurrences_cost_or_give_up_to_the_cap(scheme: Scheme, item: Item):
    empty = dict.fromkeys(("numerator", "denominator", "n", "value", "target", "direction", "kind", "scale"))
    found = scores(scheme, item, [empty | {"steps": times} for times in range(200)])
    if item.kind == "veto":
        assert found == [None] * 200
        return
    each = Decimal(item.each or 0)
    if item.kind == "bonus":
        assert found == [min(times * each, item.points) for times in range(200)]
        return
    most = item.points if item.at_most is None else item.at_most
    assert found == [item.points - min(times * each, most) for times in range(200)]
    assert all(first >= second for first, second in pairwise(found))


def test_four_of_five_loses_two_points():
    """The example of the field: 4/5 = 80% < 100%, a tenth of a point for every percentage point."""
    scheme = SCHEMES["2022-1"]
    item = scheme.items["court_appearance"]
    assert scores(scheme, item, rates(item, [(4, 5), (5, 5), (2, 3), (0, 4)], 100)) == [
        Decimal("8.00"), Decimal("10.00"), Decimal("6.67"), Decimal("0.00"),
    ]  # fmt: skip


def test_without_a_goal_there_is_no_score():
    """Neither full marks nor none: what nobody set cannot be missed."""
    scheme = SCHEMES["2022-1"]
    for code in ("court_appearance", "principal_appearance"):
        item = scheme.items[code]
        assert scores(scheme, item, rates(item, [(0, 4), (4, 4)], None)) == [None, None]
