"""What the placeholders of the office's own Word template stand for, in the running view."""

from collections.abc import Callable, Sequence
from functools import partial

from reports.sentences import values
from reports.template import Filling, sample_template
from reports.word import Chapter, Exhibit
from ui.context import Context
from ui.reports import text
from ui.reports.contents import CHARTS, TABLES, Item
from ui.words import TITLE

Make = Callable[[Item], Sequence[Exhibit]]
"""Registers and draws a piece; nothing where there is nothing of this body."""
SHOWN = ("permits_granted", "court_appearance_rate")
"""What the sample template quotes by itself."""


def of(now: Context, title: str, make: Make) -> Filling:
    """Every name a template may use; pieces are made when one asks for them, each once."""
    made: dict[str, Exhibit | None] = {}

    def once(item: Item) -> Exhibit | None:
        key = f"{item.name} {item.args}"
        if key not in made:
            made[key] = next(iter(make(item)), None)
        return made[key]

    def chapter(code: str) -> Chapter:
        found = text.told_of(now, code)
        figures = once(Item(text.section_text, (code,)))
        assert figures is not None
        return Chapter(code, found.title, found.sentences, figures)

    def table(code: str) -> Exhibit | None:
        return once(TABLES[code] if code in TABLES else Item(text.section_text, (code,)))

    return Filling(
        plain={
            "年度": str(now.year),
            "对比年度": str(now.compare or "不对比"),
            "单位": now.body_name,
            "标题": title,
            "发布": origin_line(now),
        },
        sections=tuple(now.definitions.sentences),
        values=values(text.view(now)),
        chapter=chapter,
        table=table,
        pictures={name: partial(once, item) for name, item in pictures().items()},
    )


def pictures() -> dict[str, Item]:
    """“litigation_2” → the second chart of the section."""
    return {f"{code}_{i}": item for code, items in CHARTS.items() for i, item in enumerate(items, start=1)}


def origin_line(now: Context) -> str:
    """What a document was made from."""
    mark = "；含演示数据" if now.publish.demonstration else ""
    return (
        f"本文由{TITLE}按第{now.publish.number}次发布（{now.publish.date}）生成；"
        f"每个数都可按批注里的图号查到出处{mark}"
    )


def sample(now: Context) -> bytes:
    """A template that shows each kind of placeholder."""
    sections = {code: section.title for code, section in now.definitions.sentences.items()}
    return sample_template(sections, tuple(pictures()), SHOWN)
