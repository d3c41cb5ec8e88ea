"""Where a chart will be seen: in a panel on a screen, or as a picture of an exact width on paper or a slide.

A chart decides by the width of its place which labels fit. On a screen it draws for the narrowest that is usual; for a
picture it is drawn once more, within `drawn_for`, at that picture's own width.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

PER_INCH = 300
MM_PER_INCH = 25.4
EDGE = 10
"""Pixels of margin around a picture: on a screen the panel has it."""


@dataclass(frozen=True)
class Medium:
    """A picture of `mm` width. `narrow` and `wide` are the widths in pixels at which charts are laid out for it."""

    code: str
    title: str
    mm: float
    narrow: int
    wide: int
    readable: float
    """Points below which small letters are hard to read there."""
    ratio: float | None = None
    """Width by height, where the place has a shape of its own."""

    def width(self, wide: bool) -> int:
        return self.wide if wide else self.narrow

    def inner(self, wide: bool) -> int:
        """The same without the margin around a picture."""
        return self.width(wide) - 2 * EDGE

    @property
    def pixels(self) -> int:
        """Width of the picture at 300 dots an inch."""
        return round(self.mm / MM_PER_INCH * PER_INCH)

    def points(self, pixels: float, width: float) -> float:
        """The printed size of a letter of `pixels` in a figure laid out `width` pixels wide, in points."""
        return pixels * self.mm / MM_PER_INCH * 72 / width


MEDIA = {
    medium.code: medium
    for medium in (
        Medium("column", "A4整栏", 156.0, 600, 780, 6.0),
        Medium("half", "A4半栏", 75.0, 400, 560, 6.0),
        Medium("slide", "16:9幻灯片", 13.333 * MM_PER_INCH, 800, 1004, 10.0, 16 / 9),
    )
}
"""The text of an official document is 156 mm wide; a slide of 13.333 × 7.5 inches is what presentation programs make."""

_medium: ContextVar[Medium | None] = ContextVar("medium", default=None)


@contextmanager
def drawn_for(medium: Medium) -> Iterator[None]:
    """Charts made within are laid out for a picture."""
    token = _medium.set(medium)
    try:
        yield
    finally:
        _medium.reset(token)


def medium() -> Medium | None:
    """The picture that is being drawn for; None for the screen."""
    return _medium.get()


def pixels(on_screen: Mapping[bool, int], wide: bool, around: int = 0) -> int:
    """Width to lay something out in: what every screen has of it, or the picture's less `around` it."""
    found = medium()
    return on_screen[wide] if found is None else found.inner(wide) - around
