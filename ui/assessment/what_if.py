"""权重测算: other points and targets, what they make of totals, grades and ranks, and how firm the ranking is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import streamlit as st

from assessment.sheets import Sheet
from assessment.what_if import SPREAD, TIMES, Firmness, attained, bases, firmness, ranks, totals
from assessment.words import number
from definitions.schemes import POINTS, Item, Scheme
from ui.assessment.standing import Standing, standing
from ui.context import Context
from ui.markdown import literal
from ui.tables import html_table
from warehouse.queries import assessment as queries

_EDITED = "what-if"


def shown(now: Context) -> None:
    """The whole page."""
    found = standing(now, "score_board")
    if found is None:
        return
    seen = [sheet for sheet in found.sheets if found.may_see(sheet)]
    if not seen:
        st.html('<p class="state-text">得分公布以后才能测算。</p>')
        return
    st.html(
        '<p class="reading">在下表改“分值”“目标”，右边的总分、等次、排名随即改变；这里的改动不保存，也不影响考核。'
        "各项按得分率计：得分率 × 新分值。未评完的单位只按已评的项目计，不排名。</p>"
    )
    left, right = st.columns([2, 3])
    with left:
        points, goals = asked(found)
    with right:
        answer(found, seen, points, goals)


def asked(found: Standing) -> tuple[np.ndarray, Mapping[str, Decimal]]:
    """What was typed: points of every item, and targets where they differ."""
    scheme = found.scheme
    frame = before(found)
    turn = st.session_state.setdefault("_what-if-turn", 0)
    edited = st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        height=35 * (len(frame) + 1) + 3,
        disabled=["项目"],
        placeholder="",
        column_config={
            "项目": st.column_config.TextColumn(width="medium"),
            "分值": st.column_config.NumberColumn(
                min_value=0, max_value=1000, step=0.5, format="%g", width="small"
            ),
            "目标": st.column_config.NumberColumn(
                min_value=0, step=1, format="%g", width="small", help="空白：没有可改的目标"
            ),
        },
        key=f"{_EDITED}-{scheme.scheme}-{turn}",
    )
    total = float(edited["分值"].fillna(0).sum())
    st.html(f'<p class="reading">分值合计{total:g}分，折算为{number(scheme.points)}分。</p>')
    if st.button("恢复原样", icon=":material/restart_alt:", key="what-if-reset"):
        st.session_state["_what-if-turn"] = turn + 1
        st.rerun()
    items = scheme.of_kind(POINTS)
    goals = {
        item.item: round(Decimal(str(new)), 4)
        for item, new, old in zip(items, edited["目标"], frame["目标"], strict=True)
        if item.rule in ("proportion", "shortfall") and pd.notna(new) and new != old
    }
    for item in items:
        if item.rule == "proportion" and goals.get(item.item) == 0:
            st.error(f"“{literal(item.title)}”按达到目标的比例计分，目标应大于0，没有采用。")
            del goals[item.item]
    return edited["分值"].fillna(0).to_numpy(dtype=float), goals


def before(found: Standing) -> pd.DataFrame:
    """The items as the scheme has them; a target only where one number holds for all."""
    scheme = found.scheme
    items = scheme.of_kind(POINTS)
    goals = [goal(found, item) for item in items]
    return pd.DataFrame(
        {
            "项目": [titled(scheme, item) for item in items],
            "分值": [float(item.points) for item in items],
            "目标": goals,
        }
    )


def titled(scheme: Scheme, item: Item) -> str:
    group = scheme.level_1(item)
    return f"{group.title}：{item.title}" if group else item.title


def goal(found: Standing, item: Item) -> float | None:
    targets = {sheet.of_item[item.item].row["target"] for sheet in found.sheets} - {None}
    return float(targets.pop()) if len(targets) == 1 and item.rule in ("proportion", "shortfall") else None


def answer(found: Standing, seen: Sequence[Sheet], points: np.ndarray, goals: Mapping[str, Decimal]) -> None:
    """Before and after, body by body."""
    if not points.sum():
        st.error("分值合计为0，无法计算。请至少给一项分值。")
        return
    now_of, then_of = attained(seen), attained(rescored(found, seen, goals))
    old = totals(now_of, now_of.points)
    new = totals(then_of, points)
    groups = [found.category(body) for body in now_of.bodies]
    whole = np.array([not sheet.open for sheet in seen])
    # Measured by the same yardstick: the new points may add to another sum, and a body be left without any.
    share = float(found.scheme.rank_from_base / found.scheme.points)
    based = [
        bases(of, weights) >= share * weights.sum() - 1e-9
        for of, weights in ((now_of, now_of.points), (then_of, points))
    ]
    known = ~np.isnan(old) & ~np.isnan(new) & np.array([found.whole(group) for group in groups])
    taking_part = whole & known & based[0] & based[1]
    few = {
        g
        for g in set(groups)
        if sum(n == g and t for n, t in zip(groups, taking_part, strict=True)) < found.scheme.rank_from_bodies
    }
    taking_part &= np.array([group not in few for group in groups])
    rank_old, rank_new = ranks(old, groups, taking_part), ranks(new, groups, taking_part)
    firm = firmness(then_of, points, groups, taking_part) if taking_part.any() else {}
    moved = int((rank_old[taking_part] != rank_new[taking_part]).sum())
    regraded = sum(
        graded(s, a) != graded(s, b) for s, a, b, w in zip(seen, old, new, whole, strict=True) if w
    )
    st.html(
        f'<p class="reading"><b>{moved}</b>个单位排名改变，<b>{regraded}</b>个单位等次改变（共{int(taking_part.sum())}个单位参加排名）。</p>'
    )
    frame = table(found, seen, (old, new), (rank_old, rank_new), firm)
    order = {category: n for n, category in enumerate(found.now.definitions.categories.values())}
    frame = frame.sort_values("类别", key=lambda column: column.map(order), kind="stable")
    note = (
        f"“排名稳不稳”：把全部分值各自随机改变±{SPREAD:.0%}，共{TIMES}次，十次里九次落在的名次；括号里是最好和最差。"
        f"名次变动大的，不宜据以评优罚劣。基数不足（按现在或测算的分值）{number(found.scheme.rank_from_base)}分、未评完，同类没有全部公布或可比的不足{found.scheme.rank_from_bodies}个的不排名。"
    )
    st.html(f'<div class="whole">{html_table(frame, "测算结果", note, group="类别")}</div>')


def rescored(found: Standing, seen: Sequence[Sheet], goals: Mapping[str, Decimal]) -> Sequence[Sheet]:
    """The same sheets by other targets; what assessors gave stays, and so does every other item of a locked year."""
    if not goals:
        return seen
    scheme: Scheme = found.scheme
    rows = queries.rescored(found.now.warehouse, scheme.year, scheme.version, goals)
    other = {(row["body"], row["item"]): row for row in rows if row["item"] in goals}
    return [
        replace(
            sheet,
            lines=[
                replace(line, row=other.get((sheet.body, line.item.item), line.row)) for line in sheet.lines
            ],
        )
        for sheet in seen
    ]


def graded(sheet: Sheet, value: float) -> str:
    return sheet.graded(Decimal(f"{value:.2f}")).title if not np.isnan(value) else "—"


def table(
    found: Standing,
    seen: Sequence[Sheet],
    values: tuple[np.ndarray, np.ndarray],
    placed: tuple[np.ndarray, np.ndarray],
    firm: Mapping[str, Firmness],
) -> pd.DataFrame:
    rows = []
    for sheet, old, new, was, is_ in zip(seen, *values, *placed, strict=True):
        rows.append(
            {
                "类别": found.category(sheet.body),
                "单位": found.name(sheet.body) + ("（未评完）" if sheet.open else ""),
                "现总分": "—" if np.isnan(old) else f"{old:.2f}",
                "测算总分": "—" if np.isnan(new) else f"{new:.2f}",
                "变化": "—" if np.isnan(new - old) else f"{new - old:+.2f}".replace("-", "−"),
                "等次": arrow(graded(sheet, old), graded(sheet, new)) if not sheet.open else "未定",
                "同类排名": "—" if np.isnan(was) else arrow(f"{was:.0f}", f"{is_:.0f}"),
                "排名稳不稳": steady(firm.get(sheet.body)),
            }
        )
    return pd.DataFrame(rows)


def arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def steady(one: Firmness | None) -> str:
    if one is None:
        return ""
    usual = (
        f"{one.usual_best}" if one.usual_best == one.usual_worst else f"{one.usual_best}～{one.usual_worst}"
    )
    return f"{usual}（{one.best}～{one.worst}）"
