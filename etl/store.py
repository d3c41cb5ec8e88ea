"""The data folder: where everything lies, and the lock that keeps one writer at a time."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock


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
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite"

    def original(self, sha256: str) -> Path:
        return self.originals / sha256

    def landed_file(self, submission: int) -> Path:
        return self.landed / f"{submission:06d}.parquet"

    def lock(self) -> FileLock:
        """Held while something is landed or published; readers never take it."""
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / ".lock", timeout=600)


def data_folder() -> DataFolder:
    """The folder named by `DASHBOARD_DATA`, by default `data` in the working folder's project."""
    default = Path(__file__).parent.parent / "data"
    return DataFolder(Path(os.environ.get("DASHBOARD_DATA") or default).absolute())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
