"""Every fault of reading has a file in tests/bad that yields exactly it, at the right place."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from etl.model import ERROR, EXPLAIN
from tests.etl.make_bad import BAD, KEPT, MADE_EACH_TIME
from tests.etl.reading_tools import read

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = tomllib.loads((ROOT / "definitions" / "faults" / "reading.toml").read_text(encoding="utf-8"))

# code → sheet and cell; a file as a whole has neither.
PLACES: dict[str, tuple[str | None, str | None]] = {
    "body_blank": (None, "第2行第1列"),
    "body_column_missing": (None, "第1行第1列"),
    "body_from_title": (None, "第1行第1列"),
    "body_is_total": (None, "第2行第1列"),
    "body_not_in_year": (None, "第2行第1列"),
    "body_unknown": (None, "第2行第1列"),
    "cell_blank": (None, "第2行第6列"),
    "cell_too_long": (None, "第2行第6列"),
    "cell_unit_unknown": (None, "第2行第5列"),
    "column_absent": (None, "第1行第1列"),
    "column_compared": (None, "第2行第4列"),
    "column_duplicate": (None, "第1行第5列"),
    "column_extra": (None, "第1行第6列"),
    "column_missing": (None, "第1行第1列"),
    "column_of_other_return": (None, "第1行第6列"),
    "column_part": (None, "第1行第7列"),
    "column_unnamed": ("行政处罚", "G2"),
    "columns_summed": (None, "第2行第6列"),
    "csv_nul": (None, "第2行"),
    "csv_quotes_broken": (None, "第3行"),
    "dataset_unclear": (None, "第1行第1列"),
    "duplicate_row": (None, "第4行第1列"),
    "encoding_broken": (None, "第2行"),
    "formula_cell": ("行政处罚", "E3"),
    "function_missing": (None, "第2行第3列"),
    "measure_ambiguous": (None, "第2行第3列"),
    "measure_blank": (None, "第2行第3列"),
    "measure_not_in_year": (None, "第2行第6列"),
    "measure_unknown": (None, "第2行第3列"),
    "merged_cell": ("行政处罚", "F3"),
    "months_incomplete": (None, "第3行第1列"),
    "number_boolean": ("行政处罚", "E2"),
    "number_date": ("行政处罚", "C2"),
    "number_negative": (None, "第2行第6列"),
    "number_not_integer": (None, "第2行第3列"),
    "number_percent": ("行政处罚", "E2"),
    "number_too_large": (None, "第2行第6列"),
    "number_too_precise": (None, "第2行第6列"),
    "number_understood": (None, "第2行第3列"),
    "number_unreadable": (None, "第2行第4列"),
    "part_missing": (None, "第2行第7列"),
    "reason_sheet_unclear": ("说明", "A1"),
    "row_blank": (None, "第2行第1列"),
    "row_compared": (None, "第3行第1列"),
    "row_repeated": ("行政处罚", "A2"),
    "row_too_long": (None, "第2行第7列"),
    "sheet_hidden": ("草稿", None),
    "row_hidden": ("行政处罚", "A2"),
    "column_hidden": ("行政处罚", "C1"),
    "sheet_of_totals": ("汇总表", "A2"),
    "sheet_without_table": ("填写须知", "A1"),
    "state_ambiguous": (None, "第2行第6列"),
    "table_not_found": (None, "第1行第1列"),
    "too_many_columns": (None, "第1行"),
    "too_many_rows": ("行政处罚", None),
    "unit_converted": (None, "第1行第6列"),
    "unit_unknown": (None, "第1行第6列"),
    "year_blank": (None, "第2行第2列"),
    "year_column_missing": (None, "第1行第1列"),
    "year_from_title": (None, "第1行第1列"),
    "year_out_of_range": (None, "第2行第2列"),
    "year_row_missing": (None, "第3行第1列"),
    "year_unreadable": (None, "第2行第2列"),
    "zero_without_function": (None, "第2行第3列"),
}


def bad_file(code: str, folder: Path) -> Path:
    if code in MADE_EACH_TIME:
        return MADE_EACH_TIME[code](folder)
    (path,) = BAD.glob(f"{code}.*")
    return path


@pytest.mark.parametrize("code", CATALOGUE)
def test_bad_file_yields_exactly_its_fault(code: str, tmp_path: Path):
    reading = read(bad_file(code, tmp_path))
    level = CATALOGUE[code]["level"]
    stopping = {found.code for found in reading.faults if found.level in (ERROR, EXPLAIN)}
    assert stopping == ({code} if level == ERROR else BESIDE.get(code, set()))
    found = next(found for found in reading.faults if found.code == code)
    assert (found.sheet, found.cell) == PLACES.get(code, (None, None))
    assert found.level == level


# What only a flood of faults brings about.
BESIDE = {"more_faults": {"body_unknown", "number_unreadable"}}


@pytest.mark.parametrize("code", CATALOGUE)
def test_message_is_filled_in_and_says_the_value(code: str, tmp_path: Path):
    found = next(found for found in read(bad_file(code, tmp_path)).faults if found.code == code)
    assert not re.search(r"[{}]|None", found.message + found.remedy)
    fields = {field for _, field, _, _ in string.Formatter().parse(CATALOGUE[code]["message"]) if field}
    if "value" in fields:
        assert found.value
        assert found.value in found.message
    if {"place", "cells", "line"} & fields and found.cell:
        assert found.cell in found.message


@pytest.mark.parametrize("maker", KEPT, ids=lambda maker: maker.__name__)
def test_kept_files_are_what_the_maker_makes(maker, tmp_path: Path):
    """A fault that moves to another cell when the file is made anew would go unnoticed otherwise."""
    made = maker(tmp_path)
    found = [(f.code, f.cell, f.message) for f in read(made).faults]
    assert found == [(f.code, f.cell, f.message) for f in read(BAD / made.name).faults]
