"""The server starts only with settings it can protect; otherwise it says in Chinese what to change."""

from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from ui.access import settings
from ui.access.settings import ACCOUNTS, DEMONSTRATION, OIDC, SettingsRefused, load_settings, refusals

ROLES = {"viewer": "领导", "department": "报送单位"}
BODIES = {"market": "市监局"}
SECRET = "k3Jq-Zt0pWm8vYb5LrNc2HsXfGd7UaEo"
PRODUCTION = 'sign_in = "accounts"\naddress = "https://fzzf.lake.gov.cn/"\n'
TRIAL = 'sign_in = "accounts"\nproduction = false\naddress = "http://127.0.0.1:8501"\n'
PROVIDER = """
sign_in = "oidc"
address = "https://fzzf.lake.gov.cn"
[claims]
title = "统一身份认证"
name = "sub"
shown_name = "name"
roles = "groups"
bodies = "unit"
[claims.role_of]
leaders = "viewer"
[claims.body_of]
"市场监管局" = "market"
"""
AUTH = {
    "client_id": "dashboard",
    "client_secret": "s",
    "server_metadata_url": "https://id.lake.gov.cn/.well-known/openid-configuration",
    "cookie_secret": SECRET,
    "redirect_uri": "https://fzzf.lake.gov.cn/oauth2callback",
}


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Streamlit's options, as config.toml has them; a test changes what it is about."""
    chosen: dict[str, Any] = {"server.address": "127.0.0.1"}
    true = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: chosen.get(name, true(name)))
    return chosen


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]):
    """What is said against starting with a file of this text (None: no file), and these secrets."""

    def told(text: str | None, secrets: dict[str, str] | None = None) -> str:
        monkeypatch.setattr(settings, "_auth_secrets", lambda: secrets or {})
        monkeypatch.setattr(settings, "USUAL", tmp_path / "access.toml")
        if text is not None:
            (tmp_path / "access.toml").write_text(text, encoding="utf-8")
        try:
            return "\n".join(refusals(load_settings(), ROLES, BODIES))
        except SettingsRefused as error:
            return "\n".join(error.problems)

    return told


def test_without_a_file_it_is_a_demonstration_on_this_machine(said):
    assert said(None) == ""
    assert load_settings().sign_in == DEMONSTRATION


@pytest.mark.parametrize("address", ["0.0.0.0", "", None, "10.2.3.4", "fzzf.lake.gov.cn", "::"])
def test_a_demonstration_listens_on_this_machine_only(said, options, address):
    options["server.address"] = address
    assert "演示身份只能在本机使用" in said(None)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_every_name_of_this_machine_will_do(said, options, address):
    options["server.address"] = address
    assert said(None) == ""


def test_production_starts_behind_tls(said):
    assert said(PRODUCTION) == ""
    found = load_settings()
    assert (found.sign_in, found.production) == (ACCOUNTS, True)
    assert found.address == "https://fzzf.lake.gov.cn"


def test_production_may_listen_on_an_inner_address_for_a_proxy_elsewhere(said, options):
    options["server.address"] = "10.2.3.4"
    assert said(PRODUCTION) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('sign_in = "demonstration"\nproduction = true', "正式运行不能用演示身份"),
        (PRODUCTION.replace("https", "http"), "正式运行须经由 HTTPS 代理"),
        ('sign_in = "accounts"', "缺少键“address”"),
        (PRODUCTION + "idle_minutes = 0", "登录时限不合理"),
        (PRODUCTION + "idle_minutes = 900\nlongest_hours = 12", "登录时限不合理"),
        (PRODUCTION.replace("accounts", "account"), "不能写“account”"),
        (PRODUCTION + 'adress = "x"', "不认识的键“adress”"),
        ("sign_in = accounts", "TOML 语法错误"),
        (TRIAL.replace("127.0.0.1", "fzzf.lake.gov.cn"), "只能用本机地址"),
    ],
)
def test_settings_that_protect_nobody_are_refused(said, text, problem):
    assert problem in said(text)


def test_a_trial_without_tls_listens_on_this_machine_only(said, options):
    assert said(TRIAL) == ""
    options["server.address"] = "0.0.0.0"
    assert "未设为正式运行（production = false）只能在本机使用" in said(TRIAL)


def test_a_named_file_that_is_missing_is_no_demonstration(monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsRefused, match="找不到登录设置文件"):
        load_settings()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.enableXsrfProtection", False),
        ("server.trustedUserHeaders", {"X-User": "user"}),
        ("server.enableStaticServing", True),
    ],
)
def test_options_of_streamlit_that_open_a_way_round_are_refused(said, options, option, value):
    options[option] = value
    assert option in said(PRODUCTION)


def test_a_provider_with_all_it_needs(said):
    assert said(PROVIDER, AUTH) == ""
    assert load_settings().sign_in == OIDC


@pytest.mark.parametrize("missing", AUTH)
def test_a_secret_left_out_is_named(said, missing):
    assert f"缺少 {missing}" in said(PROVIDER, {k: v for k, v in AUTH.items() if k != missing})


@pytest.mark.parametrize(
    "secret", ["short", "xxx" + SECRET, "replace-with-your-own-" + SECRET, "请换成随机的字符" + SECRET]
)
def test_a_default_secret_is_refused(said, secret):
    assert "cookie_secret 太短，或是示例里的值" in said(PROVIDER, AUTH | {"cookie_secret": secret})


def test_the_way_back_from_the_provider_is_our_own(said):
    other = AUTH | {"redirect_uri": "https://elsewhere.example/oauth2callback"}
    assert "与 address 不一致" in said(PROVIDER, other)


def test_a_provider_without_tls_is_refused(said):
    plain = AUTH | {"server_metadata_url": "http://id.lake.gov.cn/.well-known/openid-configuration"}
    assert "server_metadata_url 不是 https" in said(PROVIDER, plain)


def test_claims_must_mean_something_that_exists(said):
    assert "角色“viewers”不存在" in said(PROVIDER.replace('"viewer"', '"viewers"'), AUTH)
    assert "单位“markets”不存在" in said(PROVIDER.replace('"market"', '"markets"'), AUTH)
