"""What cases were about, where bodies keep a ledger of them: by domain, by act, by reason."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from definitions.case_ledgers import CaseLedger, LedgerColumn
from ui import charts, panel
from ui.by_body import share_text
from ui.context import Context
from ui.frames import Row
from ui.numbers import figure
from ui.remembered import remembered
from ui.words import joined
from warehouse import queries

MOST = 12
"""Groups that are drawn; the table has all."""


def shown(now: Context, code: str) -> None:
    """A panel for each dimension that a ledger of the year speaks of; a sentence where there is none."""
    ledger = now.definitions.ledgers[code]
    frame = counts(now, code)
    present = [
        d for d in ledger.dimensions if ((frame["dimension"] == d.column) & (frame["group"] != "")).any()
    ]
    if not present:
        return none_kept(now, code)
    panel.in_pairs(*(lambda d=d: by_dimension(now, code, d.column) for d in present))


@remembered
def counts(now: Context, code: str) -> pd.DataFrame:
    return queries.case_breakdown(now.warehouse, now.body, now.year, code)


@panel.shown
def none_kept(now: Context, code: str) -> panel.Part:
    title = escape(now.definitions.ledgers[code].title)
    return panel.html(
        f'<p class="reading">{now.year}年没有单位报送{title}，不能按领域、行为类型和理由分开看；件数以填报的总数为准。</p>'
    )


@panel.shown
def by_dimension(now: Context, code: str, dimension: str) -> panel.Part:
    """Groups of cases by size, how many of them are in the second measure, and how much of the whole they are."""
    ledger = now.definitions.ledgers[code]
    column, frame = ledger.columns[dimension], counts(now, code)
    groups = grouped(ledger, frame[frame["dimension"] == dimension])
    named = groups[groups["group"] != ""]
    drawn = named.head(MOST)
    unit = now.definitions.column_of[ledger.shown[0]].unit
    caption = now.caption(
        f"{ledger.title}：按{column.label}",
        pd.DataFrame(),
        unit=unit,
        source=f"案件台账（{joined(sorted(set(frame['file'])), 3)}）",
        reported=frame["body"].nunique(),
        due=due(now, ledger),
        demonstration=now.publish.demonstration,
        notes=tuple(notes(ledger, column, groups, len(named))),
    )
    label = now.definitions.column_of[ledger.shown[0]].label
    columns = [charts.Column(label, rows(drawn, "all", unit), text=share_text(rows(groups, "all", unit)))]
    if len(ledger.shown) > 1:
        columns.append(charts.Column(ledger.of_which, rows(drawn, "part", unit)))
    picture = charts.bars_in_columns([charts.Block(list(drawn["group"]), columns)], caption, wide=False)
    table = named.rename(columns={"group": column.label, "all": label, "part": ledger.of_which})
    return panel.chart_panel(
        picture, table, f"cases-{code}-{dimension}", reading=reading(now, ledger, frame, named)
    )


def grouped(ledger: CaseLedger, frame: pd.DataFrame) -> pd.DataFrame:
    """group, all (cases of the first measure), part (of the others); the largest first."""
    whole = frame[frame["measure"] == ledger.shown[0]].groupby("group")["n"].sum()
    part = frame[frame["measure"].isin(ledger.shown[1:])].groupby("group")["n"].sum()
    found = pd.DataFrame({"all": whole, "part": part}).fillna(0).astype(int).reset_index()
    return found.sort_values(["all", "part", "group"], ascending=[False, False, True], ignore_index=True)


def rows(groups: pd.DataFrame, name: str, unit: str) -> list[Row]:
    """As the rows a chart draws."""
    return [
        {
            "value": float(n), "unit": unit, "kind": "count", "decimals": 0, "state": "number", "label": group,
            "short_name": group, "body": group, "body_name": group,
        }
        for group, n in zip(groups["group"], groups[name], strict=True)
    ]  # fmt: skip


def due(now: Context, ledger: CaseLedger) -> int:
    """How many bodies owe the return the ledger belongs to."""
    totals = queries.coverage_totals(now.warehouse, now.body)
    own = totals[(totals["year"] == now.year) & (totals["dataset"] == ledger.of)]
    return int(own["due"].sum())


def notes(ledger: CaseLedger, column: LedgerColumn, groups: pd.DataFrame, named: int) -> Sequence[str]:
    """What the picture leaves out, and the rule."""
    blank = int(groups.loc[groups["group"] == "", "all"].sum())
    said = [f"另有{blank}{ledger.one_row}台账没有写明{column.label}"] if blank else []
    return [
        *said,
        *([f"只画前{MOST}类，其余见表"] if named > MOST else []),
        "台账为可选报送，只含报了台账的单位",
    ]


def reading(now: Context, ledger: CaseLedger, frame: pd.DataFrame, named: pd.DataFrame) -> str:
    """The largest group, and whether the ledgers come to what was typed."""
    first = named.iloc[0]
    said = f"{first['group']}最多，{figure(float(first['all']))}件"
    said += f"，{ledger.of_which}{figure(float(first['part']))}件。" if len(ledger.shown) > 1 else "。"
    own = frame[(frame["dimension"] == "") & (frame["measure"] == ledger.shown[0])]
    found = queries.measure_records(now.warehouse, sorted(set(own["body"])), [now.year], [ledger.shown[0]])
    typed = {r["body"]: r["value"] for r in found}
    off = [
        f"{r['short_name']}台账{int(r['n'])}件、填报{figure(float(typed[r['body']]))}件"
        for r in own.to_dict("records")
        if typed.get(r["body"]) is not None and typed[r["body"]] != r["n"]
    ]
    label = now.definitions.column_of[ledger.shown[0]].label
    return said + (f"{label}与填报的不符：{joined(off, 3)}。" if off else f"{label}与填报的一致。")
