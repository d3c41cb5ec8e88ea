"""Accepting or returning several filings with one press; each is decided by itself, and what became of each is said."""

from collections.abc import Sequence

import streamlit as st

from etl import filing as filings_of
from etl.frozen import revised_words
from ledger.filings import Filing, OutOfTurn, Remark
from ledger.folder import data_folder
from ui.filing import here, words
from ui.markdown import literal


def shown(waiting: Sequence[Filing]) -> None:
    """The choice among those that wait, and the two buttons."""
    with st.expander("一次处理几份", icon=":material/checklist:"):
        by_number = {one.filing: one for one in waiting}
        chosen = st.multiselect(
            "选择报送",
            list(by_number),
            format_func=lambda number: f"第{number}号 {words.names(by_number[number])}",
            placeholder="点这里选择，可选几份",
            key="several",
        )
        if st.checkbox(f"全部{len(waiting)}份", key="several-all"):
            chosen = list(by_number)
        why = st.text_input("退回的理由（退回时必填，每份相同）", key="several-why").strip()
        with st.container(horizontal=True):
            # Bound to what was on the screen: one that arrives meanwhile must not be decided unseen.
            st.button(
                f"接受并发布{len(chosen)}份",
                disabled=not chosen,
                icon=":material/check:",
                key="accept-several",
                on_click=_ask,
                args=(chosen, ""),
            )
            st.button(
                f"退回{len(chosen)}份",
                disabled=not (chosen and why),
                icon=":material/undo:",
                key="return-several",
                on_click=_ask,
                args=(chosen, why),
            )


def _ask(numbers: Sequence[int], why: str) -> None:
    st.session_state["_several"] = (tuple(numbers), why)
    st.session_state["several-all"] = False
    st.session_state["several"] = []


def decided() -> None:
    """Does what was asked for, each in its turn; one that cannot be decided so does not keep the others back."""
    numbers, why = st.session_state.pop("_several", ((), ""))
    if not numbers:
        return
    what, left = "退回" if why else "接受", []
    bar = st.progress(0.0, f"正在{what}……")
    own = here.own("decide")
    known = {one.filing: one for one in here.filings().listed(own, here.reader().name)}
    asked = [known[number] for number in numbers if number in known]
    for count, filing in enumerate(asked, start=1):
        ok, said = return_one(filing, [Remark(why)]) if why else accept_one(filing)
        if not ok:
            left.append(f"第{filing.filing}号：{said}")
        bar.progress(count / len(asked), f"正在{what}：{count}/{len(asked)}")
    bar.empty()
    summary = f"{len(asked) - len(left)}份已{what}。"
    if left:
        st.warning(literal("\n\n".join([f"{summary}{len(left)}份没有{what}：", *left])))
    else:
        st.success(summary, icon=":material/check_circle:")


def accept_one(filing: Filing) -> tuple[bool, str]:
    """Loads and publishes it; whether that was done, and what to say."""
    try:
        with here.reader().acting():
            loaded = filings_of.accept(data_folder(), here.filings(), filing, here.reader().demonstration)
    except filings_of.NotSound as error:
        said = "；".join(f.message for outcome in error.loaded.outcomes for f in outcome.faults[:3])
        return False, f"没有接受：与现在已发布的数据核对有问题。{said}"
    except OutOfTurn as error:
        return False, f"这份报送现在是“{words.STATES[error.state]}”，没有重复接受。请刷新页面。"
    publish = f"第{loaded.published.publish}次发布" if loaded.published else "已发布"
    return True, f"第{filing.filing}号已接受，{publish}。{revised_words(data_folder())}"


def return_one(filing: Filing, remarks: Sequence[Remark]) -> tuple[bool, str]:
    """Gives it back with the remarks; whether that was done, and what to say."""
    try:
        with here.reader().acting():
            here.filings().give_back(filing.filing, remarks)
    except OutOfTurn as error:
        return False, f"这份报送现在是“{words.STATES[error.state]}”，没有退回。请刷新页面。"
    return True, f"第{filing.filing}号已退回。"
