"""The SQL files of this package, read once."""

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def text(kind: str, name: str) -> str:
    """The text of `<kind>/<name>.sql`, e.g. kind `queries`, name `trace`."""
    return (_FOLDER / kind / f"{name}.sql").read_text(encoding="utf-8")


@cache
def names(kind: str) -> tuple[str, ...]:
    """The names of all files of a kind, sorted."""
    return tuple(sorted(path.stem for path in (_FOLDER / kind).glob("*.sql")))


@cache
def fingerprint() -> str:
    """sha256 over everything that shapes a warehouse: another fingerprint means a full rebuild."""
    digest = hashlib.sha256()
    for kind in ("schema", "marts"):
        for name in names(kind):
            digest.update(f"{kind}/{name}\n{text(kind, name)}".encode())
    return digest.hexdigest()
