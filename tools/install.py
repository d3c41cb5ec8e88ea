"""Makes .venv hold what a requirements file pins; at once where it already does.

python3 -m tools.install requirements.txt
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from tools.system import ROOT, apt_install, can_apt, fail

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Each holds all of the one before it, so whoever has the one has the other.
FILES = {
    "requirements.txt": ["requirements.txt"],
    "requirements-dev.txt": ["requirements.txt", "requirements-dev.txt"],
    "requirements-bench.txt": ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"],
}
ATTEMPTS = 3


def fingerprint(name: str) -> str:
    """Changes with the pins, and when the folder was moved (a .venv does not survive that)."""
    digest = hashlib.sha256(str(VENV).encode())
    for part in FILES[name]:
        digest.update((ROOT / part).read_bytes())
    return digest.hexdigest()


def stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def is_current(name: str) -> bool:
    return PYTHON.exists() and stamp(name).exists() and stamp(name).read_text() == fingerprint(name)


def ensure_venv_module() -> None:
    """Debian ships Python without what `venv` needs."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if can_apt() and apt_install(package):
        return
    fail(
        f"Python 缺少 venv 组件。请先执行:sudo apt-get install {package} ,然后重试。",
        f"This Python cannot make a virtual environment. Run: sudo apt-get install {package} , then retry.",
    )


def is_sound() -> bool:
    """Says whether .venv was made in this very place and its pip still starts."""
    config = VENV / "pyvenv.cfg"
    if not (PYTHON.exists() and config.exists()):
        return False
    if not config.read_text(encoding="utf-8").rstrip().endswith(f" {VENV}"):
        return False
    pip = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    return pip.returncode == 0


def make_venv() -> None:
    if is_sound():
        return
    ensure_venv_module()
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        fail("无法创建 .venv 虚拟环境,原因见上。", "Could not create .venv; the reason is above.")


def pip_install(name: str) -> None:
    patient = {"PIP_RETRIES": "10", "PIP_DEFAULT_TIMEOUT": "60", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment = {**patient, **os.environ}
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "-q", "-r", name]
    for _ in range(ATTEMPTS):
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0:
            return
    fail(
        "依赖包安装失败,原因见上。内网请先设置镜像:pip config set global.index-url <镜像地址>",
        "Installing the requirements failed; the reason is above. On a closed network set pip's index-url.",
    )


def install(name: str) -> None:
    if is_current(name):
        return
    make_venv()
    print(f"正在安装 {name} 中的依赖包(首次需要几分钟)……", flush=True)
    pip_install(name)
    for covered in FILES:
        if set(FILES[covered]) <= set(FILES[name]):
            stamp(covered).write_text(fingerprint(covered))


if __name__ == "__main__":
    install(sys.argv[1])
