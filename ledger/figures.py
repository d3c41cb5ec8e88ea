"""The register of figures: what was exported, under which number, frozen as it was, and who took it.

A number is five or more digits and a check digit, written in groups of three: 100-013. Digits alone are the same in
writing, on the telephone and on a keyboard.
"""

import hashlib
import json
import logging
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.engine import Connection

from ledger import audit, clock
from ledger import tables as t
from ledger.database import LastingEngine

LOG = logging.getLogger(__name__)
DIGITS = "0123456789"
FIRST = 10_000
"""Numbers begin above: so that none has fewer than six digits."""
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""The quasigroup of Damm (2004): one wrong digit is always noticed, and so are two neighbours exchanged."""


@dataclass(frozen=True)
class Figure:
    """A registered figure. `frozen` is all it was made of; None in a list."""

    serial: int
    at: str
    who: str
    title: str
    scope: str
    year: int
    publish: int
    own: tuple[str, ...] | None
    """The bodies whose figures it was made from; None: it may hold anybody's."""
    action: str
    """The right one needs to see it."""
    frozen: Mapping[str, Any] | None = None
    """None in a list, and where what was kept cannot be read any more."""

    @property
    def number(self) -> str:
        return number_of(self.serial)


@dataclass(frozen=True)
class Export:
    """Somebody took a figure along in some form."""

    serial: int
    at: str
    who: str
    form: str


def number_of(serial: int) -> str:
    """1 → “100-015”."""
    digits = f"{FIRST + serial}"
    whole = digits + str(_check(digits))
    first = len(whole) % 3 or 3
    return "-".join([whole[:first], *(whole[i : i + 3] for i in range(first, len(whole), 3))])


def serial_of(number: str) -> int | None:
    """The serial of a number as somebody wrote it (full-width digits, other dashes, spaces); None where it is none."""
    plain = unicodedata.normalize("NFKC", number)
    digits = "".join(c for c in plain if c in DIGITS)
    others = set(plain) - set(DIGITS)
    if (
        len(digits) < 6
        or len(digits) > 12
        or others - set("-–—−_. ")
        or _check(digits[:-1]) != int(digits[-1])
    ):
        return None
    serial = int(digits[:-1]) - FIRST
    return serial if serial > 0 else None


def _check(digits: str) -> int:
    found = 0
    for digit in digits:
        found = int(DAMM[found][int(digit)])
    return found


class Figures:
    """The register in the ledger at `path`; for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._ledger = LastingEngine(path)

    def close(self) -> None:
        self._ledger.close()

    def issue(self, figure: Mapping[str, Any], frozen: Mapping[str, Any], form: str) -> int:
        """Registers what is taken along in some form and returns its serial; the very same again keeps its number.

        `figure`: title, scope, year, publish, own, action. `frozen`: JSON, all that is needed to draw and compare it.
        """
        text = json.dumps([dict(figure), dict(frozen)], ensure_ascii=False, sort_keys=True)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        with self._ledger.writing() as connection:
            known = connection.execute(
                select(t.figure.c.figure).where(t.figure.c.sha256 == sha256)
            ).scalar_one_or_none()
            serial = _add(connection, sha256, figure, frozen) if known is None else int(known)
            _exported(connection, serial, form)
            return serial

    def exported(self, serial: int, form: str) -> None:
        """Notes that whoever acts took a figure along."""
        with self._ledger.writing() as connection:
            _exported(connection, serial, form)

    def find(self, serial: int) -> Figure | None:
        """A figure with what it was made of."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(t.figure).where(t.figure.c.figure == serial)).one_or_none()
        if row is None:
            return None
        return _figure(row, _kept(row))

    def listed(self) -> list[Figure]:
        """All of them, the latest first, without what they were made of."""
        columns = [column for column in t.figure.c if column.name != "frozen"]
        with self._ledger.reading() as connection:
            rows = connection.execute(select(*columns).order_by(t.figure.c.figure.desc())).all()
        return [_figure(row, None) for row in rows]

    def exports(self) -> Mapping[int, Sequence[Export]]:
        """serial → who took it along, the first first."""
        found: dict[int, list[Export]] = {}
        query = select(t.figure_export).order_by(t.figure_export.c.export)
        with self._ledger.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.figure, []).append(Export(row.figure, row.at, row.who, row.form))
        return found


def _add(connection: Connection, sha256: str, figure: Mapping[str, Any], frozen: Mapping[str, Any]) -> int:
    own = figure["own"]
    row = {
        "sha256": sha256,
        "at": clock.after(0),
        "who": audit.acting_now().who,
        **{name: figure[name] for name in ("title", "scope", "year", "publish", "action")},
        "own": None if own is None else json.dumps(sorted(own)),
        "frozen": zlib.compress(json.dumps(dict(frozen), ensure_ascii=False).encode(), 9),
    }
    serial = int(connection.execute(insert(t.figure).values(row)).inserted_primary_key[0])  # type: ignore[index]
    audit.record(
        connection, "figure_issued", number_of(serial), after={"title": row["title"], "sha256": sha256}
    )
    return serial


def _exported(connection: Connection, serial: int, form: str) -> None:
    """Once a person and form: who reloads a picture has not taken another one."""
    who = audit.acting_now().who
    own = (t.figure_export.c.figure == serial, t.figure_export.c.who == who, t.figure_export.c.form == form)
    if connection.execute(select(func.count()).select_from(t.figure_export).where(*own)).scalar():
        return
    row = {"figure": serial, "at": clock.after(0), "who": who, "form": form}
    connection.execute(insert(t.figure_export).values(row))
    audit.record(connection, "figure_exported", number_of(serial), after={"form": form})


def _figure(row: Row[Any], frozen: Mapping[str, Any] | None) -> Figure:
    return Figure(
        row.figure,
        row.at,
        row.who,
        row.title,
        row.scope,
        row.year,
        row.publish,
        _own(row),
        row.action,
        frozen,
    )


def _own(row: Row[Any]) -> tuple[str, ...] | None:
    """Where it cannot be read, it may be anybody's: only who sees all is shown it."""
    if row.own is None:
        return None
    try:
        found = json.loads(row.own)
    except ValueError:
        found = None
    known = isinstance(found, list) and found and all(isinstance(body, str) for body in found)
    return tuple(found) if known else None


def _kept(row: Row[Any]) -> Mapping[str, Any] | None:
    """What a figure was made of, as it was issued; None where it is damaged or was altered."""
    try:
        found = json.loads(zlib.decompress(row.frozen))
    except (zlib.error, ValueError, TypeError):
        LOG.exception("what was kept of figure %s cannot be read", number_of(row.figure))
        return None
    return found if isinstance(found, dict) else None
