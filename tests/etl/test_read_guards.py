"""Files that are not what they claim, or bring along what a return must not."""

import struct
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from etl.biff import outline
from tests.etl.make_bad import BAD
from tests.etl.reading_tools import errors, only, read
from tests.etl.workbooks import PENALTIES, repack, sheet_xml, write_csv, write_ods, write_xls, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "plain.xlsx", {"行政处罚": PENALTIES})


@pytest.fixture
def ods(tmp_path: Path) -> Path:
    return write_ods(tmp_path / "plain.ods", {"行政处罚": PENALTIES})


@pytest.mark.parametrize("name", ["return.csv", "return.txt", "return.xls", "return.ods"])
def test_xlsx_by_another_name(name: str, xlsx: Path):
    assert errors(read(xlsx, name)) == ["file_not_what_it_claims"]


@pytest.mark.parametrize("name", ["return.csv", "return.xlsx"])
def test_xls_by_another_name(name: str, tmp_path: Path):
    path = write_xls(tmp_path / "r.xls", {"行政处罚": PENALTIES})
    assert errors(read(path, name)) == ["file_not_what_it_claims"]


@pytest.mark.parametrize("name", ["return.xlsx", "return.xls", "return.ods"])
def test_csv_by_another_name(name: str, tmp_path: Path):
    assert errors(read(write_csv(tmp_path / "r.csv", PENALTIES), name)) == ["file_not_what_it_claims"]


def test_half_a_zip_by_the_name_of_csv_is_no_damaged_workbook():
    assert errors(read(BAD / "file_damaged.xlsx", "return.csv")) == ["file_not_what_it_claims"]


@pytest.mark.parametrize(
    "start", [b"<html><table>", b"\xef\xbb\xbf\n <!DOCTYPE html>", b"<?xml version='1.0'?>"]
)
def test_web_page_that_a_system_exports_as_xls(start: bytes, tmp_path: Path):
    path = tmp_path / "r.xls"
    path.write_bytes(start)
    assert errors(read(path)) == ["file_not_what_it_claims"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("r.json", b"{}"), ("r.png", b"\x89PNG\r\n"), ("r.docx", b"%PDF"), ("r.rar", b"Rar!")],
)
def test_other_kinds(name: str, content: bytes, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(content)
    assert errors(read(path)) == ["file_type_unknown"]


@pytest.mark.parametrize(
    "part", ["word/document.xml", "ppt/presentation.xml", "xl/workbook.bin", "return.csv"]
)
def test_other_zips(part: str, tmp_path: Path):
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert errors(read(path)) == ["file_type_unknown"]
    assert errors(read(path, "r.xlsx")) == ["file_not_what_it_claims"]


@pytest.mark.parametrize(
    "limits",
    [{"MAX_UNPACKED_BYTES": 5_000}, {"MAX_RATIO": 2, "RATIO_COUNTS_FROM": 5_000}, {"MAX_ZIP_PARTS": 5}],
    ids=["size", "ratio", "parts"],
)
def test_size_ratio_and_number_of_parts_each_make_a_bomb(limits: dict[str, int], xlsx: Path, monkeypatch):
    for name, value in limits.items():
        monkeypatch.setattr(f"etl.archive.{name}", value)
    assert errors(read(xlsx)) == ["file_expands_too_much"]


def test_everything_wrong_inside_a_zip_is_told_at_once(xlsx: Path, tmp_path: Path):
    parts = {
        "xl/vbaProject.bin": b"x",
        "xl/externalLinks/externalLink1.xml": b"<a/>",
        "b.xml": b"<!ENTITY a>",
    }
    reading = read(repack(xlsx, tmp_path / "r.xlsx", parts))
    assert errors(reading) == ["file_macro", "file_external_links", "file_xml_entities"]


@pytest.mark.parametrize(
    "prolog", ["<!DOCTYPE a>", "<!-- " + "x" * 100_000 + " --><!DOCTYPE a [<!ENTITY b 'c'>]>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_however_far_they_are_hidden(
    prolog: str, encoding: str, xlsx: Path, tmp_path: Path
):
    content = (
        f'<?xml version="1.0" encoding="{encoding}"?>{prolog}' + sheet_xml("").decode().split("?>", 1)[1]
    )
    reading = read(repack(xlsx, tmp_path / "r.xlsx", {SHEET: content.encode(encoding)}))
    assert errors(reading) == ["file_xml_entities"]


def test_entities_in_ods(ods: Path, tmp_path: Path):
    content = zipfile.ZipFile(ods).read("content.xml").split(b"?>", 1)[1]
    hidden = b"<?xml version='1.0'?><!--" + b"x" * 100_000 + b"--><!DOCTYPE a>" + content
    assert errors(read(repack(ods, tmp_path / "r.ods", {"content.xml": hidden}))) == ["file_xml_entities"]


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///secret'>]>",
        "<!DOCTYPE a [<!ENTITY b 'b'><!ENTITY c '&b;&b;'>]>",
    ],
)
def test_entities_in_a_sheet_that_is_not_called_xml(prolog: str, xlsx: Path, tmp_path: Path):
    """The workbook itself says where its sheets stand: nobody looks into this part before the parser does."""
    names = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")
    with zipfile.ZipFile(xlsx) as archive:
        parts = {
            n: archive.read(n).replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.dat") for n in names
        }
    content = prolog + sheet_xml("").decode().split("?>", 1)[1]
    reading = read(repack(xlsx, tmp_path / "r.xlsx", parts | {"xl/worksheets/sheet1.dat": content.encode()}))
    assert errors(reading) == ["file_xml_entities"]


