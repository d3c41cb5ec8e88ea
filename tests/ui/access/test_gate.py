"""The gate itself, asked directly: behind a proxy, in a demonstration, below a folder of the address, from other sites."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from ledger.accounts import Accounts, SignedIn
from tests.quick_hashes import quick_hashes
from ui.access import belongings
from ui.access.doors import Doors
from ui.access.gate import Gate
from ui.access.settings import ACCOUNTS, Settings

TRIAL = Settings(ACCOUNTS, address="http://127.0.0.1:8501")
PRODUCTION = Settings(ACCOUNTS, True, "https://fzzf.lake.gov.cn")
HOST = {"Host": "127.0.0.1:8501"}
SERVED = b"figures"
PASSWORD = "a long enough phrase"


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for all that is behind the gate; sets a cookie as Streamlit does."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "bytes": b"answer to " + message["bytes"]})
        return
    headers = [(b"set-cookie", b"_streamlit_xsrf=x; Path=/"), (b"content-type", b"text/html")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": SERVED})


class Answer:
    """What came back."""

    def __init__(self, said: list[Message]) -> None:
        self.said = said
        self.status = int(said[0].get("status", 0))
        self.headers = Headers(raw=said[0].get("headers", []))
        self.body = b"".join(m.get("body", b"") for m in said[1:])


def ask(
    gate: Gate,
    path: str,
    method: str = "GET",
    *,
    scheme: str = "http",
    client: str = "127.0.0.1",
    body: bytes = b"",
    type: str = "http",
    messages: tuple[bytes, ...] = (),
    between: Any = None,
    **headers: str,
) -> Answer:
    said: list[Message] = []
    waiting: list[Message] = [{"type": "websocket.receive", "bytes": m} for m in messages]

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        if type == "http":
            return {"type": "http.request", "body": body}
        if not waiting:
            return {"type": "websocket.disconnect"}
        if between is not None and said[1:]:
            between()
        return waiting.pop(0)

    given = {"Content-Length": str(len(body))} | HOST | {k.replace("_", "-"): v for k, v in headers.items()}
    raw = [(k.lower().encode(), v.encode()) for k, v in given.items()]
    path, _, query = path.partition("?")
    scope = {
        "type": type, "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": raw, "root_path": "", "scheme": scheme, "client": (client, 50000), "server": ("127.0.0.1", 8501),
    }  # fmt: skip
    asyncio.run(gate(scope, receive, send))
    return Answer(said)


@pytest.fixture
def accounts(tmp_path: Path) -> Any:
    with quick_hashes(), Accounts(tmp_path / "ledger.sqlite") as found:
        yield found


@pytest.fixture
def gate(tmp_path: Path, accounts: Accounts) -> Any:
    """Makes a gate with these settings."""

    def made(settings: Settings) -> Gate:
        return Gate(streamlit, Doors(settings, tmp_path / "ledger.sqlite"))

    return made


@pytest.fixture
def token(accounts: Accounts) -> str:
    """The token of somebody signed in for good."""
    temporary = accounts.create("wang", "王", ["viewer"], [])
    first = accounts.sign_in("wang", temporary, "10.0.0.9")
    assert isinstance(first, SignedIn)
    assert accounts.change_password(first.token, temporary, PASSWORD) is None
    return first.token


def sign_in(gate: Gate, **more: Any) -> Answer:
    form = f"name=wang&password={PASSWORD.replace(' ', '+')}&next=%2Fpenalties".encode()
    kind: dict[str, Any] = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": "http://127.0.0.1:8501",
    }
    return ask(gate, "/access/sign-in", "POST", body=form, **(kind | more))


def test_in_production_only_the_proxy_is_answered(gate: Any, token: str) -> None:
    cookie = f"__Host-session={token}"
    assert ask(gate(PRODUCTION), "/", Cookie=cookie).status == 403
    assert ask(gate(PRODUCTION), "/access/sign-in").status == 403
    assert ask(gate(PRODUCTION), "/_stcore/health").status == 200
    assert ask(gate(PRODUCTION), "/", scheme="https", Cookie=cookie).body == SERVED
    assert (
        ask(gate(PRODUCTION), "/_stcore/stream", type="websocket", scheme="ws").said[0]["type"]
        == "websocket.close"
    )


def test_in_production_every_cookie_is_secure(gate: Any, token: str) -> None:
    answer = sign_in(gate(PRODUCTION), scheme="https", Origin="https://fzzf.lake.gov.cn")
    assert answer.status == 303
    assert answer.headers["location"] == "/penalties"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "path=/", "httponly", "samesite=lax", "secure",
    }  # fmt: skip
    passed = ask(gate(PRODUCTION), "/", scheme="https", Cookie=f"__Host-session={token}")
    assert passed.headers["set-cookie"].endswith("; Secure")
    assert "strict-transport-security" in passed.headers
    assert ask(gate(PRODUCTION), "/", scheme="https", Cookie=f"session={token}").status != 200


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://fzzf.lake.gov.cn"])
def test_a_form_of_another_site_is_not_taken(gate: Any, token: str, origin: str) -> None:
    assert sign_in(gate(PRODUCTION), scheme="https", Origin=origin).status == 403


def test_a_form_is_short(gate: Any, token: str) -> None:
    for length in ("9000", "", "x", "-1"):
        assert sign_in(gate(TRIAL), Content_Length=length).status == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "fzzf.lake.gov.cn"},
        {"Host": "10.0.0.2:8501"},
        {"Host": "127.0.0.1.elsewhere.example"},
        {"Host": ""},
        {"X_Forwarded_For": "10.0.0.2"},
        {"Forwarded": "for=10.0.0.2"},
        {"X_Real_IP": "10.0.0.2"},
    ],
)
def test_a_demonstration_answers_this_machine_alone(gate: Any, headers: dict[str, Any]) -> None:
    assert ask(gate(Settings()), "/").body == SERVED
    refused = ask(gate(Settings()), "/", **headers)
    assert refused.status == 403
    assert "演示模式只能在本机使用" in refused.body.decode()


def test_a_role_is_chosen_in_a_demonstration_only(gate: Any, token: str) -> None:
    kind: dict[str, Any] = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": "http://127.0.0.1:8501",
    }
    form = b"role=department&body=health&next=%2Flitigation"
    answer = ask(gate(Settings()), "/access/demonstration", "POST", body=form, **kind)
    assert answer.headers["location"] == "/litigation"
    assert answer.headers["set-cookie"].startswith("demonstration=department:health;")
    refused = ask(gate(TRIAL), "/access/demonstration", "POST", body=form, **kind)
    assert "set-cookie" not in refused.headers
    for wrong in (b"role=king", b"role=", b""):
        assert (
            "set-cookie"
            not in ask(gate(Settings()), "/access/demonstration", "POST", body=wrong, **kind).headers
        )


def test_a_stream_ends_with_its_session(gate: Any, token: str, accounts: Accounts) -> None:
    """The message after the sign-out is not answered: it never reaches Streamlit."""
    found = gate(TRIAL)

    def end() -> None:
        accounts.sign_out(token)
        found._doors.forget()

    cookie = f"session={token}"
    answer = ask(
        found,
        "/_stcore/stream",
        type="websocket",
        scheme="ws",
        messages=(b"one", b"two"),
        between=end,
        Cookie=cookie,
    )
    assert [m["type"] for m in answer.said] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert answer.said[1]["bytes"] == b"answer to one"


def test_below_a_folder_of_the_address(gate: Any, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    true = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "board" if name == "server.baseUrlPath" else true(name)
    )
    found = gate(TRIAL)
    asked = ask(found, "/board/penalties?year=2022", Accept="text/html")
    assert asked.headers["location"] == "/board/access/sign-in?next=%2Fpenalties%3Fyear%3D2022"
    assert sign_in_below(found).headers["location"] == "/board/penalties"
    assert ask(found, "/board/_stcore/health").status == 200
    assert ask(found, "/board/penalties", Cookie=f"session={token}").body == SERVED
    assert ask(found, "/board/access/sign-in").status == 200


def sign_in_below(gate: Gate) -> Answer:
    form = f"name=wang&password={PASSWORD.replace(' ', '+')}&next=%2Fpenalties".encode()
    kind: dict[str, Any] = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": "http://127.0.0.1:8501",
    }
    return ask(gate, "/board/access/sign-in", "POST", body=form, **kind)


def test_our_own_pages_run_no_script_and_are_framed_by_nobody(gate: Any) -> None:
    page = ask(gate(TRIAL), "/access/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert b"<script" not in page.body
    assert page.headers["cache-control"] == "no-store"


def test_what_was_typed_comes_back_inert(gate: Any, token: str) -> None:
    form = b"name=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&password=wrong"
    kind: dict[str, Any] = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Origin": "http://127.0.0.1:8501",
    }
    answer = ask(gate(TRIAL), "/access/sign-in", "POST", body=form, **kind)
    assert answer.status == 401
    assert b"<img" not in answer.body
    assert "用户名或密码不对" in answer.body.decode()


def test_an_unknown_page_below_access_is_not_found(gate: Any) -> None:
    assert ask(gate(TRIAL), "/access/users").status == 404
    assert ask(gate(TRIAL), "/access/sign-in", "DELETE").status == 405
    assert (
        ask(gate(TRIAL), "/access/account", type="websocket", scheme="ws").said[0]["type"]
        == "websocket.close"
    )


def test_another_accounts_session_of_streamlit_is_not_taken_up(gate: Any, token: str) -> None:
    belongings._sessions.add("theirs", "li")
    belongings._sessions.add("mine", "wang")
    for asked, passed in (
        ("theirs", "streamlit, x"),
        ("mine", "streamlit, x, mine"),
        ("unheard", "streamlit, x"),
    ):
        scope: Scope = {"headers": [(b"sec-websocket-protocol", f"streamlit, x, {asked}".encode())]}
        own = belongings.own_stream(scope, "wang")
        assert Headers(scope=own)["sec-websocket-protocol"] == passed
