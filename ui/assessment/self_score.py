"""What a body says of an item of its own: a self-score with evidence before publication, an appeal after it."""

import streamlit as st

from assessment.sheets import Line, Sheet
from assessment.words import number
from ledger.assessments import NotNow
from ui.assessment.fields import MOST_TEXT, NoScore, asked_files, kept, labelled, parsed, too_many
from ui.assessment.standing import Standing, assessments, reader, refused, tell
from ui.markdown import literal


def shown(found: Standing, sheet: Sheet, line: Line) -> None:
    """The form that fits how the assessment stands."""
    if found.course.lock:
        return
    if sheet.published:
        appeal(found, sheet, line)
    elif line.item.kind != "veto":
        own_score(found, sheet, line)


def own_score(found: Standing, sheet: Sheet, line: Line) -> None:
    item, before = line.item, line.self_score
    # Another form after each saving: the files that were sent are not offered again.
    key = f"{sheet.body}-{item.item}-{before.step if before else 0}"
    with st.form(f"self-{key}", border=True):
        st.html('<h3 class="panel-title">自评</h3>')
        text = st.text_input(
            f"自评分（0 到 {number(item.points)}）",
            value=number(before.score) if before else "",
            key=f"self-score-{key}",
        )
        why = st.text_area(
            "说明",
            value=before.reason if before else "",
            key=f"self-why-{key}",
            height=80,
            max_chars=MOST_TEXT,
        )
        files = asked_files(f"证明材料（方案要求：{item.material}），可以一次选几份", f"self-files-{key}")
        sent = st.form_submit_button("保存自评", type="primary", icon=":material/save:")
    if not sent or too_many(files):
        return
    try:
        score = parsed(text, item)
        with reader().acting():
            assessments().enter_self(found.now.year, sheet.body, item.item, score, why, kept(files))
    except NoScore as error:
        st.error(literal(f"没有保存：{error}。"))
        return
    except NotNow as error:
        refused(error)
        return
    tell(f"“{item.title}”的自评已保存。")


def appeal(found: Standing, sheet: Sheet, line: Line) -> None:
    item = line.item
    if any(one.ruling is None for one in line.appeals):
        st.info("这一项的申诉正在等待决定，见“申诉”页。", icon=":material/hourglass_empty:")
        return
    key = f"{sheet.body}-{item.item}"
    with st.form(f"appeal-{key}", border=True):
        st.html('<h3 class="panel-title">对这一项提出申诉</h3>')
        text = st.text_input(labelled("认为应得的分数", item, "，可不填"), key=f"appeal-score-{key}")
        why = st.text_area("理由（必填）", key=f"appeal-why-{key}", height=80, max_chars=MOST_TEXT)
        files = asked_files("材料，可以一次选几份", f"appeal-files-{key}")
        sent = st.form_submit_button("提出申诉", type="primary", icon=":material/gavel:")
    if not sent:
        return
    if too_many(files):
        return
    if not why.strip():
        st.error("没有提出：请写明理由。")
        return
    try:
        wanted = parsed(text, item) if text.strip() else None
        with reader().acting():
            assessments().appeal(found.now.year, sheet.body, item.item, wanted, why, kept(files))
    except NoScore as error:
        st.error(literal(f"没有提出：{error}。"))
        return
    except NotNow as error:
        refused(error)
        return
    tell(f"对“{item.title}”的申诉已提出，等待决定。")
