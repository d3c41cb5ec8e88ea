"""What is typed on the pages of the assessment: a score, and files that prove something."""

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st

from assessment.words import number
from definitions.schemes import Item
from etl.receive import receive_stream, sender_name
from ledger.filings import File
from ledger.folder import data_folder
from ui.markdown import literal

TYPES = ["pdf", "png", "jpg", "jpeg", "doc", "docx", "xls", "xlsx", "ods", "csv", "txt", "zip"]
MOST_FILES = 10
MOST_TEXT = 2000
"""Characters of a reason: more belongs into a file."""


class NoScore(ValueError):
    """What was typed is no score of the item; the message says what would be one."""


def labelled(what: str, item: Item, more: str = "") -> str:
    """The label of a field for a score: 得分（0 到 5）, 改为（成立写 1，不成立写 0）."""
    wanted = "成立写 1，不成立写 0" if item.kind == "veto" else f"0 到 {number(item.points)}"
    return f"{what}（{wanted}{more}）"


def parsed(text: str, item: Item) -> Decimal:
    """The score typed; raises `NoScore`."""
    most = Decimal(1) if item.kind == "veto" else item.points
    typed = text.strip().translate(_HALF_WIDTH)
    if not _SCORE.fullmatch(typed):
        raise NoScore(
            f"“{text.strip()[:20]}”不是分数，请写 0 到 {number(most)} 的数字，如 {number(most / 2)}"
        )
    value = Decimal(typed)
    if value > most:
        raise NoScore(f"{typed} 超出范围，“{item.title}”在 0 到 {number(most)} 分之间")
    if value != round(value, 2):
        raise NoScore("最多写两位小数")
    if item.kind == "veto" and value not in (0, 1):
        raise NoScore("成立写 1，不成立写 0")
    return round(value, 2)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．。", "0123456789..")
_SCORE = re.compile(r"\d{1,6}(\.\d{0,6})?|\.\d{1,6}", re.ASCII)
"""A score as it is written: no sign, no exponent, no NaN, nothing of which a reader would have to think twice."""


def kept(files: Sequence[Any]) -> list[File]:
    """The uploaded files, safe in the originals."""
    found = []
    for file in files:
        received = receive_stream(data_folder(), file, sender_name(Path(file.name)))
        found.append(File(received.sha256, received.name, received.size))
    return found


def asked_files(label: str, key: str) -> list[Any]:
    """The files chosen."""
    return list(st.file_uploader(literal(label), type=TYPES, accept_multiple_files=True, key=key) or [])


def too_many(files: Sequence[Any]) -> bool:
    """Says that so many files are not taken at once, so that nobody believes they were."""
    if len(files) <= MOST_FILES:
        return False
    st.error(f"没有保存：选了{len(files)}份材料，一次最多{MOST_FILES}份。请分几次保存。")
    return True
