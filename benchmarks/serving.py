"""Servers on this machine, each a process of its own that ends with the block it serves."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and its process."""

    url: str
    pid: int


@contextmanager
def streamlit(script: str, environment: dict[str, str]) -> Iterator[Server]:
    """A Streamlit script, started as the README says."""
    port = free_port()
    command = ["-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    with serve(command, environment, f"http://127.0.0.1:{port}", "/_stcore/health") as server:
        yield server


@contextmanager
def serve(arguments: list[str], environment: dict[str, str], url: str, healthy: str) -> Iterator[Server]:
    """Runs `python` with these arguments until the block ends; begins when `url` + `healthy` answers."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, url + healthy)
        yield Server(url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            DIRECTLY.open(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}")


def free_port() -> int:
    """A port nobody on this machine uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
