"""A department's reader gets his own bodies' figures on every page, and nobody else's by any way, also not from memory."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from definitions import load_definitions
from tests.pages.seen import everything, html, sound
from ui.access import here
from ui.access.reader import Reader, with_parts
from ui.navigation import SECTIONS, action_of

PAGES = [
    path for listed in SECTIONS.values() for path, _ in listed if action_of(path) in ("figures", "sources")
]
READERS = {
    "health": ("health",),
    "market": ("market_supervision",),
    "two": ("town_baishi", "justice"),
    "merged": ("culture_tourism_sports",),
}


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Opens a page as a department's reader, who is found as the gate would find him."""

    def become(*bodies: str) -> Reader:
        reader = Reader("clerk", "科员", frozenset({"department"}), frozenset(bodies), "10.0.0.1")
        monkeypatch.setattr(here, "reader", lambda: reader)
        return reader

    return become


def strangers(bodies: tuple[str, ...]) -> set[str]:
    """The names nobody may read on these bodies' pages."""
    definitions = load_definitions()
    own = [definitions.bodies[code] for code in with_parts(definitions, bodies)]
    mine = "".join(text for b in own for text in (b.name, b.short_name))
    names = {t for b in definitions.bodies.values() if b not in own for t in (b.name, b.short_name)}
    return {name for name in names if name not in mine}


def unescaped(text: str) -> str:
    """Protos print Chinese as escapes of bytes, charts' JSON as escapes of characters."""
    plain = text.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1", "ignore")
    return plain.decode("utf-8", "ignore")


def said(app: AppTest) -> str:
    text = everything(app)
    return text + unescaped(text) + html(app) + "".join(str(s.options) for s in app.selectbox)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", READERS)
def test_a_page_speaks_of_ones_own(sample_app: Any, looking: Any, who: str, path: str) -> None:
    bodies = READERS[who]
    looking(*bodies)
    # Bodies that are not his lead to his own, whoever he is: one reader tries them on every page.
    others = ("urban_administration", "lusong") if who == "health" else ()
    for body in (bodies[0], *others):
        app: AppTest = sample_app(path, year=2022, body=body)
        sound(app)
        text = said(app)
        assert any(load_definitions().bodies[b].short_name in text for b in bodies)
        assert [name for name in strangers(bodies) if name in text] == []


def turns() -> Iterator[tuple[str, ...]]:
    yield from (READERS["health"], READERS["market"], READERS["health"], READERS["market"])


@pytest.mark.parametrize("path", PAGES)
def test_two_departments_in_turn_never_get_each_others(sample_app: Any, looking: Any, path: str) -> None:
    """The second time each is served from memory: what was made for the other is not in it."""
    seen: dict[tuple[str, ...], str] = {}
    for bodies in turns():
        looking(*bodies)
        text = html(sample_app(path, year=2022))
        assert [name for name in strangers(bodies) if name in text] == []
        assert seen.setdefault(bodies, text) == text
    assert len(set(seen.values())) == 2


def test_everything_for_the_office_then_little_for_a_department(sample_app: Any, looking: Any) -> None:
    sample_app("overview/overview.py", year=2022)
    looking("health")
    text = said(sample_app("overview/overview.py", year=2022))
    assert [name for name in strangers(("health",)) if name in text] == []


def test_another_bodys_address_is_that_of_nobody(sample_app: Any, looking: Any) -> None:
    """Nothing tells a body one may not see from one that does not exist."""
    looking("health")
    notes = []
    for body in ("market_supervision", "nobody_at_all_here"):
        app: AppTest = sample_app("overview/overview.py", year=2022, body=body)
        notes.append(app.warning[0].value.replace(body.replace("_", "\\_"), "…").replace(body, "…"))
    assert notes[0] == notes[1]


def test_a_department_without_data_is_told_so(sample_app: Any, looking: Any) -> None:
    looking("nobody")
    app: AppTest = sample_app("overview/overview.py")
    sound(app)
    assert "您名下的单位还没有已发布的数据" in html(app)
    assert not app.button


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_compared_with_nobody(sample_app: Any, looking: Any, path: str) -> None:
    looking("health")
    text = said(sample_app(path, year=2022))
    for claim in ("占100%", "列第1位", "同类单位", "各单位（"):
        assert claim not in text
