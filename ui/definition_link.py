"""Ways between an indicator's figures and its definition."""

import streamlit as st

from definitions.model import Indicator
from ui.markdown import literal
from ui.navigation import page_file

PARAMETER = "indicator"
ALL = "all"
DEFINITIONS = "reference/definitions.py"
PAGE_OF_SECTION = {
    "permits": "enforcement/permits.py",
    "penalties": "enforcement/penalties.py",
    "coercion": "enforcement/inspection_coercion.py",
    "other_acts": "enforcement/inspection_coercion.py",
    "capacity": "enforcement/capacity.py",
    "reconsideration": "disputes/reconsideration.py",
    "litigation": "disputes/litigation.py",
    "rulemaking": "decisions/rulemaking.py",
    "reporting": "reference/data_status.py",
}
"""An indicator's section → the page that shows it."""


def definition_link(indicator: Indicator) -> None:
    """A link to the definition of an indicator, for beside its figures."""
    st.page_link(
        page_file(DEFINITIONS),
        label=literal(f"指标口径：{indicator.title}"),
        query_params={PARAMETER: indicator.indicator},
        icon=":material/menu_book:",
    )


def figures_link(indicator: Indicator) -> None:
    """A link to the page with an indicator's figures; nothing where no page shows its section."""
    if page := PAGE_OF_SECTION.get(indicator.section):
        st.page_link(page_file(page), label="查看数据", icon=":material/bar_chart:")


def all_definitions_button() -> None:
    """Back to all definitions: a link to the page one is on would look like where one is."""
    st.button("返回全部指标", on_click=choose_all, icon=":material/arrow_back:", type="tertiary")


def choose_all() -> None:
    st.query_params[PARAMETER] = ALL
