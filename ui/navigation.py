"""Which pages there are: the folder under pages/ is the section."""

import logging
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from definitions.model import Definitions
from ui.access.reader import Reader

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
    "报告素材": (
        ("reports/word.py", "Word素材"),
        ("reports/disclosure.py", "公开统计表"),
        ("reports/register.py", "图号登记"),
    ),
    "年度考核": (
        ("assessment/scheme.py", "考核方案"),
        ("assessment/board.py", "考核得分"),
        ("assessment/sheet.py", "单位评分表"),
        ("assessment/desk.py", "评审"),
        ("assessment/appeals.py", "申诉"),
        ("assessment/over_years.py", "考核年度比较"),
        ("assessment/what_if.py", "权重测算"),
    ),
    "报送": (
        ("returns/mine.py", "我的报送"),
        ("returns/inbox.py", "报送审核"),
    ),
    "管理": (
        ("administration/audit.py", "操作记录"),
        ("administration/accounts.py", "用户和权限"),
    ),
}
"""Section → (file below pages/, title). The first page is the one that opens."""

ACTIONS = {
    "reports/word.py": "download",
    "reports/register.py": "download",
    "returns/mine.py": "upload",
    "returns/inbox.py": "decide",
    "reference/definitions.py": "definitions",
    "reference/data_status.py": "sources",
    "assessment/scheme.py": "definitions",
    "assessment/board.py": "score_board",
    "assessment/sheet.py": "score_sheet",
    "assessment/desk.py": "score",
    "assessment/appeals.py": "appeals",
    "assessment/over_years.py": "score_board",
    "assessment/what_if.py": "score_board",
    "administration/audit.py": "audit",
    "administration/accounts.py": "accounts",
}
"""The right a page asks for, where it is another than `figures`."""

WORKED_AT = (
    "reference/definitions.py",
    *(path for section in ("报告素材", "报送", "管理") for path, _ in SECTIONS[section]),
    "assessment/scheme.py",
    "assessment/desk.py",
    "assessment/appeals.py",
    "assessment/what_if.py",
)
"""Pages to work at or to look something up; the others can be presented on a screen."""

FIRST = SECTIONS["总览"][0][0]


_PATHS = [path for listed in SECTIONS.values() for path, _ in listed]


def url_of(path: str) -> str:
    """The address of a page below the dashboard's: its file's name, nothing for the first."""
    return "" if path == FIRST else Path(path).stem


def page_file(page: str) -> str:
    """The path of a page as `st.switch_page` and `st.page_link` want it: page_file("disputes/litigation.py")."""
    return str(PAGES_FOLDER / page)


def action_of(path: str) -> str:
    """The action of definitions/rights.csv a reader must have a right to, to see the page."""
    return ACTIONS.get(path, "figures")


def figures_of(path: str) -> str:
    """The action whose reach decides of whom a page's figures are: anybody may read what they mean, not every figure."""
    return "sources" if action_of(path) == "sources" else "figures"


def stands_alone(path: str) -> bool:
    """Says whether a page is about no year and no body: it has no filters and needs no publish."""
    alone = [own for section in ("报送", "管理") for own, _ in SECTIONS[section]]
    return path in (*alone, "reports/register.py")


def presented(path: str, may: Callable[[str], bool]) -> tuple[str, str] | None:
    """The pages before and after one in a presentation, "" at either end; None for a page that is not presented."""
    listed = ["", *(p for p in _PATHS if p not in WORKED_AT and may(action_of(p))), ""]
    if path not in listed:
        return None
    at = listed.index(path)
    return listed[at - 1], listed[at + 1]


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


def page_for(reader: Reader | None, definitions: Definitions) -> tuple[str, st.Page]:
    """The page to run, as (file below pages/, page); the others the reader may see stand beside it in the sidebar."""
    page = navigation(lambda action: reader is not None and reader.may(definitions, action))
    return next(path for path in _PATHS if url_of(path) == page.url_path), page


def navigation(may: Callable[[str], bool] = lambda _: True) -> st.Page:
    """Tells Streamlit the pages and returns the one to run: a page one may not see has its address all the same."""
    hidden = frozenset(action for action in map(action_of, _PATHS) if not may(action))
    # Where the server starts, before there is anybody to show a page to, Streamlit makes them by half.
    make = _pages if get_script_run_ctx(suppress_warning=True) else _pages.__wrapped__
    made = make(PAGES_FOLDER, hidden)
    # Which one may run is noted in the page itself: so every run has its own.
    return st.navigation({section: [*map(copy, pages)] for section, pages in made.items()}, expanded=True)


@lru_cache(maxsize=64)
def _pages(folder: Path, hidden: frozenset[str]) -> dict[str, list[st.Page]]:
    """The sections' pages for whoever may not do what is `hidden`; to make one, Streamlit looks for its file."""
    return {
        section: [
            st.Page(
                folder / path,
                title=title,
                default=path == FIRST,
                visibility="hidden" if action_of(path) in hidden else "visible",
            )
            for path, title in listed
        ]
        for section, listed in SECTIONS.items()
    }
