"""What is to be known of a table before it is made public."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from definitions.disclosure import DisclosureTable
from definitions.model import Definitions, Identity
from reports.disclosure_model import Check, Line
from reports.numbers import exact, written
from warehouse import queries
from warehouse.connection import Warehouse

Record = dict[str, Any]
Records = Mapping[tuple[str, str], Record]
"""(body, measure) → record"""


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
