"""Goes through the rows of a table: sets aside what is no data, gives the body and year of the rest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR

from definitions.model import Body
from definitions.normalise import normalise_header, normalise_text
from etl.columns import Columns
from etl.findings import Findings
from etl.headers import BODY, MEASURE, OTHER, REASON, VALUE, YEAR, Vocabulary
from etl.layout import Table
from etl.merged import Merged
from etl.model import SetAside
from etl.own_form import is_last_row
from etl.values import Number, parse_number, parse_year

TITLE, HEADER, BLANK, TOTALS, NOTE, NUMBERING = "title", "header", "blank", "totals", "note", "numbering"
COMPARED = "compared"
_SHOWN_CHARACTERS = 200
_LONGEST_NAME = 60
_PAGE = re.compile(r"(?:第?\d{1,4}页|共\d{1,4}页|第?\d{1,4}页[,/]?共\d{1,4}页|-\d{1,4}-)")


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its texts and its number as the sender sees it."""

    texts: Sequence[str]
    number: int

    def text(self, column: int | None) -> str:
        return self.texts[column - 1] if column and column <= len(self.texts) else ""


@dataclass(frozen=True, slots=True)
class Owned:
    """A data row with whose figures it holds; None for what could not be told (and was said)."""

    row: Row
    body: Body | None
    year: int | None


def shown(texts: Sequence[str]) -> str:
    """What stands in a row that is set aside, as far as it is repeated to its sender."""
    return " ".join(text.strip() for text in texts if text.strip())[:_SHOWN_CHARACTERS]


def _is_foot(filled: Sequence[str]) -> bool:
    """第 1 页, 共 2 页: what printing puts below."""
    return all(_PAGE.fullmatch(normalise_text(text[:_LONGEST_NAME])) for text in filled)


def _ends_open(text: str) -> bool:
    """联系电话： with its number in the next cell."""
    return normalise_text(text[-2:]).endswith(":")


