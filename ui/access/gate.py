"""In front of the whole server: who is not signed in gets the sign-in page and nothing else.

Pages, the stream of a page, uploads, downloads, Streamlit's own files: all of it passes here, so no page and no
address added later can forget to ask.
"""

from urllib.parse import quote, urlsplit

import anyio
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.accounts import Session
from ui.access import belongings, oidc, screens
from ui.access.doors import Doors
from ui.access.settings import OIDC, is_loopback
from ui.access.ways import FOLDER, PASSWORD, SIGN_IN

HEALTH = "/_stcore/health"
"""Says “ok” to whoever watches over the server: a proxy, systemd."""
STREAM = "/_stcore/stream"
MEDIA = "/media/"
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
ENDED = 4401
"""Close code of a stream whose session has ended."""

# A page of ours is never shown inside somebody else's, and names no address to other hosts.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class Gate:
    """Middleware; the outermost."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors
        self._base = base_path()
        self._screens = screens.screens(doors, self._base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._base)
        cautious = self._cautious(scope, path, send)
        if scope["type"] == "http" and path == HEALTH:
            await self._app(scope, receive, cautious)
        elif reason := self._astray(scope):
            await self._refuse(scope, receive, cautious, 403, reason)
        elif path.startswith(f"{FOLDER}/"):
            await self._own(scope, receive, cautious)
        elif self._doors.settings.demonstration:
            await self._app(scope, receive, cautious)
        elif scope["type"] == "http" and self._doors.settings.sign_in == OIDC and path in oidc.WAYS:
            await oidc.pass_on(self._app, self._doors, scope, receive, cautious)
        else:
            await self._guarded(scope, receive, cautious, path)

    def _astray(self, scope: Scope) -> str:
        """Why nobody is served on this way, signed in or not; nothing where all is well."""
        settings, headers = self._doors.settings, Headers(scope=scope)
        if settings.production and scope["scheme"] not in ("https", "wss"):
            return "本系统只接受经由 HTTPS 代理的访问。"
        if settings.demonstration:
            host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
            if not is_loopback(host) or any(name in headers for name in FORWARDED):
                return "演示模式只能在本机使用。"
        return ""

    async def _own(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._screens({**scope, "path": scope["path"].removeprefix(self._base)}, receive, send)
        else:
            await self._refuse(scope, receive, send, 403)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        """Everything of Streamlit's."""
        session = await self._session(scope)
        if session is None:
            await self._turn_away(scope, receive, send, path, SIGN_IN)
        elif session.account.must_change:
            await self._turn_away(scope, receive, send, path, PASSWORD)
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send, session)
        elif path.startswith(MEDIA) and not belongings.is_of(path, session.account.name):
            await self._refuse(scope, receive, send, 404)
        else:
            await self._app(scope, receive, send)

    async def _session(self, scope: Scope) -> Session | None:
        return await anyio.to_thread.run_sync(self._doors.session, HTTPConnection(scope).cookies)

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send, path: str, to: str) -> None:
        """Who opens a page is shown where to sign in, and comes back to it; everything else is just refused."""
        asked = Headers(scope=scope)
        opens = (
            scope["type"] == "http" and scope["method"] == "GET" and "text/html" in asked.get("accept", "")
        )
        if not opens:
            await self._refuse(scope, receive, send, 401)
            return
        query = scope["query_string"].decode("latin-1")
        back = quote(f"{path}?{query}" if query else path, safe="")
        response = RedirectResponse(f"{self._base}{to}?next={back}", 303, {"Cache-Control": "no-store"})
        await response(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, text: str = "") -> None:
        if scope["type"] == "websocket":
            # Not accepted: the handshake itself is answered with 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        response: Response = PlainTextResponse(text, status, {"Cache-Control": "no-store"})
        await response(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send, session: Session) -> None:
        """A page's stream: with every message of the reader's it is asked anew whether his session still lives."""
        account = session.account.name

        async def watched() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and await self._session(scope) is None:
                await send({"type": "websocket.close", "code": ENDED})
                return {"type": "websocket.disconnect", "code": ENDED}
            return message

        async def noted(message: Message) -> None:
            if message["type"] == "websocket.send":
                belongings.told(message.get("bytes") or b"", account)
            await send(message)

        await self._app(belongings.own_stream(scope, account), watched, noted)

    def _cautious(self, scope: Scope, path: str, send: Send) -> Send:
        """Adds to every answer what keeps it private."""
        secure = self._doors.settings.production
        private = not self._doors.settings.demonstration and path.startswith(MEDIA)

        async def cautious(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if private:
                    headers["Cache-Control"] = "private, no-store"
                if secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                    message["headers"] = [secured(header) for header in message["headers"]]
            await send(message)

        return cautious


def base_path() -> str:
    """The folder of the address the dashboard lives in: "" or "/folder"."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def secured(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A cookie with the flag Secure: Streamlit does not know that a proxy in front speaks TLS."""
    name, value = header
    flags = [flag.strip().lower() for flag in value.split(b";")[1:]]
    if name.lower() == b"set-cookie" and b"secure" not in flags:
        return name, value + b"; Secure"
    return header
