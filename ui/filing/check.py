"""One filing laid open: what was understood of each file, what is wrong and where, what would change."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from etl.batch import said
from etl.judge import Checked
from etl.marked import MEDIA, marked
from etl.model import EXPLAIN, NOT_REPORTED, Cell, Fault
from ledger.filings import File, Filing
from ledger.folder import data_folder
from ui.access import here as access
from ui.filing import correct, differences, here, meanwhile, words
from ui.markdown import literal
from ui.served import served
from ui.tables import html_table

Reasons = tuple[tuple[str, str], ...]


def heading(filing: Filing) -> None:
    """Which filing it is, how it stands, and what the reviewer said."""
    sent = f"{escape(filing.account)}，{words.moment(filing.created_at)}上传"
    st.html(
        f'<h2 class="definition-section">第{filing.filing}号报送：{escape(words.names(filing))}'
        f"<small>{escape(words.state(filing))} · {sent}</small></h2>"
    )
    if filing.state == "returned" and filing.remarks:
        items = "".join(
            f"<li>{escape(' '.join(filter(None, (r.file, r.sheet, r.cell))))}{'：' if r.cell or r.file else ''}{escape(r.text)}</li>"
            for r in filing.remarks
        )
        st.html(f'<div class="data-notes" role="note"><p><b>■ 审核意见</b></p><ul>{items}</ul></div>')


def understood(definitions: Definitions, checked: Sequence[Checked]) -> pd.DataFrame:
    """A line for each return of a body in a file; files of which nothing was understood too."""
    rows = []
    for one in checked:
        cells = sorted(said(one.reading.cells), key=lambda c: (c.sheet or "", c.dataset, c.body, c.year))
        aside = [
            f"第{a.row}行{words.KIND.get(a.why, a.why)}"
            for a in one.reading.set_aside
            if a.why not in ("blank",)
        ]
        for (sheet, dataset, body, year), group in groupby(
            cells, lambda c: (c.sheet, c.dataset, c.body, c.year)
        ):
            own = list(group)
            converted = [f.value for f in one.faults if f.code == "unit_converted" and f.sheet == sheet]
            rows.append(
                {
                    "文件": one.reading.file,
                    "工作表": sheet or "—",
                    "报表": definitions.datasets[dataset].title,
                    "单位": definitions.bodies[body].short_name,
                    "年度": str(year),
                    "计量": units(own, converted),
                    "读懂": how_many(own),
                    "没有当作数据的行": "、".join(aside[:4]) + ("……" if len(aside) > 4 else "") or "—",
                }
            )
        if not cells:
            rows.append({"文件": one.reading.file, "报表": "没有读懂任何一格，见下面的错误"})
    return pd.DataFrame(rows).fillna("—")


def units(cells: Sequence[Cell], converted: Sequence[str | None]) -> str:
    """“件、元（万元已换算）”: in what the figures are kept, and what was made of another unit."""
    kept = "、".join(dict.fromkeys(cell.unit for cell in cells))
    given = "、".join(dict.fromkeys(filter(None, converted)))
    return f"{kept}（{given}已换算）" if given else kept


def how_many(cells: Sequence[Cell]) -> str:
    """“8格”, “8格，其中未报2格”."""
    missing = sum(cell.state == NOT_REPORTED for cell in cells)
    return f"{len(cells)}格" + (f"，其中未报{missing}格" if missing else "")


def faults_table(found: Sequence[tuple[str, Fault]], said: Mapping[Fault, str]) -> pd.DataFrame:
    """Where in the sender's own file, what stands there, what is wrong, what to do or what the sender says to it."""
    table = pd.DataFrame(
        {
            "文件": [file for file, _ in found],
            "位置": [" ".join(filter(None, (f.sheet, f.cell))) or "整份文件" for _, f in found],
            "填写内容": [f.value or "—" for _, f in found],
            "问题": [f.message for _, f in found],
            "怎么改": [f.remedy for _, f in found],
        }
    )
    if any(fault in said for _, fault in found):
        table["报送单位说明"] = [said.get(fault, "—") for _, fault in found]
    return table


def by_level(checked: Sequence[Checked]) -> dict[str, list[tuple[str, Fault]]]:
    """level → (file, fault), in the files' order."""
    found: dict[str, list[tuple[str, Fault]]] = {level: [] for level in words.LEVELS}
    for one in checked:
        for fault in one.faults:
            found[fault.level].append((one.reading.file, fault))
    return found


def verdict(checked: Sequence[Checked]) -> str:
    """One sentence on what the sender has to do."""
    open_faults = [fault for one in checked for fault in one.open_faults]
    errors = sum(fault.level != EXPLAIN for fault in open_faults)
    asked = len(open_faults) - errors
    if errors:
        return f"有{errors}处错误。请在下面的表里改正，或在原文件里改正后重新上传；没有改正前不能提交。"
    if asked:
        return f"有{asked}处对不上。确实如此的请在下面写明原因，填错的请改正后重新上传。"
    return (
        "没有错误，可以提交。"
        if not any(one.explained for one in checked)
        else "没有错误，对不上的都有说明，可以提交。"
    )


