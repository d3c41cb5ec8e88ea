"""The form a body is given: filled in at random it comes back cell by cell; left blank it does no harm."""

import re
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from definitions.model import Column
from etl import pipeline
from etl.model import NOTICE
from etl.named import file_name
from etl.own_form import GUIDE
from etl.read import read_file
from etl.template import write_template
from ledger.folder import DataFolder
from tests.etl.forms import (
    DEFINITIONS,
    OWING,
    WORDS,
    Field,
    expected,
    fields,
    form,
    give_reasons,
    load,
    measures,
)
from tests.etl.spreadsheet import DIVIDED_BY_0, shown

FILLED_IN = "注：每格填数，或选一种情况。"


def number(column: Column) -> st.SearchStrategy[int | float]:
    if column.integer:
        return st.integers(0, 99_999)
    # What a clerk types: at most two decimals.
    return st.integers(0, 10_000_000).map(lambda hundredths: hundredths / 100)


def fill(data: st.DataObject, field: Field) -> Any:
    """Types a number or a word, chooses from the list, or leaves blank; gives what stands in the cell then."""
    how = data.draw(st.sampled_from(["number", "word", "list", "list", "blank"]), field.asked.label)
    if how == "list":
        return field.choose(data.draw(st.sampled_from(field.offered)))
    typed = {
        "number": number(field.asked),
        "word": st.sampled_from(sorted(WORDS.values())),
        "blank": st.none(),
    }
    field.fill(data.draw(typed[how]))
    return field.sheet.cell(field.row, field.column).value


@settings(max_examples=8)
@given(st.data())
def test_a_form_filled_in_at_random_comes_back_cell_by_cell(data: st.DataObject) -> None:
    body, year = data.draw(st.sampled_from(OWING), "body, year")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, book = form(folder, body, year)
        asked = fields(book, body, year)
        wanted: dict[str, tuple[Decimal | None, str]] = {}
        for some in asked.values():
            blank = data.draw(st.integers(0, 5)) == 0
            for field in some:
                written = None if blank else fill(data, field)
                wanted[field.asked.measure] = expected(written)
        # One field at least, for a wholly blank form is refused.
        first = next(iter(asked.values()))[0]
        first.fill(0)
        wanted[first.asked.measure] = Decimal(0), "number"
        give_reasons(book, asked)
        book.save(path)
        reading = read_file(path, DEFINITIONS)
        assert {f.code for f in reading.faults if f.level != NOTICE} == set()
        loaded = load(path, folder)
        assert loaded.ok, [f.message for f in loaded.outcomes[0].faults if f.level != NOTICE]
        found = measures(folder, body.body, year)
    assert {measure: found[measure] for measure in wanted} == wanted


@settings(max_examples=8)
@given(st.data())
def test_zeros_and_words_need_no_reason(data: st.DataObject) -> None:
    body, year = data.draw(st.sampled_from(OWING), "body, year")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, book = form(folder, body, year)
        for some in fields(book, body, year).values():
            for field in some:
                field.fill(data.draw(st.sampled_from([0, 0, *sorted(WORDS.values())]), field.asked.label))
        book.save(path)
        (checked,) = pipeline.check_files([path], data=DataFolder(folder / "data"))
    assert checked.ok, [f.message for f in checked.open_faults]


def test_every_form_left_blank_says_only_that_it_is_blank(tmp_path: Path) -> None:
    # Bodies with the same functions get the same form; the kinds of penalties changed in 2021.
    forms = {(body.functions, year > 2020): (body, year) for body, year in OWING}
    for body, year in forms.values():
        path, _ = form(tmp_path, body, year)
        (checked,) = pipeline.check_files([path], data=DataFolder(tmp_path / "data"))
        codes = {fault.code for fault in checked.faults}
        assert codes <= {"nothing_reported", "row_blank", "cell_blank"}
        assert not checked.ok


