"""A table made public: rows and columns as they will be printed, the notes below it, and what was checked before.

0, 未报, 无此职能 and 不公开 stay what they are; a sum says which bodies it is without.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from definitions.disclosure import DisclosureTable
from definitions.model import Definitions, Identity
from reports.numbers import WAN, exact, written
from warehouse import queries
from warehouse.connection import Warehouse

Record = dict[str, Any]
Records = Mapping[tuple[str, str], Record]
"""(body, measure) → record"""

TRANSLATED, INCOMPLETE = "※", "△"
NO_SUCH_KIND = "当年无此分类"
NOT_ON_FORM = "当年无此项"
YUAN, WAN_YUAN = "元", "万元"
ABSENCES = ("not_reported", "withheld", "no_such_function")
"""What a sum of parts is called where one has no value: the first that occurs."""


@dataclass(frozen=True)
class Cell:
    """A value in the stored unit, or the word for why there is none; `mark` leads to a note below the table."""

    value: Decimal | None
    word: str = ""
    mark: str = ""
    state: str = "number"

    @property
    def small(self) -> bool:
        return self.value is not None and self.value > 0


@dataclass(frozen=True)
class Line:
    """A row of the table."""

    body: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Head:
    """A column: its heading, the heading above it, and the unit it is printed in."""

    group: str
    label: str
    measure: str
    unit: str


@dataclass(frozen=True)
class Check:
    """Something looked at before the table leaves; `ok` is False where somebody must know of it."""

    ok: bool
    text: str


@dataclass(frozen=True)
class Disclosed:
    """A table ready to be written. `total` is None for a single body."""

    table: str
    title: str
    scope: str
    year: int
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line | None
    notes: tuple[str, ...]
    checks: tuple[Check, ...]
    source: str
    demonstration: bool

    @property
    def clean(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def rows(self) -> tuple[Line, ...]:
        return (*self.lines, *((self.total,) if self.total else ()))


def disclosed(
    warehouse: Warehouse,
    definitions: Definitions,
    table: DisclosureTable,
    body: str,
    year: int,
    *,
    unit: str = YUAN,
    merge_small: bool = False,
    source: str = "",
) -> Disclosed:
    """Makes a table of a body's parts, or of a body by itself. Raises `KeyError` for a body the publish does not know."""
    inner = [code for code in queries.children(warehouse, body, year) if code != body]
    measures = wanted(table, year)
    found = queries.measure_records(warehouse, [*inner, body], [year], measures)
    records: Records = {(row["body"], row["measure"]): row for row in found}
    lines = [line_of(table, definitions, records, code, year) for code in (inner or [body])]
    owing = [line for line in lines if any(cell.state != "no_such_function" for cell in line.cells)]
    total = line_of(table, definitions, records, body, year) if inner else None
    heads = heads_of(table, definitions, year, unit)
    said = [
        one
        for one in queries.explanations(warehouse, body, year).to_dict("records")
        if set(measures) & set(one["measures"])
    ]
    checks = checks_of(warehouse, definitions, table, body, year, records, owing, total)
    without = [line.name for line in lines if line not in owing]
    shown, merged = merged_small(table, owing) if merge_small and inner else (owing, ())
    notes = [
        *table.notes,
        *translation_notes(table, definitions, year),
        *small_notes(table, definitions, bool(inner), merge_small, merged),
        *absent_notes(owing, without, bool(inner)),
        *(explanation(one) for one in said),
    ]
    return Disclosed(
        table.table,
        f"{year}年度{warehouse.known.bodies[body].name}{table.title}",
        warehouse.known.bodies[body].name,
        year,
        heads,
        tuple(shown),
        replace(total, name="合计") if total else None,
        tuple(notes),
        tuple(checks),
        source,
        any(row["demonstration"] for row in found),
    )


def wanted(table: DisclosureTable, year: int) -> list[str]:
    """The measures the table's columns are made of in a year."""
    found: list[str] = []
    for measure in table.columns:
        translation = table.translated(measure, year)
        found += [measure] if translation is None else translation.sources
    return list(dict.fromkeys(found))


def heads_of(table: DisclosureTable, definitions: Definitions, year: int, unit: str) -> tuple[Head, ...]:
    columns = definitions.column_of
    return tuple(
        Head(
            group.title,
            columns[measure].label,
            measure,
            unit if columns[measure].unit == YUAN else columns[measure].unit,
        )
        for group in table.groups
        for measure in group.columns
    )


def line_of(table: DisclosureTable, definitions: Definitions, records: Records, body: str, year: int) -> Line:
    name = next((str(row["short_name"]) for (code, _), row in records.items() if code == body), body)
    return Line(
        body,
        name,
        tuple(cell_of(table, definitions, records, body, measure, year) for measure in table.columns),
    )


