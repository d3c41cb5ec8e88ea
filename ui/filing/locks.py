"""Locking a year, and reopening it for a reason."""

from datetime import date
from html import escape

import streamlit as st

from ledger import Ledger
from ledger.folder import data_folder
from ledger.locks import Lock
from ui.access import here as access
from ui.filing import here, words
from ui.filing.telling import tell
from ui.markdown import literal


def shown() -> None:
    """How the years stand, and the way to change that."""
    if not access.may("lock"):
        return
    st.html('<h2 class="definition-section">年度锁定</h2>')
    with Ledger(data_folder().ledger) as ledger:
        locked, history = ledger.locked_years(), ledger.locks()
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    newest = date.today().year
    year = left.selectbox(
        "年度", range(newest, newest - 8, -1), format_func=lambda y: f"{y}年", key="lock-year", index=1
    )
    with right:
        if year in locked:
            reopen(year)
        elif st.button(f"锁定{year}年，不再接受报送", icon=":material/lock:", key="lock"):
            change(year, True)
    if history:
        st.html(
            '<ul class="remarks">'
            + "".join(f"<li>{line(lock)}</li>" for lock in history[::-1][:20])
            + "</ul>"
        )


def line(lock: Lock) -> str:
    """“2026-03-01 09:30　chen　锁定2025年”."""

    act = f"{'锁定' if lock.locked else '重新开放'}{lock.year}年"
    reason = f"：{lock.reason}" if lock.reason else ""
    return escape(f"{words.moment(lock.at)}　{lock.who}　{act}{reason}")


def reopen(year: int) -> None:
    """Only with a reason: the figures others have relied on will change."""
    reason = st.text_input(f"{year}年已锁定。重新开放的理由", key=f"reopen-{year}")
    if st.button("重新开放", icon=":material/lock_open:", key="reopen"):
        if not reason.strip():
            st.error("请先写明重新开放的理由。")
            return
        change(year, False, reason)


def change(year: int, locked: bool, reason: str = "") -> None:
    if not access.may("lock"):
        return
    with here.reader().acting(), Ledger(data_folder().ledger) as ledger:
        ledger.set_lock(year, locked, reason)
    tell(literal(f"{year}年已{'锁定' if locked else '重新开放'}。"))
