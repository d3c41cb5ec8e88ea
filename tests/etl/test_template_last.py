"""Last year's figures in the form: beside this year's for the eye, and no data to the reader."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from definitions.model import Body
from etl import own_form, pipeline
from etl.read import read_file
from etl.template import form_for, last_year
from ledger.folder import DataFolder
from tests.etl.forms import DEFINITIONS, WORDS, fields, form, load, measures
from tests.etl.spreadsheet import shown
from warehouse import queries
from warehouse.connection import Warehouse, open_served

YEAR = 2023
BODIES = [
    body
    for body in DEFINITIONS.bodies.values()
    if body.exists_in(YEAR) and any(DEFINITIONS.owes(body, d) for d in DEFINITIONS.datasets.values())
]
POLICE = DEFINITIONS.bodies["public_security"]
PENDING = {"litigation_pending": (Decimal(1), "number"), "litigation_new": (Decimal(2), "number")}


@pytest.fixture(scope="module")
def warehouse(sample_data: Path) -> Iterator[Warehouse]:
    found = open_served(sample_data)
    assert found is not None
    yield found
    found.close()


def of(warehouse: Warehouse, body: Body, year: int) -> dict[str, tuple[Decimal | None, str]]:
    rows = queries.measure_records(warehouse, [body.body], [year])
    return {row["measure"]: (row["value"], row["state"]) for row in rows}


def given_form(sample_data: Path, body: str, year: int) -> Workbook:
    content = form_for(DataFolder(sample_data), DEFINITIONS.bodies[body], year)
    assert content is not None
    return load_workbook(io.BytesIO(content))


def row(book: Workbook, title: str, number: int) -> dict[str, Any]:
    """Label → what stands below it."""
    sheet = book[title]
    cells = zip(sheet[1], sheet[number], strict=True)
    return {str(head.value).partition("（")[0]: cell.value for head, cell in cells}


@pytest.fixture(scope="module")
def blank(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Body], Path]:
    """A body's form for `YEAR`, made once."""

    @cache
    def made(body: Body) -> Path:
        last = last_year(DataFolder(sample_data), body, YEAR, DEFINITIONS)
        return form(tmp_path_factory.mktemp("blank"), body, YEAR, last)[0]

    return made


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.body)
def test_what_is_filled_in_comes_back_and_nothing_else(
    body: Body, blank: Callable[[Body], Path], warehouse: Warehouse, sample_data: Path, tmp_path: Path
) -> None:
    now = of(warehouse, body, YEAR)
    path, book = tmp_path / "form.xlsx", load_workbook(blank(body))
    wanted = {}
    for some in fields(book, body, YEAR).values():
        for field in some:
            value, state = wanted[field.asked.measure] = now.get(field.asked.measure, (None, "not_reported"))
            field.fill(WORDS[state] if value is None else float(value))
    book.save(path)
    said = [text for sheet in book.worksheets for text in shown(sheet).values()]
    (checked,) = pipeline.check_files([path], data=DataFolder(sample_data))
    cells = checked.reading.cells
    assert {c.measure: (c.value, c.state) for c in cells} == wanted
    assert {(c.body, c.year) for c in cells} == {(body.body, YEAR)}
    assert checked.reading.faults == []
    assert checked.reading.unmapped == []
    assert checked.ok
    assert not any(text.startswith("不相符") for text in said)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.body)
def test_left_blank_it_changes_nothing(body: Body, blank: Callable[[Body], Path], sample_data: Path) -> None:
    (checked,) = pipeline.check_files([blank(body)], data=DataFolder(sample_data))
    assert {fault.code for fault in checked.faults} <= {"nothing_reported", "row_blank", "cell_blank"}
    assert not checked.ok


def test_a_state_is_a_word_and_nothing_is_0(sample_data: Path) -> None:
    police = row(given_form(sample_data, "public_security", YEAR), "行政处罚", 3)
    assert police["单位名称"] == "注：上年（2022年）填报，仅供对照"
    assert police["移送司法机关"] == "不公开"
    assert police["年度"] is None
    fire = given_form(sample_data, "fire_rescue", YEAR)
    assert row(fire, "其他行政执法行为", 3)["行政裁决"] == "无此职能"
    assert row(fire, "行政应诉", 3)["新收案件"] == 0


def test_what_was_not_asked_for_last_year_is_neither(sample_data: Path) -> None:
    last = row(given_form(sample_data, "health", 2021), "行政处罚", 3)
    assert last["罚款"] == "—"
    assert isinstance(last["处罚案件合计"], int)


def test_a_body_that_changed_is_shown_what_it_continues(sample_data: Path) -> None:
    renamed = row(given_form(sample_data, "urban_management", 2021), "行政处罚", 3)
    assert renamed["单位名称"] == "注：上年（2020年，城管执法局）填报，仅供对照"
    merged = given_form(sample_data, "culture_tourism_sports", 2021)
    assert row(merged, "行政应诉", 3)["单位名称"] == "注：上年（2020年，文旅局、广体局）填报，仅供对照"
    assert row(merged, "行政应诉", 3)["未结应诉案件"] == row(merged, "行政应诉", 2)["上期结转"] == 2


