"""Makes the files of tests/bad that are no plain text: `python -m tests.etl.make_bad`.

Those that would be large are made by the test each time, into its own folder.
"""

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from etl.files import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_CSV_BYTES, MAX_ROWS
from etl.findings import MOST_OF_A_CODE
from tests.etl.workbooks import PENALTIES, Rows, repack, sheet_xml, write_csv, write_xls, write_xlsx

BAD = Path(__file__).resolve().parents[1] / "bad"
Maker = Callable[[Path], Path]

SHEET = "xl/worksheets/sheet1.xml"


def _plain(folder: Path) -> Path:
    return write_xlsx(folder / "plain.xlsx", {"行政处罚": PENALTIES})


def row_repeated(folder: Path) -> Path:
    return write_xlsx(folder / "row_repeated.xlsx", {"汇总": PENALTIES, "行政处罚": PENALTIES})


def sheet_of_totals(folder: Path) -> Path:
    sums: Rows = [["2022年度行政处罚情况"], ["简易程序", "普通程序", "合计"], [3, 4, 7]]
    return write_xlsx(folder / "sheet_of_totals.xlsx", {"行政处罚": PENALTIES, "汇总表": sums})


def file_damaged(folder: Path) -> Path:
    path = folder / "file_damaged.xlsx"
    whole = _plain(folder).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def file_macro(folder: Path) -> Path:
    return repack(_plain(folder), folder / "file_macro.xlsm", {"xl/vbaProject.bin": b"\xd0\xcf"})


def file_external_links(folder: Path) -> Path:
    link = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    return repack(_plain(folder), folder / "file_external_links.xlsx", link)


