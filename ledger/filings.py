"""What departments send on the web: uploaded, a draft, submitted, then returned with remarks or accepted.

Nothing is overwritten, neither in the ledger nor what a colleague has said of the same draft in the meantime.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from ledger import audit, clock
from ledger import tables as t
from ledger.database import LastingEngine
from ledger.locks import locked_years

DRAFT, SUBMITTED, RETURNED, ACCEPTED, DISCARDED = "draft", "submitted", "returned", "accepted", "discarded"
UPLOADED = "uploaded"
"""Its bytes are safe; nobody has read them yet."""
REPLACED = "replaced"
"""Taken out of the queue by a later one of the same body, year and return."""
FROM: Mapping[str, tuple[str, ...]] = {
    UPLOADED: (UPLOADED,),
    DRAFT: (UPLOADED,),
    SUBMITTED: (DRAFT,),
    RETURNED: (SUBMITTED,),
    ACCEPTED: (SUBMITTED,),
    DISCARDED: (UPLOADED, DRAFT, RETURNED),
    REPLACED: (SUBMITTED, RETURNED),
}
"""state → those it may follow."""

Part = tuple[str, int, str]
"""body, year, dataset"""


class OutOfTurn(Exception):
    """Somebody was faster: the filing stands otherwise by now."""

    def __init__(self, filing: int, state: str) -> None:
        super().__init__(filing, state)
        self.filing, self.state = filing, state


class Changed(Exception):
    """Somebody changed the draft since whoever acts now has looked at it; `filing` is how it stands by now."""

    def __init__(self, filing: "Filing") -> None:
        super().__init__(filing.filing)
        self.filing = filing


class Overlapping(Exception):
    """Others that wait for review hold the same returns; whoever submits must have seen them."""

    def __init__(self, others: Sequence["Filing"]) -> None:
        super().__init__(len(others))
        self.others = others


@dataclass(frozen=True, slots=True)
class File:
    """One of the files, whose bytes are safe in the originals."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a reviewer gives something back, at a place in the sender's own file; no place: the filing as a whole."""

    text: str
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A step of its course."""

    state: str
    at: str
    who: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filing:
    """Files sent together, what they are about, and how they stand."""

    filing: int
    account: str
    created_at: str
    files: tuple[File, ...]
    parts: tuple[Part, ...]
    course: tuple[Event, ...]

    @property
    def state(self) -> str:
        return self.course[-1].state

    @property
    def at(self) -> str:
        """Since when it stands so."""
        return self.course[-1].at

    @property
    def bodies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(body for body, _, _ in self.parts))

    def as_of(self, steps: int) -> "Filing":
        """How it stood after the first `steps` of its course."""
        return replace(self, course=self.course[:steps])

    def is_of(self, own: Collection[str], account: str) -> bool:
        """Says whether whoever has these bodies may see it."""
        return self.account == account if not self.bodies else set(self.bodies) <= set(own)

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """The (cell or code, text) pairs last given for what does not hold."""
        given = [event.said["reasons"] for event in self.course if "reasons" in event.said]
        return tuple((target, text) for target, text in given[-1]) if given else ()

    @property
    def corrections(self) -> Mapping[str, Mapping[tuple[str, str], str]]:
        """sha256 of a file → (sheet, cell) → the text that counts there instead of the file's."""
        given = [event.said["corrections"] for event in self.course if "corrections" in event.said]
        found: dict[str, dict[tuple[str, str], str]] = {}
        for sha256, sheet, cell, text in given[-1] if given else ():
            found.setdefault(sha256, {})[sheet, cell] = text
        return found

    @property
    def headings(self) -> Mapping[str, str]:
        """Header → the measure its sender says it means."""
        given = [event.said["headings"] for event in self.course if "headings" in event.said]
        return dict(given[-1]) if given else {}

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the reviewer said last."""
        given = [event.said["remarks"] for event in self.course if "remarks" in event.said]
        return tuple(Remark(**remark) for remark in given[-1]) if given else ()


class Filings:
    """The filings in the ledger at `path`; for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._ledger = LastingEngine(path)

    def close(self) -> None:
        self._ledger.close()

    def __enter__(self) -> "Filings":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def upload(self, account: str, files: Sequence[File], filing: int | None = None) -> int:
        """Keeps files whose bytes have arrived; with `filing` they take the place of those that it had so far."""
        kept = [asdict(file) for file in files]
        with self._ledger.writing() as connection:
            if filing is not None:
                _in_turn(connection, filing, UPLOADED)
            number = filing or _insert(connection, account, kept)
            self._step(connection, number, UPLOADED, {"files": kept})
            return number

    def begin(self, filing: int, parts: Collection[Part], headings: Mapping[str, str] | None = None) -> None:
        """Makes a draft of uploaded files now that they have been read: what they are about, what headers meant."""
        said: dict[str, Any] = {"parts": sorted(parts)}
        if headings:
            said["headings"] = dict(headings)
        with self._ledger.writing() as connection:
            _in_turn(connection, filing, DRAFT)
            self._step(connection, filing, DRAFT, said)

    def amend(
        self,
        filing: int,
        corrections: Sequence[tuple[str, str, str, str]],
        headings: Mapping[str, str],
        parts: Collection[Part],
        *,
        steps: int | None = None,
    ) -> None:
        """Keeps what its sender says of it: (sha256, sheet, cell, text) and header → measure, each time all of it.

        `steps`, here and below: as many of its course as lay before whoever acts; raises `Changed` where it has more.
        None where nobody has looked at it.
        """
        with self._ledger.writing() as connection:
            _draft(connection, filing, steps)
            said = {"corrections": list(corrections), "headings": dict(headings), "parts": sorted(parts)}
            _add(connection, filing, DRAFT, said)
            audit.record(connection, "filing_amended", f"filing {filing}", after=said)

    def note(self, filing: int, reasons: Sequence[tuple[str, str]], *, steps: int | None = None) -> None:
        """Keeps the reasons given so far; a draft stays a draft."""
        with self._ledger.writing() as connection:
            _draft(connection, filing, steps)
            _add(connection, filing, DRAFT, {"reasons": list(reasons)})

    def submit(
        self,
        filing: int,
        reasons: Sequence[tuple[str, str]],
        seen: Collection[int] = (),
        *,
        steps: int | None = None,
    ) -> None:
        """Hands the draft to the reviewer; raises `Overlapping` where others wait that are not among the `seen`."""
        with self._ledger.writing() as connection:
            mine = _draft(connection, filing, steps)
            others = [
                f for f in _waiting(connection) if f.filing != filing and set(f.parts) & set(mine.parts)
            ]
            if unseen := [other for other in others if other.filing not in seen]:
                raise Overlapping(unseen)
            for other in others:
                self._step(connection, other.filing, REPLACED, {"by": filing})
            self._step(connection, filing, SUBMITTED, {"reasons": list(reasons)})

    def give_back(self, filing: int, remarks: Sequence[Remark]) -> None:
        """Returns it to its sender, with at least one remark."""
        if not any(remark.text.strip() for remark in remarks):
            raise ValueError("nothing is returned without a reason")
        with self._ledger.writing() as connection:
            _in_turn(connection, filing, RETURNED)
            self._step(connection, filing, RETURNED, {"remarks": [asdict(remark) for remark in remarks]})

    def accepted(self, filing: int, submissions: Sequence[int]) -> None:
        """Notes as which submissions it counts from now on."""
        with self._ledger.writing() as connection:
            _in_turn(connection, filing, ACCEPTED)
            self._step(connection, filing, ACCEPTED, {"submissions": list(submissions)})

    def discard(self, filing: int, *, steps: int | None = None) -> None:
        """Takes what was uploaded, a draft, or one that was returned, off the sender's list; its bytes stay."""
        with self._ledger.writing() as connection:
            _unchanged(_in_turn(connection, filing, DISCARDED), steps)
            self._step(connection, filing, DISCARDED, {})

    def remembered(self, own: Collection[str], account: str) -> dict[str, str]:
        """Header → measure, as last answered in any filing of these bodies, or of the account."""
        said: dict[str, str] = {}
        for one in reversed(self.listed(own, account)):
            for event in one.course:
                said |= event.said.get("headings", {})
        return said

    def locked_years(self) -> set[int]:
        """The years that take in nothing any more."""
        with self._ledger.reading() as connection:
            return locked_years(connection)

    def filing(self, number: int) -> Filing | None:
        with self._ledger.reading() as connection:
            return next(_filings(connection, number), None)

    def listed(self, own: Collection[str] | None = None, account: str = "") -> list[Filing]:
        """All filings, the newest first; with `own` those about none but these bodies, and the account's own.

        Files in which no body was found are nobody's but the sender's.
        """
        with self._ledger.reading() as connection:
            found = list(_filings(connection))
        kept = [one for one in found if own is None or one.is_of(own, account)]
        return sorted(kept, key=lambda one: -one.filing)

    def _step(self, connection: Connection, filing: int, state: str, said: Mapping[str, Any]) -> None:
        _add(connection, filing, state, said)
        audit.record(connection, f"filing_{state}", f"filing {filing}", after=said)


