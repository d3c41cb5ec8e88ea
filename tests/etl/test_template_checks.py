"""What the form says of the identities in Excel is what the check says later; a word in a cell is no error there."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.model import Identity
from etl.figures import Figures
from etl.identities import identity_faults
from etl.read import read_file
from etl.template_checks import formula
from tests.etl.forms import DEFINITIONS, OWING, WORDS, Field, fields, form
from tests.etl.spreadsheet import evaluate, shown

STEADY = [
    (body, year) for body, year in OWING if not body.predecessors and body.exists_in(year - 1) and year > 2020
]
NOW = {"a": "C2", "b": "D2", "total": "E2"}
LAST = {"total": "E3"}


def identity(relation: str = "=", **fields: Any) -> Identity:
    left, right = fields.pop("left", ("a", "b")), fields.pop("right", ("total",))
    return Identity("code", "甲 + 乙", left, relation, right, "explain", "", **fields)


def told(cells: dict[str, Any], **fields: Any) -> Any:
    found = formula(identity(**fields), NOW, LAST)
    assert found is not None
    return evaluate(found, cells)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"C2": 3, "D2": 4, "E2": 7}, "相符"),
        ({"C2": 3, "D2": 4, "E2": 9}, "不相符，相差2"),
        ({"C2": 0.1, "D2": 0.2, "E2": 0.3}, "相符"),
        ({"C2": 0.1, "D2": 0.2, "E2": 0.4}, "不相符，相差0.1"),
        ({"C2": 0, "D2": 0, "E2": 0}, "相符"),
        ({"C2": 3, "D2": 4}, ""),
        ({"C2": 3, "D2": "不公开", "E2": 9}, ""),
        ({}, ""),
    ],
)
def test_a_sum(cells: dict[str, Any], expected: str) -> None:
    assert told(cells) == expected


def test_a_part_and_its_whole() -> None:
    cells = {"C2": 3, "D2": 4}
    assert told(cells | {"E2": 8}, relation="<=") == "相符"
    assert told(cells | {"E2": 5}, relation="<=") == "不相符，相差2"
    assert told(cells | {"E2": "未报"}, relation="<=") == ""


@pytest.mark.parametrize(
    ("printed", "top", "whole", "expected"),
    [
        (30.4, 7, 23, "相符"),
        (30, 7, 23, "相符"),
        (31, 7, 23, "不相符，相差0.6个百分点"),
        (30.43, 7, 23, "相符"),
        (30.5, 7, 23, "不相符，相差0.07个百分点"),
        (0.5, 1, 200, "相符"),
        (24, 49, 200, "相符"),  # an exact half may be rounded either way
        (25, 49, 200, "相符"),
        (30, 0, 0, ""),
        ("不公开", 7, 23, ""),
        (30, 7, "未报", ""),
    ],
)
def test_a_printed_rate(printed: Any, top: Any, whole: Any, expected: str) -> None:
    cells = {"C2": printed, "D2": top, "E2": whole}
    assert told(cells, relation="rate", left=("b",), right=("a", "total")) == expected


def test_a_carry_over_looks_at_last_years_row() -> None:
    carried = {"left": ("a",), "previous_year": True}
    assert told({"C2": 3, "E2": 9, "E3": 3}, **carried) == "相符"
    assert told({"C2": 3, "E2": 3, "E3": 5}, **carried) == "不相符，相差2"
    assert told({"C2": 3, "E3": "未报"}, **carried) == ""


def test_what_is_not_on_the_sheet_is_not_checked() -> None:
    assert formula(identity(right=("elsewhere",)), NOW, LAST) is None
    assert formula(identity(left=("a",), previous_year=True), NOW, {}) is None


def content(field: Field) -> st.SearchStrategy[Any]:
    number = st.integers(0, 3) if field.asked.integer else st.integers(0, 400).map(lambda n: n / 4)
    return st.one_of(number, number, number, st.sampled_from(sorted(WORDS.values())), st.none())


@settings(max_examples=15)
@given(st.data())
def test_the_form_says_what_the_check_will_say(data: st.DataObject) -> None:
    body, year = data.draw(st.sampled_from(STEADY), "body, year")
    pending = Decimal(data.draw(st.integers(0, 3), "pending"))
    last = {"litigation_pending": (pending, "number"), "published_permit_items": (Decimal(1), "number")}
    with tempfile.TemporaryDirectory() as name:
        path, book = form(Path(name), body, year, last)
        for some in fields(book, body, year).values():
            for field in some:
                field.fill(data.draw(content(field), field.asked.label))
        book.save(path)
        reading = read_file(path, DEFINITIONS)
    history = {(body.body, year - 1, "litigation_pending"): pending}
    faults = identity_faults(Figures(reading.cells, DEFINITIONS, history), DEFINITIONS)
    titles = {i.code: i.title for d in DEFINITIONS.datasets.values() for i in d.identities}
    said = {label: text for sheet in book.worksheets for label, text in shown(sheet).items()}
    broken = {label for label, text in said.items() if text.startswith("不相符")}
    assert broken == {f"注：应当：{titles[fault.detail or '']}。" for fault in faults}
