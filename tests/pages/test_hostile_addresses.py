"""Whatever stands in the address: the page stays up, says so in Chinese, and shows the figures of the plain address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Opener
from tests.pages.seen import figures, html, sound
from ui.navigation import SECTIONS, stands_alone

PAGES = [path for listed in SECTIONS.values() for path, _ in listed if not stands_alone(path)]
VALUES = (
    "lusong' or '1'='1",
    "2022; drop table measure; --",
    "x' union select * from submissions --",
    "很" * 10_000,
    "20\x0022",
    "\x1b[2J\r\n\u202e",
    "９" * 400,
    "../../../ledger.sqlite",
)


def shown(app: AppTest) -> tuple[str, list[object]]:
    sound(app)
    return html(app), list(figures(app))


@pytest.mark.parametrize("page", PAGES)
def test_a_page(sample_app: Opener, page: str) -> None:
    plain = sample_app(page)
    # A page writes all of its choices into the address.
    names = sorted(plain.query_params)
    assert {"year", "body", "compare"} <= set(names)
    for start in (0, 4):
        given = {name: VALUES[(start + i) % len(VALUES)] for i, name in enumerate(names)}
        asked = sample_app(page, **given)
        assert shown(asked) == shown(plain)
        assert "已改用默认值" in asked.warning[0].value
        assert len(asked.warning[0].value) < 100 * len(names)


@pytest.mark.parametrize("value", VALUES)
def test_a_text_to_look_for(sample_app: Opener, value: str) -> None:
    app = sample_app("reference/definitions.py", sought=value)
    sound(app)
    assert "没有" in html(app)


@pytest.mark.parametrize("value", VALUES[:3])
def test_a_figure_to_trace(sample_app: Opener, value: str) -> None:
    app = sample_app("reference/data_status.py", part="trace", trace=value)
    sound(app)
    assert "已改用默认值" in app.warning[0].value


def test_thousands_of_parameters_and_names_of_all_kinds(sample_app: Opener) -> None:
    odd = {"__proto__": "x", "": "x", "_context": "x", "choice-year": "1", "a\0'": "x", "embed_options": "x"}
    many = {f"p{i}": "x" * 10 for i in range(5_000)}
    assert shown(sample_app("overview/overview.py", **many, **odd)) == shown(
        sample_app("overview/overview.py")
    )
