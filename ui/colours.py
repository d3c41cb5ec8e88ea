"""The colours, once: one accent, greys, and three signals that differ in lightness and so survive a grey print.

tests/ui/test_colours.py holds every text to 4.5 : 1 on what it stands on, every mark to 3 : 1 on paper.
"""

ACCENT = "#1f4e8c"
ACCENT_PALE = "#a9c1de"
TEXT = "#1f2933"
QUIET = "#55606e"
FAINT = "#828e9c"
LINE = "#d5dbe3"
GRID = "#e8ecf1"
PAPER = "#ffffff"
WASH = "#f4f6f9"

GOOD = "#2e7d6b"
NEAR = "#c2770f"
BAD = "#8e1b13"

SERIES = (ACCENT, NEAR, GOOD, "#7a4f9e", BAD, "#6b7785", "#5b8fc7", "#b5832a")
SERIES_INK = (ACCENT, "#9a5b08", GOOD, "#7a4f9e", BAD, "#5f6b78", "#3a6ea8", "#8a6510")
"""The same for words: a line may be lighter than what is to be read."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon")
HATCHES = ("", "", "/", "/", "\\", "\\", "x", "x", "")
PARTS = (ACCENT, "#8fb2da", "#a4620a", "#e6c27f", "#22695a", "#93c4b5", "#6d4391", "#c3add6", "#c3cad2")
DARK_PARTS = frozenset({0, 2, 4, 6})
"""Fills of a composition: dark and light in turn; the hatch tells them apart where colour cannot."""
EDGES = {
    ACCENT_PALE: "#6f93bf", "#8fb2da": "#5f8cc0", "#e6c27f": "#b07a1e", "#93c4b5": "#4f9482", "#c3add6": "#9672b5",
    "#c3cad2": FAINT,
}  # fmt: skip
"""Pale fill → its outline: where the bar ends can be seen."""

FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
