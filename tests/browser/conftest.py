"""A running dashboard with the sample in it, and a real Chromium to look at it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.browser.offices import Office, open_office, people
from tests.browser.profiles import ONE_PROCESS, Profiles
from tests.browser.serving import lasting_port, served
from tests.conftest import Once
from tools.browser import find_chromium
from tools.system import is_root

# A machine with two cores, both busy, is slow now and then; what never comes is still found out.
expect.set_options(timeout=30_000)
# A closed network must not be needed, nor a browser's own calls home seen as the dashboard's. A page is looked at for
# seconds: to make its scripts run fast costs more than it gives.
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-maglev --no-turbofan",
    ONE_PROCESS,
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks all tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("SKIP_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="left out on purpose: SKIP_BROWSER is set"))


@pytest.fixture(scope="session")
def dashboard_data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the dashboard under test, with the sample in it."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("dashboard") / "data"))


@pytest.fixture(scope="session")
def dashboard(dashboard_data: Path) -> Iterator[str]:
    """The address of a dashboard that serves the sample from a data folder of its own."""
    environment = {**os.environ, "DASHBOARD_DATA": str(dashboard_data), "PYTHONUTF8": "1"}
    # Pictures are drawn by the server: by the same browser, wherever the tests found one.
    environment |= {"CHROMIUM": found} if (found := find_chromium()) else {}
    with served(environment, dashboard_data.parent / "log.txt") as url:
        yield url


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for the folder: Playwright's event loop must be gone before tests of other folders run."""
    executable = find_chromium()
    if executable is None:
        pytest.fail("no working Chromium: run `make test` or set CHROMIUM (SKIP_BROWSER=1 skips on purpose)")
    arguments = [*ARGUMENTS, "--no-sandbox"] if is_root() else ARGUMENTS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


class Complaints:
    """What a page said was wrong while a test used it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.found: list[str] = []

    def page_error(self, error: Error) -> None:
        self.found.append(f"page error: {error}")

    def console(self, message: ConsoleMessage) -> None:
        # On a deep link Streamlit looks for its server below the page's own address first: a 404 by design.
        probing = str(message.location.get("url")).endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probing:
            self.found.append(f"console: {message.text} ({message.location.get('url')})")

    def request(self, request: Request) -> None:
        """Everything comes from the dashboard itself: an office's network reaches nothing else."""
        if re.match(r"(https?|wss?):", request.url) and not request.url.startswith(self.url):
            self.found.append(f"asked another host: {request.url}")


@pytest.fixture(scope="package")
def profiles(dashboard: str, chromium: Browser) -> Iterator[Profiles]:
    """Browser profiles at the dashboard."""
    found = Profiles(chromium, dashboard, timezone="Asia/Shanghai")
    yield found
    found.close()


@pytest.fixture
def page(dashboard: str, profiles: Profiles) -> Iterator[Page]:
    """A page on a leader's notebook screen; the test fails if the page errs or asks another host."""
    with profiles.lent() as profile:
        page, complaints = profile.new_page(), Complaints(dashboard)
        page.on("pageerror", complaints.page_error)
        page.on("console", complaints.console)
        page.on("request", complaints.request)
        yield page
    assert not complaints.found, "\n".join(complaints.found)


@pytest.fixture(scope="session")
def office_port() -> int:
    """Where the offices of all modules are served, one after the other: a profile keeps what it knows of an address."""
    return lasting_port()


@pytest.fixture(scope="module")
def office(
    sample_data: Path, once: Once, office_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A dashboard with accounts, for one module."""
    data = once("office", lambda folder: people(sample_data, folder))
    with open_office(data, tmp_path_factory.mktemp("office"), office_port) as found:
        yield found


@pytest.fixture(scope="package")
def office_profiles(chromium: Browser, office_port: int) -> Iterator[Profiles]:
    """Browser profiles at the office."""
    found = Profiles(chromium, f"http://127.0.0.1:{office_port}")
    yield found
    found.close()


@pytest.fixture
def browser_of(office: Office, office_profiles: Profiles) -> Iterator[Callable[[], Page]]:
    """Opens a browser of somebody's own."""
    with ExitStack() as lent:
        yield lambda: lent.enter_context(office_profiles.lent()).new_page()
