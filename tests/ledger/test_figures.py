"""The register of figures: numbers that forgive no slip, what is frozen stays as it was, who took what along."""

import sqlite3
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Ledger
from ledger.audit import Actor, acting
from ledger.figures import Figures, number_of, serial_of

SERIALS = st.integers(min_value=1, max_value=5_000_000)
FIGURE: dict[str, Any] = {
    "title": "出庭率", "scope": "芦淞区", "year": 2022, "publish": 3, "own": None, "action": "figures",
}  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Figures]:
    found = Figures(tmp_path / "ledger.sqlite")
    yield found
    found.close()


@given(SERIALS)
def test_a_number_leads_back_to_its_serial(serial: int) -> None:
    assert serial_of(number_of(serial)) == serial


@given(SERIALS, st.sampled_from(["", " ", "－", "—", "_", "."]), st.booleans())
def test_it_is_known_however_it_is_written(serial: int, between: str, full: bool) -> None:
    written = number_of(serial).replace("-", between)
    wide = written.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if full else written
    assert serial_of(f" {wide} ") == serial


@given(SERIALS, st.data())
def test_one_wrong_digit_is_noticed(serial: int, data: st.DataObject) -> None:
    digits = number_of(serial).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert serial_of(digits[:place] + other + digits[place + 1 :]) is None


@given(SERIALS)
def test_two_neighbours_exchanged_are_noticed(serial: int) -> None:
    digits = number_of(serial).replace("-", "")
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            assert serial_of(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) is None


@pytest.mark.parametrize("text", ["", "1", "图100-014", "100-01O", "100014; drop", "-100-014-" * 3, "٣٣٣٣٣٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert serial_of(text) is None


def test_numbers_are_short_and_in_groups_of_three() -> None:
    assert [number_of(n) for n in (1, 2, 90_000)] == ["100-014", "100-023", "1-000-002"]


def test_the_very_same_keeps_its_number_and_anything_else_gets_another(register: Figures) -> None:
    first = register.issue(FIGURE, {"table": [1, 2]}, "number")
    assert register.issue(FIGURE, {"table": [1, 2]}, "number") == first
    others = [
        register.issue(FIGURE, {"table": [1, 3]}, "number"),
        register.issue({**FIGURE, "publish": 4}, {"table": [1, 2]}, "number"),
        register.issue({**FIGURE, "own": ["health"]}, {"table": [1, 2]}, "number"),
    ]
    assert len({first, *others}) == 4
    assert [figure.serial for figure in register.listed()] == [*reversed(others), first]


def test_what_was_frozen_comes_back_as_it_was(register: Figures) -> None:
    frozen = {"table": {"columns": ["年"], "rows": [["2022年", 4, None, 0.5]]}}
    serial = register.issue({**FIGURE, "own": ["b", "a"]}, frozen, "number")
    found = register.find(serial)
    assert found is not None
    assert (found.frozen, found.own, found.number) == (frozen, ("a", "b"), number_of(serial))
    assert register.find(serial + 1) is None


def test_who_took_it_along_is_noted_once_a_person_and_form(register: Figures, tmp_path: Path) -> None:
    with acting(Actor("li", "10.0.0.1")):
        serial = register.issue(FIGURE, {}, "number")
        for form in ("png column", "png column", "csv"):
            register.exported(serial, form)
    with acting(Actor("wu", "10.0.0.2")):
        register.issue(FIGURE, {}, "number")
    taken = [(export.who, export.form) for export in register.exports()[serial]]
    assert taken == [("li", "number"), ("li", "png column"), ("li", "csv"), ("wu", "number")]
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        acts = [(entry.who, entry.act, entry.subject) for entry in reversed(ledger.audit())]
        assert ledger.verify().ok
    number = number_of(serial)
    assert acts == [("li", "figure_issued", number), *[("li", "figure_exported", number)] * 3, ("wu", "figure_exported", number)]  # fmt: skip


@pytest.mark.parametrize("text", ["100-0٣14", "100-01٤4", "1000१14"])
def test_digits_of_other_scripts_are_not_passed_over(text: str) -> None:
    assert serial_of(text) is None


@pytest.mark.parametrize(
    ("column", "bad"), [("own", "no JSON"), ("own", "{}"), ("own", "[]"), ("own", "[1]")]
)
def test_whose_it_is_cannot_be_read_so_only_who_sees_all_may(
    register: Figures, tmp_path: Path, column: str, bad: str
) -> None:
    serial = register.issue({**FIGURE, "own": ["health"]}, {}, "number")
    damage(tmp_path, column, bad)
    [found] = register.listed()
    assert (found.serial, found.own) == (serial, None)


@pytest.mark.parametrize(
    "bad", [b"", b"no zlib", zlib.compress(b"{"), zlib.compress(b"[]"), zlib.compress(b"\xff")]
)
def test_what_was_kept_cannot_be_read_and_the_rest_still_is(
    register: Figures, tmp_path: Path, bad: bytes
) -> None:
    serial = register.issue(FIGURE, {}, "number")
    damage(tmp_path, "frozen", bad)
    found = register.find(serial)
    assert found is not None
    assert (found.title, found.frozen) == ("出庭率", None)


def damage(folder: Path, column: str, bad: object) -> None:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection, connection:
        connection.execute(f"update figure set {column} = ?", (bad,))


def test_twenty_at_once_get_their_own_numbers_and_the_same_gets_one(register: Figures) -> None:
    with ThreadPoolExecutor(20) as pool:
        each = list(pool.map(lambda i: register.issue(FIGURE, {"table": i}, "number"), range(20)))
        same = list(pool.map(lambda _: register.issue(FIGURE, {"table": "same"}, "number"), range(20)))
    assert len(set(each)) == 20
    assert len(set(same)) == 1
    assert len(register.exports()[same[0]]) == 1
