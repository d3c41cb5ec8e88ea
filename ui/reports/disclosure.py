"""公开统计表 on screen: the table as it will leave, what was checked before, and the files."""

from html import escape

import pandas as pd
import streamlit as st

from reports.disclosure import disclosed
from reports.disclosure_files import head_text, table_html, to_docx, to_html, to_xlsx
from reports.disclosure_model import WAN_YUAN, YUAN, Disclosed, text_of
from reports.word import MEDIA as WORD
from ui import address, panel
from ui.access import here
from ui.context import Context
from ui.remembered import remembered
from ui.reports.pack import file_title
from ui.words import REPORTED_BY_BODIES

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_IS, MERGED = "as_is", "merged"
FILES = (
    ("Excel", "xlsx", EXCEL, to_xlsx),
    ("Word", "docx", WORD, to_docx),
    ("网页 HTML", "html", "text/html", to_html),
)


def shown(now: Context) -> None:
    """The choices, the checks, the files, and the table."""
    code, unit, rule = choices(now)
    found = made(now, code, unit, rule)
    st.html(checks_html(found))
    files(now, found, code, unit, rule)
    table(now, code, unit, rule)


def choices(now: Context) -> tuple[str, str, str]:
    """Which table, amounts in what, and what is done with small numbers; all in the address."""
    tables = {code: one.title for code, one in now.definitions.disclosure.items()}
    left, middle, right = st.columns([2, 1, 1])
    with left:
        code = address.choice("table", "统计表", tables, next(iter(tables)))
    with middle:
        unit = address.choice("unit", "金额单位", [WAN_YUAN, YUAN], WAN_YUAN)
    with right:
        rules = (
            {AS_IS: "照列", MERGED: "小数合并列示"}
            if now.definitions.disclosure[code].small
            else {AS_IS: "照列"}
        )
        rule = address.choice("small", "小数的处理", rules, AS_IS, quiet=True)
    return code, unit, rule


@remembered
def made(now: Context, code: str, unit: str, rule: str) -> Disclosed:
    publish = f"第{now.publish.number}次发布（{now.publish.date}）"
    return disclosed(
        now.warehouse,
        now.definitions,
        now.definitions.disclosure[code],
        now.body,
        now.year,
        unit=unit,
        merge_small=rule == MERGED,
        source=f"来源：{REPORTED_BY_BODIES}；{publish}",
    )


def checks_html(found: Disclosed) -> str:
    """What was looked at, and what somebody must know of."""
    items = "".join(
        f'<li class="{"fine" if check.ok else "off"}"><b>{"✓" if check.ok else "！"}</b> {escape(check.text)}</li>'
        for check in found.checks
    )
    return f'<h3 class="panel-title">导出前核对</h3><ul class="checks">{items}</ul>'


def files(now: Context, found: Disclosed, code: str, unit: str, rule: str) -> None:
    """The three files; where something does not agree, only for who says that he knows."""
    if not here.may("download"):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="disclosure-files"):
        known = found.clean or st.checkbox("以上情况已知悉", key=f"known-{code}-{now.body}-{now.year}")
        for title, ending, media, write in FILES:
            st.download_button(
                title,
                data=lambda write=write: write(found),  # type: ignore[misc]
                file_name=f"{file_title(found.title)}.{ending}",
                mime=media,
                key=f"file-{ending}",
                on_click="ignore",
                disabled=not known,
                icon=":material/download:",
            )


@panel.shown
def table(now: Context, code: str, unit: str, rule: str) -> panel.Part:
    """The table with its notes; it can be given a figure number like any other."""
    found = made(now, code, unit, rule)
    caption = now.caption(found.title, pd.DataFrame(), unit="", demonstration=found.demonstration)
    return panel.TablePanel(
        caption, display(found), "disclosure",
        text=f'<h3 class="panel-title">{escape(found.title)}</h3><div class="disclosure">{table_html(found)}</div>',
    )  # fmt: skip


def display(found: Disclosed) -> pd.DataFrame:
    """The same as a display frame."""
    columns = [f"{head.group.split('（')[0]}：{head_text(head)}" for head in found.heads]
    rows = [
        [line.name, *(text_of(cell, head) for cell, head in zip(line.cells, found.heads, strict=True))]
        for line in found.rows
    ]
    return pd.DataFrame(rows, columns=["单位", *columns])
