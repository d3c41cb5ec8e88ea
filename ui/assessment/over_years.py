"""考核年度比较: two years on a common footing, and what the scheme changed in between."""

from html import escape

import pandas as pd
import streamlit as st

from assessment.compare import Change, Compared, alike, changes, compared
from assessment.words import number, rule_words
from ui.assessment.board import grade, total
from ui.assessment.standing import Standing, standing, standing_in
from ui.cell import Cell
from ui.context import Context
from ui.links import href
from ui.tables import html_table

WHAT = {"new": "新增", "dropped": "取消", "points": "分值改变", "rule": "规则改变"}


def shown(now: Context) -> None:
    """The whole page."""
    found = standing(now, "score_board")
    if found is None:
        return
    other = earlier(now)
    if other is None:
        return
    seen = [sheet for sheet in found.sheets if found.may_see(sheet)]
    before = [sheet for sheet in other.sheets if other.may_see(sheet)]
    rows = compared(before, seen)
    st.html(
        f'<p class="reading">只比两年都已得分，而且规则、目标相同，扣分和各档得分随分值同比例改变的项目，都按{now.year}年的分值'
        f"折算为{number(found.scheme.points)}分。规则或目标变了的项目不比，见下表。两年各自的总分按各自的方案，不能直接相减；"
        "评定的项目还可能因尺度不同而变化。</p>"
    )
    if rows:
        st.html(
            html_table(table(found, other, rows), f"{other.now.year}年与{now.year}年同口径比较", group="类别")
        )
    else:
        st.html('<p class="state-text">还没有两年都已公布得分的单位。</p>')
    st.html('<h2 class="definition-section">方案的改变</h2>')
    st.html(html_table(changed(found, other, changes(other.scheme, found.scheme)), "方案的改变"))


def earlier(now: Context) -> Standing | None:
    """The year compared with; it must have a scheme too."""
    if now.compare is None:
        st.html('<p class="state-text">请在左边选择对比年度。</p>')
        return None
    return standing_in(now, "score_board", now.compare, lambda: not_comparable(now))


def not_comparable(now: Context) -> None:
    years = "、".join(str(y) for y in sorted({s.year for s in now.definitions.schemes.values()}))
    st.html(
        f'<p class="state-text">{now.compare}年没有考核方案，不能比较。有方案的年度：{escape(years)}。</p>'
    )


def table(found: Standing, other: Standing, rows: list[Compared]) -> pd.DataFrame:
    old, new = found.now.compare, found.now.year
    order = {category: n for n, category in enumerate(found.now.definitions.categories.values())}
    rows = sorted(rows, key=lambda row: order[found.category(row.body)])
    before = {sheet.body: sheet for sheet in other.sheets}
    after = {sheet.body: sheet for sheet in found.sheets}
    sheet = "assessment/sheet.py"
    return pd.DataFrame(
        {
            "类别": [found.category(row.body) for row in rows],
            "单位": [Cell(found.name(row.body), href(found.now, sheet, body=row.body)) for row in rows],
            "共同项目": [f"{len(row.items)}项，{number(row.base)}分" for row in rows],
            f"{old}年（同口径）": [f"{row.before}" for row in rows],
            f"{new}年（同口径）": [f"{row.after}" for row in rows],
            "变化": [f"{row.change:+}".replace("-", "−") for row in rows],
            f"{old}年总分": [f"{total(before[row.body])}　{grade(before[row.body])}" for row in rows],
            f"{new}年总分": [f"{total(after[row.body])}　{grade(after[row.body])}" for row in rows],
        }
    )


def what(one: Change) -> str:
    """The change, and whether the item can still be compared."""
    if one.before is None or one.after is None or one.what == "rule" or alike(one.before, one.after):
        return WHAT[one.what]
    return f"{WHAT[one.what]}，扣分或各档得分没有随之改变，不比"


def changed(found: Standing, other: Standing, listed: list[Change]) -> pd.DataFrame:
    definitions = found.now.definitions
    return pd.DataFrame(
        {
            "项目": [one.title for one in listed],
            "改变": [what(one) for one in listed],
            f"{other.now.year}年": [
                f"{number(one.before.points)}分：{rule_words(one.before, other.scheme, definitions)}"
                if one.before
                else "—"
                for one in listed
            ],
            f"{found.now.year}年": [
                f"{number(one.after.points)}分：{rule_words(one.after, found.scheme, definitions)}"
                if one.after
                else "—"
                for one in listed
            ],
        }
    )
