"""Whatever is sent, memory stays bounded and nothing is parsed that need not be."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from etl.files import MAX_COLUMNS, MAX_ROWS, MAX_SPREADSHEET_BYTES, MEGABYTE
from etl.merged import Merged
from etl.model import Grid
from tests.etl.make_bad import BAD, file_expands_too_much, file_too_large
from tests.etl.reading_tools import HEADER, errors, read, reader
from tests.etl.workbooks import PENALTIES, repack, sheet_xml, write_ods, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"

MEASURE = """
import resource, sys
from pathlib import Path
from definitions import load_definitions
from etl.read import read_file

definitions = load_definitions()
read_file(Path(sys.argv[2]), definitions)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
reading = read_file(Path(sys.argv[1]), definitions)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, ",".join(sorted({found.code for found in reading.faults if found.level == "error"})))
"""


def megabytes_to_read(path: Path, small: Path) -> tuple[int, str]:
    """What reading `path` adds to the peak of a process that has read `small`, and the codes of its errors."""
    pytest.importorskip("resource", reason="Windows does not say how much memory a process took")
    command = [sys.executable, "-c", MEASURE, str(path), str(small)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=BAD.parents[1])
    taken, codes = run.stdout.strip().split(" ", 1) if " " in run.stdout.strip() else (run.stdout.strip(), "")
    return int(taken), codes


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "small.xlsx", {"行政处罚": PENALTIES})


def test_too_large_a_csv_is_refused_without_being_read(tmp_path: Path, small: Path):
    taken, codes = megabytes_to_read(file_too_large(tmp_path), small)
    assert codes == "file_too_large"
    assert taken <= 5


def test_too_large_a_workbook_is_refused_without_being_read(tmp_path: Path, small: Path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(MAX_SPREADSHEET_BYTES + 1)
    taken, codes = megabytes_to_read(path, small)
    assert codes == "file_too_large"
    assert taken <= 5


def test_zip_bomb_is_refused_without_being_unpacked(tmp_path: Path, small: Path):
    taken, codes = megabytes_to_read(file_expands_too_much(tmp_path), small)
    assert codes == "file_expands_too_much"
    assert taken <= 5


def test_zip_bomb_inside_a_workbook_is_not_opened(tmp_path: Path, small: Path):
    inner = (file_expands_too_much(tmp_path)).read_bytes()
    taken, codes = megabytes_to_read(
        repack(small, tmp_path / "r.xlsx", {"xl/media/image1.zip": inner}), small
    )
    assert not codes
    assert taken <= 5


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_directory_of_a_zip_that_lies_about_a_size(kind: str, tmp_path: Path, small: Path):
    """No more of a part is unpacked than the directory says."""
    path, part = small, SHEET
    if kind == "ods":
        path, part = write_ods(tmp_path / "small.ods", {"行政处罚": PENALTIES}), "content.xml"
    lying = repack(path, tmp_path / f"r.{kind}", {part: b"<a>" + b" " * 200 * MEGABYTE})
    content = bytearray(lying.read_bytes())
    # The changed part stands last in the directory; its size unpacked is the number at byte 24.
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (2_000).to_bytes(4, "little")
    lying.write_bytes(content)
    taken, codes = megabytes_to_read(lying, small)
    assert codes == "file_damaged"
    assert taken <= 20


def test_two_cells_in_opposite_corners_of_an_xls(small: Path):
    taken, codes = megabytes_to_read(BAD / "too_many_cells.xls", small)
    assert codes == "too_many_cells"
    assert taken <= 5


def test_cell_of_ten_megabytes(tmp_path: Path, small: Path):
    path = tmp_path / "r.csv"
    path.write_text(f"{HEADER}\n水利局,2022,1,2,3,{'9' * (10 * MEGABYTE)}\n", encoding="utf-8")
    taken, codes = megabytes_to_read(path, small)
    assert codes == "cell_too_long"
    assert taken < 100


def test_sheet_that_claims_every_cell_there_is(tmp_path: Path, small: Path):
    """Empty cells that only carry a format, to the last column and the last row Excel knows."""
    rows = "".join(
        f'<row r="{n}" s="1"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(1, 50_000)
    )
    rows += f'<row r="{MAX_ROWS}"><c r="XFD{MAX_ROWS}" s="0"/></row>'
    merge = f'<mergeCells count="1"><mergeCell ref="A1:XFD{MAX_ROWS}"/></mergeCells>'
    path = repack(small, tmp_path / "r.xlsx", {SHEET: sheet_xml(rows, f"A1:XFD{MAX_ROWS}", merge)})
    taken, codes = megabytes_to_read(path, small)
    assert codes == "file_empty"
    assert taken < 100


def test_merged_range_over_the_whole_sheet(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"行政处罚": PENALTIES})
    content = sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>', after=_overlapping()
    )
    assert errors(read(repack(path, tmp_path / "s.xlsx", {SHEET: content}))) == ["table_not_found"]


def _overlapping() -> str:
    ranges = "".join(f'<mergeCell ref="A1:XFD{MAX_ROWS - n}"/>' for n in range(200))
    return f'<mergeCells count="200">{ranges}</mergeCells>'


@pytest.mark.parametrize(("columns", "code"), [(30_000_000, "too_many_columns"), (900, "too_many_cells")])
def test_repeated_cells_of_ods(columns: int, code: str, tmp_path: Path, small: Path):
    ods = write_ods(tmp_path / "r.ods", {"行政处罚": PENALTIES})
    content = zipfile.ZipFile(ods).read("content.xml").decode()
    wide = (
        '<table:table-row table:number-rows-repeated="1048000">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )
    changed = content.replace("</table:table>", wide).encode()
    taken, codes = megabytes_to_read(repack(ods, tmp_path / "s.ods", {"content.xml": changed}), small)
    assert codes == code
    assert taken < 150


def test_merged_ranges_that_overlap_cost_no_more_than_the_sheet():
    rows = [["x"] * 1_000 for _ in range(300)]
    started = time.monotonic()
    Merged(Grid("表", rows, range(1, 301), merged=((1, 1, 1_048_576, 16_384),) * 500))
    assert time.monotonic() - started < 3


def test_columns_up_to_the_limit_are_read(tmp_path: Path):
    extra = ",".join(f"另{n}" for n in range(MAX_COLUMNS - 6))
    reading = reader(tmp_path)(f"{HEADER},{extra}\n水利局,2022,1,2,3,0\n")
    assert len(reading.cells) == 4
    assert not errors(reading)


def test_a_file_of_faults_does_not_become_a_list_without_end(tmp_path: Path):
    lines = "\n".join(f"某{n}局,2022,合计,{n}" for n in range(20_000))
    started = time.monotonic()
    reading = reader(tmp_path)(f"单位名称,年度,指标,数值\n{lines}\n")
    assert set(errors(reading)) == {"body_unknown"}
    assert len(reading.faults) == 1_001
    assert time.monotonic() - started < 10


def test_hundreds_of_tables_in_a_sheet_take_no_more_than_their_rows(tmp_path: Path):
    started = time.monotonic()
    reading = reader(tmp_path)("\n".join(f"{HEADER}\n水利局,{2000 + n % 20},1,2,3,0" for n in range(5_000)))
    assert "body_unknown" in errors(reading)
    assert time.monotonic() - started < 10


def test_small_file_is_read_in_a_few_milliseconds(tmp_path: Path):
    """36 bodies, 17 columns: a real return. The bound is ten times what it takes, for a busy machine."""
    path = sorted((BAD.parents[1] / "sample" / "2022").glob("penalties.csv"))[0]
    read(path)
    best = min(_seconds(path) for _ in range(5))
    assert best < 0.03


def _seconds(path: Path) -> float:
    started = time.perf_counter()
    read(path)
    return time.perf_counter() - started
