"""考核方案: the scheme as it is printed, item by item."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from assessment.words import number, rule_words
from definitions.model import Definitions
from definitions.schemes import BONUS, VETO, Group, Item, Scheme
from etl import frozen
from ledger.folder import data_folder
from ui import address
from ui.assessment.standing import assessments, no_scheme
from ui.context import Context

HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "评分标准",
    "系统如何计分",
    "主要资料",
    "数据来源",
    "负责单位",
    "适用单位",
)


def shown(now: Context) -> None:
    """The whole page."""
    try:
        found = frozen.scheme_of(data_folder(), now.definitions, assessments().course(now.year))
    except frozen.CannotReplay as error:
        st.error(f"{now.year}年考核已锁定，但无法显示：{error.what}。请从备份恢复。")
        return
    if found is None:
        no_scheme(now)
        return
    now = replace(now, definitions=found[0])
    chosen = version(now, found[1])
    st.html(said(chosen))
    st.html(tree(chosen, now.definitions))
    for kind, title in ((BONUS, "加分项"), (VETO, "一票否决")):
        if items := chosen.of_kind(kind):
            st.html(f'<h2 class="definition-section">{title}</h2>')
            st.html(others(chosen, items, title, now.definitions))
    st.html('<h2 class="definition-section">等次</h2>' + grades(chosen))


def version(now: Context, counting: Scheme) -> Scheme:
    """The version that counts; where a year has several, the one chosen."""
    own = {s.scheme: s for s in now.definitions.schemes.values() if s.year == now.year}
    if len(own) < 2:
        return counting
    titles = {code: f"第{s.version}版（{s.effective_from} 起）" for code, s in own.items()}
    return own[
        address.choice("scheme", "版本", titles, counting.scheme, missing="不是这一年的方案", quiet=True)
    ]


def said(scheme: Scheme) -> str:
    until = f"至{scheme.effective_to}" if scheme.effective_to else "起"
    mark = '<span class="demo">演示</span> ' if scheme.demonstration else ""
    return (
        f'<p class="reading">{mark}<b>{escape(scheme.title)}</b>（第{scheme.version}版，{scheme.effective_from} {until}）：'
        f"满分{number(scheme.points)}分，加分最多{number(scheme.bonus_at_most)}分。{escape(scheme.basis)}。<br>"
        "不适用、无此职能和当年没有发生的项目不计入基数，其余按比例折算为满分；"
        f"基数不足{number(scheme.rank_from_base)}分的单位不排名。</p>"
    )


def tree(scheme: Scheme, definitions: Definitions) -> str:
    """Three levels, each level-1 and level-2 item beside all below it."""
    rows = []
    for first in scheme.of_level(1):
        for second in (group for group in scheme.of_level(2) if group.of == first.group):
            for item in scheme.below(second.group):
                lead = ""
                if item is scheme.below(first.group)[0]:
                    lead += spanning(first, len(scheme.below(first.group)))
                if item is scheme.below(second.group)[0]:
                    lead += spanning(second, len(scheme.below(second.group)))
                rows.append(f"<tr>{lead}{cells(item, scheme, definitions)}</tr>")
    return table(scheme.title, HEADS, rows)


def spanning(group: Group, rows: int) -> str:
    text = f"{escape(group.title)}<br><small>{number(group.points)}分</small>"
    return f'<th scope="rowgroup" rowspan="{rows}" class="level">{text}</th>'


def cells(item: Item, scheme: Scheme, definitions: Definitions) -> str:
    bodies = "、".join(definitions.categories[c] for c in item.categories) or "全部"
    points = number(item.points) if item.kind != VETO else "—"
    texts = (
        item.standard,
        rule_words(item, scheme, definitions),
        item.material,
        item.source,
        item.responsible,
        bodies,
    )
    looks = ("long", "long", "", "", "", "")
    return f'<th scope="row">{escape(item.title)}</th><td class="number">{points}</td>' + "".join(
        f'<td class="{look or "wrap"}">{escape(text)}</td>' for text, look in zip(texts, looks, strict=True)
    )


def others(scheme: Scheme, items: Sequence[Item], title: str, definitions: Definitions) -> str:
    heads = (title, "最多分值", *HEADS[4:])
    return table(title, heads, [f"<tr>{cells(item, scheme, definitions)}</tr>" for item in items])


def grades(scheme: Scheme) -> str:
    parts = [f"{grade.title}：{number(grade.at_least)}分以上" for grade in list(scheme.grades.values())[:-1]]
    last = list(scheme.grades.values())[-1]
    return f'<p class="reading">{escape("；".join(parts))}；其余为{escape(last.title)}。</p>'


def table(title: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<div class="table-box whole" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="data scheme"><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
