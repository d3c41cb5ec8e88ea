"""The list of what needs attention, by indicator or item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from ui import panel
from ui.attention import Item, by_indicator, sentence
from ui.caption import Caption
from ui.cell import Cell
from ui.exhibits import Exhibit, Origin
from ui.links import anchor
from ui.markup import show_html
from ui.status import chip
from ui.tables import html_table, th

GROUPED, EACH = "按指标", "逐项"
HEADS = ("序", "指标", "责任单位", "现值", "目标", "差距", "状态", "持续时间")


def attention_panel(
    found: Sequence[Item], caption: Caption, key: str, *, nothing: str, leaf: bool = False
) -> panel.Part:
    """`nothing` is said where there is nothing to attend to; a leaf has no groups."""
    if not found:
        return panel.html_panel(panel.said(nothing), caption, key)
    table, above = listed(found), panel.said(sentence(found))
    each = above + html_table(table, caption.title)
    if leaf:
        return panel.html_panel(each, caption, key)
    return AttentionPanel(caption, table, key, grouped=above + grouped_html(found, caption.title), each=each)


@dataclass(frozen=True, eq=False)
class AttentionPanel(Exhibit):
    """The list in its two forms, as markup."""

    grouped: str = ""
    each: str = ""

    def show(self, origin: Origin) -> None:
        with st.container(key=f"panel-{self.key}", border=True, gap=None):
            text = self.each if st.session_state.get(f"view-{self.key}") == EACH else self.grouped
            show_html(panel.heading(self.caption) + text + panel.source(self.caption))
            panel.foot(self, origin, views=(GROUPED, EACH))


def listed(found: Sequence[Item]) -> pd.DataFrame:
    """A row an item, ranked."""
    return pd.DataFrame(
        {
            "序": [str(i) for i in range(1, len(found) + 1)],
            "责任单位": [Cell(i.who, i.address) for i in found],
            "指标": [Cell(i.what, i.address) for i in found],
            "现值": [i.value for i in found],
            "目标": [i.target for i in found],
            "差距": [i.gap for i in found],
            "状态": [i.status for i in found],
            "持续时间": [i.since for i in found],
        }
    )


def grouped_html(found: Sequence[Item], title: str) -> str:
    """A row an indicator: the body furthest off in full, the others below it with their fraction."""
    groups = by_indicator(found)
    bodies = "".join(group_html(i, group) for i, group in enumerate(groups, start=1))
    head = "".join(th(h, "col") for h in HEADS)
    return (
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(title)}"><table class="data attention">'
        f"<caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>{bodies}</table></div>"
    )


def group_html(position: int, group: Sequence[Item]) -> str:
    worst, others = group[0], group[1:]
    cells = (
        f"<td>{position}</td>{th(worst.what, 'row')}<td>{link(worst, worst.who)}</td><td>{escape(worst.value)}</td>"
        f"<td>{escape(worst.target)}</td><td>{escape(worst.gap)}</td><td>{chip(worst.status)}</td>"
        f"<td>{escape(worst.since)}</td>"
    )
    if not others:
        return f"<tbody><tr>{cells}</tr></tbody>"
    rest = "、".join(link(i, f"{i.who} {i.fraction}") for i in others)
    more = f'<tr class="others"><td></td><td colspan="{len(HEADS) - 1}">另有{len(others)}个单位：{rest}</td></tr>'
    return f"<tbody><tr>{cells}</tr>{more}</tbody>"


def link(item: Item, text: str) -> str:
    """A link that says on hover what the row would say."""
    return anchor(
        item.address,
        text,
        f"{item.who}{item.what}：{item.value}，目标{item.target}，{item.gap}，{item.since}",
    )
