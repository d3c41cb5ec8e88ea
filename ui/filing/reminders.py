"""Who has not sent what yet: to be called or written to; as a table, and as a file."""

from collections.abc import Sequence
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from ledger.filings import Filing
from ui.filing import letters, words
from ui.filing.owed import due_day, on_the_way, owed_by
from ui.served import Served, served
from ui.tables import csv_bytes, html_table
from warehouse import queries


def missing(
    definitions: Definitions, year: int, current: Served | None, filings: Sequence[Filing], today: date
) -> pd.DataFrame:
    """A line a body that owes something: what, since when it is late, and what is on its way."""
    rows = []
    parents, reported = definitions.parents(), reported_by(current, year)
    for body in definitions.bodies.values():
        if not body.exists_in(year) or body.body in parents:
            continue
        owed = owed_by(definitions, body)
        sent = reported.get(body.body, set())
        open_ones = [dataset for dataset in owed if dataset.dataset not in sent]
        if not open_ones:
            continue
        underway = on_the_way(filings, body.body, year)
        late = [d for d in open_ones if due_day(d, year) < today and d.dataset not in underway]
        rows.append(
            {
                "单位": body.short_name,
                "应报": len(owed),
                "已报": len(owed) - len(open_ones),
                "未报": "、".join(d.title for d in open_ones),
                "在途": "、".join(
                    f"{definitions.datasets[code].title}（{words.STATES[f.state]}）"
                    for code, f in underway.items()
                )
                or "—",
                "逾期": f"{len(late)}份" if late else "—",
                "最早截止": min(due_day(d, year) for d in open_ones).isoformat(),
            }
        )
    return pd.DataFrame(rows)


def reported_by(current: Served | None, year: int) -> dict[str, set[str]]:
    """body → the returns that are published."""
    found: dict[str, set[str]] = {}
    if current is None:
        return found
    for root in queries.roots(current.warehouse):
        frame = queries.coverage(current.warehouse, root, year)
        sent = frame[frame["state"] == "reported"]
        for body, dataset in zip(sent["body"], sent["dataset"], strict=True):
            found.setdefault(body, set()).add(dataset)
    return found


def summary(frame: pd.DataFrame, bodies: int, year: int) -> str:
    """“2025年35个单位中，30个已报齐，5个还有未报，其中2个逾期。”"""
    if frame.empty:
        return f"{year}年{bodies}个单位全部报齐。"
    late = int((frame["逾期"] != "—").sum())
    said = f"{year}年{bodies}个单位中，{bodies - len(frame)}个已报齐，{len(frame)}个还有未报"
    return f"{said}，其中{late}个逾期。" if late else f"{said}。"


def shown(filings: Sequence[Filing]) -> None:
    """The list for a year, and its download."""
    definitions = load_definitions()
    st.html('<h2 class="definition-section">催报</h2>')
    newest = date.today().year - 1
    year = st.selectbox(
        "报送年度", range(newest, newest - 6, -1), format_func=lambda y: f"{y}年", key="remind-year"
    )
    frame = missing(definitions, year, served(), filings, date.today())
    parents = definitions.parents()
    owing = [b for b in definitions.bodies.values() if b.exists_in(year) and b.body not in parents]
    count = sum(bool(owed_by(definitions, body)) for body in owing)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<p class="reading">{escape(summary(frame, count, year))}</p>', width="content")
        if not frame.empty:
            st.download_button(
                "下载催报名单（CSV）",
                data=lambda: csv_bytes(frame),
                file_name=f"催报名单_{year}年.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
                key="reminders",
            )
    if not frame.empty:
        st.html(html_table(frame, f"{year}年还有未报的单位"))
        letters.shown(frame, {body.short_name: body.body for body in owing}, year)
