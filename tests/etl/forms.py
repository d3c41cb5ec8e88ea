"""The form a body is given, as a clerk meets it: opened, its fields found by what it says, filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from definitions import load_definitions
from definitions.model import Body, Column, Dataset
from etl import pipeline
from etl.template import write_template
from etl.template_sheets import Value
from ledger.folder import DataFolder
from tests.etl.spreadsheet import evaluate
from warehouse import queries
from warehouse.connection import open_served

DEFINITIONS = load_definitions()
YEARS = range(2019, 2024)
OWING = [
    (body, year)
    for body in DEFINITIONS.bodies.values()
    for year in YEARS
    if body.exists_in(year) and any(DEFINITIONS.owes(body, d) for d in DEFINITIONS.datasets.values())
]
WORDS = {state: texts[0] for state, texts in DEFINITIONS.words.states.items()}
REASON = "分案统计，口径不同"


@dataclass(frozen=True)
class Field:
    """A cell of the form that asks for a figure."""

    sheet: Worksheet
    row: int
    column: int
    asked: Column

    @property
    def at(self) -> str:
        return self.sheet.cell(self.row, self.column).coordinate

    @property
    def rule(self) -> DataValidation:
        """What the spreadsheet program does when the cell is chosen or typed into."""
        (found,) = [rule for rule in self.sheet.data_validations.dataValidation if self.at in rule.sqref]
        return found

    @property
    def offered(self) -> list[str]:
        """What the cell's drop-down list offers."""
        assert (self.rule.type, self.rule.showErrorMessage, self.rule.showDropDown) == ("list", False, False)
        return str(self.rule.formula1)[1:-1].replace('""', '"').split(",")

    def fill(self, content: Any) -> None:
        self.sheet.cell(self.row, self.column).value = content

    def choose(self, text: str) -> Any:
        """Picks from the list, as a spreadsheet program does: what looks like a number is one. Gives what stands there."""
        assert text in self.offered
        self.fill(int(text) if text.isdigit() else text)
        return self.sheet.cell(self.row, self.column).value

    @property
    def red(self) -> bool:
        """Whether the form marks what stands in the cell."""
        (marked,) = [m for m in self.sheet.conditional_formatting if self.at in m.sqref]
        cells = {self.at: self.sheet.cell(self.row, self.column).value}
        return bool(evaluate(marked.rules[0].formula[0], cells))


def form(
    folder: Path, body: Body, year: int, last: Mapping[str, Value] | None = None
) -> tuple[Path, Workbook]:
    path = folder / "form.xlsx"
    write_template(path, body, year, DEFINITIONS, last)
    return path, load_workbook(path)


def fields(book: Workbook, body: Body, year: int) -> dict[Dataset, list[Field]]:
    """Every field of every sheet, found by what the form itself says."""
    found = {}
    for dataset in (d for d in DEFINITIONS.datasets.values() if DEFINITIONS.owes(body, d)):
        sheet = book[dataset.title]
        asked = {f"{c.label}（{c.unit}）": c for c in dataset.columns if c.applies_in(year)}
        header = [cell.value for cell in sheet[1]]
        if dataset.rolls_up:
            found[dataset] = [
                Field(sheet, 2, at, asked[text]) for at, text in enumerate(header, 1) if text in asked
            ]
        else:
            at = header.index("数值") + 1
            labels = {c.label: c for c in asked.values()}
            rows = range(2, 2 + len(asked))
            found[dataset] = [Field(sheet, r, at, labels[sheet.cell(r, 3).value]) for r in rows]
        assert len(found[dataset]) == len(asked)
    return found


def give_reasons(book: Workbook, filled: dict[Dataset, list[Field]]) -> None:
    """Writes a reason into every row, so that whatever does not add up may pass."""
    for some in filled.values():
        sheet = some[0].sheet
        at = [cell.value for cell in sheet[1]].index("原因") + 1
        for row in {field.row for field in some}:
            sheet.cell(row, at).value = REASON


def expected(written: Any) -> tuple[Decimal | None, str]:
    if written is None:
        return None, "not_reported"
    if isinstance(written, str):
        return None, next(state for state, text in WORDS.items() if text == written)
    return Decimal(str(written)), "number"


def load(path: Path, folder: Path) -> pipeline.Loaded:
    return pipeline.load([path], data=DataFolder(folder / "data"))


def measures(folder: Path, body: str, year: int) -> dict[str, tuple[Decimal | None, str]]:
    warehouse = open_served(folder / "data")
    assert warehouse is not None
    try:
        rows = queries.measure_records(warehouse, [body], [year])
    finally:
        warehouse.close()
    return {row["measure"]: (row["value"], row["state"]) for row in rows}
