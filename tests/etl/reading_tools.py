"""Reads what a test writes in a line or two, against the project's own definitions."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from definitions import load_definitions
from definitions.model import Definitions
from etl.model import ERROR, NOTICE, Cell, Fault, Reading
from etl.read import read_file

HEADER = "单位名称,年度,简易程序,普通程序,合计,罚没金额"


def read(path: Path, name: str | None = None, definitions: Definitions | None = None) -> Reading:
    return read_file(path, definitions or load_definitions(), name)


def reader(folder: Path) -> Callable[..., Reading]:
    """`reader(tmp_path)("单位名称,…\\n水利局,…")` reads the text as a CSV file."""

    def read_text(text: str, name: str = "return.csv", encoding: str = "utf-8") -> Reading:
        path = folder / "bytes as received"
        path.write_bytes(text.encode(encoding))
        return read(path, name)

    return read_text


def values(reading: Reading) -> dict[str, Decimal | str]:
    """measure → value, or state where there is none; of a reading with one body and year."""
    assert len({(cell.body, cell.year) for cell in reading.cells}) <= 1
    return {cell.measure: content(cell) for cell in reading.cells}


def content(cell: Cell) -> Decimal | str:
    return cell.state if cell.value is None else cell.value


def errors(reading: Reading) -> list[str]:
    return [found.code for found in reading.faults if found.level == ERROR]


def notices(reading: Reading) -> list[str]:
    """Codes of the notices, but for the one every table with few columns gives."""
    codes = [found.code for found in reading.faults if found.level == NOTICE]
    return [code for code in codes if code != "column_absent"]


def only(reading: Reading, code: str) -> Fault:
    """The one fault of that code."""
    (found,) = [found for found in reading.faults if found.code == code]
    return found


def set_aside(reading: Reading) -> list[tuple[int, str]]:
    return [(row.row, row.why) for row in reading.set_aside]
