"""Reads a folder of definitions into `Definitions`; loads nothing unless all of it is right."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from definitions.case_ledgers import read_case_ledgers
from definitions.disclosure import FOLDER as DISCLOSURE
from definitions.disclosure import read_disclosure
from definitions.draft import Draft
from definitions.model import Definitions
from definitions.parts import (
    read_bodies,
    read_datasets,
    read_faults,
    read_indicators,
    read_rights,
    read_targets,
    read_titles,
    read_words,
)
from definitions.problems import DefinitionError
from definitions.schemes import read_schemes
from definitions.sentences import FOLDER as SENTENCES
from definitions.sentences import read_sentences
from definitions.verify import verify

Stamp = tuple[tuple[str, int, int], ...]

_held: ContextVar[dict[str, Definitions] | None] = ContextVar("_held", default=None)
"""What was looked at since `held` began, by the name of its folder."""


def load_definitions(folder: Path | None = None) -> Definitions:
    """Loads `folder` (default: DASHBOARD_DEFINITIONS, else this package), or raises `DefinitionError`.

    The answer is kept in the process until a file of the folder changes.
    """
    known, key = _held.get(), str(folder or os.environ.get("DASHBOARD_DEFINITIONS", ""))
    if known is not None and key in known:
        return known[key]
    found = _looked_at(folder)
    if known is not None:
        known[key] = found
    return found


@contextmanager
def held() -> Iterator[None]:
    """Within it the files are looked at once: a run of a page is by one state of the definitions.

    A page asks from many places, and forty readers at once wait for each other at every file that is looked at.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def _looked_at(folder: Path | None) -> Definitions:
    folder = Path(folder).resolve() if folder else definitions_folder()
    if not folder.is_dir():
        raise DefinitionError([f"{folder}：找不到定义文件夹。请检查环境变量 DASHBOARD_DEFINITIONS。"])
    return _load(folder, _stamp(folder))


def definitions_folder() -> Path:
    """Where the definitions in force lie."""
    return Path(os.environ.get("DASHBOARD_DEFINITIONS") or Path(__file__).parent).resolve()


def definition_files(folder: Path) -> list[Path]:
    """The files that make up the definitions, in the order of their names below `folder`."""
    return [folder / name for name, _, _ in _stamp(folder)]


def _stamp(folder: Path) -> Stamp:
    """Name below `folder`, time of change and size of every file, by name.

    Every run of every page asks, so that an edit counts at once: without `Path`, it takes a tenth of the time.
    """
    found = _listed(folder, "", (".csv", ".toml"))
    for entry in os.scandir(folder):
        if entry.is_dir():
            found += _listed(entry.path, f"{entry.name}/", (".toml",))
    return tuple(sorted(found))


def _listed(folder: str | Path, before: str, kinds: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """The files of one folder; one that may not be read has none."""
    try:
        entries = list(os.scandir(folder))
    except PermissionError:
        return []
    # Windows does not tell .CSV from .csv.
    files = [one for one in entries if os.path.normcase(one.name).endswith(kinds) and one.is_file()]
    stats = [(one.name, os.stat(one)) for one in files]
    return [(before + name, stat.st_mtime_ns, stat.st_size) for name, stat in stats]


@lru_cache(maxsize=8)
def _load(folder: Path, _stamp: Stamp) -> Definitions:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in definition_files(folder)}
    draft = Draft(files)
    roles = read_titles(draft, "roles.csv", "role")
    definitions = Definitions(
        bodies=read_bodies(draft),
        categories=read_titles(draft, "categories.csv", "category"),
        functions=read_titles(draft, "functions.csv", "function"),
        datasets=read_datasets(draft),
        ledgers=read_case_ledgers(draft),
        indicators=read_indicators(draft),
        targets=read_targets(draft),
        schemes=read_schemes(draft),
        sentences=read_sentences(draft),
        disclosure=read_disclosure(draft),
        faults=read_faults(draft),
        words=read_words(draft),
        roles=roles,
        rights=read_rights(draft, roles),
        fingerprint=_fingerprint({n: content for n, content in files.items() if _shapes_figures(n)}),
        shown=_fingerprint(files),
    )
    # Cross-checks on top of a file that could not be read would only report its absence again and again.
    if not draft.unreadable:
        verify(definitions, draft)
    if draft.problems:
        raise DefinitionError(draft.problems)
    return definitions


def _shapes_figures(name: str) -> bool:
    """Who may see a figure, or how it is spoken of, does not change it."""
    return name not in ("roles.csv", "rights.csv") and not name.startswith(
        (f"{SENTENCES}/", f"{DISCLOSURE}/")
    )


def _fingerprint(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in files.items():
        # Lengths keep (name, content) pairs apart, so that moving a byte between files changes the digest.
        digest.update(f"{len(name.encode())}:{name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