def test_the_second_half_of_a_form_does_not_wipe_out_the_first(tmp_path: Path) -> None:
    body = DEFINITIONS.bodies["market_supervision"]
    for title in ("行政处罚", "行政许可"):
        path, book = form(tmp_path, body, 2023)
        for dataset, some in fields(book, body, 2023).items():
            for field in some if dataset.title == title else ():
                field.fill(0)
        book.save(path)
        assert load(path, tmp_path).ok
    found = measures(tmp_path, "market_supervision", 2023)
    assert found["total_cases"] == found["permits_granted"] == (Decimal(0), "number")
    assert found["inspections"] == (None, "not_reported")


# ---- what the clerk sees ----


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return form(tmp_path, DEFINITIONS.bodies["market_supervision"], 2023)[1]


def test_the_form_opens_on_the_first_sheet_to_fill_in_with_the_guide_before_it(book: Workbook) -> None:
    assert book.sheetnames[0] == GUIDE
    assert book.active is not None
    assert book.active.title == book.sheetnames[1]


def test_the_guide_says_how_and_until_when(book: Workbook) -> None:
    text = "\n".join(str(row[0].value or "") for row in book[GUIDE].iter_rows())
    for needed in (
        "2023年度",
        "填 0",
        "“无此职能”",
        "“不公开”",
        "“未报”",
        "原因",
        "《行政处罚》：2024年1月31日前报送",
    ):
        assert needed in text


def test_every_field_says_what_it_takes(book: Workbook) -> None:
    body = DEFINITIONS.bodies["market_supervision"]
    for some in fields(book, body, 2023).values():
        for field in some:
            cell, rule = field.sheet.cell(field.row, field.column), field.rule
            assert field.offered == ["0", *WORDS.values()]
            assert ("填整数" in rule.prompt) == field.asked.integer
            assert all(f"“{word}”" in rule.prompt for word in WORDS.values())
            assert field.asked.unit in rule.prompt
            assert "填 0" in rule.prompt
            # Excel takes no more.
            assert len(rule.formula1) <= 255
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
            assert cell.number_format == ("#,##0" if field.asked.integer else "#,##0.00")


@pytest.mark.parametrize(
    ("content", "of_integers", "of_amounts"),
    [
        (None, False, False),
        (0, False, False),
        (1596, False, False),
        (0.5, True, False),
        (-3, True, True),
        (-0.5, True, True),
        (True, True, True),
        ("未报", False, False),
        ("无此职能", False, False),
        ("不公开", False, False),
        ("无", True, True),
        ("约5件", True, True),
        ("5", True, True),
        ("2023-01-05", True, True),
    ],
)
def test_what_is_no_figure_turns_red(
    book: Workbook, content: Any, of_integers: bool, of_amounts: bool
) -> None:
    asked = fields(book, DEFINITIONS.bodies["market_supervision"], 2023)
    (penalties,) = [some for dataset, some in asked.items() if dataset.title == "行政处罚"]
    for integer, red in ((True, of_integers), (False, of_amounts)):
        field = next(f for f in penalties if f.asked.integer == integer)
        others = [f for f in penalties if f is not field]
        for verdict, filled in (("", None), ("填写无误", 3)):
            for other in others:
                other.fill(filled)
            field.fill(content)
            assert field.red == red
            expected = "填写有误，见红色的格" if red else verdict if content is None else "填写无误"
            assert shown(field.sheet)[FILLED_IN] == expected
            assert not any(other.red for other in others)


def test_a_figure_that_another_formula_could_not_work_out_is_none(book: Workbook) -> None:
    asked = fields(book, DEFINITIONS.bodies["market_supervision"], 2023)
    first, second, *_ = asked[DEFINITIONS.datasets["permits"]]
    first.fill(1)
    second.fill(DIVIDED_BY_0)
    assert (first.red, second.red) == (False, True)
    assert shown(first.sheet)[FILLED_IN] == "填写有误，见红色的格"


