"""Which pages there are: the folder under pages/ is the section."""

import logging
from pathlib import Path

import streamlit as st

PAGES_FOLDER = Path(__file__).parent.parent / "pages"

SECTIONS = {
    "总览": (("overview/overview.py", "总览"),),
    "行政执法": (
        ("enforcement/permits.py", "行政许可"),
        ("enforcement/penalties.py", "行政处罚"),
        ("enforcement/inspection_coercion.py", "行政检查与强制"),
        ("enforcement/capacity.py", "执法能力"),
    ),
    "复议应诉": (
        ("disputes/reconsideration.py", "行政复议"),
        ("disputes/litigation.py", "行政应诉"),
    ),
    "依法决策": (("decisions/rulemaking.py", "依法决策与规范性文件"),),
    "单位与口径": (
        ("reference/profile.py", "部门画像"),
        ("reference/definitions.py", "指标口径"),
        ("reference/data_status.py", "数据状况"),
    ),
}
"""Section → (file below pages/, title). The first page is the one that opens."""

FIRST = SECTIONS["总览"][0][0]


def page_file(page: str) -> str:
    """The path of a page as `st.switch_page` and `st.page_link` want it: page_file("disputes/litigation.py")."""
    return str(PAGES_FOLDER / page)


def claim_pages() -> None:
    """Called where the server starts, before anybody connects.

    Until the first `st.navigation` in the process Streamlit takes every file directly in pages/ for a page of its
    own, runs it without dashboard.py, and answers a link to any real page with “Page not found”.
    """
    no_reader_yet = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = no_reader_yet.level
    no_reader_yet.setLevel(logging.ERROR)
    try:
        navigation()
    finally:
        no_reader_yet.setLevel(level)


def navigation() -> st.Page:
    """Tells Streamlit the pages and returns the one to run."""
    pages = {
        section: [st.Page(page_file(path), title=title, default=path == FIRST) for path, title in listed]
        for section, listed in SECTIONS.items()
    }
    return st.navigation(pages, expanded=True)
