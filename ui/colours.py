"""The colours, once: one accent, greys, and three signals that differ in lightness and so survive a grey print."""

ACCENT = "#1f4e8c"
ACCENT_PALE = "#a9c1de"
TEXT = "#1f2933"
QUIET = "#55606e"
FAINT = "#9aa5b1"
LINE = "#d5dbe3"
GRID = "#e8ecf1"
PAPER = "#ffffff"
WASH = "#f4f6f9"

GOOD = "#2e7d6b"
NEAR = "#c2770f"
BAD = "#8e1b13"

SERIES = (ACCENT, NEAR, GOOD, "#7a4f9e", BAD, "#6b7785", "#5b8fc7", "#e0b25c")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon")
HATCHES = ("", "", "/", "/", "\\", "\\", "x", "x", "")
PARTS = (ACCENT, "#8fb2da", "#a4620a", "#e6c27f", "#22695a", "#93c4b5", "#6d4391", "#c3add6", "#c3cad2")
DARK_PARTS = frozenset({0, 2, 4, 6})
"""Fills of a composition: dark and light in turn; the hatch tells them apart where colour cannot."""

FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