def test_a_word_with_a_comma_is_one_choice_and_is_understood(tmp_path: Path) -> None:
    states = {**DEFINITIONS.words.states, "withheld": ("有数,不公开",)}
    definitions = replace(DEFINITIONS, words=replace(DEFINITIONS.words, states=states))
    body, path = DEFINITIONS.bodies["water"], tmp_path / "form.xlsx"
    write_template(path, body, 2023, definitions)
    book = load_workbook(path)
    field = next(iter(fields(book, body, 2023).values()))[0]
    assert field.offered[-1] == "有数，不公开"
    field.choose("有数，不公开")
    assert not field.red
    book.save(path)
    assert read_file(path, definitions).cells[0].state == "withheld"


def test_the_identities_stand_below_the_table_and_are_not_read_as_data(
    book: Workbook, tmp_path: Path
) -> None:
    texts = [str(row[0].value) for row in book["行政处罚"].iter_rows()]
    assert "注：应当：简易程序 + 普通程序 = 处罚案件合计。" in texts
    assert not any("2020年前" in text for text in texts)
    path, _ = form(tmp_path, DEFINITIONS.bodies["market_supervision"], 2023)
    reading = read_file(path, DEFINITIONS)
    assert {row.why for row in reading.set_aside} == {"header", "blank", "note"}
    assert reading.unmapped == []


def test_a_form_of_an_old_year_asks_for_the_old_kinds(tmp_path: Path) -> None:
    old = form(tmp_path, DEFINITIONS.bodies["health"], 2020)[1]["行政处罚"]
    new = form(tmp_path, DEFINITIONS.bodies["health"], 2021)[1]["行政处罚"]
    for sheet, is_old in ((old, True), (new, False)):
        headers = [str(cell.value) for cell in sheet[1]]
        assert any("2020年前分类" in header for header in headers) == is_old


def test_a_form_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Workbook, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Workbook, "save", full)
    with pytest.raises(OSError, match="No space"):
        write_template(tmp_path / "a.xlsx", DEFINITIONS.bodies["health"], 2023, DEFINITIONS)
    assert list(tmp_path.iterdir()) == []


HOSTILE = '=HYPERLINK("http://outside.invalid")'


def test_no_text_of_the_definitions_is_a_formula_in_the_form(tmp_path: Path) -> None:
    body = replace(DEFINITIONS.bodies["water"], name=HOSTILE, short_name=HOSTILE)
    datasets = {
        code: replace(
            one,
            columns=tuple(replace(c, label=f"＝{HOSTILE}{c.label}") for c in one.columns),
            identities=tuple(replace(i, title=HOSTILE) for i in one.identities),
        )
        for code, one in DEFINITIONS.datasets.items()
    }
    states = {state: ('x"),HYPERLINK("', *texts) for state, texts in DEFINITIONS.words.states.items()}
    words = replace(DEFINITIONS.words, states=states, state_titles=dict.fromkeys(states, HOSTILE))
    last = {code: (None, "withheld") for dataset in datasets.values() for code in dataset.by_measure}
    path = tmp_path / "form.xlsx"
    write_template(path, body, 2023, replace(DEFINITIONS, datasets=datasets, words=words), last)
    book = load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n", "f"}
    formulas = [cell for cell in cells if cell.data_type == "f"]
    assert {cell.column for cell in formulas} == {2}
    quoted = re.compile(r'"(?:[^"]|"")*"')
    assert not any("HYPERLINK" in quoted.sub("", cell.value) for cell in formulas)
    named = [cell for cell in cells if cell.value == HOSTILE]
    assert named
    assert all(cell.quotePrefix for cell in named), "a formula again once somebody has edited the cell"
    rules = {str(r.formula1) for sheet in book.worksheets for r in sheet.data_validations.dataValidation}
    assert rules - {"FALSE"} == {'"0' + ',x"")，HYPERLINK(""' * len(states) + '"'}
    red = {f for s in book.worksheets for m in s.conditional_formatting for r in m.rules for f in r.formula}
    assert all('="x"")，HYPERLINK("""' in formula for formula in red if "ISNUMBER" in formula)


def test_a_name_of_a_body_leads_no_form_out_of_its_folder() -> None:
    assert file_name("../../up/x\\y:z\n.xlsx") == ".._.._up_x_y_z_.xlsx"
