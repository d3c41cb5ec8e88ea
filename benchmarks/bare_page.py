"""The floor for `benchmarks.page`: bare Streamlit showing a page's finished parts from memory, one after the other."""

import os
import pickle
from pathlib import Path
from typing import Any

import plotly.io
import streamlit as st

PAGES = ("overview", "penalties", "litigation", "permits", "inspection_coercion", "capacity", "reconsideration",
         "rulemaking", "profile", "definitions", "data_status")  # fmt: skip


@st.cache_resource
def parts(page: str) -> list[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    """(element, arguments, named arguments) in the page's order; figures are read once."""
    kept = pickle.loads((Path(os.environ["BARE_PARTS"]) / page).read_bytes())
    return [
        (kind, (plotly.io.from_json(given[0]), *given[1:]) if kind == "plotly_chart" else given, named)
        for kind, given, named in kept
    ]


def show() -> None:
    """Every part of the page, in order."""
    for kind, given, named in parts(st.query_params["page"]):
        getattr(st, kind)(*given, **named)


st.set_page_config(layout="wide")
page = st.navigation(
    [st.Page(show, title=name, url_path=name, default=not i) for i, name in enumerate(PAGES)]
)
with st.sidebar:
    st.selectbox("年度", [2023, 2022, 2021, 2020, 2019], index=1)
    st.selectbox("单位", [f"单位{number}" for number in range(36)])
    st.selectbox("对比年度", [2023, 2021, 2020, 2019, 0], index=1)
page.run()
