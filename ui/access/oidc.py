"""Signing in through the office's OpenID provider: Streamlit's own way there and back, and what we make of it.

Streamlit keeps who signed in for thirty days in a cookie. We take it only at the moment the provider vouched, and open
a session of ours, which expires when idle, can be ended from elsewhere, and is on record.
"""

import json
from collections.abc import Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from ledger.accounts import Refused, SignedIn
from ui.access.doors import Doors
from ui.access.settings import Claims
from ui.access.ways import BACK_COOKIE, SIGN_IN, first_page, origin_of, safe_way_back, session_cookie

CALLBACK = "/oauth2callback"
WAYS = ("/auth/login", "/auth/logout", CALLBACK)
"""Streamlit's own; open to who is not signed in, since that is what they are for."""


def way_in(base: str) -> str:
    """Where `st.login` would send the browser; the ticket in it is good for a short while only."""
    return f"{base}/auth/login?provider={quote(encode_provider_token('default'))}"


async def pass_on(app: ASGIApp, doors: Doors, scope: Scope, receive: Receive, send: Send) -> None:
    """Lets Streamlit talk to the provider; when it comes back with somebody, opens his session."""
    if not scope["path"].endswith(CALLBACK):
        await app(scope, receive, send)
        return

    async def signed_in(message: Message) -> None:
        if message["type"] == "http.response.start":
            claims = vouched(Headers(raw=message["headers"]).getlist("set-cookie"))
            if claims is not None:
                await _open(doors, scope, claims, MutableHeaders(scope=message))
        await send(message)

    await app(scope, receive, signed_in)


def vouched(set_cookies: Iterable[str]) -> Mapping[str, Any] | None:
    """What the provider said of who has just signed in: read from the signed cookie Streamlit is about to set."""
    given: dict[str, str] = {}
    for line in set_cookies:
        given |= {name: morsel.value for name, morsel in SimpleCookie(line).items() if morsel.value}

    def single(name: str) -> bytes | None:
        value = given.get(name)
        return (
            None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))
        )

    found = get_cookie_with_chunks(single, USER_COOKIE_NAME)
    said = json.loads(found) if found else {}
    return said if said.get("is_logged_in") else None


async def _open(doors: Doors, scope: Scope, said: Mapping[str, Any], headers: MutableHeaders) -> None:
    """Turns the answer into one that goes on to the page asked for, or to why not."""
    base, cookies = scope["path"].removesuffix(CALLBACK), HTTPConnection(scope).cookies
    answer = await anyio.to_thread.run_sync(_known, doors, said, origin_of(scope))
    if isinstance(answer, SignedIn):
        back = safe_way_back(cookies.get(BACK_COOKIE, ""))
        headers["location"] = base + (first_page(answer.account.roles) if back == "/" else back)
        headers.append("set-cookie", session_cookie(doors, answer.token))
    else:
        headers["location"] = f"{base}{SIGN_IN}?reason={answer.reason}"


def _known(doors: Doors, said: Mapping[str, Any], origin: str) -> SignedIn | Refused:
    claims = doors.settings.claims
    assert claims is not None
    assert doors.accounts is not None
    name = str(said.get(claims.name) or "")
    roles, bodies = meant(said, claims)
    if not name or not roles:
        return doors.accounts.turned_away(name, origin, "no_role")
    shown = str(said.get(claims.shown_name) or name)
    return doors.accounts.sign_in_by_claims(name, shown, roles, bodies, origin)


def meant(said: Mapping[str, Any], claims: Claims) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles and bodies that the provider's words stand for; words without a meaning here give nothing."""
    roles = {claims.role_of[word] for word in _words(said.get(claims.roles)) if word in claims.role_of}
    bodies = {claims.body_of[word] for word in _words(said.get(claims.bodies)) if word in claims.body_of}
    return tuple(sorted(roles)), tuple(sorted(bodies))


def _words(claim: object) -> list[str]:
    """A list as it is; a text is one word as a whole, or several with spaces or commas between."""
    if isinstance(claim, list):
        return [str(word) for word in claim]
    return [claim, *claim.replace(",", " ").split()] if isinstance(claim, str) else []
