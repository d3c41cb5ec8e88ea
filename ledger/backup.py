"""The data folder as one file, and back: everything that cannot be made again, with a list of what must be in it."""

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from console.failures import Refused
from ledger.accounts import Accounts
from ledger.audit import Verdict
from ledger.folder import DataFolder
from ledger.store import Ledger

MANIFEST = "manifest.json"
KEPT = ("originals", "landed", "warehouse")
"""What lies beside the ledger; scratch, locks and logs are of no use elsewhere."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds. `files` are path → sha256; `lines` and `head` are the audit's length and last hash."""

    made_at: str
    lines: int
    head: str
    files: dict[str, str]

    @property
    def size(self) -> int:
        return len(self.files)


def backup(data: DataFolder, target: Path) -> Backup:
    """Writes all of `data` to the tar file `target` (gzipped where the name ends in .gz), whole or not at all."""
    if not data.ledger.is_file():
        raise Refused(f"数据文件夹 {data.root} 里还没有数据，没有可备份的。")
    if target.exists():
        raise Refused(f"{target} 已存在，没有覆盖。请换一个文件名。")
    partial = target.with_name(f".{target.name}.partial")
    try:
        # While it is held nothing is landed or published, so ledger and files fit together.
        with data.lock(), tempfile.TemporaryDirectory() as folder:
            ledger = _copy_of_ledger(data.ledger, Path(folder))
            made = _write(partial, data, ledger)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return made


def restore(source: Path, data: DataFolder) -> Backup:
    """Makes `data` what it was when `source` was written; only where there is nothing yet."""
    if data.root.exists() and any(data.root.iterdir()):
        raise Refused(
            f"数据文件夹 {data.root} 不是空的，没有恢复。请先移走其中的内容，或换一个文件夹（环境变量 DASHBOARD_DATA）。"
        )
    data.root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.root.parent, prefix=".restore-") as name:
        folder = Path(name) / "data"
        found = _read(source, folder)
        _proven(DataFolder(folder), found)
        _begin_anew(DataFolder(folder), found)
        if data.root.exists():
            data.root.rmdir()
        os.replace(folder, data.root)
    return found


def _copy_of_ledger(ledger: Path, folder: Path) -> Path:
    """A whole copy, whoever is writing."""
    copy = folder / ledger.name
    with closing(sqlite3.connect(ledger)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("pragma journal_mode = delete")
    return copy


def _write(partial: Path, data: DataFolder, ledger: Path) -> Backup:
    with Ledger(ledger) as copy:
        verdict = copy.verify()
    _whole(verdict)
    files = {ledger.name: ledger} | {
        path.relative_to(data.root).as_posix(): path for path in _files(data.root)
    }
    mode = "w:gz" if partial.name.endswith(".gz.partial") else "w"
    with partial.open("xb") as file:
        with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
            sums = {}
            for name, path in files.items():
                archive.add(path, name, recursive=False)
                sums[name] = _sha256(path)
            made = Backup(
                datetime.now().astimezone().isoformat(timespec="seconds"), verdict.lines, verdict.head, sums
            )
            _add_text(archive, MANIFEST, json.dumps(asdict(made), ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return made


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    with tempfile.TemporaryFile() as file:
        entry = tarfile.TarInfo(name)
        entry.size = file.write(text.encode())
        file.seek(0)
        archive.addfile(entry, file)


def _files(root: Path) -> Iterator[Path]:
    """Everything to keep. Of what is being written beside it (drafts end in .tmp) nothing is finished."""
    for folder in KEPT:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".tmp", ".wal"):
                yield path


def _read(source: Path, folder: Path) -> Backup:
    """Unpacks `source`; raises `Refused` where it is no backup of ours or not the whole of it."""
    folder.mkdir()
    try:
        with tarfile.open(source) as archive:
            # "data" refuses absolute paths, paths that climb out, links and devices.
            archive.extractall(folder, filter="data")
        found = Backup(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, FileNotFoundError) as error:
        if isinstance(error, FileNotFoundError) and not source.exists():
            raise Refused(f"找不到备份文件 {source}。") from error
        raise Refused(f"{source} 不是完整的备份文件，没有恢复。请换一份备份。") from error
    (folder / MANIFEST).unlink()
    present = {
        path.relative_to(folder).as_posix(): _sha256(path) for path in folder.rglob("*") if path.is_file()
    }
    if present != found.files:
        wrong = sorted(name for name, _ in present.items() ^ found.files.items())
        raise Refused(
            f"备份文件 {source} 有缺损：{'、'.join(dict.fromkeys(wrong[:3]))}。没有恢复，请换一份备份。"
        )
    return found


def _proven(data: DataFolder, found: Backup) -> None:
    with Ledger(data.ledger) as ledger:
        verdict = ledger.verify([(found.lines, found.head)] if found.lines else [])
    _whole(verdict)


def _begin_anew(data: DataFolder, found: Backup) -> None:
    """Whoever was signed in then signs in again: a session ended since must not come back to life."""
    with Accounts(data.ledger) as accounts:
        accounts.restored(found.made_at)


def _whole(verdict: Verdict) -> None:
    if not verdict.ok:
        raise Refused(
            f"操作记录第{verdict.broken_at}行起对不上，已停止。请先用 python -m ledger verify 查明。"
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