def _in_turn(connection: Connection, number: int, state: str) -> Filing:
    found = next(_filings(connection, number), None)
    if found is None or found.state not in FROM[state]:
        raise OutOfTurn(number, found.state if found else DISCARDED)
    return found


def _draft(connection: Connection, number: int, steps: int | None) -> Filing:
    """A draft that stands as whoever acts has seen it."""
    # From a draft alone a filing can be submitted: so what may be submitted is one.
    return _unchanged(_in_turn(connection, number, SUBMITTED), steps)


def _unchanged(filing: Filing, steps: int | None) -> Filing:
    if steps is not None and len(filing.course) > steps:
        raise Changed(filing)
    return filing


def _insert(connection: Connection, account: str, files: Sequence[Mapping[str, Any]]) -> int:
    row = {
        "account": account,
        "created_at": clock.after(0),
        "files": json.dumps(list(files), ensure_ascii=False),
        "parts": "[]",
    }
    return int(connection.execute(insert(t.filing).values(row)).inserted_primary_key[0])  # type: ignore[index]


def _waiting(connection: Connection) -> Iterator[Filing]:
    return (one for one in _filings(connection) if one.state == SUBMITTED)


def _add(connection: Connection, filing: int, state: str, said: Mapping[str, Any]) -> None:
    row = {"filing": filing, "state": state, "at": clock.after(0), "who": audit.acting_now().who}
    connection.execute(insert(t.filing_event).values(row | {"said": json.dumps(said, ensure_ascii=False)}))


