"""The parts of the page of definitions: one indicator in full, all of them by section, the returns, what marks mean."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from definitions.model import Indicator
from ui import shapes
from ui.context import Context
from ui.definition_link import all_definitions_button, figures_link
from ui.definition_search import by_section, found, returns_in_order, section_title
from ui.definition_text import dataset_html, indicator_html
from ui.remembered import remembered

FEW = 4
"""Up to so many finds are shown open."""


def one(now: Context, indicator: Indicator) -> None:
    """An indicator in full, and the returns it is made of."""
    with st.container(horizontal=True, gap="small"):
        all_definitions_button()
        figures_link(indicator)
    listed([indicator_item(now, indicator.indicator, opened=True)])
    used = {now.definitions.dataset_of[m] for r in indicator.rules for m in (*r.numerator, *r.denominator)}
    heading("所用报表", "点开看项目与核对")
    listed(dataset_item(now, d.dataset) for d in returns_in_order(now.definitions) if d.dataset in used)


def every(now: Context, sought: str) -> None:
    """All indicators that match, by section."""
    indicators = found(now.definitions, sought)
    if not indicators:
        st.html(
            f'<p class="state-text" role="status">没有含“{escape(sought)}”的指标，请换一个词或清空查找。</p>'
        )
    few = bool(sought) and len(indicators) <= FEW
    for section, members in by_section(now.definitions, indicators).items():
        heading(section_title(now.definitions, section), f"{len(members)}项")
        listed(indicator_item(now, i.indicator, opened=few) for i in members)


def returns(now: Context) -> None:
    """Every return: who owes it, what is in it, what is checked."""
    heading("报表与核对关系", "报送时逐条核对；点开看项目与核对")
    listed(dataset_item(now, d.dataset) for d in returns_in_order(now.definitions))


@remembered
def indicator_item(now: Context, indicator: str, *, opened: bool) -> str:
    known = now.definitions
    return indicator_html(known, now.bodies, known.indicators[indicator], now.year, opened=opened)


@remembered
def dataset_item(now: Context, dataset: str) -> str:
    return dataset_html(now.definitions, now.bodies, now.definitions.datasets[dataset], now.year)


def meanings(now: Context) -> None:
    """States, statuses and the marks in charts."""
    left, right = st.columns(2)
    with left:
        heading("数据的四种状态", "四者从不混为一谈")
        st.html(shapes.states_html(now.definitions.words))
        heading("评价结果", "文字、形状、颜色说的是同一件事")
        st.html(shapes.statuses_html(now.definitions.words))
    with right:
        heading("图形的意思")
        st.html(shapes.marks_html())


def heading(title: str, small: str = "") -> None:
    st.html(f'<h2 class="definition-section">{escape(title)}<small>{escape(small)}</small></h2>')


def listed(items: Iterable[str]) -> None:
    st.html(f'<div class="definition-list">{"".join(items)}</div>')
