"""The Excel form a body fills in: one sheet a return it owes, headers as its contract names them."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from definitions import load_definitions
from definitions.model import Body, Dataset, Definitions
from etl.lineage import Lineage
from etl.own_form import GUIDE, TITLED
from etl.template_cells import append
from etl.template_sheets import Asked, Value, fill_sheet, rules
from ledger.folder import DataFolder
from warehouse import queries
from warehouse.connection import WarehouseDamaged, open_served

_NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]'\x00-\x1f]")
_LONGEST_TITLE = 31
_MOST_NAMED = 3


def form_for(data: DataFolder, body: Body, year: int) -> bytes | None:
    """The form with what is published of the year before, as a file's bytes; None where nothing is owed."""
    definitions = load_definitions()
    book = _book(body, year, definitions, last_year(data, body, year, definitions))
    if book is None:
        return None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_template(
    path: Path, body: Body, year: int, definitions: Definitions, last: Mapping[str, Value] | None = None
) -> list[str]:
    """Writes the form for `body` and `year`; returns the titles of its sheets, empty where nothing is owed.

    `last` are the figures of the year before by measure, as `last_year` gives them.
    """
    book = _book(body, year, definitions, last)
    if book is None:
        return []
    try:
        book.save(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return book.sheetnames[1:]


def last_year(data: DataFolder, body: Body, year: int, definitions: Definitions) -> dict[str, Value]:
    """What is published of the body's year before; of those merged into it, the sums of what all of them gave.

    Empty where nothing is published, and where a split or a new start leaves nothing to compare with.
    """
    names = Lineage(definitions.bodies).before(body.body, year)
    found: dict[str, list[Value]] = {}
    for row in _published(data, names, year - 1):
        found.setdefault(row["measure"], []).append((row["value"], row["state"]))
    together = {measure: _together(values) for measure, values in found.items() if len(values) == len(names)}
    return {measure: value for measure, value in together.items() if value}


def _published(data: DataFolder, names: Sequence[str], year: int) -> list[dict]:
    # Without a warehouse that can be read a form is still a form, as a check is still a check.
    try:
        warehouse = open_served(data.root) if names else None
    except WarehouseDamaged:
        return []
    if warehouse is None:
        return []
    try:
        return queries.measure_records(warehouse, names, [year])
    finally:
        warehouse.close()


def _together(values: Sequence[Value]) -> Value | None:
    """The sum of what several bodies gave, or the state all of them gave; None where they differ."""
    numbers = [value for value, _ in values if value is not None]
    if len(numbers) == len(values):
        return sum(numbers[1:], numbers[0]), values[0][1]
    return values[0] if len(set(values)) == 1 else None


def _book(
    body: Body, year: int, definitions: Definitions, last: Mapping[str, Value] | None
) -> Workbook | None:
    owed = [d for d in definitions.datasets.values() if definitions.owes(body, d)]
    if not owed:
        return None
    book = Workbook()
    asked = Asked(body, year, definitions.words, last or {}, _when(definitions, body, year))
    _guide(book.worksheets[0], owed, asked)
    for dataset in owed:
        fill_sheet(
            book.create_sheet(_NOT_IN_A_TITLE.sub(" ", dataset.title)[:_LONGEST_TITLE]), dataset, asked
        )
    book.active = 1
    return book


def _when(definitions: Definitions, body: Body, year: int) -> str:
    """`2022年`; and the bodies of that year, where they were others."""
    names = Lineage(definitions.bodies).before(body.body, year)
    if names in ((), (body.body,)):
        return f"{year - 1}年"
    others = "、".join(definitions.bodies[name].short_name[:20] for name in names[:_MOST_NAMED])
    more = f"等{len(names)}个单位" if len(names) > _MOST_NAMED else ""
    return f"{year - 1}年，{others}{more}"


def _guide(sheet: Worksheet, owed: Sequence[Dataset], asked: Asked) -> None:
    sheet.title = GUIDE
    lines = [
        f"{asked.body.name}　{asked.year}{TITLED}",
        "",
        f"本文件有 {len(owed)} 张表，逐张填写浅黄色的格子，填好后原样发回。点一下格子，会显示这一格怎么填；"
        "没有数字的，点格子右边的箭头选一种情况，也可以直接输入。",
        *(f"{number}. {rule}" for number, rule in enumerate([*rules(asked.words), *_helps(asked)], start=1)),
        "",
        *(_due(dataset, asked.year) for dataset in owed),
    ]
    for line in lines:
        append(sheet, [line])
    for row in range(1, len(lines) + 1):
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 90
    sheet["A1"].font = Font(bold=True, size=14)


def _helps(asked: Asked) -> list[str]:
    """What the form does by itself."""
    told = [
        "填的不是数、也不是列出的情况的格子会变红，改到不红为止。",
        "表下“应当”各行自动核对，填好后显示“相符”或“不相符，相差多少”；有空格或不是数字的不核对。",
    ]
    if asked.last:
        told += [
            f"灰色的格子是上年（{asked.when}）填报的数，只供对照，不用填，也不会当作本年数据。",
            "本年数应当等于上年末数的（如结转），已按上年数预填，有出入可以改；只有预填数的表按留空处理。",
        ]
    return told


def _due(dataset: Dataset, year: int) -> str:
    return f"《{dataset.title}》：{year + 1}年{int(dataset.due[:2])}月{int(dataset.due[3:])}日前报送。"
