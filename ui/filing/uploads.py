"""Taking files in: their bytes are safe as soon as they are here, whether or not anybody goes on to read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from definitions import load_definitions
from etl import filing as filings_of
from ledger.filings import UPLOADED, File, Filing, OutOfTurn
from ledger.folder import data_folder
from ui.filing import here, words
from ui.filing.telling import tell

TYPES = ["csv", "xlsx", "xls", "ods"]
_TURN, _HELD, _EMPTIED = "_upload_turn", "_upload_held", "_upload_emptied"
"""In the session: which of the boxes for files is shown; what the files in it are kept as; whether all were taken out."""


@dataclass(frozen=True)
class _Held:
    """The files in the box, by what Streamlit calls them, and the filing that keeps them."""

    files: Mapping[str, File]
    filing: int
    own: bool
    """Made for them, not one that held the same bytes already."""


def shown(filings: list[Filing]) -> list[Filing]:
    """The box for files, and what was uploaded and not read since; gives the filings as they are then."""
    st.html('<h2 class="definition-section">上传报表</h2>')
    turn = st.session_state.setdefault(_TURN, 0)
    files = st.file_uploader(
        "选择文件，可以一次选几份（CSV、Excel、ODS）",
        type=TYPES,
        accept_multiple_files=True,
        key=f"upload-{turn}",
        on_change=_changed,
        args=(turn,),
    )
    if st.session_state.pop(_EMPTIED, False):
        _take_back()
        filings = _listed()
    if files:
        _chosen(files, filings)
        filings = _listed()
    held = _held() if files else None
    for one in filings:
        if one.state == UPLOADED and not (held and one.filing == held.filing):
            _waiting(one)
    return filings


def _changed(turn: int) -> None:
    """A box left empty by its user, not one that is empty because the page was left and opened again."""
    st.session_state[_EMPTIED] = not st.session_state[f"upload-{turn}"]


def _held() -> _Held | None:
    found: _Held | None = st.session_state.get(_HELD)
    return found


def _listed() -> list[Filing]:
    return here.filings().listed(here.own("upload"), here.reader().name)


def _chosen(files: Sequence[Any], filings: Sequence[Filing]) -> None:
    """Keeps what is in the box, and offers to read it."""
    if len(files) > filings_of.MOST_FILES:
        st.error(f"一次最多{filings_of.MOST_FILES}份文件，请分几次上传。")
        return
    with st.spinner("正在保存……"), here.reader().acting():
        held = _keep(files, filings)
    _say_doubles([held.files[file.file_id] for file in files])
    found = here.filings().filing(held.filing)
    assert found is not None
    saved = f"{words.names(found)} 已保存（{words.moment(found.at)}），关掉浏览器也不会丢。"
    if not held.own:
        saved = f"{words.names(found)} 与第{found.filing}号（{words.STATES[found.state]}）完全相同，没有另存一份。"
    st.html(f'<p class="reading">{escape(saved)}</p>')
    if st.button("读取并核对", type="primary", icon=":material/fact_check:"):
        _read(found)


def _keep(files: Sequence[Any], filings: Sequence[Filing]) -> _Held:
    """The bytes first, then the ledger; what is kept already is not kept twice."""
    held = _held()
    if held is not None and not held.files.keys() & {file.file_id for file in files}:
        held = None  # another box: the page was left, and those files wait below
    known = held.files if held else {}
    kept = {f.file_id: known.get(f.file_id) or filings_of.keep(data_folder(), f.name, f) for f in files}
    if held is None or kept.keys() != held.files.keys():
        held = _keep_as(kept, held, filings)
        st.session_state[_HELD] = held
    return held


def _keep_as(kept: Mapping[str, File], held: _Held | None, filings: Sequence[Filing]) -> _Held:
    mine = held.filing if held and held.own else None
    contents = filings_of.apart(kept.values())
    others = [one for one in filings if one.filing != mine]
    if same := filings_of.same_as(others, contents):
        if held:
            _take_back()
        return _Held(kept, same.filing, own=False)
    try:
        number = here.filings().upload(here.reader().name, contents, mine)
    except OutOfTurn:  # read or deleted in another window
        number = here.filings().upload(here.reader().name, contents)
    return _Held(kept, number, own=True)


def _say_doubles(files: Sequence[File]) -> None:
    first: dict[str, str] = {}
    for file in files:
        if first.setdefault(file.sha256, file.name) is not file.name:
            text = f"“{file.name}”与“{first[file.sha256]}”内容完全相同，只保留一份。"
            st.html(f'<p class="reading">{escape(text)}</p>')


def _take_back() -> None:
    """Deletes what was kept of files that were taken out of the box again; the bytes stay."""
    held = _held()
    st.session_state.pop(_HELD, None)
    found = here.filings().filing(held.filing) if held and held.own else None
    if found is not None and found.state == UPLOADED:
        with here.reader().acting():
            here.filings().discard(found.filing, steps=len(found.course))


def _waiting(one: Filing) -> None:
    """Files that came with an earlier visit."""
    with st.container(horizontal=True, vertical_alignment="center"):
        text = f"第{one.filing}号：{words.names(one)}　{words.moment(one.at)}上传，还没有核对"
        st.html(f'<p class="reading">{escape(text)}</p>', width="content")
        read = st.button(
            f"读取并核对第{one.filing}号", icon=":material/fact_check:", key=f"read-{one.filing}"
        )
        gone = st.button(f"删除第{one.filing}号", key=f"delete-{one.filing}")
    if read:
        _read(one)
    elif gone:
        _delete(one)


def _read(one: Filing) -> None:
    if one.state == UPLOADED:
        try:
            with st.spinner("正在读取和核对……"), here.reader().acting():
                filings_of.begin(data_folder(), here.filings(), one, here.own("upload"))
        except filings_of.OfOthers as error:
            _empty()
            tell(words.of_others(load_definitions(), error.bodies), refused=True)
        except OutOfTurn as error:
            _empty()
            tell(f"这份报送现在是“{words.STATES[error.state]}”，没有重复读取。", one.filing, refused=True)
    _empty()
    tell(f"已保存为第{one.filing}号草稿。关掉浏览器也不会丢，核对无误后请点“提交”。", one.filing)


def _empty() -> None:
    """The next box is a new one."""
    st.session_state[_TURN] += 1
    st.session_state.pop(_HELD, None)


def _delete(one: Filing) -> None:
    try:
        with here.reader().acting():
            here.filings().discard(one.filing)
    except OutOfTurn as error:
        tell(f"这份报送现在是“{words.STATES[error.state]}”，没有删除。", refused=True)
    tell(f"第{one.filing}号已从列表中删去，原文件仍有存档。")
