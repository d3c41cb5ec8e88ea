"""The pages the gate itself gives: signing in and out, changing the password, choosing whom to be in a demonstration.

Plain HTML without a script, so that they need nothing of the server they stand in front of.
"""

import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from definitions import load_definitions
from ledger.accounts import Refused, Session, SignedIn
from ledger.audit import Actor
from ui.access import oidc
from ui.access.doors import ROLE_COOKIE, Doors, demonstrated
from ui.access.settings import OIDC
from ui.access.ways import (
    ACCOUNT,
    BACK_COOKIE,
    FOLDER,
    PASSWORD,
    SIGN_IN,
    first_page,
    origin_of,
    safe_way_back,
    session_cookie,
)
from ui.words import TITLE

LONGEST_FORM = 8192
HASHINGS = 2
"""Passwords tried at once: each takes 64 MB and a core for a moment."""

REASONS = {
    "wrong": "用户名或密码不对。",
    "locked": "连续输错次数过多，暂停登录。请{wait}后再试，或请管理员解除。",
    "disabled": "这个账户已停用。请联系管理员。",
    "no_role": "统一身份认证已通过，但您还没有使用本系统的权限。请联系管理员。",
    "local": "本系统已有同名的本地账户，不能用统一身份认证登录。请联系管理员。",
    "wrong_old": "原密码不对。",
    "short": "新密码太短，至少要10个字符。",
    "long": "新密码太长。",
    "same": "新密码与原密码相同。",
    "name": "新密码不能包含用户名。",
    "common": "新密码太常见，容易被猜中。",
    "again": "两次输入的新密码不一样。",
    "missing": "请填写全部内容。",
}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)

Answer = Callable[[Request], Awaitable[Response]]


def screens(doors: Doors, base: str) -> ASGIApp:
    """The routes below `/access`; `base` is the folder of the address the dashboard lives in."""
    screen = Screens(doors, base)
    ways: list[tuple[str, Answer, str]] = [
        (SIGN_IN, screen.sign_in, "GET"),
        (SIGN_IN, screen.try_password, "POST"),
        (f"{FOLDER}/oidc", screen.to_provider, "GET"),
        (PASSWORD, screen.password, "GET"),
        (PASSWORD, screen.change_password, "POST"),
        (ACCOUNT, screen.account, "GET"),
        (f"{FOLDER}/sign-out", screen.sign_out, "POST"),
        (f"{FOLDER}/demonstration", screen.choose_role, "POST"),
        (f"{FOLDER}/state", screen.state, "GET"),
    ]
    return Router([Route(path, answer, methods=[method]) for path, answer, method in ways])


