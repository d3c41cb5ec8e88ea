"""我的报送: what is owed, sending it, and what became of what was sent."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from definitions import load_definitions
from etl.judge import Checked
from etl.model import ERROR
from ledger.filings import Changed, Filing, OutOfTurn, Overlapping
from ui.access.gate import base_path
from ui.cell import Cell
from ui.filing import check, differences, here, meanwhile, owed, uploads, words
from ui.filing.telling import OPEN, tell, told
from ui.markdown import literal
from ui.navigation import url_of
from ui.served import served
from ui.tables import html_table

PAGE = "returns/mine.py"
_SEEN = "_filing_seen"
"""In the session: draft → the numbers of others' filings that its submission would replace, as last drawn."""


def shown() -> None:
    """The whole page."""
    reader, definitions = here.reader(), load_definitions()
    own = here.own("upload") or frozenset()
    bodies = [b for b in definitions.bodies.values() if b.body in own and b.valid_to is None]
    filings = here.filings().listed(own, reader.name)
    if not bodies:
        st.html('<p class="state-text">您的账户没有列出单位，不能报送。请联系管理员。</p>')
        return
    told()
    chosen = opened(filings)
    left, right = st.columns([3, 1])
    body = left.selectbox("单位", bodies, format_func=lambda b: b.name, key="filing-body")
    years = range(date.today().year - 1, date.today().year - 7, -1)
    begin = of_filing(chosen, years)
    year = right.selectbox("报送年度", years, index=begin, format_func=lambda y: f"{y}年", key="filing-year")
    if year in here.filings().locked_years():
        st.info(f"{year}年已锁定，不再接受报送。确需更正请联系审核人员。", icon=":material/lock:")
    owed.shown(definitions, body, year, served(own), filings)
    filings = uploads.shown(filings)
    if chosen is not None:
        act_on(chosen)
    sent(filings)


def opened(filings: Sequence[Filing]) -> Filing | None:
    """The filing the address names, if it is one of the reader's."""
    asked = st.query_params.get(OPEN, "")
    found = next((one for one in filings if str(one.filing) == asked), None)
    if asked and found is None:
        st.warning(literal(f"没有第{asked}号报送，或不属于本单位。"))
    return found


def of_filing(filing: Filing | None, years: range) -> int:
    """Where among the years a filing's stands, to begin with; the newest where there is none."""
    own = {year for _, year, _ in filing.parts} if filing else set()
    return next((position for position, year in enumerate(years) if year in own), 0)


def act_on(filing: Filing) -> None:
    """Lays it open, with what its sender may do now."""
    if filing.state == "uploaded":
        check.heading(filing)
        return
    filing = meanwhile.laid_before(filing)
    checked, reasons = check.shown(filing, asking=filing.state == "draft")
    if filing.state == "draft":
        draft(filing, checked, reasons)
    elif filing.state == "returned":
        st.html('<p class="reading">请按审核意见改正原文件，在上面重新上传。</p>')
        if st.button("从列表中删去", key="discard"):
            discard(filing)


def draft(filing: Filing, checked: Sequence[Checked], reasons: check.Reasons) -> None:
    """Off to the reviewer, later, or away."""
    # A reason just typed arrives with the click: so the button waits for errors only, not for reasons.
    wrong = any(fault.level == ERROR for one in checked for fault in one.open_faults)
    seen = seen_before(filing, overlapping(filing, checked))
    with st.container(horizontal=True):
        send = st.button("提交", type="primary", disabled=wrong, icon=":material/send:", key="submit")
        keep = st.button("保存说明，以后再交", key="keep", disabled=reasons == filing.reasons)
        gone = st.button("删去草稿", key="discard")
    if send and not all(one.ok for one in checked):
        st.error(check.verdict(checked))
    elif send:
        submit(filing, reasons, seen)
    elif keep:
        note(filing, reasons)
    elif gone:
        discard(filing)


