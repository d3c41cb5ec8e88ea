"""The sender's own file comes back marked: same cells at the same addresses, every fault where it stands and in a list."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from definitions import load_definitions
from etl.judge import judge
from etl.marked import AUTHOR, LEVELS, Marked, marked
from etl.model import Fault, Reading
from etl.read import read_file
from etl.verdict_sheet import TITLE
from ledger.folder import DataFolder
from tests.etl.workbooks import Rows, write_csv, write_ods, write_xls, write_xlsx

ROWS: Rows = (
    ("处罚情况", None, None, None, None, None),
    ("单位名称", "年度", "简易程序", "普通程序", "合计", "罚没金额"),
    ("市场监管局", 2022, 10, 20, 31, 1234.5),
    ("水利局", 2022, -4, 3, 3, None),
    ("@水利局", 2022, "007", 3, 3, 0),
)
WRITERS: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda p: write_xlsx(p, {"处罚": ROWS}),
    "xls": lambda p: write_xls(p, {"处罚": ROWS}),
    "ods": lambda p: write_ods(p, {"处罚": ROWS}),
    "csv": lambda p: write_csv(p, ROWS),
}


def check(path: Path, name: str) -> tuple[Reading, list[Fault]]:
    definitions = load_definitions()
    [one] = judge(DataFolder(path.parent / "none"), definitions, [read_file(path, definitions, name)], [()])
    return one.reading, list(one.faults)


def back(path: Path, name: str) -> tuple[Marked, openpyxl.Workbook]:
    found = marked(path, name, check(path, name)[1])
    return found, openpyxl.load_workbook(io.BytesIO(found.content))


def as_a1(fault: Fault) -> tuple[str, str | None, str | None]:
    """Code, address and value, as the reader of a sheet would see them."""
    cell = fault.cell
    if cell and cell.startswith("第"):
        row, column = cell.removeprefix("第").removesuffix("列").split("行第")
        cell = f"{'ABCDEFGHIJKLMNOP'[int(column) - 1]}{row}"
    return fault.code, cell, fault.value


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_comes_back_with_its_cells_where_they_were(tmp_path: Path, kind: str) -> None:
    path = WRITERS[kind](tmp_path / f"处罚.{kind}")
    before, faults = check(path, path.name)
    found, book = back(path, path.name)
    assert found.file == "处罚（核对）.xlsx"
    (tmp_path / "again.xlsx").write_bytes(found.content)
    after, again = check(tmp_path / "again.xlsx", found.file)
    cells = [(c.body, c.measure, c.value, c.state) for c in before.cells]
    assert [(c.body, c.measure, c.value, c.state) for c in after.cells] == cells
    assert sorted(map(as_a1, again), key=str) == sorted(map(as_a1, faults), key=str)
    sheet = book.worksheets[1]
    for fault in faults:
        _, address, _ = as_a1(fault)
        if address:
            comment = sheet[address].comment
            assert comment is not None
            assert fault.message in comment.text
            assert LEVELS[fault.level][0] in comment.text
    assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
    assert sheet["C5"].value in ("007", 7)


def test_the_list_has_all_faults_and_leads_to_their_cells(tmp_path: Path) -> None:
    path = WRITERS["xlsx"](tmp_path / "处罚.xlsx")
    faults = check(path, path.name)[1]
    found, book = back(path, path.name)
    listed = book[TITLE]
    assert book.worksheets[0] is listed
    assert [listed.cell(n + 3, 6).value for n in range(len(faults))] == [f.message for f in faults]
    links = [listed.cell(n + 3, 4).hyperlink for n in range(len(faults))]
    assert sum(link is not None for link in links) == len(faults) - found.unplaced
    assert any(link and link.location == "'处罚'!C4" for link in links)


def test_a_workbook_keeps_what_its_sender_made_of_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "处罚.xlsx", {"处罚": ROWS, "附表": (("=1+1",),)}, merge=["A1:F1"])
    book = openpyxl.load_workbook(path)
    book["处罚"]["B7"] = "=SUM(C3:C4)"
    book["处罚"]["A3"].font = Font(bold=True, color="FF0000")
    book["处罚"]["C4"].comment = Comment("请领导审", "张三")
    book["处罚"].column_dimensions["A"].width = 33
    book.save(path)
    _, marked_book = back(path, path.name)
    sheet = marked_book["处罚"]
    assert sheet["B7"].value == "=SUM(C3:C4)"
    assert sheet["A3"].font.bold
    assert sheet.column_dimensions["A"].width == 33
    assert "A1:F1" in [str(r) for r in sheet.merged_cells.ranges]
    assert sheet["C4"].comment is not None
    assert "请领导审" in sheet["C4"].comment.text


def test_a_second_round_marks_anew(tmp_path: Path) -> None:
    path = WRITERS["xlsx"](tmp_path / "处罚.xlsx")
    _, book = back(path, path.name)
    sheet = book["处罚"]
    sheet["C4"] = 4
    book.save(tmp_path / "改.xlsx")
    _, again = back(tmp_path / "改.xlsx", "改.xlsx")
    assert again.sheetnames.count(TITLE) == 1
    assert len([title for title in again.sheetnames if title.startswith(TITLE)]) == 1
    comment = again["处罚"]["C4"].comment
    assert comment is None or "负数" not in comment.text
    assert [c.author for row in again["处罚"].iter_rows() for cell in row if (c := cell.comment)] != []
    assert {c.author for row in again["处罚"].iter_rows() for cell in row if (c := cell.comment)} == {AUTHOR}


@pytest.mark.parametrize("name", ["坏.xlsx", "坏.csv", "../../坏\n.xls", "坏"])
def test_what_cannot_be_read_comes_back_as_the_list_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"PK\x03\x04 no workbook" if "xlsx" in name else b"\xff\xfe\x00\x01")
    found, book = back(path, name)
    assert "/" not in found.file
    assert "\n" not in found.file
    assert book.worksheets[0]["A1"].value.startswith("数据核对结果：错误1处")


def test_a_flood_is_listed_whole(tmp_path: Path) -> None:
    rows = [ROWS[1], *[("没有这个局", 2022, "x", "x", "x", "x")] * 40]
    path = write_xlsx(tmp_path / "a.xlsx", {"处罚": rows})
    faults = check(path, "a.xlsx")[1]
    _, book = back(path, "a.xlsx")
    assert book.worksheets[0].max_row == len(faults) + 2
