"""A figure's way down: the cells it is the sum of, each with file, sheet, address, text as sent, submission and time."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

import pandas as pd
import streamlit as st

from definitions.model import Column, Dataset
from reports.numbers import exact
from ui import address, panel
from ui.context import Context
from ui.frames import Row, rows_of
from ui.numbers import figure, is_missing, short, value_of
from ui.returns import moment
from ui.status import absent_word
from ui.tables import html_table
from ui.trace import TRACE
from ui.words import NO_SUCH_FUNCTION, NOT_REPORTED, STATES, WITHHELD, joined
from warehouse import queries

DATASET = "trace-dataset"
NAMED = 5
"""So many shares are written out as a sum."""


def trace(now: Context) -> None:
    """Asks which figure, and shows where it comes from."""
    measure = ask(now)
    rows = rows_of(queries.trace(now.warehouse, now.body, now.year, measure))
    values = queries.measure_values(now.warehouse, now.body, now.year)
    whole = next((r for r in rows_of(values) if r["measure"] == measure), None)
    given = [r for r in rows if r["state"] != "no_such_function"]
    column = now.definitions.column_of[measure]
    caption = now.caption(
        f"数据溯源：{column.label}",
        pd.DataFrame({"demonstration": [bool(r["demonstration"]) for r in given]}),
        unit=column.unit,
        source="报送文件的原始单元格",
    )
    with st.container(key="panel-trace", border=True, gap=None, horizontal_alignment="right"):
        table = cells_table(given)
        st.html(panel.heading(caption) + answer_html(now, column, whole, rows))
        if given:
            shown = with_total(table, given, column.unit)
            st.html(html_table(shown, caption.title, note(given)))
        st.html(panel.source(caption))
        if given:
            panel.download(table, caption, "trace")


def ask(now: Context) -> str:
    """The return and, of its columns this year, the measure; only the measure is in the address."""
    datasets = {d.dataset: d for d in now.definitions.datasets.values() if columns_of(d, now.year)}
    current = now.definitions.dataset_of.get(
        asked(), "litigation" if "litigation" in datasets else next(iter(datasets))
    )
    if st.session_state.get(DATASET) != current:
        st.session_state[DATASET] = current
    left, right, _ = st.columns([1, 2, 1])
    with left:
        st.selectbox(
            "报表",
            list(datasets),
            key=DATASET,
            format_func=lambda d: datasets[d].title,
            on_change=follow,
            args=({d: columns_of(one, now.year)[0].measure for d, one in datasets.items()},),
        )
    offered = {c.measure: f"{c.label}（{c.unit}）" for c in columns_of(datasets[current], now.year)}
    with right:
        return address.choice(
            TRACE, "数据项（可输入查找）", offered, next(iter(offered)), missing=f"不在{now.year}年的报表中"
        )


def asked() -> str:
    """The measure in the address, or the one chosen before."""
    return str(st.query_params.get(TRACE) or st.session_state.get(f"choice-{TRACE}") or "")


def follow(first: dict[str, str]) -> None:
    """Another return was chosen: its first measure is asked for, the way a changed address asks."""
    st.query_params[TRACE] = first[st.session_state[DATASET]]


def columns_of(dataset: Dataset, year: int) -> list[Column]:
    return [c for c in dataset.columns if c.applies_in(year)]


def answer_html(now: Context, column: Column, whole: Row | None, rows: Sequence[Row]) -> str:
    """The figure, how it adds up, whether that is what the dashboard shows, and who is not in it."""
    if whole is None or not rows:
        return f'<p class="reading">{now.year}年没有{escape(column.label)}的记录。</p>'
    lines = [
        f"<b>{escape(now.short_name)} {now.year}年 {escape(column.label)}：{escape(value_of(whole))}</b>"
    ]
    numbers = [r for r in rows if r["state"] == "number"]
    if len(rows) > 1 and numbers:
        lines.append(escape(sum_text(numbers, column.unit)) + agreement(numbers, whole))
    for state, word in ((r, STATES[r]) for r in ("not_reported", "withheld", "no_such_function")):
        names = [str(r["short_name"]) for r in rows if r["state"] == state]
        if names and len(rows) > 1:
            lines.append(escape(f"{word}（{not_counted(word)}）{len(names)}个：{joined(names, 40)}"))
    if isinstance(whole.get("explanation"), str):
        lines.append(escape(f"说明：{whole['explanation']}"))
    return "".join(f'<p class="reading">{text}</p>' for text in lines)


def not_counted(word: str) -> str:
    return {NOT_REPORTED: "不当作0，未计入", WITHHELD: "有数，未计入", NO_SUCH_FUNCTION: "不需报送"}[word]


def sum_text(numbers: Sequence[Row], unit: str) -> str:
    """“= 市场监管局2 + 住建局1（另32个单位为0）= 4件”."""
    parts = [r for r in numbers if exact(r["value"]) != 0]
    zeros = len(numbers) - len(parts)
    shown = " + ".join(f"{r['short_name']}{figure(r['value'])}" for r in parts[:NAMED])
    rest = parts[NAMED:]
    more = f" + 另{len(rest)}个单位{figure(total(rest))}" if rest else ""
    none = f"（{zeros}个单位报0）" if zeros else ""
    return f"各单位之和：{shown or '0'}{more}{none} = {figure(total(numbers), unit)}"


def agreement(numbers: Sequence[Row], whole: Row) -> str:
    if is_missing(whole["value"]):
        return ""
    same = exact(whole["value"]) == total(numbers)
    return "，与看板所示一致" if same else f"，与看板所示{escape(value_of(whole))}不一致"


def total(rows: Sequence[Row]) -> Decimal:
    return sum((exact(r["value"]) for r in rows), Decimal(0))


def cells_table(rows: Sequence[Row]) -> pd.DataFrame:
    """A row a cell, largest first, with its share of the sum where every body's number is there."""
    whole = total([r for r in rows if not is_missing(r["value"])])
    table = pd.DataFrame(
        {
            "单位": [str(r["body_name"]) for r in rows],
            "数值": [figure(r["value"], str(r["unit"]), None, absent_word(r) or "–") for r in rows],
            "原文": [text(r["raw"]) for r in rows],
            "文件": [text(r["file"]) for r in rows],
            "工作表": [text(r["sheet"]) for r in rows],
            "位置": [text(r["cell"]) for r in rows],
            "提交编号": ["–" if is_missing(r["submission"]) else str(int(r["submission"])) for r in rows],
            "收到时间": [moment(r["received_at"]) for r in rows],
            "演示": ["演示" if r["demonstration"] else "–" for r in rows],
        }
    )
    if len(rows) > 1 and whole and complete(rows):
        shares = [f"{short(exact(r['value']) / whole * 100, 1, '%')}%" for r in rows]
        table.insert(2, "占比", shares)
    return table


def complete(rows: Sequence[Row]) -> bool:
    """Says whether every body that should have given a number has."""
    return all(r["state"] == "number" for r in rows)


def note(rows: Sequence[Row]) -> str:
    shares = "" if complete(rows) else "有单位没有数，不计算占比。"
    return f"原文：文件里的写法，未作任何处理；位置：CSV为行列，表格为单元格。{shares}"


def with_total(table: pd.DataFrame, rows: Sequence[Row], unit: str) -> pd.DataFrame:
    """The table with its sum below; not in the file, where a sum among the parts would be counted again."""
    numbers = [r for r in rows if not is_missing(r["value"])]
    if len(rows) < 2 or not numbers:
        return table
    last = dict.fromkeys(table.columns, "") | {"单位": "合计", "数值": figure(total(numbers), unit)}
    return pd.concat([table, pd.DataFrame([last])], ignore_index=True)


def text(value: object) -> str:
    return value if isinstance(value, str) and value.strip() else "–"
