"""A browser counts only if it starts; without one, or without a font, the run ends with what to do."""

from pathlib import Path

import pytest

from tools import browser


def script(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_a_browser_that_starts_works(tmp_path: Path) -> None:
    assert browser.works(script(tmp_path / "chromium", "echo Chromium 150.0"))


def test_a_stub_that_wants_a_snap_does_not(tmp_path: Path) -> None:
    assert not browser.works(script(tmp_path / "chromium-browser", "echo Chromium needs a snap; exit 1"))


def test_a_browser_that_is_not_there_does_not(tmp_path: Path) -> None:
    assert not browser.works(str(tmp_path / "none"))


def test_the_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = script(tmp_path / "mine", "echo Google Chrome 150.0")
    monkeypatch.setenv("CHROMIUM", named)
    assert browser.find_chromium() == named


def test_without_a_browser_it_fails_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setattr(browser, "install_chromium", lambda: None)
    with pytest.raises(SystemExit, match=r"没有可用的 Chromium(.|\n)*SKIP_BROWSER=1"):
        browser.ensure_chromium()


def test_without_a_font_it_fails_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "has_chinese_font", lambda: False)
    monkeypatch.setattr(browser, "can_apt", lambda: False)
    with pytest.raises(SystemExit, match=r"fonts-noto-cjk(.|\n)*SKIP_BROWSER=1"):
        browser.ensure_font()


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages a Debian machine was asked to install."""
    asked: list[str] = []

    def refused(package: str) -> bool:
        asked.append(package)
        return False

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "can_apt", lambda: True)
    monkeypatch.setattr(browser, "distribution", lambda: "debian")
    monkeypatch.setattr(browser, "apt_install", refused)
    return asked


def test_beside_a_browser_with_windows_the_one_without_is_tried(
    asked_for: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could not be had: the other one will do."""
    monkeypatch.setattr(browser, "find_chromium", lambda: "/usr/bin/chromium")
    browser.ensure_chromium()
    assert asked_for == ["chromium-headless-shell"]


@pytest.mark.parametrize("named", ["", "/opt/mine"])
def test_nothing_is_installed_beside_the_best_or_a_named_one(
    asked_for: list[str], monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    if named:
        monkeypatch.setenv("CHROMIUM", named)
    monkeypatch.setattr(browser, "find_chromium", lambda: named or "/usr/bin/chromium-headless-shell")
    browser.ensure_chromium()
    assert asked_for == []


def test_debian_gives_the_one_without_windows_before_the_other(
    asked_for: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.browser.subprocess.run", lambda *_, **__: None)
    browser.install_chromium()
    assert asked_for == ["chromium-headless-shell", "chromium"]
