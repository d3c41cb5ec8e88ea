"""The second `make run` installs nothing, new pins do, and a Debian without venv is told what to do."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tools import install


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project folder with three requirements files; gives the list of what pip was asked to install."""
    installed: list[str] = []

    def pip_install(name: str) -> None:
        installed.append(name)
        install.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        install.PYTHON.touch()

    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("b==1\n")
    (tmp_path / "requirements-bench.txt").write_text("c==1\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(install, "make_venv", lambda: None)
    monkeypatch.setattr(install, "pip_install", pip_install)
    return installed


def test_second_time_nothing_is_installed(made: list[str]) -> None:
    install.install("requirements.txt")
    install.install("requirements.txt")
    assert made == ["requirements.txt"]


def test_the_developers_set_covers_the_users(made: list[str]) -> None:
    install.install("requirements-dev.txt")
    install.install("requirements.txt")
    assert made == ["requirements-dev.txt"]


def test_the_benchmarks_set_covers_all(made: list[str]) -> None:
    install.install("requirements-bench.txt")
    install.install("requirements-dev.txt")
    install.install("requirements.txt")
    assert made == ["requirements-bench.txt"]


def test_the_users_set_does_not_cover_the_developers(made: list[str]) -> None:
    install.install("requirements.txt")
    install.install("requirements-dev.txt")
    assert made == ["requirements.txt", "requirements-dev.txt"]


def test_new_pins_are_installed(made: list[str], tmp_path: Path) -> None:
    install.install("requirements-dev.txt")
    (tmp_path / "requirements.txt").write_text("a==2\n")
    install.install("requirements.txt")
    install.install("requirements-dev.txt")
    assert made == ["requirements-dev.txt", "requirements.txt", "requirements-dev.txt"]


def test_a_moved_folder_is_installed_anew(
    made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.install("requirements.txt")
    (tmp_path / ".venv").rename(tmp_path / "elsewhere")
    monkeypatch.setattr(install, "VENV", tmp_path / "elsewhere")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "elsewhere/bin/python")
    install.install("requirements.txt")
    assert made == ["requirements.txt", "requirements.txt"]


def test_a_venv_is_sound_only_where_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "here"], check=True)
    monkeypatch.setattr(install, "VENV", tmp_path / "here")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "here/bin/python")
    assert install.is_sound()
    (tmp_path / "here").rename(tmp_path / "there")
    monkeypatch.setattr(install, "VENV", tmp_path / "there")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "there/bin/python")
    assert not install.is_sound()


def test_without_the_venv_module_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(install, "can_apt", lambda: False)
    with pytest.raises(SystemExit, match=rf"apt-get install python3\.{sys.version_info.minor}-venv"):
        install.ensure_venv_module()


def test_root_on_debian_gets_the_venv_module(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def apt_install(package: str) -> bool:
        asked.append(package)
        return True

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(install, "can_apt", lambda: True)
    monkeypatch.setattr(install, "apt_install", apt_install)
    install.ensure_venv_module()
    assert asked == [f"python3.{sys.version_info.minor}-venv"]
