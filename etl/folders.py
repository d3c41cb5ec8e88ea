"""Which files a command means when it is given folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Expands folders to the return files in them, in name order; each file once, however it was named."""
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _inside(path, returns=True) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """What lies in the folders but is no return, so that nobody believes it was loaded."""
    return [file for path in paths if path.is_dir() for file in _inside(path, returns=False)]


def _inside(folder: Path, returns: bool) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        # A folder that is a link is not entered, as it may lead back here; it is named as passed over.
        if path.is_dir() and not path.is_symlink():
            continue
        is_return = path.suffix.lower() in SUFFIXES and path.is_file() and not _leads_out(path, folder)
        if is_return == returns and not _is_hidden(path.relative_to(folder)):
            yield path


def _leads_out(path: Path, folder: Path) -> bool:
    """A link in a folder that somebody sent must not fetch what nobody sent."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _is_hidden(path: Path) -> bool:
    """Hidden, or left behind by Excel (`~$`), WPS (`~`) or a Mac (`__MACOSX`, `._`)."""
    return any(part.startswith((".", "~", "__MACOSX")) for part in path.parts)
