"""Every file of the sample passes the pipeline's own reading and checks, year after year."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from definitions import load_definitions
from etl import explain
from etl.check import check
from etl.model import ERROR, EXPLAIN, NOTICE, Fault, Reading
from etl.read import read_file

FOLDER = Path(__file__).resolve().parents[2] / "sample"
D = load_definitions()

MOST_NOTICES = 15
"""Of some 14,000 figures a few are unusual by chance; more would teach nobody to read notices."""

FEWEST_COUNTED = 22
"""Measures of which a ledger of the sample shows how they are counted."""


@cache
def passed() -> tuple[tuple[Reading, ...], tuple[explain.Explained, ...], tuple[Fault, ...]]:
    """The readings, what they explained, and what is left; each file knows the years before it."""
    history: dict[tuple[str, int, str], Decimal] = {}
    readings, explained, left = [], [], []
    for path in [FOLDER / "published_2022.csv", *sorted(FOLDER.glob("[0-9]*/*.csv"))]:
        reading = read_file(path, D)
        answered, remaining = explain.apply(
            [*reading.faults, *check(reading, D, history)], reading.reasons, D
        )
        readings.append(reading)
        explained += answered
        left += remaining
        history |= {(c.body, c.year, c.measure): c.value for c in reading.cells if c.value is not None}
    return tuple(readings), tuple(explained), tuple(left)


def test_nothing_stops_a_file() -> None:
    assert [fault for fault in passed()[2] if fault.level in (ERROR, EXPLAIN)] == []


def test_only_the_published_inconsistency_needs_its_reason() -> None:
    needed = {(e.fault.body, e.fault.year, e.fault.detail) for e in passed()[1]}
    assert needed == {
        ("lusong", 2022, "published_outcomes_add_up"),
        ("urban_management", 2022, "reconsideration_outcomes_add_up"),
    }
    assert len(passed()[1]) == 2


def test_notices_are_few() -> None:
    assert len([fault for fault in passed()[2] if fault.level == NOTICE]) <= MOST_NOTICES


def test_every_column_is_understood() -> None:
    """The published file's 备注 is for people."""
    assert {u.header for reading in passed()[0] for u in reading.unmapped} <= {"备注"}


def test_every_row_is_read() -> None:
    for reading in passed()[0]:
        assert [row.why for row in reading.set_aside] == ["header"]


def test_cells_that_are_no_numbers_keep_their_state() -> None:
    states = {(c.body, c.year, c.measure): c.state for r in passed()[0] for c in r.cells if c.value is None}
    assert states["public_security", 2022, "cases_transferred_criminal"] == "withheld"
    assert states["fire_rescue", 2022, "adjudications"] == "no_such_function"
    assert states["education", 2022, "contracts_reviewed"] == "not_reported"
    assert len(states) == 9


def test_ledgers_come_to_what_is_typed() -> None:
    typed = {(c.body, c.year, c.measure): c.value for r in passed()[0] for c in r.cells}
    counted = {(c.body, c.year, c.measure): c.n for r in passed()[0] for c in r.cases if not c.dimension}
    assert {key: n for key, n in counted.items() if typed[key] != n} == {}
    assert len({key[2] for key in counted}) == FEWEST_COUNTED
