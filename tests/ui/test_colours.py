"""Text can be read on what it stands on (4.5 : 1) and marks be seen on paper (3 : 1): WCAG 2.1, AA."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.ui.contrast import contrast, luminance
from ui import colours, frame

ROOT = Path(__file__).resolve().parents[2]
STYLE = re.sub(r"/\*.*?\*/", "", frame.STYLE, flags=re.DOTALL)
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", STYLE)
TEXT, MARK = 4.5, 3.0
HEADS = "#eef1f5"
"""Behind the heads of tables."""
ORNAMENT = (".verdict .dot",)
"""Rules whose text nobody needs to read: the points between two names."""


def said(rule: str, name: str) -> str | None:
    """The colour a rule gives to `name`, if it is a plain one."""
    found = re.search(rf"(?<![\w-]){name}:\s*(#[0-9a-f]{{3,6}})\b", rule)
    return found[1] if found else None


@pytest.mark.parametrize("ground", [colours.PAPER, colours.WASH, HEADS])
def test_text_can_be_read(ground):
    for ink in (colours.TEXT, colours.QUIET, colours.BAD, colours.ACCENT):
        assert contrast(ink, ground) >= TEXT, (ink, ground)


@pytest.mark.parametrize("ink", colours.SERIES_INK)
def test_the_names_of_lines_can_be_read(ink):
    assert contrast(ink, colours.PAPER) >= TEXT


@pytest.mark.parametrize("index", range(len(colours.PARTS)))
def test_numbers_in_parts_can_be_read_and_parts_be_seen(index):
    fill = colours.PARTS[index]
    ink = colours.PAPER if index in colours.DARK_PARTS else colours.TEXT
    assert contrast(ink, fill) >= TEXT
    assert contrast(colours.EDGES.get(fill, fill), colours.PAPER) >= MARK


@pytest.mark.parametrize(
    "mark", [*colours.SERIES, colours.GOOD, colours.NEAR, colours.BAD, colours.FAINT, *colours.EDGES.values()]
)
def test_marks_can_be_seen(mark):
    assert contrast(mark, colours.PAPER) >= MARK


def test_a_pale_fill_has_its_edge():
    pale = [f for f in (colours.ACCENT_PALE, *colours.PARTS) if contrast(f, colours.PAPER) < MARK]
    assert set(pale) == set(colours.EDGES)


def test_own_and_others_differ_in_greyscale():
    assert luminance(colours.ACCENT_PALE) - luminance(colours.ACCENT) > 0.2


def test_lines_and_their_names_belong_together():
    assert len(colours.SERIES) == len(colours.SERIES_INK) == len(set(colours.SERIES_INK))
    configured = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert tuple(configured["theme"]["chartCategoricalColors"]) == colours.SERIES


@pytest.mark.parametrize(("selector", "rule"), RULES, ids=[s.strip()[:60] for s, _ in RULES])
def test_the_style_sheets_texts_can_be_read(selector, rule):
    ink = said(rule, "color")
    if ink is None or selector.strip() in ORNAMENT:
        return
    assert contrast(ink, said(rule, "background") or HEADS) >= TEXT
