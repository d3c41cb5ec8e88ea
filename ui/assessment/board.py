"""考核得分: every body beside the level-1 items, its total, its grade, and where it lost points."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from assessment.reasons import unfinished
from assessment.sheets import Line, Sheet, comparable
from assessment.words import number
from definitions import load_definitions
from definitions.schemes import Scheme
from etl import frozen
from ui.access import here as access
from ui.assessment import exports
from ui.assessment.differing import differing
from ui.assessment.standing import Standing, banner, standing
from ui.cell import Cell
from ui.context import Context
from ui.links import href
from ui.tables import html_table

SHEET = "assessment/sheet.py"
MOST_LOST = 3
NOT_KNOWN = "未公布"


def shown(now: Context) -> None:
    """The whole page."""
    found = standing(now, "score_board")
    if found is None:
        return
    st.html(f'<p class="reading">{escape(banner(found))}{escape(summary(found))}</p>')
    seen = [sheet for sheet in found.sheets if found.may_see(sheet)]
    if seen:
        title = f"{now.year}年考核得分"
        st.html(
            f'<div class="whole board">{html_table(board(found), title, note(found), group="类别")}</div>'
        )
        exports.of_board(found, seen)
    else:
        st.html('<p class="state-text">得分公布给各单位以后，在这里可以看到。</p>')
    later(found)


def summary(found: Standing) -> str:
    """How many bodies have which grade, of those one may see."""
    graded = [sheet.grade for sheet in found.sheets if found.may_see(sheet) and sheet.grade]
    counts = [(grade.title, sum(g == grade for g in graded)) for grade in found.scheme.grades.values()]
    return (
        "已评完的：" + "，".join(f"{title}{count}个" for title, count in counts if count) + "。"
        if graded
        else ""
    )


def board(found: Standing) -> pd.DataFrame:
    """A line a body, under its category; level-1 items as points got of those that concern it."""
    scheme, rows = found.scheme, []
    order = {category: n for n, category in enumerate(found.now.definitions.categories.values())}
    for sheet in sorted(found.sheets, key=lambda sheet: order[found.category(sheet.body)]):
        row: dict[str, object] = {
            "类别": found.category(sheet.body),
            "单位": Cell(found.name(sheet.body), href(found.now, SHEET, body=sheet.body)),
        }
        row |= scores(found, sheet) if found.may_see(sheet) else unknown(scheme)
        rows.append(row)
    return pd.DataFrame(rows)


def scores(found: Standing, sheet: Sheet) -> dict[str, object]:
    scheme = found.scheme
    row: dict[str, object] = {
        f"{group.title}（{number(group.points)}）": of_group(sheet.of_group(group))
        for group in scheme.of_level(1)
    }
    return row | {
        "得分/基数": f"{number(sheet.got)}/{number(sheet.base)}",
        "加分": number(sheet.bonus),
        "总分": total(sheet),
        "等次": grade(sheet),
        "同类排名": rank(found, sheet),
        "失分最多": lost(sheet.lines),
    }


def unknown(scheme: Scheme) -> dict[str, object]:
    heads = [f"{group.title}（{number(group.points)}）" for group in scheme.of_level(1)]
    found: dict[str, object] = dict.fromkeys(
        [*heads, "得分/基数", "加分", "总分", "等次", "同类排名"], NOT_KNOWN
    )
    return found | {"失分最多": ""}


def of_group(lines: Sequence[Line]) -> str:
    """“14.5/20”, of the items that concern the body; what is open is said."""
    base = Sheet.base_of(lines)
    if not base:
        return "不计"
    waiting = sum(line.state in ("pending", "disputed") for line in lines)
    return f"{number(Sheet.got_of(lines))}/{number(base)}" + (f"（余{waiting}项）" if waiting else "")


def total(sheet: Sheet) -> str:
    if sheet.range is None:
        return "—"
    if sheet.total is None:
        low, high = sheet.range
        return f"{low}～{high}"
    return f"{sheet.total}"


def grade(sheet: Sheet) -> str:
    if sheet.grade is None:
        return "未定"
    veto = "（否决）" if sheet.vetoes else ""
    return f"{sheet.grade.title}{veto}"


def rank(found: Standing, sheet: Sheet) -> str:
    """Only where it means something; otherwise why not."""
    if sheet.body in found.ranks:
        return f"{found.ranks[sheet.body]}/{peers(found, sheet)}"
    if sheet.total is None:
        return unfinished(sheet)
    if not comparable(sheet):
        return "基数不足"
    return "同类过少" if found.whole(found.category(sheet.body)) else "同类未全部公布"


def peers(found: Standing, sheet: Sheet) -> int:
    return sum(found.category(body) == found.category(sheet.body) for body in found.ranks)


def lost(lines: Sequence[Line]) -> str:
    """The items that cost the body most, worst first."""
    losing = sorted((line for line in lines if line.lost), key=lambda line: -(line.lost or 0))[:MOST_LOST]
    return "；".join(f"{line.item.title} −{number(line.lost)}" for line in losing)


def note(found: Standing) -> str:
    least = number(found.scheme.rank_from_base)
    return (
        f"“得分/基数”：该单位适用项目的得分和分值；总分 = 得分 ÷ 基数 × {number(found.scheme.points)} + 加分。"
        f"“余”：还没有评的项目；总分因此写成范围。排名只在同类、已评完且基数不少于{least}分的单位之间，同分并列；同类的得分没有全部公布，或可比的不足{found.scheme.rank_from_bodies}个，不排名。"
        f"数据为第{found.publish}次发布。"
    )


def later(found: Standing) -> None:
    """What returns that came after the lock would change."""
    if found.course.lock is None or not access.may("score"):
        return
    st.html('<h2 class="definition-section">锁定以后的报送</h2>')
    try:
        changed = frozen.revisions(found.now.warehouse, load_definitions(), found.course)
    except frozen.NotPublished:
        st.html('<p class="reading">考核方案改动后还没有重新发布，现在不能比较。锁定的得分没有动。</p>')
        return
    if not changed:
        st.html('<p class="reading">锁定以后的报送不改变任何得分。</p>')
        return
    st.html(
        f'<p class="reading">下列{len(changed)}处按现在的报送会不同；锁定的得分没有动。需要更正的，重新开放后再评。</p>'
    )
    frame = differing(found, changed, "锁定时", "按现在的报送")
    st.html(html_table(frame, "锁定以后的报送会改变的得分"))
