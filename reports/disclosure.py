"""A table made public: rows and columns as they will be printed, the notes below it, and what was checked before.

0, 未报, 无此职能 and 不公开 stay what they are; a sum says which bodies it is without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from definitions.disclosure import DisclosureTable
from definitions.model import Definitions
from reports.disclosure_checks import Records, checks_of
from reports.disclosure_model import INCOMPLETE, TRANSLATED, YUAN, Cell, Disclosed, Head, Line
from reports.numbers import exact
from reports.small_numbers import merged_small
from warehouse import queries
from warehouse.connection import Warehouse

NO_SUCH_KIND = "当年无此分类"
NOT_ON_FORM = "当年无此项"
ABSENCES = ("not_reported", "withheld", "no_such_function")
"""What a sum of parts is called where one has no value: the first that occurs."""


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
