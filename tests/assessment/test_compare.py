"""Two years on a common footing, and what their schemes changed."""

from decimal import Decimal
from typing import Any

from assessment.compare import alike, changes, compared
from assessment.sheets import sheets
from ledger.assessments import Course
from tests.assessment.built import item, row, scheme

D = Decimal
RATED: dict[str, Any] = {
    "rule": "shortfall",
    "indicator": "court_appearance_rate",
    "per": D(1),
    "each": D("0.1"),
    "part": "share",
}


def test_only_what_both_years_scored_counts_by_the_later_weights():
    before = scheme(item("x", "60"), item("gone", "40"), points=D(100))
    after = scheme(item("x", "30"), item("z", "30"), item("new", "40"), year=2023, points=D(100))
    old = sheets(before, [row("a", "x", "30"), row("a", "gone", "0")], Course(2022))
    new = sheets(
        after, [row("a", "x", "30"), row("a", "z", None, "by_hand"), row("a", "new", "10")], Course(2023)
    )
    [one] = compared(old, new)
    assert (one.items, one.base, one.before, one.after, one.change) == (("x",), D(30), D(50), D(100), D(50))


def test_the_same_attainment_is_no_change_whatever_the_weights():
    before = scheme(item("x", "60"), item("y", "40"), points=D(100))
    after = scheme(item("x", "10"), item("y", "90"), year=2023, points=D(100))
    old = sheets(before, [row("a", "x", "45"), row("a", "y", "10")], Course(2022))
    new = sheets(after, [row("a", "x", "7.5"), row("a", "y", "22.5")], Course(2023))
    [one] = compared(old, new)
    assert one.change == 0
    assert old[0].total != new[0].total


def test_a_body_of_one_year_only_is_not_compared():
    before, after = scheme(item("x", "100")), scheme(item("x", "100"), year=2023)
    old = sheets(before, [row("a", "x", "50")], Course(2022))
    new = sheets(after, [row("b", "x", "50"), row("a", "x", None, "not_applicable")], Course(2023))
    assert compared(old, new) == []


def test_changes_are_told_apart():
    before = scheme(
        item("x", "10"), item("y", "10", **RATED), item("gone", "10"), item("same", "10", **RATED)
    )
    after = scheme(
        item("x", "20"),
        item("y", "10", **(RATED | {"each": D("0.2")})),
        item("new", "10"),
        item("same", "10", **RATED),
        year=2023,
    )
    found = {(one.item, one.what) for one in changes(before, after)}
    assert found == {("x", "points"), ("y", "rule"), ("new", "new"), ("gone", "dropped")}


def test_an_item_whose_deductions_did_not_grow_with_its_points_is_not_compared():
    """A tenth of a point for every percentage point: 80 % are 8 of 10, and 12 of 14 by the scheme alone."""
    first, grown = item("x", "10", **RATED), item("x", "14", **RATED)
    assert not alike(first, grown)
    assert alike(first, item("x", "20", **(RATED | {"each": D("0.2")})))
    old = sheets(
        scheme(first, item("y", "10")), [row("a", "x", "8", target=D(100)), row("a", "y", "5")], Course(2022)
    )
    new = sheets(
        scheme(grown, item("y", "10"), year=2023),
        [row("a", "x", "12", target=D(100)), row("a", "y", "5")],
        Course(2023),
    )
    [one] = compared(old, new)
    assert (list(one.items), one.change) == (["y"], D(0))


def test_bands_count_as_alike_where_every_band_gives_the_same_share():
    def banded(points: str, *bands: str):
        given = zip((100, 80), bands, strict=True)
        return item(
            "x",
            points,
            rule="thresholds",
            indicator="correction_rate",
            bands=tuple((D(a), D(p)) for a, p in given),
        )

    assert alike(banded("4", "4", "2"), banded("5", "5", "2.5"))
    assert not alike(banded("10", "10", "7"), banded("7", "7", "5"))


def test_a_target_that_was_raised_is_no_worse_conduct():
    one = item("x", "10", rule="proportion", indicator="court_appearance_rate")
    old = sheets(scheme(one), [row("a", "x", "10", target=D(80))], Course(2022))
    new = sheets(scheme(one, year=2023), [row("a", "x", "8", target=D(100))], Course(2023))
    assert compared(old, new) == []
