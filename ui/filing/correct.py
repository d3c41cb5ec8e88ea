"""Small mistakes put right on the page: cells typed anew, headers nobody knows. The file itself stays as it came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from etl import filing as filings_of
from etl.amend import EMPTY, LONGEST, NO_MEASURE, row_and_column
from etl.batch import said
from etl.headers import vocabulary
from etl.judge import Checked
from etl.model import ERROR, NOT_REPORTED, Cell, Fault, Unmapped
from ledger.filings import Changed, Filing, OutOfTurn
from ledger.folder import data_folder
from ui.filing import here, meanwhile, words
from ui.filing.meanwhile import Key
from ui.filing.telling import tell
from ui.markdown import literal

MOST_ROWS = 300
MOST_HEADINGS = 20
NEW = "改为"
AS_IT_IS, LEFT_OUT = "（还没有回答）", "不是要报送的数字"
BLANKS = {
    "": "先不管（按未报计）",
    "0": "填0：有此项职能，没有发生",
    "无此职能": "填无此职能",
    "未报": "填未报：确实没有统计",
}
_HOLDS_FOR_ALL = (
    "cell_corrected",
    "heading_answered",
    "heading_left_out",
    "number_understood",
    "unit_converted",
)
"""Faults that only say how something was understood: no reason to offer the cell."""


@dataclass
class Offered:
    """A cell that may be typed anew."""

    key: Key
    file: str
    label: str
    body: str
    text: str
    """What stands in the file."""
    new: str = ""
    asked: str = ""
    blank: bool = False
    wrong: bool = False
    """Stops the file: comes first in the table."""


def offered(
    definitions: Definitions, filing: Filing, checked: Sequence[Checked], every: bool = False
) -> list[Offered]:
    """The cells about which something was said, those left blank, those changed already; with `every`, all."""
    found: dict[Key, Offered] = {}
    for file, one in zip(filing.files, checked, strict=True):
        before = {(c.sheet or "", c.cell): c.before for c in one.reading.corrected}
        cells = {(c.sheet or "", c.cell): c for c in said(one.reading.cells)}
        asked = _asked(one.faults, cells)
        for place in dict.fromkeys([*before, *cells, *asked]):
            cell, faults = cells.get(place), asked.get(place, [])
            blank = cell is not None and cell.state == NOT_REPORTED and not cell.raw.strip()
            if not (every or faults or blank or place in before):
                continue
            text = before.get(place, cell.raw if cell else next((f.value or "" for f in faults), ""))
            new = filing.corrections.get(file.sha256, {}).get(place, "")
            said_of = [f.message for f in faults if f.code != "cell_blank"]
            if blank:
                said_of.append("空着：没有发生填0，没有此项职能填无此职能，没有统计填未报")
            found[file.sha256, *place] = Offered(
                (file.sha256, *place),
                file.name,
                _label(definitions, cell, faults),
                f"{definitions.bodies[cell.body].short_name}{cell.year}年" if cell else "—",
                text.strip(),
                new,
                "；".join(said_of),
                blank,
                any(fault.level == ERROR for fault in faults),
            )
    order = {file.sha256: number for number, file in enumerate(filing.files)}
    return sorted(
        found.values(),
        key=lambda o: (not o.wrong, order[o.key[0]], o.key[1], row_and_column(o.key[2]) or (0, 0)),
    )


def _label(definitions: Definitions, cell: Cell | None, faults: Sequence[Fault]) -> str:
    if cell:
        return definitions.column_of[cell.measure].label
    return next((fault.column for fault in faults if fault.column), "—")


def _asked(
    faults: Sequence[Fault], cells: Mapping[tuple[str, str], Cell]
) -> dict[tuple[str, str], list[Fault]]:
    """(sheet, cell) → what was said of it; of figures that do not agree, at each of them."""
    found: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        if fault.code in _HOLDS_FOR_ALL:
            continue
        at = (fault.sheet or "", fault.cell or "")
        places = {at} if at in cells or (fault.level == ERROR and row_and_column(fault.cell)) else set()
        if fault.detail:
            places |= {
                place
                for place, cell in cells.items()
                if cell.measure in fault.measures and (cell.body, cell.year) == (fault.body, fault.year)
            }
        for place in places:
            found.setdefault(place, []).append(fault)
    return found


def headings_asked(checked: Sequence[Checked]) -> list[Unmapped]:
    """The headers nobody knows and those the sender has spoken of, each once."""
    found = (header for one in checked for header in (*one.reading.answered, *one.reading.unmapped))
    return list({header.name: header for header in found if header.name}.values())[:MOST_HEADINGS]


def candidates(definitions: Definitions, header: Unmapped) -> dict[str, str]:
    """measure → how it is offered, the likeliest first: of the return the header stands in, or of all."""
    near = vocabulary(definitions).nearest_labels(header.name, header.dataset or None)
    datasets = [definitions.datasets[header.dataset]] if header.dataset else definitions.datasets.values()
    several = len(datasets) > 1
    columns = [(c, f"{c.label}（{d.title}）" if several else c.label) for d in datasets for c in d.columns]
    likely = sorted(
        columns, key=lambda pair: near.index(pair[0].label) if pair[0].label in near else len(near)
    )
    return {column.measure: label for column, label in likely}


def shown(filing: Filing, checked: Sequence[Checked]) -> None:
    """The form: headers, cells, and one button that has the files read anew."""
    definitions = load_definitions()
    headings = headings_asked(checked)
    every = st.session_state.get(f"all-cells-{filing.filing}", False)
    cells = offered(definitions, filing, checked, every)
    if not (headings or any(one.reading.cells or one.faults for one in checked)):
        return
    st.html('<h3 class="panel-title">在网页上改正小错</h3>')
    st.html(
        '<p class="reading">错得不多可以直接在这里改，不必重新上传。原件不变，改过的格会一直注明“网页改正”，审核人看得到。</p>'
    )
    st.toggle("列出全部格，不只有问题的", key=f"all-cells-{filing.filing}")
    turn = f"{filing.filing}-{len(filing.course)}-{every}"
    with st.form(f"correct-{turn}", border=False):
        answers = dict(_answers(definitions, filing, headings, turn))
        texts = _texts(filing, cells, turn)
        if st.form_submit_button("按改动重新核对", icon=":material/fact_check:"):
            keep(filing, texts, answers)


def _answers(
    definitions: Definitions, filing: Filing, headings: Sequence[Unmapped], turn: str
) -> Iterator[tuple[str, str]]:
    """A choice for each header; gives the answers."""
    mine = meanwhile.drawn(filing).answers
    for number, header in enumerate(headings):
        options = {"": AS_IT_IS, NO_MEASURE: LEFT_OUT, **candidates(definitions, header)}
        given = mine.get(header.name, filing.headings.get(header.name, ""))
        choice = st.selectbox(
            literal(
                f"表头“{header.header[:60]}”（{' '.join(filter(None, (header.sheet, header.cell)))}）是哪一项？"
            ),
            list(options),
            index=list(options).index(given) if given in options else 0,
            format_func=options.__getitem__,
            key=f"heading-{turn}-{number}",
        )
        if choice:
            yield header.name, choice


def _texts(filing: Filing, cells: Sequence[Offered], turn: str) -> dict[Key, str]:
    """The table; gives what is to stand in each cell instead of the file's text."""
    if not cells:
        return {}
    listed, mine = cells[:MOST_ROWS], meanwhile.drawn(filing).texts
    frame = pd.DataFrame(
        {
            "文件": [one.file for one in listed],
            "位置": [" ".join(filter(None, one.key[1:])) for one in listed],
            "单位": [one.body for one in listed],
            "项目": [one.label for one in listed],
            "原件填写": [one.text or EMPTY for one in listed],
            NEW: [mine.get(one.key, one.new) for one in listed],
            "问题": [one.asked or ("网页上改过" if one.new else "—") for one in listed],
        },
        dtype="object",
    )
    if len({one.file for one in listed}) == 1:
        frame = frame.drop(columns="文件")
    edited = st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        disabled=[name for name in frame.columns if name != NEW],
        column_config={
            NEW: st.column_config.TextColumn(
                NEW, help="双击填写；清空就是不改", max_chars=LONGEST, width="small"
            ),
            "问题": st.column_config.TextColumn("问题", width="large"),
        },
        key=f"cells-{turn}",
    )
    if len(cells) > MOST_ROWS:
        st.html(f'<p class="reading">只列出前{MOST_ROWS}格，其余的请在原文件里改。</p>')
    blank = ""
    if any(one.blank for one in listed):
        blank = st.selectbox(
            "还空着的格一律", list(BLANKS), format_func=BLANKS.__getitem__, key=f"blank-{turn}"
        )
    shown_here = {one.key for one in listed}
    known = meanwhile.standing(filing) | mine
    texts = {key: text for key, text in known.items() if text and key not in shown_here}
    for one, text in zip(listed, edited[NEW].fillna("").astype(str), strict=True):
        new = text.strip() or (blank if one.blank else "")
        if new and new != one.text:
            texts[one.key] = new
    return texts


def keep(filing: Filing, texts: Mapping[Key, str], answers: Mapping[str, str]) -> None:
    """Has the files read as amended, and the page drawn anew."""
    corrections = [(*key, text) for key, text in texts.items()]
    try:
        with st.spinner("正在重新核对……"), here.reader().acting():
            filings_of.amend(data_folder(), here.filings(), filing, corrections, answers, here.own("upload"))
    except filings_of.OfOthers as error:
        st.error(literal(words.of_others(load_definitions(), error.bodies)))
        return
    except Changed as error:
        mine = meanwhile.drawn(filing)
        mine.texts = meanwhile.typed(meanwhile.standing(filing), texts)
        mine.answers = meanwhile.typed(filing.headings, answers)
        meanwhile.refuse(error)
    except OutOfTurn as error:
        st.error(f"这份报送现在是“{words.STATES[error.state]}”，没有改动。请刷新页面。")
        return
    meanwhile.wrote(filing)
    done = [f"改了{len(corrections)}格"] if corrections else []
    done += [f"{len(answers)}个表头按您的回答理解，以后本单位的文件照此读取"] if answers else []
    tell(f"已重新核对：{'，'.join(done) or '没有改动'}。", filing.filing)
