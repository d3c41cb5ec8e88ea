"""The gate's own addresses, the cookie of a session, and where a reader may be sent on to."""

from collections.abc import Iterable
from urllib.parse import unquote

from starlette.responses import Response
from starlette.types import Scope

from definitions import load_definitions
from ui.access.doors import Doors
from ui.navigation import url_of

FOLDER = "/access"
SIGN_IN, PASSWORD, ACCOUNT = f"{FOLDER}/sign-in", f"{FOLDER}/password", f"{FOLDER}/account"
SENDING = "returns/mine.py"
BACK_COOKIE = "back"
"""Keeps the page asked for while the reader is at the provider's."""


def session_cookie(doors: Doors, token: str) -> str:
    """A cookie that no script reads, no other site sends along, and that ends with the browser."""
    answer = Response()
    answer.set_cookie(
        doors.cookie, token, path="/", httponly=True, samesite="lax", secure=doors.settings.production
    )
    return answer.headers["set-cookie"]


def first_page(roles: Iterable[str]) -> str:
    """Where a reader with these roles begins: who sends returns with his own, everybody else with the overview."""
    reach = load_definitions().rights["upload"].reach
    return f"/{url_of(SENDING)}" if any(reach.get(role, "no") != "no" for role in roles) else "/"


def safe_way_back(path: str) -> str:
    """The page to go on to, within this dashboard; the first page for anything else."""
    path = unquote(path) if path.startswith("%2F") else path
    # Browsers take a backslash for a slash, and two of them for another host.
    within = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if within and not path.startswith(f"{FOLDER}/") else "/"


def origin_of(scope: Scope) -> str:
    """The reader's network address; behind a proxy what the proxy says of it."""
    client = scope.get("client")
    return str(client[0]) if client else "?"
