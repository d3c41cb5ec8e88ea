"""Who came before whom, across a rename, a merger, a split and an absorption."""

import pytest

from etl.lineage import Lineage
from tests.etl.hand_built import body

BODIES = [
    body("steady"),
    body("old", until=2020),
    body("renamed", since=2021, after=("old",)),
    body("one", until=2020),
    body("two", until=2020),
    body("merged", since=2021, after=("one", "two")),
    body("whole", until=2020),
    body("half", since=2021, after=("whole",)),
    body("rest", since=2021, after=("whole",)),
    body("parent"),
    body("offshoot", since=2021, after=("parent",)),
    body("absorbed", until=2020),
    body("absorber", after=("absorbed",)),
    body("first", until=2021),
    body("second", since=2022, until=2022, after=("first",)),
    body("third", since=2023, after=("second",)),
    body("stem"),
    body("left_in_2015", since=2015, after=("stem",)),
]
LINEAGE = Lineage({b.body: b for b in BODIES})


@pytest.mark.parametrize(
    ("name", "year", "before"),
    [
        ("steady", 2021, ("steady",)),
        ("renamed", 2021, ("old",)),
        ("renamed", 2022, ("renamed",)),
        ("merged", 2021, ("one", "two")),
        ("half", 2021, ()),
        ("half", 2022, ("half",)),
        ("offshoot", 2021, ()),
        ("parent", 2021, ()),
        ("parent", 2022, ("parent",)),
        ("absorber", 2021, ("absorber", "absorbed")),
        ("absorber", 2022, ("absorber",)),
        ("stem", 2021, ("stem",)),
        ("left_in_2015", 2021, ("left_in_2015",)),
        ("old", 2021, ()),
        ("unheard_of", 2021, ()),
    ],
)
def test_the_year_before(name, year, before):
    assert LINEAGE.before(name, year) == before


def test_a_line_runs_through_several_renames_and_ends_at_a_split():
    assert LINEAGE.line("third", 2023, 2020) == ("first",)
    assert LINEAGE.line("merged", 2022, 2019) == ("one", "two")
    assert LINEAGE.line("half", 2022, 2020) == ()


@pytest.mark.parametrize(
    ("name", "year", "after"),
    [("old", 2020, "renamed"), ("two", 2020, "merged"), ("steady", 2020, "steady"), ("whole", 2020, None),
     ("absorbed", 2020, "absorber"), ("parent", 2020, None), ("old", 2019, "old")],
)  # fmt: skip
def test_the_body_that_continues_it(name, year, after):
    assert LINEAGE.after(name, year) == after
