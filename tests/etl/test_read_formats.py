"""The same table in every encoding, separator and format gives the same cells, apart from their addresses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.reading_tools import content, errors, notices, only, read
from tests.etl.workbooks import PENALTIES, Rows, write_csv, write_ods, write_xls, write_xlsx

Write = Callable[[Path, Rows], Path]


def csv_writer(encoding: str, separator: str = ",") -> Write:
    return lambda folder, rows: write_csv(folder / "return.csv", rows, encoding, separator)


def book_writer(write: Callable[..., Path], name: str) -> Write:
    return lambda folder, rows: write(folder / name, {"行政处罚": rows})


WRITERS: dict[str, Write] = {
    "utf-8": csv_writer("utf-8"),
    "utf-8 with BOM": csv_writer("utf-8-sig"),
    "GBK": csv_writer("gbk"),
    "GB18030": csv_writer("gb18030"),
    "UTF-16 with BOM": csv_writer("utf-16"),
    "tab": csv_writer("utf-8", "\t"),
    "GBK tab": csv_writer("gbk", "\t"),
    "semicolon": csv_writer("utf-8-sig", ";"),
    "full-width comma": csv_writer("utf-8", "，"),
    "xlsx": book_writer(write_xlsx, "return.xlsx"),
    "xls": book_writer(write_xls, "return.xls"),
    "ods": book_writer(write_ods, "return.ods"),
}
BOOKS: dict[str, Callable[..., Path]] = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_same_cells_in_every_format(writer: Write, tmp_path: Path):
    reading = read(writer(tmp_path, PENALTIES))
    assert not errors(reading)
    assert [(c.dataset, c.body, c.year, c.measure, content(c), c.unit) for c in reading.cells] == [
        ("penalties", body, 2022, measure, value, "元" if measure == "penalty_amount" else "件")
        for body, row in EXPECTED.items()
        for measure, value in row.items()
    ]
    assert notices(reading) == ["state_ambiguous", "cell_blank"]


NAMES = ("summary_procedure_cases", "ordinary_procedure_cases", "total_cases", "penalty_amount")
EXPECTED = {
    "market_supervision": dict(zip(NAMES, (10, 20, 30, pytest.approx(1234.5)), strict=True)),
    "water": dict(zip(NAMES, ("not_reported", 3, 3, "not_reported"), strict=True)),
    "education": dict(zip(NAMES, ("withheld", 0, 0, 0), strict=True)),
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_rare_characters_survive(encoding: str, tmp_path: Path):
    rows = [*PENALTIES[:2], ("𪚥局", 2022, 1, 2, 3, 4)]
    reading = read(write_csv(tmp_path / "return.csv", rows, encoding))
    assert only(reading, "body_unknown").value == "𪚥局"


def test_address_in_csv_is_the_line_on_which_the_record_starts(tmp_path: Path):
    rows: Rows = [
        ("单位名称", "年度", "合计", "说明"),
        ("水利局", 2022, 1, "一\n二\n三"),
        ("教育局", 2022, "abc", ""),
    ]
    reading = read(write_csv(tmp_path / "return.csv", rows))
    assert only(reading, "number_unreadable").cell == "第5行第3列"
    assert reading.cells[0].cell == "第2行第3列"
    assert [reason.text for reason in reading.reasons] == ["一\n二\n三"]


@pytest.mark.parametrize("name", BOOKS)
def test_formula_is_found_in_every_workbook_format(name: str, tmp_path: Path):
    rows = [*PENALTIES[:2], ("水利局", 2022, 1, 2, "=C3+D3", 0)]
    reading = read(BOOKS[name](tmp_path / f"return.{name}", {"行政处罚": rows}))
    assert only(reading, "formula_cell").cell == "E3"
    assert errors(reading) == ["formula_cell"]


def test_formula_in_csv_is_found_also_after_a_space(tmp_path: Path):
    rows = [PENALTIES[0], ("水利局", 2022, 1, 2, " =C3+D3", "=1")]
    reading = read(write_csv(tmp_path / "return.csv", rows))
    assert [found.cell for found in reading.faults if found.code == "formula_cell"] == [
        "第2行第5列",
        "第2行第6列",
    ]


@pytest.mark.parametrize("name", ["xlsx", "xls"])
def test_hidden_sheet_is_set_aside_and_empty_one_ignored(name: str, tmp_path: Path):
    sheets = {"行政处罚": PENALTIES[:2], "草稿": PENALTIES, "空": [[]]}
    reading = read(BOOKS[name](tmp_path / f"return.{name}", sheets, hidden=["草稿"]))
    assert only(reading, "sheet_hidden").sheet == "草稿"
    assert {cell.sheet for cell in reading.cells} == {"行政处罚"}
    assert "sheet_without_table" not in notices(reading)


@pytest.mark.parametrize("name", BOOKS)
def test_original_without_its_ending_is_read_by_the_name_the_sender_gave(name: str, tmp_path: Path):
    path = BOOKS[name](tmp_path / f"return.{name}", {"行政处罚": PENALTIES})
    stored = path.rename(tmp_path / "d2a8")
    assert len(read(stored, f"2022年报.{name.upper()}").cells) == 12
    assert len(read(stored).cells) == 12


@pytest.mark.parametrize("name", BOOKS)
def test_sum_of_floats_reads_as_it_is_shown(name: str, tmp_path: Path):
    rows = [PENALTIES[0], ("水利局", 2022, 1, 2, 3, 0.1 + 0.2)]
    reading = read(BOOKS[name](tmp_path / f"return.{name}", {"行政处罚": rows}))
    assert (reading.cells[-1].raw, str(reading.cells[-1].value)) == ("0.3", "0.3")
