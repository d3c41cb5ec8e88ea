"""Builds faults from the catalogue, which the office edits in `definitions/faults/`."""

from typing import Any

from definitions.model import Definitions
from etl.model import Fault

_SHOWN_CHARACTERS = 60
_LISTED = 10


class Refused(Exception):
    """A file, sheet or cell that cannot be read: `code` and `fields` for the catalogue, and the place."""

    def __init__(
        self,
        code: str,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: int | None = None,
        **fields: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.row = row
        self.column = column
        self.fields = fields


def fault(
    definitions: Definitions,
    code: str,
    *,
    sheet: str | None = None,
    cell: str | None = None,
    column: str | None = None,
    value: str | None = None,
    dataset: str | None = None,
    body: str | None = None,
    year: int | None = None,
    measures: tuple[str, ...] = (),
    **fields: Any,
) -> Fault:
    """Fills the templates of `code`: `place`, `sheet`, `column`, `value`, `year` and all `fields`."""
    kind = definitions.faults[code]
    shown = shorten(value or "")
    known = {
        "place": place(sheet, cell),
        "sheet": place(sheet, None),
        "column": column or "",
        "year": year or "",
    }
    texts = known | fields | {"value": shown}
    return Fault(
        level=kind.level,
        code=code,
        sheet=sheet,
        cell=cell,
        column=column,
        value=None if value is None else shown,
        message=kind.message.format(**texts),
        remedy=kind.remedy.format(**texts),
        dataset=dataset,
        body=body,
        year=year,
        measures=measures,
    )


def place(sheet: str | None, cell: str | None) -> str:
    """`“处罚”表 B7`; empty where the fault is about the whole file."""
    return " ".join(part for part in (f"“{one_line(sheet)}”表" if sheet else "", cell or "") if part)


def shorten(text: str) -> str:
    """One line of at most 60 characters: a cell may hold a page of text."""
    line = one_line(text[: 4 * _SHOWN_CHARACTERS])
    return line if len(line) <= _SHOWN_CHARACTERS else line[: _SHOWN_CHARACTERS - 1] + "…"


def one_line(text: str) -> str:
    """The text without line breaks, which could pass for lines of ours."""
    return " ".join(text.split())


def listed(texts: list[str], mark: bool = True, count: int | None = None) -> str:
    """`“甲”、“乙”等12处`; 无 where there is none. `count` is how many there are if `texts` is cut short."""
    shown = "、".join(f"“{text}”" if mark else text for text in texts[:_LISTED])
    count = count or len(texts)
    return f"{shown}等{count}处" if count > _LISTED else shown or "无"
