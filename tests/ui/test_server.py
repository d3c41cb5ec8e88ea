"""Streamlit's own files come compressed to who asks for it, and are otherwise answered as Streamlit answers."""

import asyncio
import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Scope
from streamlit import config
from streamlit.web.server.starlette.starlette_server import _bind_socket
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from ui import server

SCRIPT = max((server.FILES / "static" / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
PATH = f"/static/js/{SCRIPT.name}"
PLAIN = SCRIPT.read_bytes()
GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}

Answer = tuple[int, Headers, bytes]


class Recorded:
    """Streamlit's own handler of its files; notes what it was asked for."""

    def __init__(self) -> None:
        self.app = create_streamlit_static_handler(str(server.FILES), None)
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            await self.app(scope, receive, send)


def ask(app: Any, path: str, headers: dict[str, str], method: str = "GET") -> Answer:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return await asyncio.Future()  # the client stays

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw, "root_path": ""}
    asyncio.run(app(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in said[1:])
    return said[0]["status"], Headers(raw=said[0]["headers"]), body


@pytest.fixture
def files() -> server.CompressedFiles:
    return server.CompressedFiles(Recorded())


@pytest.fixture
def below_a_path() -> Iterator[server.CompressedFiles]:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "/yibiao/")
    yield server.CompressedFiles(Recorded())
    config.set_option("server.baseUrlPath", before)


def test_a_script_comes_compressed(files: server.CompressedFiles) -> None:
    status, headers, body = ask(files, PATH, GZIP)
    assert status == 200
    assert gzip.decompress(body) == PLAIN
    assert len(body) < len(PLAIN) / 2
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert "accept-ranges" not in headers
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]


def test_a_style_comes_compressed(files: server.CompressedFiles) -> None:
    style = next((server.FILES / "static" / "css").glob("*.css"))
    _, _, body = ask(files, f"/static/css/{style.name}", GZIP)
    assert gzip.decompress(body) == style.read_bytes()


@pytest.mark.parametrize("accepted", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_does_not_ask_gets_the_file_as_it_is(files: server.CompressedFiles, accepted: str) -> None:
    status, headers, body = ask(files, PATH, {"Accept-Encoding": accepted})
    assert (status, body) == (200, PLAIN)
    assert "content-encoding" not in headers
    assert headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "br, gzip;q=0.1", "gzip;q=1.0"])
def test_gzip_is_found_wherever_it_stands(files: server.CompressedFiles, accepted: str) -> None:
    assert ask(files, PATH, {"Accept-Encoding": accepted})[1]["content-encoding"] == "gzip"


@pytest.mark.parametrize("headers", [{}, GZIP, {**GZIP, "Range": "bytes=0-9"}])
def test_every_answer_says_what_it_depends_on(files: server.CompressedFiles, headers: dict[str, str]) -> None:
    assert ask(files, PATH, headers)[1]["vary"] == "Accept-Encoding"


def test_the_head_is_that_of_the_whole_answer(files: server.CompressedFiles) -> None:
    whole, head = ask(files, PATH, GZIP), ask(files, PATH, GZIP, "HEAD")
    assert head == (200, whole[1], b"")


@pytest.mark.parametrize("headers", [{}, GZIP])
def test_an_unchanged_file_is_not_sent_again(files: server.CompressedFiles, headers: dict[str, str]) -> None:
    tag = ask(files, PATH, headers)[1]["etag"]
    for again in ({}, GZIP):
        status, said, body = ask(files, PATH, {**again, "If-None-Match": tag})
        assert (status, body) == (304, b"")
        assert "content-encoding" not in said


def test_the_two_forms_are_not_the_same_bytes(files: server.CompressedFiles) -> None:
    plain, packed = ask(files, PATH, {})[1]["etag"], ask(files, PATH, GZIP)[1]["etag"]
    assert packed == f"W/{plain}"


def test_a_part_is_a_part_of_the_plain_file(files: server.CompressedFiles) -> None:
    status, headers, body = ask(files, PATH, {**GZIP, "Range": "bytes=100-199"})
    assert (status, body) == (206, PLAIN[100:200])
    assert headers["content-range"] == f"bytes 100-199/{len(PLAIN)}"
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/static/js/no-such-file.js", f"/static/js//{SCRIPT.name}", "/penalties"]
)
def test_other_addresses_pass_untouched(files: server.CompressedFiles, path: str) -> None:
    assert ask(files, path, GZIP) == ask(Recorded(), path, GZIP)


def test_the_websocket_passes_untouched() -> None:
    inner = Recorded()
    scope = {"type": "websocket", "path": PATH, "headers": []}
    asyncio.run(server.CompressedFiles(inner)(scope, None, None))  # type: ignore[arg-type]
    assert inner.scopes == [scope]


def test_other_methods_pass_untouched(files: server.CompressedFiles) -> None:
    with pytest.raises(Exception, match="405"):
        ask(files, PATH, GZIP, "POST")


def test_a_file_is_compressed_once(files: server.CompressedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(files, PATH, GZIP)
    monkeypatch.setattr(server, "_gzip", None)
    assert ask(files, PATH, GZIP) == first


def test_below_a_path_of_the_office_too(below_a_path: server.CompressedFiles) -> None:
    assert f"/yibiao{PATH}" in below_a_path._files
    assert PATH not in below_a_path._files


def test_only_texts_of_streamlit_are_compressed(files: server.CompressedFiles) -> None:
    found = set(files._files.values())
    assert {path.suffix for path in found} == {".js", ".css"}
    assert all(Path(server.FILES) in path.parents for path in found)


def test_answers_leave_at_once() -> None:
    """Nobody else switches Nagle's algorithm off for the kind of socket that Streamlit listens on."""
    listening = _bind_socket("127.0.0.1", 0, 5)
    listening.setblocking(True)
    with listening:
        assert not delay_is_off(listening)
        server.send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert delay_is_off(accepted)


def delay_is_off(found: socket.socket) -> bool:
    return found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
