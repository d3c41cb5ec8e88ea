"""Runs the dashboard as it is really started, for tests that need a server."""

import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def lasting_port() -> int:
    """A free port below those that systems hand out on their own: nobody takes it between two servers of one's own."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    pytest.fail("no free port between 20000 and 32000")


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when the dashboard answers; fails with its output when it ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def served(environment: dict[str, str], log: Path, port: int | None = None, *options: str) -> Iterator[str]:
    """Runs a dashboard of its own; `log` takes what it says, `options` go to Streamlit."""
    with running(environment, log, port, *options) as (url, _):
        yield url


@contextmanager
def running(
    environment: dict[str, str], log: Path, port: int | None = None, *options: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same, with the process for a test that wants to kill it."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(url, process, log)
        yield url, process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
