"""The overview's first lines: which indicators are off target, which are near, how many are fine or cannot be judged."""

from collections.abc import Iterable
from html import escape

from ui.context import Context
from ui.definition_link import PAGE_OF_SECTION
from ui.frames import Row
from ui.links import anchor, href
from ui.navigation import FIRST, SECTIONS
from ui.numbers import figure, is_missing, over, value_of
from ui.status import STATUSES, chip, status

NAMED = ("missed", "doubtful", "near")
"""Named one by one with their values; the others are counted."""


def verdict_html(now: Context, rows: Iterable[Row]) -> str:
    """A line a status, worst first; nothing where no indicator has a target."""
    by_status: dict[str, list[Row]] = {}
    for row in rows:
        if not is_missing(row["target"]) or row["status"] == "doubtful":
            by_status.setdefault(str(row["status"]), []).append(row)
    lines = [line(now, code, by_status[code]) for code in NAMED if code in by_status]
    rest = [count_chip(code, by_status[code]) for code in STATUSES if code in by_status and code not in NAMED]
    lines += [" ".join(rest)] if rest else []
    items = "".join(f"<li>{text}</li>" for text in lines)
    return f'<ul class="verdict" aria-label="与目标相比">{items}</ul>' if items else ""


def line(now: Context, code: str, rows: list[Row]) -> str:
    named = "<span class=dot> · </span>".join(
        anchor(section_address(now, str(r["section"])), str(r["title"]), tooltip(r)) + fraction(r)
        for r in rows
    )
    return f"{count_chip(code, rows)} {named}"


def fraction(row: Row) -> str:
    """What the rate rests on, right behind its name."""
    text = over(row["numerator"], row["denominator"]).strip("（）")
    return f" <small>{escape(text)}</small>" if text else ""


def count_chip(code: str, rows: list[Row]) -> str:
    return chip(code, f"{status(code).word} {len(rows)}项")


def tooltip(row: Row) -> str:
    return f"{row['title']}：{value_of(row)}，目标{figure(row['target'], str(row['unit']), None, '–')}"


def section_address(now: Context, section: str) -> str:
    """The page of an indicator's section, in this view."""
    return href(now, PAGE_OF_SECTION.get(section, FIRST))


def page_title(section: str) -> str:
    """The title of the page that shows a section: shorter than the return's."""
    page = PAGE_OF_SECTION.get(section)
    return next((title for listed in SECTIONS.values() for path, title in listed if path == page), section)
