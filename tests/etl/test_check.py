"""Identities: within a year, across datasets, from year to year, and the return's real cases."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.check import check
from etl.model import EXPLAIN, NOTICE
from tests.etl.hand_built import body, codes, dataset, definitions, identity, reading, row

OUTCOMES = identity("outcomes", "upheld + dismissed + illegal + settled", "=", "concluded")
CASES = dataset("cases", "upheld dismissed illegal settled concluded", OUTCOMES)


def test_the_published_outcomes_of_2022_add_to_26_not_25():
    defined = definitions(CASES)
    cells = row(defined, 2, "甲", 2022, upheld=8, dismissed=8, illegal=6, settled=4, concluded=25)
    (found,) = check(reading(cells), defined, {})
    assert (found.code, found.level, found.detail) == ("identity_broken", EXPLAIN, "outcomes")
    assert (found.cell, found.column, found.value) == ("第2行第7列", "CONCLUDED", "25")
    assert (found.body, found.year, found.dataset) == ("甲", 2022, "cases")
    assert found.measures == ("upheld", "dismissed", "illegal", "settled", "concluded")
    assert "UPHELD8 + DISMISSED8 + ILLEGAL6 + SETTLED4 = 26，而CONCLUDED为25，相差1" in found.message
    assert "第2行第7列" in found.remedy
    assert "outcomes" in found.remedy


def test_23_kinds_on_10_cases():
    kinds = [f"kind_{i}" for i in range(9)]
    defined = definitions(
        dataset("penalties", " ".join([*kinds, "total"]), identity("kinds", "+".join(kinds), "=", "total"))
    )
    figures = dict.fromkeys(kinds, 0) | {"kind_0": 3, "kind_1": 20, "total": 10}
    (found,) = check(reading(row(defined, 2, "甲", 2022, **figures)), defined, {})
    assert "KIND_03 + KIND_120（其余7项为0）= 23，而TOTAL为10，相差13" in found.message


@pytest.mark.parametrize("state", ["not_reported", "no_such_function", "withheld"])
def test_an_identity_with_a_part_that_is_no_number_is_not_judged(state):
    defined = definitions(CASES)
    cells = row(defined, 2, "甲", 2022, upheld=8, dismissed=state, illegal=6, settled=4, concluded=25)
    assert check(reading(cells), defined, {}) == []


def test_a_missing_column_is_not_made_up_from_what_the_file_replaces():
    defined = definitions(CASES)
    cells = row(defined, 2, "甲", 2022, upheld=8, dismissed=8, illegal=6, concluded=25)
    assert check(reading(cells), defined, {("甲", 2022, "settled"): Decimal(4)}) == []


@pytest.mark.parametrize(("appearances", "expected"), [(4, []), (5, []), (6, ["identity_broken"])])
def test_at_most(appearances, expected):
    defined = definitions(dataset("d", "heads hearings", identity("heads", "heads", "<=", "hearings")))
    found = check(reading(row(defined, 2, "甲", 2022, heads=appearances, hearings=5)), defined, {})
    assert codes(found) == expected


def test_an_identity_of_notice_level_is_only_a_notice():
    defined = definitions(dataset("d", "a b", identity("usual", "a", "=", "b", level=NOTICE)))
    (found,) = check(reading(row(defined, 2, "甲", 2022, a=1, b=2)), defined, {})
    assert (found.code, found.level, found.detail) == ("identity_unusual", NOTICE, "usual")


def test_an_identity_holds_only_in_its_years():
    old = identity("old", "a", "=", "b", last_year=2020)
    new = identity("new", "a", "=", "c", first_year=2021)
    defined = definitions(dataset("d", "a b c", old, new))
    rows = [row(defined, line, "甲", year, a=1, b=2, c=3) for line, year in ((2, 2020), (3, 2021))]
    assert [(f.year, f.detail) for f in check(reading(*rows), defined, {})] == [(2020, "old"), (2021, "new")]


ACROSS = (dataset("p", "a", identity("across", "a", "=", "b")), dataset("q", "b"))


@pytest.mark.parametrize("sent", ["a", "b"])
def test_an_identity_across_datasets_uses_what_is_published_for_the_other(sent):
    defined = definitions(*ACROSS)
    other = {"a": "b", "b": "a"}[sent]
    cells = reading(row(defined, 2, "甲", 2022, **{sent: 5}))
    assert check(cells, defined, {}) == []
    assert check(cells, defined, {("甲", 2022, other): Decimal(5)}) == []
    (found,) = check(cells, defined, {("甲", 2022, other): Decimal(6)})
    assert (found.detail, found.cell) == ("across", "第2行第3列")


def test_an_identity_across_datasets_of_one_file_is_judged_once():
    defined = definitions(*ACROSS)
    found = check(reading(row(defined, 2, "甲", 2022, a=5, b=6)), defined, {("甲", 2022, "b"): Decimal(5)})
    assert [(f.detail, f.cell) for f in found] == [("across", "第2行第4列")]


CARRY = identity("carry", "carried_in", "=", "pending", previous_year=True)
LITIGATION = dataset("litigation", "carried_in pending", CARRY)


def litigation(*bodies):
    return definitions(LITIGATION, bodies=bodies or (body("甲"),))


def test_60_last_year_against_51_in_last_years_report():
    defined = litigation()
    (found,) = check(
        reading(row(defined, 2, "甲", 2022, carried_in=60)), defined, {("甲", 2021, "pending"): Decimal(51)}
    )
    assert (found.code, found.level, found.cell) == ("carry_over_broken", EXPLAIN, "第2行第3列")
    assert "2022年CARRIED_IN60，而2021年PENDING为51，相差9" in found.message


def test_without_last_years_figure_a_carry_over_is_not_judged():
    defined = litigation()
    assert (
        check(
            reading(row(defined, 2, "甲", 2022, carried_in=60)),
            defined,
            {("甲", 2020, "pending"): Decimal(51)},
        )
        == []
    )


def test_last_year_in_the_same_file_wins_over_what_is_published():
    defined = litigation()
    rows = [
        row(defined, 2, "甲", 2021, carried_in=0, pending=60),
        row(defined, 3, "甲", 2022, carried_in=60, pending=1),
    ]
    assert check(reading(*rows), defined, {("甲", 2021, "pending"): Decimal(51)}) == []
    rows[0] = row(defined, 2, "甲", 2021, carried_in=0, pending="not_reported")
    assert check(reading(*rows), defined, {("甲", 2021, "pending"): Decimal(51)}) == []


def test_a_carry_over_broken_within_a_file_is_said_once():
    defined = litigation()
    rows = [
        row(defined, 2, "甲", 2021, carried_in=0, pending=51),
        row(defined, 3, "甲", 2022, carried_in=60, pending=1),
    ]
    assert [(f.level, f.cell) for f in check(reading(*rows), defined, {})] == [(EXPLAIN, "第3行第3列")]


def test_a_corrected_year_that_breaks_the_next_ones_carry_over_is_a_notice():
    defined = litigation()
    published = {("甲", 2022, "carried_in"): Decimal(51)}
    assert check(reading(row(defined, 2, "甲", 2021, pending=51)), defined, published) == []
    (found,) = check(reading(row(defined, 2, "甲", 2021, pending=60)), defined, published)
    assert (found.code, found.level, found.cell, found.year) == (
        "carry_over_broken",
        NOTICE,
        "第2行第3列",
        2021,
    )
    assert "2022年CARRIED_IN51，而2021年PENDING为60，相差9" in found.message


MERGER = (body("甲", until=2020), body("乙", until=2020), body("丙", since=2021, after=("甲", "乙")))
SPLIT = (body("甲", until=2020), body("乙", since=2021, after=("甲",)), body("丙", since=2021, after=("甲",)))


@pytest.mark.parametrize(("carried_in", "expected"), [(9, []), (5, ["carry_over_broken"])])
def test_a_merged_body_carries_in_what_its_predecessors_left(carried_in, expected):
    defined = litigation(*MERGER)
    history = {("甲", 2020, "pending"): Decimal(5), ("乙", 2020, "pending"): Decimal(4)}
    found = check(reading(row(defined, 2, "丙", 2021, carried_in=carried_in)), defined, history)
    assert codes(found) == expected
    assert all("2021年CARRIED_IN5，而2020年甲局、乙局PENDING为9，相差4" in f.message for f in found)


def test_a_merger_with_one_predecessor_silent_is_not_judged():
    defined = litigation(*MERGER)
    cells = reading(row(defined, 2, "丙", 2021, carried_in=9))
    assert check(cells, defined, {("甲", 2020, "pending"): Decimal(5)}) == []


def test_a_split_cannot_be_compared():
    defined = litigation(*SPLIT)
    assert (
        check(
            reading(row(defined, 2, "乙", 2021, carried_in=3)), defined, {("甲", 2020, "pending"): Decimal(5)}
        )
        == []
    )


RATE = identity("rate", "heads", "rate", "appearance_rate + hearings")
PUBLISHED = dataset("published", "heads hearings appearance_rate", RATE)


@pytest.mark.parametrize(
    ("heads", "printed", "expected"),
    [(4, "80", []), (4, "80.0", []), (4, "81", ["rate_mismatch"]), (0, "0", [])],
)
def test_a_published_rate_is_recomputed(heads, printed, expected):
    defined = definitions(PUBLISHED)
    found = check(
        reading(row(defined, 2, "甲", 2022, heads=heads, hearings=5, appearance_rate=printed)), defined, {}
    )
    assert codes(found) == expected
    assert all(f.cell == "第2行第5列" and "写的是81%，而4 ÷ 5 = 80.0%" in f.message for f in found)


@pytest.mark.parametrize(
    "changed", [{"hearings": 0}, {"hearings": "withheld"}, {"appearance_rate": "not_reported"}]
)
def test_a_rate_without_its_counts_is_not_judged(changed):
    defined = definitions(PUBLISHED)
    figures = {"heads": 4, "hearings": 5, "appearance_rate": 12} | changed
    assert check(reading(row(defined, 2, "甲", 2022, **figures)), defined, {}) == []


CHAINED = dataset(
    "chained", "a b c total left right whole",
    identity("adds", "a + b + c", "=", "total"),
    identity("both_sides", "a + total", "=", "left + right"),
    identity("part", "total", "<=", "whole"),
)  # fmt: skip
counts = st.integers(0, 10**7)


def consistent(a, b, c, right_share, spare):
    total = a + b + c
    right = (a + total) * right_share // 100
    return {
        "a": a,
        "b": b,
        "c": c,
        "total": total,
        "left": a + total - right,
        "right": right,
        "whole": total + spare,
    }


@given(counts, counts, counts, st.integers(0, 100), counts)
def test_a_consistent_row_has_no_fault(a, b, c, right_share, spare):
    defined = definitions(CHAINED)
    assert (
        check(reading(row(defined, 2, "甲", 2022, **consistent(a, b, c, right_share, spare))), defined, {})
        == []
    )


@given(
    counts, counts, counts, st.integers(0, 100), st.sampled_from(["b", "c", "left", "right", "total", "a"]),
    st.integers(1, 10**6), st.booleans(),
)  # fmt: skip
def test_a_changed_part_breaks_exactly_the_equations_that_contain_it(a, b, c, right_share, part, by, down):
    defined = definitions(CHAINED)
    figures = consistent(a, b, c, right_share, spare=10**9)
    figures[part] += -min(by, figures[part]) if down else by
    changed = figures != consistent(a, b, c, right_share, spare=10**9)
    containing = {i.code for i in CHAINED.identities if part in i.left + i.right and i.relation == "="}
    found = check(reading(row(defined, 2, "甲", 2022, **figures)), defined, {})
    assert {f.detail for f in found} == (containing if changed else set())


@given(counts, st.integers(-1000, 1000))
def test_at_most_breaks_only_beyond_the_whole(total, more):
    defined = definitions(dataset("d", "part whole", identity("part", "part", "<=", "whole")))
    cells = row(defined, 2, "甲", 2022, part=max(0, total + more), whole=total)
    assert len(check(reading(cells), defined, {})) == (more > 0)


def test_the_identities_of_a_usual_file_take_a_millisecond():
    """36 bodies with 20 figures; the best of several runs, so that a busy machine does not fail it."""
    parts = [f"m{i}" for i in range(18)]
    rules = [identity(f"i{i}", f"m{i} + m{i + 1}", "<=", "total") for i in range(6)]
    many = dataset(
        "many", " ".join([*parts, "total", "pending"]), identity("sum", "+".join(parts), "=", "total"), *rules
    )
    defined = definitions(many, bodies=tuple(body(f"b{i}") for i in range(36)))
    figures = dict.fromkeys(parts, 3) | {"total": 54, "pending": 0}
    cells = reading(*(row(defined, i + 2, f"b{i}", 2022, **figures) for i in range(36)))
    best = min(_seconds(lambda: check(cells, defined, {})) for _ in range(20))
    assert best < 0.02


def _seconds(run):
    start = time.perf_counter()
    assert run() == []
    return time.perf_counter() - start