def test_names_of_parts_that_lead_out_write_nothing(xlsx: Path, tmp_path: Path):
    parts = dict.fromkeys(("../../out.xml", "/out.xml", "..\\out.xml"), b"<a/>")
    before = sorted(tmp_path.iterdir())
    reading = read(repack(xlsx, tmp_path / "r.xlsx", parts))
    assert len(reading.cells) == 12
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "r.xlsx"])


def test_encrypted_ods(ods: Path, tmp_path: Path):
    manifest = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert errors(read(repack(ods, tmp_path / "r.ods", manifest))) == ["file_password"]


def test_encrypted_xls(tmp_path: Path):
    """A FILEPASS record right after the first BOF is how xls says so; here it takes another record's place."""
    path = write_xls(tmp_path / "r.xls", {"行政处罚": PENALTIES})
    content = path.read_bytes()
    start = content.index(b"\x09\x08\x10\x00") + 20
    path.write_bytes(content[:start] + b"\x2f\x00" + content[start + 2 :])
    assert errors(read(path)) == ["file_password"]


def test_xls_with_macros(tmp_path: Path):
    path = write_xls(tmp_path / "r.xls", {"行政处罚": PENALTIES})
    content = path.read_bytes()
    # The second directory entry is Workbook; a further storage takes the unused third.
    entry = content.index("Workbook".encode("utf-16-le")) + 128
    name = "_VBA_PROJECT_CUR".encode("utf-16-le")
    storage = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little") + b"\x01"
    path.write_bytes(content[:entry] + storage + content[entry + len(storage) :])
    assert errors(read(path)) == ["file_macro"]


@pytest.mark.parametrize("size", [20, 512, 600, 2000])
def test_half_an_xls(size: int, tmp_path: Path):
    path = write_xls(tmp_path / "r.xls", {"行政处罚": PENALTIES})
    path.write_bytes(path.read_bytes()[:size])
    assert errors(read(path)) == ["file_damaged"]


