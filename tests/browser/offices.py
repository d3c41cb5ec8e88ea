"""An office with accounts over the sample: its dashboard, its people, and a browser for each of them."""

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from ledger.accounts import Accounts, SignedIn
from tests.browser.serving import served
from tests.browser.test_pages import QUIET
from tests.quick_hashes import quick_hashes

PASSWORD = "correct horse battery"
PEOPLE = {
    "leader": (("viewer",), ()),
    "health.clerk": (("department",), ("health",)),
    "market.clerk": (("department",), ("market_supervision",)),
    "reviewer": (("reviewer",), ()),
    "boss": (("administrator",), ()),
    "assessor": (("assessor",), ()),
}
SESSION = "session"


@dataclass(frozen=True)
class Office:
    """A dashboard with accounts, and its ledger."""

    url: str
    ledger: Path


def make(accounts: Accounts, name: str, roles: tuple[str, ...], bodies: tuple[str, ...]) -> None:
    """An account past its first sign-in."""
    temporary = accounts.create(name, f"{name}君", roles, bodies)
    signed_in = accounts.sign_in(name, temporary, "127.0.0.1")
    assert isinstance(signed_in, SignedIn)
    assert accounts.change_password(signed_in.token, temporary, PASSWORD) is None
    accounts.sign_out(signed_in.token)


def people(sample: Path, folder: Path) -> None:
    """Copies a data folder and gives it its accounts."""
    shutil.copytree(sample, folder)
    with quick_hashes(), Accounts(folder / "ledger.sqlite") as accounts:
        for name, (roles, bodies) in PEOPLE.items():
            make(accounts, name, roles, bodies)


@contextmanager
def open_office(data: Path, folder: Path, port: int) -> Iterator[Office]:
    """A dashboard with local accounts over a copy of a data folder that has them."""
    shutil.copytree(data, folder / "data")
    (folder / "access.toml").write_text(
        f'sign_in = "accounts"\nproduction = false\naddress = "http://127.0.0.1:{port}"\n', encoding="utf-8"
    )
    environment = {
        **os.environ,
        "DASHBOARD_DATA": str(folder / "data"),
        "DASHBOARD_ACCESS": str(folder / "access.toml"),
        "PYTHONUTF8": "1",
    }
    with served(environment, folder / "log.txt", port) as url:
        yield Office(url, folder / "data" / "ledger.sqlite")


def sign_in(page: Page, name: str, to: str = "/", password: str = PASSWORD) -> None:
    page.goto(to)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def on_page(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=30_000)
    page.wait_for_function(QUIET, timeout=30_000)


def on_sign_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="登录", level=1)).to_be_visible(timeout=30_000)


def cookie_of(page: Page) -> str:
    return next(f"{c['name']}={c['value']}" for c in page.context.cookies() if c["name"] == SESSION)


def status(
    url: str, method: str = "GET", cookie: str = "", accept: str = "*/*", data: bytes = b"x", **more: str
) -> int:
    """What the server answers to somebody who is no browser."""
    headers = {"Accept": accept} | ({"Cookie": cookie} if cookie else {}) | more
    body = data if method in ("PUT", "POST") else None
    asked = urllib.request.Request(url, method=method, headers=headers, data=body)
    try:
        with urllib.request.build_opener(NoRedirect).open(asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
