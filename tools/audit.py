"""Are weaknesses known of what we depend on? Asks pip-audit; a weakness found fails, unless it is written down here.

.venv/bin/python -m tools.audit

Whether anything could be asked at all depends on the network: what was not looked up is said, and is no failure, since a
closed network must not keep anybody from working.
"""

import json
import subprocess
import sys
from typing import Any

from tools.system import ROOT, fail

FILES = ("requirements.txt", "requirements-dev.txt")
SECONDS = 120

ACCEPTED: dict[str, str] = {}
"""Identifier of a weakness → why it does not concern us; it is printed every time."""


def asked(name: str) -> dict[str, Any]:
    """What pip-audit says of a requirements file; every version is pinned, so nothing is resolved or installed."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(ROOT / name),
        "--no-deps",
        "--disable-pip",
    ]
    command += ["--format=json", "--progress-spinner=off", "--timeout=15"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return {"dependencies": []}
    return found


def weaknesses(found: dict[str, Any]) -> list[str]:
    """A line a weakness that nobody accepted."""
    return [
        f"{package['name']} {package['version']}: {weakness['id']}, {', '.join(weakness['fix_versions']) or '?'}"
        for package in found["dependencies"]
        for weakness in package.get("vulns", ())
        if not {weakness["id"], *weakness.get("aliases", ())} & ACCEPTED.keys()
    ]


def main() -> None:
    found = [asked(name) for name in FILES]
    if bad := [line for one in found for line in weaknesses(one)]:
        fail(
            "依赖包有已知漏洞(括号后为修复版本):",
            *bad,
            "Known weaknesses, and the versions that mend them: see above.",
        )
    packages = [package for one in found for package in one["dependencies"]]
    looked = sum("vulns" in package for package in packages)
    for weakness, why in ACCEPTED.items():
        print(f"已接受 accepted: {weakness}: {why}")
    if looked == 0:
        print("漏洞库连接不上,依赖包未查。The list of weaknesses cannot be reached: nothing was looked up.")
    else:
        missed = len(packages) - looked
        print(f"已查{looked}个依赖包,没有已知漏洞,另有{missed}个查不到。")
        print(f"{looked} packages looked up, {missed} not found, no known weakness.")


if __name__ == "__main__":
    main()
