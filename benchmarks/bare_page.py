"""The floor for `benchmarks.page`: bare Streamlit showing finished parts from memory."""

import os
import pickle
from pathlib import Path
from typing import Any

import plotly.io
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_resource
def parts(page: str) -> list[tuple[str, Any]]:
    """(kind, part) in the page's order; figures are read once."""
    kept = pickle.loads((Path(os.environ["BARE_PARTS"]) / page).read_bytes())
    return [(kind, plotly.io.from_json(body) if kind == "chart" else body) for kind, body in kept]


with st.sidebar:
    st.selectbox("年度", [2023, 2022, 2021, 2020, 2019], index=1)
    st.selectbox("单位", ["芦淞区"])
    st.selectbox("对比年度", [2021])
for number, (kind, part) in enumerate(parts(st.query_params.get("page", "overview"))):
    if kind == "html":
        st.html(part)
    else:
        st.plotly_chart(part, key=str(number), theme=None)
