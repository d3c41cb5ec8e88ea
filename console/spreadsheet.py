"""Texts in files that people open with a spreadsheet program."""

import re
from typing import Any

# Spreadsheets look past blanks and control characters; some take full-width signs for signs, and an opening quote is
# what a program puts in front of a text and another takes away again.
_RUNS = re.compile(r"""[\s\x00-\x1f\u200b-\u200f\u2060\ufeff'"‘’“”＇＂]*[=+\-@＝＋－＠]""")
_ONE_LINE = str.maketrans("\t\r\n", "   ")


def inert(value: Any) -> Any:
    """The text in one line that no program takes for a formula, whoever wrote it; whatever is no text stays as it is."""
    if not isinstance(value, str):
        return value
    risky = value.startswith(("\t", "\r", "\n")) or _RUNS.match(value)
    return ("'" if risky else "") + value.translate(_ONE_LINE)
