"""Of which return a line of a list speaks, when its label alone does not say: the group beside it, the heading above it."""

from collections.abc import Sequence

from etl.headers import BODY, YEAR, Vocabulary
from etl.layout import Table
from etl.merged import Merged
from etl.model import SetAside


class Context:
    """What stands around the lines of one list."""

    def __init__(
        self,
        table: Table,
        label_column: int,
        headings: Sequence[SetAside],
        merged: Merged,
        vocabulary: Vocabulary,
        names: Sequence[str],
    ) -> None:
        self._titles = [" ".join(table.texts(position)) for position in table.titles]
        self._names = [" ".join(names)]
        # Last what stands over all tables of a row, or of the sheet.
        rows = (table.grid.rows[position] for position in (*table.titles, *table.above))
        self._above = [" ".join(filter(None, row)) for row in rows]
        said = {heading.row: heading.text for heading in headings}
        roles = {header.column for header in table.headers if vocabulary.role(header) in (BODY, YEAR)}
        columns = [c for c in range(table.columns.start, label_column) if c not in roles]
        self._groups = _groups(table, columns, merged)
        self._headings = dict[int, str]()
        heading = ""
        for number in table.grid.row_numbers[table.first : table.end]:
            if number in said:
                heading = said[number] if self._speaks(said[number], vocabulary) else heading
            self._headings[number] = heading

    def group(self, row: int) -> str:
        """What stands left of the label, merged over several lines or written beside the first of them."""
        return self._groups.get(row, "")

    def heading(self, row: int) -> str:
        """The last row above that is nothing but the name of a return, or of what the lines below it are part of."""
        return self._headings.get(row, "")

    @staticmethod
    def _speaks(text: str, vocabulary: Vocabulary) -> bool:
        return bool(vocabulary.named_in(text) or vocabulary.named(text))

    def of(self, row: int) -> list[str]:
        """The texts that may name the return, the nearest first."""
        return [self.group(row), self._headings.get(row, ""), *self._names, *self._titles, *self._above]


def _groups(table: Table, columns: Sequence[int], merged: Merged) -> dict[int, str]:
    found, last = dict[int, str](), dict[int, str]()
    for position in range(table.first, table.end):
        row, number = table.grid.rows[position], table.grid.row_numbers[position]
        for column in columns:
            text = row[column - 1].strip() if column <= len(row) else ""
            text = text or merged.text(number, column)
            if any(letter.isalpha() for letter in text):
                last[column] = text
        found[number] = " ".join(last.values())
    return found