def test_sectors_of_an_xls_that_run_in_circles(tmp_path: Path):
    path = write_xls(tmp_path / "r.xls", {"行政处罚": PENALTIES})
    content = bytearray(path.read_bytes())
    fat = (int.from_bytes(content[76:80], "little") + 1) * 512
    for sector in range(128):
        content[fat + 4 * sector : fat + 4 * sector + 4] = sector.to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert errors(read(path)) == ["file_damaged"]


def test_xls_of_more_sectors_than_its_header_lists(tmp_path: Path):
    many = [PENALTIES[0], *(("水利局", year, 1, 2, 3, 0) for year in range(2010, 2026))]
    sheets = {"行政处罚": many} | {f"附{n}": [[f"{n} {i}" * 40] for i in range(4000)] for n in range(9)}
    path = write_xls(tmp_path / "r.xls", sheets)
    assert path.stat().st_size > 109 * 128 * 512, "too small to need a list of its own"
    reading = read(path)
    assert not errors(reading)
    assert len(reading.cells) == 16 * 4


def test_xls_in_the_small_sectors_of_its_container(tmp_path: Path):
    """Streams below the limit in the header stand in sectors of 64 bytes inside the root's stream."""
    rows = [PENALTIES[0], ("水利局", 2022, 1, 2, "=C2+D2", 0)]
    path = write_xls(tmp_path / "r.xls", {"行政处罚": rows})
    content = bytearray(path.read_bytes())

    def put(at: int, *numbers: int) -> None:
        content[at : at + 4 * len(numbers)] = b"".join(number.to_bytes(4, "little") for number in numbers)

    root, workbook = (content.index(name.encode("utf-16-le")) for name in ("Root Entry", "Workbook"))
    start, size = (int.from_bytes(content[workbook + at : workbook + at + 4], "little") for at in (116, 120))
    fat, added = (int.from_bytes(content[76:80], "little") + 1) * 512, len(content) // 512 - 1
    put(root + 116, start, size)
    put(workbook + 116, 0)
    put(56, size + 1, added, 1)
    put(fat + 4 * added, 0xFFFFFFFE)
    small = size // 64
    content += bytes(512)
    put(len(content) - 512, *range(1, small), 0xFFFFFFFE, *[0xFFFFFFFF] * (128 - small))
    path.write_bytes(bytes(content))
    assert errors(read(path)) == ["formula_cell"]


