"""Text in charts: its width, its lines, and labels that keep apart. Widths are in full-width characters."""

from collections.abc import Sequence
from html import escape
from typing import Any

MAY_HANG = "；，、。 ·"
"""After these a line may end; there they may stand a little outside."""


def safe(text: Any) -> str:
    """Escapes text for plotly's own markup."""
    return escape(str(text), quote=False)


def text_width(text: str) -> float:
    """Width in full-width characters: Latin letters and digits count a bit more than half."""
    return sum(1.0 if ord(c) > 0x2E7F or c in "“”‘’…·★●▲■○×÷－–" else 0.58 for c in text)


def wrap(text: str, width: float) -> list[str]:
    """Breaks text into lines of at most `width` full-width characters, after ；，、 or spaces where it can."""
    lines, line = [], ""
    for piece in pieces(text):
        if line and text_width((line + piece).rstrip(MAY_HANG)) > width:
            lines.append(line.rstrip())
            line = ""
        while text_width(piece.rstrip(MAY_HANG)) > width:
            cut = next(i for i in range(len(piece), 0, -1) if text_width(piece[:i]) <= width or i == 1)
            lines.append(piece[:cut])
            piece = piece[cut:]
        line += piece
    lines.append(line.rstrip())
    return [safe(one) for one in lines if one] or [""]


def pieces(text: str) -> list[str]:
    """Cuts text after the marks at which a line may end."""
    found, piece = [], ""
    for character in text:
        piece += character
        if character in MAY_HANG:
            found.append(piece)
            piece = ""
    return [*found, piece] if piece else found


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Moves label positions apart to at least `gap`, keeping their order and staying as near as possible."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[list[float]] = []
    for i in order:
        groups.append([places[i], 1.0])
        while len(groups) > 1 and overlap(groups[-2], groups[-1], gap):
            centre, size = groups.pop()
            before, count = groups.pop()
            groups.append([(centre * size + before * count) / (size + count), size + count])
    moved = [centre + gap * (k - (size - 1) / 2) for centre, size in groups for k in range(int(size))]
    result = [0.0] * len(places)
    for i, place_ in zip(order, moved, strict=True):
        result[i] = place_
    return result


def overlap(first: list[float], second: list[float], gap: float) -> bool:
    return second[0] - first[0] < gap * (first[1] + second[1]) / 2
