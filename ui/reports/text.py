"""The sentences of a section on screen, with the table of every figure they speak of."""

from html import escape

import pandas as pd

from reports.sentences import Sentence, Told, View, told, view_of
from ui import panel
from ui.context import Context
from ui.remembered import remembered

TITLE = "{title}：文字所用数据"


@remembered
def view(now: Context) -> View:
    """Everything the sentences of a report may speak of."""
    return view_of(now.warehouse, now.definitions, now.body, now.year, now.compare)


@remembered
def told_of(now: Context, code: str) -> Told:
    return told(view(now), now.definitions.sentences[code])


@panel.shown
def section_text(now: Context, code: str) -> panel.Part | None:
    """The sentences of one section above the figures they are made of."""
    if code not in now.definitions.sentences:
        return None
    found = told_of(now, code)
    caption = now.caption(
        TITLE.format(title=found.title),
        pd.DataFrame(),
        unit="",
        period=f"{now.year}年" if now.compare is None else f"{now.year}年、{now.compare}年",
        demonstration=now.publish.demonstration,
    )
    return panel.table_panel(without_empty(found.figures), caption, f"text-{code}", before=text_html(found))


def without_empty(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that hold nothing in any row."""
    return frame[[c for c in frame.columns if (frame[c] != "").any()]] if len(frame) else frame


def text_html(found: Told) -> str:
    """The paragraph; figures stand out, so that a reader sees what can be traced."""
    return f'<p class="told">{"".join(map(sentence_html, found.sentences))}</p>'


def sentence_html(sentence: Sentence) -> str:
    return "".join(
        f'<span class="told-figure">{escape(part.text)}</span>' if part.figure else escape(part.text)
        for part in sentence
    )
