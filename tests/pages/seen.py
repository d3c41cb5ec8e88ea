"""What a reader sees on a page that AppTest ran."""

import json
import re
from typing import Any

from streamlit.testing.v1 import AppTest


def html(app: AppTest) -> str:
    """Everything written as HTML: heading, cards, tables, readings."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def everything(app: AppTest) -> str:
    """All that the page sent to the browser: texts, tables, charts with their hovers, and the choices."""
    return "\n".join(str(e.proto) for part in (app.main, app.sidebar) for e in part if hasattr(e, "proto"))


def table(text: str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, a list of texts each."""
    [body] = re.findall(rf"<caption>{re.escape(caption)}</caption>(.*?)</table>", text)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", c).split()) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)]
        for r in rows
    ]


def figures(app: AppTest) -> list[dict[str, Any]]:
    """Every chart as plotly has it, in the order of the page."""
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


def figure(app: AppTest, title: str) -> dict[str, Any]:
    """The one chart whose title begins so."""
    [found] = [f for f in figures(app) if title_of(f).startswith(title)]
    return found


def title_of(figure: dict[str, Any]) -> str:
    """A chart's title without the line below it."""
    [text] = [a["text"] for a in figure["layout"]["annotations"] if a.get("name") == "title"]
    return str(text.partition("</b>")[0].removeprefix("<b>").replace("<br>", ""))


def words(figure: dict[str, Any], name: str | None = None) -> str:
    """The texts written in a chart, or those of one kind ("source", "title", "stage", …), without markup."""
    found = [a["text"] for a in figure["layout"]["annotations"] if name in (None, a.get("name"))]
    text = "\n".join(found)
    for mark in ("<br>", "<b>", "</b>"):
        text = text.replace(mark, "")
    return text


def hovers(figure: dict[str, Any]) -> list[str]:
    """What the pointer shows, of all marks."""
    return [str(t) for trace in figure["data"] for t in (trace.get("hovertext") or ()) if t]


def note(app: AppTest) -> str:
    """What the note about the address reads, without the marks that keep Markdown away."""
    return re.sub(r"\\(.)", r"\1", app.warning[0].value).replace("\u2060", "")


def sound(app: AppTest) -> None:
    """Fails where the page broke, in whole or in part."""
    assert not app.exception
    assert "本页未能显示" not in html(app)
    assert not app.error


def cards(text: str) -> dict[str, str]:
    """Title → the words of the card, in the order of the page."""
    found = re.findall(r'<li class="card">(.*?)</li>', text)
    plain = [re.sub(r"<[^>]+>", "|", card) for card in found]
    return {next(part for part in card.split("|") if part): card for card in plain}
