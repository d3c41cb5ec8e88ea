"""Finds, or installs, the Chromium and the Chinese font that the browser tests need.

.venv/bin/python -m tools.browser
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from tools.system import apt_install, can_apt, distribution, fail

SHELL = "chromium-headless-shell"
"""Chromium without windows, as Debian calls it: draws the same pages and is cheaper to run."""
COMMANDS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def candidates() -> Iterator[str]:
    """$CHROMIUM, then the system's browsers, then Playwright's own."""
    if os.environ.get("CHROMIUM"):
        yield os.environ["CHROMIUM"]
    for command in COMMANDS:
        found = shutil.which(command)
        # A snap cannot read the temporary profile that a test gives it.
        if found and "snap" not in os.path.realpath(found):
            yield found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def works(executable: str) -> bool:
    """Ubuntu's `chromium-browser` exists but only says that a snap is wanted."""
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome that starts, or None."""
    return next((path for path in candidates() if works(path)), None)


def has_packages() -> bool:
    """Whether Chromium can be had as a package here; on Ubuntu its package is a snap."""
    return can_apt() and distribution() == "debian"


def install_chromium() -> None:
    """Debian's package where there is one; elsewhere Playwright's own build."""
    if has_packages() and (apt_install(SHELL) or apt_install("chromium")):
        return
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run([*command, "--with-deps"] if can_apt() else command, check=False)


def has_chinese_font() -> bool:
    """Windows and macOS bring one."""
    if not sys.platform.startswith("linux"):
        return True
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def driver_works() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def ensure_driver() -> None:
    """Playwright brings its own Node, which wants a library that a small Debian lacks."""
    if not driver_works() and can_apt():
        apt_install("libatomic1")
    if not driver_works():
        fail(
            "Playwright 无法启动,通常是缺少 libatomic1。请执行:sudo apt-get install libatomic1 ,然后重试。"
            "确需跳过浏览器测试:make test SKIP_BROWSER=1",
            "Playwright does not start, mostly for want of libatomic1. Install it and retry; "
            "to leave the browser tests out on purpose: make test SKIP_BROWSER=1",
        )


def ensure_chromium() -> None:
    """Where another is there already, Debian's without windows is only tried for: the tests run with either."""
    if found := find_chromium():
        may_be_better = not os.environ.get("CHROMIUM") and os.path.basename(found) != SHELL
        if may_be_better and has_packages():
            apt_install(SHELL)
        return
    install_chromium()
    if not find_chromium():
        fail(
            "没有可用的 Chromium。请安装 Chromium 或 Chrome(Debian:sudo apt-get install chromium;"
            "也可用环境变量 CHROMIUM 指定路径)后重试;确需跳过浏览器测试:make test SKIP_BROWSER=1",
            "No working Chromium. Install Chromium or Chrome (or set CHROMIUM to its path) and retry; "
            "to leave the browser tests out on purpose: make test SKIP_BROWSER=1",
        )


def ensure_font() -> None:
    if has_chinese_font():
        return
    if can_apt():
        apt_install("fontconfig", "fonts-noto-cjk")
    if not has_chinese_font():
        fail(
            "没有中文字体,汉字会显示为方框。请执行:sudo apt-get install fontconfig fonts-noto-cjk "
            "(其他系统请安装任一中文字体)后重试;确需跳过浏览器测试:make test SKIP_BROWSER=1",
            "No Chinese font: Chinese shows as boxes. Run: sudo apt-get install fontconfig fonts-noto-cjk "
            "and retry; to leave the browser tests out on purpose: make test SKIP_BROWSER=1",
        )


if __name__ == "__main__":
    if os.environ.get("SKIP_BROWSER"):
        print("按要求跳过浏览器测试。Browser tests are left out on purpose (SKIP_BROWSER).")
    else:
        ensure_driver()
        ensure_chromium()
        ensure_font()