def blanks(checked: Sequence[Checked]) -> str:
    """What is asked of cells that were left blank among others that were not."""
    count = sum(
        cell.state == NOT_REPORTED and not cell.raw.strip()
        for one in checked
        for cell in said(one.reading.cells)
    )
    return (
        f"有{count}格空着，分不清是没有发生、没有此项职能还是没有统计，请在下面的表里填明；不填的按未报计，不当作0。"
        if count
        else ""
    )


def shown(filing: Filing, asking: bool = False) -> tuple[list[Checked], Reasons]:
    """Everything of a filing but the buttons; `asking`: with fields for reasons. Gives the verdicts and the reasons."""
    definitions, reasons = load_definitions(), filing.reasons
    heading(filing)
    above = st.container()
    checked = here.checked(filing, reasons)
    st.html(html_table(understood(definitions, checked), "读懂了什么"))
    for level, found in by_level(checked).items():
        if found:
            st.html(f'<h3 class="panel-title">{words.LEVELS[level]}（{len(found)}处）</h3>')
            st.html(html_table(faults_table(found, explanations(checked)), words.LEVELS[level]))
        if asking and level == EXPLAIN:
            reasons = reasons_asked(filing, checked)
    if asking:
        correct.shown(filing, checked)
    checked = here.checked(filing, reasons)
    if filing.state in ("draft", "submitted"):
        sentence = verdict(checked) + (blanks(checked) if asking else "")
        above.html(f'<p class="reading"><b>{escape(sentence)}</b></p>')
    own_files(filing, checked)
    changes(filing, checked)
    return checked, reasons


def explanations(checked: Sequence[Checked]) -> dict[Fault, str]:
    """What the sender says to what does not hold, in the file or on the page."""
    return {explained.fault: explained.text for one in checked for explained in one.explained}


def own_files(filing: Filing, checked: Sequence[Checked]) -> None:
    """The sender's own files, each with what is wrong marked at its cell."""
    if not access.may("download"):
        return
    with st.container(horizontal=True):
        for number, (file, one) in enumerate(zip(filing.files, checked, strict=True)):
            if one.faults:
                st.download_button(
                    literal(f"下载“{file.name}”的核对件：问题已标在原单元格上"),
                    data=partial(marked_file, file, one),
                    file_name=f"{file.name.rpartition('.')[0] or file.name}（核对）.xlsx",
                    mime=MEDIA,
                    on_click="ignore",
                    icon=":material/download:",
                    key=f"marked-{filing.filing}-{number}",
                )


def marked_file(file: File, one: Checked) -> bytes:
    return marked(data_folder().original(file.sha256), file.name, one.faults).content


def changes(filing: Filing, checked: Sequence[Checked]) -> None:
    """What it would change, cell by cell."""
    definitions, current = load_definitions(), served()
    st.html('<h3 class="panel-title">与此前已报、与上年比较</h3>')
    st.html(f'<p class="reading">{escape(differences.counts(definitions, checked, current))}</p>')
    every = st.toggle("显示全部格，包括没有变化的", key=f"every-{filing.filing}")
    table = differences.table(definitions, checked, current, only_changed=not every)
    if not table.empty:
        st.html(html_table(table, f"第{filing.filing}号报送的数字"))


def reasons_asked(filing: Filing, checked: Sequence[Checked]) -> Reasons:
    """A field for each place where a reason is wanted; gives what is written in them."""
    given, mine = dict(filing.reasons), meanwhile.drawn(filing).reasons
    # A colleague's reasons come into fields of their own; what is typed stays in the same ones until then.
    turn = sum("reasons" in event.said for event in filing.course)
    places: dict[str, list[str]] = {}
    for one in checked:
        for fault in one.faults:
            if fault.level == EXPLAIN:
                places.setdefault(target_of(fault), []).append(fault.message)
    said = []
    for number, (target, messages) in enumerate(places.items()):
        text = st.text_area(
            literal(f"{target}　{'；'.join(messages)}"),
            value=mine.get(target, given.get(target, "")),
            key=f"reason-{filing.filing}-{turn}-{number}",
            placeholder="写明原因，例如：两案合并审理",
            height=68,
        )
        if text.strip():
            said.append((target, text.strip()))
        mine.pop(target, None)
        if text.strip() != given.get(target, ""):
            mine[target] = text
    return tuple(said)


def target_of(fault: Fault) -> str:
    """What a reason is tied to: the cell with its sheet, as the sender sees it."""
    if fault.cell is None:
        return fault.detail or fault.code
    return f"{fault.sheet}!{fault.cell}" if fault.sheet else fault.cell
