"""A clerk or a leader without a browser: signs in, opens pages, uploads, presses buttons, as a browser says it on the wire."""

import asyncio
import re
from typing import Self
from urllib.parse import quote

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60.0
"""Seconds for an answer; forty ask at once on two cores."""
_XSRF = "_streamlit_xsrf"


class Client:
    """One person at one computer."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url, self.http = url, http
        self._stream: ClientConnection | None = None
        self._session = self._script = self._query = self._page = ""
        self._buttons: dict[str, str] = {}
        self._uploader = ""
        self._uploaded: list[WidgetState] = []
        self.seen = b""
        """Everything the last run of the page said."""

    @classmethod
    async def sign_in(cls, url: str, name: str, password: str) -> Self:
        # A connection nobody used for seconds may be closed by the server at the moment it is used again.
        limits = httpx.Limits(keepalive_expiry=1)
        http = httpx.AsyncClient(base_url=url, timeout=PATIENCE, headers={"origin": url}, limits=limits)
        client = cls(url, http)
        # From the sign-in page comes who may ask, from the health check the token against forged uploads.
        answer = await http.post("/access/sign-in", data={"name": name, "password": password, "next": "/"})
        assert answer.status_code == 303, answer.status_code
        await http.get("/_stcore/health")
        return client

    async def open(self, page: str, query: str = "") -> None:
        """Opens a page in a new tab."""
        await self.close_tab()
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.http.cookies.jar)
        self._stream = await connect(
            f"{self._url.replace('http', 'ws')}/_stcore/stream", max_size=None, compression=None,
            open_timeout=PATIENCE, additional_headers={"Cookie": cookies, "Origin": self._url},
        )  # fmt: skip
        self._page, self._query, self._script = page, query, ""
        self._uploaded = []
        await self._rerun()

    async def upload(self, name: str, content: bytes) -> None:
        """Chooses a file: its bytes go to the server at once, and the page hears of it."""
        assert self._stream
        ask = BackMsg()
        asked = ask.file_urls_request
        asked.request_id, asked.session_id = "1", self._session
        asked.file_names.append(name)
        await self._stream.send(ask.SerializeToString())
        message = await self._until("file_urls_response")
        [urls] = message.file_urls_response.file_urls
        answer = await self.http.put(
            urls.upload_url, files={name: (name, content)}, headers={"X-Xsrftoken": self.http.cookies[_XSRF]}
        )
        assert answer.status_code == 204, answer.status_code
        state = WidgetState(id=self._uploader)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), urls.file_id
        file.file_urls.CopyFrom(urls)
        self._uploaded = [state]
        await self._rerun()

    async def press(self, label: str) -> None:
        """Presses the button of that name, and reads the page that comes of it."""
        await self._rerun(WidgetState(id=self._buttons[label], trigger_value=True))

    def says(self, text: str) -> bool:
        return text.encode() in self.seen

    def number(self, pattern: str) -> int:
        """The number in what the page says, as in `第(\\d+)号已提交`."""
        found = re.search(pattern, self.seen.decode(errors="replace"))
        assert found, pattern
        return int(found[1])

    async def close_tab(self) -> None:
        if self._stream:
            await self._stream.close()
            self._stream = None

    async def leave(self) -> None:
        await self.close_tab()
        await self.http.aclose()

    async def _rerun(self, *pressed: WidgetState) -> None:
        assert self._stream
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, self._script
        asked.page_name = "" if self._script else self._page
        asked.widget_states.widgets.extend([*self._uploaded, *pressed])
        await self._stream.send(message.SerializeToString())
        self.seen = b""
        while (await self._until("script_finished")).script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            self.seen = b""  # drawn anew

    async def _until(self, kind: str) -> ForwardMsg:
        while True:
            assert self._stream
            data = await asyncio.wait_for(self._stream.recv(), PATIENCE)
            assert isinstance(data, bytes)
            self.seen += data
            message = ForwardMsg.FromString(data)
            self._note(message)
            if message.WhichOneof("type") == kind:
                return message

    def _note(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._session = message.new_session.initialize.session_id
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "delta":
                self._note_widget(message.delta)

    def _note_widget(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "button":
                self._buttons[element.button.label] = element.button.id
            case "file_uploader":
                if element.file_uploader.id != self._uploader:
                    self._uploader, self._uploaded = element.file_uploader.id, []


def query(**parameters: object) -> str:
    return "&".join(f"{name}={quote(str(value))}" for name, value in parameters.items())
