"""How readers sign in, from `.streamlit/access.toml` (or the file DASHBOARD_ACCESS names); none: demonstration.

The program would rather not start than serve what it cannot protect: `refusals` says why, in Chinese.
"""

import os
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from definitions.problems import Place, Problems, Source
from definitions.records import Table
from ui.access.mail_settings import Mail, mail_refusals, read_mail

DEMONSTRATION, ACCOUNTS, OIDC = "demonstration", "accounts", "oidc"
USUAL = Path(__file__).parent.parent.parent / ".streamlit" / "access.toml"
SECRET_LENGTH = 32
"""Characters of a cookie secret at least: as long as the key that is made of it."""
# What examples in manuals, ours included, put where a secret belongs.
EXAMPLES = ("xxx", "secret", "changeme", "change-me", "example", "your-", "<", "请", "换成")


class SettingsRefused(Exception):
    """The server must not start like this; `problems` says what to change, in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Claims:
    """What an OpenID provider calls things, and what its values mean here."""

    title: str
    name: str
    shown_name: str
    roles: str
    bodies: str
    role_of: Mapping[str, str]
    body_of: Mapping[str, str]


@dataclass(frozen=True)
class Settings:
    """How readers sign in, and for how long."""

    sign_in: str = DEMONSTRATION
    production: bool = False
    address: str = ""
    """What readers type, without a slash at its end: https://fzzf.example.gov.cn"""
    idle_seconds: int = 30 * 60
    longest_seconds: int = 12 * 60 * 60
    claims: Claims | None = None
    mail: Mail | None = None
    at: Place = field(default=Place(Source("access.toml", "")), compare=False)

    @property
    def demonstration(self) -> bool:
        return self.sign_in == DEMONSTRATION


def load_settings() -> Settings:
    """Reads the file; raises `SettingsRefused` where it is missing although named, or wrong."""
    named = os.environ.get("DASHBOARD_ACCESS")
    path = Path(named) if named else USUAL
    if not path.is_file():
        if named:
            raise SettingsRefused([f"{path}：找不到登录设置文件。请检查环境变量 DASHBOARD_ACCESS。"])
        return Settings()
    problems = Problems()
    source = Source(path.name, path.read_text(encoding="utf-8-sig"))
    try:
        found = _settings(Table(tomllib.loads(source.text), Place(source), problems))
    except tomllib.TOMLDecodeError as error:
        raise SettingsRefused([f"{path}：TOML 语法错误（{error}）。请检查引号和方括号是否成对。"]) from error
    if problems:
        raise SettingsRefused(list(problems))
    return found


def _settings(table: Table) -> Settings:
    sign_in = table.choice("sign_in", (DEMONSTRATION, ACCOUNTS, OIDC))
    found = Settings(
        sign_in=sign_in,
        production=table.flag("production", True),
        address=table.text("address").rstrip("/") if sign_in != DEMONSTRATION else "",
        idle_seconds=60 * table.whole("idle_minutes", 30),
        longest_seconds=3600 * table.whole("longest_hours", 12),
        claims=_claims(table.table("claims")) if sign_in == OIDC else None,
        mail=read_mail(table.table("mail")) if table.has("mail") else None,
        at=table.place,
    )
    table.close()
    return found


def _claims(table: Table) -> Claims:
    found = Claims(
        title=table.text("title"),
        name=table.text("name"),
        shown_name=table.text("shown_name"),
        roles=table.text("roles"),
        bodies=table.text("bodies"),
        role_of=table.table("role_of").all_texts(),
        body_of=table.table("body_of").all_texts(),
    )
    table.close()
    return found


def refusals(settings: Settings, roles: Collection[str], bodies: Collection[str]) -> list[str]:
    """Everything that speaks against starting; empty where nothing does."""
    return [
        f"{settings.at.at(key)}：{what}。{remedy}。" if key else f"{what}。{remedy}。"
        for key, what, remedy in [
            *_on_the_net(settings),
            *_streamlits(),
            *_oidc(settings, roles, bodies),
            *_mail(settings, bodies),
        ]
    ]


Refusal = tuple[str, str, str]
"""Key of the file (or nothing), what is wrong, what to do."""


