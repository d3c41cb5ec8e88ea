"""The course of an assessment: every step in its turn, nothing lost, everything in the audit."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ledger import Ledger
from ledger.assessments import Assessments, NotNow
from ledger.audit import Actor, acting
from ledger.filings import File

D = Decimal
YEAR = 2022


@pytest.fixture
def open_year(tmp_path: Path) -> Iterator[Assessments]:
    with Assessments(tmp_path / "ledger.sqlite") as found:
        yield found


def judged(assessments: Assessments, score: str, who: str = "zhang", item: str = "x") -> None:
    with acting(Actor(who, "10.0.0.1")):
        assessments.judge(YEAR, "a", item, D(score), "看过材料")


def refused(why: str):
    return pytest.raises(NotNow, match=f"^{why}$")


def test_self_scores_add_their_evidence_to_what_was_sent_before(open_year):
    first, second = File("1" * 64, "一.pdf", 10), File("2" * 64, "二.pdf", 20)
    open_year.enter_self(YEAR, "a", "x", D(9), "齐全", [first])
    open_year.enter_self(YEAR, "a", "x", D("9.5"), "又补了一份", [second])
    step = open_year.course(YEAR).self_scores["a", "x"]
    assert (step.score, step.evidence) == (D("9.5"), (first, second))


def test_each_assessors_last_word_is_kept_apart(open_year):
    judged(open_year, "7")
    judged(open_year, "6", "li")
    judged(open_year, "8")
    assert [(s.who, s.score) for s in open_year.course(YEAR).judged["a", "x"]] == [
        ("li", D(6)),
        ("zhang", D(8)),
    ]
    with acting(Actor("li", "10.0.0.2")):
        open_year.judge(YEAR, "a", "x", None, "")
    assert [s.who for s in open_year.course(YEAR).judged["a", "x"]] == ["zhang"]


def test_once_published_scores_change_by_appeal_alone(open_year):
    judged(open_year, "7")
    with refused("not_published"):
        open_year.appeal(YEAR, "a", "x", None, "不服")
    open_year.publish(YEAR, ["a"], 1)
    for late in (
        lambda: judged(open_year, "8"),
        lambda: open_year.enter_self(YEAR, "a", "x", D(9), ""),
        lambda: open_year.settle(YEAR, "a", "x", D(9), "商定"),
    ):
        with refused("published"):
            late()
    open_year.appeal(YEAR, "a", "x", D(9), "漏看一份材料")
    with refused("open_appeal"):
        open_year.appeal(YEAR, "a", "x", D(10), "再申诉")
    with refused("open_appeal"):
        open_year.recall(YEAR, "a", "重评")
    [one] = open_year.course(YEAR).open_appeals
    open_year.rule(YEAR, one.appeal.step, D("8.5"), "材料属实")
    with refused("no_appeal"):
        open_year.rule(YEAR, one.appeal.step, D(9), "又一次")
    assert open_year.course(YEAR).rulings["a", "x"].score == D("8.5")


def test_an_appeal_taken_back_is_none_and_one_upheld_changes_nothing(open_year):
    open_year.publish(YEAR, ["a"], 1)
    open_year.appeal(YEAR, "a", "x", D(9), "不服")
    open_year.withdraw(YEAR, open_year.course(YEAR).open_appeals[0].appeal.step)
    assert not open_year.course(YEAR).appeals
    open_year.appeal(YEAR, "a", "x", D(9), "不服")
    open_year.rule(YEAR, open_year.course(YEAR).open_appeals[0].appeal.step, None, "维持")
    course = open_year.course(YEAR)
    assert len(course.appeals) == 1
    assert not course.rulings


@pytest.mark.parametrize("act", ["settle", "recall", "appeal", "rule", "reopen"])
def test_no_decision_without_a_reason(open_year, act):
    open_year.publish(YEAR, ["b"], 1)
    open_year.appeal(YEAR, "b", "x", None, "不服")
    appeal = open_year.course(YEAR).open_appeals[0].appeal.step
    open_year.publish(YEAR, ["c"], 1)
    with pytest.raises(ValueError, match="reason"):
        {
            "settle": lambda: open_year.settle(YEAR, "a", "x", D(1), "  "),
            "recall": lambda: open_year.recall(YEAR, "c", ""),
            "appeal": lambda: open_year.appeal(YEAR, "c", "x", None, "\n"),
            "rule": lambda: open_year.rule(YEAR, appeal, D(1), ""),
            "reopen": lambda: (
                open_year.rule(YEAR, appeal, None, "维持"),
                open_year.lock(YEAR, {"version": 1}),
                open_year.reopen(YEAR, " "),
            ),
        }[act]()


def test_nothing_happens_in_a_locked_year_until_it_is_opened_again(open_year):
    judged(open_year, "7")
    open_year.publish(YEAR, ["a"], 1)
    open_year.appeal(YEAR, "a", "x", None, "不服")
    with refused("open_appeal"):
        open_year.lock(YEAR, {"version": 1})
    open_year.rule(YEAR, open_year.course(YEAR).open_appeals[0].appeal.step, None, "维持")
    open_year.lock(YEAR, {"version": 1, "publish": 3})
    for late in (
        lambda: judged(open_year, "8"),
        lambda: open_year.publish(YEAR, ["b"], 1),
        lambda: open_year.appeal(YEAR, "a", "x", None, "不服"),
        lambda: open_year.recall(YEAR, "a", "重评"),
        lambda: open_year.lock(YEAR, {}),
    ):
        with refused("locked"):
            late()
    assert open_year.course(YEAR).lock.said == {"version": 1, "publish": 3}
    open_year.reopen(YEAR, "报表更正")
    course = open_year.course(YEAR)
    assert course.lock is None
    assert [step.kind for step in course.steps][-2:] == ["locked", "reopened"]
    open_year.recall(YEAR, "a", "重评")


def test_years_are_apart_and_every_step_is_in_the_audit(open_year, tmp_path):
    judged(open_year, "7")
    open_year.publish(YEAR, ["a", "b"], 1)
    assert not open_year.course(YEAR + 1).steps
    assert open_year.years() == [YEAR]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        lines = ledger.audit()
        assert [(line.act, line.subject) for line in lines[::-1]] == [
            ("score_assessor", "2022 a x"), ("score_published", "2022 a"), ("score_published", "2022 b"),
        ]  # fmt: skip
        assert ledger.verify().ok
