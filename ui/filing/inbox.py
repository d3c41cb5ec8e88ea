"""报送审核: what waits for a reviewer, laid open, and accepting or returning it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from etl.judge import Checked
from ledger.filings import Filing, Remark
from ui.filing import check, here, locks, mine, reminders, several
from ui.filing.telling import tell, told
from ui.markdown import literal
from ui.tables import html_table

PAGE = "returns/inbox.py"


def shown() -> None:
    """The whole page."""
    several.decided()
    filings = here.filings().listed(here.own("decide"), here.reader().name)
    waiting = [one for one in filings if one.state == "submitted"]
    told()
    if waiting:
        st.html(f'<p class="reading">待审核{len(waiting)}份，先交的在前。点编号打开。</p>')
        st.html(html_table(mine.sent_table(waiting[::-1], PAGE), "待审核的报送"))
        if len(waiting) > 1:
            several.shown(waiting[::-1])
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
    with st.spinner("正在载入并发布……"):
        done, said = several.accept_one(filing)
    if done:
        tell(said)
    st.error(literal(said))


def give_back(filing: Filing, remarks: Sequence[Remark]) -> None:
    done, said = several.return_one(filing, remarks)
    if done:
        tell(said)
    st.error(said)


def settled(filings: Sequence[Filing]) -> None:
    """What was decided, the newest first."""
    done = [one for one in filings if one.state in ("accepted", "returned", "replaced")]
    if done:
        st.html('<h2 class="definition-section">已处理</h2>')
        st.html(html_table(mine.sent_table(done[:100], PAGE), "已处理的报送"))
