"""The ledger: what came, what was decided of it, what was published, and the audit of all that."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.engine import Connection

from ledger import audit, locks
from ledger import tables as t
from ledger.audit import Entry, Verdict
from ledger.database import open_engine
from ledger.locks import Lock
from ledger.records import Accepted, Explanation, KeptFault, Receipt, Submission


def now() -> str:
    """The local time with its offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Ledger:
    """Opens (and on first use creates) the ledger at `path`."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- receipts -------------------------------------------------------------------------------

    def receive(
        self,
        files: Sequence[tuple[str, str, int, bool]],
        reasons: Sequence[tuple[str, str]],
        partial: bool,
        amended: Mapping[str, str] | None = None,
        sent_at: Mapping[str, str] | None = None,
    ) -> list[Receipt]:
        """Writes down that (sha256, name, size, demonstration) came, as one batch; the bytes are already safe on disk.

        `amended`: sha256 → what the sender said of the file on the page; `sent_at`: sha256 → when it was sent.
        """
        shared = {
            "batch": uuid.uuid4().hex,
            "partial": partial,
            "received_at": now(),
            "reasons": json.dumps(list(reasons), ensure_ascii=False),
        }
        with self._engine.begin() as connection:
            for sha256, file, size, demonstration in files:
                row = {"sha256": sha256, "file": file, "size": size, "demonstration": demonstration} | shared
                number = connection.execute(t.receipt.insert().values(**row)).inserted_primary_key[0]  # type: ignore[index]
                if said := (amended or {}).get(sha256):
                    connection.execute(t.amendment.insert().values(receipt=number, said=said))
                if at := (sent_at or {}).get(sha256):
                    connection.execute(t.sent.insert().values(receipt=number, at=at))
                audit.record(connection, "receive", file, after={"sha256": sha256, "size": size})
        query = _receipts().where(t.receipt.c.batch == shared["batch"]).order_by(t.receipt.c.receipt)
        return [_receipt(row) for row in self._all(query)]

    def undecided(self) -> list[Receipt]:
        """Receipts neither accepted nor refused: what an interrupted run left behind."""
        query = (
            _receipts()
            .outerjoin(t.decision, t.decision.c.receipt == t.receipt.c.receipt)
            .where(t.decision.c.receipt.is_(None))
            .order_by(t.receipt.c.receipt)
        )
        return [_receipt(row) for row in self._all(query)]

    def refuse(self, receipt: int, faults: Sequence[dict[str, Any]]) -> None:
        """Records that the file was read, found wrong and not loaded; `faults` are JSON objects."""
        with self._engine.begin() as connection:
            _decide(connection, receipt, "refused", json.dumps(faults, ensure_ascii=False))
            audit.record(connection, "refuse", f"receipt {receipt}", after={"faults": len(faults)})

    # --- submissions ----------------------------------------------------------------------------

    def next_submission(self) -> int:
        """The number the next accepted file will get; the caller holds the data folder's lock."""
        with self._engine.connect() as connection:
            return (connection.execute(select(func.max(t.submission.c.submission))).scalar() or 0) + 1

    def accept(self, accepted: Sequence[Accepted]) -> None:
        """Makes all of `accepted` count from now on, or none; their landed cells are already safe on disk."""
        with self._engine.begin() as connection:
            for one in accepted:
                _accept(connection, one)

    def withdraw(self, submission: int, reason: str) -> None:
        """Takes a submission back; it stays readable, the one before it counts again."""
        with self._engine.begin() as connection:
            connection.execute(
                t.withdrawal.insert().values(submission=submission, withdrawn_at=now(), reason=reason)
            )
            counted = {"counts": True}
            audit.record(
                connection,
                "withdraw",
                f"submission {submission}",
                counted,
                {"counts": False, "reason": reason},
            )

    def submissions(self) -> list[Submission]:
        """Every accepted file, oldest first, withdrawn ones included."""
        query = _submissions().order_by(t.submission.c.submission)
        return [_submission(row) for row in self._all(query)]

    def submission(self, number: int) -> Submission | None:
        rows = self._all(_submissions().where(t.submission.c.submission == number))
        return _submission(rows[0]) if rows else None

    def standing(self, sha256: str, amended: str = "") -> Submission | None:
        """The accepted, not withdrawn submission made of exactly these bytes, read in the same way, if there is one."""
        query = _submissions().where(
            t.receipt.c.sha256 == sha256,
            t.withdrawal.c.submission.is_(None),
            func.coalesce(t.amendment.c.said, "") == amended,
        )
        rows = self._all(query.order_by(t.submission.c.submission.desc()))
        return _submission(rows[0]) if rows else None

    def explanations(self, submissions: Sequence[int]) -> list[Explanation]:
        query = select(t.explanation).where(t.explanation.c.submission.in_(submissions))
        rows = self._all(query.order_by(t.explanation.c.id))
        return [_explanation(row) for row in rows]

    def kept_faults(self, submissions: Sequence[int]) -> list[KeptFault]:
        query = select(t.kept_fault).where(t.kept_fault.c.submission.in_(submissions))
        rows = self._all(query.order_by(t.kept_fault.c.id))
        return [KeptFault(**{k: v for k, v in row._mapping.items() if k != "id"}) for row in rows]

    # --- publishes ------------------------------------------------------------------------------

    def record_publish(self, publish: int, published_at: str, kind: str) -> None:
        """Records a publish once; a run that was killed after the swap is caught up by the next."""
        with self._engine.begin() as connection:
            known = connection.execute(select(t.publish).where(t.publish.c.publish == publish)).first()
            if known is None:
                connection.execute(
                    t.publish.insert().values(publish=publish, published_at=published_at, kind=kind)
                )
                audit.record(connection, "publish", f"publish {publish}", after={"kind": kind})

    def last_publish(self) -> int:
        """The highest publish number ever recorded, 0 before the first."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(t.publish.c.publish))).scalar() or 0

    # --- locks ----------------------------------------------------------------------------------

    def locked_years(self) -> set[int]:
        """The years that take in no returns."""
        with self._engine.connect() as connection:
            return locks.locked_years(connection)

    def locks(self) -> list[Lock]:
        """Every locking and reopening, the oldest first."""
        with self._engine.connect() as connection:
            return locks.history(connection)

    def set_lock(self, year: int, locked: bool, reason: str = "") -> None:
        """Locks a year, or reopens it for a reason."""
        with self._engine.begin() as connection:
            locks.set_lock(connection, year, locked, reason)

    # --- audit ----------------------------------------------------------------------------------

    def audit(
        self,
        *,
        who: str | None = None,
        act: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Entry]:
        """Lines of the audit, newest first; `since` and `until` are days, both included."""
        with self._engine.connect() as connection:
            return audit.entries(connection, who=who, act=act, since=since, until=until)

    def actors(self) -> list[str]:
        """Everybody who did something, by name."""
        query = select(t.audit.c.who).distinct().order_by(t.audit.c.who)
        return [str(row.who) for row in self._all(query)]

    def refused(self, what: str, roles: Iterable[str]) -> None:
        """Records that somebody asked for what none of his roles has a right to."""
        with self._engine.begin() as connection:
            audit.record(connection, "refused", what, after={"roles": sorted(roles)})

    def reminded(self, body: str, year: int, addresses: int, sent: bool) -> None:
        """Records that a body was written to because of what is missing, or that it could not be."""
        with self._engine.begin() as connection:
            act = "reminder_sent" if sent else "reminder_failed"
            audit.record(connection, act, f"{body} {year}", after={"addresses": addresses})

    def verify(self, known: Iterable[tuple[int, str]] = ()) -> Verdict:
        """Whether every line of the audit is as it was written; `known` are (line, hash) pairs noted earlier."""
        with self._engine.connect() as connection:
            return audit.verify(connection, known)

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(query).all()


def _decide(connection: Connection, receipt: int, outcome: str, faults: str) -> None:
    row = {"receipt": receipt, "outcome": outcome, "decided_at": now(), "faults": faults}
    connection.execute(t.decision.insert().values(**row))


def _accept(connection: Connection, one: Accepted) -> None:
    _decide(connection, one.receipt, "accepted", "[]")
    row = {"submission": one.submission, "receipt": one.receipt, "accepted_at": now(), "cells": one.cells}
    connection.execute(t.submission.insert().values(**row))
    after = {"receipt": one.receipt, "cells": one.cells, "explanations": [e.text for e in one.explanations]}
    audit.record(connection, "accept", f"submission {one.submission}", after=after)
    explained = [asdict(e) | {"measures": json.dumps(e.measures)} for e in one.explanations]
    if explained:
        connection.execute(t.explanation.insert(), explained)
    if one.faults:
        connection.execute(t.kept_fault.insert(), [asdict(f) for f in one.faults])


def _receipts() -> Select[Any]:
    amended = func.coalesce(t.amendment.c.said, "").label("amended")
    return select(t.receipt, amended).outerjoin(t.amendment, t.amendment.c.receipt == t.receipt.c.receipt)


def _submissions() -> Select[Any]:
    joined = t.submission.join(t.receipt, t.receipt.c.receipt == t.submission.c.receipt).outerjoin(
        t.withdrawal, t.withdrawal.c.submission == t.submission.c.submission
    )
    joined = joined.outerjoin(t.amendment, t.amendment.c.receipt == t.receipt.c.receipt)
    joined = joined.outerjoin(t.sent, t.sent.c.receipt == t.receipt.c.receipt)
    return select(
        t.submission,
        t.receipt.c.sha256,
        t.receipt.c.file,
        t.receipt.c.received_at,
        t.receipt.c.demonstration,
        t.sent.c.at.label("sent_at"),
        t.withdrawal.c.withdrawn_at,
        t.withdrawal.c.reason,
        func.coalesce(t.amendment.c.said, "").label("amended"),
    ).select_from(joined)


def _submission(row: Row[Any]) -> Submission:
    values = dict(row._mapping)
    values["withdrawn_reason"] = values.pop("reason")
    return Submission(**values)


def _receipt(row: Row[Any]) -> Receipt:
    values = dict(row._mapping)
    values["reasons"] = tuple((target, text) for target, text in json.loads(values["reasons"]))
    return Receipt(**values)


def _explanation(row: Row[Any]) -> Explanation:
    values = {k: v for k, v in row._mapping.items() if k != "id"}
    values["measures"] = tuple(json.loads(values["measures"]))
    return Explanation(**values)