def note(filing: Filing, reasons: check.Reasons) -> None:
    try:
        with here.reader().acting():
            here.filings().note(filing.filing, reasons, steps=len(filing.course))
    except Changed as error:
        meanwhile.refuse(error)
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，没有保存。请刷新页面。")
        return
    meanwhile.wrote(filing)
    tell("说明已保存。", filing.filing)


def overlapping(filing: Filing, checked: Sequence[Checked]) -> list[Filing]:
    """Others that wait for review with the same returns: said, cell by cell, before the sender takes their place."""
    waiting = [
        one
        for one in here.filings().listed(here.own("upload"), here.reader().name)
        if one.state == "submitted" and one.filing != filing.filing and set(one.parts) & set(filing.parts)
    ]
    for one in waiting:
        st.warning(
            literal(
                f"{one.account} 已在{words.moment(one.at)}提交了同样的报表（第{one.filing}号，待审核）。"
                "提交本份会替换那一份。"
            )
        )
        unlike = differences.between(load_definitions(), checked, here.checked(one, one.reasons))
        if unlike.empty:
            st.html('<p class="reading">两份的数字完全相同。</p>')
        else:
            st.html(html_table(unlike, f"本份与第{one.filing}号不同的{len(unlike)}格"))
    return waiting


def seen_before(filing: Filing, shown: Sequence[Filing]) -> list[int]:
    """The numbers of those laid before the sender until now; the ones `shown` in this run count from his next click.

    A click draws the page anew before it is heeded: what a colleague submitted meanwhile was not on the screen yet.
    """
    before: dict[int, list[int]] = st.session_state.get(_SEEN, {})
    st.session_state[_SEEN] = {filing.filing: [one.filing for one in shown]}
    return before.get(filing.filing, [])


def submit(filing: Filing, reasons: check.Reasons, seen: Sequence[int]) -> None:
    try:
        with here.reader().acting():
            here.filings().submit(filing.filing, reasons, seen, steps=len(filing.course))
    except Changed as error:
        meanwhile.refuse(error)
    except Overlapping as error:
        names = "、".join(f"第{one.filing}号（{one.account}）" for one in error.others)
        st.error(literal(f"刚才有人提交了同样的报表：{names}。请先看一看，再决定是否替换。"))
        return
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，没有重复提交。请刷新页面。")
        return
    meanwhile.forget(filing)
    tell(f"第{filing.filing}号已提交，等待审核。", filing.filing)


def discard(filing: Filing) -> None:
    try:
        with here.reader().acting():
            here.filings().discard(filing.filing, steps=len(filing.course))
    except Changed as error:
        meanwhile.refuse(error)
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，不能删去。请刷新页面。")
        return
    meanwhile.forget(filing)
    tell(f"第{filing.filing}号已从列表中删去，原文件仍有存档。")


def sent(filings: Sequence[Filing]) -> None:
    """Everything that was sent, the newest first."""
    listed = [one for one in filings if one.state != "discarded"]
    st.html('<h2 class="definition-section">报送记录</h2>')
    if not listed:
        st.html('<p class="reading">还没有报送。下载模板，填好后在上面上传。</p>')
        return
    st.html(html_table(sent_table(listed, PAGE), "报送记录"))


def sent_table(filings: Sequence[Filing], page: str) -> pd.DataFrame:
    """A line a filing; its number lays it open."""
    definitions = load_definitions()
    return pd.DataFrame(
        {
            "编号": [
                Cell(f"第{f.filing}号", f"{base_path()}/{url_of(page)}?{OPEN}={f.filing}") for f in filings
            ],
            "文件": [words.names(f) for f in filings],
            "单位": ["、".join(definitions.bodies[b].short_name for b in f.bodies) or "—" for f in filings],
            "年度": ["、".join(sorted({str(year) for _, year, _ in f.parts})) or "—" for f in filings],
            "上传人": [f.account for f in filings],
            "状态": [words.state(f) for f in filings],
            "时间": [words.moment(f.at) for f in filings],
        }
    )
