"""Hostile definitions, returns and addresses in a real browser: no script runs, nothing leaves the page."""

import os
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.profiles import Profiles
from tests.browser.serving import served
from tests.browser.test_pages import FIGURES, QUIET, address
from tests.hostile import OUTSIDE

ASKED = {
    "year": f"![]({OUTSIDE}/m)$x^2$",
    "body": "[x](javascript:hacked=1)<b>x</b>",
    "compare": "[x](http://x.invalid):material/home:`x`",
}
"""As long as the note says it back."""
FOREIGN = (
    "a[href^='javascript'], [src*='.invalid'], [href*='.invalid'], [onerror], [onclick], .js-plotly-plot a"
)


@pytest.fixture(scope="module")
def hostile(
    hostile_environment: dict[str, str], office_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    log = tmp_path_factory.mktemp("hostile") / "log.txt"
    with served({**os.environ, **hostile_environment, "PYTHONUTF8": "1"}, log, office_port) as url:
        yield url


@pytest.fixture(scope="module")
def visitor(hostile: str, office_profiles: Profiles) -> Iterator[Page]:
    with office_profiles.lent() as profile:
        page, complaints = profile.new_page(), Complaints(hostile)
        page.on("request", complaints.request)
        page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
        yield page
    assert not complaints.found, "\n".join(complaints.found)


@pytest.mark.parametrize(("path", "title"), FIGURES)
def test_a_page(visitor: Page, path: str, title: str) -> None:
    asked = {name: quote(value) for name, value in ASKED.items()}
    visitor.goto(address(path, **asked))
    expect(visitor.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=30_000)
    visitor.wait_for_function(QUIET, timeout=30_000)
    # The address is said back letter by letter.
    said = visitor.get_by_test_id("stAlert").inner_text().replace("\u2060", "")
    assert [value for value in ASKED.values() if f"“{value}”" not in said] == []
    assert visitor.evaluate("typeof window.hacked") == "undefined"
    expect(visitor.locator(FOREIGN)).to_have_count(0)
    expect(visitor.get_by_test_id("stAlert").locator("a, img, b, code, .katex")).to_have_count(0)
