"""The data folder: where everything lies, and the lock that keeps one writer at a time."""

import getpass
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

LOCK_SECONDS = 600
"""How long a load or publish waits for another one to end."""

# A container may run as a user without a name.
_USER = os.getuid() if hasattr(os, "getuid") else getpass.getuser()

TEMPORARY = Path(tempfile.gettempdir()) / f"indicators-{_USER}"
"""Where a check, which changes nothing in the data folder, keeps what it needs while it runs."""


@dataclass(frozen=True)
class DataFolder:
    """Paths below `DASHBOARD_DATA`."""

    root: Path

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def landed(self) -> Path:
        return self.root / "landed"

    @property
    def scratch(self) -> Path:
        """What a load needs only while it runs."""
        return self.root / "scratch"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite"

    def original(self, sha256: str) -> Path:
        return self.originals / sha256

    def landed_file(self, submission: int) -> Path:
        return self.landed / f"{submission:06d}.parquet"

    def cases_file(self, submission: int) -> Path:
        """What the file's case ledgers come to; most files have none."""
        return self.landed / f"{submission:06d}.cases.parquet"

    def lock(self) -> FileLock:
        """Held while something is landed or published; readers never take it."""
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".lock", timeout=LOCK_SECONDS)


def data_folder() -> DataFolder:
    """The folder named by `DASHBOARD_DATA`, by default `data` in the working folder's project."""
    default = Path(__file__).parent.parent / "data"
    return DataFolder(Path(os.environ.get("DASHBOARD_DATA") or default).expanduser().absolute())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
