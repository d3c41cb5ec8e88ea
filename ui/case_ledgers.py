"""What cases were about, where bodies keep a ledger of them: by domain, by act, by reason."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from definitions.case_ledgers import PART, REST, WHOLE, CaseLedger, LedgerColumn
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
    present = dimensions(now, code)
    if not present:
        return none_kept(now, code) if counts(now, code).empty else none_shown(now, code)
    panel.in_pairs(*(lambda d=d: by_dimension(now, code, d) for d in present))


@remembered
def dimensions(now: Context, code: str) -> list[str]:
    """The columns a ledger's cases can be told apart by: a list may hold cases of which none is of the kind shown."""
    ledger, frame = now.definitions.ledgers[code], counts(now, code)
    return [
        d.column
        for d in ledger.dimensions
        if (grouped(ledger, d, frame[frame["dimension"] == d.column])["group"] != "").any()
    ]


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
def none_shown(now: Context, code: str) -> panel.Part:
    ledger = now.definitions.ledgers[code]
    label = now.definitions.column_of[ledger.shown[0]].label
    return panel.html(
        f'<p class="reading">{now.year}年的{escape(ledger.title)}里没有可以分开看的{escape(label)}。</p>'
    )


@panel.shown
def by_dimension(now: Context, code: str, dimension: str) -> panel.Part:
    """Groups of cases by size, how many of them are in the second measure, and how much of the whole they are."""
    ledger = now.definitions.ledgers[code]
    column, frame = ledger.columns[dimension], counts(now, code)
    groups = grouped(ledger, column, frame[frame["dimension"] == dimension])
    named = groups[groups["group"] != ""]
    drawn = named.head(MOST)
    first = now.definitions.column_of[ledger.shown[0]]
    label, unit = column.of_title or first.label, first.unit
    both = len(ledger.shown) > 1 and column.of == WHOLE
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
    # A part is drawn on the scale of its whole.
    most = float(drawn["all"].max())
    text = share_text(rows(now, groups, "all", unit))
    columns = [charts.Column(label, rows(now, drawn, "all", unit), most, text=text)]
    if both:
        columns.append(charts.Column(ledger.of_which, rows(now, drawn, "part", unit), most))
    picture = charts.bars_in_columns([charts.Block(list(drawn["group"]), columns)], caption, wide=False)
    table = named[["group", "all", *(["part"] if both else [])]].rename(
        columns={"group": column.label, "all": label, "part": ledger.of_which}
    )
    said = reading(ledger, named, both) + agreement(now, ledger, frame)
    return panel.chart_panel(picture, table, f"cases-{code}-{dimension}", reading=said)


def grouped(ledger: CaseLedger, column: LedgerColumn, frame: pd.DataFrame) -> pd.DataFrame:
    """group, all (of whom the column is asked), part (the other measures); the largest first, none that is empty."""
    whole = frame[frame["measure"] == ledger.shown[0]].groupby("group")["n"].sum()
    part = frame[frame["measure"].isin(ledger.shown[1:])].groupby("group")["n"].sum()
    found = pd.DataFrame({"all": whole, "part": part}).fillna(0).astype(int).reset_index(names="group")
    if column.of == PART:
        found["all"] = found["part"]
    elif column.of == REST:
        # A case of several hearings may stand in one group as a whole and in another with its part.
        found["all"] = (found["all"] - found["part"]).clip(lower=0)
    found = found[found["all"] > 0]
    return found.sort_values(["all", "part", "group"], ascending=[False, False, True], ignore_index=True)


def rows(now: Context, groups: pd.DataFrame, name: str, unit: str) -> list[Row]:
    """As the rows a chart draws."""
    return [
        {
            "value": float(n), "unit": unit, "kind": "count", "decimals": 0, "state": "number", "label": group,
            "short_name": group, "body": group, "body_name": group, "year": now.year,
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
    said = [f"另有{blank}件{column.of_title}没有写明{column.label}"] if blank else []
    return [
        *said,
        *([f"只画前{MOST}类，其余见表"] if named > MOST else []),
        "台账为可选报送，只含报了台账的单位",
    ]


def reading(ledger: CaseLedger, named: pd.DataFrame, both: bool) -> str:
    """The largest groups, several where they are as large."""
    most = named[named["all"] == named["all"].iloc[0]]
    if len(most) > 1:
        return f"{joined(list(most['group']), 3)}最多，各{figure(float(most['all'].iloc[0]))}件。"
    first = named.iloc[0]
    said = f"{first['group']}最多，{figure(float(first['all']))}件"
    return said + (f"，{ledger.of_which}{figure(float(first['part']))}件。" if both else "。")


def agreement(now: Context, ledger: CaseLedger, frame: pd.DataFrame) -> str:
    """Whether the ledgers come to what was typed."""
    own = frame[(frame["dimension"] == "") & (frame["measure"] == ledger.shown[0])]
    found = queries.measure_records(now.warehouse, sorted(set(own["body"])), [now.year], [ledger.shown[0]])
    typed = {r["body"]: r["value"] for r in found}
    off = [
        f"{r['short_name']}台账{int(r['n'])}件、填报{figure(float(typed[r['body']]))}件"
        for r in own.to_dict("records")
        if typed.get(r["body"]) is not None and typed[r["body"]] != r["n"]
    ]
    label = now.definitions.column_of[ledger.shown[0]].label
    return f"{label}与填报的不符：{joined(off, 3)}。" if off else f"{label}与填报的一致。"
