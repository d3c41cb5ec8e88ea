"""What is typed on the pages of the assessment: a score, and files that prove something."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import streamlit as st

from definitions.schemes import Item
from etl.receive import receive_stream, sender_name
from ledger.filings import File
from ledger.folder import data_folder

TYPES = ["pdf", "png", "jpg", "jpeg", "doc", "docx", "xls", "xlsx", "ods", "csv", "txt", "zip"]
MOST_FILES = 10


class NoScore(ValueError):
    """What was typed is no score of the item; the message says what would be one."""


def parsed(text: str, item: Item) -> Decimal:
    """The score typed; raises `NoScore`."""
    most = Decimal(1) if item.kind == "veto" else item.points
    try:
        value = Decimal(text.strip().translate(_HALF_WIDTH))
    except InvalidOperation:
        raise NoScore(
            f"“{text.strip()[:20]}”不是分数，请写 0 到 {most.normalize():f} 的数字，如 {most / 2:f}"
        ) from None
    if not value.is_finite() or not 0 <= value <= most:
        raise NoScore(f"{value} 超出范围，“{item.title}”在 0 到 {most.normalize():f} 分之间")
    if value != round(value, 2):
        raise NoScore("最多写两位小数")
    return round(value, 2)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．。", "0123456789..")


def kept(files: Sequence[Any]) -> list[File]:
    """The uploaded files, safe in the originals."""
    found = []
    for file in files:
        received = receive_stream(data_folder(), file, sender_name(Path(file.name)))
        found.append(File(received.sha256, received.name, received.size))
    return found


def asked_files(label: str, key: str) -> list[Any]:
    """The files chosen; too many are said."""
    files = st.file_uploader(label, type=TYPES, accept_multiple_files=True, key=key) or []
    if len(files) > MOST_FILES:
        st.error(f"一次最多{MOST_FILES}份材料，其余请下次再传。")
        return []
    return list(files)
