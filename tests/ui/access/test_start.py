"""The server as it is really started: with settings that protect nobody it says why in Chinese, and does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def started(tmp_path: Path, access: str | None, *options: str) -> subprocess.CompletedProcess[str]:
    """Starts it, which must end at once."""
    environment = {**os.environ, "DASHBOARD_DATA": str(tmp_path / "data"), "PYTHONUTF8": "1"}
    environment.pop("DASHBOARD_ACCESS", None)
    if access is not None:
        (tmp_path / "access.toml").write_text(access, encoding="utf-8")
        environment["DASHBOARD_ACCESS"] = str(tmp_path / "access.toml")
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port=0", *options]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("access", "options", "said"),
    [
        (None, ("--server.address=0.0.0.0",), "演示身份只能在本机使用"),
        ('sign_in = "demonstration"\n', (), "正式运行不能用演示身份"),
        ('sign_in = "accounts"\naddress = "http://fzzf.lake.gov.cn"\n', (), "正式运行须经由 HTTPS 代理"),
    ],
)
def test_it_does_not_start(tmp_path: Path, access: str | None, options: tuple[str, ...], said: str) -> None:
    ended = started(tmp_path, access, *options)
    assert ended.returncode == 2
    assert "没有启动" in ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert not (tmp_path / "data").exists()
