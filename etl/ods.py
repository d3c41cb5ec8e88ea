"""An ods workbook as grids, streamed from its content.xml.

python-calamine reads ods too, but says neither which cells hold formulas or percentages nor which are merged,
and unpacks `repeated` cells without a bound. All of that stands in the same XML: one pass reads everything.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from etl.faults import Refused
from etl.files import MAX_COLUMNS, MAX_ROWS
from etl.grids import Budget, GridBuilder, number_text, percent_text
from etl.model import Grid

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


def read_ods(archive: ZipFile) -> tuple[list[Grid], list[str]]:
    """Gives the visible sheets that hold anything, and the names of the hidden ones."""
    reader = _Reader()
    with archive.open("content.xml") as source:
        for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
    return [grid for grid in reader.grids if grid.rows], reader.hidden


class _Reader:
    """Follows the parser through the tables; keeps nothing of a row once it is in its grid."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.hidden: list[str] = []
        self._budget = Budget()
        self._hidden_styles: set[str] = set()
        self._builder = GridBuilder(None, self._budget)
        self._row = 1

    def take(self, event: str, element: Element) -> None:
        match event, element.tag.rpartition("}")[2]:
            case "start", "table":
                self._builder, self._row = GridBuilder(element.get(_TABLE + "name"), self._budget), 1
            case "end", "table":
                self._close(element)
            case "end", "style":
                self._take_style(element)
            case "end", "table-row":
                self._take_row(element)
                element.clear()
            case "end", "table-source":
                raise Refused("file_external_links")

    def _take_style(self, style: Element) -> None:
        properties = style.find(_STYLE + "table-properties")
        if properties is not None and properties.get(_TABLE + "display") == "false":
            self._hidden_styles.add(style.get(_STYLE + "name", ""))

    def _close(self, table: Element) -> None:
        if table.get(_TABLE + "style-name") in self._hidden_styles:
            self.hidden.append(self._builder.sheet or "")
        else:
            self.grids.append(self._builder.grid())
        table.clear()

    def _take_row(self, row: Element) -> None:
        """Adds the row as often as it is repeated; a blank row stands for any number of them."""
        repeated = _repeated(row, "number-rows-repeated")
        texts, formulas = self._cells(row)
        for number in range(self._row, self._row + (min(repeated, MAX_ROWS + 1) if texts else 1)):
            self._builder.add(number, list(texts))
            self._builder.formulas.update((number, column) for column in formulas)
        self._row += repeated

    def _cells(self, row: Element) -> tuple[list[str], list[int]]:
        """Gives the texts of a row up to its last filled cell, and the columns that hold a formula."""
        texts: list[str] = []
        formulas: list[int] = []
        column = 1
        for cell in (child for child in row if child.tag in _CELLS):
            repeated, text = _repeated(cell, "number-columns-repeated"), _text(cell)
            # One more than allowed is enough for the builder to refuse the row.
            kept = min(repeated, MAX_COLUMNS + 1)
            if text:
                texts.extend([""] * (min(column, MAX_COLUMNS + 2) - 1 - len(texts)))
                texts.extend([text] * kept)
            if cell.get(_TABLE + "formula") is not None:
                formulas.extend(range(column, column + kept))
            self._mark_merged(cell, column)
            column += repeated
        return texts, formulas

    def _mark_merged(self, cell: Element, column: int) -> None:
        rows, columns = _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self._builder.merged.append((self._row, column, self._row + rows - 1, column + columns - 1))


def _repeated(element: Element, name: str) -> int:
    return max(1, int(element.get(_TABLE + name, "1")))


def _text(cell: Element) -> str:
    """The value as its sender sees it."""
    value = cell.get(_OFFICE + "value")
    match cell.get(_OFFICE + "value-type"):
        case "float" | "currency" if value:
            return number_text(float(value))
        case "percentage" if value:
            return percent_text(float(value))
        case "date":
            return cell.get(_OFFICE + "date-value", "").removesuffix("T00:00:00").replace("T", " ")
        case "boolean":
            return cell.get(_OFFICE + "boolean-value", "").upper()
    # Only the cell's own paragraphs: a comment (office:annotation) has some too.
    paragraphs = ["".join(_pieces(paragraph)) for paragraph in cell.findall(_TEXT + "p")]
    return "\n".join(paragraphs) or cell.get(_OFFICE + "string-value", "")


def _pieces(element: Element) -> Iterator[str]:
    """The text of a paragraph; runs of spaces, tabs and breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        match child.tag.removeprefix(_TEXT):
            case "s":
                yield " " * min(1000, int(child.get(_TEXT + "c", "1")))
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case _:
                yield from _pieces(child)
        yield child.tail or ""
