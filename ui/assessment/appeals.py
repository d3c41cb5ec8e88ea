"""申诉: what bodies object to, and what was decided."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from assessment.reasons import given_text, reason_text, score_text
from assessment.words import number
from ledger.assessments import Appeal, NotNow
from ui.access import here as access
from ui.assessment import sheet as sheets
from ui.assessment.fields import MOST_TEXT, NoScore, labelled, parsed
from ui.assessment.standing import Standing, assessments, moment, reader, refused, standing, tell, told
from ui.context import Context
from ui.markdown import literal
from ui.tables import html_table

KEPT, CHANGED, OUT = "维持原分", "改分", "这一项不适用于该单位，移出基数"


def shown(now: Context) -> None:
    """The whole page."""
    told()
    found = standing(now, "appeals")
    if found is None:
        return
    own = reader().own(now.definitions, "appeals")
    listed = [
        one
        for one in found.course.appeals
        if own is None or (one.appeal.body in own and found.sheet(str(one.appeal.body)) is not None)
    ]
    waiting = [one for one in listed if one.ruling is None]
    if not listed:
        st.html(
            '<p class="state-text">没有申诉。得分公布以后，单位可以在“单位评分表”页对任何一项提出申诉。</p>'
        )
        return
    st.html(f'<p class="reading">{len(listed)}件申诉，{len(waiting)}件待决定。</p>')
    for one in waiting:
        with st.container(border=True):
            laid_open(found, one)
            if found.course.lock is None:
                act(found, one)
    decided([one for one in listed if one.ruling is not None], found)


def laid_open(found: Standing, one: Appeal) -> None:
    """What is objected to, and what the score rests on."""
    of = one.appeal
    sheet = found.sheet(str(of.body))
    line = sheet.of_item.get(str(of.item)) if sheet else None
    if sheet is None or line is None:
        # It waits all the same, and nothing can be locked before it is decided.
        st.html(
            f'<p class="reading">{escape(found.name(str(of.body)))}：{escape(str(of.item))}。这一项已不在方案里，'
            f"或该单位当年已不参加考核。申诉的理由：{escape(of.reason)}</p>"
        )
        return
    wanted = "没有写" if one.wanted is None else given_text(line.item, one.wanted, False)
    st.html(
        f'<h3 class="panel-title">{escape(found.name(sheet.body))}：{escape(line.item.title)}</h3><dl class="facts">'
        f"<dt>现得分</dt><dd>{escape(score_text(line))}　{escape(reason_text(line, found.now.definitions))}</dd>"
        f"<dt>要求</dt><dd>{escape(wanted)}</dd><dt>理由</dt><dd>{escape(of.reason)}</dd>"
        f"<dt>提出</dt><dd>{escape(of.who)}，{moment(of.at)}</dd></dl>"
    )
    sheets.evidence([of])
    sheets.cells(found, sheet, line)


def act(found: Standing, one: Appeal) -> None:
    """The assessor decides; the body may take it back."""
    if access.may("score"):
        rule(found, one)
    elif sheets.own(str(one.appeal.body)) and st.button("撤回申诉", key=f"withdraw-{one.appeal.step}"):
        try:
            with reader().acting():
                assessments().withdraw(found.now.year, one.appeal.step)
        except NotNow as error:
            refused(error)
            return
        tell("申诉已撤回。")


def rule(found: Standing, one: Appeal) -> None:
    of = one.appeal
    item = found.scheme.items.get(str(of.item))
    if item is None or found.sheet(str(of.body)) is None:
        choices = [KEPT]  # there is no score to change any more
    else:
        choices = [KEPT, CHANGED, *([OUT] if item.kind == "points" else [])]
    with st.form(f"rule-{of.step}", border=False):
        # Nothing is chosen beforehand: neither the body's wish nor the score as it is comes about by pressing Enter.
        decision = st.radio("决定", choices, index=None, horizontal=True, key=f"rule-{of.step}-choice")
        text = ""
        if item is not None and CHANGED in choices:
            wanted = "" if one.wanted is None else number(one.wanted)
            text = st.text_input(labelled("改为", item), value=wanted, key=f"rule-score-{of.step}")
        why = st.text_input("决定的理由（必填）", key=f"rule-why-{of.step}", max_chars=MOST_TEXT)
        sent = st.form_submit_button("作出决定", type="primary", icon=":material/gavel:")
    if not sent:
        return
    if decision is None or not why.strip():
        st.error("没有保存：请选择决定，并写明理由。")
        return
    try:
        score = parsed(text, item) if item is not None and decision == CHANGED else None
        with reader().acting():
            assessments().rule(found.now.year, of.step, score, why, decision == OUT)
    except NoScore as error:
        st.error(literal(f"没有保存：{error}。"))
        return
    except NotNow as error:
        refused(error)
        return
    tell(f"{found.name(str(of.body))}“{item.title if item else of.item}”的申诉已决定。")


def decided(listed: Sequence[Appeal], found: Standing) -> None:
    if not listed:
        return
    items = found.scheme.items
    st.html('<h2 class="definition-section">已决定</h2>')
    frame = pd.DataFrame(
        {
            "单位": [found.name(str(one.appeal.body)) for one in listed],
            "项目": [
                items[str(o.appeal.item)].title if o.appeal.item in items else str(o.appeal.item)
                for o in listed
            ],
            "要求": [sheets.stepped(items.get(str(one.appeal.item)), one.appeal) for one in listed],
            "申诉理由": [one.appeal.reason for one in listed],
            "决定": [
                sheets.stepped(items.get(str(one.appeal.item)), one.ruling) for one in listed if one.ruling
            ],
            "决定的理由": [one.ruling.reason for one in listed if one.ruling],
            "时间": [moment(one.ruling.at) for one in listed if one.ruling],
        }
    )
    st.html(html_table(frame, "已决定的申诉"))