def file_password(folder: Path) -> Path:
    """A protected xlsx is an OLE container with one stream called EncryptedPackage."""
    path = write_xls(folder / "file_password.xls", {"a": [["x"]]})
    old, new = ("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    content = path.read_bytes()
    start = content.index(old)
    entry = new.ljust(64, b"\0") + (len(new) + 2).to_bytes(2, "little")
    path.unlink()
    target = path.with_suffix(".xlsx")
    target.write_bytes(content[:start] + entry + content[start + len(entry) :])
    return target


def file_xml_entities(folder: Path) -> Path:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("").split(b"?>", 1)[1]
    return repack(_plain(folder), folder / "file_xml_entities.xlsx", {SHEET: bomb})


def file_unreadable(folder: Path) -> Path:
    return repack(_plain(folder), folder / "file_unreadable.xlsx", {SHEET: b"<worksheet><sheetData>"})


def too_many_rows(folder: Path) -> Path:
    row = f'<row r="{MAX_ROWS + 1}"><c r="A{MAX_ROWS + 1}" t="inlineStr"><is><t>x</t></is></c></row>'
    return repack(_plain(folder), folder / "too_many_rows.xlsx", {SHEET: sheet_xml(row)})


def too_many_cells(folder: Path) -> Path:
    """Two cells in opposite corners: a few KB that a dense reader makes half a gigabyte of."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("行政处罚")
    sheet.write(0, 0, 1)
    sheet.write(65_535, 255, 2)
    path = folder / "too_many_cells.xls"
    book.save(str(path))
    return path


def formula_cell(folder: Path) -> Path:
    rows = [
        *PENALTIES[:2],
        ("水利局", 2022, 1, 2, "=C3+D3", 5),
        ("合计", None, "=SUM(C2:C3)", None, None, None),
    ]
    return write_xlsx(folder / "formula_cell.xlsx", {"行政处罚": rows})


def merged_cell(folder: Path) -> Path:
    rows = [*PENALTIES[:2], ("水利局", 2022, 1, 2, 3, 50), ("教育局", 2022, 1, 2, 3, None)]
    return write_xlsx(folder / "merged_cell.xlsx", {"行政处罚": rows}, merge=["F3:F4"])


def sheet_hidden(folder: Path) -> Path:
    sheets = {"行政处罚": PENALTIES[:2], "草稿": PENALTIES}
    return write_xlsx(folder / "sheet_hidden.xlsx", sheets, hidden=["草稿"])


def row_hidden(folder: Path) -> Path:
    return _hidden(folder / "row_hidden.xlsx", lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True))


def column_hidden(folder: Path) -> Path:
    return _hidden(
        folder / "column_hidden.xlsx", lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True)
    )


def _hidden(path: Path, hide: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.load_workbook(write_xlsx(path, {"行政处罚": PENALTIES[:2]}))
    hide(book.worksheets[0])
    book.save(path)
    return path


def sheet_without_table(folder: Path) -> Path:
    sheets = {"行政处罚": PENALTIES[:2], "填写须知": [["没有发生的填 0。"]]}
    return write_xlsx(folder / "sheet_without_table.xlsx", sheets)


def reason_sheet_unclear(folder: Path) -> Path:
    sheets = {"行政处罚": PENALTIES[:2], "说明": [["数字属实。"]]}
    return write_xlsx(folder / "reason_sheet_unclear.xlsx", sheets)


def column_unnamed(folder: Path) -> Path:
    rows = [PENALTIES[0], (*PENALTIES[1], "见附件")]
    return write_xlsx(folder / "column_unnamed.xlsx", {"行政处罚": rows})


def number_boolean(folder: Path) -> Path:
    return write_xlsx(
        folder / "number_boolean.xlsx", {"行政处罚": [PENALTIES[0], ("水利局", 2022, 1, 2, True, 0)]}
    )


def number_date(folder: Path) -> Path:
    path = write_xlsx(
        folder / "number_date.xlsx", {"行政处罚": [PENALTIES[0], ("水利局", 2022, 44621, 2, 3, 0)]}
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C2"].number_format = "m/d"
    book.save(path)
    return path


def number_percent(folder: Path) -> Path:
    path = write_xlsx(
        folder / "number_percent.xlsx", {"行政处罚": [PENALTIES[0], ("水利局", 2022, 1, 2, 0.45, 0)]}
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["E2"].number_format = "0%"
    book.save(path)
    return path


def file_too_large(folder: Path) -> Path:
    path = folder / "file_too_large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_CSV_BYTES + 1)
    return path


def file_expands_too_much(folder: Path) -> Path:
    path = folder / "file_expands_too_much.xlsx"
    repack(_plain(folder), path, {})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bmp", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    return path


def cell_too_long(folder: Path) -> Path:
    rows = [PENALTIES[0], ("水利局", 2022, 1, 2, 3, "9" * (MAX_CELL_CHARACTERS + 1))]
    return write_csv(folder / "cell_too_long.csv", rows)


def too_many_columns(folder: Path) -> Path:
    return write_csv(folder / "too_many_columns.csv", [["单位名称", *range(MAX_COLUMNS)]])


def more_faults(folder: Path) -> Path:
    rows: list[tuple[str, ...]] = [("单位名称", "年度", "合计")]
    return write_csv(folder / "more_faults.csv", rows + [("某局", "2022", "abc")] * (MOST_OF_A_CODE + 2))


KEPT: tuple[Maker, ...] = (
    file_damaged,
    file_macro,
    file_external_links,
    file_password,
    file_xml_entities,
    file_unreadable,
    too_many_rows,
    too_many_cells,
    formula_cell,
    merged_cell,
    sheet_hidden,
    row_hidden,
    column_hidden,
    row_repeated,
    sheet_of_totals,
    sheet_without_table,
    reason_sheet_unclear,
    column_unnamed,
    number_boolean,
    number_date,
    number_percent,
)
MADE_EACH_TIME: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (file_too_large, file_expands_too_much, cell_too_long, too_many_columns, more_faults)
}


def main() -> None:
    for maker in KEPT:
        with tempfile.TemporaryDirectory() as folder:
            made = maker(Path(folder))
            (BAD / made.name).write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
