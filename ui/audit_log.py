"""The audit as the administrator sees it: filtered, checked for removed or altered lines, and exported."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from definitions import load_definitions
from ledger import Ledger
from ledger.acts import ACTS, BROKEN, HEADS
from ledger.audit import Entry
from ledger.folder import data_folder
from ui import address, frame
from ui.access import here
from ui.audit_words import subject_words, values_words
from ui.tables import csv_bytes, html_table

ANYBODY, ANY_ACT = "", ""
MOST = 300
"""Lines on the page, the newest; the file has them all."""


def shown() -> None:
    """Filters, what they leave of the audit, and the way to the whole of it."""
    path = data_folder().ledger
    if not path.is_file():
        st.html(frame.state("还没有操作记录", "载入报表、登录等操作发生后，会逐行记在这里。"))
        return
    with Ledger(path) as ledger:
        who, act, since, until = filters(ledger.actors())
        found = ledger.audit(who=who or None, act=act or None, since=_day(since), until=_day(until))
        verdict(ledger)
    if not found:
        st.html('<p class="reading">没有符合条件的记录。</p>')
        return
    cut = f"，下面是最新的{MOST}行，导出的文件里有全部" if len(found) > MOST else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<p class="reading">共{len(found)}行{cut}。新的在前。</p>', width="content")
        if here.may("audit"):
            st.download_button(
                "导出CSV",
                data=lambda: csv_bytes(exported(found)),
                file_name=f"操作记录_{date.today().isoformat()}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
    st.html(html_table(read(found[:MOST]), "操作记录"))


def filters(names: Sequence[str]) -> tuple[str, str, date | None, date | None]:
    """Who, which act, from which day, until which day; empty: any."""
    columns = st.columns(4)
    with columns[0]:
        who = address.choice(
            "who", "用户", [ANYBODY, *names], ANYBODY, show=lambda n: n or "全部用户", missing="没有记录"
        )
    with columns[1]:
        act = address.choice("act", "操作", {ANY_ACT: "全部操作", **ACTS}, ANY_ACT)
    since = columns[2].date_input("从", value=None, format="YYYY-MM-DD", key="audit-since")
    until = columns[3].date_input("到", value=None, format="YYYY-MM-DD", key="audit-until")
    return who, act, since, until


def verdict(ledger: Ledger) -> None:
    """Whether the record is whole: asked for, since every line is worked out again."""
    if not st.button("查验有无删改", icon=":material/verified_user:"):
        return
    found = ledger.verify()
    if found.ok:
        st.success(
            f"操作记录共{found.lines}行，逐行相符。最后一行的校验值（可抄下备查）：`{found.lines}:{found.head}`"
        )
    else:
        st.error(
            f"操作记录第{found.broken_at}行{BROKEN[found.reason]}：此行起不可信，之前{found.lines}行相符。"
            "请保存现有数据文件夹备查，并从最近一次备份核对。"
        )


def exported(found: Sequence[Entry]) -> pd.DataFrame:
    """Every line as it is recorded, under the same headings as the command line's export."""
    rows = [
        (str(e.audit), e.at, e.who, e.origin, ACTS.get(e.act, e.act), e.subject, e.before or "", e.after or "", e.hash)
        for e in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(HEADS))


def read(found: Sequence[Entry]) -> pd.DataFrame:
    """The same lines in words."""
    definitions = load_definitions()
    rows = [
        (str(e.audit), e.at[:19].replace("T", " "), e.who, e.origin, ACTS.get(e.act, e.act), subject_words(e.subject, definitions),
         values_words(e.before, definitions), values_words(e.after, definitions))
        for e in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(HEADS[:-1]))


def _day(chosen: date | None) -> str | None:
    return chosen.isoformat() if chosen else None
