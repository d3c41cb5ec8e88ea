"""Two people of one body at one draft: what the other did meanwhile is seen before one's own is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from etl.amend import NO_MEASURE
from ledger.filings import Changed, Filing
from ui.filing import here, words
from ui.filing.telling import tell
from ui.markdown import literal
from ui.tables import html_table

K = TypeVar("K")
Key = tuple[str, str, str]
"""sha256 of the file, sheet, cell"""

_DRAWN = "_filing_drawn"
"""In the session: number of a draft → how its reader has it before him."""
AS_IN_THE_FILE = "（照原件）"
_NOTHING = "（没有）"


@dataclass
class Drawn:
    """How many steps of a draft's course are on the screen, how many there were when its reader last wrote to it.

    Besides what he has typed and not been able to write: it is offered again beside what the other has changed.
    """

    steps: int
    written: int
    texts: dict[Key, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def drawn(filing: Filing) -> Drawn:
    known: dict[int, Drawn] = st.session_state.setdefault(_DRAWN, {})
    steps = len(filing.course)
    return known.setdefault(filing.filing, Drawn(steps, steps))


def laid_before(filing: Filing) -> Filing:
    """The filing as its reader has it before him; what others have done to it since is said.

    It stays so until he asks for the newest or does something: what he is typing must not go under his hands.
    """
    if filing.state != "draft":
        if st.session_state.get(_DRAWN, {}).pop(filing.filing, None):
            last = filing.course[-1]
            said = f"{_name(last.who)}在{words.moment(last.at)}处理了这份草稿，现在是“{words.STATES[filing.state]}”。"
            st.warning(literal(f"{said}您刚才的操作没有执行。"))
        return filing
    mine = drawn(filing)
    if mine.written < len(filing.course):
        _say(filing, mine)
    return filing.as_of(mine.steps)


def refuse(error: Changed) -> None:
    """Lays the newest before whoever wanted to write, with what he typed, and says why nothing was written."""
    mine = drawn(error.filing)
    others = error.filing.course[mine.steps :]
    mine.steps = len(error.filing.course)
    who = "、".join(dict.fromkeys(_name(event.who) for event in others))
    said = f"{who}刚才改过这份草稿，您的操作还没有执行。改了什么列在下面，您填的还在；请看过，再按一次。"
    tell(said, error.filing.filing, refused=True)


def wrote(filing: Filing) -> None:
    """What was typed is in the ledger now, as the step after those that were on the screen."""
    mine = drawn(filing)
    st.session_state[_DRAWN][filing.filing] = Drawn(mine.steps + 1, mine.steps + 1, reasons=mine.reasons)


def forget(filing: Filing) -> None:
    """It is no draft any more."""
    st.session_state.get(_DRAWN, {}).pop(filing.filing, None)


def _say(filing: Filing, mine: Drawn) -> None:
    newest = mine.steps == len(filing.course)
    shown = "下面是最新的内容。" if newest else "下面还是改动以前的内容，您填的还没有写入。"
    st.warning(literal(f"您打开第{filing.filing}号以后，有人改了这份草稿。{shown}"))
    st.html(html_table(changes(load_definitions(), filing, mine.written), "您打开以后的改动"))
    if not newest and st.button("看最新的内容", icon=":material/refresh:", key="newest"):
        mine.steps = len(filing.course)
        st.rerun()


def changes(definitions: Definitions, filing: Filing, since: int) -> pd.DataFrame:
    """A line for each place that was changed after the first `since` steps of the course: by whom, when, from what to what."""
    rows = []
    for step in range(since, len(filing.course)):
        event = filing.course[step]
        places = list(_changed(definitions, filing.as_of(step), filing.as_of(step + 1)))
        for place, before, after in places or [("整份", "—", "重新核对，没有改动")]:
            rows.append((_name(event.who), words.moment(event.at), place, before, after))
    return pd.DataFrame(rows, columns=["谁", "时间", "位置", "原来", "改为"], dtype="object")


def _changed(definitions: Definitions, before: Filing, after: Filing) -> Iterator[tuple[str, str, str]]:
    names = {file.sha256: file.name for file in after.files}
    several = len(names) > 1
    for (sha256, sheet, cell), old, new in _unlike(standing(before), standing(after)):
        place = " ".join(filter(None, (names.get(sha256, "") if several else "", sheet, cell)))
        yield place, old or AS_IN_THE_FILE, new or AS_IN_THE_FILE
    titles = {measure: column.label for measure, column in definitions.column_of.items()}
    titles[NO_MEASURE] = "不是要报送的数字"
    for header, old, new in _unlike(before.headings, after.headings):
        yield f"表头“{header}”", titles.get(old, old) or _NOTHING, titles.get(new, new) or _NOTHING
    for target, old, new in _unlike(dict(before.reasons), dict(after.reasons)):
        yield f"{target} 的说明", old or _NOTHING, new or _NOTHING


def _unlike(before: Mapping[K, str], after: Mapping[K, str]) -> Iterator[tuple[K, str, str]]:
    for key in dict.fromkeys([*before, *after]):
        if before.get(key, "") != after.get(key, ""):
            yield key, before.get(key, ""), after.get(key, "")


def standing(filing: Filing) -> dict[Key, str]:
    """What has been corrected so far."""
    return {
        (sha256, *place): text
        for sha256, cells in filing.corrections.items()
        for place, text in cells.items()
    }


def typed(before: Mapping[K, str], now: Mapping[K, str]) -> dict[K, str]:
    """What somebody's form says otherwise than what it began with; nothing where he took something back."""
    return {key: new for key, _, new in _unlike(before, now)}


def _name(who: str) -> str:
    return f"{who}（您的另一窗口）" if who == here.reader().name else who
