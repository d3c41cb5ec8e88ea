"""Readers without a browser: they say what a browser would say, and wait for the answer it would wait for."""

import asyncio
import json
import time
from typing import Any, Protocol, Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 30.0
"""Seconds after which a click has failed."""
BROKEN = "本页未能显示".encode()
YEAR = "年度"


class Failed(Exception):
    """An answer that no reader should get, or none."""


class Reader(Protocol):
    """Somebody who looks at one page and chooses another year now and then."""

    async def choose(self, year: int) -> float:
        """Seconds from the choice to the last word of the answer; raises `Failed`."""
        ...

    async def leave(self) -> None: ...


class ProductReader:
    """A reader of the product; keeps what the browser keeps (choices, address, large messages)."""

    def __init__(self, connection: ClientConnection, page: str, query: str) -> None:
        self._connection = connection
        self._page, self._query, self._script = page, query, ""
        self._choices: dict[str, str] = {}
        self._large: dict[str, int] = {}
        """Hash of a message → the run that showed it last."""
        self._run, self._oldest = 0, 0
        self._year = ""

    @classmethod
    async def arrive(cls, url: str, page: str, choices: dict[str, str]) -> Self:
        """Opens the page with these parameters in the address."""
        stream = f"ws://{urlsplit(url).netloc}/_stcore/stream"
        connection = await connect(
            stream, max_size=None, compression=None, open_timeout=PATIENCE, close_timeout=1, proxy=None
        )
        reader = cls(connection, page, urlencode(choices))
        await reader._rerun(int(choices["year"]))
        return reader

    async def leave(self) -> None:
        await self._connection.close()

    async def choose(self, year: int) -> float:
        self._choices[self._year] = f"{year}年"
        began = time.perf_counter()
        await self._rerun(year)
        return time.perf_counter() - began

    async def _rerun(self, year: int) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, self._script
        asked.page_name = "" if self._script else self._page
        for widget, value in self._choices.items():
            asked.widget_states.widgets.add(id=widget).string_value = value
        asked.cached_message_hashes.extend(self._large)
        await self._connection.send(message.SerializeToString())
        try:
            right = await asyncio.wait_for(self._listen(f"· {year}年 ·".encode()), PATIENCE)
        except (OSError, TimeoutError) as error:
            raise Failed(repr(error)) from error
        if not right:
            raise Failed(f"the page is not about {year}")

    async def _listen(self, head: bytes) -> bool:
        """Reads until the script has finished; says whether the page's head was among the answers."""
        right = False
        async for data in self._connection:
            assert isinstance(data, bytes)
            if BROKEN in data:
                raise Failed("the page broke")
            right = right or head in data
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                self._forget()
                return right
            self._note(message, kind)
        raise Failed("the server hung up")

    def _note(self, message: ForwardMsg, kind: str | None) -> None:
        if kind == "new_session":
            self._oldest = message.new_session.config.max_cached_message_age or self._oldest
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "ref_hash":
            self._large[message.ref_hash] = self._run
        elif kind == "delta":
            if message.metadata.cacheable:
                self._large[message.hash] = self._run
            self._note_choice(message.delta.new_element)

    def _note_choice(self, element: Any) -> None:
        if element.WhichOneof("type") != "selectbox":
            return
        box = element.selectbox
        if box.label == YEAR:
            self._year = box.id
        if box.set_value or box.id not in self._choices:
            self._choices[box.id] = box.raw_value if box.set_value else box.options[box.default]

    def _forget(self) -> None:
        self._run += 1
        self._large = {name: run for name, run in self._large.items() if self._run - run <= self._oldest}


class DashReader:
    """A reader of `benchmarks.dash_page`: one kept connection, as a browser keeps it."""

    def __init__(self, stream: asyncio.StreamReader, out: asyncio.StreamWriter, host: str, page: str) -> None:
        self._stream, self._out, self._host, self._page = stream, out, host, page

    @classmethod
    async def arrive(cls, url: str, page: str) -> Self:
        host, _, port = urlsplit(url).netloc.partition(":")
        return cls(*await asyncio.open_connection(host, int(port), limit=1 << 24), host, page)

    async def leave(self) -> None:
        self._out.close()
        await self._out.wait_closed()

    async def choose(self, year: int) -> float:
        began = time.perf_counter()
        try:
            answer = await asyncio.wait_for(self._ask(year), PATIENCE)
        except (OSError, EOFError, TimeoutError) as error:
            raise Failed(repr(error)) from error
        head = f"· {year}年 ·"
        # Dash writes JSON with orjson where that is installed, which leaves Chinese as it is.
        if head.encode() not in answer and json.dumps(head)[1:-1].encode() not in answer:
            raise Failed(f"the answer is not about {year}")
        return time.perf_counter() - began

    async def _ask(self, year: int) -> bytes:
        body = json.dumps(
            {
                "output": "parts.children",
                "outputs": {"id": "parts", "property": "children"},
                "inputs": [
                    {"id": "year", "property": "value", "value": year},
                    {"id": "body", "property": "value", "value": "lusong"},
                ],
                "state": [{"id": "address", "property": "search", "value": f"?page={self._page}"}],
                "changedPropIds": ["year.value"],
            }
        ).encode()
        head = f"POST /_dash-update-component HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._out.write(head.encode() + body)
        status, *fields = (await self._stream.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        length = next(int(f.partition(":")[2]) for f in fields if f.lower().startswith("content-length:"))
        answer = await self._stream.readexactly(length)
        if status.split()[1] != "200":
            raise Failed(status)
        return answer