def _on_the_net(settings: Settings) -> Iterator[Refusal]:
    if settings.idle_seconds <= 0 or settings.longest_seconds < settings.idle_seconds:
        yield "idle_minutes", "登录时限不合理", "idle_minutes 应大于0，且不长于 longest_hours"
    if settings.production and settings.demonstration:
        yield "sign_in", "正式运行不能用演示身份", "请改为 accounts 或 oidc"
    elif settings.production and urlsplit(settings.address).scheme != "https":
        yield (
            "address",
            "正式运行须经由 HTTPS 代理",
            "请按 docs/deploy.md 配置 nginx 或 Caddy，并在此填写 https:// 开头的访问地址",
        )
    elif not settings.production:
        yield from _only_here(settings)


def _only_here(settings: Settings) -> Iterator[Refusal]:
    """Nobody is asked who he is, or passwords travel in the clear: for this machine alone."""
    listens = str(st.get_option("server.address") or "")
    what = "演示身份" if settings.demonstration else "未设为正式运行（production = false）"
    if not is_loopback(listens):
        shown = listens or "所有网络地址"
        yield (
            "",
            f"{what}只能在本机使用，而服务器要监听{shown}",
            "请去掉 --server.address，或按 docs/deploy.md 正式部署",
        )
    host = urlsplit(settings.address).hostname or ""
    if not settings.demonstration and not is_loopback(host):
        yield "address", f"{what}只能用本机地址", "请写 http://127.0.0.1:端口，或设 production = true"


def _streamlits() -> Iterator[Refusal]:
    """Settings of Streamlit that would open a way round."""
    if not st.get_option("server.enableXsrfProtection"):
        yield (
            "",
            "server.enableXsrfProtection 已关闭",
            "请恢复默认值，否则别的网站可以冒用已登录的用户上传文件",
        )
    if st.get_option("server.trustedUserHeaders"):
        yield "", "设置了 server.trustedUserHeaders", "本系统不从请求头认定用户，请删去"
    if st.get_option("server.enableStaticServing"):
        yield "", "设置了 server.enableStaticServing", "本系统不提供静态文件夹，请删去"


def _oidc(settings: Settings, roles: Collection[str], bodies: Collection[str]) -> Iterator[Refusal]:
    if settings.claims is None:
        return
    for value, role in settings.claims.role_of.items():
        if role not in roles:
            yield "claims", f"role_of 中“{value}”对应的角色“{role}”不存在", f"可用的有：{'、'.join(roles)}"
    for value, body in settings.claims.body_of.items():
        if body not in bodies:
            yield (
                "claims",
                f"body_of 中“{value}”对应的单位“{body}”不存在",
                "请填写 definitions/bodies.csv 中的代码",
            )
    yield from _provider(settings, _auth_secrets())


def _mail(settings: Settings, bodies: Collection[str]) -> Iterator[Refusal]:
    if settings.mail:
        yield from mail_refusals(settings.mail, is_loopback(settings.mail.host), bodies)


def _auth_secrets() -> Mapping[str, Any]:
    try:
        return dict(st.secrets.get("auth", {}))
    except FileNotFoundError:
        return {}


def _provider(settings: Settings, secrets: Mapping[str, Any]) -> Iterator[Refusal]:
    file = "secrets.toml 的 [auth]"
    for key in ("client_id", "client_secret", "server_metadata_url", "cookie_secret", "redirect_uri"):
        if not secrets.get(key):
            yield "", f"{file} 缺少 {key}", "请按 docs/deploy.md 填写"
    callback = f"{settings.address}/oauth2callback"
    if secrets.get("redirect_uri", callback) != callback:
        yield "", f"{file} 的 redirect_uri 与 address 不一致", f"请写 {callback}"
    secret = str(secrets.get("cookie_secret", ""))
    if secret and (len(secret) < SECRET_LENGTH or any(e in secret.lower() for e in EXAMPLES)):
        remedy = '请用 python -c "import secrets; print(secrets.token_urlsafe(48))" 生成一个'
        yield "", f"{file} 的 cookie_secret 太短，或是示例里的值", remedy
    provider = urlsplit(str(secrets.get("server_metadata_url", "https://")))
    if settings.production and provider.scheme != "https":
        yield "", f"{file} 的 server_metadata_url 不是 https", "请填写认证服务的 https 地址"


def is_loopback(host: str) -> bool:
    """Says whether only this machine is meant; a name that is none of its usual ones is not."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