def _filings(connection: Connection, number: int | None = None) -> Iterator[Filing]:
    """Each with its whole course; all of them, or the one."""
    rows, events = (
        select(t.filing).order_by(t.filing.c.filing),
        select(t.filing_event).order_by(t.filing_event.c.event),
    )
    if number is not None:
        rows, events = (
            rows.where(t.filing.c.filing == number),
            events.where(t.filing_event.c.filing == number),
        )
    # The filings first: one that comes in between has events of which nobody asks, not the other way round.
    listed = connection.execute(rows).all()
    courses: dict[int, list[Event]] = {}
    for row in connection.execute(events):
        event = Event(row.state, row.at, row.who, json.loads(row.said))
        courses.setdefault(row.filing, []).append(event)
    for row in listed:
        # A file more was chosen; a body or a year corrected on the page makes it one about others.
        kept = [e.said["files"] for e in courses[row.filing] if e.state == UPLOADED]
        amended = [event.said["parts"] for event in courses[row.filing] if "parts" in event.said]
        files = kept[-1] if kept else json.loads(row.files)
        parts = amended[-1] if amended else json.loads(row.parts)
        yield Filing(
            row.filing,
            row.account,
            row.created_at,
            tuple(File(**file) for file in files),
            tuple((body, year, dataset) for body, year, dataset in parts),
            tuple(courses[row.filing]),
        )
