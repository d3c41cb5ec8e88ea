"""What the gate and every run of a page ask alike: who is it that comes with these cookies?"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from definitions import load_definitions
from definitions.model import Definitions
from ledger import Ledger
from ledger.accounts import Accounts, Session
from ledger.folder import data_folder
from ui.access.reader import Reader
from ui.access.settings import Settings, load_settings

FRESH = 1.0
"""Seconds a session is believed without asking the ledger again: a page asks for a hundred files at once."""
MOST = 2000
ROLE_COOKIE = "demonstration"
EVERYTHING = "administrator"
"""Whom a demonstration begins as: who tries the product sees all of it."""


class Doors:
    """Finds readers; one for the whole server."""

    def __init__(self, settings: Settings, ledger: Path) -> None:
        self.settings = settings
        self.ledger = ledger
        self.accounts = None if settings.demonstration else Accounts(ledger)
        self._found: OrderedDict[str, tuple[float, Session | None]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def cookie(self) -> str:
        """`__Host-`: browsers take it over TLS only, for this very host only, and never from a neighbour of it."""
        return "__Host-session" if self.settings.production else "session"

    def session(self, cookies: Mapping[str, str]) -> Session | None:
        """The living session the cookies name, else None; believed for a second."""
        token = cookies.get(self.cookie, "")
        if not token or self.accounts is None:
            return None
        with self._lock:
            at, found = self._found.get(token, (0.0, None))
        if time.monotonic() - at > FRESH:
            found = self.accounts.session(token, self.settings.idle_seconds, self.settings.longest_seconds)
            self._keep(token, found)
        return found

    def _keep(self, token: str, found: Session | None) -> None:
        with self._lock:
            # What names no session is not kept: anybody can send as many such as he likes.
            if found is None:
                self._found.pop(token, None)
                return
            self._found[token] = time.monotonic(), found
            while len(self._found) > MOST:
                self._found.popitem(last=False)

    def forget(self) -> None:
        """After a sign-out or a change: whoever comes next is looked up."""
        with self._lock:
            self._found.clear()

    def reader(self, cookies: Mapping[str, str], definitions: Definitions | None = None) -> Reader | None:
        """Who comes with these cookies; None where nobody is signed in, or has yet to change his password.

        `definitions`: those of the moment, where they are at hand.
        """
        if self.settings.demonstration:
            return demonstrated(cookies, definitions or load_definitions())
        session = self.session(cookies)
        if session is None or session.account.must_change:
            return None
        account = session.account
        roles, bodies = frozenset(account.roles), frozenset(account.bodies)
        return Reader(account.name, account.shown_name, roles, bodies, session.origin)

    def refused(self, reader: Reader, what: str) -> None:
        """Records that a reader asked for what he has no right to."""
        if self.ledger.is_file():
            with reader.acting(), Ledger(self.ledger) as ledger:
                ledger.refused(what, reader.roles)


def demonstrated(cookies: Mapping[str, str], definitions: Definitions) -> Reader:
    """The reader of a demonstration: whoever he likes to be."""
    role, _, body = cookies.get(ROLE_COOKIE, "").partition(":")
    if role not in definitions.roles:
        role, body = EVERYTHING, ""
    bodies = frozenset({body} & definitions.bodies.keys())
    return Reader(
        f"demonstration:{role}",
        definitions.roles.get(role, role),
        frozenset({role}),
        bodies,
        "127.0.0.1",
        True,
    )


def doors() -> Doors:
    """The server's; another only where another file of settings or data folder is named (in tests)."""
    return _doors(os.environ.get("DASHBOARD_ACCESS"), data_folder().ledger)


@lru_cache(maxsize=4)
def _doors(_file: str | None, ledger: Path) -> Doors:
    """Settings are read once: the server was found safe to start with these."""
    return Doors(load_settings(), ledger)
