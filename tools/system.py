"""What the set-up scripts ask of the machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def fail(*lines: str) -> NoReturn:
    """Prints `lines` (Chinese first, English after) and ends with exit code 1."""
    sys.exit("\n".join(lines))


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def distribution() -> str:
    """`debian`, `ubuntu`, …; empty where there is no /etc/os-release."""
    release = Path("/etc/os-release")
    lines = release.read_text(encoding="utf-8").splitlines() if release.exists() else []
    ids = [line.removeprefix("ID=").strip("\"'") for line in lines if line.startswith("ID=")]
    return ids[0] if ids else ""


def can_apt() -> bool:
    return is_root() and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Installs Debian packages; says whether that worked. Only where `can_apt()`."""
    print(f"正在安装系统软件包 {' '.join(packages)} ……", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=5", "-o", "Dpkg::Use-Pty=0"]
    # A package list that is a little old or partly unreachable is no reason to stop: the install decides.
    subprocess.run([*apt, "update"], env=environment, check=False)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
