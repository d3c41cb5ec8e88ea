"""docs/deploy.md: its settings are accepted as they stand, its placeholders are not, and its commands exist."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from definitions import load_definitions
from tests.conftest import ROOT
from ui.access import settings

TEXT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
SECRET = "Zq8vN2xKd7LwPb4TyRm6HsJc9GfUaEo3"


def blocks(kind: str) -> list[str]:
    """The contents of every fence of this kind, e.g. "toml access.toml"."""
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def against(access: str, secrets: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said against starting with these."""
    (folder / "access.toml").write_text(access, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(folder / "access.toml"))
    monkeypatch.setattr(settings, "_auth_secrets", lambda: secrets)
    true = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "127.0.0.1" if name == "server.address" else true(name)
    )
    known = load_definitions()
    return settings.refusals(settings.load_settings(), known.roles.keys(), known.bodies.keys())


def test_settings_are_accepted_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [auth] = [tomllib.loads(text)["auth"] for text in blocks("toml secrets.toml")]
    found = blocks("toml access.toml")
    assert [tomllib.loads(text)["sign_in"] for text in found] == ["accounts", "oidc"]
    for text in found:
        assert against(text, auth | {"cookie_secret": SECRET}, tmp_path, monkeypatch) == []


def test_mail_is_accepted_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [mail] = blocks("toml mail of access.toml")
    both = blocks("toml access.toml")[0] + mail
    [said] = against(both, {}, tmp_path, monkeypatch)
    assert "DASHBOARD_MAIL_PASSWORD" in said
    monkeypatch.setenv("DASHBOARD_MAIL_PASSWORD", SECRET)
    assert against(both, {}, tmp_path, monkeypatch) == []


def test_the_placeholder_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [auth] = [tomllib.loads(text)["auth"] for text in blocks("toml secrets.toml")]
    said = against(blocks("toml access.toml")[1], auth, tmp_path, monkeypatch)
    assert len(said) == 1
    assert "cookie_secret" in said[0]


def commands() -> list[list[str]]:
    """Every call of the product's own command lines, as words."""
    found = re.findall(r"python -m ((?:etl|ledger) [^`'\n&#]*)", TEXT)
    return [shlex.split(re.sub(r"\$\(date [^)]*\)", "2026-01-31", text)) for text in found]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_is_one(words: list[str]) -> None:
    from etl.arguments import parser as etl
    from ledger.commands import parser as ledger

    module, *rest = words
    rest = [f"7:{'0' * 64}" if word == "LINE:HASH" else word for word in rest]
    assert {"etl": etl, "ledger": ledger}[module]().parse_args(rest).command == rest[0]


def test_every_variable_is_one_that_is_read() -> None:
    named = set(re.findall(r"\b(DASHBOARD_[A-Z]+)\b", TEXT))
    code = "".join(
        p.read_text(encoding="utf-8") for folder in ("ui", "ledger") for p in (ROOT / folder).rglob("*.py")
    )
    assert named
    assert {name for name in named if f'"{name}"' not in code} == set()


def test_the_service_names_what_the_text_makes() -> None:
    [service] = blocks("ini dashboard.service")
    for path in re.findall(r"(/(?:etc|srv|var)/[\w./-]+)", service):
        assert path.split("/.venv")[0] in TEXT.replace(service, "")
    assert "ReadWritePaths=/var/lib/dashboard\n" in service
    assert f"RestartPreventExitStatus={2}" in service
