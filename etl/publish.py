"""Publish: hands the ledger's submissions and the landed files to the warehouse, records the outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from definitions.model import Definitions
from ledger import Ledger, Submission
from ledger.folder import DataFolder
from ledger.store import now
from warehouse import build, served


def publish(
    data: DataFolder,
    ledger: Ledger,
    definitions: Definitions,
    full: bool = False,
    on_step: build.OnStep = lambda step: None,
) -> build.Published:
    """Brings the served warehouse up to the ledger; the caller holds the data folder's lock."""
    _catch_up(data, ledger)
    source = source_of(data, ledger, definitions)
    published = build.publish(data.root, source, now(), full, ledger.last_publish(), on_step)
    ledger.record_publish(published.publish, published.published_at, published.kind)
    on_step("recorded")
    return published


def source_of(
    data: DataFolder, ledger: Ledger, definitions: Definitions, withdrawn: Mapping[int, bool] | None = None
) -> build.Source:
    """What a warehouse is made from; `withdrawn`: only these submissions, each as it stood at an earlier time."""
    landed = [_landed(data, s) for s in ledger.submissions()]
    if withdrawn is not None:
        landed = [replace(s, withdrawn=withdrawn[s.submission]) for s in landed if s.submission in withdrawn]
    return build.Source(
        landed=landed,
        definitions=definitions,
        explanations=lambda numbers: _rows(ledger.explanations(numbers)),
        faults=lambda numbers: _rows(ledger.kept_faults(numbers)),
    )


def _catch_up(data: DataFolder, ledger: Ledger) -> None:
    """Records the publish of a run that was killed between the swap and its record."""
    at = served.current(data.root)
    if at and at.publish > ledger.last_publish():
        ledger.record_publish(at.publish, now(), "recovered")


def _landed(data: DataFolder, s: Submission) -> build.Landed:
    return build.Landed(
        submission=s.submission,
        path=data.landed_file(s.submission),
        cases=path if (path := data.cases_file(s.submission)).exists() else None,
        file=s.file,
        received_at=s.received_at,
        accepted_at=s.accepted_at,
        cells=s.cells,
        demonstration=s.demonstration,
        withdrawn=s.withdrawn_at is not None,
        sent_on=date.fromisoformat(s.sent_at[:10]) if s.sent_at else None,
    )


def _rows(records: Iterable[Any]) -> Sequence[Mapping[str, Any]]:
    return [{k: list(v) if isinstance(v, tuple) else v for k, v in asdict(r).items()} for r in records]
