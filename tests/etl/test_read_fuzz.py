"""No bytes and no table make the reader raise, and what it gives is always consistent."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions import load_definitions
from etl.model import ERROR, NUMBER, Reading
from tests.etl.reading_tools import HEADER, read
from tests.etl.workbooks import PENALTIES, write_csv, write_ods, write_xls, write_xlsx

CELLS = st.one_of(
    st.sampled_from(
        ["", "水利局", "教育局", "芦淞区", "合计", "2022", "2020", "单位名称", "年度", "指标", "数值", "单位", "简易程序",
         "普通程序", "罚没金额（万元）", "行政检查", "-", "无此职能", "１２", "1,234", "3万元", "=A1", "45%", "注：", "说明"]
    ),
    st.text(max_size=8),
    st.integers(-5, 10**15).map(str),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, max_size=8), max_size=12)
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def consistent(reading: Reading) -> None:
    """Every cell names things that exist, a state or a number, and a fault that stops says where and what."""
    definitions = load_definitions()
    for cell in reading.cells:
        assert definitions.dataset_of[cell.measure] == cell.dataset
        assert definitions.bodies[cell.body].exists_in(cell.year)
        assert (cell.value is not None) == (cell.state == NUMBER)
        assert cell.value is None or (cell.value >= 0 and cell.value == round(cell.value, 4))
        assert isinstance(cell.value, Decimal | None)
    for found in reading.faults:
        assert found.code in definitions.faults
        assert found.message
        assert found.remedy
    assert "file_unreadable" not in [found.code for found in reading.faults]
    assert len({(c.body, c.year, c.measure) for c in reading.cells}) == len(reading.cells)


@RELAXED
@given(TABLES)
def test_any_table_as_csv(tmp_path: Path, table):
    consistent(read(write_csv(tmp_path / "r.csv", table)))


@RELAXED
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_rows_below_a_real_header(tmp_path: Path, rows):
    consistent(read(write_csv(tmp_path / "r.csv", [HEADER.split(","), *rows])))


@RELAXED
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content):
    for name in ("r.csv", "r.xlsx", "r.xls"):
        (tmp_path / name).write_bytes(content)
        reading = read(tmp_path / name)
        assert reading.faults or reading.cells


WORKBOOKS = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_with_any_byte_changed(name: str, tmp_path: Path):
    """Errors are fine, exceptions and silence about a broken file are not."""
    path = WORKBOOKS[name](tmp_path / f"r.{name}", {"行政处罚": PENALTIES})
    whole = path.read_bytes()
    for position in range(0, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        reading = read(path)
        assert reading.cells or any(found.level == ERROR for found in reading.faults)