def test_numbers_of_a_chart_inside_a_sheet_are_no_cells():
    """A chart is a stream within the sheet's stream and keeps copies of the numbers it draws."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def number(row: int, column: int) -> bytes:
        return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))

    start, end, formula = record(0x0809), record(0x000A), record(0x0006, struct.pack("<HHH", 3, 1, 0))
    globals_size = len(start + record(0x0085, bytes(4)) + end)
    sheets = start + record(0x0085, struct.pack("<I", globals_size)) + end
    chart = start + number(60_000, 200) + formula + end
    (sheet,) = outline(sheets + start + number(1, 2) + chart + number(4, 0) + end).sheets
    assert (sheet.rows, sheet.columns, sheet.formulas) == (5, 3, set())


def test_percentages_and_dates_of_xls_and_ods(tmp_path: Path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("行政处罚")
    for column, header in enumerate(PENALTIES[0]):
        sheet.write(0, column, header)
    for column, value in enumerate(["水利局", 2022, 1, 2]):
        sheet.write(1, column, value)
    sheet.write(1, 4, 0.45, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(1, 5, date(2022, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "r.xls"))
    reading = read(tmp_path / "r.xls")
    assert errors(reading) == ["number_percent", "number_date"]
    assert only(reading, "number_percent").value == "45%"

    ods = write_ods(tmp_path / "r.ods", {"行政处罚": [PENALTIES[0], ("水利局", 2022, 1, 2, 0.45, 7)]})
    content = zipfile.ZipFile(ods).read("content.xml")
    content = content.replace(
        b'office:value-type="float" office:value="0.45"',
        b'office:value-type="percentage" office:value="0.45"',
    )
    content = content.replace(
        b'office:value="0.45" office:value-type="float"',
        b'office:value="0.45" office:value-type="percentage"',
    )
    reading = read(repack(ods, tmp_path / "s.ods", {"content.xml": content}))
    assert errors(reading) == ["number_percent"]


def test_year_that_is_a_date_shown_as_a_year(tmp_path: Path):
    path = write_xlsx(
        tmp_path / "r.xlsx", {"行政处罚": [PENALTIES[0], ("水利局", date(2022, 1, 1), 1, 2, 3, 0)]}
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"].number_format = 'yyyy"年"'
    book.save(path)
    assert {cell.year for cell in read(path).cells} == {2022}


def test_shared_and_array_formulas(xlsx: Path, tmp_path: Path):
    header = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>'
        for c, t in zip("ABCDE", PENALTIES[0], strict=False)
    )
    rows = (
        f'<row r="1">{header}</row><row r="2"><c r="A2" t="inlineStr"><is><t>水利局</t></is></c><c r="B2"><v>2022</v></c>'
        '<c r="C2"><f t="shared" ref="C2:D2" si="0">ZZZ9+1</f><v>1</v></c><c r="D2"><f t="shared" si="0"/><v>1</v></c>'
        '<c r="E2"><f t="array" ref="E2">SUM(C2:D2)</f><v>2</v></c></row>'
    )
    reading = read(repack(xlsx, tmp_path / "r.xlsx", {SHEET: sheet_xml(rows)}))
    assert errors(reading) == ["formula_cell"] * 3


def test_text_that_looks_like_a_formula_is_no_formula_in_a_workbook(tmp_path: Path):
    path = write_xlsx(tmp_path / "r.xlsx", {"行政处罚": [PENALTIES[0], ("水利局", 2022, 1, 2, "x", 0)]})
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0]["E2"]
    cell.value, cell.data_type = "=1+2", "s"
    book.save(path)
    assert errors(read(path)) == ["number_unreadable"]


def test_comment_in_ods_is_not_part_of_the_cell(ods: Path, tmp_path: Path):
    content = zipfile.ZipFile(ods).read("content.xml").decode()
    note = "<office:annotation><text:p>请核对</text:p></office:annotation><text:p>水利局"
    changed = content.replace("<text:p>水利局", note).encode()
    assert "water" in {
        cell.body for cell in read(repack(ods, tmp_path / "r.ods", {"content.xml": changed})).cells
    }


def test_repeated_rows_and_cells_of_ods_keep_their_addresses(ods: Path, tmp_path: Path):
    content = zipfile.ZipFile(ods).read("content.xml").decode()
    head, tail = content.split("</table:table-row>", 1)
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>林业局</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="2022"/>'
        '<table:table-cell table:number-columns-repeated="4" office:value-type="float" office:value="7"/></table:table-row>'
    )
    changed = f"{head}</table:table-row>{blank}{row}{tail}".encode()
    cells = [
        c
        for c in read(repack(ods, tmp_path / "r.ods", {"content.xml": changed})).cells
        if c.body == "forestry"
    ]
    assert [(c.cell, c.raw) for c in cells] == [("C5", "7"), ("D5", "7"), ("E5", "7"), ("F5", "7")]


def test_unexpected_exception_is_logged_and_not_shown(monkeypatch, caplog, tmp_path: Path):
    def broken(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("etl.read.tables_in", broken)
    reading = read(write_csv(tmp_path / "r.csv", PENALTIES))
    assert errors(reading) == ["file_unreadable"]
    assert not reading.cells
    assert "secret detail" in caplog.text
    assert "secret" not in reading.faults[0].message


def test_file_that_is_not_there_is_the_disks_fault(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.csv")


def test_macro_free_workbook_called_xlsm_is_read(xlsx: Path):
    assert len(read(xlsx, "r.xlsm").cells) == 12
