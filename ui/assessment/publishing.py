"""Making scores known to the bodies, taking them back, locking the year and opening it again."""

from html import escape

import streamlit as st

from assessment.results import results
from etl import frozen
from ledger.assessments import NotNow
from ledger.folder import data_folder
from ui.access import here as access
from ui.assessment.differing import differing
from ui.assessment.standing import Standing, assessments, moment, reader, refused, tell
from ui.tables import html_table

WHY = {
    "no_data": "还没有已发布的数据。",
    "no_scheme": "这个年度没有考核方案。",
    "open": "还有没评完的单位：",
    "unpublished": "还有没公布得分的单位：",
    "changed": "公布以后有报送更正，得分与公布时不同，请收回后重新公布：",
    "not_repeatable": "定义改动后还没有重新发布，或报送的存档不完整，得分不能重算。请先运行 python -m etl rebuild。涉及：",
}


def shown(found: Standing) -> None:
    """What can be done with the year as it stands."""
    if not access.may("score"):
        return
    st.html('<h2 class="definition-section">公布和锁定</h2>')
    if found.course.lock:
        reopen(found)
        return
    changed(found)
    left, right = st.columns(2)
    with left:
        publish(found)
    with right:
        recall(found)
    lock(found)


def changed(found: Standing) -> None:
    """Bodies whose scores are no longer what they were told."""
    listed = frozen.since_published(found.sheets, found.course)
    if not listed:
        return
    st.html(
        '<p class="reading">公布以后有报送更正，下列得分与公布时不同。请收回后重新公布，单位才知道新的得分；否则不能锁定。</p>'
    )
    st.html(html_table(differing(found, listed), "公布以后改变的得分"))


def publish(found: Standing) -> None:
    ready = {
        sheet.body: found.name(sheet.body) for sheet in found.sheets if not sheet.open and not sheet.published
    }
    waiting = sum(bool(sheet.open) for sheet in found.sheets)
    if not ready:
        st.html(f'<p class="reading">没有可公布的单位；{waiting}个单位还没评完。</p>')
        return
    chosen = st.multiselect(
        f"评完、尚未公布的单位（{len(ready)}）",
        list(ready),
        format_func=ready.__getitem__,
        placeholder="点这里选择",
        key="publish",
    )
    if st.checkbox(f"全部{len(ready)}个", key="publish-all"):
        chosen = list(ready)
    if st.button(
        f"公布给{len(chosen)}个单位", disabled=not chosen, icon=":material/campaign:", key="publish-now"
    ):
        try:
            with reader().acting():
                told = {one["body"]: one for one in results(found.sheets)}
                assessments().publish(found.now.year, chosen, found.scheme.version, told)
        except NotNow as error:
            refused(error)
            return
        st.session_state.pop("publish-all", None)
        tell(f"已向{len(chosen)}个单位公布得分；单位可以逐项申诉。")


def recall(found: Standing) -> None:
    known = {sheet.body: found.name(sheet.body) for sheet in found.sheets if sheet.published}
    if not known:
        return
    body = st.selectbox(
        "收回已公布的得分", list(known), format_func=known.__getitem__, key="recall", placeholder="请选择"
    )
    why = st.text_input("收回的理由", key="recall-why")
    if st.button("收回", disabled=not why.strip(), icon=":material/undo:", key="recall-now"):
        try:
            with reader().acting():
                assessments().recall(found.now.year, body, why)
        except NotNow as error:
            refused(error)
            return
        tell(f"已收回{known[body]}的得分，可以重新评定。")


def lock(found: Standing) -> None:
    if not st.button(f"锁定{found.now.year}年考核", icon=":material/lock:", key="lock-scores"):
        return
    try:
        with st.spinner("正在锁定……"), reader().acting():
            frozen.lock(data_folder(), assessments(), found.now.year)
    except frozen.CannotLock as error:
        names = "、".join(found.name(body) for body in error.bodies[:8])
        more = f"等{len(error.bodies)}个" if len(error.bodies) > 8 else ""
        st.error(f"没有锁定：{WHY[error.why]}{names}{more}")
        return
    except frozen.CannotReplay as error:
        st.error(f"没有锁定：{error.what}。请从备份恢复。")
        return
    except NotNow as error:
        refused(error)
        return
    tell(
        f"{found.now.year}年考核已锁定。得分可随时用 python -m etl score --year {found.now.year} --verify 重算核对。"
    )


def reopen(found: Standing) -> None:
    at = found.course.lock
    assert at is not None
    said = f"{moment(at.at)} {at.who} 锁定，依据第{at.said['publish']}次发布。"
    st.html(f'<p class="reading">{escape(said)}</p>')
    left, right = st.columns(2)
    with left:
        if st.button("从锁定时的数据重算核对", icon=":material/verified:", key="verify"):
            verify(found)
    with right:
        why = st.text_input("重新开放的理由", key="reopen-why")
        if st.button("重新开放", disabled=not why.strip(), icon=":material/lock_open:", key="reopen-scores"):
            with reader().acting():
                assessments().reopen(found.now.year, why)
            tell(f"{found.now.year}年考核已重新开放；锁定时的得分仍有存档。")


def verify(found: Standing) -> None:
    """Works the scores out again, here and now."""
    try:
        with st.spinner("正在从锁定时的方案、报送和决定重算……"):
            replay = frozen.verify(data_folder(), assessments(), found.now.year)
    except frozen.CannotReplay as error:
        st.error(f"无法重算：{error.what}。请从备份恢复。")
        return
    except frozen.NotLocked:
        st.error("考核刚刚被重新开放，没有可核对的。")
        return
    if replay.altered:
        st.error("锁定记录或评分经过与操作记录不符：锁定以后有人改动过数据库。请从备份恢复。")
    elif replay.differences:
        st.error(
            f"重算结果有{len(replay.differences)}处与锁定时不同，请运行 python -m etl score --year {found.now.year} --verify 查看。"
        )
    else:
        st.success(
            f"{replay.bodies}个单位、{replay.scores}项得分重算后完全相同。", icon=":material/verified:"
        )
