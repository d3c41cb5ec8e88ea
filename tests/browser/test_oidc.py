"""Signing in through a real OpenID provider on this machine, end to end in a browser."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger import Ledger
from tests.browser.offices import SESSION, Office, on_page, on_sign_in, status
from tests.browser.serving import free_port, served

SECRET = "Yw3mP9sT-kLq7Vn2XbRd5HcJf8ZgUaEo"
USERS = [
    {"sub": "u1", "preferred_username": "wang", "name": "王主任", "groups": ["fz-leaders"], "unit": ""},
    {
        "sub": "u2",
        "preferred_username": "li",
        "name": "李科员",
        "groups": "fz-clerks",
        "unit": ["卫健局", "其他"],
    },
    {"sub": "u3", "preferred_username": "guest", "name": "客人", "groups": ["others"]},
    {"sub": "u4", "name": "无名", "groups": ["fz-leaders"]},
]
ACCESS = """
sign_in = "oidc"
production = false
address = "{url}"
[claims]
title = "统一身份认证"
name = "preferred_username"
shown_name = "name"
roles = "groups"
bodies = "unit"
[claims.role_of]
fz-leaders = "viewer"
fz-clerks = "department"
[claims.body_of]
"卫健局" = "health"
"""
SECRETS = """
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{secret}"
client_id = "dashboard"
client_secret = "{secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider in a process of its own: it warns of itself, and here warnings are errors."""
    port = free_port()
    users = [f"--user-claims={json.dumps(user)}" for user in USERS]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", f"--port={port}", *users]
    with (tmp_path_factory.mktemp("provider") / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/.well-known/openid-configuration")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def office(
    sample_data: Path, provider: str, office_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A dashboard that asks this provider."""
    folder = tmp_path_factory.mktemp("oidc")
    shutil.copytree(sample_data, folder / "data")
    url = f"http://127.0.0.1:{office_port}"
    (folder / "access.toml").write_text(ACCESS.format(url=url), encoding="utf-8")
    secrets = SECRETS.format(url=url, secret=SECRET, provider=provider)
    (folder / "secrets.toml").write_text(secrets, encoding="utf-8")
    environment = {
        **os.environ,
        "DASHBOARD_DATA": str(folder / "data"),
        "DASHBOARD_ACCESS": str(folder / "access.toml"),
        "PYTHONUTF8": "1",
    }
    option = f"--secrets.files={folder / 'secrets.toml'}"
    with served(environment, folder / "log.txt", office_port, option) as served_url:
        yield Office(served_url, folder / "data" / "ledger.sqlite")
    log = (folder / "log.txt").read_text(encoding="utf-8")
    assert SECRET not in log
    assert "Traceback" not in log


@pytest.fixture
def page(browser_of: Callable[[], Page]) -> Page:
    return browser_of()


def sign_in(page: Page, user: str, to: str) -> None:
    page.goto(to)
    page.get_by_role("link", name="用统一身份认证登录").click()
    page.get_by_role("button", name=user).or_(page.get_by_text(user, exact=True)).first.click()


def test_a_leader_signs_in_and_comes_back_to_his_page(page: Page, office: Office) -> None:
    sign_in(page, "u1", "/penalties?year=2022&body=market_supervision")
    on_page(page, "行政处罚")
    assert "王主任" in page.locator(".who").inner_text()
    assert "市场监督" in page.locator(".scope").inner_text()
    page.reload()
    on_page(page, "行政处罚")


def test_a_clerk_gets_the_body_the_provider_names(page: Page, office: Office) -> None:
    sign_in(page, "u2", "/penalties?year=2022")
    on_page(page, "行政处罚")
    text = page.locator("body").inner_text()
    assert "卫生健康局" in text
    assert "市场监督" not in text


@pytest.mark.parametrize("user", ["u3", "u4"])
def test_who_has_no_role_here_is_told_so(page: Page, office: Office, user: str) -> None:
    sign_in(page, user, "/")
    expect(page.get_by_role("alert")).to_contain_text("还没有使用本系统的权限")
    assert not [c for c in page.context.cookies() if c["name"] == SESSION]
    page.goto("/penalties")
    on_sign_in(page)


def test_the_providers_cookie_alone_opens_nothing(page: Page, office: Office) -> None:
    """Streamlit keeps it for thirty days: longer than any session of ours."""
    sign_in(page, "u1", "/")
    on_page(page, "总览")
    kept = [c for c in page.context.cookies() if c["name"] != SESSION]
    assert any(c["name"].startswith("_streamlit_user") for c in kept)
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in kept)
    assert status(f"{office.url}/_stcore/host-config", cookie=cookie) == 401


def test_signing_out_ends_the_session_here_and_at_the_provider(page: Page, office: Office) -> None:
    sign_in(page, "u1", "/")
    on_page(page, "总览")
    page.get_by_role("link", name="账户、退出").click()
    expect(page.get_by_role("link", name="修改密码")).to_have_count(0)
    with page.expect_request(lambda asked: "/oauth2/end_session" in asked.url):
        page.get_by_role("button", name="退出登录").click()
    page.goto("/")
    on_sign_in(page)
    with Ledger(office.ledger) as ledger:
        acts = [(entry.act, entry.who) for entry in ledger.audit()]
    assert ("sign_out", "wang") in acts
    assert ("sign_in", "wang") in acts


def test_a_forged_answer_of_the_provider_is_worth_nothing(page: Page, office: Office) -> None:
    for answer in ("?code=guess&state=guess", "?error=access_denied", ""):
        page.goto(f"/oauth2callback{answer}")
        on_sign_in(page)