def cell_of(
    table: DisclosureTable, definitions: Definitions, records: Records, body: str, measure: str, year: int
) -> Cell:
    """One cell, of the column itself or of what it is translated from."""
    translation = table.translated(measure, year)
    sources = (measure,) if translation is None else translation.sources
    if not sources:
        return Cell(None, NO_SUCH_KIND, state="no_such_kind")
    rows = [records[body, source] for source in sources if (body, source) in records]
    if len(rows) < len(sources):
        return Cell(None, NOT_ON_FORM, state="not_on_form")
    states = {str(row["state"]) for row in rows}
    if missing := next((state for state in ABSENCES if state in states), None):
        return Cell(None, definitions.words.state_titles[missing], state=missing)
    whole = sum((exact(row["value"]) for row in rows), Decimal(0))
    partial = any(row["due"] > row["reported"] for row in rows if row["due"] > 1)
    mark = (TRANSLATED if translation else "") + (INCOMPLETE if partial else "")
    return Cell(whole, mark=mark)


def text_of(cell: Cell, head: Head) -> str:
    """As it is printed: “24”, “155.9714”, “12※”, “未报”."""
    if cell.value is None:
        return cell.word
    return written(in_unit(cell.value, head)) + cell.mark


def in_unit(value: Decimal, head: Head) -> Decimal:
    return value / WAN if head.unit == WAN_YUAN else value


# --- small numbers ------------------------------------------------------------------------------


