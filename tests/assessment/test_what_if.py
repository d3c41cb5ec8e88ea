"""Other weights: the same totals where nothing is changed, ranks, and how firm they are."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from assessment.sheets import Sheet, sheets
from assessment.what_if import attained, bases, firmness, ranks, totals
from definitions import load_definitions
from etl import frozen
from ledger.assessments import Assessments, Course
from ledger.folder import DataFolder
from tests.assessment.built import item, row, scheme
from warehouse.connection import open_served
from warehouse.queries import assessment as queries

D = Decimal


@pytest.fixture(scope="module")
def finished(sample_data: Path) -> list[Sheet]:
    """The sheets of a year that is scored to the end."""
    warehouse = open_served(sample_data)
    assert warehouse is not None
    with Assessments(DataFolder(sample_data).ledger) as assessments:
        found = frozen.standing(warehouse, load_definitions(), assessments.course(2022))
    warehouse.close()
    assert found is not None
    return found[1]


def test_with_the_schemes_own_weights_the_totals_are_those_of_the_sheets(finished):
    of = attained(finished)
    assert totals(of, of.points).tolist() == [float(sheet.total) for sheet in finished]
    assert bases(of, of.points).tolist() == [float(sheet.base) for sheet in finished]


def test_all_weights_doubled_change_nothing(finished):
    of = attained(finished)
    assert totals(of, of.points * 2).tolist() == totals(of, of.points).tolist()


def test_a_row_of_weights_is_what_each_of_them_is(finished):
    of = attained(finished)
    many = np.stack([of.points, of.points[::-1], of.points + 1])
    assert np.array_equal(totals(of, many), np.stack([totals(of, one) for one in many]), equal_nan=True)


def two() -> list[Sheet]:
    built = scheme(item("x", "50"), item("y", "50"), points=D(100))
    rows = [row("a", "x", "50"), row("a", "y", "40"), row("b", "x", "40"), row("b", "y", "50")]
    return sheets(built, rows, Course(2022))


def test_an_item_without_weight_is_out():
    of = attained(two())
    assert totals(of, np.array([1.0, 0.0])).tolist() == [100.0, 80.0]
    assert np.isnan(totals(of, np.array([0.0, 0.0]))).all()


def test_ranks_share_and_stay_within_their_group():
    groups, part = ["g", "g", "h", "g"], np.array([True, True, True, False])
    assert ranks(np.array([90.0, 90.0, 10.0, 99.0]), groups, part).tolist()[:3] == [1.0, 1.0, 1.0]


def test_bodies_that_are_level_are_told_to_be_loose_and_far_apart_ones_firm():
    of = attained(two())
    loose = firmness(of, of.points, ["g", "g"], np.array([True, True]))
    assert {(one.best, one.worst) for one in loose.values()} == {(1, 2)}
    assert loose == firmness(of, of.points, ["g", "g"], np.array([True, True]))
    apart = attained(sheets(scheme(item("x", "50"), item("y", "50"), points=D(100)),
                            [row("a", "x", "50"), row("a", "y", "50"), row("b", "x", "10"), row("b", "y", "10")], Course(2022)))  # fmt: skip
    firm = firmness(apart, apart.points, ["g", "g"], np.array([True, True]))
    assert [(one.best, one.worst, one.first) for one in firm.values()] == [(1, 1, 1.0), (2, 2, 0.0)]


def test_another_target_gives_the_score_the_scheme_would(sample_data: Path):
    warehouse = open_served(sample_data)
    assert warehouse is not None
    plain = {(r["body"], r["item"]): r["score"] for r in queries.scores(warehouse, 2022, 1)}
    same = {(r["body"], r["item"]): r["score"] for r in queries.rescored(warehouse, 2022, 1, {})}
    easier = queries.rescored(warehouse, 2022, 1, {"court_appearance": D(60)})
    warehouse.close()
    assert same == plain
    changed = {
        (r["body"], r["item"]): r["score"] for r in easier if r["score"] != plain[r["body"], r["item"]]
    }
    assert changed == {("market_supervision", "court_appearance"): D("10.00")}
