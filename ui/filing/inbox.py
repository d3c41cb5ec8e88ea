"""报送审核: what waits for a reviewer, laid open, and accepting or returning it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from etl import filing as filings_of
from etl.judge import Checked
from ledger.filings import Filing, OutOfTurn, Remark
from ledger.folder import data_folder
from ui.filing import check, here, locks, mine, reminders, words
from ui.filing.telling import tell, told
from ui.markdown import literal
from ui.tables import html_table

PAGE = "returns/inbox.py"


def shown() -> None:
    """The whole page."""
    filings = here.filings().listed(here.own("decide"), here.reader().name)
    waiting = [one for one in filings if one.state == "submitted"]
    told()
    if waiting:
        st.html(f'<p class="reading">待审核{len(waiting)}份，先交的在前。点编号打开。</p>')
        st.html(html_table(mine.sent_table(waiting[::-1], PAGE), "待审核的报送"))
    else:
        st.html('<p class="reading">没有待审核的报送。</p>')
    chosen = mine.opened(filings)
    if chosen is not None:
        checked, _ = check.shown(chosen)
        if chosen.state == "submitted":
            decide(chosen, checked)
    settled(filings)
    reminders.shown(filings)
    locks.shown()


def decide(filing: Filing, checked: Sequence[Checked]) -> None:
    """Accept, or return with remarks at the sender's own cells."""
    st.html('<h3 class="panel-title">审核</h3>')
    if not all(one.ok for one in checked):
        st.warning("提交以后已发布的数据有变化，这份报送现在有错误或缺少说明，不能接受，请退回。")
    remarks = remarks_asked(filing)
    with st.container(horizontal=True):
        take = st.button("接受并发布", type="primary", icon=":material/check:", key="accept")
        back = st.button("退回", icon=":material/undo:", key="return", disabled=not remarks)
    if take:
        accept(filing)
    elif back:
        give_back(filing, remarks)


def remarks_asked(filing: Filing) -> list[Remark]:
    """A remark on the whole, and lines for single cells."""
    whole = st.text_area("退回的理由（退回时必填）", key=f"remark-{filing.filing}", height=68)
    with st.expander("逐格意见"):
        lines = st.data_editor(
            pd.DataFrame({"文件": [""], "工作表": [""], "单元格": [""], "意见": [""]}, dtype="object"),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            key=f"cells-{filing.filing}",
        )
    found = [Remark(whole.strip())] if whole.strip() else []
    for line in lines.fillna("").to_dict("records"):
        if text := str(line["意见"]).strip():
            found.append(Remark(text, str(line["文件"]), str(line["工作表"]), str(line["单元格"])))
    return found


def accept(filing: Filing) -> None:
    try:
        with st.spinner("正在载入并发布……"), here.reader().acting():
            loaded = filings_of.accept(data_folder(), here.filings(), filing, here.reader().demonstration)
    except filings_of.NotSound as error:
        said = "；".join(f.message for outcome in error.loaded.outcomes for f in outcome.faults[:3])
        st.error(literal(f"没有接受：与现在已发布的数据核对有问题。{said}"))
        return
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，没有重复接受。请刷新页面。")
        return
    publish = f"第{loaded.published.publish}次发布" if loaded.published else "已发布"
    tell(f"第{filing.filing}号已接受，{publish}。")


def give_back(filing: Filing, remarks: Sequence[Remark]) -> None:
    try:
        with here.reader().acting():
            here.filings().give_back(filing.filing, remarks)
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，没有退回。请刷新页面。")
        return
    tell(f"第{filing.filing}号已退回。")


def settled(filings: Sequence[Filing]) -> None:
    """What was decided, the newest first."""
    done = [one for one in filings if one.state in ("accepted", "returned", "replaced")]
    if done:
        st.html('<h2 class="definition-section">已处理</h2>')
        st.html(html_table(mine.sent_table(done[:100], PAGE), "已处理的报送"))
