"""Text in charts: its width, its lines, and labels that keep apart. Widths are in full-width characters."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Any

WIDE = re.compile("[\u2e80-\U0010ffff“”‘’…·★●▲■○×÷－–]")
NARROW = 0.58
MAY_HANG = "；，、。 ·"
"""After these a line may end; there they may stand a little outside."""


def safe(text: Any) -> str:
    """Escapes text for plotly's own markup, and for its templates, which would put the figure's raw caption in."""
    return escape(str(text), quote=False).replace("%{", "&#37;{")


def text_width(text: str) -> float:
    """Width in full-width characters: Latin letters and digits count a bit more than half."""
    wide = len(WIDE.findall(text))
    return wide + NARROW * (len(text) - wide)


def wrap(text: str, width: float) -> list[str]:
    """Breaks text into lines of at most `width` full-width characters, after ；，、 or spaces where it can."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and text_width((line + piece).rstrip(MAY_HANG)) > width:
            lines.append(line.rstrip())
            line = ""
        while text_width(piece.rstrip(MAY_HANG)) > width:
            widths = list(accumulate(map(text_width, piece[: int(width / NARROW) + 2])))
            cut = max(1, bisect_right(widths, width))
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    lines.append(line.rstrip())
    return [safe(one) for one in lines if one] or [""]


def balanced(text: str, width: float) -> list[str]:
    """As `wrap`, with lines of about equal length: no single character alone on the last."""
    count = -(-text_width(text) // width)
    return wrap(text, max(2.0, float(-(-text_width(text) // max(1, count)))))


def pieces(text: str) -> list[str]:
    """Cuts text after the marks at which a line may end."""
    found, piece = [], ""
    for character in text:
        piece += character
        if character in MAY_HANG:
            found.append(piece)
            piece = ""
    return [*found, piece] if piece else found


def spread(centres: Sequence[float], heights: Sequence[float], lowest: float = float("-inf")) -> list[float]:
    """Moves labels apart so that none covers another, keeping their order and staying as near as possible.

    No label reaches below `lowest`.
    """
    order = sorted(range(len(centres)), key=lambda i: centres[i])
    stacks: list[list[int]] = []
    starts: list[float] = []
    for i in order:
        stacks.append([i])
        starts.append(max(lowest, best_start([i], centres, heights)))
        while len(stacks) > 1 and starts[-2] + sum(heights[k] for k in stacks[-2]) > starts[-1]:
            last = stacks.pop()
            stacks[-1] += last
            starts.pop()
            starts[-1] = max(lowest, best_start(stacks[-1], centres, heights))
    placed = [0.0] * len(centres)
    for stack, start in zip(stacks, starts, strict=True):
        for i in stack:
            placed[i] = start + heights[i] / 2
            start += heights[i]
    return placed


def best_start(stack: Sequence[int], centres: Sequence[float], heights: Sequence[float]) -> float:
    """Where a stack of labels must begin for its labels to be off their places as little as possible."""
    above, wanted = 0.0, []
    for i in stack:
        wanted.append(centres[i] - above - heights[i] / 2)
        above += heights[i]
    return sum(wanted) / len(wanted)
