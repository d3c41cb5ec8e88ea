"""How a year's assessment stands for whoever looks: the scheme, the sheets, the course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from assessment.sheets import Sheet, ranked
from definitions.schemes import Scheme
from etl import frozen
from ledger.assessments import Assessments, Course, NotNow
from ledger.folder import data_folder
from ui.access import here as access
from ui.access.reader import Reader
from ui.context import Context
from ui.markdown import literal

NOT_NOW = {
    "locked": "这个年度的考核已锁定，没有改动。",
    "published": "得分已公布给该单位，没有改动。要改先在“评审”页收回，或通过申诉决定。",
    "not_published": "得分还没有公布，或已收回。请刷新页面。",
    "open_appeal": "还有申诉没有决定，请先决定申诉。",
    "changed": "刚刚有人改动了评分，没有锁定。请刷新页面核对后再锁定。",
    "no_appeal": "这项申诉已经决定或撤回，没有重复处理。请刷新页面。",
}


@dataclass(frozen=True)
class Standing:
    """One year's assessment, as `now` sees it."""

    now: Context
    """Its definitions are those the scores were made by: of a locked year those it was locked with."""
    scheme: Scheme
    sheets: Sequence[Sheet]
    course: Course
    publish: int
    kept: frozen.Cells | None = None
    """The cells behind each score of a locked year."""
    limited: bool = False
    """There are other bodies whose scores the reader has no right to."""

    @cached_property
    def ranks(self) -> dict[str, int]:
        """body → rank within its category; only where one may see all of it: a rank tells of those one may not see."""
        found: dict[str, int] = {}
        for category in dict.fromkeys(self.category(sheet.body) for sheet in self.sheets):
            if self.whole(category):
                own = ranked([sheet for sheet in self.sheets if self.category(sheet.body) == category])
                found |= own if len(own) >= self.scheme.rank_from_bodies else {}
        return found

    def whole(self, category: str) -> bool:
        """Whether the reader may see every body of a category, so that ranks within it may be said."""
        return not self.limited and all(
            self.may_see(sheet) for sheet in self.sheets if self.category(sheet.body) == category
        )

    def name(self, body: str) -> str:
        known = self.now.definitions.bodies
        return known[body].short_name if body in known else body

    def category(self, body: str) -> str:
        definitions = self.now.definitions
        return definitions.categories[definitions.bodies[body].category]

    def sheet(self, body: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.body == body), None)

    def may_see(self, sheet: Sheet) -> bool:
        """Scores are for the assessors until they are made known."""
        return sheet.published or access.may("score")


def assessments() -> Assessments:
    return _assessments(data_folder().ledger)


@lru_cache(maxsize=4)
def _assessments(ledger: Path) -> Assessments:
    return Assessments(ledger)


def standing(now: Context, action: str) -> Standing | None:
    """The year's assessment, as far as the right to `action` reaches: how far figures may be seen is another matter.

    Where the year has no scheme that is said, with the years that have one.
    """
    return standing_in(now, action, now.year, lambda: no_scheme(now))


def standing_in(now: Context, action: str, year: int, without: Callable[[], None]) -> Standing | None:
    """The assessment of a year; what keeps it from being shown is said, a missing scheme by `without`."""
    course = assessments().course(year)
    try:
        found = frozen.stands(data_folder(), now.warehouse, now.definitions, course)
    except frozen.CannotReplay as error:
        st.error(f"{year}年考核已锁定，但无法显示：{error.what}。请从备份恢复。")
        return None
    except frozen.NotPublished:
        st.html(
            f'<p class="state-text">{year}年的考核方案改动后还没有重新发布，得分还没有按新方案算出。'
            "请管理员运行 python -m etl rebuild。</p>"
        )
        return None
    if found is None:
        without()
        return None
    view = replace(now, definitions=found.definitions, year=year)
    own = reader().own(now.definitions, action)
    seen = [sheet for sheet in found.sheets if own is None or sheet.body in own]
    limited = own is not None or now.warehouse.own is not None
    return Standing(view, found.scheme, seen, course, found.publish, found.cells, limited)


def no_scheme(now: Context) -> None:
    years = sorted({scheme.year for scheme in now.definitions.schemes.values()})
    there = f"有方案的年度：{'、'.join(map(str, years))}。" if years else ""
    st.html(
        f'<p class="state-text">{now.year}年没有考核方案。{escape(there)}'
        "方案写在 definitions/schemes 文件夹里，一个年度一份。</p>"
    )


def reader() -> Reader:
    """Whoever looks; nobody waits for the rest of a page whose session has ended."""
    found = access.reader()
    if found is None:
        st.stop()
    return found


_TOLD = "_assessment_told"


def told() -> None:
    """Says what the last action did."""
    if said := st.session_state.pop(_TOLD, None):
        st.success(literal(said), icon=":material/check_circle:")


def tell(text: str) -> None:
    """Draws the page anew with a sentence on top."""
    st.session_state[_TOLD] = text
    st.rerun()


def refused(error: NotNow) -> None:
    st.error(NOT_NOW[error.why])


def banner(found: Standing) -> str:
    """How far the year is, in a sentence."""
    course, sheets = found.course, found.sheets
    if course.lock:
        return f"考核已锁定（{moment(course.lock.at)}，{course.lock.who}，依据第{course.lock.said['publish']}次发布）。"
    published = sum(sheet.published for sheet in sheets)
    settled = sum(not sheet.open for sheet in sheets)
    waiting = f"，申诉{len(course.open_appeals)}件待决定" if course.open_appeals else ""
    return f"考核进行中：{len(sheets)}个单位中{settled}个评完，{published}个已公布{waiting}。"


def moment(at: str) -> str:
    """2026-01-12 09:30"""
    return at[:16].replace("T", " ")
