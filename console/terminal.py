"""What is printed about files that others sent: a terminal obeys control characters, so it never gets them."""

import io
import re
from typing import IO, TextIO, cast

# All that moves the cursor, colours, hides or turns the writing; a new line, a tab and the return with which a line of
# progress starts over are ours.
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def visible(text: str) -> str:
    """The text with what a terminal would obey as its code: the one of JSON, where it is read back unchanged."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def terminal(below: IO[str]) -> TextIO:
    """A stream that shows control characters instead of passing them on."""
    return cast(TextIO, _Terminal(below))


class _Terminal(io.TextIOBase):
    def __init__(self, below: IO[str]) -> None:
        self._below = below

    def write(self, text: str) -> int:
        self._below.write(visible(text))
        return len(text)

    def flush(self) -> None:
        self._below.flush()

    def fileno(self) -> int:
        return self._below.fileno()

    def isatty(self) -> bool:
        return self._below.isatty()
