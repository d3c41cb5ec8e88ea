"""What a status looks like: a word, a shape and a colour, so that any one of the three is enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from ui import colours
from ui.words import NO_SUCH_FUNCTION, NO_VALUE, NOT_REPORTED, STATES, WITHHELD


@dataclass(frozen=True)
class Status:
    """`ink` on `fill` has a contrast of at least 4.5; `mark` on white at least 3."""

    code: str
    word: str
    shape: str
    symbol: str
    """The plotly marker that looks like `shape`."""
    mark: str
    ink: str
    fill: str
    judged: bool
    """True for the four that compare a value with a target."""

    @property
    def marked(self) -> bool:
        """Says whether the shape stands beside a value: it is judged, or there is a reason why not."""
        return self.judged or self.code in ("too_few", "doubtful")


def judged(code: str, word: str, shape: str, symbol: str, mark: str, ink: str, fill: str) -> Status:
    return Status(code, word, shape, symbol, mark, ink, fill, judged=True)


def neutral(code: str, word: str, shape: str, symbol: str) -> Status:
    return Status(code, word, shape, symbol, colours.QUIET, colours.QUIET, colours.PAPER, judged=False)


# Fills go pale – middle – dark from good to bad: in a grey print the dark cells are the ones to look at.
STATUSES = {
    s.code: s
    for s in (
        judged("excellent", "优秀", "★", "star", colours.GOOD, "#12493c", "#cfe8dd"),
        judged("met", "达标", "●", "circle", colours.GOOD, "#12493c", "#e6f3ee"),
        judged("near", "接近", "▲", "triangle-up", colours.NEAR, "#3d2600", "#f0bd62"),
        judged("missed", "未达标", "■", "square", colours.BAD, "#ffffff", colours.BAD),
        neutral("too_few", "样本过小", "○", "circle-open"),
        # More cases with than there are cases: the sender explained it, nobody can judge by it.
        neutral("doubtful", "存疑", "◇", "diamond-open"),
        neutral("no_target", "无目标", "–", "circle"),
        neutral("not_reported", NOT_REPORTED, "？", "x-thin-open"),
        neutral("no_such_function", NO_SUCH_FUNCTION, "∅", "line-ew-open"),
        neutral("withheld", WITHHELD, "▨", "square-open"),
        neutral("no_denominator", "无分母", "÷", "line-ew-open"),
    )
}
UNKNOWN = neutral("unknown", NO_VALUE, "·", "circle-open")
JUDGED = tuple(s.code for s in STATUSES.values() if s.judged)


def status(code: Any) -> Status:
    """Finds the status of a code; None and codes nobody knows look like “no data”."""
    return STATUSES.get(code, UNKNOWN) if isinstance(code, str) else UNKNOWN


def key_to(rows: Sequence[Mapping[str, Any]]) -> str:
    """What the shapes in a chart mean: “●达标 ▲接近 ○样本过小”, of those that occur."""
    present = {status(r.get("status")).code for r in rows}
    shown = [s for s in STATUSES.values() if s.code in present and s.marked]
    return " ".join(f"{s.shape}{s.word}" for s in shown)


def label(code: Any) -> str:
    """“▲ 接近”."""
    found = status(code)
    return f"{found.shape} {found.word}"


def chip(code: Any, text: str | None = None) -> str:
    """The status as a small HTML label; `text` replaces the word (it is escaped)."""
    found = status(code)
    style = f"color:{found.ink};background:{found.fill}"
    edge = "" if found.judged else " chip-neutral"
    return (
        f'<span class="chip{edge}" style="{style}"><span aria-hidden="true">{found.shape}</span> '
        f"{escape(found.word if text is None else text)}</span>"
    )


def absent_word(row: Any) -> str | None:
    """Says why a row has no value, in a word; None where it has one. Reads `state`, else `status`."""
    if not pd.isna(row.get("value")):
        return None
    state = row.get("state")
    if isinstance(state, str) and state != "number":
        return STATES.get(state, NO_VALUE)
    found = status(row.get("status"))
    return NO_VALUE if found.judged or found.code in ("too_few", "doubtful", "no_target") else found.word
