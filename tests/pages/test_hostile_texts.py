"""Whatever somebody wrote into definitions or returns is read on every page as it was written, and does nothing."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import open_page
from tests.pages.seen import figures, html, sound
from ui.access.ways import ACCOUNT
from ui.frame import script
from ui.navigation import SECTIONS, stands_alone

PAGES = [path for listed in SECTIONS.values() for path, _ in listed if not stands_alone(path)]
PARTS = ("returns", "reconciliation", "notices", "submissions", "trace")
MARKUP = ("<script", "<img", "<a ", "<i ", "<u>", "<td", "%{")
MARKDOWN = re.compile(r"(?<!\\)[\[\]<>!$*_`]|:(?!\u2060)")


class Seen(HTMLParser):
    """What of a page's markup is not of our making: our own has neither handlers nor addresses of other hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            ours = (value or "").startswith(("./", "data:image/svg", "?")) or value == ACCOUNT
            address = name in ("href", "src") and not ours
            if name.startswith("on") or (address and not str(value).split("?")[0].isidentifier()):
                self.foreign.append(f"{tag} {name}={value}")
        if tag in ("script", "i", "iframe"):
            self.foreign.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module")
def hostile_app(hostile_environment: dict[str, str]) -> Callable[..., AppTest]:
    def opened(page: str, **params: Any) -> AppTest:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in hostile_environment.items():
                patch.setenv(name, value)
            return open_page(page, year=2022, **params)

    return opened


def texts_of(value: Any) -> Iterator[str]:
    """Every text plotly is given."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


def labels(app: AppTest) -> Iterator[str]:
    """What Streamlit reads as Markdown."""
    for kind in ("page_link", "button_group", "button", "download_button", "text_input"):
        for element in app.get(kind):
            yield element.proto.label
    for kind in ("warning", "error", "info", "markdown"):
        for element in app.get(kind):
            yield element.proto.body


def assert_inert(app: AppTest) -> None:
    sound(app)
    seen = Seen()
    seen.feed(html(app).replace(script(), ""))
    assert not seen.foreign
    for text in (text for figure in figures(app) for text in texts_of(figure)):
        assert not [mark for mark in MARKUP if mark in text], text
        assert "&amp;lt;" not in text, "escaped twice: the reader would see the escape"
    for text in labels(app):
        assert not MARKDOWN.search(text), text


@pytest.mark.parametrize("body", ["lusong", "health"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page(hostile_app: Callable[..., AppTest], page: str, body: str) -> None:
    app = hostile_app(page, body=body)
    assert_inert(app)
    assert "&lt;script&gt;hacked=1" in html(app), "no hostile text came as far as this page"


def test_the_audit(hostile_app: Callable[..., AppTest]) -> None:
    """Names of files and reasons stand in it as they came."""
    app = hostile_app("administration/audit.py")
    assert_inert(app)
    assert "hacked=1" in html(app)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_data_status(hostile_app: Callable[..., AppTest], part: str) -> None:
    assert_inert(hostile_app("reference/data_status.py", body="lusong", part=part))


def test_the_tables_behind_the_charts(hostile_app: Callable[..., AppTest]) -> None:
    charts = hostile_app("disputes/litigation.py", body="lusong")
    state = {element.proto.id.rsplit("-view-")[-1]: "表" for element in charts.get("button_group")}
    app = hostile_app(
        "disputes/litigation.py", body="lusong", state={f"view-{k}": v for k, v in state.items()}
    )
    assert not figures(app)
    assert_inert(app)
