"""Whose a session of Streamlit's is, and whose what it offers for download.

A download's address and a session's number are long and random, but they are not secrets: they stand in a browser's
history. So they serve only the accounts they were told to.
"""

import re
import threading
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Scope
from streamlit.runtime.scriptrunner import get_script_run_ctx

MOST = 20_000
_ADDRESS = re.compile(rb"/media/([0-9a-zA-Z]+)")


class Owners:
    """Which account something belongs to; what was not asked for longest is forgotten, and then nobody's."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, thing: str, account: str) -> None:
        with self._lock:
            self._known[thing, account] = None
            self._known.move_to_end((thing, account))
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def __contains__(self, pair: tuple[str, str]) -> bool:
        with self._lock:
            return pair in self._known


_sessions, _files = Owners(), Owners()


def claim(account: str) -> None:
    """Called in every run of a page: the session it runs in is this account's."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        _sessions.add(context.session_id, account)


def told(message: bytes, account: str) -> None:
    """Notes the downloads that a message to an account's page speaks of: no other place knows whom a file is for."""
    if b"/media/" in message:
        for found in _ADDRESS.findall(message):
            _files.add(found.decode(), account)


def is_of(path: str, account: str) -> bool:
    """Says whether the account was told of the file at `/media/<file>`."""
    file = path.rsplit("/", 1)[-1].split(".")[0]
    return (file, account) in _files


def own_stream(scope: Scope, account: str) -> Scope:
    """The same handshake; a session that is not the account's is not taken up again: it begins a new one."""
    asked = Headers(scope=scope).get("sec-websocket-protocol", "")
    entries = [entry.strip() for entry in asked.split(",")]
    if len(entries) < 3 or not entries[2] or (entries[2], account) in _sessions:
        return scope
    changed = {**scope, "headers": list(scope["headers"])}
    MutableHeaders(scope=changed)["sec-websocket-protocol"] = ", ".join(entries[:2])
    return changed