class RowSorter:
    """Tells data rows from titles, totals, notes and blank rows of one table."""

    def __init__(
        self, table: Table, columns: Columns, merged: Merged, vocabulary: Vocabulary, findings: Findings
    ) -> None:
        self._table = table
        self._grid = table.grid
        self._vocabulary = vocabulary
        self._findings = findings
        self._prefixes = vocabulary.words.note_prefixes
        self.body_column = columns.role(BODY)
        self.year_column = columns.role(YEAR)
        self.year, self.year_of_figures = columns.year, columns.year_header
        """The year of all figures, and the header that names it."""
        self.body_of_figures = columns.body_header
        self._measure_column = columns.role(MEASURE)
        self._figure_columns = [c for f in columns.figures for c in f.columns] or [columns.role(VALUE) or 0]
        leftmost = min(self._figure_columns)
        self._label_columns = set(range(1, leftmost)) - {self.year_column, self._measure_column}
        self._merged = merged
        aside = {h.column for h in table.headers if vocabulary.role(h) in (OTHER, REASON, None)}
        self._period_columns = self._label_columns - aside - {self.body_column}
        self.set_aside: list[SetAside] = []
        self.body_headings: dict[int, str] = {}
        """Number of a row that is nothing but a body's name, in a list without a column of bodies → the name."""
        self.compared: list[tuple[Row, str]] = []
        """Rows of figures that are none of the year, each with what says so: 上年同期, 3月."""
        self.last_year: dict[int, Row] = {}
        """Number of a data row → the row of last year's figures that our own form has below it."""

    def data(self) -> list[Row]:
        """The data rows; everything else of the table goes to `set_aside`."""
        table = self._table
        for position in table.titles:
            self._put_aside(position, TITLE if any(self._grid.rows[position]) else BLANK)
        for position in range(table.start, table.first):
            self._put_aside(position, HEADER)
        return self._rows()

    def _rows(self) -> list[Row]:
        table, found = self._table, list[Row]()
        for position in range(table.first, table.end):
            row = Row(self._grid.rows[position], self._grid.row_numbers[position])
            why = self._why_no_data(row, is_first=position == table.first)
            if not why:
                found.append(row)
                continue
            self._put_aside(position, why)
            if found and is_last_row(row.text(1)):
                self.last_year.setdefault(found[-1].number, row)
        return found

    def key_text(self, row: Row, column: int | None) -> str:
        """The text of a body or year cell; a merged one holds for all the rows it covers."""
        return row.text(column).strip() or self._merged.text(row.number, column)

    def _put_aside(self, position: int, why: str) -> None:
        number, text = self._grid.row_numbers[position], shown(self._grid.rows[position])
        self.set_aside.append(SetAside(self._grid.sheet, number, why, text))

    def _why_no_data(self, row: Row, is_first: bool) -> str | None:
        name = self.key_text(row, self.body_column)
        if self._is_compared(row, name):
            self.compared.append((row, self._compared_label(row, name)))
            return COMPARED
        if name and self._vocabulary.bodies.named(name):
            return BLANK if self._is_only_covered(row) else None
        filled = [text for text in row.texts if text.strip()]
        if not filled:
            return BLANK
        if is_last_row(filled[0]) or _is_foot(filled):
            return NOTE
        if self._is_body_heading(filled):
            self.body_headings[row.number] = filled[0].strip()
            return NOTE
        if self._is_total(row, name):
            return None if self._is_only_row(row) else TOTALS
        if is_first and self._is_numbering(row, name):
            return NUMBERING
        if not any(row.text(column).strip() for column in self._table_columns(row)):
            return BLANK
        if self._table.is_long and self._vocabulary.named(row.text(self._measure_column)):
            return NOTE if self._is_heading(row) else None
        return NOTE if self._is_note(filled, row, name) else None

    def _is_compared(self, row: Row, name: str) -> bool:
        """上年同期 or 增减 beside or below a body's figures, a month above the year's: no figures of the year."""
        if self._table.is_long or not any(row.text(column).strip() for column in self._figure_columns):
            return False
        return bool(self._compared_label(row, name))

    def _compared_label(self, row: Row, name: str) -> str:
        labels = [name, *(row.text(column) for column in sorted(self._period_columns))]
        found = next((label for label in labels if self._vocabulary.is_compared(label)), "")
        is_body = (
            bool(found)
            and found == name
            and (self._vocabulary.bodies.named(name) or self._is_nearly_a_body(name))
        )
        return "" if is_body else found

    def _is_only_covered(self, row: Row) -> bool:
        """Below a body's one row, beside a longer list: its merged name reaches down, and nothing else is there."""
        covered = not row.text(self.body_column).strip() and not self._table.is_long
        return covered and not any(row.text(column).strip() for column in self._figure_columns)

    def _is_body_heading(self, filled: list[str]) -> bool:
        """白石镇 alone above lines of its own: what follows is not the body's of the title."""
        if not self._table.is_long or self.body_column or len(filled) != 1 or len(filled[0]) > _LONGEST_NAME:
            return False
        return bool(self._vocabulary.bodies.named(filled[0].strip()))

    def _is_total(self, row: Row, name: str) -> bool:
        labels = [name, row.text(self.year_column), *(row.text(column) for column in self._label_columns)]
        if any(self._names_a_total(normalise_header(label)) for label in labels if len(label) < 50):
            return True
        # A row of sums without a word beside it.
        filled = [column for column in self._figure_columns if row.text(column).strip()]
        return (
            not name
            and bool(filled)
            and all((row.number, column) in self._grid.formulas for column in filled)
        )

    def _names_a_total(self, label: str) -> bool:
        """合计, or 芦淞区合计."""
        if label in self._vocabulary.totals:
            return True
        ends = (word for word in self._vocabulary.totals if len(word) > 1 and label.endswith(word))
        return any(self._vocabulary.bodies.named(label.removesuffix(word)) for word in ends)

    def _is_only_row(self, row: Row) -> bool:
        """Without a column of bodies the one row of figures may be called 合计; there is nothing it could add up."""
        if self.body_column or self._table.is_long or not self._has_number(row):
            return False
        return not (self._has_figures_above(row) or self._has_figures_below(row))

    def _is_numbering(self, row: Row, name: str) -> bool:
        """The row of column numbers `甲 1 2 3` that printed forms carry below their header."""
        if isinstance(parse_year(row.text(self.year_column), MAXYEAR), int):
            return False
        # Without a column of bodies there is one row of figures: below column numbers it is the next.
        if not (1 <= len(name) <= 2 if self.body_column else self._has_figures_below(row)):
            return False
        texts = [row.text(column).strip() for column in self._figure_columns]
        if len(texts) < 3 or not all(text.isascii() and text.isdecimal() and len(text) < 5 for text in texts):
            return False
        steps = {int(text) - column for text, column in zip(texts, self._figure_columns, strict=True)}
        return len(steps) == 1

    def _has_figures_below(self, row: Row) -> bool:
        return any(self._has_own(other) for other in self._all_rows() if other.number > row.number)

    def _has_figures_above(self, row: Row) -> bool:
        return any(self._has_own(other) for other in self._all_rows() if other.number < row.number)

    def _has_own(self, row: Row) -> bool:
        """Whether a row has figures of the year."""
        return self._has_number(row) and not self._compared_label(row, self.key_text(row, self.body_column))

    def _all_rows(self) -> Iterator[Row]:
        positions = range(self._table.first, self._table.end)
        return (Row(self._grid.rows[position], self._grid.row_numbers[position]) for position in positions)

    def _table_columns(self, row: Row) -> range:
        columns = self._table.columns
        return range(columns.start, min(columns.stop, len(row.texts) + 1))

    def _is_heading(self, row: Row) -> bool:
        """一、行政许可 above the lines of that return; a measure may be called so too."""
        label = row.text(self._measure_column)
        alone = not any(row.text(column).strip() for column in self._figure_columns)
        if not alone:
            return False
        return normalise_header(label) in self._vocabulary.dataset_titles or self._heads_others(row, label)

    def _heads_others(self, row: Row, label: str) -> bool:
        """行政强制措施 above 合计 and 其他, which are its own: a measure that is given below as a sum."""
        for below in self._all_rows():
            if below.number > row.number:
                if not any(below.text(column).strip() for column in self._figure_columns):
                    break
                if self._vocabulary.joined(label, below.text(self._measure_column)):
                    return True
        return False

    def _is_note(self, filled: list[str], row: Row, name: str) -> bool:
        signed = [
            text for text in filled if normalise_text(text[:_SHOWN_CHARACTERS]).startswith(self._prefixes)
        ]
        if self._has_number(row):
            # A telephone number or a day may stand in a column of figures.
            return filled[0] in signed and (len(signed) > 1 or (len(filled) == 2 and _ends_open(filled[0])))
        if filled[0] in signed:
            return True
        if not self.body_column:
            # A date or a signature below the one row of figures stands in a column of figures too.
            below = len(filled) == 1 < len(self._figure_columns) and self._has_figures_above(row)
            return below or not any(row.text(column).strip() for column in self._figure_columns)
        # A heading such as 镇街 among the bodies; a body's name that is only misspelt is reported instead.
        return len(filled) == 1 and not (name and self._is_nearly_a_body(name))

    def _is_nearly_a_body(self, name: str) -> bool:
        return self._findings.may_suggest() and bool(self._vocabulary.bodies.nearest(name))

    def _has_number(self, row: Row) -> bool:
        return any(isinstance(parse_number(row.text(column)), Number) for column in self._figure_columns)
