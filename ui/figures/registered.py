"""The register as its readers see it: every figure that was taken along, and which of them no longer hold."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from ledger.figures import Export, Figure, number_of, serial_of
from ledger.folder import data_folder
from ui import address, frame
from ui.access import here
from ui.cell import Cell
from ui.figures import checking, issuing, ways
from ui.figures.checking import Checked
from ui.tables import csv_bytes, html_table
from ui.words import joined

CHANGED, ALL = "changed", "all"
TOLD = 3
"""Changes of a figure that are told in the list; its own page has all."""
FORMS = {code: form.title for code, form in ways.FORMS.items()} | {
    "number": "",
    "svg": ways.VECTOR.title,
    "copy": "复制图片",
    "word": "Word素材",
}


def shown() -> None:
    """A field for a number, then the figures: those that no longer hold first."""
    reader = here.reader()
    if reader is None:
        return
    asked()
    register = issuing.register() if data_folder().ledger.is_file() else None
    figures = [f for f in register.listed() if issuing.may_see(reader, f)] if register else []
    if register is None or not figures:
        st.html(
            frame.state(
                "还没有登记的图表",
                "在任何图表下方点“下载”，就会得到图号；取走的图表都登记在这里，可随时核对。",
            )
        )
        return
    found = checked(figures)
    listed(found, register.exports())


def asked() -> None:
    """Opens a figure by its number."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width=260):
            number = address.text("number", "按图号打开", placeholder="如 100-014")
        if not number:
            return
        serial = serial_of(number)
        if serial is None:
            st.html('<p class="reading">图号不对：共六位或更多数字，最后一位是校验码。请核对。</p>')
        else:
            plain = number_of(serial)
            st.html(
                f'<p class="reading"><a href="{ways.page(plain)}" target="_blank">打开图号 {plain}</a></p>'
            )


def checked(figures: Sequence[Figure]) -> list[Checked]:
    """Every figure held against the publish being served; what was found for it before is remembered."""
    view = checking.view_now()
    waiting = len(figures) - len(checking.known_of(figures))
    progress = st.progress(0.0, "正在与现在的数据核对……") if waiting > TOLD else None
    found = []
    for i, figure in enumerate(figures, start=1):
        found.append(checking.check_one(view, figure))
        if progress:
            progress.progress(i / len(figures), f"正在与现在的数据核对……{i}/{len(figures)}")
    if progress:
        progress.empty()
    return found


def listed(found: Sequence[Checked], exports: Mapping[int, Sequence[Export]]) -> None:
    """The list, and its file."""
    stale = [one for one in found if one.stale]
    said = f"共登记{len(found)}个图号，" + (
        f"其中{len(stale)}个与现在的数据不同：已写进报告的请核对。" if stale else "都与现在的数据一致。"
    )
    st.html(f'<p class="reading">{said}</p>')
    which = (
        address.part("show", "显示", {CHANGED: f"有变化（{len(stale)}）", ALL: f"全部（{len(found)}）"}, ALL)
        if stale
        else ALL
    )
    chosen = stale if which == CHANGED else [*stale, *(one for one in found if not one.stale)]
    table = register_table(chosen, exports)
    st.html(html_table(table, "图号登记"))
    st.download_button(
        "导出清单",
        data=lambda: csv_bytes(table),
        file_name=f"图号登记_{date.today().isoformat()}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def register_table(found: Sequence[Checked], exports: Mapping[int, Sequence[Export]]) -> pd.DataFrame:
    """A row a figure: what it is, how it stands, what changed, who took it along as what."""
    return pd.DataFrame(
        {
            "图号": [Cell(one.figure.number, ways.page(one.figure.number)) for one in found],
            "图表": [f"{one.figure.title}（{one.figure.scope}，{one.figure.year}年）" for one in found],
            "现状": [standing(one) for one in found],
            "变化（登记时 → 现在）": [changes_text(one) for one in found],
            "取走的人": [takers(exports.get(one.figure.serial, ())) for one in found],
            "登记": [
                f"{one.figure.at[:16].replace('T', ' ')}，第{one.figure.publish}次发布" for one in found
            ],
        }
    )


def standing(one: Checked) -> str:
    if one.why:
        return "不能比较"
    return f"{len(one.changes)}处不同" if one.changes else "一致"


def changes_text(one: Checked) -> str:
    """“2022年 数值：80% → 75%”, the first few."""
    if one.why:
        return one.why
    told = [f"{change.what}：{change.before} → {change.now}" for change in one.changes[:TOLD]]
    more = [f"另有{len(one.changes) - TOLD}处"] if len(one.changes) > TOLD else []
    return "；".join([*told, *more]) or "–"


def takers(taken: Iterable[Export]) -> str:
    """“li（A4整栏、数据 CSV）；wu”."""
    forms: dict[str, list[str]] = {}
    for export in taken:
        forms.setdefault(export.who, []).append(FORMS.get(export.form, export.form))
    return "；".join(
        who + (f"（{joined([f for f in found if f])}）" if any(found) else "") for who, found in forms.items()
    )
