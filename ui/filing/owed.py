"""What a body owes for a year, by when, and how each return stands."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from definitions.model import Body, Dataset, Definitions
from etl.template import form_for
from ledger.filings import Filing
from ledger.folder import data_folder
from ui.filing import words
from ui.served import Served
from ui.tables import html_table
from warehouse import queries


def owed_by(definitions: Definitions, body: Body) -> list[Dataset]:
    return [d for d in definitions.datasets.values() if definitions.owes(body, d)]


def due_day(dataset: Dataset, year: int) -> date:
    """A return of a year is due in the next: `01-31`."""
    return date(year + 1, int(dataset.due[:2]), int(dataset.due[3:]))


def deadline(due: date, today: date, sent: bool) -> str:
    """“还有12天”, “逾期3天”; nothing to say of what is there."""
    if sent:
        return ""
    days = (due - today).days
    return f"还有{days}天" if days > 0 else "今天截止" if days == 0 else f"逾期{-days}天"


def sent_of(current: Served | None, body: str, year: int) -> dict[str, str]:
    """dataset → since when it counts, of the returns that are published."""
    if current is None:
        return {}
    frame = queries.coverage(current.warehouse, body, year)
    rows = frame[(frame["state"] == "reported") & (frame["body"] == body)]
    return dict(zip(rows["dataset"], rows["received_at"].astype(str), strict=True))


def on_the_way(filings: Iterable[Filing], body: str, year: int) -> dict[str, Filing]:
    """dataset → the latest filing that is not settled yet."""
    found: dict[str, Filing] = {}
    for filing in filings:  # the newest first
        if filing.state in ("draft", "submitted", "returned"):
            for part_body, part_year, dataset in filing.parts:
                if (part_body, part_year) == (body, year):
                    found.setdefault(dataset, filing)
    return found


def table(
    definitions: Definitions,
    body: Body,
    year: int,
    current: Served | None,
    filings: Sequence[Filing],
    today: date,
) -> pd.DataFrame:
    """A line a return."""
    sent, underway = sent_of(current, body.body, year), on_the_way(filings, body.body, year)
    before = sent_of(current, body.body, year - 1)
    rows = []
    for dataset in owed_by(definitions, body):
        code, due = dataset.dataset, due_day(dataset, year)
        filing = underway.get(code)
        stands = f"● 已报（{sent[code][:10]}）" if code in sent else "○ 未报"
        rows.append(
            {
                "报表": dataset.title,
                "截止": due.isoformat(),
                "时限": deadline(due, today, code in sent or bool(filing and filing.state == "submitted")),
                "状态": stands,
                "在途": f"{words.state(filing)}（第{filing.filing}号）" if filing else "—",
                f"{year - 1}年": "● 已报" if code in before else "○ 未报",
            }
        )
    return pd.DataFrame(rows)


def summary(frame: pd.DataFrame, year: int) -> str:
    """“2025年应报8份，已报5份；2份逾期。”"""
    sent = int(frame["状态"].str.startswith("●").sum())
    late = int(frame["时限"].str.startswith("逾期").sum())
    said = f"{year}年应报{len(frame)}份，已报{sent}份"
    return f"{said}；{late}份逾期。" if late else f"{said}。"


def shown(
    definitions: Definitions, body: Body, year: int, current: Served | None, filings: Sequence[Filing]
) -> None:
    """The table, what it comes to, and the form to fill in."""
    frame = table(definitions, body, year, current, filings, date.today())
    if frame.empty:
        st.html(f'<p class="reading">{escape(body.name)}没有应报的报表。</p>')
        return
    st.html(html_table(frame, f"{body.short_name}{year}年应报的报表"))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<p class="reading">{escape(summary(frame, year))}</p>', width="content")
        st.download_button(
            f"下载{year}年报表模板（Excel）",
            data=lambda: form_for(data_folder(), body, year) or b"",
            file_name=f"{body.short_name}_{year}年报表.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            icon=":material/download:",
            key="template",
        )
