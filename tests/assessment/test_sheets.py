"""What counts of all that was said, and what it comes to: totals, bases, caps, grades, ranks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.sheets import Sheet, ranked, rescaled, sheets
from ledger.assessments import Course
from tests.assessment.built import item, row, scheme, steps

D = Decimal
HUNDREDTHS = st.integers(0, 1000).map(lambda n: Decimal(n) / 100)


def one_line(automatic: str | None, *said: dict, state: str = "scored", kind: str = "points", **more):
    """The only line of the only sheet."""
    built = scheme(item("x", "10", kind, **({"grade": "pass"} if kind == "veto" else {})), points=D(10))
    course = Course(2022, steps(*said))
    [sheet] = sheets(built, [row("a", "x", automatic, state, **more)], course)
    return sheet.of_item["x"]


def test_the_automatic_score_counts_where_nobody_said_anything():
    line = one_line("8.00")
    assert (line.score, line.source, line.lost) == (D(8), "automatic", D(2))


def test_an_assessor_counts_before_the_automatic_score():
    line = one_line("8.00", {"score": D("7.5")})
    assert (line.score, line.source, line.overruled) == (D("7.5"), "assessor", True)
    assert not one_line("8.00", {"score": D("8")}).overruled


def test_what_an_assessor_says_last_counts_and_may_be_taken_back():
    assert one_line("8.00", {"score": D(7)}, {"score": D(6)}).score == D(6)
    assert one_line("8.00", {"score": D(7)}, {}).score == D(8)


def test_two_who_differ_leave_it_open_until_it_is_settled():
    two = ({"score": D(7)}, {"score": D(6), "who": "li"})
    assert one_line("8.00", *two).state == "disputed"
    assert one_line("8.00", *two).score is None
    settled = {"kind": "settled", "score": D("6.5")}
    assert one_line("8.00", *two, settled).score == D("6.5")
    assert one_line("8.00", {"score": D(7)}, {"score": D(7), "who": "li"}).score == D(7)
    again = one_line("8.00", *two, settled, {"score": D(9), "who": "li"})
    assert again.state == "disputed"


def test_a_ruling_counts_before_everything_unless_it_upholds():
    appeal = {"kind": "appeal", "score": D(10), "reason": "-"}
    said = ({"score": D(7)}, appeal)
    assert one_line("8.00", *said).score == D(7)
    changed = one_line("8.00", *said, {"kind": "ruling", "score": D(9), "said": {"appeal": 2}})
    assert (changed.score, changed.source) == (D(9), "ruling")
    assert one_line("8.00", *said, {"kind": "ruling", "said": {"appeal": 2}}).score == D(7)


def test_not_reported_is_0_and_not_judged_yet_is_open():
    missing = one_line("0.00", state="not_reported")
    assert (missing.state, missing.score) == ("scored", D(0))
    waiting = one_line(None, state="by_hand")
    assert (waiting.state, waiting.score) == ("pending", None)
    assert one_line(None, {"said": {"not_applicable": True}}, state="by_hand").state == "not_applicable"


@pytest.mark.parametrize(("reached", "said", "holds"), [(True, (), True), (False, (), False), (None, (), False),
                                                        (False, ({"score": D(1)},), True), (True, ({"score": D(0)},), False)])  # fmt: skip
def test_a_veto_holds_by_count_or_by_an_assessors_word(reached, said, holds):
    assert one_line(None, *said, kind="veto", reached=reached).vetoed is holds


def test_a_bonus_nobody_gave_is_none_and_keeps_nothing_open():
    line = one_line(None, state="by_hand", kind="bonus")
    assert (line.state, line.score) == ("scored", D(0))


@st.composite
def scored(draw):
    """Items with points and a score within them, or none."""
    found = []
    for n in range(draw(st.integers(1, 6))):
        points = draw(st.integers(1, 40))
        state = draw(st.sampled_from(("scored", "scored", "not_applicable", "by_hand")))
        score = f"{draw(st.integers(0, points * 100)) / 100:.2f}" if state == "scored" else None
        found.append((f"i{n}", str(points), state, score))
    return found


def sheet_of(lines, bonus: str = "0.00") -> Sheet:
    built = scheme(
        *(item(code, points) for code, points, _, _ in lines), item("plus", "9", "bonus"), points=D(100)
    )
    rows = [row("a", code, score, state) for code, _, state, score in lines] + [row("a", "plus", bonus)]
    [sheet] = sheets(built, rows, Course(2022))
    return sheet


@given(scored())
def test_items_add_up_to_the_total(lines):
    sheet = sheet_of(lines)
    known = [line for line in sheet.lines if line.item.kind == "points" and line.score is not None]
    base = sum((D(points) for _, points, state, _ in lines if state != "not_applicable"), D(0))
    assert sheet.got == sum((line.score or D(0) for line in known), D(0))
    assert sheet.base == base
    assert (
        sum((line.lost or D(0) for line in known), D(0))
        == sum((line.item.points for line in known), D(0)) - sheet.got
    )
    if base:
        assert sheet.range is not None
        assert sheet.range[0] == (sheet.got * 100 / base).quantize(D("0.01"), "ROUND_HALF_UP")
        assert sheet.range[0] <= sheet.range[1] <= 100
        assert (sheet.total is None) == bool(sheet.open)
        assert sheet.total in (None, sheet.range[0])


@given(scored(), st.integers(1, 60))
def test_what_does_not_apply_changes_no_rate_of_attainment(lines, points):
    before = sheet_of(lines)
    after = sheet_of([*lines, ("other", str(points), "not_applicable", None)])
    assert (after.total, after.range, after.base) == (before.total, before.range, before.base)


@given(scored(), HUNDREDTHS)
def test_the_bonus_is_capped(lines, bonus):
    sheet, plain = sheet_of(lines, f"{bonus}"), sheet_of(lines)
    assert sheet.bonus == min(bonus, D(5))
    if plain.total is not None:
        assert sheet.total == plain.total + sheet.bonus


@pytest.mark.parametrize(("total", "cap", "grade"), [("95", None, "good"), ("95", "pass", "pass"), ("95", "fail", "fail"),
                                                     ("70", "pass", "pass"), ("40", "pass", "fail"), ("80", None, "good"), ("79.99", None, "pass")])  # fmt: skip
def test_a_veto_caps_the_grade_and_never_raises_it(total, cap, grade):
    parts = [item("x", "100")] + ([item("no", "0", "veto", grade=cap)] if cap else [])
    rows = [row("a", "x", total)] + ([row("a", "no", reached=True)] if cap else [])
    [sheet] = sheets(scheme(*parts, points=D(100)), rows, Course(2022))
    assert sheet.grade is not None
    assert sheet.grade.grade == grade


def test_equal_totals_share_a_rank_and_a_small_base_has_none():
    built = scheme(item("x", "60"), item("y", "40"), points=D(100), rank_from_base=D(50))
    scores = {"a": ("54", "36"), "b": ("54", "36"), "c": ("30", "20"), "d": (None, "40"), "e": ("60", None)}
    rows = []
    for body, (x, y) in scores.items():
        rows.append(row(body, "x", x, "scored" if x else "not_applicable"))
        rows.append(row(body, "y", y, "scored" if y else "by_hand"))
    assert ranked(sheets(built, rows, Course(2022))) == {"a": 1, "b": 1, "c": 3}


def test_half_a_hundredth_is_rounded_up():
    assert rescaled(D("0.005"), D(1), D(1)) == D("0.01")
    assert rescaled(D(1), D(3), D(100)) == D("33.33")
    assert rescaled(D(2), D(3), D(100)) == D("66.67")


def test_more_points_than_the_item_has_were_given_under_another_version():
    """9 of what were 15 points are no 9 of 10: it is judged anew."""
    line = one_line(None, {"score": D(12)}, state="by_hand")
    assert (line.state, line.score) == ("pending", None)


def test_a_veto_that_cannot_be_told_is_not_taken_for_none():
    built = scheme(
        item("x", "10", rule="by_hand"),
        item("v", "0", "veto", rule="occurrences", measures=("returns_due",), grade="pass"),
    )
    rows = [row("a", "x", "10"), row("a", "v", state="by_hand", why="withheld")]
    [sheet] = sheets(built, rows, Course(2022))
    assert (sheet.total, [line.item.item for line in sheet.open]) == (None, ["v"])
    assert sheet.range == (D(100), D(100)) or sheet.range == (D("10.00"), D("10.00"))
    said = steps({"item": "v", "score": D(0), "reason": "查无此事"})
    [sheet] = sheets(built, rows, Course(2022, said))
    assert sheet.total is not None


def test_a_bonus_two_differ_on_is_added_once_and_not_rescaled():
    built = scheme(item("x", "50"), item("y", "50"), item("b", "4", "bonus"), bonus_at_most=D(3))
    rows = [row("a", "x", "40"), row("a", "y", state="not_applicable"), row("a", "b", state="by_hand")]
    differing = steps({"item": "b", "score": D(1)}, {"item": "b", "score": D(4), "who": "li"})
    [sheet] = sheets(built, rows, Course(2022, differing))
    assert sheet.range == (D(80), D(83))


def test_after_a_recall_an_assessors_word_takes_the_place_of_a_ruling():
    said = (
        {"score": D(7)},
        {"kind": "appeal", "score": D(10), "reason": "-"},
        {"kind": "ruling", "score": D(9), "said": {"appeal": 2}},
    )
    assert one_line("8.00", *said).score == D(9)
    assert one_line("8.00", *said, {"score": D(6), "reason": "重评"}).score == D(6)
