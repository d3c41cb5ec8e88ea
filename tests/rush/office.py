"""An office of forty clerks over the sample, and a server one may kill."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from definitions import load_definitions
from ledger.accounts import Accounts
from tests.browser.serving import free_port, running
from tests.conftest import ROOT
from tests.quick_hashes import quick_hashes

HEADER, *LINES = (ROOT / "sample" / "2023" / "capacity.csv").read_text(encoding="utf-8-sig").splitlines()
NAMES = {body.name: body.body for body in load_definitions().bodies.values()}
REPORTED = {NAMES[line.split(",")[0]]: line for line in LINES}
"""body → its line of the sample's last year."""
YEAR = 2024


@dataclass(frozen=True)
class Office:
    """A data folder with accounts, and how to serve it."""

    data: Path
    passwords: dict[str, str]

    @contextmanager
    def open(self) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """The address and the process of its dashboard."""
        port = free_port()
        access = self.data.parent / "access.toml"
        access.write_text(
            f'sign_in = "accounts"\nproduction = false\naddress = "http://127.0.0.1:{port}"\n',
            encoding="utf-8",
        )
        environment = {
            **os.environ,
            "DASHBOARD_DATA": str(self.data),
            "DASHBOARD_ACCESS": str(access),
            "PYTHONUTF8": "1",
        }
        with running(environment, self.data.parent / "log.txt", port) as served:
            yield served


def furnish(sample: Path, folder: Path, clerks: dict[str, str], leaders: int = 0) -> Office:
    """`clerks`: account → body. Their passwords are those they were given: forty changes would cost a minute."""
    data = Path(shutil.copytree(sample, folder / "data"))
    passwords = {}
    with quick_hashes(), Accounts(data / "ledger.sqlite") as accounts:
        for name, body in clerks.items():
            passwords[name] = accounts.create(name, name, ("department",), (body,))
        for number in range(leaders):
            passwords[f"leader.{number}"] = accounts.create(f"leader.{number}", "领导", ("viewer",), ())
    with sqlite3.connect(data / "ledger.sqlite") as connection:
        connection.execute("update account set must_change = 0")
    connection.close()
    return Office(data, passwords)


def returned(body: str, extra: int = 0) -> bytes:
    """A body's return as for the next year, as a Chinese Excel saves it; with `extra`, of another version."""
    name, _, first, *rest = REPORTED[body].split(",")
    line = ",".join([name, str(YEAR), str(int(first) + extra), *rest])
    return f"{HEADER}\n{line}\n".encode("gb18030")