class Screens:
    """What each of the pages answers."""

    def __init__(self, doors: Doors, base: str) -> None:
        self._doors = doors
        self._base = base
        self._hashing = anyio.CapacityLimiter(HASHINGS)

    async def sign_in(self, request: Request) -> Response:
        if self._doors.settings.demonstration or await self._session(request) is not None:
            return self._go("/")
        asked = request.query_params
        return self._sign_in_page(asked.get("next", ""), asked.get("reason", ""))

    def _sign_in_page(self, back: str, reason: str = "", wait: int = 0, name: str = "") -> Response:
        back, claims = safe_way_back(back), self._doors.settings.claims
        said = REASONS.get(reason, "").format(wait=in_words(wait))
        provider = claims.title if claims else ""
        page = self._page(
            "sign_in", 401 if reason else 200, back=back, said=said, name=name, provider=provider
        )
        if claims:
            page.set_cookie(
                BACK_COOKIE,
                quote(back, safe=""),
                max_age=600,
                httponly=True,
                samesite="lax",
                secure=self._secure,
            )
        return page

    async def try_password(self, request: Request) -> Response:
        accounts = self._doors.accounts
        form = await self._form(request)
        if isinstance(form, Response):
            return form
        if accounts is None or self._doors.settings.sign_in == OIDC:
            return self._go("/")
        name, password, back = (str(form.get(key, "")) for key in ("name", "password", "next"))
        found = await self._hashed(accounts.sign_in, name, password, origin_of(request.scope))
        if isinstance(found, Refused):
            return self._sign_in_page(back, found.reason, found.wait_seconds, name)
        return self._let_in(found, safe_way_back(back))

    def _let_in(self, found: SignedIn, back: str) -> Response:
        if back == "/":
            back = first_page(found.account.roles)
        onwards = f"{PASSWORD}?next={quote(back, safe='')}" if found.account.must_change else back
        answer = self._go(onwards)
        answer.headers.append("set-cookie", session_cookie(self._doors, found.token))
        return answer

    async def to_provider(self, _: Request) -> Response:
        if self._doors.settings.sign_in != OIDC:
            return self._go("/")
        return RedirectResponse(oidc.way_in(self._base), 303, {"Cache-Control": "no-store"})

    async def password(self, request: Request) -> Response:
        session = await self._session(request)
        if session is None or session.account.kind != "local":
            return self._go(SIGN_IN)
        return self._password_page(session, request.query_params.get("next", ""))

    def _password_page(self, session: Session, back: str, reason: str = "") -> Response:
        said = REASONS.get(reason, reason).format(wait="过一会儿")
        forced = session.account.must_change
        status = 400 if reason else 200
        back = safe_way_back(back)
        return self._page("password", status, back=back, said=said, forced=forced, name=session.account.name)

    async def change_password(self, request: Request) -> Response:
        form, session = await self._form(request), await self._session(request)
        if isinstance(form, Response):
            return form
        if session is None or self._doors.accounts is None or session.account.kind != "local":
            return self._go(SIGN_IN)
        old, new, again, back = (str(form.get(key, "")) for key in ("old", "new", "again", "next"))
        reason = "missing" if not (old and new) else "again" if new != again else None
        if reason is None:
            reason = await self._hashed(self._doors.accounts.change_password, self._token(request), old, new)
        self._doors.forget()
        if await self._session(request) is None:  # so many wrong tries that the session is over
            return self._go(SIGN_IN)
        return self._password_page(session, back, reason) if reason else self._go(safe_way_back(back))

    async def account(self, request: Request) -> Response:
        back = request.query_params.get("next", "")
        if self._doors.settings.demonstration:
            return self._roles_page(request, back)
        session = await self._session(request)
        if session is None:
            return self._go(f"{SIGN_IN}?next={quote(safe_way_back(back), safe='')}")
        account, definitions = session.account, load_definitions()
        return self._page(
            "account",
            back=safe_way_back(back),
            account=account,
            roles=[definitions.roles.get(role, role) for role in account.roles],
            bodies=[definitions.bodies[b].name for b in account.bodies if b in definitions.bodies],
            since=session.started_at[:16].replace("T", " "),
            origin=session.origin,
        )

    async def sign_out(self, request: Request) -> Response:
        form = await self._form(request)
        if isinstance(form, Response):
            return form
        session = await self._session(request)
        if session is not None and self._doors.accounts is not None:
            if form.get("everywhere"):
                name, by = session.account.name, Actor(session.account.name, origin_of(request.scope))
                await anyio.to_thread.run_sync(self._doors.accounts.sign_out_everywhere, name, by)
            else:
                await anyio.to_thread.run_sync(self._doors.accounts.sign_out, self._token(request))
            self._doors.forget()
        provider = session is not None and session.account.kind == "oidc"
        answer = self._go("/auth/logout" if provider else SIGN_IN)
        answer.delete_cookie(self._doors.cookie, path="/", secure=self._secure, httponly=True, samesite="lax")
        return answer

    def _roles_page(self, request: Request, back: str) -> Response:
        definitions = load_definitions()
        reader = demonstrated(request.cookies, definitions)
        owning = {
            role for right in definitions.rights.values() for role, r in right.reach.items() if r == "own"
        }
        parents = definitions.parents()
        return self._page(
            "demonstration",
            back=safe_way_back(back),
            roles=definitions.roles,
            owning=owning,
            bodies=[b for b in definitions.bodies.values() if b.body not in parents and b.valid_to is None],
            role=next(iter(reader.roles)),
            body=next(iter(reader.bodies), ""),
        )

    async def choose_role(self, request: Request) -> Response:
        form, definitions = await self._form(request), load_definitions()
        if isinstance(form, Response):
            return form
        role, body = str(form.get("role", "")), str(form.get("body", ""))
        if not self._doors.settings.demonstration or role not in definitions.roles:
            return self._go("/")
        back = safe_way_back(str(form.get("next", "")))
        answer = self._go(first_page([role]) if back == "/" else back)
        chosen = f"{role}:{body if body in definitions.bodies else ''}"
        answer.set_cookie(ROLE_COOKIE, chosen, httponly=True, samesite="lax")
        return answer

    async def state(self, request: Request) -> Response:
        """For a page that has lost its stream: is it the net, or is nobody signed in any more?"""
        session = None if self._doors.settings.demonstration else await self._session(request)
        alive = self._doors.settings.demonstration or (
            session is not None and not session.account.must_change
        )
        return Response(status_code=204 if alive else 401, headers={"Cache-Control": "no-store"})

    async def _form(self, request: Request) -> FormData | Response:
        """What was sent, if it came from a page of ours: nobody else's page may act for a reader."""
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > LONGEST_FORM:
            return PlainTextResponse("内容太长。", 413)
        if request.headers.get("origin") != self._origin(request):
            return PlainTextResponse("请从本系统的页面提交。", 403)
        return await request.form(max_files=0, max_fields=10)

    def _origin(self, request: Request) -> str:
        return self._doors.settings.address or f"{request.url.scheme}://{request.headers.get('host', '')}"

    async def _session(self, request: Request) -> Session | None:
        return await anyio.to_thread.run_sync(self._doors.session, request.cookies)

    def _token(self, request: Request) -> str:
        return request.cookies.get(self._doors.cookie, "")

    async def _hashed(self, act: Callable[..., Any], *given: str) -> Any:
        return await anyio.to_thread.run_sync(partial(act, *given), limiter=self._hashing)

    @property
    def _secure(self) -> bool:
        return self._doors.settings.production

    def _go(self, path: str) -> RedirectResponse:
        return RedirectResponse(self._base + path, 303, {"Cache-Control": "no-store"})

    def _page(self, template: str, status: int = 200, **given: Any) -> HTMLResponse:
        nonce = secrets.token_urlsafe(16)
        text = _pages.get_template(f"{template}.html").render(
            product=TITLE, base=self._base, folder=self._base + FOLDER, nonce=nonce, **given
        )
        policy = f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
        return HTMLResponse(text, status, {"Cache-Control": "no-store", "Content-Security-Policy": policy})


def in_words(seconds: int) -> str:
    """How long to wait."""
    return f"{seconds}秒" if seconds < 60 else f"{-(-seconds // 60)}分钟"