def test_the_list_has_last_years_figures_in_a_column(sample_data: Path) -> None:
    sheet = given_form(sample_data, "lusong", YEAR).worksheets[1]
    assert [cell.value for cell in sheet[1]][3:] == ["数值", "计量单位", "上年数（2022年），仅供对照", "原因"]
    assert [cell.value for cell in sheet[2]][3:] == [None, "项", 93, None]


def test_what_the_year_begins_with_is_filled_in_and_may_be_changed(tmp_path: Path) -> None:
    path, book = form(tmp_path, POLICE, YEAR, PENDING)
    assert row(book, "行政应诉", 2)["上期结转"] == 1
    assert shown(book["行政应诉"])["注：应当：上期结转 = 上年的未结应诉案件。"] == "相符"
    book["行政应诉"]["C2"] = 4
    assert shown(book["行政应诉"])["注：应当：上期结转 = 上年的未结应诉案件。"] == "不相符，相差3"
    book.save(path)
    cells = {cell.measure: cell.value for cell in read_file(path, DEFINITIONS).cells}
    assert cells["litigation_carried_in"] == 4


def test_what_is_not_known_is_not_filled_in(tmp_path: Path) -> None:
    last = {"litigation_pending": (None, "withheld"), "litigation_new": (Decimal(2), "number")}
    book = form(tmp_path, POLICE, YEAR, last)[1]
    assert row(book, "行政应诉", 2)["上期结转"] is None
    assert row(book, "行政应诉", 3)["未结应诉案件"] == "不公开"


def test_an_untouched_sheet_does_not_wipe_out_what_was_reported(tmp_path: Path) -> None:
    for title in ("行政应诉", "行政许可"):
        path, book = form(tmp_path, POLICE, YEAR, PENDING)
        for dataset, some in fields(book, POLICE, YEAR).items():
            for field in some if dataset.title == title else ():
                field.fill(1 if field.asked.measure in ("litigation_carried_in", "litigation_pending") else 0)
        book.save(path)
        assert load(path, tmp_path).ok
    found = measures(tmp_path, POLICE.body, YEAR)
    assert found["litigation_pending"] == found["litigation_carried_in"] == (Decimal(1), "number")


def test_a_figure_more_than_what_was_filled_in_makes_it_a_return(tmp_path: Path) -> None:
    path, book = form(tmp_path, POLICE, YEAR, PENDING)
    book["行政应诉"]["D2"] = 0
    book.save(path)
    cells = {cell.measure: cell for cell in read_file(path, DEFINITIONS).cells}
    assert cells["litigation_carried_in"].value == 1
    assert cells["litigation_carried_in"].raw == "1"


def test_nobody_types_into_last_years_figures(tmp_path: Path) -> None:
    sheet = form(tmp_path, POLICE, YEAR, PENDING)[1]["行政应诉"]
    (rule,) = [v for v in sheet.data_validations.dataValidation if "F3" in v.sqref]
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("custom", "FALSE", True)
    assert "不会当作本年数据" in rule.prompt


def test_the_guide_says_what_is_grey_only_where_something_is(tmp_path: Path) -> None:
    for last in ({}, PENDING):
        guide = form(tmp_path, POLICE, YEAR, last)[1][own_form.GUIDE]
        text = "\n".join(str(line[0].value or "") for line in guide.iter_rows())
        assert "不相符" in text
        assert ("灰色的格子是上年（2022年）" in text) == bool(last)


def test_without_a_publish_there_is_a_form_without_last_year(tmp_path: Path) -> None:
    content = form_for(DataFolder(tmp_path / "data"), POLICE, YEAR)
    assert content is not None
    assert row(load_workbook(io.BytesIO(content)), "行政应诉", 2)["上期结转"] is None
    assert form_for(DataFolder(tmp_path / "data"), replace(POLICE, functions=frozenset()), YEAR) is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("注：上年（2022年）填报，仅供对照", True),
        (" 注:上年(2022年,文旅局、广体局)填报,仅供对照 ", True),
        ("注：上年", False),
        ("上年（2022年）填报，仅供对照", False),
        ("注：上年（2022年）填报，仅供对照。本年一并报送", False),
    ],
)
def test_only_our_own_words_set_numbers_aside(text: str, known: bool) -> None:
    assert own_form.is_last_row(text) is known


def test_a_senders_own_row_of_last_year_is_told(tmp_path: Path) -> None:
    path, book = form(tmp_path, POLICE, YEAR, PENDING)
    book["行政应诉"]["A3"] = "上年数"
    book.save(path)
    reading = read_file(path, DEFINITIONS)
    assert [(f.sheet, f.cell) for f in reading.faults if f.code == "row_compared"] == [("行政应诉", "A3")]
    assert {cell.year for cell in reading.cells} <= {YEAR}
