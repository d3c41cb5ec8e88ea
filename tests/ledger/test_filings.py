"""The course of a filing: no step out of turn, nothing overwritten, every step on record."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger import Ledger
from ledger.audit import Actor, acting
from ledger.filings import Changed, File, Filing, Filings, OutOfTurn, Overlapping, Remark

FILES = [File("a" * 64, "许可.xlsx", 10)]
PERMITS, PENALTIES = ("health", 2022, "permits"), ("health", 2022, "penalties")


@pytest.fixture
def filings(tmp_path: Path):
    with Filings(tmp_path / "ledger.sqlite") as found:
        yield found


def begun(filings: Filings, *parts: tuple[str, int, str], account: str = "li") -> int:
    with acting(Actor(account, "10.0.0.1")):
        number = filings.upload(account, FILES)
        filings.begin(number, parts or [PERMITS])
        return number


def one(filings: Filings, number: int) -> Filing:
    found = filings.filing(number)
    assert found is not None
    return found


def test_from_draft_to_accepted(filings: Filings, tmp_path: Path) -> None:
    number = begun(filings)
    filings.note(number, [("C7", "两案合并")])
    assert one(filings, number).state == "draft"
    filings.submit(number, one(filings, number).reasons)
    filings.accepted(number, [12])
    found = one(filings, number)
    assert [event.state for event in found.course] == ["uploaded", "draft", "draft", "submitted", "accepted"]
    assert found.reasons == (("C7", "两案合并"),)
    assert found.course[0].who == "li"
    assert found.files == tuple(FILES)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert [entry.act for entry in ledger.audit()] == [
            "filing_accepted",
            "filing_submitted",
            "filing_draft",
            "filing_uploaded",
        ]
        assert ledger.verify().ok


def test_returned_with_remarks_at_cells(filings: Filings) -> None:
    number = begun(filings)
    filings.submit(number, [])
    filings.give_back(number, [Remark("请核实"), Remark("比上年多十倍", "许可.xlsx", "行政许可", "C7")])
    assert one(filings, number).remarks[1].cell == "C7"
    filings.discard(number)
    assert one(filings, number).state == "discarded"


def test_nothing_is_returned_without_a_reason(filings: Filings) -> None:
    number = begun(filings)
    filings.submit(number, [])
    for remarks in ([], [Remark("  ")]):
        with pytest.raises(ValueError, match="without a reason"):
            filings.give_back(number, remarks)
    assert one(filings, number).state == "submitted"


STEPS = {
    "upload": lambda f, n: f.upload("li", FILES, n),
    "begin": lambda f, n: f.begin(n, [PERMITS]),
    "amend": lambda f, n: f.amend(n, [], {}, [PERMITS]),
    "note": lambda f, n: f.note(n, []),
    "submit": lambda f, n: f.submit(n, []),
    "return": lambda f, n: f.give_back(n, [Remark("看")]),
    "accept": lambda f, n: f.accepted(n, [1]),
    "discard": lambda f, n: f.discard(n),
}
ALLOWED = {
    "uploaded": {"upload", "begin", "discard"},
    "draft": {"note", "amend", "submit", "discard"},
    "submitted": {"return", "accept"},
    "returned": {"discard"},
    "accepted": set(),
    "discarded": set(),
}
WAYS = {
    "uploaded": [],
    "draft": ["begin"],
    "submitted": ["begin", "submit"],
    "returned": ["begin", "submit", "return"],
    "accepted": ["begin", "submit", "accept"],
    "discarded": ["discard"],
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(filings: Filings, state: str, step: str) -> None:
    number = filings.upload("li", FILES)
    for way in WAYS[state]:
        STEPS[way](filings, number)
    before = one(filings, number)
    if step in ALLOWED[state]:
        STEPS[step](filings, number)
        assert len(one(filings, number).course) == len(before.course) + 1
        return
    with pytest.raises(OutOfTurn) as refused:
        STEPS[step](filings, number)
    assert refused.value.state == state
    assert one(filings, number) == before


def test_a_number_nobody_has_is_out_of_turn(filings: Filings) -> None:
    with pytest.raises(OutOfTurn):
        filings.submit(99, [])
    assert filings.filing(99) is None


def test_a_second_one_must_have_seen_the_first(filings: Filings) -> None:
    first, second = begun(filings, PERMITS), begun(filings, PERMITS, PENALTIES, account="wang")
    filings.submit(first, [])
    with pytest.raises(Overlapping) as raised:
        filings.submit(second, [])
    assert [other.filing for other in raised.value.others] == [first]
    assert one(filings, second).state == "draft"
    filings.submit(second, [], seen=[first])
    assert one(filings, first).state == "replaced"
    assert one(filings, first).files == tuple(FILES)
    with pytest.raises(OutOfTurn):
        filings.accepted(first, [1])


def test_others_returns_are_in_nobodys_way(filings: Filings) -> None:
    filings.submit(begun(filings, PERMITS), [])
    for parts in ([PENALTIES], [("health", 2023, "permits")], [("justice", 2022, "permits")]):
        filings.submit(begun(filings, *parts), [])
    assert {f.state for f in filings.listed()} == {"submitted"}


def test_each_sees_his_own(filings: Filings) -> None:
    permits = begun(filings, PERMITS)
    both = begun(filings, PERMITS, ("justice", 2022, "permits"), account="office")
    nothing = filings.upload("li", FILES)
    assert [f.filing for f in filings.listed({"health"}, "li")] == [nothing, permits]
    assert [f.filing for f in filings.listed({"health"}, "wang")] == [permits]
    assert [f.filing for f in filings.listed({"health", "justice"}, "office")] == [both, permits]
    assert [f.filing for f in filings.listed()] == [nothing, both, permits]


def test_of_many_who_decide_at_once_one_does(filings: Filings) -> None:
    number = begun(filings)
    filings.submit(number, [])

    def decide(turn: int) -> bool:
        try:
            filings.accepted(number, [turn]) if turn % 2 else filings.give_back(number, [Remark("看")])
        except OutOfTurn:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(16))) == 1
    assert len(one(filings, number).course) == 4


def test_of_two_who_submit_at_once_the_second_learns_of_the_first(filings: Filings) -> None:
    numbers = [begun(filings, account=name) for name in ("li", "wang", "zhao", "qian")]

    def submit(number: int) -> bool:
        try:
            filings.submit(number, [])
        except Overlapping:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(submit, numbers)) == 1


def test_what_is_chosen_besides_takes_the_place_of_what_was_uploaded(filings: Filings) -> None:
    more = [*FILES, File("b" * 64, "处罚.xlsx", 20)]
    number = filings.upload("li", FILES)
    assert filings.upload("li", more, number) == number
    assert one(filings, number).files == tuple(more)
    assert one(filings, number).parts == ()
    filings.begin(number, [PERMITS, PENALTIES])
    assert one(filings, number).files == tuple(more)
    assert one(filings, number).parts == (PENALTIES, PERMITS)


LATE = {
    "amend": lambda f, n, steps: f.amend(n, [("a" * 64, "", "C7", "5")], {}, [PERMITS], steps=steps),
    "note": lambda f, n, steps: f.note(n, [("C7", "另一个原因")], steps=steps),
    "submit": lambda f, n, steps: f.submit(n, [], steps=steps),
    "discard": lambda f, n, steps: f.discard(n, steps=steps),
}


@pytest.mark.parametrize("late", LATE)
def test_what_a_colleague_did_meanwhile_is_seen_first(filings: Filings, late: str) -> None:
    number = begun(filings)
    steps = len(one(filings, number).course)
    with acting(Actor("wang", "10.0.0.2")):
        filings.amend(number, [("a" * 64, "", "C7", "4")], {}, [PERMITS], steps=steps)
    before = one(filings, number)
    with pytest.raises(Changed) as refused:
        LATE[late](filings, number, steps)
    assert refused.value.filing == one(filings, number) == before
    assert refused.value.filing.course[steps].who == "wang"
    assert refused.value.filing.as_of(steps).corrections == {}
    LATE[late](filings, number, len(before.course))
    assert len(one(filings, number).course) == len(before.course) + 1


def test_of_many_who_amend_at_once_one_does(filings: Filings) -> None:
    number = begun(filings)
    steps = len(one(filings, number).course)

    def amend(turn: int) -> bool:
        try:
            filings.amend(number, [("a" * 64, "", "C7", str(turn))], {}, [PERMITS], steps=steps)
        except Changed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(amend, range(16))) == 1
    assert len(one(filings, number).course) == steps + 1
