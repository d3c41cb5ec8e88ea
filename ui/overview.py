"""The parts of the overview: headline cards, what needs attention, the matrix of statuses, the returns that are in."""

import pandas as pd
import streamlit as st

from ui import attention, kept, panel, reconciling, returns
from ui.attention_panel import attention_panel
from ui.cards import card
from ui.context import Context
from ui.data_notes import strip_html
from ui.frames import main_rows, rows_of
from ui.kept import remarks_html
from ui.links import anchor, href
from ui.matrix import Layout
from ui.numbers import is_missing
from ui.remembered import remembered
from ui.status import status
from ui.trace import PAGE, PART
from ui.verdict import page_title, section_address, verdict_html
from ui.words import REPORTED_BY_BODIES
from warehouse import queries


@panel.shown
def verdict(now: Context) -> panel.Part | None:
    """What is off target, in words, before anything else."""
    values = main_rows(queries.indicator_values(now.warehouse, now.body, now.year))
    text = verdict_html(now, rows_of(values))
    return panel.html(text) if text else None


@panel.shown
def headline(now: Context) -> panel.Part | None:
    """A card for every headline indicator of the definitions, in their order."""
    chosen = sorted(
        (i for i in now.definitions.indicators.values() if i.headline is not None),
        key=lambda i: i.headline or 0,
    )
    codes = [i.indicator for i in chosen]
    history = queries.indicator_history(now.warehouse, now.body, codes)
    rows = {r["indicator"]: r for r in rows_of(main_rows(history[history["year"] == now.year]))}
    return panel.headline(
        [
            card(
                rows[code],
                history[history["indicator"] == code],
                now.compare,
                section_address(now, rows[code]["section"]),
            )
            for code in codes
            if code in rows
        ]
    )


@panel.shown
def data_notes(now: Context) -> panel.Part | None:
    """What is wrong with the data themselves, where anything is."""
    text = strip_html(now, reconciling.lines(now), kept.explanations(now))
    return panel.html(text) if text else None


@panel.shown
def needs_attention(now: Context) -> panel.Part:
    """The ranked list; where it is empty, whether that is good news or lack of news."""
    matrix = matrix_frame(now)
    caption = now.caption(
        "需要关注：谁、哪项、差多少",
        matrix,
        unit="",
        notes=(
            "未做到的义务（按件计）在前，其次是未达到目标的比率，再次是未报送的报表",
            "点击单位可看该指标的页面",
        ),
    )
    judged = any(status(s).judged for s in matrix["status"])
    nothing = (
        "没有需要关注的事项：可评价的指标均达到目标，应报的报表均已报送。"
        if judged
        else "没有可评价的指标，应报的报表均已报送。"
    )
    return attention_panel(attention.items(now), caption, "attention", nothing=nothing, leaf=now.leaf)


@remembered
def matrix_frame(now: Context) -> pd.DataFrame:
    """The bodies below × the indicators with a target; for a leaf, itself and then its like."""
    if not now.leaf:
        return queries.status_matrix(now.warehouse, now.body, now.year)
    peers = queries.peers(now.warehouse, now.body, now.year)
    targeted = set(peers.loc[peers["target"].notna(), "indicator"])
    frame = peers[peers["indicator"].isin(targeted)]
    own = frame["body"] == now.body
    return pd.concat([frame[own], frame[~own]], ignore_index=True)


@panel.shown
def matrix(now: Context) -> panel.Part:
    """Statuses of all bodies, by category; a leaf above those of its category."""
    frame = matrix_frame(now)
    titles = dict(zip(now.bodies["body"], now.bodies["category_title"], strict=True))
    groups = {b: f"同类单位：{titles[b]}" for b in titles} | {now.body: "本单位"} if now.leaf else titles
    order = {
        title: i for i, title in enumerate(dict.fromkeys(groups[b] for b in dict.fromkeys(frame["body"])))
    }
    frame = frame.sort_values("body", key=lambda c: c.map(lambda b: order[groups[b]]), kind="stable")
    layout = Layout(
        sections={s: page_title(s) for s in frame["section"].unique()},
        groups=groups,
        body_address=lambda b: href(now, "reference/profile.py", body=b),
        indicator_address=lambda i: section_address(now, now.definitions.indicators[i].section),
    )
    alike = "达标情况：本单位" if now.alone else "达标情况：本单位与同类单位"
    title = alike if now.leaf else "达标情况：各单位 × 有目标的指标"
    return panel.status_matrix_panel(
        frame, now.caption(title, frame, unit=""), "matrix", reading=matrix_sentence(frame), layout=layout
    )


def matrix_sentence(frame: pd.DataFrame) -> str:
    """How many cells could be judged at all."""
    valued = sum(not is_missing(v) for v in frame["value"])
    judged = sum(status(s).judged for s in frame["status"])
    missed = int((frame["status"] == "missed").sum())
    return (
        f"{len(frame)}格中{valued}格有数，{judged}格可评价，其中{missed}格未达标；样本过小的只列数，不评价。"
    )


@panel.shown
def returns_in(now: Context) -> panel.Part:
    """How many of the due returns are in, beside the compared year."""
    frame = returns.own_table(now) if now.leaf else returns.totals_table(now)
    caption = now.caption("报送情况", pd.DataFrame(), unit="份", demonstration=now.publish.demonstration)
    return panel.table_panel(frame, caption, "returns", reading=returns.totals_sentence(now))


def agreement(now: Context) -> None:
    """Whether the totals agree with what was published, what senders wrote, what the checks noticed."""
    agreement_panel(now)
    # Behind the panel: a panel at the end of a column is stretched to its end, and this one may be short.
    link = anchor(href(now, PAGE, **{PART: "reconciliation"}), "逐项核对与全部说明")
    st.html(f'<p class="source">{link}</p>')


@panel.shown
def agreement_panel(now: Context) -> panel.Part:
    found, said = reconciling.lines(now), kept.explanations(now)
    source = "年度报告公布数、各单位年度报送" if found else REPORTED_BY_BODIES
    caption = now.caption(
        "核对与说明", pd.DataFrame(), source=source, demonstration=now.publish.demonstration
    )
    compared = panel.said(reconciling.sentence(now, found)) + reconciling.chips(found)
    remarks = remarks_html(now, said) or panel.said(f"{now.year}年的报表没有附说明，核对时也没有提示。")
    return panel.html_panel(("" if now.leaf else compared) + remarks, caption, "agreement")
