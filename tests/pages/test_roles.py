"""Every role on every page: who may see it does, everybody else is told that he may not; and so for every action."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.seen import html
from tests.ui.access.test_reader import ALL, OWN, ROLES, reader
from ui.access import here
from ui.navigation import SECTIONS, action_of

PAGES = [path for listed in SECTIONS.values() for path, _ in listed]
REFUSED = "没有查看权限"


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch):
    """Makes somebody the reader, as the gate would."""

    def begin(*roles: str) -> None:
        found = reader(*roles)
        monkeypatch.setattr(here, "reader", lambda: found)

    return begin


def allowed(role: str, action: str) -> bool:
    return role in ALL[action] | OWN.get(action, set())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_on_every_page(sample_app: Any, looking: Any, role: str, path: str) -> None:
    looking(role)
    app: AppTest = sample_app(path, year=2022)
    assert not app.exception
    assert (REFUSED in html(app)) != allowed(role, action_of(path))


@pytest.mark.parametrize("allowed_to", [True, False])
def test_tables_are_downloaded_by_who_may(
    sample_app: Any, allowed_to: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every role may today; the table of rights can say otherwise."""
    monkeypatch.setattr(here, "may", lambda action: allowed_to or action != "download")
    app: AppTest = sample_app("disputes/litigation.py", year=2022)
    assert ("下载" in [button.label for button in app.button]) == allowed_to


@pytest.mark.parametrize("forged", ["administrator", "administrator:", "'; drop"])
def test_nobody_becomes_another_by_address_or_session_state(
    sample_app: Any, looking: Any, forged: str
) -> None:
    looking("viewer")
    state = dict.fromkeys(("reader", "_reader", "role", "demonstration", "session", "user"), forged)
    app: AppTest = sample_app("administration/audit.py", state=state, role=forged, demonstration=forged)
    assert not app.exception
    assert REFUSED in html(app)
