"""Texts in files that people open with a spreadsheet program."""

import re
from typing import Any

# Spreadsheets look past blanks and control characters; some take full-width signs for signs, and an opening quote is
# what a program puts in front of a text and another takes away again.
_RUNS = re.compile(r"""[\s\x00-\x1f\u200b-\u200f\u2060\ufeff'"‘’“”＇＂]*[=+\-@＝＋－＠]""")
_ONE_LINE = str.maketrans("\t\r\n", "   ")
_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no way to write: an office file with one of them could not be made, or not be opened."""


def writable(text: str) -> str:
    """The text as an office file can hold it; what it cannot hold is seen to have been there."""
    return _NOT_IN_A_FILE.sub("\ufffd", text)


def inert(value: Any) -> Any:
    """The text in one line that no program takes for a formula, whoever wrote it; whatever is no text stays as it is."""
    if not isinstance(value, str):
        return value
    risky = value.startswith(("\t", "\r", "\n")) or _RUNS.match(value)
    return ("'" if risky else "") + value.translate(_ONE_LINE)
