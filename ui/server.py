"""What our server does besides running pages: answers leave at once, and Streamlit's own files travel compressed.

Streamlit leaves compressing to a proxy, because Starlette would do it anew for every visitor. An office that just
starts the dashboard has no proxy; and since the files never change while it runs, each is compressed once and kept.
"""

import gc
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES = Path(st.__file__).parent / "static"


@asynccontextmanager
async def started(_: object) -> AsyncIterator[None]:
    """While the server runs; begins before the first connection."""
    send_at_once()
    yield


def send_at_once() -> None:
    """Switches Nagle's algorithm off: else every second message of an answer waits 40 ms for the reader's receipt.

    asyncio does so by itself, except where a socket was made without naming TCP, as Streamlit's is. Streamlit does
    not hand it out, so it is looked for; connections inherit the setting.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and found.fileno() >= 0 and is_tcp(found):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def is_tcp(found: socket.socket) -> bool:
    return found.type == socket.SOCK_STREAM and found.family in (socket.AF_INET, socket.AF_INET6)


class CompressedFiles:
    """Middleware that gives Streamlit's scripts and styles gzipped, from memory; the rest passes untouched.

    Streamlit still decides what is answered (not modified, how long to keep): it is asked as for the head alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        self._files = {
            "/".join(["", *filter(None, [base]), *path.relative_to(FILES).parts]): path
            for pattern in ("*.js", "*.css")
            for path in FILES.rglob(pattern)
        }
        self._kept: dict[Path, bytes] = {}
        self._compressing = anyio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if path is None:
            await self._app(scope, receive, send)
            return

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
            await send(message)

        asked = Headers(scope=scope)
        # A part is a part of the file as it lies on disk.
        suits = scope["method"] in ("GET", "HEAD") and "range" not in asked
        if not (suits and accepts_gzip(asked) and await self._compressed(path, scope, receive, varying)):
            await self._app(scope, receive, varying)

    async def _compressed(self, path: Path, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answers with the compressed file; says False, having sent nothing, where that is not the answer."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app({**scope, "method": "HEAD"}, receive, keep)
        start = answer[0]
        if start["status"] != 200:
            return False
        body = await self._body(path)
        headers = MutableHeaders(scope=start)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        if etag := headers.get("etag"):
            headers["ETag"] = f"W/{etag}"  # the same file, not the same bytes
        del headers["Accept-Ranges"]
        await send(start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
        return True

    async def _body(self, path: Path) -> bytes:
        async with self._compressing:
            if path not in self._kept:
                self._kept[path] = await anyio.to_thread.run_sync(_gzip, path)
        return self._kept[path]


def _gzip(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def accepts_gzip(asked: Headers) -> bool:
    """Says whether `Accept-Encoding` allows gzip by name; `gzip;q=0` forbids it."""
    for entry in asked.get("accept-encoding", "").lower().split(","):
        name, _, weight = entry.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight.strip("0.") != "" or weight == ""
    return False