def merged_small(table: DisclosureTable, lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """Puts a body with a small number in a telling column into one row with its neighbour; also gives the rows' names.

    Who is whose neighbour is fixed by the order of the bodies and hangs on no value: a partner chosen by its numbers
    would tell something of them.
    """
    places = [i for i, measure in enumerate(table.columns) if measure in table.small]
    shown, names = [], []
    for group in neighbours(lines, places, table.small_below):
        if len(group) > 1 and any(
            is_small(line.cells[i], table.small_below) for line in group for i in places
        ):
            name = "、".join(line.name for line in group)
            cells = tuple(sum_of([line.cells[i] for line in group]) for i in range(len(table.columns)))
            shown.append(Line("", name, cells))
            names.append(name)
        else:
            shown += group
    return shown, tuple(names)


def neighbours(lines: Sequence[Line], places: Sequence[int], below: int) -> list[list[Line]]:
    """The rows two and two, an odd one with the last two.

    A row without a number in one of the columns would lend its partner no cover: it stands alone, or joins the first
    pair where it has a small number itself.
    """
    whole = [line for line in lines if all(line.cells[i].value is not None for i in places)]
    groups = [list(whole[i : i + 2]) for i in range(0, len(whole), 2)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        odd = groups.pop()
        groups[-1] += odd
    for line in lines:
        if line not in whole:
            telling = any(is_small(line.cells[i], below) for i in places)
            if telling and groups:
                groups[0].append(line)
            else:
                groups.append([line])
    return groups


def is_small(cell: Cell, below: int) -> bool:
    return cell.value is not None and 0 < cell.value < below


def sum_of(cells: Sequence[Cell]) -> Cell:
    """The sum of what is numbers; what is not is said by a mark, or by the word where there is nothing else."""
    numbers = [cell for cell in cells if cell.value is not None]
    if not numbers:
        return cells[0]
    partial = any(cell.state in ("not_reported", "withheld") for cell in cells)
    marks = "".join(dict.fromkeys("".join(cell.mark for cell in numbers) + (INCOMPLETE if partial else "")))
    return Cell(sum((cell.value for cell in numbers if cell.value is not None), Decimal(0)), mark=marks)


# --- notes --------------------------------------------------------------------------------------


def translation_notes(table: DisclosureTable, definitions: Definitions, year: int) -> list[str]:
    """Which older kinds were put into which column."""
    label = {code: column.label for code, column in definitions.column_of.items()}
    used = [one for measure in table.columns if (one := table.translated(measure, year))]
    if not used:
        return []
    moved = [
        f"“{label[one.measure]}”列为当年的“{'”“'.join(label[s] for s in one.sources)}”"
        for one in used
        if one.sources
    ]
    none = [f"“{label[one.measure]}”" for one in used if not one.sources]
    said = f"{TRANSLATED}：{year}年按当时的分类统计，列入本表时，{'，'.join(moved)}；两种分类范围不同，与以后年度不可比。"
    return [said, *([f"{'、'.join(none)}是以后才有的种类，当年没有。"] if none else [])]


def small_notes(
    table: DisclosureTable, definitions: Definitions, several: bool, merge: bool, merged: Sequence[str]
) -> list[str]:
    """The rule used for small numbers."""
    if not table.small:
        return []
    columns = "、".join(f"“{definitions.column_of[m].label}”" for m in table.small)
    if not several:
        return ["小数：单个单位的表各数照列。"]
    if not merge:
        return ["小数：各数照列。"]
    rule = (
        f"小数：{columns}有大于0且小于{table.small_below}的数的单位，与名单上相邻的单位合并为一行，合计不变。"
    )
    return [rule + (f"合并的有{len(merged)}行：{'；'.join(merged)}。" if merged else "本表没有这样的单位。")]


def absent_notes(lines: Sequence[Line], without: Sequence[str], several: bool) -> list[str]:
    """Who has no number, and why; nothing is left blank."""
    found = []
    missing = [line.name for line in lines if any(cell.state == "not_reported" for cell in line.cells)]
    if missing:
        sums = f"，合计不含（{INCOMPLETE}）" if several else ""
        found.append(f"应报未报的单位：{'、'.join(missing)}{sums}。")
    hidden = [line.name for line in lines if any(cell.state == "withheld" for cell in line.cells)]
    if hidden:
        found.append(
            f"依法不公开部分数据的单位：{'、'.join(hidden)}{f'，合计不含这些数（{INCOMPLETE}）' if several else ''}。"
        )
    if without:
        found.append(f"无此职能、未列入的单位{len(without)}个：{'、'.join(without)}。")
    return found


def explanation(one: Mapping[Any, Any]) -> str:
    return f"{one['short_name']}：{str(one['message']).rstrip('。')}；报送单位说明：{str(one['text']).rstrip('。')}。"


# --- checks -------------------------------------------------------------------------------------


def checks_of(
    warehouse: Warehouse,
    definitions: Definitions,
    table: DisclosureTable,
    body: str,
    year: int,
    records: Records,
    lines: Sequence[Line],
    total: Line | None,
) -> list[Check]:
    """What is to be known before the table is made public."""
    identities = [
        identity
        for identity in definitions.datasets[table.dataset].identities
        if identity.applies_in(year)
        and identity.relation in ("=", "<=")
        and not identity.previous_year
        and {*identity.left, *identity.right} <= {measure for _, measure in records}
    ]
    broken = [
        Check(False, f"{line.name}：“{identity.title}”不成立，{said}。")
        for line in (*lines, *((replace(total, name="合计"),) if total else ()))
        for identity in identities
        if (said := broken_by(identity, {m: row for (code, m), row in records.items() if code == line.body}))
    ]
    missing = [line.name for line in lines if any(cell.state == "not_reported" for cell in line.cells)]
    found = broken or [Check(True, f"勾稽关系{len(identities)}条，各行均成立。")]
    found += (
        [Check(False, f"有{len(missing)}个单位应报未报或缺项：{'、'.join(missing)}。")]
        if missing
        else [Check(True, "应报单位均已报送。")]
    )
    if total is not None:
        found += reconciled(warehouse, table, body, year)
    if any(table.translated(measure, year) for measure in table.columns):
        found.append(Check(False, f"{year}年按旧分类统计，已换算列入并注明，与以后年度不可比。"))
    return found


def broken_by(identity: Identity, rows: Mapping[str, Record]) -> str:
    """“18 ≠ 20”, where the identity does not hold; nothing where it does, or a number is missing."""
    sides = []
    for measures in (identity.left, identity.right):
        values = [rows[m]["value"] for m in measures if m in rows]
        if len(values) < len(measures) or any(value is None for value in values):
            return ""
        sides.append(sum((exact(value) for value in values), Decimal(0)))
    left, right = sides
    holds = left == right if identity.relation == "=" else left <= right
    return "" if holds else f"{written(left)} {'≠' if identity.relation == '=' else '>'} {written(right)}"


def reconciled(warehouse: Warehouse, table: DisclosureTable, body: str, year: int) -> Iterable[Check]:
    """The totals against what the body has published itself."""
    parts = warehouse.known.published_parts
    own = [
        row
        for row in queries.reconciliation(warehouse, body, year).to_dict("records")
        if parts.get(str(row["measure"])) and set(parts[str(row["measure"])]) <= set(table.columns)
    ]
    if not own:
        yield Check(True, "没有可对照的年度报告公布数。")
        return
    off = [row for row in own if row["state"] == "differs"]
    for row in off:
        published, rolled = written(row["published"]), written(row["rolled_up"])
        yield Check(
            False, f"{row['label']}：年度报告公布{published}{row['unit']}，各单位合计{rolled}{row['unit']}。"
        )
    if not off:
        yield Check(True, f"与年度报告公布的{len(own)}项数一致。")
