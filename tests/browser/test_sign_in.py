"""Accounts in a real browser: nobody gets past the gate, sessions last and end as they should, rights hold."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from definitions import load_definitions
from ledger import Ledger
from ledger.accounts import Accounts
from tests.browser.aloud import violations
from tests.browser.offices import (
    PASSWORD,
    PEOPLE,
    SESSION,
    Office,
    cookie_of,
    on_page,
    on_sign_in,
    sign_in,
    status,
)
from ui.navigation import SECTIONS, action_of
from ui.trace import PART, TRACE

ADDRESSES = [
    "/",
    "/penalties?year=2022&body=health",
    "/audit",
    "/static/js/index.js",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/metrics",
    "/_stcore/upload_file/9b1d/1",
    "/_stcore/agent/openapi.json",
    "/media/0123456789abcdef.csv",
    "/component/x/y.js",
    "/auth/login",
    "/oauth2callback",
    "//media/0123456789abcdef.csv",
    "/_stcore/health/../stream",
    "/_STCORE/health",
    "/nowhere",
]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_nobody_signed_in_gets_nothing(office: Office, path: str, method: str) -> None:
    for cookie in ("", f"{SESSION}=guess", "_streamlit_user=x", "demonstration=administrator:"):
        assert status(office.url + path, method, cookie) in (400, 401)


def test_a_stream_without_a_session_is_not_opened(office: Office) -> None:
    for headers in ({}, {"Cookie": f"{SESSION}=guess"}):
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(office.url.replace("http", "ws") + "/_stcore/stream", additional_headers=headers),
        ):
            pass
        assert refused.value.response.status_code == 403


def test_who_watches_over_the_server_sees_that_it_lives(office: Office) -> None:
    assert status(f"{office.url}/_stcore/health") == 200


def test_a_cold_link_leads_to_the_sign_in_and_back(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "leader", "/penalties?year=2022&body=health&compare=2021")
    on_page(page, "行政处罚")
    assert "卫生健康局" in page.locator(".scope").inner_text()
    assert "leader君" in page.locator(".who").inner_text()
    cookie = next(c for c in page.context.cookies() if c["name"] == SESSION)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    page.reload()
    on_page(page, "行政处罚")


@pytest.mark.parametrize(
    "back",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(office: Office, browser_of, back: str) -> None:
    page = browser_of()
    sign_in(page, "leader", f"/access/sign-in?next={back}")
    on_page(page, "总览")
    assert page.url.startswith(office.url)


def test_the_first_sign_in_asks_for_a_password_of_ones_own(office: Office, browser_of) -> None:
    with Accounts(office.ledger) as accounts:
        temporary = accounts.create("newcomer", "新来的", ("viewer",), ())
    page = browser_of()
    sign_in(page, "newcomer", "/litigation", temporary)
    expect(page.get_by_role("heading", name="请先修改初始密码")).to_be_visible()
    assert not violations(page, "password")
    cookie = cookie_of(page)
    assert status(f"{office.url}/_stcore/host-config", cookie=cookie) == 401
    page.goto("/penalties")
    expect(page.get_by_role("heading", name="请先修改初始密码")).to_be_visible()
    change(page, temporary, "short", "short")
    expect(page.get_by_role("alert")).to_contain_text("太短")
    change(page, temporary, PASSWORD, PASSWORD + "r")
    expect(page.get_by_role("alert")).to_contain_text("不一样")
    change(page, temporary, PASSWORD, PASSWORD)
    on_page(page, "行政处罚")


def change(page: Page, old: str, new: str, again: str) -> None:
    page.get_by_label("初始密码").fill(old)
    page.get_by_label("新密码", exact=True).fill(new)
    page.get_by_label("再输一遍新密码").fill(again)
    page.get_by_role("button", name="保存").click()


def test_wrong_passwords_lock_the_name_and_say_for_how_long(office: Office, browser_of) -> None:
    page = browser_of()
    for name in ("nobody.at.all", "<b>x</b>"):
        for _ in range(5):
            sign_in(page, name, password="wrong password")
            expect(page.get_by_role("alert")).to_be_visible()
        sign_in(page, name)
        expect(page.get_by_role("alert")).to_contain_text(re.compile("请1分钟后再试|请5.秒后再试"))
    assert not violations(page, "sign-in")


def test_signing_out_ends_every_tab(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "leader")
    on_page(page, "总览")
    other = page.context.new_page()
    other.goto("/permits?year=2022")
    on_page(other, "行政许可")
    cookie = cookie_of(page)
    page.get_by_role("link", name="账户、退出").click()
    expect(page.get_by_role("heading", name="我的账户")).to_be_visible()
    assert not violations(page, "account")
    page.get_by_role("button", name="退出登录").click()
    on_sign_in(page)
    page.go_back()
    page.go_back()
    on_sign_in(page)
    # The next thing the reader does in the other tab finds no session, and the tab goes to the sign-in page.
    other.get_by_role("radio", name="表", exact=True).first.click()
    on_sign_in(other)
    assert status(f"{office.url}/_stcore/host-config", cookie=cookie) == 401


def test_signing_out_everywhere_ends_other_browsers(office: Office, browser_of) -> None:
    here, there = browser_of(), browser_of()
    for page in (here, there):
        sign_in(page, "leader")
        on_page(page, "总览")
    here.goto("/access/account")
    here.get_by_role("button", name="在所有电脑上退出").click()
    on_sign_in(here)
    there.reload()
    on_sign_in(there)


def test_an_idle_session_expires(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "leader", "/permits?year=2022")
    on_page(page, "行政许可")
    with sqlite3.connect(office.ledger) as ledger:
        ledger.execute("update session set seen_at = '2026-01-01T00:00:00+08:00'")
    ledger.close()
    page.wait_for_timeout(1500)
    page.get_by_role("radio", name="表", exact=True).first.click()
    on_sign_in(page)
    page.get_by_label("用户名").fill("leader")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    on_page(page, "行政许可")
    assert "session_expired" in acts(office)


def test_a_department_sees_its_own_and_no_more(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "health.clerk", "/penalties?year=2022&body=market_supervision")
    on_page(page, "行政处罚")
    text = page.locator("body").inner_text()
    assert "卫生健康局" in text
    assert "市场监督" not in text
    assert "操作记录" not in text
    page.goto("/audit")
    expect(page.get_by_role("heading", name="没有查看权限")).to_be_visible(timeout=30_000)
    assert "refused" in acts(office)


def test_a_download_serves_its_own_account_only(office: Office, browser_of) -> None:
    """Two departments, both signed in: what is offered to one, the other cannot fetch even with the address."""
    mine, theirs = browser_of(), browser_of()
    traced = f"/data_status?year=2022&{PART}={TRACE}&{TRACE}=total_cases"
    sign_in(mine, "health.clerk", traced)
    sign_in(theirs, "market.clerk", traced)
    for page in (mine, theirs):
        on_page(page, "数据状况")
    with mine.expect_request(re.compile("/media/")) as asked, mine.expect_download():
        mine.get_by_role("button", name="下载CSV").first.click()
    url = asked.value.url
    assert status(url, cookie=cookie_of(mine)) == 200
    assert status(url, cookie=cookie_of(theirs)) == 404
    assert status(url) == 401


def acts(office: Office) -> list[str]:
    with Ledger(office.ledger) as ledger:
        return [entry.act for entry in ledger.audit()]


def test_the_administrator_reads_the_audit(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "boss", "/audit")
    on_page(page, "操作记录")
    expect(page.get_by_role("table")).to_contain_text("登录")
    page.get_by_role("button", name="查验有无删改").click()
    expect(page.get_by_text("逐行相符")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("行号,")
    assert "leader" in text
    for word in (PASSWORD, cookie_of(page).partition("=")[2]):
        assert word not in text
    assert not violations(page, "audit")
    page.goto("/accounts")
    on_page(page, "用户和权限")
    for name in PEOPLE:
        expect(
            page.get_by_role("cell", name=name, exact=True).or_(
                page.get_by_role("rowheader", name=name, exact=True)
            )
        ).to_be_visible()
    assert not violations(page, "accounts")


def test_another_site_cannot_act_for_a_reader(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "leader")
    on_page(page, "总览")
    url, cookie = f"{office.url}/access/sign-out", cookie_of(page)
    for origin in ({}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}):
        assert status(url, "POST", cookie, data=b"everywhere=1", **origin) == 403
    page.reload()
    on_page(page, "总览")


def test_the_sidebar_lists_what_may_be_seen(office: Office, browser_of) -> None:
    page = browser_of()
    sign_in(page, "leader")
    on_page(page, "总览")
    listed = page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    rights = load_definitions().rights
    seen = [(path, title) for section in SECTIONS.values() for path, title in section]
    assert listed == [title for path, title in seen if rights[action_of(path)].reach["viewer"] != "no"]
    expect(page.get_by_test_id("stSidebarNav")).not_to_contain_text("管理")
