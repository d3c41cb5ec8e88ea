"""The form a body is given: filled in at random it comes back cell by cell; left blank it does no harm."""

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
from tests.etl.forms import DEFINITIONS, OWING, WORDS, expected, fields, form, give_reasons, load, measures


def number(column: Column) -> st.SearchStrategy[int | float]:
    if column.integer:
        return st.integers(0, 99_999)
    # What a clerk types: at most two decimals.
    return st.integers(0, 10_000_000).map(lambda hundredths: hundredths / 100)


def content(column: Column) -> st.SearchStrategy[Any]:
    return st.one_of(number(column), st.just(0), st.sampled_from(sorted(WORDS.values())), st.none())


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
                written = None if blank else data.draw(content(field.asked), field.asked.label)
                field.fill(written)
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
            cell = field.sheet.cell(field.row, field.column)
            (rule,) = [v for v in field.sheet.data_validations.dataValidation if cell.coordinate in v.sqref]
            assert rule.type == "custom"
            assert (f"{cell.coordinate}=INT({cell.coordinate})" in rule.formula1) == field.asked.integer
            assert all(f'="{word}"' in rule.formula1 for word in WORDS.values())
            assert field.asked.unit in rule.prompt
            assert "填 0" in rule.prompt
            # Excel takes no more.
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
            assert len(rule.error) <= 225
            assert cell.number_format == ("#,##0" if field.asked.integer else "#,##0.00")


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
    assert not any("HYPERLINK" in cell.value for cell in formulas)
    named = [cell for cell in cells if cell.value == HOSTILE]
    assert named
    assert all(cell.quotePrefix for cell in named), "a formula again once somebody has edited the cell"
    rules = {str(r.formula1) for sheet in book.worksheets for r in sheet.data_validations.dataValidation}
    assert all('"x""),HYPERLINK("""' in rule for rule in rules - {"FALSE"})


def test_a_name_of_a_body_leads_no_form_out_of_its_folder() -> None:
    assert file_name("../../up/x\\y:z\n.xlsx") == ".._.._up_x_y_z_.xlsx"
