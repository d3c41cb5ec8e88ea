"""One page of the dashboard, run whole over the sample as a reader with a link would get it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.access.test_reader import reader
from ui.access import here
from ui.access.reader import Reader

ROOT = Path(__file__).resolve().parents[2]
Opener = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages' own copy of the sample: to show a page may write down that it was shown."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("pages") / "data"))


@pytest.fixture
def sample_app(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Opens a page: sample_app("disputes/litigation.py", year=2022, body="health", compare=0).

    `state` is what the session already holds, e.g. {"view-flow": "表"} for the table view of a panel.
    """
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_data))
    plain = here.reader

    def open_it(page: str, **params: Any) -> AppTest:
        """As an administrator, the pages of the assessment as an assessor, unless the test made somebody the reader."""
        if here.reader in (plain, assessor):
            monkeypatch.setattr(here, "reader", assessor if page.startswith("assessment/") else plain)
        return open_page(page, **params)

    return open_it


def assessor() -> Reader:
    return Reader("wu", "吴", frozenset({"assessor"}), frozenset(), "10.0.0.8", True)


@pytest.fixture(scope="module")
def kept_app(sample_data: Path) -> Opener:
    """As `sample_app`, for a page that several tests of a module only look at: open it in a fixture of the module."""

    def keep(page: str, **params: Any) -> AppTest:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DASHBOARD_DATA", str(sample_data))
            return open_page(page, **params)

    return keep


def open_page(page: str, *, state: dict[str, object] | None = None, **params: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    for name, value in params.items():
        app.query_params[name] = str(value)
    for key, held in (state or {}).items():
        app.session_state[key] = held
    # Before the first run a page is known by its file's name, which here is also its address.
    return app.switch_page(f"pages/{page}").run()


@pytest.fixture
def own_data(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample that a test may change."""
    own = Path(shutil.copytree(sample_data, tmp_path / "own"))
    monkeypatch.setenv("DASHBOARD_DATA", str(own))
    return own


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes somebody with these roles the reader."""

    def become(*roles: str) -> None:
        found = reader(*roles)
        monkeypatch.setattr(here, "reader", lambda: found)

    return become
